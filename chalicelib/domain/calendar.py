"""Working days of the Vietnamese public sector, as an immutable table that the owner edits (docs/data.md).

The table is the truth (BLLĐ 45/2019/QH14 art. 111-112, NQ 28/2026/QH16 art. 2, the yearly notices): no rule in here
guesses a holiday. It says which weekdays are off and which Saturdays are worked; every other day follows the
Monday-to-Friday week.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property

from chalicelib.domain.errors import DomainError
from chalicelib.domain.record import record

WEEK_SOURCE = "QĐ 188/1999/QĐ-TTg"
_SATURDAY = 5
_WEEKEND_NAMES = {5: ("Thứ Bảy", "Saturday"), 6: ("Chủ nhật", "Sunday")}


class DayKind(StrEnum):
    """Why a day is not what its weekday says. The first four are rows of the table."""

    HOLIDAY = "holiday"
    MAKEUP_OFF = "makeup_off"
    SWAP_OFF = "swap_off"
    SWAP_WORK = "swap_work"
    WEEKEND = "weekend"
    PAUSE = "pause"


class ProvisionalKind(StrEnum):
    """What a provisional day waits for: its row is a guess, a question is open, or the year has no notice yet."""

    ROW = "row"
    OPEN_QUESTION = "open_question"
    YEAR_WITHOUT_NOTICE = "year_without_notice"


class CalendarYearMissing(DomainError):
    """The calculation needs a year that the calendar does not have: refused, never a silently wrong date."""

    code = "calendar_year_missing"

    def __init__(self, year: int) -> None:
        super().__init__(f"the calendar has no year {year}")
        self.year = year


@record
class CalendarDay:
    """One row: a weekday off, or a weekend day worked. `announced_on` is the notice's date, where known."""

    day: date
    kind: DayKind
    name_vi: str
    name_en: str
    source: str
    announced_on: date | None
    provisional: bool


@record
class OpenDay:
    """A day about which the Government has not decided: counted by the ordinary rule, but provisional."""

    day: date
    question_vi: str
    question_en: str
    source: str


@record
class CalendarYear:
    """`official`: this year's notice has been issued. An unofficial year makes each of its days provisional."""

    year: int
    official: bool
    source: str


@record
class DayReason:
    """Why a day is off, or, with kind `swap_work`, why a weekend day is worked."""

    kind: DayKind
    name_vi: str
    name_en: str
    source: str


@record
class Calendar:
    """The table with its version. Years are consecutive (`reference_parse` refuses gaps). Dates are Vietnamese dates.

    All functions raise `CalendarYearMissing` when a day that they must judge lies outside the years on file.
    """

    version: str
    days: tuple[CalendarDay, ...]
    years: tuple[CalendarYear, ...]
    open_days: tuple[OpenDay, ...] = ()

    @cached_property
    def _rows(self) -> Mapping[date, CalendarDay]:
        return {row.day: row for row in self.days}

    @cached_property
    def _open(self) -> frozenset[date]:
        return frozenset(row.day for row in self.open_days)

    @cached_property
    def _official(self) -> Mapping[int, bool]:
        return {year.year: year.official for year in self.years}

    @cached_property
    def _span(self) -> tuple[int, int]:
        """First and last day on file, as ordinals."""
        if not self.years:
            return (0, -1)
        numbers = sorted(self._official)
        if numbers[-1] - numbers[0] + 1 != len(numbers):
            raise CalendarYearMissing(next(y for y in range(numbers[0], numbers[-1]) if y not in self._official))
        return date(numbers[0], 1, 1).toordinal(), date(numbers[-1], 12, 31).toordinal()

    @cached_property
    def _working(self) -> list[int]:
        """Ordinals of all working days, in order: a due date is one binary search and one index."""
        first, last = self._span
        # date.toordinal() % 7: 1 is Monday, 6 Saturday, 0 Sunday.
        working = {n for n in range(first, last + 1) if 1 <= n % 7 <= _SATURDAY}
        for row in self.days:
            if row.kind is DayKind.SWAP_WORK:
                working.add(row.day.toordinal())
            else:
                working.discard(row.day.toordinal())
        return sorted(working)

    def is_working_day(self, day: date) -> bool:
        """True for a weekday that is not off and for a Saturday or Sunday that is worked by swap."""
        self._require(day.toordinal())
        row = self._rows.get(day)
        if row is not None:
            return row.kind is DayKind.SWAP_WORK
        return day.weekday() < _SATURDAY

    def reason(self, day: date) -> DayReason | None:
        """Why `day` is off, or worked though a weekend (`swap_work`); None for an ordinary working day."""
        self._require(day.toordinal())
        row = self._rows.get(day)
        if row is not None:
            return DayReason(row.kind, row.name_vi, row.name_en, row.source)
        if day.weekday() < _SATURDAY:
            return None
        name_vi, name_en = _WEEKEND_NAMES[day.weekday()]
        return DayReason(DayKind.WEEKEND, name_vi, name_en, WEEK_SOURCE)

    def provisional_kind(self, day: date) -> ProvisionalKind | None:
        """What this day's status still waits for; None when it is settled. Judged per day, not per year."""
        self._require(day.toordinal())
        if not self._official[day.year]:
            return ProvisionalKind.YEAR_WITHOUT_NOTICE
        if day in self._open:
            return ProvisionalKind.OPEN_QUESTION
        row = self._rows.get(day)
        return ProvisionalKind.ROW if row is not None and row.provisional else None

    def is_provisional(self, day: date) -> bool:
        """True when the day's status may still change: see `provisional_kind`."""
        return self.provisional_kind(day) is not None

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`th working day after `day` (before it when negative); `day` itself is never counted.

        0 gives `day` unchanged. Source of the rule: calendar.md section 4; BLDS 2015 art. 147(2).
        """
        if count == 0:
            return day
        start, working = day.toordinal(), self._working
        self._require(start + 1 if count > 0 else start - 1)
        index = bisect_right(working, start) + count - 1 if count > 0 else bisect_left(working, start) + count
        if index < 0:
            raise CalendarYearMissing(self.years[0].year - 1)
        if index >= len(working):
            raise CalendarYearMissing(date.fromordinal(self._span[1]).year + 1)
        return date.fromordinal(working[index])

    def working_days_between(self, start: date, end: date) -> int:
        """Working days d with start < d <= end; negative when `end` is before `start`."""
        if end < start:
            return -self.working_days_between(end, start)
        if start == end:
            return 0
        self._require(start.toordinal() + 1)
        self._require(end.toordinal())
        return bisect_right(self._working, end.toordinal()) - bisect_right(self._working, start.toordinal())

    def next_year_to_announce(self, today: date) -> int | None:
        """From 1 December: next year, while it is absent or has no official notice (calendar.md section 3)."""
        if today.month < 12:
            return None
        return None if self._official.get(today.year + 1) else today.year + 1

    def _require(self, ordinal: int) -> None:
        first, last = self._span
        if not first <= ordinal <= last:
            raise CalendarYearMissing(date.fromordinal(ordinal).year)
