"""Time limits in working days that explain themselves: what was counted, what was skipped and on whose authority.

The rule: 20 working days "kể từ ngày phản ánh, kiến nghị được tiếp nhận trên Hệ thống hoặc từ ngày cung cấp thông tin
về tình hình xử lý trước đó" (475/TTg-KSTT point 3). Day X itself is not counted and the last day runs to 24:00 (BLDS
2015 art. 147-148), so a case is overdue from 00:00 Vietnam time of the day after, even when that day is a Saturday.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import groupby
from typing import Any

from chalicelib.domain.calendar import Calendar, DayKind, DayReason, ProvisionalKind
from chalicelib.domain.record import record

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # no daylight saving since 1975: no time zone data needed
_DAY = timedelta(days=1)
_PAUSED = DayReason(DayKind.PAUSE, "Tạm dừng", "Paused", "policy")

Pause = tuple[date, date | None]
"""First and last day that are not counted, both included; None: still paused."""


@record
class Counted:
    """The nth working day of a limit."""

    day: date
    n: int


@record
class Skipped:
    """A day inside the limit that does not count, with its legal reason."""

    day: date
    reason: DayReason


@record
class ProvisionalDay:
    """A day that may still change from off to worked or back, and what it waits for."""

    day: date
    kind: ProvisionalKind


@record
class Deadline:
    """A limit of `length` working days after `start_on`.

    While a pause is open and the limit is not used up, `due_on` and `overdue_from` are None. `worked_weekends` are
    counted days that would be weekends but for a swap.
    """

    start_on: date
    length: int
    due_on: date | None
    overdue_from: date | None
    counted: tuple[Counted, ...]
    skipped: tuple[Skipped, ...]
    worked_weekends: tuple[Skipped, ...]
    pauses: tuple[Pause, ...]
    provisional_days: tuple[ProvisionalDay, ...]
    calendar_version: str

    @property
    def provisional(self) -> bool:
        """True ("tạm tính") when a counted or skipped day may still change."""
        return bool(self.provisional_days)


def vietnam_date(instant: datetime) -> date:
    """The Vietnamese date of an aware instant: 23:30 UTC already belongs to the next day.

    Raises ValueError for a naive datetime.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant must be aware")
    return instant.astimezone(VIETNAM).date()


def vietnam_midnight(day: date) -> datetime:
    """The instant in UTC at which `day` begins in Vietnam (17:00 UTC of the day before)."""
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM).astimezone(UTC)


def pause_between(asked_on: date, arrived_on: date | None) -> Pause | None:
    """The pause from a question to its answer, by the rule of day X: the day of asking counts, the day of arrival not.

    None when both fall on one day. An open question gives an open pause.
    """
    if arrived_on is not None and arrived_on <= asked_on:
        return None
    return (asked_on + _DAY, arrived_on)


def overdue_from(due_on: date) -> date:
    """The calendar day that begins the delay: the one after the due day, working day or not."""
    return due_on + _DAY


@dataclass
class _Walk:
    """The lists that `explain` fills while it goes from day to day."""

    counted: list[Counted] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    worked: list[Skipped] = field(default_factory=list)
    provisional: list[ProvisionalDay] = field(default_factory=list)

    def judge(self, calendar: Calendar, day: date, paused: bool) -> None:
        """Puts one day into its list. A paused day counts in no case, so it cannot make the limit provisional."""
        reason = calendar.reason(day)
        waits_for = calendar.provisional_kind(day)
        if waits_for is not None and not paused:
            self.provisional.append(ProvisionalDay(day, waits_for))
        if reason is not None and reason.kind is not DayKind.SWAP_WORK:
            self.skipped.append(Skipped(day, reason))
        elif paused:
            self.skipped.append(Skipped(day, _PAUSED))
        else:
            self.counted.append(Counted(day, len(self.counted) + 1))
            if reason is not None:
                self.worked.append(Skipped(day, reason))


def explain(calendar: Calendar, start: date, length: int, pauses: Sequence[Pause] = ()) -> Deadline:
    """The limit of `length` (at least 1) working days after `start`, day by day.

    Pause days are not counted. Raises ValueError for a length below 1 or a pause that ends before it begins, and
    `CalendarYearMissing` when the limit leaves the years on file.
    """
    _check(length, pauses)
    walk = _Walk()
    stop = min((first for first, last in pauses if last is None), default=None)
    day = start
    while len(walk.counted) < length:
        day += _DAY
        if stop is not None and day >= stop:
            break
        walk.judge(calendar, day, any(last is not None and first <= day <= last for first, last in pauses))
    due = walk.counted[-1].day if len(walk.counted) == length else None
    return Deadline(
        start_on=start,
        length=length,
        due_on=due,
        overdue_from=overdue_from(due) if due is not None else None,
        counted=tuple(walk.counted),
        skipped=tuple(walk.skipped),
        worked_weekends=tuple(walk.worked),
        pauses=tuple(pauses),
        provisional_days=tuple(walk.provisional),
        calendar_version=calendar.version,
    )


def due_on(calendar: Calendar, start: date, length: int, pauses: Sequence[Pause] = ()) -> date | None:
    """`explain(...).due_on` without the explanation: one binary search when nothing was paused."""
    if pauses:
        return explain(calendar, start, length, pauses).due_on
    _check(length, pauses)
    return calendar.add_working_days(start, length)


def due_and_provisional(
    calendar: Calendar, start: date, length: int, pauses: Sequence[Pause] = ()
) -> tuple[date | None, bool]:
    """`explain(...)`'s `due_on` and `provisional`, for those who do not show why: a third of the work."""
    if pauses:
        explained = explain(calendar, start, length, pauses)
        return explained.due_on, explained.provisional
    due = due_on(calendar, start, length)
    assert due is not None
    days = range(start.toordinal() + 1, due.toordinal() + 1)
    return due, any(calendar.is_provisional(date.fromordinal(day)) for day in days)


def to_json(deadline: Deadline) -> dict[str, Any]:
    """The published shape; extend it, never change it. Dates are ISO strings, names are {"vi", "en"}.

    {"start_on", "length", "due_on", "overdue_from" (null while paused), "provisional", "provisional_days": [date],
    "counted": [{"date", "n"}], "skipped": [{"date", "kind", "name", "source"}], "pauses": [{"from", "to"}],
    "calendar_version", "worked_weekends": like skipped, "provisional_because": [{"kind", "from", "to"}]}
    """
    return {
        "start_on": deadline.start_on.isoformat(),
        "length": deadline.length,
        "due_on": _iso(deadline.due_on),
        "overdue_from": _iso(deadline.overdue_from),
        "provisional": deadline.provisional,
        "provisional_days": [day.day.isoformat() for day in deadline.provisional_days],
        "counted": [{"date": day.day.isoformat(), "n": day.n} for day in deadline.counted],
        "skipped": [day_json(day) for day in deadline.skipped],
        "pauses": [{"from": first.isoformat(), "to": _iso(last)} for first, last in deadline.pauses],
        "calendar_version": deadline.calendar_version,
        "worked_weekends": [day_json(day) for day in deadline.worked_weekends],
        "provisional_because": _because(deadline.provisional_days),
    }


def _because(days: Sequence[ProvisionalDay]) -> list[dict[str, str]]:
    """Runs of provisional days with one reason: at most a few, whatever the number of days."""
    runs = []
    for kind, group in groupby(days, key=lambda day: day.kind):
        members = list(group)
        runs.append({"kind": kind.value, "from": members[0].day.isoformat(), "to": members[-1].day.isoformat()})
    return runs


def day_json(day: Skipped) -> dict[str, Any]:
    """A day with its reason, in the published shape."""
    reason = day.reason
    return {
        "date": day.day.isoformat(),
        "kind": reason.kind.value,
        "name": {"vi": reason.name_vi, "en": reason.name_en},
        "source": reason.source,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _check(length: int, pauses: Sequence[Pause]) -> None:
    if length < 1:
        raise ValueError("a time limit has at least one working day")
    if any(last is not None and last < first for first, last in pauses):
        raise ValueError("a pause ends before it begins")
