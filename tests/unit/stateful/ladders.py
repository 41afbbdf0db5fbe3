"""Which steps of which ladder had to be taken on which day: a naive walk through the days of one case.

Nothing of the overdue check is used: the record is folded up to each midnight, and each running limit is asked for the
steps that have fallen due by then. What the system recorded must be neither less (`must`) nor anything else (`wrong`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.apply import apply
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.reference import Reference
from chalicelib.domain.vocabulary import OPINION, Role, Status
from tests.unit.stateful.almanac import DAY, Almanac, day_of, midnight

# Whose limits they are, whoever holds the case; the others follow the holder.
OFFICE = {"forwarding", "review", "extension_decision", "national", "legal_transfer", "follow_up", "reassign"}
OFFICE |= {"naming_review"}
LEADERS = {"advice", "leader_decision", "naming_decision"}
# One step when they end, whoever holds the case.
ENDING = {"rating", "supplement", "coordination", "opinion", "acknowledgement", "naming_reply"}
# A date on a letter, and nothing happens on it.
SILENT = {"contest"}
# The policy's own words for a submitter's and a leader's reminders stop with the last day.
ONLY_BEFORE = {"supplement", "advice"}

Taken = tuple[str, int, str]
"""Clock, number of its arming in this case, step."""


@dataclass
class Rules:
    """Ladders, calendar and agencies as rows."""

    reference: Reference
    almanac: Almanac

    def steps(self, case: Case, clock: Clock) -> Iterator[tuple[str, date]]:
        if clock.paused or clock.name in SILENT or (clock.name == "acknowledgement" and case.unreached):
            return
        if clock.name == "publication" and case.status is Status.HANDED_OVER:
            yield "overdue", clock.due_on + DAY  # the follow-up urges for the same report
            return
        if clock.name not in ENDING or clock.name in ONLY_BEFORE:
            # What fell due before the agency was called on is not held against it.
            whose = self._whose(case, clock)
            known = whose in ("agency", "vertical") or (whose == "focal" and case.routing == 0)
            called = case.called_on if known else None
            for step in self._ladder(case, clock):
                base = clock.due_on + (DAY if step.anchor == "overdue_from" else 0 * DAY)
                day = self.almanac.shift(base, step.working_days)
                if called and day <= called and step.id != "overdue":
                    continue
                if day > clock.start_on and not (clock.name in ONLY_BEFORE and day > clock.due_on):
                    yield step.id, day
        if clock.name in ENDING:
            yield "expired", clock.due_on + DAY
        if clock.name == "advice":
            yield "overdue", clock.due_on + DAY

    def _ladder(self, case: Case, clock: Clock) -> Sequence[Any]:
        return self._policy(case).ladders[self._whose(case, clock)]  # type: ignore[index]

    def _policy(self, case: Case) -> Any:
        versions = self.reference.policies.versions
        return [version for version in versions if version.valid_from <= case.received_on][-1]

    def _whose(self, case: Case, clock: Clock) -> str:
        if clock.name in OFFICE:
            return "focal"
        if clock.name in LEADERS:
            return "leader"
        if clock.name == "supplement":
            return "submitter"
        role, agency = case.holder
        if role is Role.AGENCY and agency:
            groups = {row.code: row.group for row in self.reference.directory.agencies}
            return "vertical" if groups.get(agency) == "nganh_doc" else "agency"
        return "leader" if role is Role.LEADER else "focal"

    def next_check(self, case: Case) -> datetime | None:
        """The midnight of the nearest step, or of the day on which somebody is named no more."""
        days = [day for clock in case.clocks for step, day in self.steps(case, clock) if step not in clock.steps]
        days += [one.until + DAY for one in case.standing if one.until]
        return midnight(min(days)) if days else None


@dataclass
class Walk:
    """One case through its days. `armings`: clock -> how often it was armed; `taken`: as a daily check would have."""

    rules: Rules
    events: Sequence[e.Event]
    case: Case | None = None
    armings: dict[str, int] = field(default_factory=dict)
    must: dict[Taken, date] = field(default_factory=dict)
    done: dict[Taken, date] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    _batch: list[Case] = field(default_factory=list)

    def until(self, today: date) -> Walk:
        """Live through all midnights up to that of `today`."""
        waiting = list(zip(self.events, _instants(self.events), strict=True))
        day = day_of(self.events[0].at)
        while day <= today:
            self._at_midnight(day, waiting)
            while waiting and waiting[0][1] < midnight(day + DAY):
                self._take(waiting.pop(0)[0])
            day += DAY
        return self

    def _at_midnight(self, day: date, waiting: list[tuple[e.Event, datetime]]) -> None:
        if waiting and self.case is not None:
            # On the day of a succession the new agency is the one that is late.
            while waiting and waiting[0][1] == midnight(day) and isinstance(waiting[0][0].fact, _SUCCESSION):
                self._take(waiting.pop(0)[0])
        for clock in self._running(day):
            for step, due in self.rules.steps(self.case, clock):  # type: ignore[arg-type]
                taken = (clock.name, self.armings[clock.name], step)
                if due <= day and taken not in self.done:
                    self.must.setdefault(taken, due)

    def _running(self, day: date) -> Sequence[Clock]:
        """A case that closes unrated this midnight ends what else ran in it, but for the national portal's limit, and
        the review of an opinion that has come in.
        """
        if self.case is None:
            return ()
        rating = self.case.clock("rating")
        closes = rating is not None and rating.due_on < day
        stay = {"rating", "national"} | ({"review"} if any(x.type == OPINION for x in self.case.pending) else set())
        return [clock for clock in self.case.clocks if not closes or clock.name in stay]

    def _take(self, event: e.Event) -> None:
        before = self.case
        if before is None or event.at != before.last_at:
            self._batch = []
        if before is not None:
            self._batch.append(before)
            self._record(event, before)
        self.case = apply(before, event)
        self._arm(before, event)

    def _record(self, event: e.Event, before: Case) -> None:
        """A step that the system says it took: of which arming, and whether anything asked for it."""
        if isinstance(event.fact, e.StepReached):
            name, step, on = event.fact.clock, event.fact.step, event.fact.on
        elif isinstance(event.fact, e.Closed) and event.fact.reason == "unrated":
            clock = before.clock("rating")
            name, step, on = "rating", "expired", clock.due_on + DAY if clock else day_of(event.at)
        else:
            return
        if name not in self.armings:
            return  # a limit that does not stand among the case's clocks
        taken = (name, self.armings[name], step)
        if taken in self.done:
            self.wrong.append(f"#{event.seq} takes {taken} a second time")
        self.done[taken] = on
        if on > day_of(event.at):
            self.wrong.append(f"#{event.seq} is stamped {on}, after the run on {event.at}")
        asked = [(s, d) for case in self._batch for clock in case.clocks if clock.name == name
                 for s, d in self.rules.steps(case, clock)]  # fmt: skip
        if (step, on) not in asked:
            self.wrong.append(f"#{event.seq} {name}/{step} on {on}, expected one of {asked}")

    def _arm(self, before: Case | None, event: e.Event) -> None:
        old = {clock.name: clock for clock in before.clocks} if before else {}
        for clock in event.clocks or ():
            was = old.get(clock.name)
            new = was is None or was.start_on != clock.start_on or self._again(event, was, clock)
            if new:
                self.armings[clock.name] = self.armings.get(clock.name, 0) + 1
                # What an officer took back began a limit, or ended one: it goes on where it was.
                for step in clock.steps:
                    self.done[clock.name, self.armings[clock.name], step] = day_of(event.at)

    @staticmethod
    def _again(event: e.Event, was: Clock, clock: Clock) -> bool:
        """A granted extension, or a calendar that moved the day away, arms anew what began on the same day."""
        if isinstance(event.fact, e.ExtensionGranted):
            return clock.length != was.length
        return isinstance(event.fact, e.DeadlinesRecomputed) and clock.due_on > was.due_on

    @property
    def lost(self) -> list[str]:
        """Steps that a daily check would have taken, and the record does not have, or has of another day."""
        return [
            f"{taken} of {day}, recorded: {self.done.get(taken)}"
            for taken, day in self.must.items()
            if self.done.get(taken) != day
        ]


_SUCCESSION = (e.Succeeded, e.ReassignNeeded)


def _instants(events: Sequence[e.Event]) -> Iterator[datetime]:
    """When each event had its effect, had the check run every midnight; in the order of the record."""
    case: Case | None = None
    last = events[0].at
    for event in events:
        last = max(last, _instant(case, event))
        yield last
        case = apply(case, event)


def _instant(case: Case | None, event: e.Event) -> datetime:
    match event.fact:
        case e.StepReached(on=on) | e.NamingRetired(on=on, reason="expired"):
            return midnight(on)
        case e.NamingProposed(on=on, source="ladder"):
            return midnight(on)
        case e.Succeeded(since=since) | e.ReassignNeeded(since=since):
            return midnight(since)
        case e.Closed(reason="unrated"):
            clock = case.clock("rating") if case else None
            return midnight(clock.due_on + DAY) if clock else event.at
        case e.Escalated(unadvised=True):
            clock = case.clock("advice") if case else None
            return midnight(clock.due_on + DAY) if clock else event.at
        case _:
            return event.at
