"""The public timeline of a record: what an entry owes to the others around it."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain import events as e
from chalicelib.domain.timeline import Entry, entries
from tests.unit.chronicle import WRITTEN, Given, chronicle
from tests.unit.samples import fact

A, DAY = "SNNMT", date(2026, 9, 1)
COMPLAINT, COURT = e.Redirected("legal_complaint"), e.Redirected("court")
ASKED, GRANTED = e.ExtensionRequested(A, DAY), e.ExtensionGranted(A, DAY)
RETURNED = e.CaseReturned(A, public=True)
FORWARDED = e.Forwarded(A)


def undone(item: int) -> e.Undone:
    taken_back: e.Undone = fact(e.Undone, item=item, what="redirected")
    return taken_back


def passed(item: int, type_: str = "reason") -> e.ItemPublished:
    return e.ItemPublished(item, type_, A, rearmed=False)


def lost(item: int, to: str = f"forwarded-agency-{A}") -> e.MailFailed:
    return e.MailFailed(to.partition("-")[0], to, "x", item)


def keys(found: list[Entry]) -> list[tuple[int, str]]:
    """(number, text), but for the receipt."""
    return [(entry.seq, entry.key.removeprefix("event.")) for entry in found[1:]]


ORDER: list[tuple[str, list[Given], list[tuple[int, str]]]] = [
    ("the first text, and the next ones", [WRITTEN, e.Claimed("x"), WRITTEN, WRITTEN],
     [(2, "texts_written"), (4, "texts_written.again"), (5, "texts_written.again")]),
    ("only texts are written again", [WRITTEN, FORWARDED, WRITTEN],
     [(2, "texts_written"), (3, "forwarded"), (4, "texts_written.again")]),
    ("after what is not said others are", [e.Claimed("x"), passed(9, "naming_reply"), FORWARDED], [(4, "forwarded")]),
    ("after a step others are told", [e.StepReached("publication", "overdue", DAY, DAY), FORWARDED],
     [(2, "step_reached.overdue"), (3, "forwarded")]),
    ("after a step that is not told, too",
     [e.StepReached("publication", "chair", DAY, DAY, superseded=True), FORWARDED], [(3, "forwarded")]),
    # That it was once taken for a legal complaint is nobody's business.
    ("a complaint, taken back", [WRITTEN, COMPLAINT, undone(3), FORWARDED], [(2, "texts_written"), (5, "forwarded")]),
    ("a complaint, another redirection taken back", [COMPLAINT, COURT, undone(3)],
     [(2, "redirected"), (3, "redirected"), (4, "undone.redirected")]),
    ("sent to a court, taken back", [COURT, undone(2)], [(2, "redirected"), (3, "undone.redirected")]),
    ("a complaint at last", [COURT, undone(2), COMPLAINT],
     [(2, "redirected"), (3, "undone.redirected"), (4, "redirected")]),
]  # fmt: skip


@pytest.mark.parametrize(("given", "told"), [row[1:] for row in ORDER], ids=[row[0] for row in ORDER])
def test_what_is_told_in_which_order(given: list[Given], told: list[tuple[int, str]]) -> None:
    assert keys(entries(chronicle(*given))) == told


# What happened -> number of an entry: number of the event whose reason stands beside it.
NOTES: list[tuple[str, list[Given], dict[int, int]]] = [
    ("an extension that is asked for", [ASKED], {}),
    ("granted: with the reason of the request", [ASKED, e.Claimed("x"), GRANTED], {4: 2}),
    ("granted the second time", [ASKED, GRANTED, ASKED, GRANTED], {3: 2, 5: 4}),
    ("refused", [ASKED, e.ExtensionRefused(A)], {}),
    ("nobody is known to have asked", [GRANTED], {}),
    ("returned, and its reason let through", [RETURNED, passed(2)], {2: 2}),
    ("returned, its reason waits", [RETURNED], {}),
    ("returned twice, the second reason let through", [RETURNED, FORWARDED, RETURNED, passed(4)], {4: 4}),
    ("words of others, let through", [e.Contributed(A, "comment", public=True), passed(2, "contribution")], {}),
]


@pytest.mark.parametrize(("given", "notes"), [row[1:] for row in NOTES], ids=[row[0] for row in NOTES])
def test_whose_reason_stands_beside_it(given: list[Given], notes: dict[int, int]) -> None:
    assert {entry.seq: entry.note for entry in entries(chronicle(*given)) if entry.note} == notes


@pytest.mark.parametrize(
    ("given", "undelivered"),
    [
        ([FORWARDED], set()),
        ([FORWARDED, lost(2)], {2}),
        ([FORWARDED, FORWARDED, lost(3)], {3}),
        ([FORWARDED, lost(2, "forwarded-submitter-")], set()),
        ([FORWARDED, lost(0)], set()),
        ([e.StepReached("publication", "overdue", DAY, DAY), lost(2)], {2}),
    ],
    ids=["arrived", "lost", "the second one lost", "a submitter's mailbox", "of before numbers", "a step"],
)
def test_a_letter_that_did_not_reach_an_office(given: list[Given], undelivered: set[int]) -> None:
    assert {entry.seq for entry in entries(chronicle(*given)) if entry.undelivered} == undelivered
