"""Write units of whole lives, from receipt to closing, through the real use cases and both consumers.

Several cases live side by side, because batches, the lease and the lists are shared by all that happens in a minute:
each does one step, then mail and publication run once. One case all alone is measured as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib import wiring
from chalicelib.domain.case import Actor
from chalicelib.domain.vocabulary import Role
from chalicelib.wiring_publication import publisher
from tests.bench.figures import Figure, Figures
from tests.bench.stage import Stage, stage
from tests.bench.texts import ANSWER, CONTENT, STATUS, TITLE
from tests.bench.write_units import LIFE_BUDGET, SUBMISSION_BUDGET, Units, counting

TOGETHER = 20
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


STEPS = (
    Step("classify", OFFICER, 0, lambda _: {"kind": "conduct", "subtype": "harassment", "field": "phi-cua-khau"}),
    Step("write_texts", OFFICER, 0, _texts),
    Step("forward", OFFICER, 1, lambda _: {"lead": "BQLKKT", "coordinating": ["STC2025"], "field": "phi-cua-khau"}),
    Step("acknowledge", AGENCY, 1),
    Step("report_status", AGENCY, 5, lambda _: {"content": STATUS}),
    Step("review", OFFICER, 1),
    Step("answer", AGENCY, 7, _answer),
    Step("review", OFFICER, 1),
    Step("rate", SPEAKER, 2, lambda _: {"rating": "satisfied"}),
)


def _act(at: Stage, step: Step, code: str) -> None:
    services = wiring.services()
    raw = step.raw(at)
    if step.name == "review":
        case = services.deps.cases.load(code)
        assert case is not None
        raw = {"item": case.pending[-1].item, "decision": "publish"}
    services.act(code, step.actor, step.name, raw, f"key-{code}-{at.now.isoformat()}-{step.name}")


def _consume(at: Stage) -> None:
    """One tick of each consumer, and the sweep."""
    at.later(minutes=1)
    services = wiring.services()
    services.sweep.run()
    mailed, published = services.mail.drain(), publisher().tick()
    if mailed["failed"] or mailed["left"] or published["left"] or published["busy"]:
        raise RuntimeError(f"{mailed} {published}")


def _count(units: dict[str, Units], name: str, call: Callable[[], object]) -> None:
    with counting() as counted:
        call()
    found = units.setdefault(name, Units())
    found.writes += counted.writes
    found.deletes += counted.deletes


def lives(at: Stage, number: int, first: int) -> dict[str, Units]:
    """Units of `number` cases by step, with the consumers' under their own name."""
    units: dict[str, Units] = {}
    codes: list[str] = []
    _count(units, "submission", lambda: codes.extend(at.submit(first + n) for n in range(number)))
    _count(units, "consumers", lambda: _consume(at))
    for step in STEPS:
        at.now += timedelta(days=step.days)
        _count(units, step.name, lambda step=step: [_act(at, step, code) for code in codes])  # type: ignore[misc]
        _count(units, "consumers", lambda: _consume(at))
    for code in codes:
        case = wiring.services().deps.cases.load(code)
        if case is None or case.status != "closed":
            raise RuntimeError(f"{code} is {case and case.status}")
    return units


def _figures(name: str, units: dict[str, Units], number: int, budget: float | None) -> Figures:
    total = sum(found.total for found in units.values()) / number
    parts: Counter[str] = Counter({step: round(found.total / number, 2) for step, found in units.items()})
    detail = ", ".join(f"{step} {used:g}" for step, used in parts.items())
    yield Figure(f"write_units.{name}", total, "WCU per case", budget=budget, detail=detail)
    requests = total - units["consumers"].total / number
    yield Figure(f"write_units.{name}.requests", requests, "WCU per case", detail="without mail and publication")
    deletes = sum(found.deletes for found in units.values()) / number
    yield Figure(f"write_units.{name}.deletes", deletes, "WCU per case")


def measure() -> Figures:
    with stage() as at:
        publisher().publish_empty()
        wiring.services().deps.cases.load("warm-up")
        alone = lives(at, 1, 0)
        submission = alone["submission"]
        detail = ", ".join(f"{table} {used:g}" for table, used in submission.writes.items())
        yield Figure("write_units.submission", submission.total, "WCU", budget=SUBMISSION_BUDGET, detail=detail)
        yield from _figures("life", lives(at, TOGETHER, 1), TOGETHER, LIFE_BUDGET)
        yield from _figures("life_alone", alone, 1, None)
