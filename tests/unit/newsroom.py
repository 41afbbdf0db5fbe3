"""A whole system in memory for the tests of publication: people act through the use cases, a publisher publishes."""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.domain import commands as c
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.petition import NOTICE_VERSION
from chalicelib.domain.reference import to_payload
from chalicelib.domain.vocabulary import Role
from chalicelib.publishing.casepages import CasePages
from chalicelib.publishing.fingerprint import Fingerprint
from chalicelib.publishing.lists import ListPages
from chalicelib.publishing.rebuild import Rebuild
from chalicelib.publishing.rows import Sources
from chalicelib.usecases.act import Act
from chalicelib.usecases.deps import Deps
from chalicelib.usecases.publish import Publisher
from chalicelib.usecases.submit import CODE_ALPHABET, Submit
from tests.fakes.files import MemoryFiles
from tests.fakes.ledger import LedgerTable, MemoryLedger
from tests.fakes.reference import MemoryReferences
from tests.fakes.secrets import MemorySecrets
from tests.fakes.site import MemorySite
from tests.fakes.store import MemoryCases, MemoryDeliveries, MemoryOutbox, MemorySealed
from tests.fakes.tables import MemoryTables
from tests.fakes.vault import MemoryVault
from tests.unit.world import FOCAL, at, reference

SECRET = "BÍ-MẬT-7391"
"""Stands in every text that must never be published."""
REFERENCES = MemoryReferences(to_payload(reference()))
Wrap = Callable[[str, Any], Any]


def agency(code: str) -> Actor:
    return Actor(Role.AGENCY, code, code)


def copy_of(tables: MemoryTables) -> MemoryTables:
    """An independent copy; locks cannot be copied."""
    names = [item.name for item in fields(tables) if item.name != "lock"]
    return MemoryTables(**{name: copy.deepcopy(getattr(tables, name)) for name in names})


@dataclass
class People:
    """Everybody who acts: the tables fill with events, sealed texts and outbox rows."""

    today: date = date(2026, 8, 7)
    tables: MemoryTables = field(default_factory=MemoryTables)
    files: MemoryFiles = field(default_factory=MemoryFiles)
    hour: int = 9

    def __post_init__(self) -> None:
        vault, deliveries = MemoryVault(MemorySealed(self.tables)), MemoryDeliveries(self.tables)
        deps = Deps(self.now, MemoryCases(self.tables), vault, MemorySecrets(), self.files, REFERENCES, deliveries)
        numbers = itertools.count()
        self.submit = Submit(deps, lambda length: _letters(next(numbers), length))
        self.act = Act(deps, self.submit)
        self._keys = itertools.count()

    def now(self) -> datetime:
        return at(self.today, self.hour)

    def petition(self, **changes: Any) -> str:
        """A new case; its original text is nobody's but the desk's."""
        raw = {
            "kind": "conduct",
            "title": f"Gốc {SECRET}",
            "content": f"Nội dung gốc {SECRET}",
            "submitter": {"type": "business", "name": f"Ông {SECRET}", "email": "a@example.vn", "address": "Lạng Sơn"},
            "notice_version": NOTICE_VERSION,
        }
        return self.submit(raw | changes, f"idempotency-key-{next(self._keys):05d}").code

    def do(self, code: str, actor: Actor, name: str, **raw: Any) -> None:
        self.act(code, actor, name, raw)

    def texts(self, code: str, title: str = "Công khai") -> None:
        content = {"public_content": f"Nội dung {title}", "handling_content": f"Xử lý {SECRET}"}
        self.do(code, FOCAL, "write_texts", public_title=title, **content)

    def forwarded(self, lead: str = "SNNMT", field: str = "dat-dai", **changes: Any) -> str:
        code = self.petition(**changes)
        self.do(code, FOCAL, "classify", kind="conduct", field=field)
        self.texts(code, f"Công khai {code[-5:]}")
        self.do(code, FOCAL, "forward", lead=lead)
        return code

    def answer(self, code: str, lead: str = "SNNMT", **changes: Any) -> None:
        raw = {"content": "Đã giải quyết", "completed_on": self.today.isoformat(), "document_number": "12/CV"}
        self.do(code, agency(lead), "answer", **raw | changes)
        self.publish(code)

    def publish(self, code: str) -> None:
        """The focal officer lets the last item through."""
        case = MemoryCases(self.tables).load(code)
        assert case
        assert case.pending
        self.do(code, FOCAL, "review", item=case.pending[-1].item, decision="publish")

    def sweep(self, code: str) -> None:
        self.act.run(code, SYSTEM, c.Tick())

    def later(self, days: int) -> None:
        self.today += timedelta(days=days)


def _letters(number: int, length: int) -> str:
    found = ""
    for _ in range(length):
        number, rest = divmod(number, len(CODE_ALPHABET))
        found = CODE_ALPHABET[rest] + found
    return found


@dataclass
class Newsroom:
    """The publisher's side: may be thrown away and built again over the same tables, ledger and site."""

    tables: MemoryTables
    files: MemoryFiles
    ledger: LedgerTable = field(default_factory=LedgerTable)
    site: MemorySite = field(default_factory=MemorySite)
    now: datetime = field(default_factory=lambda: at(date(2026, 8, 7)))
    limits: dict[str, int] = field(default_factory=dict)

    def publisher(self, owner: str = "a", wrap: Wrap = lambda name, port: port) -> Publisher:
        cases = wrap("cases", MemoryCases(self.tables))
        ledger = wrap("ledger", MemoryLedger(self.ledger))
        vault = wrap("vault", MemoryVault(MemorySealed(self.tables)))
        site, files = wrap("site", self.site), wrap("files", self.files)
        lists = ListPages(Sources(cases, vault, files, REFERENCES, site), ledger, lambda: self.now, **self.limits)
        return Publisher(
            cases=cases,
            outbox=wrap("outbox", MemoryOutbox(self.tables)),
            ledger=ledger,
            pages=CasePages(site, vault, files, REFERENCES, cases),
            lists=lists,
            rebuilder=Rebuild(lists),
            fingerprint=Fingerprint(lambda code, seq: f"{code}/{seq}".encode()),
            clock=lambda: self.now,
            owner=owner,
        )

    def settle(self, owner: str = "a") -> int:
        """Ticks until nothing waits; the largest number of PUTs of a tick without its case pages."""
        self.now += timedelta(hours=1)
        publisher, most = self.publisher(owner), 0
        publisher.drain()
        for _ in range(1000):
            before = self.site.puts
            counts = publisher.tick()
            most = max(most, self.site.puts - before)
            if not counts["waiting"]:
                return most
        raise AssertionError("it never settles")

    def rebuilt(self) -> bool:
        """Whether a rebuild gives what is there, byte for byte."""
        self.publisher().publish_empty()
        before = self.everything()
        self.publisher("z").rebuild()
        return self.everything() == before

    def copy(self) -> Newsroom:
        site = MemorySite()
        site.documents, site.types = dict(self.site.documents), dict(self.site.types)
        entries, placements = dict(self.ledger.entries), copy.deepcopy(self.ledger.placements)
        ledger = LedgerTable(lease=self.ledger.lease, until=self.ledger.until, entries=entries, placements=placements)
        return Newsroom(copy_of(self.tables), self.files, ledger, site, self.now)

    def doc(self, key: str) -> Any:
        found = self.site.read(f"{key}.json")
        return json.loads(found.body) if found else None

    def everything(self) -> dict[str, tuple[bytes, int]]:
        return {key: (found.body, found.sequence) for key, found in sorted(self.site.documents.items())}

    @property
    def rows_left(self) -> int:
        return sum(len(rows) for (consumer, _), rows in self.tables.rows.items() if consumer == "publish")


def newsroom(people: People) -> Newsroom:
    return Newsroom(people.tables, people.files)
