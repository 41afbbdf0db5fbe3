"""The publisher's own memory, kept through `Ledger.place`: where cases stand, sums, and which documents are owed.

Every published list and figure can be derived from these notes, so a document may be written late or twice. A note
keeps its value before and after the group of ledger entries that changed it last: a group that a crash interrupted is
done again from the values before it, and comes out the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.statistics import OwnSums, Sums
from chalicelib.ports import Lease, Ledger

ALL = "danh-sach"
REGISTER = "dinh-chinh"
NAMES = "neu-ten"
PAGE_SIZE = 50
GROUP, STATE = "~group", "~state"
Raw = Mapping[str, Any]


def page_of(slot: int) -> int:
    return (slot - 1) // PAGE_SIZE + 1


def head_of(list_: str) -> str:
    """The key of a list's newest page."""
    return "ho-so" if list_ == ALL else list_


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands: its slot on each list it was ever on, and what it contributes to the figures.

    `touched`: list -> ledger number that changed its row last. `moved`: list that it left -> list it went to. `event`
    is the newest event that is included. `noted`: number of an event that stands in the register of corrections ->
    [its slot there, the ledger number that changed its line last].
    """

    event: int = 0
    slots: Mapping[str, int] = field(default_factory=dict)
    touched: Mapping[str, int] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    contribution: Raw | None = None
    noted: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def raw(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "event": self.event,
            "slots": dict(self.slots),
            "touched": dict(self.touched),
            "moved": dict(self.moved),
            "contribution": self.contribution,
        }
        return found | {"noted": dict(self.noted)} if self.noted else found


def standing_from(raw: Raw | None) -> Standing:
    return Standing(**raw) if raw else Standing()


@dataclass(slots=True)
class Tally:
    """The note of one agency's or field's list: slots given, sums, and the ledger number that changed it last.

    `names`: when and in which case the agency was named or honoured, newest first; of the page of names, who stands
    named at the moment.
    """

    count: int = 0
    seq: int = 0
    sums: OwnSums = field(default_factory=OwnSums)
    names: list[Raw] = field(default_factory=list)

    def raw(self) -> dict[str, Any]:
        found = {"count": self.count, "seq": self.seq, **self.sums.compact()}
        return found | {"names": [dict(row) for row in self.names]} if self.names else found


def tally_from(raw: Raw | None) -> Tally:
    return Tally(raw["count"], raw["seq"], OwnSums(raw), list(raw.get("names", []))) if raw else Tally()


@dataclass(slots=True)
class Owed:
    """Work on one list: its newest page (with the figures, if it has any), and rows to write anew, code -> slot.

    `recall`: something public was taken back, so caches and old versions must forget the pages that are written.
    """

    key: str
    head: bool = False
    codes: dict[str, int] = field(default_factory=dict)
    recall: bool = False

    def by_page(self) -> dict[int, list[str]]:
        """The codes by page, in the order in which the pages fell due."""
        pages: dict[int, list[str]] = {}
        for code, slot in self.codes.items():
            pages.setdefault(page_of(slot), []).append(code)
        return pages


@dataclass(slots=True)
class State:
    """`seq`: entries up to it are in the notes. `core`: home, indexes and statistics are owed. `ledger`: the public
    ledger pages include entries up to it. `day`: of the newest entry, the only "today" that documents know.
    `ended`: agencies with cases that had ended when figures by successor were written last. `corrections`: slots given
    in the register. `recall`: the home page, too, may have shown what was taken back.
    """

    seq: int = 0
    day: str = ""
    count: int = 0
    ledger: int = 0
    core: bool = False
    sums: Sums = field(default_factory=Sums)
    answered: list[str] = field(default_factory=list)
    overdue: list[tuple[str, str]] = field(default_factory=list)
    owed: dict[str, Owed] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)
    corrections: int = 0
    recall: bool = False

    def raw(self) -> dict[str, Any]:
        return {
            "seq": self.seq,
            "day": self.day,
            "count": self.count,
            "ledger": self.ledger,
            "core": self.core,
            "sums": self.sums.compact(),
            "answered": list(self.answered),
            "overdue": [list(row) for row in self.overdue],
            "owed": [[owed.key, owed.head, dict(owed.codes), owed.recall] for owed in self.owed.values()],
            "ended": list(self.ended),
            "corrections": self.corrections,
            "recall": self.recall,
        }

    def owe(self, list_: str) -> Owed:
        return self.owed.setdefault(list_, Owed(list_))

    def served(self, owed: Owed) -> None:
        """It had its turn: gone if nothing is left of it, else last in the queue."""
        del self.owed[owed.key]
        if owed.head or owed.codes:
            self.owed[owed.key] = owed

    @property
    def due(self) -> bool:
        """Whether anything is left to write."""
        return self.core or bool(self.owed) or self.ledger < self.seq

    @property
    def backlog(self) -> int:
        return sum(len(owed.codes) for owed in self.owed.values())


def state_from(raw: Raw | None) -> State:
    if not raw:
        return State()
    rest = {name: raw[name] for name in ("seq", "day", "count", "ledger", "core")}
    # A note of the version before has no fourth member.
    owed = {list_: Owed(list_, head, dict(codes), *recall) for list_, head, codes, *recall in raw["owed"]}
    overdue = [(due, code) for due, code in raw["overdue"]]
    ended = list(raw.get("ended", []))
    corrections, recall = raw.get("corrections", 0), raw.get("recall", False)
    return State(
        **rest,
        sums=Sums(raw["sums"]),
        answered=list(raw["answered"]),
        overdue=overdue,
        owed=owed,
        ended=ended,
        corrections=corrections,
        recall=recall,
    )


@dataclass(frozen=True, slots=True)
class Notes:
    """Reads and writes the notes under one lease. Raises `Conflict` once the lease is lost."""

    ledger: Ledger
    lease: Lease

    def state(self) -> State:
        return state_from(self.ledger.placement(STATE))

    def save_state(self, state: State) -> None:
        self.ledger.place(self.lease, STATE, state.raw())

    def group_end(self) -> int:
        return int((self.ledger.placement(GROUP) or {}).get("end", 0))

    def fix_group(self, end: int) -> None:
        """From now on this group ends here, whatever crashes: its notes are either before it or after it."""
        self.ledger.place(self.lease, GROUP, {"end": end})

    def before(self, key: str, group: int) -> Raw | None:
        """The value before the group that ends at `group`."""
        note = self.ledger.placement(key)
        if note is None:
            return None
        value: Raw | None = note["prev"] if note["group"] == group else note["cur"]
        return value

    def now(self, key: str) -> Raw | None:
        note = self.ledger.placement(key)
        return note["cur"] if note else None

    def save(self, key: str, group: int, before: Raw | None, now: Raw) -> None:
        self.ledger.place(self.lease, key, {"group": group, "prev": before, "cur": now})
