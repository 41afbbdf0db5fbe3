"""Lists, figures, indexes, home and the public ledger, brought up to the ledger within a number of PUTs per run.

What does not fit into one run stays owed in the state note, each list in its turn: work on one page adds up while it
waits, so the number of PUTs is bounded by the number of pages, whatever the number of changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chalicelib.ports import Clock, Lease, Ledger
from chalicelib.publishing.absorb import Parallel, absorb
from chalicelib.publishing.heads import Heads
from chalicelib.publishing.notes import ALL, PAGE_SIZE, Notes, Owed, State, head_of
from chalicelib.publishing.objects import Objects, recall
from chalicelib.publishing.rows import Rows, Sources

BUDGET = 40
"""PUTs of one run (design, section 6)."""
PER_PAGE = 2
PER_HEAD = 3 * PER_PAGE
"""A newest page, the numbered page of the same rows, and the one before it."""
KEPT_FOR_OLDER = 10
"""PUTs of one run that newest pages leave to older ones, lest those wait for ever."""
LEDGER_PAGES = 4
GROUP_SIZE = 500
BACKLOG = 3000
"""Rows owed beyond which no further entries are taken in: the state note stays under DynamoDB's 400 KB."""

Stop = Callable[[], bool]


@dataclass(slots=True)
class _Run:
    """One run's budget."""

    rows: Rows
    heads: Heads
    stop: Stop
    left: int = BUDGET
    recalled: list[str] = field(default_factory=list)

    def may(self, puts: int) -> bool:
        return self.left >= puts and not self.stop()


@dataclass(frozen=True, slots=True)
class ListPages:
    """Implements `usecases.publish.Lists`."""

    sources: Sources
    ledger: Ledger
    clock: Clock
    parallel: Parallel[Any, Any] = map
    group: int = GROUP_SIZE
    backlog: int = BACKLOG

    def update(self, lease: Lease, stop: Stop) -> None:
        """Take in all new entries, then write what is owed until the PUTs or the time are used up.

        Raises `Conflict` once the lease is lost; whatever was done is harmless then.
        """
        notes = Notes(self.ledger, lease)
        state = notes.state()
        taken = False
        while not stop() and state.backlog < self.backlog and self.absorb(notes, state, unsaved=taken):
            taken = True
        if state.due:
            self._write(notes, state, stop)

    def owes(self) -> bool:
        """Whether another run has anything to do."""
        state = Notes(self.ledger, Lease("", 0, 0, ())).state()
        return state.due or bool(self.ledger.entries(state.seq, limit=1))

    def absorb(self, notes: Notes, state: State, *, unsaved: bool = False) -> bool:
        """Take in one group of entries; False if there are none. The state is stored when its documents are written, or
        (`unsaved`) before the next group begins, whose mark forgets the values before this one.
        """
        entries = self.ledger.entries(state.seq, limit=self.group)
        if not entries:
            return False
        end = notes.group_end()
        if end <= state.seq:
            end = entries[-1].seq
            if unsaved:
                notes.save_state(state)
            notes.fix_group(end)
        absorb(notes, self.sources.cases, state, [entry for entry in entries if entry.seq <= end], self.parallel)
        return True

    def frame(self, lease: Lease) -> int:
        """Every page that must exist without any case, and all names as they are now: for a deployment.

        Returns the number of PUTs: none for what is there already.
        """
        notes = Notes(self.ledger, lease)
        heads = self._heads(notes, notes.state())
        return heads.core() + sum(heads.put(list_) for list_ in (ALL, *heads.all_lists()))

    def _heads(self, notes: Notes, state: State) -> Heads:
        return Heads(Rows(self.sources, notes), state, self.clock, Objects(self.sources.site, state.seq))

    def _write(self, notes: Notes, state: State, stop: Stop) -> None:
        heads = self._heads(notes, state)
        heads.owe_successors()
        run = _Run(heads.rows, heads, stop)
        if state.core:
            run.rows.load([*state.answered, *(code for _, code in state.overdue)], self.parallel)
            run.left -= heads.core()
            run.recalled += ["index"] if state.recall else []
            state.core = state.recall = False
        run.left -= heads.ledger(LEDGER_PAGES)
        older = any(not owed.head for owed in state.owed.values())
        # All cases first: that is where people look whether theirs is there.
        for owed in sorted(state.owed.values(), key=lambda owed: owed.key != ALL):
            if owed.head and run.may(PER_HEAD + (KEPT_FOR_OLDER if older else 0)):
                self._newest(run, owed)
                state.served(owed)
        for owed in [owed for owed in state.owed.values() if not owed.head]:
            self._older(run, owed)
            state.served(owed)
        if run.recalled:
            recall(self.sources.site, run.recalled)
        # A crash before this line: the same documents are owed again, found to be there already, and cost nothing.
        notes.save_state(state)

    def _newest(self, run: _Run, owed: Owed) -> None:
        """The newest page, after the numbered pages whose rows it shows."""
        shown = run.heads.count(owed.key) - PAGE_SIZE
        for number, codes in sorted(owed.by_page().items()):
            if number * PAGE_SIZE > shown:
                self._page(run, owed, number, codes)
        run.left -= run.heads.put(owed.key)
        run.recalled += [head_of(owed.key)] if owed.recall else []
        owed.head = False

    def _older(self, run: _Run, owed: Owed) -> None:
        for number, codes in owed.by_page().items():
            if not run.may(PER_PAGE):
                return
            self._page(run, owed, number, codes)

    def _page(self, run: _Run, owed: Owed, number: int, codes: list[str]) -> None:
        run.rows.load(codes, self.parallel)
        document = run.rows.update(owed.key, number, codes)
        key = f"{owed.key}/{number}"
        run.left -= run.heads.objects.page(key, document, document["sequence"])
        run.recalled += [key] if owed.recall else []
        for code in codes:
            del owed.codes[code]
