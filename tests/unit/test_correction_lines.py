"""The lines of the register of corrections, fact by fact, each one whole; and which events take public words back."""

from __future__ import annotations

import pytest

from chalicelib.domain import events as e
from chalicelib.domain.corrections import Correction, corrections, recalled
from tests.unit.chronicle import WRITTEN, chronicle, day
from tests.unit.samples import fact

REFUSED, COURT, COMPLAINT = e.Refused("abuse"), e.Redirected("court"), e.Redirected("legal_complaint")
RESTRICTED = e.Restricted("inspectorate")
UNDONE = fact(e.Undone)
WITHHELD = e.Withheld("answers", "business_secret")
PASSAGE = e.Withheld("content", "personal_data", passage=True)
WRONG = e.NamingRetired("SNNMT", 3, day(9), "wrong")
EXPIRED = e.NamingRetired("SNNMT", 3, day(9))
HONOURED = e.Honoured("submitter", "", "pho-chu-tich-2")
ASKED, KEPT, PURGED = e.PurgeAsked("van-phong-1"), e.PurgeRejected("van-phong-2"), e.Purged("van-phong-2")


def line(seq: int, type_: str, part: str = "", ground: str = "") -> Correction:
    """On the day of its event."""
    return Correction(seq, day(seq), type_, part, ground)


def removed(seq: int, ground: str) -> Correction:
    return line(seq, "removed", "content", ground)


# What happens after the receipt -> the register. Event 2 is the public text, where there is one.
LINES: list[tuple[str, list[e.Fact], list[Correction]]] = [
    ("the first text corrects nothing", [WRITTEN], []),
    ("rewritten", [WRITTEN, WRITTEN], [line(3, "rewritten", "content")]),
    ("a part withheld", [WRITTEN, WITHHELD], [line(3, "withheld", "answers", "business_secret")]),
    ("a passage withheld", [WRITTEN, PASSAGE], [line(3, "passage_withheld", "content", "personal_data")]),
    ("a part disclosed", [WRITTEN, e.Disclosed("answers")], [line(3, "disclosed", "answers")]),
    ("a passage disclosed", [WRITTEN, e.Disclosed("content", 3)], [line(3, "disclosed", "content")]),
    ("restricted", [WRITTEN, RESTRICTED], [line(3, "taken_down")]),
    ("a state secret", [WRITTEN, ASKED], [line(3, "taken_down")]),
    ("a legal complaint", [WRITTEN, COMPLAINT], [line(3, "taken_down")]),
    ("refused", [WRITTEN, REFUSED], [removed(3, "refused")]),
    ("directed elsewhere", [WRITTEN, COURT], [removed(3, "redirected")]),
    ("withdrawn", [WRITTEN, e.Withdrawn()], [removed(3, "withdrawn")]),
    ("merged", [WRITTEN, e.Merged("LS.20260807.K7M4R")], [removed(3, "merged")]),
    ("a naming that was wrong", [WRITTEN, WRONG], [line(3, "naming_withdrawn")]),
    ("a naming whose time is over", [WRITTEN, EXPIRED], []),
    ("what changes no words", [WRITTEN, e.Claimed("van-phong-1"), e.Closed("by_office"), HONOURED], []),
    # What was never public.
    ("no text yet", [REFUSED, e.RefusalContested(), WITHHELD, RESTRICTED], []),
    ("the text comes after", [WITHHELD, WRITTEN, e.Disclosed("answers")], [line(4, "disclosed", "answers")]),
    # No page: nothing is corrected there, until it is back.
    ("nothing while it is restricted", [WRITTEN, RESTRICTED, WRITTEN, WITHHELD, REFUSED], [line(3, "taken_down")]),
    ("released", [WRITTEN, RESTRICTED, e.Released(), WRITTEN],
     [line(3, "taken_down"), line(5, "rewritten", "content")]),
    ("restricted twice", [WRITTEN, RESTRICTED, e.Released(), RESTRICTED],
     [line(3, "taken_down"), line(5, "taken_down")]),
    ("purged", [WRITTEN, ASKED, PURGED], [line(3, "taken_down")]),
    ("no state secret", [WRITTEN, ASKED, KEPT, WITHHELD],
     [line(3, "taken_down"), line(5, "withheld", "answers", "business_secret")]),
    ("no complaint after all", [WRITTEN, COMPLAINT, UNDONE, WRITTEN],
     [line(3, "taken_down"), line(5, "rewritten", "content")]),
    # A page without words: they are removed once, and new ones are nobody's business.
    ("rewritten while refused", [WRITTEN, REFUSED, WRITTEN], [removed(3, "refused")]),
    ("merged while refused", [WRITTEN, REFUSED, e.Merged("LS.20260807.K7M4R")], [removed(3, "refused")]),
    ("withdrawn, then refused", [WRITTEN, e.Withdrawn(), REFUSED], [removed(3, "withdrawn")]),
    ("redirected, then withdrawn", [WRITTEN, COURT, e.Withdrawn()], [removed(3, "redirected")]),
    ("merged, then redirected", [WRITTEN, e.Merged("LS.20260807.K7M4R"), COURT], [removed(3, "merged")]),
    ("refused, then restricted", [WRITTEN, REFUSED, RESTRICTED], [removed(3, "refused"), line(4, "taken_down")]),
    ("what a leader signed stays, and can be kept back", [WRITTEN, REFUSED, WITHHELD, WRONG],
     [removed(3, "refused"), line(4, "withheld", "answers", "business_secret"), line(5, "naming_withdrawn")]),
    ("contested", [WRITTEN, REFUSED, e.RefusalContested(), WRITTEN],
     [removed(3, "refused"), line(5, "rewritten", "content")]),
    ("contested, and refused again", [WRITTEN, REFUSED, e.RefusalContested(), REFUSED],
     [removed(3, "refused"), removed(5, "refused")]),
    ("the refusal taken back", [WRITTEN, REFUSED, UNDONE, WRITTEN],
     [removed(3, "refused"), line(5, "rewritten", "content")]),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "lines"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_the_register_of_a_case(facts: list[e.Fact], lines: list[Correction]) -> None:
    assert corrections(chronicle(*facts)) == lines


NO_NAME = e.ConsentChanged()
# What happened, and the numbers of the events that are published now -> whether caches must forget what stood there.
FORGOTTEN: list[tuple[str, list[e.Fact], set[int], bool]] = [
    ("the first text", [WRITTEN], {1, 2}, False),
    ("the text anew", [WRITTEN, WRITTEN], {3}, True),
    ("an older event", [WRITTEN, WRITTEN], {2}, False),
    ("among others", [WRITTEN, WRITTEN, e.Claimed("van-phong-1")], {2, 3, 4}, True),
    ("withheld", [WRITTEN, WITHHELD, e.Disclosed("answers")], {3}, True),
    ("disclosed: nothing is taken back", [WRITTEN, WITHHELD, e.Disclosed("answers")], {4}, False),
    ("disclosed and rewritten", [WRITTEN, e.Disclosed("answers"), WRITTEN], {3, 4}, True),
    ("restricted without a text", [RESTRICTED], {2}, True),
    ("a state secret without a text", [ASKED], {2}, True),
    ("purged", [ASKED, PURGED], {3}, True),
    ("released", [RESTRICTED, e.Released()], {3}, False),
    ("a consent changed of one whom nobody honoured", [WRITTEN, NO_NAME], {3}, False),
    ("the consent of who was honoured", [WRITTEN, HONOURED, NO_NAME], {4}, True),
    ("honoured", [WRITTEN, HONOURED, NO_NAME], {3}, False),
]


@pytest.mark.parametrize(
    ("facts", "numbers", "forgotten"), [row[1:] for row in FORGOTTEN], ids=[row[0] for row in FORGOTTEN]
)
def test_what_caches_must_forget(facts: list[e.Fact], numbers: set[int], forgotten: bool) -> None:
    assert recalled(chronicle(*facts), numbers) is forgotten
