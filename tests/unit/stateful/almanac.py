"""Time limits counted the naive way: day after day over the rows of the calendar, by none of its functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from chalicelib.domain.case import Clock
from chalicelib.domain.reference import Reference

DAY = timedelta(days=1)
HANOI = timezone(timedelta(hours=7))


def day_of(instant: datetime) -> date:
    return instant.astimezone(HANOI).date()


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=HANOI)


@dataclass(frozen=True)
class Almanac:
    """`off`: weekdays off; `worked`: weekend days worked; `unsure`: days that may still change; `official`: years."""

    off: frozenset[date]
    worked: frozenset[date]
    unsure: frozenset[date]
    official: frozenset[int]

    def working(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def provisional(self, day: date) -> bool:
        return day.year not in self.official or day in self.unsure

    def between(self, start: date, end: date) -> int:
        """Working days after `start`, up to and including `end`."""
        days, day = 0, start
        while day < end:
            day += DAY
            days += self.working(day)
        return days

    def shift(self, day: date, count: int) -> date:
        """The `count`th working day after `day`, or before it."""
        step = DAY if count > 0 else -DAY
        while count:
            day += step
            if self.working(day):
                count -= 1 if count > 0 else -1
        return day

    def due(self, clock: Clock) -> tuple[date, bool]:
        """The last day in time of a limit whose pauses have ended, and whether that may still change.

        Day X is not counted. Of a pause the day of asking counts, all others up to the day of arrival do not.
        """
        day, counted, unsure = clock.start_on, 0, False
        while counted < clock.length:
            day += DAY
            if any(asked < day <= arrived for asked, arrived in clock.pauses if arrived):
                continue
            unsure = unsure or self.provisional(day)
            counted += self.working(day)
        return day, unsure


def almanac_of(reference: Reference) -> Almanac:
    """From the rows alone. Years that are not on file know weekends only, and nothing of them is official."""
    rows, years = reference.calendar.days, reference.calendar.years
    worked = frozenset(row.day for row in rows if row.kind == "swap_work")
    unsure = {row.day for row in rows if row.provisional} | {row.day for row in reference.calendar.open_days}
    return Almanac(
        frozenset(row.day for row in rows) - worked,
        worked,
        frozenset(unsure),
        frozenset(year.year for year in years if year.official),
    )
