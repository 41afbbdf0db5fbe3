"""The register of corrections (`domain.corrections`) among the lists: one line for each event, not for each case."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain.corrections import FLIPS, corrections
from chalicelib.domain.events import Event
from chalicelib.ports import LedgerEntry
from chalicelib.publishing.notes import PAGE_SIZE, REGISTER, Standing, State


def enter(state: State, events: Sequence[Event], entry: LedgerEntry, standing: Standing) -> dict[str, Sequence[int]]:
    """The new `Standing.noted` of the case: lines of the events since `standing`, up to `entry`. Owes what changed.

    All its lines are owed again when its code must go, or comes back.
    """
    span = range(standing.event + 1, entry.event + 1)
    noted = dict(standing.noted)
    flips = any(event.seq in span and isinstance(event.fact, FLIPS) for event in events)
    changed = [*noted] if flips else []
    for line in corrections(events):
        if line.seq in span:
            state.corrections += 1
            noted[str(line.seq)] = [state.corrections, entry.seq]
            changed.append(str(line.seq))
    for number in changed:
        slot = noted[number][0]
        noted[number] = [slot, entry.seq]
        owed = state.owe(REGISTER)
        owed.codes[ref(entry.code, number)] = slot
        owed.head |= slot > state.corrections - PAGE_SIZE
        owed.recall |= flips
    return noted


def ref(code: str, number: str) -> str:
    """What stands for a line where other lists have the code of a case."""
    return f"{code}|{number}"


def case_of(ref_: str) -> str:
    return ref_.partition("|")[0]


def number_of(ref_: str) -> str:
    return ref_.partition("|")[2]
