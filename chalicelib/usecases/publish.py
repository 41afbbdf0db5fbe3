"""Outbox rows to the public ledger and the public site: one consumer, one order, whatever crashes.

A batch is fixed first: from then on its events have their numbers. Then the case pages are written, the ledger is
appended, the rows are deleted, the batch is forgotten. A crash anywhere leaves the batch with the lease, and the next
holder does the same again: pages under the same numbers, the same ledger lines, the same rows. Rows are deleted while
the batch still stands, so no event is ever numbered twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from chalicelib.domain.corrections import recalled
from chalicelib.domain.events import Event
from chalicelib.domain.kin import naming, turned
from chalicelib.domain.listed import citing_list
from chalicelib.ports import CaseStore, Clock, Conflict, Lease, Ledger, LedgerEntry, Outbox, OutboxRow, Unavailable

log = logging.getLogger("hoiam.publish")

PUBLISH = "publish"
ROWS_PER_SHARD = 25
LEASE_SECONDS = 300
"""At least as long as the function may run, so that a live holder is never taken for a dead one."""
REBUILD_SECONDS = 1800

Stop = Callable[[], bool]
Counts = dict[str, int]


class Due(NamedTuple):
    """A case's page that must be written; zeros: see `CasePages.write`."""

    code: str
    upto: int
    sequence: int


class CasePages(Protocol):
    """A case's own page."""

    def write(self, events: Sequence[Event], upto: int, sequence: int, *, force: bool = False) -> None:
        """Show the case after event `upto` under ledger number `sequence`; remove the page of a restricted case.

        With zeros it makes the page that is there anew, under its own number: another case that it names went or came
        back. Repeating it is harmless. Raises `Conflict` for another writer, and for a page with a higher number.
        """

    def recall(self, cases: Sequence[Sequence[Event]]) -> None:
        """Old versions and caches forget what the pages of these cases showed. Repeating it is harmless."""


class Lists(Protocol):
    """Everything published that tells of more than one case."""

    def update(self, lease: Lease, stop: Stop) -> None:
        """Bring lists and figures up to the ledger, as far as PUTs and time allow. Raises `Conflict`."""

    def owes(self) -> bool:
        """Whether another `update` has anything to do."""

    def frame(self, lease: Lease) -> int:
        """Pages that exist without any case; returns the number of objects written."""


class Rebuild(Protocol):
    def __call__(self, lease: Lease) -> None:
        """Forget all notes and write everything anew from the ledger. Raises `Conflict`."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """`fingerprint` gives the ledger's hash of an event; `owner` is this process; `parallel` maps like `map`."""

    cases: CaseStore
    outbox: Outbox
    ledger: Ledger
    pages: CasePages
    lists: Lists
    rebuilder: Rebuild
    fingerprint: Callable[[Event], str]
    clock: Clock
    owner: str
    parallel: Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]] = map

    def drain(self, out_of_time: Stop = lambda: False) -> Counts:
        """Publish what waits: {"published", "busy", "left"}. `left` > 0 asks to be called again at once."""
        return self._hold(lambda lease, counts: self._drain(lease, counts, out_of_time))

    def tick(self, out_of_time: Stop = lambda: False) -> Counts:
        """`drain`, then the lists. Lists that wait for their turn are not `left`: the next tick goes on with them."""

        def work(lease: Lease, counts: Counts) -> Lease:
            lease = self._drain(lease, counts, out_of_time)
            if not out_of_time():
                self.lists.update(lease, out_of_time)
                # Whoever rang meanwhile found the lease taken: his rows are ours, too.
                lease = self._drain(lease, counts, out_of_time)
            counts["waiting"] = int(self.lists.owes())
            return lease

        return self._hold(work)

    def rebuild(self) -> Counts:
        """`drain`, then everything anew. Takes as long as it takes: for the operator, not for a schedule.

        The site may be ahead of the tables (they were restored): nothing that stands there holds it up.
        """

        def work(lease: Lease, counts: Counts) -> Lease:
            lease = self._drain(lease, counts, lambda: False, force=True)
            self.rebuilder(lease)
            return lease

        return self._hold(work, REBUILD_SECONDS)

    def publish_empty(self) -> Counts:
        """The pages that a fresh or newly deployed system must have. Repeating it writes nothing."""

        def work(lease: Lease, counts: Counts) -> Lease:
            counts["written"] = self.lists.frame(lease)
            return lease

        return self._hold(work)

    def take_over(self) -> Counts:
        """`tick` under a lease taken from its holder, who is known to be dead: the machine was started anew."""

        def work(lease: Lease, counts: Counts) -> Lease:
            lease = self._drain(lease, counts, lambda: False)
            self.lists.update(lease, lambda: False)
            return lease

        return self._hold(work, force=True)

    def _hold(
        self, work: Callable[[Lease, Counts], Lease], seconds: int = LEASE_SECONDS, *, force: bool = False
    ) -> Counts:
        """Do `work` under the lease. Whoever loses it to a later holder stops quietly: that one does the rest."""
        counts = {"published": 0, "busy": 0, "left": 0}
        lease = self.ledger.acquire(self.owner, self.clock(), seconds, force=force)
        if lease is None:
            return counts | {"busy": 1}
        try:
            lease = work(lease, counts)
        except Conflict:
            counts["busy"] = 1
        finally:
            # No error if the lease was lost. After a kill nobody comes here, and the lease runs out by itself. After a
            # fault this is the lease as it was taken: a batch that was fixed since then stays to be finished.
            self.ledger.release(lease)
        return counts

    def _drain(self, lease: Lease, counts: Counts, out_of_time: Stop, *, force: bool = False) -> Lease:
        self._retry(counts, out_of_time)
        while not out_of_time():
            rows: list[OutboxRow] = []
            if not lease.batch:
                rows = self._rows(ROWS_PER_SHARD)
                if not rows:
                    return lease
                lease = self.ledger.fix(lease, self._number(lease, rows))
            counts["published"] += len(lease.batch)
            lease = self._publish(lease, rows, counts, force)
        counts["left"] = 1
        return lease

    def _rows(self, limit: int) -> list[OutboxRow]:
        """The oldest rows of all shards in the order of time, those of one case in the order of its events."""
        rows = [row for shard in range(self.outbox.shards) for row in self.outbox.pending(PUBLISH, shard, limit=limit)]
        rows = [row for row in rows if row.seq]
        return sorted(rows, key=lambda row: (row.id.partition("#")[0], row.code, row.seq))

    def _number(self, lease: Lease, rows: Sequence[OutboxRow]) -> list[LedgerEntry]:
        events = self._events(row.code for row in rows)
        entries = []
        for seq, row in enumerate(rows, lease.next_seq):
            # A row and its event are one transaction: a KeyError here is a fault to be looked at, not to be skipped.
            event = {event.seq: event for event in events[row.code]}[row.seq]
            entries.append(LedgerEntry(seq, event.at, row.code, row.seq, self.fingerprint(event)))
        return entries

    def _events(self, codes: Iterable[str]) -> dict[str, list[Event]]:
        wanted = list(dict.fromkeys(codes))
        return dict(zip(wanted, self.parallel(self.cases.events, wanted), strict=True))

    def _retry(self, counts: Counts, out_of_time: Stop) -> None:
        """Pages that could not be written when their turn came: tried again in every run until they can."""
        for shard in range(self.outbox.shards):
            for row in self.outbox.pending(PUBLISH, shard, limit=ROWS_PER_SHARD):
                if row.seq == 0 and not out_of_time():
                    code, upto, sequence = row.code.split("|")
                    events = self.cases.events(code)
                    if self._write(events, int(upto), int(sequence), counts) and self._forgotten([events], counts):
                        self.outbox.done([row])

    def _write(self, events: Sequence[Event], upto: int, sequence: int, counts: Counts, *, force: bool = False) -> bool:
        """Write one case's page; False, with a loud line in the log, when this page cannot be made.

        One case that cannot be shown must not keep all others from being published.
        """
        try:
            self.pages.write(events, upto, sequence, force=force)
        except (Conflict, Unavailable):
            raise
        except Exception:
            log.exception("page not written", extra={"case": events[0].code})
            counts["failed"] = counts.get("failed", 0) + 1
            return False
        return True

    def _publish(self, lease: Lease, rows: Sequence[OutboxRow], counts: Counts, force: bool) -> Lease:
        """Finish the fixed batch. `rows` are its outbox rows; an unfinished batch of a former holder looks for them."""
        batch = lease.batch
        events = self._events(entry.code for entry in batch)
        newest = {entry.code: entry.seq for entry in batch}
        numbers = {code: [entry.event for entry in batch if entry.code == code] for code in newest}
        own = [Due(code, max(numbers[code]), seq) for code, seq in newest.items()]
        self._write_all(own, events, counts, force)
        linked = self._naming([code for code in newest if turned(events[code], numbers[code])], events)
        others = [Due(code, 0, 0) for code in linked]
        self._write_all(others, linked, counts, force)
        back = [due for due in own if recalled(events[due.code], numbers[due.code])]
        self._recall([*back, *others], events | linked, counts)
        self.ledger.append(lease)
        self.outbox.done(rows or self._rows_of(batch))
        return self.ledger.finish(lease)

    def _write_all(self, pages: Sequence[Due], events: Mapping[str, list[Event]], counts: Counts, force: bool) -> None:
        def write(due: Due) -> None:
            if not self._write(events[due.code], due.upto, due.sequence, counts, force=force):
                self._owe(due)

        list(self.parallel(write, pages))

    def _owe(self, due: Due) -> None:
        """The ledger goes on; the page stays owed, as a row without an event."""
        self.outbox.ask(PUBLISH, f"{due.code}|{due.upto}|{due.sequence}", self.clock())

    def _naming(self, changed: Sequence[str], events: Mapping[str, list[Event]]) -> dict[str, list[Event]]:
        """Events of the cases whose pages name one of those that have gone or come back."""
        codes = [other for code in changed for other in (*naming(events[code]), *self._citing(code))]
        return {code: found for code, found in self._events(sorted(codes)).items() if found}

    def _citing(self, code: str) -> Iterator[str]:
        codes, after = self.cases.listed(citing_list(code))
        yield from codes
        while after:
            codes, after = self.cases.listed(citing_list(code), after=after)
            yield from codes

    def _recall(self, pages: Sequence[Due], events: Mapping[str, list[Event]], counts: Counts) -> None:
        """Once for the whole batch, and before its rows go: a crash or a CDN that does not answer repeats all of it."""
        if pages and not self._forgotten([events[due.code] for due in pages], counts):
            for due in pages:
                self._owe(due)

    def _forgotten(self, cases: Sequence[list[Event]], counts: Counts) -> bool:
        """Like `_write`: what is refused for good stays owed, loudly, and stops nobody else's publication."""
        try:
            self.pages.recall(cases)
        except (Conflict, Unavailable):
            raise
        except Exception:
            log.exception("caches not told", extra={"case": cases[0][0].code})
            counts["failed"] = counts.get("failed", 0) + 1
            return False
        return True

    def _rows_of(self, batch: Sequence[LedgerEntry]) -> list[OutboxRow]:
        """The rows of a former holder's batch that are still there. A row left behind would be numbered again, so all
        rows are looked at unless all are found before.
        """
        wanted = {(entry.code, entry.event) for entry in batch}
        limit, seen = len(batch), -1
        while True:
            rows = self._rows(limit)
            found = [row for row in rows if (row.code, row.seq) in wanted]
            if len(found) == len(wanted) or len(rows) == seen:
                return found
            limit, seen = limit * 4, len(rows)
