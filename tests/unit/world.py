"""A small world for domain tests: the project's own reference data, a clock that is set, short ways to act."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache, reduce
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import apply, fold
from chalicelib.domain.case import SYSTEM, Actor, Case
from chalicelib.domain.deadlines import VIETNAM
from chalicelib.domain.decide import Context, decide, receive
from chalicelib.domain.errors import InvalidFields
from chalicelib.domain.events import BodyRef
from chalicelib.domain.notices import notices
from chalicelib.domain.reference import Reference
from chalicelib.domain.vocabulary import Channel, Kind, Role, SubmitterType
from infra.operator.data_files import read_reference

FOCAL = Actor(Role.FOCAL, "van-phong-1", "VPUB")
OTHER_FOCAL = Actor(Role.FOCAL, "van-phong-2", "VPUB")
SUBMITTER = Actor(Role.SUBMITTER)
LEADER = Actor(Role.LEADER, "pho-chu-tich-2")
INSPECTOR = Actor(Role.INSPECTORATE, "thanh-tra-1", "TTRA")
ALTERNATE = Actor(Role.INSPECTORATE_ALTERNATE, "noi-chinh-1")
AGENCY = Actor(Role.AGENCY, "SNNMT", "SNNMT")


@lru_cache(maxsize=1)
def reference() -> Reference:
    return read_reference()


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), VIETNAM)


@dataclass
class Life:
    """One case lived through in memory: `do` acts on a day, `today` moves on."""

    today: date
    case: Case | None = None
    events: list[e.Event] = field(default_factory=list)
    code: str = "LS.20260807.K7M4Q"

    def context(self, actor: Actor, body: bool = True) -> Context:
        ref = BodyRef(f"b{len(self.events)}", "h") if body else None
        return Context(at(self.today), actor, reference(), ref)

    def receive(self, **changes: Any) -> Life:
        values: dict[str, Any] = dict(
            kind=Kind.CONDUCT,
            channel=Channel.WEB,
            submitter_type=SubmitterType.BUSINESS,
            received_on=self.today,
            origin="o",
        )
        fact = e.Received(**(values | changes))
        return self._take(receive(self.context(SUBMITTER), self.code, fact))

    def do(self, actor: Actor, command: c.Command, asked: e.Fact | Case | None = None, *, body: bool = True) -> Life:
        assert self.case
        return self._take(decide(self.case, command, self.context(actor, body), asked))

    def _take(self, events: tuple[e.Event, ...]) -> Life:
        self.events += events
        self.case = reduce(apply, events, self.case)
        return self

    def forwarded(self, lead: str = "SNNMT") -> Life:
        """Through triage to an agency."""
        self.do(FOCAL, c.Classify(kind="conduct", field="dat-dai"))
        self.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
        return self.do(FOCAL, c.Forward(lead=lead))

    def answered(self, on: date | None = None) -> Life:
        """The agency answers and the focal officer publishes it, both on `on`."""
        self.today = on or self.today
        self.do(AGENCY, c.AnswerCase(content="x", completed_on=self.today))
        return self.do(FOCAL, c.Review(item=self.events[-1].seq, decision="publish"), self.events[-1].fact)

    def tick_daily(self, until: date) -> Life:
        """The overdue check once a day up to and including `until`."""
        while self.today < until:
            self.today += timedelta(days=1)
            self.do(SYSTEM, c.Tick(), body=False)
        return self

    @property
    def steps(self) -> list[tuple[str, date]]:
        return [(x.fact.step, x.fact.on) for x in self.events if isinstance(x.fact, e.StepReached)]


def told(life: Life) -> list[tuple[str, str, str]]:
    """(letter, role, id) of the newest event."""
    assert life.case
    found = notices(life.context(SYSTEM), fold(life.events[:-1]), life.case, life.events[-1])
    return [(x.name, x.role.value, x.id) for x in found]


def code_of(problem: pytest.ExceptionInfo[InvalidFields]) -> tuple[str, str]:
    return problem.value.errors[0].field, problem.value.errors[0].code
