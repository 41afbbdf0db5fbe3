"""The overdue check: which steps of which clock have fallen due, and when the next one can.

Each step is taken once per arming and stamped with the day on which it fell due, so a run that is late, doubled or
skipped for days changes nothing that the public reads (calendar.md, last paragraph).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import reduce

from chalicelib.domain import events as e
from chalicelib.domain.apply import apply
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.deadlines import overdue_from, vietnam_midnight
from chalicelib.domain.decide import naming
from chalicelib.domain.decide.context import Clocks, Context, event, without
from chalicelib.domain.decide.handling import ACKNOWLEDGEMENT, ADVICE, LEADERSHIP
from chalicelib.domain.decide.intake import CONTEST, supplement_ended
from chalicelib.domain.decide.leadership import before_leader
from chalicelib.domain.decide.review import outliving
from chalicelib.domain.decide.succession import succeed, takes_effect_on
from chalicelib.domain.named import DECISION_CLOCK, REPLY_CLOCK, REPLY_REVIEW, STEP
from chalicelib.domain.policy import Ladder
from chalicelib.domain.vocabulary import Role, Status

# The steps that end a wait instead of urging somebody; every other clock has the steps of the policy's ladder.
EXPIRES = "expired"
_OWN_STEPS = {"rating": EXPIRES, "supplement": EXPIRES, "coordination": EXPIRES, "opinion": EXPIRES,
              ACKNOWLEDGEMENT: EXPIRES, REPLY_CLOCK: EXPIRES}  # fmt: skip
# Whose time it is, whoever holds the case: the focal office's own duties, and the way before a leader.
OFFICE = frozenset(
    {"forwarding", "review", "extension_decision", "national", "legal_transfer", "follow_up", "reassign", REPLY_REVIEW}
)
OVERDUE = "overdue"


def ladder_of(ctx: Context, case: Case, clock: Clock) -> Ladder:
    """Which ladder urges on this clock: it follows the holder, and vertical bodies can only be requested."""
    if clock.name in OFFICE:
        return Ladder.FOCAL
    if clock.name in (*LEADERSHIP, DECISION_CLOCK):
        return Ladder.LEADER
    if clock.name == "supplement":
        return Ladder.SUBMITTER
    role, agency = case.holder
    if role is Role.AGENCY and agency:
        return Ladder.VERTICAL if ctx.directory.is_vertical(agency) else Ladder.AGENCY
    return Ladder.LEADER if role is Role.LEADER else Ladder.FOCAL


def step_days(ctx: Context, case: Case, clock: Clock) -> Iterator[tuple[str, date]]:
    """Each step of `clock` with the day on which it falls due. A paused clock has none."""
    if clock.paused or clock.name == CONTEST:
        return  # a contest's last day is a date on a letter: nothing happens on it
    if clock.name == "supplement":
        yield from _reminders(ctx, case, clock)
    if clock.name == ACKNOWLEDGEMENT and case.unreached:
        return  # nobody acknowledges a letter that never came: urging starts this time anew
    if clock.name in _OWN_STEPS:
        yield _OWN_STEPS[clock.name], overdue_from(clock.due_on)
        return
    if clock.name == ADVICE:
        yield from _advice(ctx, case, clock)
        return
    if clock.name == "publication" and case.status is Status.HANDED_OVER:
        # The follow-up urges the focal office for the same report: one ladder. That the day has passed stays a fact.
        yield OVERDUE, overdue_from(clock.due_on)
        return
    ladder = ladder_of(ctx, case, clock)
    for step in ctx.policy_of(case).ladder(ladder):
        day = step.day(ctx.calendar, clock.due_on)
        # A reminder on or before the day on which the clock started would be about something unknown.
        if day > clock.start_on and not _before_call(case, ladder, step.id, day):
            yield step.id, day


def _before_call(case: Case, ladder: Ladder, step: str, day: date) -> bool:
    """What fell due before the agency was called on is not held against it. That a limit is over stays a fact."""
    new = ladder is Ladder.FOCAL and not case.routing  # entered late: the focal office is called on by that
    if (ladder not in (Ladder.AGENCY, Ladder.VERTICAL) and not new) or step == OVERDUE:
        return False
    return case.called_on is not None and day <= case.called_on


def _advice(ctx: Context, case: Case, clock: Clock) -> Iterator[tuple[str, date]]:
    """Until the last day; on the next one the case goes before the leader without the agency's advice."""
    for step in ctx.policy_of(case).ladder(Ladder.LEADER):
        day = step.day(ctx.calendar, clock.due_on)
        if clock.start_on < day <= clock.due_on:
            yield step.id, day
    yield "overdue", overdue_from(clock.due_on)


def _reminders(ctx: Context, case: Case, clock: Clock) -> Iterator[tuple[str, date]]:
    """To the submitter, until the last day; what comes after it is the officer's decision."""
    for step in ctx.policy_of(case).ladder(Ladder.SUBMITTER):
        day = step.day(ctx.calendar, clock.due_on)
        if clock.start_on < day <= clock.due_on:
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
    """Events of all steps that are due. An unrated answer closes when its window ends.

    Where an agency ended meanwhile, the steps before that day are its own, and the later ones its successor's.
    """
    end, lapse = takes_effect_on(ctx, case), _lapses_on(case)
    if lapse and lapse <= ctx.today and (end is None or end > lapse):
        return _up(ctx, case, lapse)
    if end is None or end > ctx.today:
        return _take(ctx, case, due_steps(ctx, case))
    early = [row for row in due_steps(ctx, case) if row[2] < end]
    old = reduce(apply, _take(ctx, case, early), case)
    handed = succeed(ctx, old)
    new = reduce(apply, handed, old)
    late = due_steps(ctx, new)
    again = frozenset(clock.name for clock, _, _ in late)
    return (*_take(ctx, case, early, again), *handed, *_take(ctx, new, late))


def _lapses_on(case: Case) -> date | None:
    """The day on which the case goes before the leader because no advice came."""
    advice = case.clock(ADVICE)
    return overdue_from(advice.due_on) if advice else None


def _up(ctx: Context, case: Case, day: date) -> tuple[e.Event, ...]:
    """From `day` on the leader holds it, and another ladder urges: a late run takes the same steps as a daily one."""
    early = [row for row in due_steps(ctx, case) if row[2] <= day]
    rest = tick(ctx, reduce(apply, _take(ctx, case, early), case))
    again = frozenset(x.fact.clock for x in rest if isinstance(x.fact, e.StepReached))
    return (*_take(ctx, case, early, again), *rest)


def _take(
    ctx: Context, case: Case, steps: list[tuple[Clock, str, date]], again: frozenset[str] = frozenset()
) -> tuple[e.Event, ...]:
    """`again`: clocks of which a later step is taken in the same run."""
    last = {clock.name: step for clock, step, _ in steps}
    events: list[e.Event] = []
    for clock, step, day in steps:
        if clock.name == "rating" and case.status is Status.ANSWERED:
            rest = outliving(reduce(apply, events, case))
            events.append(event(ctx, case, e.Closed("unrated"), clocks=rest, after=len(events)))
            break
        superseded = last[clock.name] != step or clock.name in again or clock.name == "rating"
        fact = e.StepReached(clock.name, step, day, clock.due_on, superseded)
        clocks = _expired(ctx, reduce(apply, events, case), clock) if step == EXPIRES else None
        events.append(event(ctx, case, fact, clocks=clocks, after=len(events)))
        if clock.name == ADVICE and step == OVERDUE:
            events.append(_unadvised(ctx, reduce(apply, events, case), day))
        if step == STEP:
            now = reduce(apply, events, case)
            proposed = naming.by_ladder(ctx, now, whose(ctx, now, clock), fact)
            if not proposed:
                # Nobody is proposed by it: it happened, and there is nothing to tell.
                events[-1] = replace(events[-1], fact=replace(fact, superseded=True))
            events += proposed
    return tuple(events)


def _expired(ctx: Context, case: Case, clock: Clock) -> Clocks | None:
    """The clocks after a wait has ended, None where they stay: this one waits for nothing any more."""
    if clock.name == "supplement":
        return supplement_ended(ctx, case, clock)
    if clock.name == REPLY_CLOCK:
        return naming.reply_ended(ctx, case, clock)
    return without(case.clocks, clock.name) if clock.name in (ACKNOWLEDGEMENT, "rating") else None


def over_before_call(case: Case, clock: Clock) -> bool:
    return case.called_on is not None and clock.due_on < case.called_on


def whose(ctx: Context, case: Case, clock: Clock) -> str:
    """Whose delay a step of `clock` is: naming follows the holder. "" when it is no office's of the province, and of a
    limit that was over before the agency was called on.
    """
    ladder, (role, agency) = ladder_of(ctx, case, clock), case.holder
    if ladder is Ladder.AGENCY:
        return "" if over_before_call(case, clock) else agency
    own = ladder is Ladder.FOCAL and (clock.name in OFFICE or role is Role.FOCAL)
    own = own and (bool(case.routing) or not over_before_call(case, clock))
    return ctx.policy.focal_agency(case.kind, ctx.today) if own else ""


def _unadvised(ctx: Context, case: Case, day: date) -> e.Event:
    return event(ctx, case, e.Escalated(case.ground, unadvised=True), clocks=before_leader(ctx, case, day))


def next_check_at(ctx: Context, case: Case) -> datetime | None:
    """The next instant at which anything can happen to the case by itself: Vietnam midnight of the nearest step, or of
    the first day without an agency that works on it.
    """
    days = [day for clock in case.clocks for step, day in step_days(ctx, case, clock) if step not in clock.steps]
    end = takes_effect_on(ctx, case)
    days += [day for day in (end, naming.retires_on(case)) if day is not None]
    return vietnam_midnight(min(days)) if days else None
