"""Working days against calendar.md: every row of its lists, both directions of the arithmetic, what is provisional."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.calendar import Calendar, CalendarYear, CalendarYearMissing, DayKind, ProvisionalKind
from infra.operator.data_files import read_reference

CALENDAR = read_reference().calendar

# calendar.md section 2, one line per year: weekdays off, and Saturdays worked.
OFF = {
    2023: "01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04",
    2024: "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
    2027: "01-01 02-04 02-05 02-08 02-09 02-10 04-16 04-30 05-03 09-02 09-03 11-24",
}
WORKED = {2024: "05-04", 2025: "04-26", 2026: "01-10 08-22"}

GAP = Calendar("x", (), (CalendarYear(2024, True, ""), CalendarYear(2026, True, "")))

DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))
INNER = st.dates(date(2023, 6, 1), date(2027, 6, 30))
COUNTS = st.integers(1, 100)


def expected_working(day: date) -> bool:
    short = f"{day:%m-%d}"
    if day.weekday() >= 5:
        return short in WORKED.get(day.year, "").split()
    return short not in OFF[day.year].split()


@pytest.mark.parametrize("year", sorted(OFF))
def test_every_day_of_the_year_is_as_listed(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        assert CALENDAR.is_working_day(day) == expected_working(day), day
        assert (CALENDAR.reason(day) is None) == (expected_working(day) and day.weekday() < 5), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "kind", "name_en", "source"),
    [
        ("2024-02-09", DayKind.HOLIDAY, "Lunar New Year (Tết)", "8662/VPCP-KGVX"),
        ("2024-02-13", DayKind.MAKEUP_OFF, "Make-up day off for Lunar New Year (Tết)", "111(3)"),
        ("2024-04-29", DayKind.SWAP_OFF, "Day off swapped for the 30 April break", "1570/TB-LĐTBXH"),
        ("2024-05-04", DayKind.SWAP_WORK, "Working Saturday in exchange for 29/04/2024", "2450/VPCP-KGVX"),
        ("2026-01-02", DayKind.SWAP_OFF, "Day off swapped for the New Year break", "12729/VPCP-KGVX"),
        ("2026-01-10", DayKind.SWAP_WORK, "Working Saturday in exchange for 02/01/2026", "12729/VPCP-KGVX"),
        ("2026-04-27", DayKind.MAKEUP_OFF, "Make-up day off for Hùng Kings' Commemoration Day", "111(3)"),
        ("2026-11-24", DayKind.HOLIDAY, "Vietnamese Culture Day", "28/2026/QH16"),
        ("2026-04-25", DayKind.WEEKEND, "Saturday", "188/1999"),
        ("2026-04-26", DayKind.WEEKEND, "Sunday", "188/1999"),
    ],
)
def test_a_day_names_its_reason_and_source(day: str, kind: DayKind, name_en: str, source: str) -> None:
    reason = CALENDAR.reason(date.fromisoformat(day))
    assert reason is not None
    assert (reason.kind, reason.name_en) == (kind, name_en)
    assert source in reason.source
    assert reason.name_vi


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-11-20", None),
        ("2026-11-23", ProvisionalKind.OPEN_QUESTION),
        ("2026-11-24", None),  # NQ 28/2026/QH16 stands, whatever becomes of the 23rd
        ("2026-12-31", None),
        ("2027-01-01", ProvisionalKind.YEAR_WITHOUT_NOTICE),
        ("2027-03-06", ProvisionalKind.YEAR_WITHOUT_NOTICE),  # a Saturday may be worked by swap
        ("2027-06-15", ProvisionalKind.YEAR_WITHOUT_NOTICE),
    ],
)
def test_provisional_is_judged_per_day(day: str, kind: ProvisionalKind | None) -> None:
    assert CALENDAR.provisional_kind(date.fromisoformat(day)) == kind
    assert CALENDAR.is_provisional(date.fromisoformat(day)) == (kind is not None)


def test_the_next_working_day_is_strictly_after() -> None:
    assert CALENDAR.add_working_days(date(2025, 1, 23), 1) == date(2025, 1, 24)
    assert CALENDAR.add_working_days(date(2025, 1, 24), 1) == date(2025, 2, 3)


def test_the_open_day_counts_as_its_weekday_until_decided() -> None:
    assert CALENDAR.is_working_day(date(2026, 11, 23))


def test_a_provisional_row_in_an_official_year_is_provisional_alone() -> None:
    rows = tuple(row for row in CALENDAR.days if row.day.year == 2027)
    calendar = Calendar("x", rows, (CalendarYear(2027, True, "notice"),))
    assert calendar.provisional_kind(date(2027, 2, 4)) is ProvisionalKind.ROW
    assert calendar.provisional_kind(date(2027, 2, 3)) is None


@pytest.mark.parametrize(
    ("day", "count", "result"),
    [
        ("2025-01-24", 1, "2025-02-03"),
        ("2025-02-03", -1, "2025-01-24"),
        ("2025-02-01", -1, "2025-01-24"),
        ("2024-05-03", 1, "2024-05-04"),
        ("2024-05-06", -1, "2024-05-04"),
        ("2026-01-01", 1, "2026-01-05"),
        ("2026-01-09", 1, "2026-01-10"),
        ("2025-02-01", 0, "2025-02-01"),
        ("2022-12-31", 1, "2023-01-03"),  # day X is not counted, so its own year need not be on file
        ("2028-01-01", -1, "2027-12-31"),
        ("2025-12-26", 5, "2026-01-06"),  # across the year's end and its swap
    ],
)
def test_add_working_days(day: str, count: int, result: str) -> None:
    assert CALENDAR.add_working_days(date.fromisoformat(day), count) == date.fromisoformat(result)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2025-01-24", "2025-02-03", 1),
        ("2025-01-24", "2025-02-02", 0),
        ("2024-04-02", "2024-05-04", 20),
        ("2024-05-04", "2024-04-02", -20),
        ("2025-02-03", "2025-02-03", 0),
    ],
)
def test_working_days_between(start: str, end: str, days: int) -> None:
    assert CALENDAR.working_days_between(date.fromisoformat(start), date.fromisoformat(end)) == days


@pytest.mark.parametrize(
    ("call", "year"),
    [
        (lambda c: c.is_working_day(date(2022, 12, 31)), 2022),
        (lambda c: c.reason(date(2028, 1, 1)), 2028),
        (lambda c: c.is_provisional(date(2028, 1, 1)), 2028),
        (lambda c: c.add_working_days(date(2027, 12, 31), 1), 2028),
        (lambda c: c.add_working_days(date(2027, 12, 30), 2), 2028),
        (lambda c: c.add_working_days(date(2022, 12, 30), 1), 2022),
        (lambda c: c.add_working_days(date(2023, 1, 1), -1), 2022),
        (lambda c: c.add_working_days(date(2023, 1, 3), -1), 2022),
        (lambda c: c.add_working_days(date(2030, 5, 5), 1), 2030),
        (lambda c: c.working_days_between(date(2027, 12, 1), date(2028, 1, 3)), 2028),
        (lambda c: c.working_days_between(date(2022, 12, 30), date(2023, 1, 3)), 2022),
        (lambda c: c.add_working_days(date(2028, 1, 2), -1), 2028),
        (lambda c: Calendar("x", (), ()).is_working_day(date(2025, 1, 1)), 2025),
        (lambda c: GAP.is_working_day(date(2024, 1, 2)), 2025),
    ],
)
def test_a_year_that_is_not_on_file_is_refused(call, year: int) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CalendarYearMissing) as caught:
        call(CALENDAR)
    assert caught.value.year == year
    assert caught.value.code == "calendar_year_missing"


@pytest.mark.parametrize(
    ("today", "year"),
    [
        ("2025-12-01", None),
        ("2026-11-30", None),
        ("2026-12-01", 2027),  # on file, without a notice
        ("2026-12-31", 2027),
        ("2027-12-01", 2028),  # not on file
        ("2027-01-15", None),
    ],
)
def test_the_operator_is_warned_from_the_first_of_december(today: str, year: int | None) -> None:
    assert CALENDAR.next_year_to_announce(date.fromisoformat(today)) == year


@given(INNER, COUNTS)
def test_adding_lands_on_the_nth_working_day_and_back(day: date, count: int) -> None:
    result = CALENDAR.add_working_days(day, count)
    assert CALENDAR.is_working_day(result)
    walked = [day + timedelta(days=n) for n in range(1, (result - day).days + 1)]
    assert sum(CALENDAR.is_working_day(step) for step in walked) == count
    assert CALENDAR.working_days_between(day, result) == count
    assert CALENDAR.add_working_days(result, -count) <= day
    if CALENDAR.is_working_day(day):
        assert CALENDAR.add_working_days(result, -count) == day


@given(INNER, INNER, COUNTS)
def test_adding_is_monotone(one: date, two: date, count: int) -> None:
    first, second = sorted((one, two))
    assert CALENDAR.add_working_days(first, count) <= CALENDAR.add_working_days(second, count)
    assert CALENDAR.add_working_days(first, count) < CALENDAR.add_working_days(first, count + 1)


@given(DAYS, DAYS, DAYS)
def test_between_adds_up(one: date, two: date, three: date) -> None:
    between = CALENDAR.working_days_between
    assert between(one, two) + between(two, three) == between(one, three)
