"""What a leader has signed, from the record alone: whose words are public by it, who is named, whose name is shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain import events as e
from chalicelib.domain.record import replace
from chalicelib.domain.signed import Mark, marks, name_is_public, quiet, signed, spoken_of
from chalicelib.domain.story import Story, tell
from tests.unit.chronicle import RECEIVED, WRITTEN, Given, chronicle, day
from tests.unit.samples import fact

A, B = "SNNMT", "STC2025"
UNTIL = date(2027, 2, 7)


def proposed(agency: str = A) -> e.NamingProposed:
    return e.NamingProposed(agency, "delay", day(2), clock="publication", due_on=day(1))


def replied(proposal: int, agency: str = A) -> e.NamingReplied:
    return e.NamingReplied(agency, proposal)


def decided(proposal: int, named: bool = True, agency: str = A) -> e.NamingDecided:
    return e.NamingDecided(agency, "evasion", named, proposal, "chu-tich", day(1), until=UNTIL if named else None)


def retired(proposal: int, agency: str = A) -> e.NamingRetired:
    return e.NamingRetired(agency, proposal, day(9))


def passed(item: int, type_: str = "naming_reply") -> e.ItemPublished:
    return e.ItemPublished(item, type_, A)


HONOURED, THANKED = e.Honoured("agency", B, "chu-tich"), e.Honoured("submitter", "", "chu-tich")
CONSENT, NO_CONSENT = e.ConsentChanged(("be_named",)), e.ConsentChanged()

# What happened after the receipt -> whose words are public: their number, and that of the event by which they are.
SIGNED: list[tuple[str, list[e.Fact], dict[int, int]]] = [
    ("nothing", [WRITTEN], {}),
    ("proposed and replied to", [proposed(), replied(2), passed(3)], {}),
    ("not followed", [proposed(), replied(2), passed(3), decided(2, named=False)], {}),
    ("named", [proposed(), decided(2)], {2: 3, 3: 3}),
    ("named, the reply let through", [proposed(), replied(2), passed(3), decided(2)], {2: 5, 3: 5, 5: 5}),
    ("let through afterwards", [proposed(), replied(2), decided(2), passed(3)], {2: 4, 3: 4, 4: 4}),
    ("the reply waits", [proposed(), replied(2), decided(2)], {2: 4, 4: 4}),
    ("what was let through is no reply", [proposed(), replied(2), passed(3, "status"), decided(2)], {2: 5, 5: 5}),
    ("a reply to another proposal", [proposed(), replied(9), passed(3), decided(2)], {2: 5, 5: 5}),
    ("a reply that came back, and the next one", [proposed(), replied(2), decided(2), replied(2), passed(5)],
     {2: 4, 4: 4, 5: 4}),
    ("named, and over", [proposed(), decided(2), retired(2)], {2: 3, 3: 3, 4: 4}),
    ("two agencies", [proposed(), decided(2), proposed(B), decided(4, agency=B)], {2: 3, 3: 3, 4: 5, 5: 5}),
    ("honoured", [HONOURED, THANKED], {2: 2, 3: 3}),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "found"), [row[1:] for row in SIGNED], ids=[row[0] for row in SIGNED])
def test_whose_words_are_public_by_a_leaders_decision(facts: list[e.Fact], found: dict[int, int]) -> None:
    events = chronicle(*facts)
    assert signed(events) == {seq: events[by - 1] for seq, by in found.items()}


@pytest.mark.parametrize(
    ("given", "is_quiet"),
    [
        (passed(3), True),
        (passed(3, "answer"), False),
        (e.ItemReturned(3, "naming_reply", A), True),
        (e.ItemReturned(3, "opinion", "4"), False),
        (e.StepReached("naming_reply", "overdue", UNTIL, UNTIL), True),
        (e.StepReached("naming_decision", "reminder", UNTIL, UNTIL), True),
        (e.StepReached("naming_review", "overdue", UNTIL, UNTIL), True),
        (e.StepReached("review", "overdue", UNTIL, UNTIL), False),
        (decided(2), False),
        (WRITTEN, False),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_what_would_tell_of_a_proposal_is_quiet(given: e.Fact, is_quiet: bool) -> None:
    assert quiet(given) is is_quiet


def story_of(events: list[e.Event], **more: Any) -> Story:
    story = tell(events)
    assert story
    return replace(story, **more)


def named_on(number: int, agency: str = A, ended: bool = False) -> Mark:
    return Mark("named", agency, day(number), "evasion", UNTIL, ended)


MARKS: list[tuple[str, list[e.Fact], list[Mark]]] = [
    ("nobody", [WRITTEN], []),
    ("not followed", [proposed(), decided(2, named=False)], []),
    ("named", [proposed(), decided(2)], [named_on(3)]),
    ("named, and over", [proposed(), decided(2), retired(2)], [named_on(3, ended=True)]),
    ("one of two is over", [proposed(), decided(2), proposed(B), decided(4, agency=B), retired(4, B)],
     [named_on(3), named_on(5, B, ended=True)]),
    ("an agency honoured", [HONOURED], [Mark("honoured", B, day(2))]),
    ("a submitter is no agency", [THANKED], []),
    ("honoured, then named", [HONOURED, THANKED, proposed(), decided(4)],
     [Mark("honoured", B, day(2)), named_on(5)]),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "found"), [row[1:] for row in MARKS], ids=[row[0] for row in MARKS])
def test_the_marks_of_agencies(facts: list[e.Fact], found: list[Mark]) -> None:
    events = chronicle(*facts)
    assert marks(events, story_of(events)) == found
    assert marks(events, story_of(events, purged=True)) == []


@pytest.mark.parametrize(
    ("facts", "who"),
    [
        ([WRITTEN], set()),
        ([proposed(), decided(2, named=False)], set()),
        ([proposed(), decided(2), retired(2)], {A}),
        ([HONOURED, proposed(), decided(3)], {A, B}),
        ([THANKED], {""}),
        ([HONOURED, THANKED], {B, ""}),
    ],
    ids=["nobody", "not followed", "named once", "named and honoured", "the submitter", "both"],
)
def test_who_was_ever_spoken_of(facts: list[e.Fact], who: set[str]) -> None:
    assert spoken_of(chronicle(*facts)) == who


# The consent stands from the receipt on; what happened -> whether the submitter's name is shown.
NAMES: list[tuple[str, list[Given], bool]] = [
    ("a consent alone", [], False),
    ("an agency is honoured", [HONOURED], False),
    ("honoured", [THANKED], True),
    ("honoured, and something else", [THANKED, WRITTEN], True),
    ("taken back before", [NO_CONSENT, THANKED], False),
    ("taken back", [THANKED, NO_CONSENT], False),
    ("another consent changed", [THANKED, CONSENT], True),
    ("given again: another decision brings it back, not this one", [THANKED, NO_CONSENT, CONSENT], False),
    ("honoured again", [THANKED, NO_CONSENT, CONSENT, THANKED], True),
    ("nothing is shown any more", [THANKED, e.Withdrawn()], False),
]  # fmt: skip


@pytest.mark.parametrize(("given", "shown"), [row[1:] for row in NAMES], ids=[row[0] for row in NAMES])
def test_whether_the_name_is_shown(given: list[Given], shown: bool) -> None:
    events = chronicle(*given, first=replace(RECEIVED, consents=("be_named",)))
    assert name_is_public(events, story_of(events)) is shown


def test_no_name_without_a_consent() -> None:
    events = chronicle(THANKED, fact(e.Claimed))
    assert name_is_public(events, story_of(events)) is False
