"""Breaking every port call in turn: run once to count the calls, then once per call and kind of fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from chalicelib.ports import MailLater, Unavailable
from tests.fakes.faulty import Crash, Fault, Faulty, Mode
from tests.fakes.system import System, Wrap

MODES = tuple(Mode)


@dataclass(frozen=True)
class Broken:
    """One fault at one call of one port."""

    port: str
    method: str
    nth: int
    mode: Mode

    def wrap(self, name: str, port: Any) -> Any:
        error = MailLater if name == "mailer" else Unavailable
        return Faulty(port, (Fault(self.method, self.nth, self.mode, error),)) if name == self.port else port


def every_fault(base: System, work: Callable[[System, Wrap], Any], step: int = 1) -> Iterator[Broken]:
    """All faults that can meet `work` on a copy of `base`; with `step`, every such one."""
    ports: dict[str, Faulty] = {}
    work(base.copy(), lambda name, port: ports.setdefault(name, Faulty(port)))
    calls = [
        (port, method, nth)
        for port, found in ports.items()
        for method, n in found.calls.items()
        for nth in range(1, n + 1)
    ]
    assert calls
    yield from [Broken(*call, mode) for call in calls for mode in MODES][::step]


def broken_run(base: System, work: Callable[[System, Wrap], Any], fault: Broken) -> System:
    """A copy of `base` in which `work` was done by a process that met `fault`."""
    world = base.copy()
    with suppress(Crash, Exception):
        work(world, fault.wrap)
    return world


def pages(world: System) -> dict[str, bytes]:
    """What the public reads, but for the ledger's hashes: they hang on random salts."""
    return {key: found.body for key, found in sorted(world.site.documents.items()) if not key.startswith("so-cai")}


def history(world: System) -> dict[str, list[tuple[int, str]]]:
    return {code: [(event.seq, event.type) for event in events] for code, events in sorted(world.tables.events.items())}


def letters(world: System) -> Counter[tuple[str, str, str]]:
    return Counter((mail.to, mail.notice, mail.case) for mail in world.mailer.sent)


def assert_ledger_is_whole(world: System) -> None:
    """Every public event has one number, the numbers are consecutive, nothing waits."""
    numbered = Counter((entry.code, entry.event) for entry in world.ledger.entries.values())
    assert max(numbered.values()) == 1
    assert sorted(world.ledger.entries) == list(range(1, len(numbered) + 1))
    assert world.waiting("publish") == world.waiting("mail") == 0
