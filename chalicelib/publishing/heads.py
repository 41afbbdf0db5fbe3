"""The newest page of each list, for agencies and fields with their figures; and the documents about the whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.domain.deadlines import vietnam_date
from chalicelib.ports import Clock
from chalicelib.publishing import names
from chalicelib.publishing.core import Core, ledger_pages
from chalicelib.publishing.notes import ALL, NAMES, PAGE_SIZE, REGISTER, Owed, State, head_of, tally_from
from chalicelib.publishing.objects import Objects
from chalicelib.publishing.pages import Doc
from chalicelib.publishing.rows import Rows
from chalicelib.publishing.shapes import SCHEMA
from chalicelib.publishing.successors import Successors

NAMES_SHOWN = 20
"""Namings and honours on an agency's page, newest first; its figures count them all."""


@dataclass(frozen=True, slots=True)
class Heads:
    """`objects` puts for the holder of `state`."""

    rows: Rows
    state: State
    clock: Clock
    objects: Objects

    @property
    def _core(self) -> Core:
        # Documents have no clock: "today" is the newest entry's day. Only an empty system asks for the time.
        successors = self.successors
        return Core(self.state, self.rows.sources.reference.current(), successors.day, successors)

    @property
    def successors(self) -> Successors:
        day = date.fromisoformat(self.state.day) if self.state.day else vietnam_date(self.clock())
        return Successors(self.rows.sources.reference.current().directory, day, self.rows.agency)

    def owe_successors(self) -> None:
        """Pages that show figures of an agency that has ended: owed when those change, or when its end has come."""
        successors, state = self.successors, self.state
        ended = successors.ended(state.sums.tables["agencies"])
        changed = {*ended} ^ {*state.ended}
        # Also one whose last case has just moved away, and which has no figures any more.
        touched = successors.ended(key.partition("/")[2] for key, owed in state.owed.items() if _of_agency(key, owed))
        for code in sorted({*touched, *changed}):
            for heir in successors.heirs(code):
                state.owe(f"co-quan/{heir}").head = True
        for code in sorted(changed):
            state.owe(f"co-quan/{code}").head = True
        state.ended = ended

    def core(self) -> int:
        """Home, statistics and the two indexes; the number of PUTs."""
        documents = self._core.documents(lambda code: self.rows.row(code, ALL))
        return sum(self.objects.page(key, document, self.state.seq) for key, document in documents)

    def ledger(self, pages: int) -> int:
        """Up to so many pages of the public ledger; what is left is written next time."""
        puts = 0
        for key, document, last in ledger_pages(self.rows.notes.ledger, self.state.ledger, self.state.seq):
            if pages <= 0:
                break
            puts += self.objects.json(key, document, last)
            self.state.ledger, pages = last, pages - 1
        return puts

    def all_lists(self) -> list[str]:
        """The lists that have a page even without a case: names, corrections, all agencies and all fields."""
        core = self._core
        agencies = [f"co-quan/{line['id']}" for line in core.agencies()]
        return [NAMES, REGISTER, *agencies, *(f"linh-vuc/{line['id']}" for line in core.fields())]

    def count(self, list_: str) -> int:
        """Slots given on a list."""
        if list_ in (ALL, REGISTER):
            return self.state.count if list_ == ALL else self.state.corrections
        return tally_from(self.rows.notes.now(list_)).count

    def put(self, list_: str) -> int:
        """The newest page of a list; the number of PUTs."""
        if list_ in (ALL, REGISTER):
            document = self._whole(list_)
        else:
            document = self._names() if list_ == NAMES else self._own(list_)
        return self.objects.page(head_of(list_), document, document["sequence"])

    def _whole(self, list_: str) -> Doc:
        """All cases, or the register of corrections."""
        pages, sequence, rows = self.rows.newest(list_, self.count(list_))
        return {"schema": SCHEMA, "sequence": sequence, "page": pages, "pages": pages, "rows": rows}

    def _names(self) -> Doc:
        """Who stands named, whenever that was decided, and the newest cases in which anybody was named or honoured."""
        tally = tally_from(self.rows.notes.now(NAMES))
        pages, _, rows = self.rows.newest(NAMES, tally.count)
        codes = [*dict.fromkeys(mark["code"] for mark in tally.names)][:PAGE_SIZE]
        standing = [row for row in (self.rows.row(code, NAMES) for code in codes) if row]
        doc = {"schema": SCHEMA, "sequence": tally.seq, "page": pages, "pages": pages}
        return doc | {"named": len(tally.names), "standing": standing, "rows": rows}

    def _own(self, list_: str) -> Doc:
        tally = tally_from(self.rows.notes.now(list_))
        months = tally.sums.months
        pages, _, rows = self.rows.newest(list_, tally.count)
        doc = {
            "schema": SCHEMA,
            "sequence": tally.seq,
            **self._subject(list_),
            "figures": tally.sums.figures.to_json(),
            "months": [{"month": month, "figures": months[month].to_json()} for month in sorted(months)],
        }
        if "agency" in doc:
            doc |= self._by_successor(doc["agency"]["id"], tally.seq)
            doc |= {"names": [dict(row) for row in tally.names[:NAMES_SHOWN]]}
        return doc | {"pages": pages, "rows": rows}

    def _by_successor(self, code: str, seq: int) -> Doc:
        """The figure set, and the document's sequence, which counts the predecessors' changes as well."""
        successors, reference = self.successors, self.rows.sources.reference.current()
        total, parts = successors.of(code)
        before = [
            {"id": one, "name": names.agency_name(reference, one), "figures": figures.to_json()}
            for one, figures in parts.items()
        ]
        seqs = [self.rows.agency(one).seq for one in successors.predecessors(code)]
        return {"by_successor": {"figures": total.to_json(), "from": before}, "sequence": max([seq, *seqs])}

    def _subject(self, list_: str) -> dict[str, Any]:
        sort, _, code = list_.partition("/")
        reference = self.rows.sources.reference.current()
        if sort == "co-quan":
            return {"agency": names.agency_profile(reference, code)}
        return {"field": {"id": code, "name": names.field_name(reference, code)}}


def _of_agency(key: str, owed: Owed) -> bool:
    return owed.head and key.startswith("co-quan/")
