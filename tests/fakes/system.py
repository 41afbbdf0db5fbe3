"""The whole system in memory: the real composition over the fakes, a clock that is set, drains that are rung by hand.

`build` makes a fresh process over the same data, so a test can let one process die and another one go on.
"""

from __future__ import annotations

import copy
import itertools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from chalicelib.delivery.letters import CatalogueLetters
from chalicelib.delivery.links import SignedLinks
from chalicelib.domain.reference import to_payload
from chalicelib.domain.vocabulary import Role
from chalicelib.ports import Claim, Mail
from chalicelib.publishing.casepages import CasePages
from chalicelib.publishing.complained import conduct_counts
from chalicelib.publishing.fingerprint import Fingerprint
from chalicelib.publishing.lists import ListPages
from chalicelib.publishing.rebuild import Rebuild
from chalicelib.publishing.rows import Sources
from chalicelib.usecases.deps import Deps
from chalicelib.usecases.publish import Publisher
from chalicelib.usecases.submit import CODE_ALPHABET, Submit
from chalicelib.wiring import Services, assemble
from tests.fakes.files import MemoryFiles
from tests.fakes.ledger import LedgerTable, MemoryLedger
from tests.fakes.mailer import MemoryMailer
from tests.fakes.reference import MemoryReferences
from tests.fakes.secrets import MemorySecrets
from tests.fakes.site import MemorySite
from tests.fakes.store import MemoryCases, MemoryDeliveries, MemoryOutbox, MemorySealed
from tests.fakes.tables import MemoryTables
from tests.fakes.vault import MemoryVault
from tests.unit.newsroom import copy_of
from tests.unit.world import at, reference

ORIGIN = "https://hoiam.example.vn"
LINK = re.compile(re.escape(ORIGIN) + r"(/[a-z/-]*)#([^\s\"<]+)")
Wrap = Callable[[str, Any], Any]


@lru_cache(maxsize=1)
def references() -> MemoryReferences:
    return MemoryReferences(to_payload(reference()))


@dataclass
class SetClock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def set(self, day: date, hour: int = 9) -> None:
        self.now = at(day, hour)

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass(frozen=True)
class Stores:
    """How a process gets its adapters, each anew."""

    cases: Callable[[], Any]
    outbox: Callable[[], Any]
    sealed: Callable[[], Any]
    ledger: Callable[[], Any]
    deliveries: Callable[[], Any]


@dataclass
class System:
    """`wrap(name, port)` may put faults around each port of the processes built from then on."""

    clock: SetClock = field(default_factory=lambda: SetClock(at(date(2026, 8, 7))))
    tables: MemoryTables = field(default_factory=MemoryTables)
    files: MemoryFiles = field(default_factory=MemoryFiles)
    mailer: MemoryMailer = field(default_factory=MemoryMailer)
    site: MemorySite = field(default_factory=MemorySite)
    ledger: LedgerTable = field(default_factory=LedgerTable)
    secrets: MemorySecrets = field(default_factory=MemorySecrets)
    reference: MemoryReferences = field(default_factory=references)

    def __post_init__(self) -> None:
        self.links = SignedLinks(self.secrets, self.clock, ORIGIN)
        self._numbers = itertools.count()
        self.stores = self.new_stores()
        self._vault = MemoryVault(self.stores.sealed())
        self.services = self.build()

    def new_stores(self) -> Stores:
        """In memory here. Another back end overrides it, and everything else stays as it is."""
        return Stores(
            cases=lambda: MemoryCases(self.tables),
            outbox=lambda: MemoryOutbox(self.tables),
            sealed=lambda: MemorySealed(self.tables),
            ledger=lambda: MemoryLedger(self.ledger),
            deliveries=lambda: MemoryDeliveries(self.tables),
        )

    def build(self, wrap: Wrap = lambda name, port: port) -> Services:
        deps = Deps(
            clock=self.clock,
            cases=wrap("cases", self.stores.cases()),
            vault=wrap("vault", self._vault),
            secrets=wrap("secrets", self.secrets),
            files=wrap("files", self.files),
            reference=self.reference,
            deliveries=wrap("deliveries", self.stores.deliveries()),
            conduct_counts=lambda: conduct_counts(self.stores.ledger()),
        )
        outbox = wrap("outbox", self.stores.outbox())
        mailer, site = wrap("mailer", self.mailer), wrap("site", self.site)
        built = assemble(deps, self.links, lambda: (CatalogueLetters(), mailer), outbox, site, ORIGIN)
        return replace(built, submit=Submit(deps, self._draw))

    def _draw(self, length: int) -> str:
        number, found = next(self._numbers), ""
        for _ in range(length):
            number, rest = divmod(number, len(CODE_ALPHABET))
            found = CODE_ALPHABET[rest] + found
        return found

    def publisher(self, owner: str = "a", wrap: Wrap = lambda name, port: port) -> Publisher:
        cases, vault = wrap("cases", self.stores.cases()), wrap("vault", self._vault)
        site, files = wrap("site", self.site), wrap("files", self.files)
        ledger = wrap("ledger", self.stores.ledger())
        lists = ListPages(Sources(cases, vault, files, self.reference, site), ledger, self.clock)
        return Publisher(
            cases=cases,
            outbox=wrap("outbox", self.stores.outbox()),
            ledger=ledger,
            pages=CasePages(site, vault, files, self.reference, cases),
            lists=lists,
            rebuilder=Rebuild(lists),
            fingerprint=Fingerprint(lambda code, seq: f"{code}/{seq}".encode()),
            clock=self.clock,
            owner=owner,
        )

    def copy(self) -> System:
        """Another world that is the same until now. Files are shared: nobody changes them."""
        site, mailer = MemorySite(), MemoryMailer()
        site.documents, site.types = dict(self.site.documents), dict(self.site.types)
        mailer.sent, mailer.refused = list(self.mailer.sent), set(self.mailer.refused)
        entries, notes = dict(self.ledger.entries), copy.deepcopy(self.ledger.placements)
        ledger = LedgerTable(lease=self.ledger.lease, until=self.ledger.until, entries=entries, placements=notes)
        clock, known = SetClock(self.clock.now), self.reference.copy()
        other = System(clock, copy_of(self.tables), self.files, mailer, site, ledger, self.secrets, known)
        other._numbers = itertools.count(len(self.tables.heads))
        # New sealed ids must not meet those that are there.
        other._vault._ids = itertools.count(len(self.tables.bodies) + 1)
        return other

    def settle(self) -> None:
        """All mails and all pages: what schedules and streams do in some minutes."""
        self.services.mail.drain()
        publisher = self.publisher()
        for _ in range(50):
            if not publisher.tick()["waiting"]:
                return
        raise AssertionError("publication never settles")

    def doc(self, key: str) -> Any:
        """A published document, None if there is none."""
        found = self.site.read(f"{key}.json")
        return json.loads(found.body) if found else None

    def mails(self, to: str = "", notice: str = "") -> list[Mail]:
        """Mails sent so far, by address and by a letter in them (`forwarded`, `forwarded-agency-SNNMT`)."""
        wanted = f"{notice}-" if notice else ""
        sent = [(mail, mail.notice.split("@")) for mail in self.mailer.sent if to in mail.to]
        return [mail for mail, keys in sent if any(f"{key}-".startswith(wanted) for key in keys)]

    def waiting(self, consumer: str) -> int:
        return sum(len(rows) for (name, _), rows in self.tables.rows.items() if name == consumer)

    def types(self, code: str) -> list[str]:
        return [event.type for event in self.tables.events[code]]

    def desk(self, officer: str = "van-phong-1", role: Role = Role.FOCAL) -> str:
        return self.links.sign(Claim("desk", role, officer))

    def everything_stored(self) -> str:
        """All that a write could have changed, as text: two equal ones mean that nothing was written."""
        return repr(
            (self.tables.heads, self.tables.events, self.tables.submissions, self.tables.bodies, self.tables.rows)
        )


def tokens(mail: Mail) -> list[str]:
    """What stands in the fragments of a mail's links."""
    return [found.group(2) for found in LINK.finditer(mail.text)]
