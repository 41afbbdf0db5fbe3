"""What one case counts for, figure by figure and key by key, as whole contributions."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from chalicelib.domain.case import Case, Clock
from chalicelib.domain.record import replace
from chalicelib.domain.statistics import ZERO, Contribution, Figures, contribution_from, contribution_of
from chalicelib.domain.story import Story
from chalicelib.domain.vocabulary import Channel, Kind, Status, SubmitterType
from tests.unit.chronicle import CODE

DAY, DUE, OVER = date(2026, 8, 7), date(2026, 9, 8), date(2026, 9, 9)
CASE = Case(CODE, Kind.REGULATION, Channel.LETTER, SubmitterType.ASSOCIATION, DAY, "o")
KEYS = {"month": "2026-08", "kind": "regulation", "channel": "letter", "submitter_type": "association"}
CLOCK = Clock("publication", DAY, 20, DUE)
IN_PROCESS: dict[str, Any] = {"status": Status.IN_PROCESS, "lead": "SNNMT"}
ANSWERED: dict[str, Any] = {"status": Status.ANSWERED, "lead": "SNNMT", "answered_on": DAY, "working_days": 5}
_OF_STORY = {item.name for item in fields(Story)}


def told(**changes: Any) -> Story:
    """The story of a case of which only that is known; on the day of its receipt, if nothing else is said."""
    head = replace(CASE, **{name: value for name, value in changes.items() if name not in _OF_STORY})
    return Story(head, **{"today": DAY} | {name: value for name, value in changes.items() if name in _OF_STORY})


def counted(**more: Any) -> Figures:
    return Figures(received=1, **more)


def whole(story: Story) -> Contribution:
    found = contribution_of(story)
    assert found
    return found


# --- the figures, of the case and of its lead agency ---

_NOBODY = ZERO
FIGURES: list[tuple[str, Story, Figures, Figures]] = [
    ("received", told(), counted(open=1), _NOBODY),
    ("with an agency", told(**IN_PROCESS), counted(open=1), counted(open=1)),
    ("overdue at the agency", told(**IN_PROCESS, clock=CLOCK, today=OVER),
     counted(open=1, overdue=1), counted(open=1, overdue=1)),
    ("due today", told(**IN_PROCESS, clock=CLOCK, today=DUE), counted(open=1), counted(open=1)),
    ("overdue in review", told(status=Status.UNDER_REVIEW, lead="SNNMT", clock=CLOCK, today=OVER),
     counted(open=1, overdue=1), counted(open=1)),
    ("overdue in triage", told(clock=CLOCK, today=OVER), counted(open=1, overdue=1), _NOBODY),
    ("answered", told(**ANSWERED), counted(answered=1, on_time=1, days={5: 1}),
     counted(answered=1, on_time=1, days={5: 1})),
    ("answered on the first day", told(**ANSWERED | {"working_days": 0}),
     counted(answered=1, on_time=1, days={0: 1}), counted(answered=1, on_time=1, days={0: 1})),
    ("answered in unknown days", told(**ANSWERED | {"working_days": None}),
     counted(answered=1, on_time=1), counted(answered=1, on_time=1)),
    ("answered late, by the office", told(**ANSWERED, late=True), counted(answered=1, late=1, days={5: 1}),
     counted(answered=1, on_time=1, days={5: 1})),
    ("answered late, by the agency", told(**ANSWERED, late=True, agency_late=True),
     counted(answered=1, late=1, days={5: 1}), counted(answered=1, late=1, days={5: 1})),
    ("praise: no time limit", told(**ANSWERED, kind=Kind.PRAISE, late=True), counted(), counted()),
    ("late and not answered", told(late=True), counted(open=1), _NOBODY),
    ("refused", told(status=Status.REFUSED), counted(refused=1), _NOBODY),
    ("withdrawn", told(status=Status.WITHDRAWN, lead="SNNMT"), counted(withdrawn=1), counted(withdrawn=1)),
    ("redirected", told(status=Status.REDIRECTED), counted(redirected=1), _NOBODY),
    ("merged", told(status=Status.MERGED), counted(merged=1), _NOBODY),
    ("handed over", told(status=Status.HANDED_OVER, lead="SNNMT"), counted(open=1, handed_over=1),
     counted(open=1, handed_over=1)),
    ("closed", told(**ANSWERED | {"status": Status.CLOSED}, rating="satisfied"),
     counted(answered=1, on_time=1, closed=1, satisfied=1, days={5: 1}),
     counted(answered=1, on_time=1, closed=1, satisfied=1, days={5: 1})),
    ("acceptable", told(rating="acceptable"), counted(open=1, acceptable=1), _NOBODY),
    ("not satisfied, twice", told(rating="not_satisfied", reopened=2), counted(open=1, not_satisfied=1, reopened=2),
     _NOBODY),
    ("armed again", told(**IN_PROCESS, rearms=3), counted(open=1, rearms=3), counted(open=1, rearms=3)),
    ("parts and passages kept back", told(withheld=("title", "answers"), passages=(5,)), counted(open=1, withheld=3),
     _NOBODY),
    ("returned: who did it need not lead", told(**IN_PROCESS, returned_by=("SXD2025", "STC2025")),
     counted(open=1, returns=2), counted(open=1)),
    ("named and honoured: who was need not lead", told(**IN_PROCESS, named=("SXD2025",), honoured=("SXD2025", "")),
     counted(open=1, named=1, honoured=2), counted(open=1)),
    ("nobody is named where nothing is shown", told(**IN_PROCESS, named=("SXD2025",), honoured=("",), purged=True),
     counted(open=1), counted(open=1)),
]  # fmt: skip


@pytest.mark.parametrize(("story", "case", "agency"), [row[1:] for row in FIGURES], ids=[row[0] for row in FIGURES])
def test_the_figures_of_a_case(story: Story, case: Figures, agency: Figures) -> None:
    found = whole(story)
    assert (found.figures, found.agency) == (case, agency)
    assert bool(agency) is ("agency" in found.keys)


@pytest.mark.parametrize("status", list(Status))
def test_a_status_that_is_not_counted_by_name_is_open_or_an_end(status: Status) -> None:
    named = ("refused", "withdrawn", "redirected", "merged", "closed", "handed_over")
    ended = {"refused", "withdrawn", "redirected", "merged", "closed", "restricted", "answered"}
    own = {status.value: 1} if status.value in named else {}
    assert whole(told(status=status)).figures == counted(open=int(status.value not in ended), **own)


def test_a_restricted_case_was_never_there() -> None:
    assert contribution_of(told(restricted=True)) is None


# --- the keys ---

CONDUCT: dict[str, Any] = {"kind": Kind.CONDUCT, "complained_of": "SXD2025"}
ABOUT: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    ("only what is known", {}, {}),
    ("month of receipt, not of today", {"received_on": date(2025, 12, 31)}, {"month": "2025-12"}),
    ("ownership", {"ownership": "fdi"}, {"ownership": "fdi"}),
    ("from where", {"from_province": "outside"}, {"from_province": "outside"}),
    ("sub-index", {"subindex": "PCI-3"}, {"subindex": "PCI-3"}),
    ("field", {"field": "dat-dai"}, {"field": "dat-dai"}),
    ("agency", {"lead": "SNNMT"}, {"agency": "SNNMT"}),
    ("place", {"place": "xa-1"}, {"place": "xa-1"}),
    ("complained of, by month", CONDUCT, {"kind": "conduct", "complained": "SXD2025|2026-08"}),
    ("conduct of nobody yet", {"kind": Kind.CONDUCT}, {"kind": "conduct"}),
    ("only conduct is complained of", {"complained_of": "SXD2025"}, {}),
    ("refused", {"status": Status.REFUSED, "refusal": "abuse"}, {"refusal": "abuse"}),
    ("refused no more", {"status": Status.RECEIVED, "refusal": "abuse"}, {}),
]


@pytest.mark.parametrize(("known", "more"), [row[1:] for row in ABOUT], ids=[row[0] for row in ABOUT])
def test_under_which_keys_it_counts(known: dict[str, Any], more: dict[str, str]) -> None:
    assert whole(told(**known)).keys == KEYS | more


@pytest.mark.parametrize(
    ("known", "part"),
    [({"field": "dat-dai", "place": "xa-1"}, "dat-dai|xa-1"), ({"field": "dat-dai"}, "dat-dai|"),
     ({"place": "xa-1"}, "|xa-1"), ({}, "|")],
)  # fmt: skip
def test_what_decides_its_successor(known: dict[str, str], part: str) -> None:
    assert whole(told(**known)).part == part


# --- what counts for agencies wherever the case went ---

WHO: dict[str, Any] = {
    "returned_by": ("SNNMT", "STC2025", "SNNMT"),
    "named": ("STC2025", "STC2025"),
    "honoured": ("SXD2025", "", "STC2025"),
}
TIMES = {
    "returned": {"SNNMT": 2, "STC2025": 1},
    "named": {"STC2025": 2},
    "honoured": {"SXD2025": 1, "STC2025": 1},
}


def times(found: Contribution) -> dict[str, dict[str, int]]:
    every = {"returned": found.returned, "named": found.named, "honoured": found.honoured}
    return {name: dict(rows) for name, rows in every.items() if rows}


@pytest.mark.parametrize(
    ("story", "rows"),
    [
        (told(), {}),
        (told(**WHO), TIMES),
        (told(**WHO, purged=True), {"returned": TIMES["returned"]}),
        (told(**WHO, status=Status.RESTRICTED), {"returned": TIMES["returned"]}),
        (told(honoured=("",)), {}),  # the submitter
    ],
    ids=["nobody", "several", "purged", "restricted by now", "a submitter"],
)
def test_how_often_each_agency(story: Story, rows: dict[str, dict[str, int]]) -> None:
    assert times(whole(story)) == rows


def test_elsewhere_is_one_row_for_each_agency() -> None:
    assert whole(told(**WHO)).elsewhere == {
        "SNNMT": Figures(returns=2),
        "STC2025": Figures(returns=1, named=2, honoured=1),
        "SXD2025": Figures(honoured=1),
    }


# --- the publisher's notes ---

COMPACT = {
    "keys": KEYS | {"field": "dat-dai", "agency": "SNNMT"},
    "figures": {"received": 1, "answered": 1, "on_time": 1, "returns": 3, "named": 2, "honoured": 3, "days": {"5": 1}},
    "agency": {"received": 1, "answered": 1, "on_time": 1, "days": {"5": 1}},
}


@pytest.mark.parametrize(
    ("story", "raw"),
    [
        (told(), {"keys": KEYS, "figures": {"received": 1, "open": 1}, "agency": {}}),
        (told(**ANSWERED, **WHO, field="dat-dai"), COMPACT | TIMES),
    ],
    ids=["least", "much"],
)
def test_its_note_and_back(story: Story, raw: dict[str, Any]) -> None:
    assert whole(story).compact() == raw
    assert contribution_from(raw) == whole(story)


def test_no_note_no_contribution() -> None:
    assert contribution_from(None) is None
