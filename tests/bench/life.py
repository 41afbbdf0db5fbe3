"""Write units of whole lives, from receipt to closing, through the real use cases and both consumers.

Several cases live side by side, because batches, the lease and the lists are shared by all that happens in a minute:
each does one step, then mail and publication run once and every mail is delivered. The life in the budget is the one in
which everybody does his part in time; one with reminders, and one case all alone, are measured as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib import wiring
from chalicelib.domain.case import Actor
from chalicelib.domain.deadlines import VIETNAM
from chalicelib.domain.vocabulary import Role
from chalicelib.ports import Mail, Mailer
from chalicelib.wiring_publication import publisher
from tests.bench.figures import Figure, Figures
from tests.bench.stage import Stage, stage
from tests.bench.texts import ANSWER, CONTENT, STATUS, TITLE
from tests.bench.write_units import LIFE_BUDGET, SUBMISSION_BUDGET, Units, counting

TOGETHER = 20
AUTUMN = datetime(2026, 10, 1, 9, 0, tzinfo=VIETNAM)
OFFICER = Actor(Role.FOCAL, "van-phong-1", "VPUB")
AGENCY = Actor(Role.AGENCY, "BQLKKT", "BQLKKT")
SPEAKER = Actor(Role.SUBMITTER)


@dataclass(frozen=True)
class Step:
    """What somebody does with a case, so many days after the step before."""

    name: str
    actor: Actor
    days: int = 0
    raw: Callable[[Stage], dict[str, Any]] = lambda _: {}


def _texts(_: Stage) -> dict[str, Any]:
    return {"public_title": TITLE, "public_content": CONTENT, "handling_content": CONTENT}


def _answer(at: Stage) -> dict[str, Any]:
    day = at.today.isoformat()
    document = {"document_number": "412/BC-BQLKKT", "document_date": day, "signer": "Trưởng ban"}
    return {"content": ANSWER[:1000], "completed_on": day, **document}


def _forward(lead: str, *coordinating: str) -> dict[str, Any]:
    return {"lead": lead, "coordinating": list(coordinating), "field": "phi-cua-khau"}


STEPS = (
    Step("claim", OFFICER),
    Step("classify", OFFICER, 0, lambda _: {"kind": "conduct", "subtype": "harassment", "field": "phi-cua-khau"}),
    Step("write_texts", OFFICER, 0, _texts),
    Step("forward", OFFICER, 1, lambda _: _forward("BQLKKT")),
    Step("acknowledge", AGENCY, 1),
    Step("report_status", AGENCY, 5, lambda _: {"content": STATUS}),
    Step("review", OFFICER),
    Step("answer", AGENCY, 8, _answer),
    Step("review", OFFICER),
    Step("rate", SPEAKER, 3, lambda _: {"rating": "satisfied"}),
)

# A coordinating agency lets its time go by, which the overdue check records; the office reviews on the next working
# day, when it has just been reminded.
_SLOWER: dict[str, Callable[[Step], Step]] = {
    "forward": lambda step: replace(step, raw=lambda _: _forward("BQLKKT", "STC2025")),
    "review": lambda step: replace(step, days=1),
    "answer": lambda step: replace(step, days=7),
    "rate": lambda step: replace(step, days=2),
}
WITH_REMINDERS = tuple(_SLOWER.get(step.name, lambda step: step)(step) for step in STEPS)


def _act(at: Stage, step: Step, code: str) -> None:
    services = wiring.services()
    raw = step.raw(at)
    if step.name == "review":
        case = services.deps.cases.load(code)
        assert case is not None
        raw = {"item": case.pending[-1].item, "decision": "publish"}
    services.act(code, step.actor, step.name, raw, f"key-{code}-{at.now.isoformat()}-{step.name}")


@dataclass
class Heard:
    """The provider, whose delivery events the bench brings: the emulator's SES has none."""

    mailer: Mailer
    taken: list[Mail] = field(default_factory=list)

    def send(self, mail: Mail) -> None:
        self.mailer.send(mail)
        self.taken.append(mail)


def _consume(at: Stage) -> None:
    """One tick of each consumer, the delivery of every mail, and the sweep."""
    at.later(minutes=1)
    services = wiring.services()
    services.sweep.run()
    heard = Heard(services.mail.mailer)
    mail = replace(services.mail, mailer=heard)
    mailed, published = mail.drain(), publisher().tick()
    for one in heard.taken:
        mail.delivered(one.tag, one.case, one.notice, one.items, at.now)
    if mailed["failed"] or mailed["left"] or published["left"] or published["busy"]:
        raise RuntimeError(f"{mailed} {published}")


def _count(units: dict[str, Units], name: str, call: Callable[[], object]) -> None:
    with counting() as counted:
        call()
    units.setdefault(name, Units()).add(counted)


def _monday(after: datetime) -> datetime:
    """Steps then fall on working days: nobody is reminded of what a holiday kept waiting."""
    return after + timedelta(days=7 - after.weekday())


def lives(at: Stage, number: int, first: int, steps: Sequence[Step]) -> dict[str, Units]:
    """Units of `number` cases by step, with the consumers' under their own name."""
    units: dict[str, Units] = {}
    codes: list[str] = []
    at.now = _monday(max(at.now, AUTUMN))
    _count(units, "submission", lambda: codes.extend(at.submit(first + n) for n in range(number)))
    _count(units, "consumers", lambda: _consume(at))
    for step in steps:
        at.now += timedelta(days=step.days)
        _count(units, step.name, lambda step=step: [_act(at, step, code) for code in codes])  # type: ignore[misc]
        _count(units, "consumers", lambda: _consume(at))
    for code in codes:
        case = wiring.services().deps.cases.load(code)
        if case is None or case.status != "closed":
            raise RuntimeError(f"{code} is {case and case.status}")
    return units


def _figures(name: str, units: dict[str, Units], number: int, budget: float | None) -> Figures:
    """The whole, then where it goes: a line for each step, by what was written."""
    total = sum(found.total for found in units.values()) / number
    steps = ", ".join(f"{step} {found.total / number:.4g}" for step, found in units.items())
    yield Figure(f"write_units.{name}", total, "WCU per case", budget=budget, detail=steps)
    for step, found in units.items():
        parts = ", ".join(f"{part} {used / number:.3g}" for part, used in found.parts.most_common())
        yield Figure(f"write_units.{name}.{step}", found.total / number, "WCU per case", detail=parts)
    deletes = sum(found.deletes for found in units.values()) / number
    yield Figure(f"write_units.{name}.deletes", deletes, "WCU per case", detail="counted apart")


def measure() -> Figures:
    with stage() as at:
        publisher().publish_empty()
        wiring.services().deps.cases.load("warm-up")
        alone = lives(at, 1, 0, STEPS)
        submission = alone["submission"]
        detail = ", ".join(f"{part} {used:g}" for part, used in submission.parts.items())
        yield Figure("write_units.submission", submission.total, "WCU", budget=SUBMISSION_BUDGET, detail=detail)
        yield from _figures("life", lives(at, TOGETHER, 1, STEPS), TOGETHER, LIFE_BUDGET)
        yield from _figures("life_with_reminders", lives(at, TOGETHER, 100, WITH_REMINDERS), TOGETHER, None)
        yield from _figures("life_alone", alone, 1, None)
