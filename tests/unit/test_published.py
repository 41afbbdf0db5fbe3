"""Which typed texts and files the public reads, decided from the record alone: numbers of events, row by row."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain import events as e
from chalicelib.domain.published import (
    ever_public,
    part_signed,
    public_bodies,
    public_files,
    public_items,
    public_notes,
    public_voices,
)
from chalicelib.domain.record import replace
from chalicelib.domain.story import Story, tell
from chalicelib.domain.vocabulary import Status
from tests.unit.chronicle import RECEIVED, WRITTEN, Given, chronicle, day
from tests.unit.world import FOCAL

A, DAY = "SNNMT", date(2026, 9, 1)
REPORT, OPINION = e.StatusReported(A), e.OpinionGiven(2)
ANSWER, MORE = e.AnswerGiven(A, files=("a1", "a2")), e.AnswerGiven(A, files=("a2", "a3"))
DIRECTED, RECORDED = e.Directed("chu-tich", public=True), e.Directed("chu-tich", DAY, public=True)
SETTLED, SAID = e.Settled("chu-tich", A, public=True), e.Contributed(A, "comment", public=True)
RETURNED = e.CaseReturned(A, public=True)
ASKED, GRANTED = e.ExtensionRequested(A, DAY), e.ExtensionGranted(A, DAY)
PROPOSED = e.NamingProposed(A, "delay", day(2))
REPLIED = e.NamingReplied(A, 2, ("r1",))
DECIDED = e.NamingDecided(A, "delay", True, 2, "chu-tich", day(1))
HONOURED, THANKED = e.Honoured("agency", A, "chu-tich"), e.Honoured("submitter", "", "chu-tich")
KEPT = e.Withheld("content", "personal_data", passage=True)
NAMED: list[Given] = [PROPOSED, REPLIED, e.ItemPublished(3, "naming_reply", A), DECIDED]


def passed(item: int, type_: str) -> e.ItemPublished:
    return e.ItemPublished(item, type_, A)


def story_of(events: list[e.Event], *, withheld: tuple[str, ...] = (), **more: Any) -> Story:
    """As the record tells it; `withheld`: as if these parts were kept back."""
    story = tell(events)
    assert story
    return replace(story, case=replace(story.case, withheld=withheld), **more)


def hidden(events: list[e.Event]) -> Story:
    """The petition was refused: no words of it, but what a leader signed."""
    story = story_of(events)
    return replace(story, case=replace(story.case, status=Status.REFUSED))


def gone(events: list[e.Event]) -> Story:
    return story_of(events, restricted=True)


def numbers(events: list[e.Event]) -> list[int]:
    return [event.seq for event in events]


# --- items, notes, voices ---

ITEMS: list[tuple[str, list[Given], list[int]]] = [
    ("waits for review", [REPORT], []),
    ("let through", [REPORT, passed(2, "status")], [2]),
    ("in the order of their publication", [REPORT, ANSWER, OPINION, passed(4, "opinion"), passed(3, "answer"),
     passed(2, "status")], [4, 3, 2]),
    ("words beside the handling are no items", [DIRECTED, SAID, RETURNED, passed(2, "directive"),
     passed(3, "contribution"), passed(4, "reason")], []),
    ("a reply to a naming is none", [PROPOSED, REPLIED, passed(3, "naming_reply")], []),
    ("of another record", [passed(99, "status")], []),
]  # fmt: skip


@pytest.mark.parametrize(("given", "found"), [row[1:] for row in ITEMS], ids=[row[0] for row in ITEMS])
def test_items(given: list[Given], found: list[int]) -> None:
    events = chronicle(*given)
    assert numbers(public_items(events, story_of(events))) == found
    assert public_items(events, hidden(events)) == []


GRANTED_AND_RETURNED: list[Given] = [ASKED, GRANTED, RETURNED, passed(4, "reason")]


@pytest.mark.parametrize(
    ("given", "withheld", "found"),
    [
        (GRANTED_AND_RETURNED, (), [2, 4]),
        (GRANTED_AND_RETURNED, ("reasons",), []),
        (GRANTED_AND_RETURNED, ("content", "contributions"), [2, 4]),
        ([ASKED, RETURNED], (), []),
    ],
    ids=["public", "kept back", "others kept back", "neither granted nor let through"],
)
def test_reasons_beside_the_timeline(given: list[Given], withheld: tuple[str, ...], found: list[int]) -> None:
    events = chronicle(*given)
    assert numbers(public_notes(events, story_of(events, withheld=withheld))) == found
    assert public_notes(events, hidden(events)) == []


VOICES: list[Given] = [DIRECTED, SETTLED, SAID, RECORDED, passed(2, "directive"), passed(3, "directive"),
                       passed(4, "contribution"), DIRECTED]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "withheld", "found"),
    [
        (VOICES, (), [2, 3, 4, 5]),
        (VOICES, ("directives",), [4]),
        (VOICES, ("contributions",), [2, 3, 5]),
        (VOICES, ("directives", "contributions"), []),
        (VOICES, ("reasons",), [2, 3, 4, 5]),
        ([DIRECTED, SETTLED, SAID, e.Directed("chu-tich", DAY)], (), []),
        ([RETURNED, passed(2, "reason")], (), []),
    ],
    ids=["let through, or recorded", "directives kept back", "contributions kept back", "both kept back",
         "others kept back", "not let through", "reasons are notes"],
)  # fmt: skip
def test_voices(given: list[Given], withheld: tuple[str, ...], found: list[int]) -> None:
    events = chronicle(*given)
    assert numbers(public_voices(events, story_of(events, withheld=withheld))) == found
    assert public_voices(events, hidden(events)) == []


# --- all texts that are opened ---

EVERYTHING: list[Given] = [
    *NAMED, WRITTEN, WRITTEN, REPORT, passed(8, "status"), ANSWER, RECORDED, ASKED, GRANTED, KEPT, HONOURED,
]  # fmt: skip
OPENED = {2, 3, 5, 7, 8, 11, 12, 14, 15}  # neither the first text, nor the answer that waits
BODIES: list[tuple[str, list[Given], tuple[str, ...], set[int]]] = [
    ("nothing written", [REPORT], (), set()),
    ("the newest text", [WRITTEN, WRITTEN], (), {3}),
    ("everything", EVERYTHING, (), OPENED),
    ("namings kept back", EVERYTHING, ("namings",), OPENED - {2, 3, 5}),
    ("honours kept back", EVERYTHING, ("honours",), OPENED - {15}),
    ("reasons and directives kept back", EVERYTHING, ("reasons", "directives"), OPENED - {11, 12}),
    ("a passage that is shown again", [WRITTEN, KEPT, e.Disclosed("content", 3)], (), {2}),
    ("who is thanked by name", [THANKED], (), {1, 2}),
    ("texts without a body", [(WRITTEN, FOCAL, {"body": None})], (), set()),
]  # fmt: skip


@pytest.mark.parametrize(("given", "withheld", "found"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES])
def test_which_texts_are_opened(given: list[Given], withheld: tuple[str, ...], found: set[int]) -> None:
    events = chronicle(*given, first=replace(RECEIVED, consents=("be_named",)))
    story = story_of(events, withheld=withheld)
    assert public_bodies(events, story) == {seq: f"b{seq}" for seq in found}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([*NAMED, WRITTEN, REPORT, passed(7, "status"), HONOURED], {2, 3, 5, 9}),
        ([WRITTEN, REPORT, passed(3, "status")], set()),
        ([(HONOURED, FOCAL, {"body": None}), HONOURED], {3}),
    ],
    ids=["signed", "nothing signed", "one without a body"],
)
def test_what_a_leader_signed_is_opened_also_where_the_petition_is_not_shown(
    given: list[Given], found: set[int]
) -> None:
    events = chronicle(*given, first=replace(RECEIVED, consents=("be_named",)))
    assert public_bodies(events, hidden(events)) == {seq: f"b{seq}" for seq in found}
    assert public_bodies(events, gone(events)) == {}


@pytest.mark.parametrize(
    ("given", "part"),
    [(HONOURED, "honours"), (DECIDED, "namings"), (PROPOSED, "namings"), (REPLIED, "namings"),
     (e.NamingRetired(A, 2, DAY), "namings")],
    ids=["honour", "decision", "proposal", "reply", "its end"],
)  # fmt: skip
def test_which_part_signed_words_are(given: e.Fact, part: str) -> None:
    assert part_signed(given) == part


# --- files ---

ANSWERS: list[Given] = [ANSWER, MORE, passed(3, "answer"), passed(2, "answer")]
PROMISE: list[Given] = [ANSWER, passed(2, "status")]  # an answer that only promises a day
FILES: list[tuple[str, list[Given], tuple[str, ...], list[str]]] = [
    ("waits for review", [ANSWER], (), []),
    ("each once, in the order of the record", ANSWERS, (), ["a1", "a2", "a3"]),
    ("one of two answers", [ANSWER, MORE, passed(3, "answer")], (), ["a2", "a3"]),
    ("files kept back", ANSWERS, ("attachments",), []),
    ("answers kept back", ANSWERS, ("answers",), []),
    ("reports kept back", ANSWERS, ("reports",), ["a1", "a2", "a3"]),
    ("a promise is a report", PROMISE, ("answers",), ["a1", "a2"]),
    ("and kept back as one", PROMISE, ("reports",), []),
    ("of a reply beside a naming", NAMED, (), ["r1"]),
    ("namings kept back", NAMED, ("namings",), []),
    ("both", [*NAMED, ANSWER, passed(6, "answer")], (), ["r1", "a1", "a2"]),
    ("of a reply that no leader has followed", NAMED[:3], (), []),
    ("of the petition itself: never", [e.Supplemented(("s1",))], (), []),
]  # fmt: skip


@pytest.mark.parametrize(("given", "withheld", "files"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_which_files_are_public(given: list[Given], withheld: tuple[str, ...], files: list[str]) -> None:
    events = chronicle(*given, first=replace(RECEIVED, files=("p1",)))
    assert public_files(events, story_of(events, withheld=withheld)) == files
    assert public_files(events, gone(events)) == []
    assert set(files) <= set(ever_public(events))


def test_of_a_refused_petition_only_files_beside_a_naming() -> None:
    events = chronicle(*NAMED, ANSWER, passed(6, "answer"))
    assert public_files(events, hidden(events)) == ["r1"]


def test_all_files_that_may_ever_be_public() -> None:
    events = chronicle(PROPOSED, REPLIED, ANSWER, MORE, e.Supplemented(("s1",)), e.Forwarded(A, files=("f1",)))
    assert ever_public(events) == ["r1", "a1", "a2", "a3"]
