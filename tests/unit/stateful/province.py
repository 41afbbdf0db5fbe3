"""One province with many petitions: the whole system, what people sent it, and what was seen of it from outside."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.case import Actor, Case
from chalicelib.domain.events import Event
from chalicelib.domain.queues import QUEUES
from chalicelib.ports import Conflict, MailLater, Outbox, Unavailable
from tests.fakes.faulty import Crash
from tests.fakes.system import System, Wrap
from tests.unit.crashes import Broken
from tests.unit.stateful.almanac import Almanac, almanac_of
from tests.unit.stateful.canaries import Canaries
from tests.unit.stateful.witness import Logbook, Postbook

NEVER = timedelta(days=3650)
BROKEN = (Crash, Unavailable, Conflict, MailLater)


@dataclass(frozen=True)
class Sending:
    """A submission as it was sent; the same again must find the same case."""

    raw: dict[str, Any]
    key: str
    clerk: Actor | None
    words: tuple[str, ...]


@dataclass
class Province:
    """`secrets`: code -> the submitter's secret, of every case that the system said it had accepted."""

    system: System
    canaries: Canaries = field(default_factory=Canaries)
    secrets: dict[str, str] = field(default_factory=dict)
    sendings: dict[str, Sending] = field(default_factory=dict)
    almanacs: dict[str, Almanac] = field(default_factory=dict)
    changed_references: int = 0

    def __post_init__(self) -> None:
        self.book, self.log = Postbook(self.system.clock), Logbook()
        logging.getLogger("hoiam").addHandler(self.log)
        self.know_reference()
        self.services = self.system.build(self.wrap())
        self._keys = itertools.count()
        self._publishers = itertools.count()

    def close(self) -> None:
        logging.getLogger("hoiam").removeHandler(self.log)

    def know_reference(self) -> None:
        reference = self.system.reference.current()
        self.almanacs[reference.calendar.version] = almanac_of(reference)

    def new_key(self) -> str:
        return f"idempotency-key-{next(self._keys):06d}"

    def wrap(self, fault: Broken | None = None) -> Wrap:
        """The postbook around the real ports, and a fault around both."""

        def around(name: str, port: Any) -> Any:
            port = self.book.around(name, port)
            return fault.wrap(name, port) if fault else port

        return around

    def process(self, fault: Broken | None) -> Any:
        """The services of a process that meets that fault."""
        self.book.claimed = []
        return self.system.build(self.wrap(fault)) if fault else self.services

    @contextmanager
    def maybe_broken(self, fault: Broken | None) -> Iterator[None]:
        """A fault may show in every declared way. Without one, nothing may be logged as a problem."""
        try:
            yield
        except BROKEN:
            if fault is None:
                raise
        if fault:
            self.log.problems.clear()
        assert not self.log.problems, self.log.problems

    # --- what runs by itself ---

    def sweep(self, fault: Broken | None = None) -> int:
        with self.maybe_broken(fault):
            return int(self.process(fault).sweep.run()["checked"])
        return 0

    def mail(self, fault: Broken | None = None) -> None:
        with self.maybe_broken(fault):
            self.process(fault).mail.drain()

    def publish(self, fault: Broken | None = None) -> bool:
        """One tick; whether it had nothing left to do."""
        publisher = self.system.publisher(f"p{next(self._publishers)}", self.wrap(fault))
        with self.maybe_broken(fault):
            counts = publisher.tick()
            return not (counts.get("waiting") or counts["busy"] or counts["left"])
        return False

    def settle(self) -> None:
        """The minutes after: all doubts about mails end, a dead publisher's lease runs out, everything is published."""
        for _ in range(20):
            self.rest()
            if not self.waiting("mail"):
                break
            self.mail()
            self.system.clock.forward(minutes=16)
        for _ in range(200):
            if self.publish():
                return
        raise AssertionError("publication never settles")

    def rest(self) -> None:
        """The overdue check until nothing is due."""
        for _ in range(20):
            if not self.sweep():
                return
        raise AssertionError("the overdue check never comes to rest")

    # --- what stands in the stores ---

    @property
    def now(self) -> datetime:
        return self.system.clock()

    @property
    def codes(self) -> list[str]:
        return list(self.secrets)

    def case(self, code: str) -> Case:
        found = self.services.deps.cases.load(code)
        assert found is not None, f"{code} was accepted, and is not in the store"
        return found  # type: ignore[no-any-return]

    def events(self, code: str) -> list[Event]:
        return list(self.services.deps.cases.events(code))

    def waiting(self, consumer: str) -> list[Any]:
        outbox: Outbox = self.services.mail.outbox
        return [row for shard in range(outbox.shards) for row in outbox.pending(consumer, shard, limit=1000)]

    def due(self, at: datetime) -> set[str]:
        cases = self.services.deps.cases
        return {code for shard in range(cases.due_shards) for code in cases.due(at, shard)}

    def queues(self) -> dict[str, list[str]]:
        """code -> the queues that it stands in."""
        found: dict[str, list[str]] = {}
        for queue in QUEUES:
            for entry in self.services.deps.cases.queue(queue, limit=1000)[0]:
                found.setdefault(entry.code, []).append(queue)
        return found
