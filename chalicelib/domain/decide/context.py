"""What a decision may look at besides the case: time, actor and reference data, all given from outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.case import Actor, Case, Clock
from chalicelib.domain.deadlines import VIETNAM, due_and_provisional, pause_between
from chalicelib.domain.directory import Directory
from chalicelib.domain.errors import FieldError, InvalidFields
from chalicelib.domain.events import BodyRef, Event, Fact
from chalicelib.domain.policy import Policy
from chalicelib.domain.record import record, replace
from chalicelib.domain.reference import Reference


@record
class Context:
    """`now` is aware and in Vietnam time; `body` is where the command's typed text will be sealed, if it has any."""

    now: datetime
    actor: Actor
    reference: Reference
    body: BodyRef | None = None
    request: str = ""

    @property
    def today(self) -> date:
        return self.now.astimezone(VIETNAM).date()

    @property
    def calendar(self) -> Calendar:
        return self.reference.calendar_ahead

    @property
    def directory(self) -> Directory:
        return self.reference.directory

    @property
    def policy(self) -> Policy:
        return self.reference.policies.policy_on(self.today)

    def policy_of(self, case: Case) -> Policy:
        """The policy by which this case is judged: that of its day, unless the owner says otherwise."""
        return self.reference.policies.policy_of(case.received_on, self.today)

    def then(self) -> Context:
        """For a command's further events: the text that was typed, and the request, belong to the first alone."""
        return replace(self, body=None, request="")


Clocks = tuple[Clock, ...]


def refuse(field: str, code: str, limit: int | None = None, names: tuple[str, str] = ("", "")) -> InvalidFields:
    return InvalidFields([FieldError(field, code, limit, names)])


def event(
    ctx: Context, case: Case | None, fact: Fact, *, code: str = "", clocks: Clocks | None = None, after: int = 0
) -> Event:
    """The next event of the case; `after` counts those that this command has made before it."""
    seq = (case.version if case else 0) + after + 1
    # Functions run on machines whose clocks differ: an event is never older than the one before it.
    at = max(ctx.now, case.last_at) if case and case.last_at else ctx.now
    return Event(
        code=case.code if case else code,
        seq=seq,
        at=at.astimezone(VIETNAM),
        by=ctx.actor,
        fact=fact,
        body=ctx.body if after == 0 else None,
        clocks=clocks,
        request=ctx.request if after == 0 else "",
    )


def start(ctx: Context, name: str, on: date, length: int) -> Clock:
    """A clock of `length` working days after `on`."""
    return recount(ctx, Clock(name, on, length, on))


def recount(ctx: Context, clock: Clock) -> Clock:
    """The clock with its due day counted anew by today's calendar; a paused clock keeps its day until it resumes."""
    pauses = [pause for pause in (pause_between(*pair) for pair in clock.pauses) if pause]
    due_on, provisional = due_and_provisional(ctx.calendar, clock.start_on, clock.length, pauses)
    return replace(clock, due_on=due_on or clock.due_on, provisional=provisional, calendar=ctx.calendar.version)


def without(clocks: Sequence[Clock], *names: str) -> Clocks:
    return tuple(clock for clock in clocks if clock.name not in names)


def restarted(ctx: Context, case: Case, name: str, length: int) -> Clocks:
    """The case's clocks with `name` started anew today: a new arming, so the ladder's steps may come again."""
    return (*without(case.clocks, name), start(ctx, name, ctx.today, length))


def pause(ctx: Context, clocks: Sequence[Clock]) -> Clocks:
    """A limit waits. A day that somebody named (a promise, the national portal's) stays that day."""
    return tuple(
        replace(clock, pauses=(*clock.pauses, (ctx.today, None))) if clock.length else clock for clock in clocks
    )


def resume(ctx: Context, clocks: Sequence[Clock], last: date | None = None) -> Clocks:
    """End open pauses today, or with their `last` day; the days in between were the submitter's and are not counted."""
    return tuple(
        recount(ctx, replace(clock, pauses=(*clock.pauses[:-1], (clock.pauses[-1][0], last or ctx.today))))
        if clock.paused
        else clock
        for clock in clocks
    )
