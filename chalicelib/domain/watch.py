"""What the calendar of the coming months lacks, and which days begin a week of work (calendar.md, section 3)."""

from __future__ import annotations

from datetime import date, timedelta

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.policy import Policy
from chalicelib.domain.reference import Reference


def year_to_announce(reference: Reference, today: date) -> int | None:
    """The first year without an official notice that somebody must enter now, None if nothing is missing.

    From 1 December the next year; earlier, as soon as a limit that begins today, once extended, may end in it.
    """
    warned = reference.calendar.next_year_to_announce(today)
    end = reference.calendar_ahead.add_working_days(today, _longest(reference.policies.policy_on(today)))
    official = {year.year for year in reference.calendar.years if year.official}
    missing = (year for year in range(today.year, end.year + 1) if year not in official)
    return next(missing, warned)


def _longest(policy: Policy) -> int:
    """Working days of the longest publication clock with its extension."""
    rule = policy.clocks["publication"]
    lengths = [rule.working_days, *(n for by_urgency in rule.by_kind.values() for n in by_urgency.values())]
    return max(lengths) + policy.limits["extension_working_days"]


def begins_week(calendar: Calendar, today: date) -> bool:
    """Whether `today` is the first working day of its week: Monday, or the day after a holiday that took it."""
    earlier = (today - timedelta(days=n) for n in range(1, today.weekday() + 1))
    return calendar.is_working_day(today) and not any(calendar.is_working_day(day) for day in earlier)
