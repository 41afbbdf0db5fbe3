"""Everything published, anew from the ledger, whatever the site holds: the same ledger gives the same bytes."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.ports import Lease
from chalicelib.publishing.heads import Heads
from chalicelib.publishing.lists import ListPages
from chalicelib.publishing.notes import ALL, Notes, Owed, State
from chalicelib.publishing.objects import Objects
from chalicelib.publishing.rows import Rows


@dataclass(frozen=True, slots=True)
class Rebuild:
    """Implements `usecases.publish.Rebuild`. Interrupted, it is begun again; runs in between write what is newer."""

    lists: ListPages

    def __call__(self, lease: Lease) -> None:
        """Raises `Conflict` once the lease is lost."""
        ledger = self.lists.ledger
        ledger.forget(lease)
        notes = Notes(ledger, lease)
        state, owed = State(), dict[str, Owed]()
        while self.lists.absorb(notes, state):
            for one in state.owed.values():
                owed.setdefault(one.key, Owed(one.key)).codes.update(one.codes)
            # All pages are written below, so nothing is owed; the note must not grow with the whole ledger.
            state.owed = {}
            notes.save_state(state)
        self._cases(notes, state.seq)
        self._pages(notes, state, owed)

    def _cases(self, notes: Notes, upto: int) -> None:
        """Each case page under the number of the case's last entry."""
        last: dict[str, int] = {}
        entries = self.lists.ledger.entries(0)
        while entries and entries[0].seq <= upto:
            last |= {entry.code: entry.seq for entry in entries if entry.seq <= upto}
            entries = self.lists.ledger.entries(entries[-1].seq)
        sources = self.lists.sources

        def write(code: str) -> None:
            standing = Rows(sources, notes).case(code)[0]
            sources.case_pages.write(sources.cases.events(code), standing.event, last[code], force=True)

        list(self.lists.parallel(write, last))

    def _pages(self, notes: Notes, state: State, owed: dict[str, Owed]) -> None:
        objects = Objects(self.lists.sources.site, state.seq, force=True)
        for one in owed.values():
            for number, codes in one.by_page().items():
                rows = Rows(self.lists.sources, notes, fresh=True)
                rows.load(codes, self.lists.parallel)
                document = rows.update(one.key, number, codes)
                objects.page(f"{one.key}/{number}", document, document["sequence"])
        heads = Heads(Rows(self.lists.sources, notes), state, self.lists.clock, objects)
        heads.core()
        heads.ledger(state.seq)
        for list_ in dict.fromkeys([ALL, *owed, *heads.all_lists()]):
            heads.put(list_)
        # Whatever stood there may have been wrong.
        self.lists.sources.site.invalidate(["/*"])
        state.core = False
        notes.save_state(state)
