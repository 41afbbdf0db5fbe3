"""What the calendar lacks, and when somebody must hear of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.calendar import CalendarYear, DayKind
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


def test_short_limits_leave_the_day_on_which_the_next_year_is_asked_for() -> None:
    """A policy whose limits reach into no other year: from 1 December the next one is missed all the same."""
    known = reference()
    policy = known.policies.policy_on(date(2026, 11, 30))
    clock = replace(policy.clocks["publication"], working_days=5, by_kind={})
    limits = {**policy.limits, "extension_working_days": 0}
    short = replace(policy, clocks={**policy.clocks, "publication": clock}, limits=limits)
    known = replace(known, policies=replace(known.policies, versions=(short,)))
    found = {day: year_to_announce(known, date.fromisoformat(day)) for day in ("2026-11-30", "2026-12-01")}
    assert found == {"2026-11-30": None, "2026-12-01": 2027}


def test_a_sunday_that_is_worked_belongs_to_the_week_before() -> None:
    calendar = reference().calendar_ahead
    row = replace(calendar.days[0], day=date(2026, 8, 9), kind=DayKind.SWAP_WORK)
    worked = replace(calendar, days=(*calendar.days, row))
    assert worked.is_working_day(date(2026, 8, 9))
    assert begins_week(worked, date(2026, 8, 10))
    assert not begins_week(worked, date(2026, 8, 9))


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
