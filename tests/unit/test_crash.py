"""Submission, actions, sweep and publication against a fault at every call: nothing is lost, nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

import pytest

from chalicelib.domain.case import Actor
from chalicelib.domain.vocabulary import Role
from tests.fakes.system import System, Wrap
from tests.unit.crashes import assert_ledger_is_whole, broken_run, every_fault, history, letters, pages
from tests.unit.world import AGENCY, FOCAL, SUBMITTER
from tests.web.driver import TEXTS, petition

KEY = "the-key-of-this-very-request"


def submit(world: System, wrap: Wrap) -> Any:
    return world.build(wrap).submit(petition(), KEY)


def test_a_submission() -> None:
    base = System()
    clean = base.copy()
    submit(clean, lambda name, port: port)
    clean.settle()
    for fault in every_fault(base, submit):
        world = broken_run(base, submit, fault)
        accepted = world.services.submit(petition(), KEY)
        assert world.services.submit(petition(), KEY) == accepted, fault
        world.settle()
        assert list(world.tables.heads) == [accepted.code], fault
        assert history(world) == {accepted.code: [(1, "received")]}, fault
        assert sorted(mail.notice.partition("-")[0] for mail in world.mailer.sent) == ["new_case", "received"], fault
        assert len(world.tables.bodies) == 1, fault
        assert_ledger_is_whole(world)
        code = next(iter(clean.tables.heads))
        renamed = {key.replace(accepted.code, code): body.replace(accepted.code.encode(), code.encode())
                   for key, body in pages(world).items()}  # fmt: skip
        assert renamed == pages(clean), fault


@lru_cache(maxsize=1)
def stages() -> dict[str, tuple[System, str]]:
    """Settled worlds before each of the actions under test."""
    world = System()
    found: dict[str, tuple[System, str]] = {}
    code = world.services.submit(petition(), KEY).code
    act = world.services.act
    act(code, FOCAL, "classify", {"kind": "conduct", "field": "dat-dai"})
    act(code, FOCAL, "write_texts", TEXTS)
    world.settle()
    found["forward"] = world.copy(), code
    act(code, FOCAL, "forward", {"lead": "SNNMT", "coordinating": ["STC2025"]})
    world.settle()
    found["answer"] = world.copy(), code
    act(code, AGENCY, "answer", {"content": "Xong", "completed_on": "2026-08-07"})
    world.settle()
    found["review"] = world.copy(), code
    act(code, FOCAL, "review", {"item": 5, "decision": "publish"})
    world.settle()
    found["rate"] = world.copy(), code
    return found


ACTIONS: dict[str, tuple[Actor, dict[str, Any], int]] = {
    "forward": (FOCAL, {"lead": "SNNMT", "coordinating": ["STC2025"], "note": "Khẩn"}, 2),
    "answer": (AGENCY, {"content": "Xong", "completed_on": "2026-08-07"}, 1),
    "review": (FOCAL, {"item": 5, "decision": "publish"}, 1),
    "rate": (SUBMITTER, {"rating": "not_satisfied", "reason": "Chưa"}, 1),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action(name: str) -> None:
    actor, raw, mails = ACTIONS[name]
    base, code = stages()[name]

    def work(world: System, wrap: Wrap) -> Any:
        return world.build(wrap).act(code, actor, name, raw, KEY)

    clean = base.copy()
    work(clean, lambda name, port: port)
    clean.settle()
    assert sum(letters(clean).values()) == sum(letters(base).values()) + mails
    for fault in every_fault(base, work):
        world = broken_run(base, work, fault)
        world.services.act(code, actor, name, raw, KEY)
        world.services.act(code, actor, name, raw, KEY)
        world.settle()
        assert history(world) == history(clean), fault
        assert letters(world) == letters(clean), fault
        assert pages(world) == pages(clean), fault
        assert_ledger_is_whole(world)


@lru_cache(maxsize=1)
def overdue() -> System:
    """Four cases with clocks that run: one new, two with agencies, one answered and never rated."""
    world = System()
    act = world.services.act
    for n, lead in enumerate(("", "SNNMT", "STC2025", "SNNMT")):
        code = world.services.submit(petition(), f"{KEY}-{n}").code
        if lead:
            act(code, FOCAL, "write_texts", TEXTS)
            act(code, FOCAL, "forward", {"lead": lead, "field": "dat-dai"})
    act(code, AGENCY, "answer", {"content": "Xong", "completed_on": "2026-08-07"})
    act(code, FOCAL, "review", {"item": 4, "decision": "publish"})
    world.settle()
    world.clock.set(date(2026, 9, 11))
    return world


def sweep(world: System, wrap: Wrap) -> Any:
    return world.build(wrap).sweep.run()


def settled(world: System, work: Callable[[System, Wrap], Any]) -> System:
    """A quarter of an hour later: the mark of a check that died counts no longer."""
    work(world, lambda name, port: port)
    world.clock.forward(minutes=15)
    world.settle()
    return world


def test_a_sweep() -> None:
    base = overdue()
    clean = settled(base.copy(), sweep)
    assert (
        sum(len(events) for events in history(clean).values())
        > sum(len(events) for events in history(base).values()) + 8
    )
    for fault in every_fault(base, sweep):
        world = settled(broken_run(base, sweep, fault), sweep)
        assert history(world) == history(clean), fault
        assert letters(world) == letters(clean), fault
        assert pages(world) == pages(clean), fault
        assert sweep(world, lambda name, port: port)["checked"] == 0, fault


def publish(world: System, wrap: Wrap) -> Any:
    return world.publisher(wrap=wrap).tick()


def test_a_publication() -> None:
    """A sample of faults; tests/unit/test_publish.py kills the publisher at every call."""
    base = overdue().copy()
    sweep(base, lambda name, port: port)
    clean = settled(base.copy(), publish)
    for fault in every_fault(base, publish, step=13):
        world = broken_run(base, publish, fault)
        world.clock.forward(hours=1)
        world.settle()
        assert pages(world) == pages(clean), fault
        assert_ledger_is_whole(world)


def test_two_officers_at_once_and_a_crash_of_one() -> None:
    """The loser of a race decides again on what the winner did."""
    base, code = stages()["answer"]
    world = base.copy()
    acts = iter(["urge"])

    class Meddling:
        """Another officer acts between this one's reading and writing."""

        def __init__(self, inner: Any) -> None:
            self.inner = inner

        def __getattr__(self, name: str) -> Any:
            if name == "commit" and (other := next(acts, None)):
                world.services.act(code, Actor(Role.FOCAL, "van-phong-3", "VPUB"), other, {})
            return getattr(self.inner, name)

    process = world.build(lambda name, port: Meddling(port) if name == "cases" else port)
    process.act(code, FOCAL, "classify", {"kind": "praise"}, KEY)
    assert world.types(code)[-2:] == ["urged", "classified"]
