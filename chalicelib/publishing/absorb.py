"""Ledger entries -> notes: slots, moves, sums, and which documents are owed. Writes no document.

Entries are taken one by one in the ledger's order, each with the case folded up to its event, so the outcome does not
depend on how entries are grouped. Order of writes: end of the group, notes of cases, notes of lists; then the caller
stores the state, before it fixes another group. A crash anywhere before the state leaves a group that is done again
with the same outcome; after it, the group is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from chalicelib.domain import events as e
from chalicelib.domain.corrections import recalled
from chalicelib.domain.deadlines import vietnam_date
from chalicelib.domain.signed import NAMED, Mark, marks, spoken_of
from chalicelib.domain.statistics import ZERO, Contribution, Figures, contribution_from, contribution_of
from chalicelib.domain.story import Story, tell
from chalicelib.domain.vocabulary import Timeliness
from chalicelib.ports import CaseStore, LedgerEntry
from chalicelib.publishing.notes import (
    ALL,
    NAMES,
    PAGE_SIZE,
    Notes,
    Raw,
    Standing,
    State,
    Tally,
    standing_from,
    tally_from,
)
from chalicelib.publishing.register import enter

POOL = 20
"""Codes kept for the home page's short lists: more than it shows, since some leave again."""

A = TypeVar("A")
B = TypeVar("B")
Parallel = Callable[[Callable[[A], B], Iterable[A]], Iterable[B]]


@dataclass(slots=True)
class _Work:
    """One group in memory: values before it and now."""

    group: int
    state: State
    events: dict[str, list[e.Event]]
    before: dict[str, Raw | None] = field(default_factory=dict)
    cases: dict[str, Standing] = field(default_factory=dict)
    lists: dict[str, Tally] = field(default_factory=dict)


def absorb(
    notes: Notes, cases: CaseStore, state: State, entries: Sequence[LedgerEntry], parallel: Parallel[Any, Any]
) -> State:
    """Take in `entries`, which begin right after `state.seq`; the end of the group is fixed already.

    Returns the new state, which is not stored yet.
    """
    codes = list(dict.fromkeys(entry.code for entry in entries))
    work = _Work(entries[-1].seq, state, dict(zip(codes, parallel(cases.events, codes), strict=True)))
    for code, note in zip(codes, parallel(lambda code: notes.before(code, work.group), codes), strict=True):
        work.before[code] = note
        work.cases[code] = standing_from(note)
    for entry in entries:
        _take(work, notes, entry)
    for code in codes:
        _count(work, notes, code)
    state.seq = work.group
    state.day = max(state.day, *(vietnam_date(entry.at).isoformat() for entry in entries))
    state.core = True
    _store(work, notes, parallel)
    return state


def _take(work: _Work, notes: Notes, entry: LedgerEntry) -> None:
    standing = work.cases[entry.code]
    story = tell(work.events[entry.code], entry.event)
    # An event that was numbered after a later one of its case: that one included it.
    if story is None or entry.event <= standing.event:
        return
    seen = [event for event in work.events[entry.code] if event.seq <= entry.event]
    speaks = spoken_of(seen)
    now = [*_lists_of(story), *([NAMES] if speaks else [])]
    slots, touched, moved = dict(standing.slots), dict(standing.touched), dict(standing.moved)
    for list_ in now:
        if list_ not in slots:
            slots[list_] = _next_slot(work, notes, list_)
        moved.pop(list_, None)
    left = [list_ for list_ in slots if list_ not in now and list_ not in moved]
    moved |= {list_: _same_sort(list_, now) for list_ in left}
    # A restricted case disappears wherever it ever stood; so do those with a state secret in them, and complaints. One
    # that is released comes back to the same places.
    changed = [*slots] if story.vanished or _was_gone(work, entry.code) else [*now, *left]
    touched |= dict.fromkeys(changed, entry.seq)
    recall = recalled(work.events[entry.code], range(standing.event + 1, entry.event + 1))
    work.state.recall |= recall
    for list_ in changed:
        _owe(work, notes, list_, entry, slots[list_])
        work.state.owed[list_].recall |= recall
    if speaks:
        _mark(work, notes, entry, marks(seen, story), speaks)
    contribution = contribution_of(story)
    noted = enter(work.state, work.events[entry.code], entry, standing)
    work.cases[entry.code] = Standing(
        entry.event, slots, touched, moved, contribution.compact() if contribution else None, noted
    )
    _pools(work.state, story, entry, work.events[entry.code])


_HIDING = (e.Restricted, e.PurgeAsked, e.Redirected)


def _was_gone(work: _Work, code: str) -> bool:
    """Before this entry. Few cases ever were, and only those are told twice."""
    taken, events = work.cases[code].event, work.events[code]
    if not taken or not any(isinstance(event.fact, _HIDING) for event in events):
        return False
    before = tell(events, taken)
    return before is not None and before.vanished


def _lists_of(story: Story) -> list[str]:
    case = story.case
    lists = [ALL]
    if case.lead:
        lists.append(f"co-quan/{case.lead}")
    if case.field and not story.unseen:
        lists.append(f"linh-vuc/{case.field}")
    return lists


def _same_sort(list_: str, now: Sequence[str]) -> str:
    sort = list_.partition("/")[0]
    return next((other for other in now if other.partition("/")[0] == sort), "")


def _tally(work: _Work, notes: Notes, list_: str) -> Tally:
    if list_ not in work.lists:
        work.before[list_] = notes.before(list_, work.group)
        work.lists[list_] = tally_from(work.before[list_])
    return work.lists[list_]


def _next_slot(work: _Work, notes: Notes, list_: str) -> int:
    if list_ == ALL:
        work.state.count += 1
        return work.state.count
    tally = _tally(work, notes, list_)
    tally.count += 1
    return tally.count


def _owe(work: _Work, notes: Notes, list_: str, entry: LedgerEntry, slot: int) -> None:
    owed = work.state.owe(list_)
    owed.codes[entry.code] = slot
    if list_ == ALL:
        owed.head = owed.head or slot > work.state.count - PAGE_SIZE
    else:
        owed.head = True
        _tally(work, notes, list_).seq = entry.seq


def _mark(work: _Work, notes: Notes, entry: LedgerEntry, found: Sequence[Mark], speaks: Iterable[str]) -> None:
    """Who was named and honoured in this case: on the agency's own page, wherever the case is now, and on the page of
    all who stand named.
    """
    lists = {f"co-quan/{code}": [mark for mark in found if mark.agency == code] for code in speaks if code}
    lists[NAMES] = [mark for mark in found if mark.kind == NAMED and not mark.ended]
    for list_ in sorted(lists):
        tally = _tally(work, notes, list_)
        others = [row for row in tally.names if row["code"] != entry.code]
        rows = [*others, *(_mark_row(entry.code, mark) for mark in lists[list_])]
        rows = sorted(rows, key=lambda row: (row["on"], row["code"], row["kind"], row["agency"]), reverse=True)
        if rows != tally.names:
            tally.names, tally.seq = rows, entry.seq
            work.state.owe(list_).head = True


def _mark_row(code: str, mark: Mark) -> Raw:
    until = mark.until.isoformat() if mark.until else None
    named = {"failure": mark.failure or None, "until": until, "ended": mark.ended}
    return {"code": code, "kind": mark.kind, "agency": mark.agency, "on": mark.on.isoformat(), **named}


def _pools(state: State, story: Story, entry: LedgerEntry, events: Sequence[e.Event]) -> None:
    """The newest answers, and the longest overdue, whose next step of the ladder brings back what fell off."""
    code, case = entry.code, story.case
    fact = next((event.fact for event in events if event.seq == entry.event), None)
    just_answered = isinstance(fact, e.ItemPublished) and fact.type == "answer"
    if code in state.answered and (just_answered or story.open or story.hidden):
        state.answered.remove(code)
    # Only a first answer is news: the row shows the day of the first one.
    if just_answered and not story.hidden and not story.case.reopened:
        state.answered = [code, *state.answered][:POOL]
    state.overdue = [row for row in state.overdue if row[1] != code]
    if story.timeliness is Timeliness.OVERDUE and story.clock and not story.hidden:
        state.overdue = sorted([*state.overdue, (story.clock.due_on.isoformat(), case.code)])[:POOL]


def _count(work: _Work, notes: Notes, code: str) -> None:
    """The case's new contribution instead of its old one: what was added once is taken away once."""
    old = contribution_from(standing_from(work.before[code]).contribution)
    new = contribution_from(work.cases[code].contribution)
    work.state.sums.subtract(old)
    work.state.sums.add(new)
    for part, signed in ((old, ZERO.__sub__), (new, ZERO.__add__)):
        if part:
            _count_own(work, notes, part, signed)


def _count_own(work: _Work, notes: Notes, part: Contribution, signed: Callable[[Figures], Figures]) -> None:
    month = part.keys["month"]
    if "agency" in part.keys:
        tally = _tally(work, notes, f"co-quan/{part.keys['agency']}")
        tally.sums.change(signed(part.agency), month, part.part)
    for agency, figures in part.elsewhere.items():
        _tally(work, notes, f"co-quan/{agency}").sums.change(signed(figures), month, part.part)
    if "field" in part.keys:
        _tally(work, notes, f"linh-vuc/{part.keys['field']}").sums.change(signed(part.figures), month)


def _store(work: _Work, notes: Notes, parallel: Parallel[Any, Any]) -> None:
    def save(pair: tuple[str, Raw]) -> None:
        key, raw = pair
        notes.save(key, work.group, work.before[key], raw)

    list(parallel(save, [(code, standing.raw()) for code, standing in work.cases.items()]))
    list(parallel(save, [(list_, tally.raw()) for list_, tally in work.lists.items()]))
