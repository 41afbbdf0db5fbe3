"""The overdue check: which steps of which clock have fallen due, and when the next one can.

Each step is taken once per arming and stamped with the day on which it fell due, so a run that is late, doubled or
skipped for days changes nothing that the public reads (calendar.md, last paragraph).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from chalicelib.domain import events as e
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.deadlines import overdue_from, vietnam_midnight
from chalicelib.domain.decide.context import Context, event
from chalicelib.domain.policy import Ladder
from chalicelib.domain.vocabulary import Role

# The steps that end a wait instead of urging somebody; every other clock has the steps of the policy's ladder.
EXPIRES = "expired"
_OWN_STEPS = {"rating": EXPIRES, "supplement": EXPIRES}


def ladder_of(ctx: Context, case: Case, clock: Clock) -> Ladder:
    """Which ladder urges on this clock: it follows the holder, and vertical bodies can only be requested."""
    if clock.name == "forwarding":
        return Ladder.FOCAL
    role, agency = case.holder
    if role is Role.AGENCY and agency:
        return Ladder.VERTICAL if ctx.directory.agency(agency).is_vertical else Ladder.AGENCY
    return Ladder.LEADER if role is Role.LEADER else Ladder.FOCAL


def step_days(ctx: Context, case: Case, clock: Clock) -> Iterator[tuple[str, date]]:
    """Each step of `clock` with the day on which it falls due. A paused clock has none."""
    if clock.paused:
        return
    if clock.name in _OWN_STEPS:
        yield _OWN_STEPS[clock.name], overdue_from(clock.due_on)
        return
    for step in ctx.policy.ladder(ladder_of(ctx, case, clock)):
        day = step.day(ctx.calendar, clock.due_on)
        # A reminder on or before the day on which the clock started would be about something unknown.
        if day > clock.start_on:
            yield step.id, day


def due_steps(ctx: Context, case: Case) -> list[tuple[Clock, str, date]]:
    """The untaken steps that have fallen due by today, in order of their days."""
    found = [
        (clock, step, day)
        for clock in case.clocks
        for step, day in step_days(ctx, case, clock)
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
    days = [day for clock in case.clocks for step, day in step_days(ctx, case, clock) if step not in clock.steps]
    return vietnam_midnight(min(days)) if days else None
