"""Time limits against calendar.md section 4 and peers.md, and the shape in which they are published."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.domain.calendar import Calendar, CalendarDay, CalendarYear, CalendarYearMissing, DayKind
from chalicelib.domain.deadlines import (
    due_and_provisional,
    due_on,
    explain,
    overdue_from,
    pause_between,
    to_json,
    vietnam_date,
    vietnam_midnight,
)
from infra.operator.data_files import read_reference

CALENDAR = read_reference().calendar
STARTS = st.dates(date(2023, 1, 1), date(2027, 6, 30))
LENGTHS = st.integers(1, 60)


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        ("2024-01-15", 20, "2024-02-19"),  # Tết 8-14/2
        ("2024-04-02", 20, "2024-05-04"),  # the due day IS a worked Saturday
        ("2025-01-02", 20, "2025-02-06"),  # Tết 27-31/1
        ("2025-01-24", 20, "2025-02-28"),  # eve of a nine-day break; also the re-arm of the one above
        ("2025-04-26", 20, "2025-05-28"),  # received on a worked Saturday: not counted
        ("2026-02-13", 20, "2026-03-20"),  # Tết 16-20/2
        ("2025-01-24", 5, "2025-02-07"),  # the 5-day forwarding limit
        ("2026-01-08", 2, "2026-01-10"),  # the swap that `holidays` misses, announced 7 days before
        ("2025-12-31", 1, "2026-01-05"),
        ("2026-11-20", 2, "2026-11-25"),  # 24/11, first time; 23/11 counts until decided
    ],
)
def test_worked_examples(start: str, length: int, due: str) -> None:
    deadline = explain(CALENDAR, d(start), length)
    assert deadline.due_on == d(due)
    assert deadline.overdue_from == d(due) + timedelta(days=1)
    assert due_on(CALENDAR, d(start), length) == d(due)


@pytest.mark.parametrize(
    ("start", "counted"),
    [
        (
            "2024-01-15",
            (
                "01-16 01-17 01-18 01-19 01-22 01-23 01-24 01-25 01-26 01-29 01-30 01-31 02-01 02-02 02-05 02-06 02-07"
                " 02-15 02-16 02-19"
            ),
        ),
        (
            "2024-04-02",
            (
                "04-03 04-04 04-05 04-08 04-09 04-10 04-11 04-12 04-15 04-16 04-17 04-19 04-22 04-23 04-24 04-25 04-26"
                " 05-02 05-03 05-04"
            ),
        ),
    ],
)
def test_enumerations(start: str, counted: str) -> None:
    deadline = explain(CALENDAR, d(start), 20)
    assert [f"{day.day:%m-%d}" for day in deadline.counted] == counted.split()
    assert [day.n for day in deadline.counted] == list(range(1, 21))


# peers.md: Alaveteli's dates with the holidays of those years; the same rule.
@pytest.mark.parametrize(
    ("start", "off", "due"),
    [
        ("2008-10-01", (), "2008-10-29"),
        ("2007-02-01", (), "2007-03-01"),
        ("2009-03-14", ("2009-03-17", "2009-04-10", "2009-04-13"), "2009-04-15"),
    ],
)
def test_other_systems_dates(start: str, off: tuple[str, ...], due: str) -> None:
    days = tuple(CalendarDay(d(day), DayKind.HOLIDAY, "x", "x", "x", None, False) for day in off)
    calendar = Calendar("peer", days, (CalendarYear(d(start).year, True, "x"),))
    assert explain(calendar, d(start), 20).due_on == d(due)


def test_the_delay_begins_on_the_next_calendar_day_even_a_saturday() -> None:
    deadline = explain(CALENDAR, d("2025-01-24"), 20)
    assert deadline.overdue_from == d("2025-03-01")
    assert d("2025-03-01").weekday() == 5
    assert overdue_from(d("2024-12-31")) == d("2025-01-01")


@pytest.mark.parametrize(
    ("start", "length", "provisional_days"),
    [
        ("2026-10-20", 20, []),  # due 17/11
        ("2026-11-20", 1, ["2026-11-23"]),
        ("2026-11-23", 1, []),  # day X itself is not counted
        ("2026-11-24", 5, []),
        ("2026-12-24", 5, []),  # due on the last working day of the year
        ("2026-12-30", 2, ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"]),
    ],
)
def test_provisional_days_are_those_that_the_limit_walks_over(
    start: str, length: int, provisional_days: list[str]
) -> None:
    shown = to_json(explain(CALENDAR, d(start), length))
    assert shown["provisional_days"] == provisional_days
    assert shown["provisional"] is bool(provisional_days)


@pytest.mark.parametrize(
    ("pauses", "due", "paused_days"),
    [
        ([], "2025-03-14", []),
        ([("2025-03-11", "2025-03-12")], "2025-03-18", ["2025-03-11", "2025-03-12"]),
        ([("2025-03-11", "2025-03-11")], "2025-03-17", ["2025-03-11"]),
        ([("2025-03-07", "2025-03-10")], "2025-03-14", []),  # up to day X: nothing to take away
        ([("2025-03-15", "2025-03-20")], "2025-03-14", []),  # begins after the due day
        ([("2025-03-14", "2025-03-16")], "2025-03-17", ["2025-03-14"]),  # on the due day, over a weekend
        (
            [("2025-03-11", "2025-03-13"), ("2025-03-12", "2025-03-14")],
            "2025-03-20",
            ["2025-03-11", "2025-03-12", "2025-03-13", "2025-03-14"],
        ),  # overlapping pauses count once
        ([("2025-03-15", None)], "2025-03-14", []),  # opened after the limit was used up
        ([("2025-03-13", None)], None, []),
        ([("2025-03-11", "2025-03-11"), ("2025-03-13", None)], None, ["2025-03-11"]),
    ],
)
def test_pauses(pauses: list[tuple[str, str | None]], due: str | None, paused_days: list[str]) -> None:
    given_pauses = [(d(first), d(last) if last else None) for first, last in pauses]
    deadline = explain(CALENDAR, d("2025-03-10"), 4, given_pauses)
    assert deadline.due_on == (d(due) if due else None)
    assert deadline.overdue_from == (d(due) + timedelta(days=1) if due else None)
    assert due_on(CALENDAR, d("2025-03-10"), 4, given_pauses) == deadline.due_on
    assert [day.day for day in deadline.skipped if day.reason.kind is DayKind.PAUSE] == [d(day) for day in paused_days]


def test_an_open_pause_needs_no_later_year() -> None:
    deadline = explain(CALENDAR, d("2027-12-20"), 20, [(d("2027-12-22"), None)])
    assert deadline.due_on is None
    assert [day.day for day in deadline.counted] == [d("2027-12-21")]


def test_a_paused_day_cannot_make_a_limit_provisional() -> None:
    assert explain(CALENDAR, d("2026-11-19"), 2, [(d("2026-11-21"), d("2026-11-23"))]).provisional is False


@pytest.mark.parametrize(
    ("asked", "arrived", "pause"),
    [
        ("2025-03-10", "2025-03-12", ("2025-03-11", "2025-03-12")),
        ("2025-03-10", "2025-03-10", None),
        ("2025-03-10", None, ("2025-03-11", None)),
    ],
)
def test_a_pause_follows_the_rule_of_day_x(
    asked: str, arrived: str | None, pause: tuple[str, str | None] | None
) -> None:
    expected = (d(pause[0]), d(pause[1]) if pause[1] else None) if pause else None
    assert pause_between(d(asked), d(arrived) if arrived else None) == expected


@pytest.mark.parametrize(
    ("length", "pauses"),
    [(0, []), (-1, []), (1, [(date(2025, 3, 12), date(2025, 3, 11))])],
)
def test_nonsense_is_refused(length: int, pauses: list[tuple[date, date | None]]) -> None:
    for function in (explain, due_on):
        with pytest.raises(ValueError, match=r"at least one|before it begins"):
            function(CALENDAR, date(2025, 3, 10), length, pauses)


@pytest.mark.parametrize(("start", "length"), [("2027-12-20", 20), ("2022-12-01", 5), ("2029-01-01", 1)])
def test_a_year_that_is_not_on_file_is_refused(start: str, length: int) -> None:
    for function in (explain, due_on):
        with pytest.raises(CalendarYearMissing):
            function(CALENDAR, d(start), length)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2025, 2, 6, 16, 59, 59, tzinfo=UTC), "2025-02-06"),
        (datetime(2025, 2, 6, 17, 0, tzinfo=UTC), "2025-02-07"),
        (datetime(2025, 2, 6, 23, 30, tzinfo=UTC), "2025-02-07"),  # a check at 23:30 UTC is the next Vietnamese day
        (datetime(2025, 2, 7, 0, 0, tzinfo=timezone(timedelta(hours=7))), "2025-02-07"),
        (datetime(2025, 2, 6, 12, 0, tzinfo=timezone(timedelta(hours=-5))), "2025-02-07"),
    ],
)
def test_vietnam_date(instant: datetime, day: str) -> None:
    assert vietnam_date(instant) == d(day)
    with pytest.raises(ValueError, match="aware"):
        vietnam_date(datetime(2025, 2, 6))  # noqa: DTZ001


def test_vietnam_midnight() -> None:
    assert vietnam_midnight(d("2025-02-07")) == datetime(2025, 2, 6, 17, tzinfo=UTC)
    assert vietnam_midnight(d("2025-02-07")).tzinfo is UTC


def test_the_published_shape() -> None:
    shown = to_json(explain(CALENDAR, d("2024-04-26"), 3, [(d("2024-05-02"), d("2024-05-02"))]))
    assert json.loads(json.dumps(shown)) == shown
    assert {key: shown[key] for key in ("start_on", "length", "due_on", "overdue_from", "provisional")} == {
        "start_on": "2024-04-26",
        "length": 3,
        "due_on": "2024-05-06",
        "overdue_from": "2024-05-07",
        "provisional": False,
    }
    assert shown["counted"] == [
        {"date": "2024-05-03", "n": 1},
        {"date": "2024-05-04", "n": 2},
        {"date": "2024-05-06", "n": 3},
    ]
    assert [(day["date"], day["kind"]) for day in shown["skipped"]] == [
        ("2024-04-27", "weekend"),
        ("2024-04-28", "weekend"),
        ("2024-04-29", "swap_off"),
        ("2024-04-30", "holiday"),
        ("2024-05-01", "holiday"),
        ("2024-05-02", "pause"),
        ("2024-05-05", "weekend"),
    ]
    assert shown["skipped"][3]["name"] == {"vi": "Ngày Chiến thắng 30/4", "en": "Reunification Day"}
    assert "112(1)" in shown["skipped"][3]["source"]
    assert [day["date"] for day in shown["worked_weekends"]] == ["2024-05-04"]
    assert shown["pauses"] == [{"from": "2024-05-02", "to": "2024-05-02"}]
    assert shown["calendar_version"] == CALENDAR.version
    assert (shown["provisional_days"], shown["provisional_because"]) == ([], [])


def test_the_published_shape_of_what_is_not_settled() -> None:
    waiting = to_json(explain(CALENDAR, d("2026-11-20"), 40, [(d("2027-01-05"), None)]))
    assert (waiting["due_on"], waiting["overdue_from"]) == (None, None)
    assert waiting["pauses"] == [{"from": "2027-01-05", "to": None}]
    assert waiting["provisional_because"] == [
        {"kind": "open_question", "from": "2026-11-23", "to": "2026-11-23"},
        {"kind": "year_without_notice", "from": "2027-01-01", "to": "2027-01-04"},
    ]


@given(STARTS, LENGTHS)
def test_every_day_from_x_to_due_is_explained_once(start: date, length: int) -> None:
    deadline = explain(CALENDAR, start, length)
    assert deadline.due_on is not None
    days = sorted([day.day for day in deadline.counted] + [day.day for day in deadline.skipped])
    assert days == [start + timedelta(days=n) for n in range(1, (deadline.due_on - start).days + 1)]
    assert CALENDAR.working_days_between(start, deadline.due_on) == length == len(deadline.counted)
    assert deadline.due_on == due_on(CALENDAR, start, length)
    assert (deadline.due_on, deadline.provisional) == due_and_provisional(CALENDAR, start, length)
    assert all(not CALENDAR.is_working_day(day.day) for day in deadline.skipped)


@given(STARTS, LENGTHS, st.integers(1, 20), st.integers(0, 15))
def test_a_pause_shifts_the_due_day_by_its_working_days(start: date, length: int, after: int, days: int) -> None:
    first = start + timedelta(days=after)
    last = first + timedelta(days=days)
    plain = due_on(CALENDAR, start, length)
    assert plain is not None
    assume(last <= plain)
    lost = CALENDAR.working_days_between(first - timedelta(days=1), last)
    assert due_on(CALENDAR, start, length, [(first, last)]) == due_on(CALENDAR, start, length + lost)


@given(STARTS, LENGTHS, st.lists(st.tuples(st.integers(-5, 40), st.integers(0, 10)), max_size=4))
def test_pauses_never_shorten_a_limit_and_their_order_is_free(
    start: date, length: int, spans: list[tuple[int, int]]
) -> None:
    pauses = [(start + timedelta(days=a), start + timedelta(days=a + n)) for a, n in spans]
    plain, paused = due_on(CALENDAR, start, length), due_on(CALENDAR, start, length, pauses)
    assert plain is not None
    assert paused is not None
    assert paused >= plain
    assert due_on(CALENDAR, start, length, pauses[::-1]) == paused
