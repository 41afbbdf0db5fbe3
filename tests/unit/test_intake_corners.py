"""Intake in rarer company: conduct found late, whose office it is by field and place, languages, second pauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM
from chalicelib.domain.decide import decide
from chalicelib.domain.errors import FieldError as No
from chalicelib.domain.events import BodyRef
from tests.unit.effects import check_clocks
from tests.unit.refused import check_refusal
from tests.unit.stories import TEXTS, Act, Story, after, alone, by, received, supplement_over
from tests.unit.world import FOCAL, SUBMITTER

# fmt: off
OFFICE = ("Văn phòng UBND tỉnh", "Office of the Provincial People's Committee")


def classify(**values: str) -> Act:
    return by(FOCAL, c.Classify(kind="conduct", **values))


def forward(lead: str, field: str, *coordinating: str) -> Act:
    return by(FOCAL, c.Forward(lead=lead, field=field, coordinating=coordinating, note="x"))


def sent(lead: str, field: str, *coordinating: str, **received_: Any) -> Story:
    return after(partial(received, **received_), by(FOCAL, TEXTS), forward(lead, field, *coordinating))


# The labour office was split by field, the district Hữu Lũng by place: who has the case holds what that office held.
leads, coordinates = No("complained_of", "leads_case", names=OFFICE), No("complained_of", "coordinates_case")
labour = sent("SNV2025", "lao-dong")
beside_labour = sent("SYT", "lao-dong", "SNV2025")
of_labour = after(received, by(FOCAL, TEXTS), classify(complained_of="SLDTBXH"))
REFUSED: list[tuple[Story, Act, No | None]] = [
    (labour, classify(complained_of="SLDTBXH"), leads),
    (labour, classify(complained_of="SLDTBXH", field="lao-dong"), leads),
    (labour, classify(complained_of="SLDTBXH", field="y-te"), None),
    (labour, by(FOCAL, c.Classify(kind="regulation", complained_of="SLDTBXH")), None),
    (beside_labour, classify(complained_of="SLDTBXH"), coordinates),
    (beside_labour, classify(complained_of="SLDTBXH", field="giao-duc"), None),
    (sent("HTD-05", "ho-tich"), classify(complained_of="HTD", place="htd-05"), leads),
    (sent("HTD-05", "ho-tich"), classify(complained_of="HTD", place="htd-04"), None),
    (sent("HTD-05", "ho-tich", place="htd-04"), classify(complained_of="HTD"), None),
    (sent("HTD-05", "ho-tich", place="htd-05"), classify(complained_of="HTD"), leads),
    (sent("HTD-05", "ho-tich", place="htd-05"), classify(complained_of="HTD", place="htd-04"), None),
    (of_labour, forward("SNV2025", "lao-dong"), No("lead", "complained_of", names=OFFICE)),
    (of_labour, forward("SNV2025", "y-te"), None),
    (of_labour, forward("SYT", "lao-dong", "SNV2025"), No("coordinating", "complained_of_beside", names=OFFICE)),
    (of_labour, forward("SYT", "giao-duc", "SNV2025"), None),
]
# fmt: on


@pytest.mark.parametrize(("story", "act", "error"), REFUSED)
def test_no_office_has_a_case_about_itself(story: Story, act: Act, error: No | None) -> None:
    check_refusal(story, act, error)


@pytest.mark.parametrize(
    ("written", "asked", "language"),
    [("vi", "", "vi"), ("en", "", "en"), ("zh", "", "vi"), ("zh", "en", "en"), ("en", "vi", "vi")],
)
def test_the_language_of_the_texts(written: str, asked: str, language: str) -> None:
    tale = received(language=written).act(by(FOCAL, replace(TEXTS, language=asked)))
    assert tale.events[-1].fact == e.TextsWritten(language)


def test_what_a_petition_says_of_itself_is_in_the_head() -> None:
    head = received(subtype="delay", field="dat-dai", place="htd-05", agency="SNNMT", ownership="private").head
    assert (head.subtype, head.field, head.place, head.named, head.ownership) == (
        "delay",
        "dat-dai",
        "htd-05",
        "SNNMT",
        "private",
    )


def test_every_pause_counts() -> None:
    """13 to 25 August, and the 28th: the submitter's days, of which none is the office's."""
    again = after(supplement_over, by(FOCAL, c.AskSupplement(content="x", reason="x")))
    pauses = "paused 2026-08-12..2026-08-25 paused 2026-08-27..2026-08-28"
    check_clocks(
        again,
        by(SUBMITTER, c.Supplement(content="x"), on=date(2026, 8, 28)),
        "forwarding publication supplement",
        [f"forwarding 2026-08-07 +5 2026-08-27 {pauses}", f"publication 2026-08-07 +20 2026-09-23 {pauses}"],
    )


def test_only_the_first_event_of_one_command_has_its_body_and_its_request() -> None:
    """Whoever asks: here the overdue check, which takes many steps at once."""
    tale = alone()
    tale.today = date(2026, 9, 9)
    ctx = replace(tale.context(SYSTEM), body=BodyRef("b", "h"), request="r")
    first, *rest = decide(tale.head, c.Tick(), ctx)
    assert (first.body, first.request) == (BodyRef("b", "h"), "r")
    assert [(event.body, event.request) for event in rest] == [(None, "")] * 3
