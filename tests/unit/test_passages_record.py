"""Passages over a whole record: whose words belong to which part, what is taken out of them, and what stays."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain import events as e
from chalicelib.domain.passages import (
    CLOSE,
    OPEN,
    PASSAGE_PARTS,
    cut_out,
    kept_back,
    kept_whole,
    letters_of,
    occurs,
    part_of,
    part_of_answer,
    redacted,
    times,
    words_of,
)
from chalicelib.domain.reading import published_items
from tests.unit.chronicle import WRITTEN, chronicle
from tests.unit.samples import fact

A, DAY = "SNNMT", date(2026, 9, 1)
ANSWER = e.AnswerGiven(A)


def token(ground: str) -> str:
    return f"{OPEN}{ground}{CLOSE}"


PRIVATE, SECRET = token("personal_data"), token("business_secret")


def passed(item: int, type_: str) -> e.ItemPublished:
    return e.ItemPublished(item, type_, A)


def passage(part: str, ground: str = "personal_data") -> e.Withheld:
    return e.Withheld(part, ground, passage=True)


# Who said something -> the part that the words belong to, and the field of the body in which they stand.
PLACES: list[tuple[e.Fact, str, str]] = [
    (WRITTEN, "content", "public_content"),
    (e.StatusReported(A), "reports", "content"),
    (ANSWER, "answers", "content"),
    (e.OpinionGiven(2), "opinions", "content"),
    (e.Directed("chu-tich"), "directives", "content"),
    (e.Settled("chu-tich", A), "directives", "content"),
    (e.Contributed(A, "comment"), "contributions", "content"),
    (e.ExtensionRequested(A, DAY), "reasons", "reason"),
    (e.CaseReturned(A), "reasons", "reason"),
    (e.NamingProposed(A, "delay", DAY), "namings", "content"),
    (e.NamingReplied(A, 2), "namings", "content"),
    (e.NamingDecided(A, "delay", True, 2, "chu-tich", DAY), "namings", "content"),
    (e.NamingRetired(A, 2, DAY), "namings", "content"),
    (e.Honoured("agency", A, "chu-tich"), "honours", "content"),
]
_NAMES = [type(row[0]).__name__ for row in PLACES]


@pytest.mark.parametrize(("given", "part", "name"), PLACES, ids=_NAMES)
def test_whose_words_belong_to_which_part(given: e.Fact, part: str, name: str) -> None:
    events = chronicle(given, passage(part))
    body = {"content": "x", "reason": "x", "public_content": "x", "handling_content": "hai"}
    texts = {2: body | {name: "một hai"}, 3: {"passage": "hai"}}
    assert part_of(events[1], {}) == part
    assert words_of(events, part, texts) == ["một hai"]
    assert redacted(events, texts) == {2: body | {name: f"một {PRIVATE}"}}
    assert kept_whole(chronicle(given, e.Withheld(part, "other_law"))) == (set() if part == "content" else {2})


def test_every_part_has_words_and_all_others_none() -> None:
    assert {part for _, part, _ in PLACES} == set(PASSAGE_PARTS)
    others = [fact(kind) for kind in e.FACTS.values() if kind not in {type(given) for given, _, _ in PLACES}]
    assert {part_of(event, {}) for event in chronicle(*others)} == {""}


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ([ANSWER], "answers"),
        ([ANSWER, passed(2, "answer")], "answers"),
        ([ANSWER, passed(2, "status")], "reports"),
        ([ANSWER, ANSWER, passed(3, "status")], "answers"),
    ],
    ids=["waits", "let through", "let through as a report", "another one was"],
)
def test_an_answer_that_only_promises_a_day_is_a_report(given: list[e.Fact], part: str) -> None:
    events = chronicle(*given)
    assert part_of_answer(events[1], published_items(events)) == part
    assert part_of(events[1], published_items(events)) == part
    assert words_of(events, part, {2: {"content": "x"}}) == ["x"]
    assert kept_whole([*events, *chronicle(WRITTEN, e.Withheld(part, "other_law"))[2:]]) >= {2}
    others = {"answers": "reports", "reports": "answers"}
    assert 2 not in kept_whole([*events, *chronicle(WRITTEN, e.Withheld(others[part], "other_law"))[2:]])


def test_words_are_those_that_are_known() -> None:
    """Of a part, in the order of the record; a body that was not opened, or has no such words, gives none."""
    events = chronicle(WRITTEN, ANSWER, WRITTEN, WRITTEN, ANSWER)
    texts = {1: {"public_content": "?"}, 2: {"public_content": "một"}, 3: {"content": "hai"}, 4: {"public_title": "T"},
             5: {"public_content": "ba"}}  # fmt: skip
    assert words_of(events, "content", texts) == ["một", "ba"]
    assert words_of(events, "answers", texts) == ["hai"]
    assert words_of(events, "reports", texts) == []


# --- what keeps something back at the moment ---

TITLE, ANSWERS, REPORTS = (e.Withheld(part, "other_law") for part in ("title", "answers", "reports"))
STANDS: list[tuple[str, list[e.Fact], list[int], set[int]]] = [
    ("nothing", [WRITTEN, ANSWER], [], set()),
    ("a passage", [WRITTEN, ANSWER, passage("answers")], [4], set()),
    ("two, in their order", [WRITTEN, passage("content"), passage("content")], [3, 4], set()),
    ("one of two is shown again", [WRITTEN, passage("content"), passage("content"), e.Disclosed("content", 3)], [4],
     set()),
    ("a whole part", [WRITTEN, ANSWER, ANSWERS], [], {3}),
    ("what the part gets later, too", [ANSWERS, ANSWER, ANSWER], [], {3, 4}),
    ("shown again", [ANSWER, ANSWERS, e.Disclosed("answers")], [], set()),
    ("kept back again", [ANSWER, ANSWERS, e.Disclosed("answers"), ANSWERS], [], {2}),
    ("another part is shown again", [ANSWER, ANSWERS, TITLE, e.Disclosed("title")], [], {2}),
    ("only a passage is shown again", [ANSWER, ANSWERS, e.Disclosed("answers", 9)], [], {2}),
    ("two parts", [ANSWER, e.StatusReported(A), ANSWERS, REPORTS], [], {2, 3}),
    ("the petition's own text is not said here", [WRITTEN, e.Withheld("content", "other_law")], [], set()),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "passages", "whole"), [row[1:] for row in STANDS], ids=[row[0] for row in STANDS])
def test_what_is_kept_back(facts: list[e.Fact], passages: list[int], whole: set[int]) -> None:
    events = chronicle(*facts)
    assert kept_back(events) == [events[seq - 1] for seq in passages]
    assert kept_whole(events) == whole


# --- taken out of all words of its part ---

RECORD: list[e.Fact] = [
    WRITTEN,
    ANSWER,
    passage("content"),
    passage("content", "business_secret"),
    passage("answers"),
    WRITTEN,
]
TEXTS = {
    1: {"content": "một hai"},
    2: {"public_title": "hai", "public_content": "một hai ba"},
    3: {"content": "một hai ba"},
    4: {"passage": "hai"},
    5: {"passage": "ba"},
    6: {"passage": "một"},
    7: {"public_content": "ba hai"},
}
CUT = {
    1: {"content": "một hai"},
    2: {"public_title": "hai", "public_content": f"một {PRIVATE} {SECRET}"},
    3: {"content": f"{PRIVATE} hai ba"},
    7: {"public_content": f"{SECRET} {PRIVATE}"},
}


def test_it_is_taken_out_of_its_part_alone_also_when_that_is_written_anew() -> None:
    assert redacted(chronicle(*RECORD), TEXTS) == CUT


def test_what_is_not_there_takes_nothing_away() -> None:
    """The body of a passage is erased with all the others; texts without that field stay as they are."""
    events = chronicle(WRITTEN, passage("content"), passage("content"), ANSWER, e.Withheld("answers", "other_law"))
    words = {"public_content": "None of it"}
    assert redacted(events, {2: words, 4: {"passage": ""}, 5: {"content": "hai"}}) == {2: words, 5: {"content": "hai"}}
    untitled = {2: {"public_title": "hai"}, 3: {"passage": "hai"}}
    assert redacted(events, untitled) == {2: {"public_title": "hai"}}


def test_what_is_shown_again_is_said_nowhere_else() -> None:
    events = chronicle(WRITTEN, passage("content"), e.Disclosed("content", 3))
    assert redacted(events, {2: {"public_content": "hai"}, 3: {"passage": "hai"}}) == {2: {"public_content": "hai"}}


# --- in one text ---


@pytest.mark.parametrize(
    ("text", "cuts", "left"),
    [
        ("một hai", [("hai", "personal_data"), ("một", "business_secret")], f"{SECRET} {PRIVATE}"),
        ("một hai ba", [("hai ba", "personal_data"), ("ba", "business_secret")], f"một {PRIVATE}"),
        ("personal data", [("personal", "personal_data"), ("data", "business_secret")], f"{PRIVATE} {SECRET}"),
        (f"a {PRIVATE} a", [("a", "business_secret")], f"{SECRET} {PRIVATE} {SECRET}"),
        ("một - hai", [("một \u2013 hai", "personal_data")], PRIVATE),
        ("một  \u200b hai", [("một hai", "personal_data")], PRIVATE),
        ("một hai", [("  một ", "personal_data")], f"{PRIVATE} hai"),
        ("mộthai", [("một hai", "personal_data")], "mộthai"),
        ("một+hai (ba)", [("một+hai (ba)", "personal_data")], PRIVATE),
        ("một", [("m\u200bột", "personal_data")], PRIVATE),
        ("một", [("", "personal_data")], "một"),
    ],
)  # fmt: skip
def test_each_passage_has_its_own_ground(text: str, cuts: list[tuple[str, str]], left: str) -> None:
    assert cut_out(text, cuts) == left


@pytest.mark.parametrize(
    ("words", "texts", "count"),
    [
        ("hai", ["một"], 0),
        ("hai", ["một hai"], 1),
        ("hai", ["hai hai", "một", "HAI"], 3),
        ("personal", [f"personal {PRIVATE} personal"], 2),
        ("hai", [f"{PRIVATE}hai{SECRET}"], 1),
        ("data", [PRIVATE], 0),
        ("hai", [], 0),
        ("", ["một"], 0),
    ],
)
def test_how_often_it_stands_there(words: str, texts: list[str], count: int) -> None:
    assert times(words, texts) == count
    assert occurs(words, texts) is (count > 0)


@pytest.mark.parametrize(("words", "count"), [("", 0), (" .-–", 0), ("Tý", 2), ("ông 12!", 5)])
def test_how_many_letters_and_digits(words: str, count: int) -> None:
    assert letters_of(words) == count
