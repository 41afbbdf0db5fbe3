"""Figures by successor: exact under any directory, the same total as by then, and on every page that shows them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.statistics import ZERO, Figures, part_key
from chalicelib.publishing.notes import Tally
from chalicelib.publishing.successors import Successors
from tests.unit.newsroom import Newsroom, People, newsroom
from tests.unit.world import SUBMITTER, reference

DIRECTORY = reference().directory
OLD, MERGED, COMMUNES = date(2025, 2, 24), date(2025, 3, 1), date(2025, 7, 1)
CODES = [agency.code for agency in DIRECTORY.agencies]
FIELDS = [field.code for field in DIRECTORY.fields]
PLACES = ["", *(place.id for place in DIRECTORY.places)]


def successors(rows: dict[tuple[str, str, str], Figures], day: date) -> tuple[Successors, dict[str, Figures]]:
    """Rows by (agency, field, place), and the figures as handled."""
    tallies: dict[str, Tally] = {}
    for (code, field, place), figures in rows.items():
        tallies.setdefault(code, Tally()).sums.change(figures, "2025-02", part_key(field, place))
    handled = {code: tally.sums.figures for code, tally in tallies.items()}
    return Successors(DIRECTORY, day, lambda code: tallies.get(code, Tally())), handled


@pytest.mark.parametrize(
    ("code", "field", "place", "day", "holder"),
    [
        ("STNMT", "dat-dai", "", OLD, "STNMT"),
        ("STNMT", "dat-dai", "", MERGED, "SNNMT"),
        ("SLDTBXH", "y-te", "", MERGED, "SYT"),
        ("SLDTBXH", "lao-dong", "", MERGED, "SNV2025"),
        ("SLDTBXH", "khac", "", MERGED, "SLDTBXH"),  # nobody took it over
        ("CUCTHUE", "thue", "", MERGED, "CCTKV"),
        ("CUCTHUE", "thue", "", COMMUNES, "THUETINH"),
        ("HTD", "ho-tich", "htd-05", COMMUNES, "HTD-05"),
        ("HTD", "ho-tich", "", COMMUNES, "HTD"),
        ("HTD", "ho-tich", "hlb-01", COMMUNES, "HTD"),
        ("GONE", "ho-tich", "", COMMUNES, "GONE"),
    ],
)
def test_who_holds_a_part(code: str, field: str, place: str, day: date, holder: str) -> None:
    found, handled = successors({(code, field, place): Figures(received=1)}, day)
    assert found.holder(code, part_key(field, place)) == holder
    assert found.fold(handled) == {holder: Figures(received=1)}
    assert found.of(holder)[0] == Figures(received=1) or holder == "GONE"


rows = st.dictionaries(
    st.tuples(st.sampled_from(CODES), st.sampled_from(FIELDS), st.sampled_from(PLACES)),
    st.builds(Figures, received=st.integers(1, 5), answered=st.integers(0, 5)),
    max_size=12,
)
days = st.sampled_from([OLD, MERGED, date(2025, 5, 1), COMMUNES, date(2026, 8, 7)])


@given(rows, days)
def test_both_ways_of_counting_have_one_total_and_pages_agree(
    made: dict[tuple[str, str, str], Figures], day: date
) -> None:
    found, handled = successors(made, day)
    folded = found.fold(handled)
    assert sum(folded.values(), ZERO) == sum(handled.values(), ZERO)
    for code in CODES:
        total, parts = found.of(code)
        assert total == folded.get(code, ZERO)
        own = handled.get(code, ZERO) if DIRECTORY.valid_on(code, day) else ZERO
        assert sum(parts.values(), own) == total or not DIRECTORY.valid_on(code, day)
    for code in found.ended(handled):
        held = {holder for holder in folded if code in found.of(holder)[1]}
        assert held <= set(found.heirs(code))


@given(rows, rows, days)
def test_they_merge(one: dict[Any, Figures], two: dict[Any, Figures], day: date) -> None:
    both = {key: one.get(key, ZERO) + two.get(key, ZERO) for key in {**one, **two}}
    parts = [successors(made, day) for made in (one, two, both)]
    first, second, whole = (found.fold(handled) for found, handled in parts)
    assert {code: first.get(code, ZERO) + second.get(code, ZERO) for code in {**first, **second}} == whole


# --- on the pages ---


def received(room: Newsroom, key: str) -> dict[str, int]:
    return {line["id"]: line["figures"]["received"] for line in room.doc("thong-ke")[key]}


def of_page(room: Newsroom, code: str) -> tuple[int, int, dict[str, int]]:
    doc = room.doc(f"co-quan/{code}")
    own = doc["by_successor"]
    before = {line["id"]: line["figures"]["received"] for line in own["from"]}
    return doc["figures"]["received"], own["figures"]["received"], before


def test_closed_cases_count_for_the_old_name_and_for_its_successor() -> None:
    people = People(OLD)
    closed = people.forwarded("STNMT")
    people.answer(closed, "STNMT")
    people.do(closed, SUBMITTER, "rate", rating="satisfied")
    open_ = people.forwarded("STNMT")
    room = newsroom(people)
    room.settle()
    assert of_page(room, "STNMT") == (2, 2, {})
    people.today = date(2025, 3, 3)
    people.sweep(open_)
    room.settle()
    assert received(room, "agencies") == {"STNMT": 1, "SNNMT": 1}
    assert received(room, "by_successor") == {"SNNMT": 2}
    assert of_page(room, "SNNMT") == (1, 2, {"STNMT": 1})
    assert of_page(room, "STNMT") == (1, 0, {})
    assert room.doc(f"ho-so/{closed}")["lead"]["id"] == "STNMT"
    assert room.rebuilt()


def test_a_day_that_passes_brings_the_pages_up_to_date() -> None:
    """Nothing happens to the closed case of the old agency, and none of its was open: only the day is another."""
    people = People(OLD)
    closed = people.forwarded("STNMT")
    people.answer(closed, "STNMT")
    people.do(closed, SUBMITTER, "rate", rating="satisfied")
    room = newsroom(people)
    room.settle()
    assert of_page(room, "STNMT") == (1, 1, {})
    room.publisher().publish_empty()
    people.today = date(2025, 3, 3)
    people.petition()
    room.settle()
    assert of_page(room, "SNNMT") == (0, 1, {"STNMT": 1})
    assert room.doc("co-quan/STNMT")["agency"]["successors"][0]["id"] == "SNNMT"
    incremental = room.doc("co-quan/SNNMT")
    room.publisher("z").rebuild()
    assert room.doc("co-quan/SNNMT") == incremental


def test_a_figure_that_changes_afterwards_is_on_the_successors_page() -> None:
    people = People(OLD)
    answered = people.forwarded("STNMT")
    people.answer(answered, "STNMT")
    room = newsroom(people)
    room.settle()
    people.today = date(2025, 3, 3)
    people.petition()
    room.settle()
    assert room.doc("co-quan/SNNMT")["by_successor"]["figures"]["satisfied"] == 0
    people.do(answered, SUBMITTER, "rate", rating="satisfied")
    room.settle()
    page = room.doc("co-quan/SNNMT")
    assert page["by_successor"]["figures"]["satisfied"] == 1
    assert page["sequence"] == room.doc("co-quan/STNMT")["sequence"]
    assert room.rebuilt()


def test_the_last_case_that_leaves_an_ended_agency_leaves_its_successors_page_too() -> None:
    people = People(OLD)
    code = people.forwarded("STNMT")
    people.answer(code, "STNMT")
    room = newsroom(people)
    room.settle()
    people.today = date(2025, 3, 3)
    people.petition()
    room.settle()
    assert of_page(room, "SNNMT") == (0, 1, {"STNMT": 1})
    people.do(code, SUBMITTER, "rate", rating="not_satisfied", reason="x")
    people.sweep(code)
    room.settle()
    assert of_page(room, "SNNMT") == (1, 1, {})
    assert received(room, "by_successor") == received(room, "agencies") == {"SNNMT": 1}
    assert room.rebuilt()


def test_districts_become_communes_by_place() -> None:
    people = People(date(2025, 6, 26))
    known, unknown = people.forwarded("HTD", "ho-tich", place="htd-05"), people.forwarded("HTD", "ho-tich")
    for code in (known, unknown):
        people.answer(code, "HTD")
    waiting = people.forwarded("HTD", "ho-tich")
    room = newsroom(people)
    room.settle()
    people.today = COMMUNES
    people.sweep(waiting)
    room.settle()
    assert received(room, "agencies") == {"HTD": 3}
    assert received(room, "by_successor") == {"HTD": 2, "HTD-05": 1}
    assert of_page(room, "HTD-05") == (0, 1, {"HTD": 1})
    assert of_page(room, "HTD") == (3, 2, {})
    assert room.rebuilt()
