"""The publication clock of a case in its document: explained day by day, and the days that went by after it."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.calendar import Calendar, CalendarYearMissing, DayKind
from chalicelib.domain.case import Clock
from chalicelib.domain.deadlines import Skipped, day_json, explain, pause_between, to_json
from chalicelib.domain.story import Story
from chalicelib.domain.vocabulary import Status
from chalicelib.publishing.shapes import Doc


def deadline_of(story: Story, calendar: Calendar) -> Doc | None:
    """The explained publication clock that runs or ran last; None of a case that was split or merged: others have it.

    The clock in the case is what the case is judged by: should the calendar have moved since, its day stands until an
    event recomputes it.
    """
    clock = story.clock
    if clock is None or story.case.split or story.case.status is Status.MERGED:
        return None
    pauses = [pause for pause in (pause_between(*pair) for pair in clock.pauses) if pause]
    try:
        explained = to_json(explain(calendar, clock.start_on, clock.length, pauses))
    except (CalendarYearMissing, ValueError):
        # Publication must not stop for one year that the board has not entered yet.
        return None
    return explained if clock.paused else explained | _as_judged(clock)


def _as_judged(clock: Clock) -> Doc:
    first_over = date.fromordinal(clock.due_on.toordinal() + 1)
    return {
        "due_on": clock.due_on.isoformat(),
        "overdue_from": first_over.isoformat(),
        "provisional": clock.provisional,
        "calendar_version": clock.calendar,
    }


def days_over(story: Story, calendar: Calendar) -> list[Doc]:
    """The working days over that have begun when the last event happened."""
    try:
        working = [day for day in _since_due(story) if calendar.is_working_day(day)]
    except CalendarYearMissing:
        return []
    return [{"date": day.isoformat(), "n": n} for n, day in enumerate(working, 1)]


def reasons_over(story: Story, calendar: Calendar) -> list[Doc]:
    """Among the same days those that the week alone does not explain: days off, and worked weekends (`swap_work`)."""
    try:
        found = [(day, calendar.reason(day)) for day in _since_due(story)]
    except CalendarYearMissing:
        return []
    return [day_json(Skipped(day, why)) for day, why in found if why is not None and why.kind is not DayKind.WEEKEND]


def _since_due(story: Story) -> list[date]:
    """The days after the due day, up to the last event."""
    if story.overdue_on is None:
        return []
    return [date.fromordinal(n) for n in range(story.overdue_on.toordinal(), story.last_day.toordinal() + 1)]
