"""The overdue check: which steps of which clock have fallen due, and when the next one can.

Each step is taken once per arming and stamped with the day on which it fell due, so a run that is late, doubled or
skipped for days changes nothing that the public reads (calendar.md, last paragraph).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from chalicelib.domain import events as e
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.decide.context import VIETNAM, Context, event

# The steps that end a wait instead of urging somebody; every other clock has the steps of the policy's ladder.
EXPIRES = "expired"
_OWN_STEPS = {"rating": EXPIRES, "supplement": EXPIRES}


def step_days(ctx: Context, clock: Clock) -> Iterator[tuple[str, date]]:
    """Each step of `clock` with the day on which it falls due. A paused clock has none."""
    if clock.paused:
        return
    over = clock.due_on + timedelta(days=1)
    if clock.name in _OWN_STEPS:
        yield _OWN_STEPS[clock.name], over
        return
    for step in ctx.policy.ladder(clock.name):
        if step.offset < 0:
            day = ctx.calendar.subtract_working_days(clock.due_on, -step.offset)
            # A step before the clock even started would be a reminder of something unknown.
            if day > clock.start_on:
                yield step.name, day
        elif step.offset == 0:
            yield step.name, clock.due_on
        elif step.offset == 1:
            # Overdue begins at 00:00 of the day after, a working day or not.
            yield step.name, over
        else:
            yield step.name, ctx.calendar.add_working_days(clock.due_on, step.offset)


def due_steps(ctx: Context, case: Case) -> list[tuple[Clock, str, date]]:
    """The untaken steps that have fallen due by today, in order of their days."""
    found = [
        (clock, step, day)
        for clock in case.clocks
        for step, day in step_days(ctx, clock)
        if day <= ctx.today and step not in clock.steps
    ]
    return sorted(found, key=lambda row: row[2])


def tick(ctx: Context, case: Case) -> tuple[e.Event, ...]:
    """Events of all steps that are due. An unrated answer closes when its window ends."""
    steps = due_steps(ctx, case)
    last = {clock.name: step for clock, step, _ in steps}
    events: list[e.Event] = []
    for clock, step, day in steps:
        if clock.name == "rating":
            events.append(event(ctx, case, e.Closed("unrated"), clocks=(), after=len(events)))
            break
        fact = e.StepReached(clock.name, step, day, clock.due_on, superseded=last[clock.name] != step)
        events.append(event(ctx, case, fact, after=len(events)))
    return tuple(events)


def next_check_at(ctx: Context, case: Case) -> datetime | None:
    """The next instant at which anything can happen to the case by itself: Vietnam midnight of the nearest step."""
    days = [
        day for clock in case.clocks for step, day in step_days(ctx, clock) if step not in clock.steps
    ]
    return datetime.combine(min(days), time(0, 0), VIETNAM) if days else None
