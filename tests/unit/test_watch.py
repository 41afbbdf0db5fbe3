"""What the calendar lacks, and when somebody must hear of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.calendar import CalendarYear
from chalicelib.domain.reference import Reference
from chalicelib.domain.watch import begins_week, year_to_announce
from tests.unit.world import reference


def with_notice_of_2027() -> Reference:
    calendar = reference().calendar
    years = (*(year for year in calendar.years if year.year < 2027), CalendarYear(2027, True, "TB"))
    return replace(reference(), calendar=replace(calendar, years=years))


@pytest.mark.parametrize(
    ("today", "year"),
    [
        # 40 working days (20, and an extension of 20) after 4 November end on 31 December: 24 November is off.
        ("2026-08-07", None),
        ("2026-11-04", None),
        ("2026-11-05", 2027),
        ("2026-12-01", 2027),
        ("2027-01-04", 2027),
    ],
)
def test_a_year_without_notice_is_missed_when_a_limit_may_reach_into_it(today: str, year: int | None) -> None:
    assert year_to_announce(reference(), date.fromisoformat(today)) == year


@pytest.mark.parametrize(("today", "year"), [("2026-12-01", None), ("2027-06-01", None), ("2027-12-01", 2028)])
def test_once_the_notice_is_in_the_next_one_is_due_in_a_year(today: str, year: int | None) -> None:
    assert year_to_announce(with_notice_of_2027(), date.fromisoformat(today)) == year


@pytest.mark.parametrize(
    ("today", "begins"),
    [
        ("2026-08-10", True),  # Monday
        ("2026-08-11", False),
        ("2026-04-27", False),  # Monday off: make-up for Giỗ Tổ
        ("2026-04-28", True),
        ("2026-02-16", False),  # Tết, the whole week
        ("2026-02-20", False),
        ("2026-02-23", True),
        ("2026-08-22", False),  # a worked Saturday
        ("2026-08-23", False),
    ],
)
def test_the_first_working_day_of_a_week(today: str, begins: bool) -> None:
    assert begins_week(reference().calendar_ahead, date.fromisoformat(today)) is begins
