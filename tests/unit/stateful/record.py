"""What must hold of the record after every single step: cheap enough to ask each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from chalicelib.domain import events as e
from chalicelib.domain.apply import apply, fold
from chalicelib.domain.case import Case
from chalicelib.domain.vocabulary import FINAL, HANDLING, Kind, Status
from tests.unit.stateful.almanac import DAY, day_of, midnight
from tests.unit.stateful.canaries import CANARY
from tests.unit.stateful.ladders import Rules
from tests.unit.stateful.province import NEVER, Province

SECOND = timedelta(seconds=1)


def check_records(world: Province) -> None:
    """Heads, events, queues and the due index of all cases."""
    discover_parts(world)
    queues = world.queues()
    for code in world.codes:
        events, head = world.events(code), world.case(code)
        check_events(world, code, events, head)
        waits = queues.get(code, [])
        assert len(waits) <= 1, (code, waits)
        if head.status not in FINAL or head.status is Status.RESTRICTED:
            assert waits, f"{code} is {head.status} and stands in no queue"
    check_due(world)


def discover_parts(world: Province) -> None:
    """The cases that a bulk petition became were accepted, too; their secrets are known to nobody here."""
    for code in world.codes:
        for event in world.events(code):
            for part in event.fact.codes if isinstance(event.fact, e.SplitUp) else ():
                world.secrets.setdefault(part, "")


def check_events(world: Province, code: str, events: Sequence[e.Event], head: Case) -> None:
    assert isinstance(events[0].fact, e.Received)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert all(one.at <= two.at for one, two in pairwise(events)), code
    assert fold(events) == head, code
    requests = Counter(event.request for event in events if event.request)
    assert max(requests.values(), default=0) <= 1, (code, "a request was done twice")
    told = Counter(other for event in events if isinstance(event.fact, e.TookIn) for other in event.fact.codes)
    assert max(told.values(), default=0) <= 1, (code, "took in twice", told)
    assert not CANARY.findall(repr(events)), f"typed text in the events of {code}"
    for event in events[-6:]:
        check_clocks(world, event)


def check_clocks(world: Province, event: e.Event) -> None:
    """Due days as a naive count gives them, by the calendar with which the limit says it was counted."""
    names = [clock.name for clock in event.clocks or ()]
    assert len(names) == len(set(names)), event
    for clock in event.clocks or ():
        if clock.length and not clock.paused:
            assert (clock.due_on, clock.provisional) == world.almanacs[clock.calendar].due(clock), (event, clock)


def check_due(world: Province) -> None:
    """The index knows the next midnight at which anything can happen to a case, and nothing of those at rest."""
    rules = rules_of(world)
    everything = world.due(world.now + NEVER)
    for code in world.codes:
        case = world.case(code)
        known = (rules.next_check(case), _end_of_agency(world, case))
        at = min((day for day in known if day), default=None)
        assert (code in everything) == (at is not None), (code, case.status, at)
        if at is not None:
            assert code in world.due(at), (code, at, case)
            assert code not in world.due(at - SECOND), (code, at, case)


def _end_of_agency(world: Province, case: Case) -> datetime | None:
    """The first midnight without one of the agencies that work on it."""
    if case.status not in HANDLING:
        return None
    rows, today = {row.code: row for row in rules_of(world).reference.directory.agencies}, day_of(world.now)
    days = []
    for row in (rows[code] for code in (case.lead, *case.coordinating) if code):
        if row.valid_from is not None and today < row.valid_from:
            days.append(today)
        elif row.valid_to:
            days.append(row.valid_to + DAY)
    return midnight(min(days)) if days else None


def rules_of(world: Province) -> Rules:
    reference = world.system.reference.current()
    return Rules(reference, world.almanacs[reference.calendar.version])


def check_figures(world: Province, code: str) -> None:
    """Whether an answer was in time, and after how many working days it came: counted anew."""
    case: Case | None = None
    for event in world.events(code):
        if isinstance(event.fact, e.ItemPublished) and event.fact.type == "answer" and case is not None:
            clock = case.clock("publication")
            today = day_of(event.at)
            assert event.fact.on_time == (clock is None or today <= clock.due_on), event
            counted = {almanac.between(case.received_on, today) for almanac in world.almanacs.values()}
            assert event.fact.working_days in counted, (event, counted)
        case = apply(case, event)


def ended(world: Province, case: Case, overdue: frozenset[str]) -> bool:
    """KH 124: every petition is recorded and answered. Nobody owes anything, or it stands on the overdue list.

    Praise has no time limit: it stays in the desk's queue until somebody has thanked for it.
    """
    if case.status in FINAL or case.status is Status.ANSWERED:
        return True
    return case.code in overdue or (case.kind is Kind.PRAISE and case.clock("publication") is None)
