"""The newest page of each list, for agencies and fields with their figures; and the documents about the whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.domain.deadlines import vietnam_date
from chalicelib.ports import Clock
from chalicelib.publishing import names
from chalicelib.publishing.core import Core, ledger_pages
from chalicelib.publishing.documents import SCHEMA
from chalicelib.publishing.notes import ALL, State, head_of, tally_from
from chalicelib.publishing.objects import Objects
from chalicelib.publishing.pages import Doc
from chalicelib.publishing.rows import Rows


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
        day = date.fromisoformat(self.state.day) if self.state.day else vietnam_date(self.clock())
        return Core(self.state, self.rows.sources.reference.current(), day)

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
        """The lists of all agencies and fields that have a page even without a case."""
        core = self._core
        agencies = [f"co-quan/{line['id']}" for line in core.agencies()]
        return [*agencies, *(f"linh-vuc/{line['id']}" for line in core.fields())]

    def count(self, list_: str) -> int:
        """Slots given on a list."""
        return self.state.count if list_ == ALL else tally_from(self.rows.notes.now(list_)).count

    def put(self, list_: str) -> int:
        """The newest page of a list; the number of PUTs."""
        document = self._all() if list_ == ALL else self._own(list_)
        return self.objects.page(head_of(list_), document, document["sequence"])

    def _all(self) -> Doc:
        pages, sequence, rows = self.rows.newest(ALL, self.state.count)
        return {"schema": SCHEMA, "sequence": sequence, "page": pages, "pages": pages, "rows": rows}

    def _own(self, list_: str) -> Doc:
        tally = tally_from(self.rows.notes.now(list_))
        months = tally.sums.months
        pages, _, rows = self.rows.newest(list_, tally.count)
        return {
            "schema": SCHEMA,
            "sequence": tally.seq,
            **self._subject(list_),
            "figures": tally.sums.figures.to_json(),
            "months": [{"month": month, "figures": months[month].to_json()} for month in sorted(months)],
            "pages": pages,
            "rows": rows,
        }

    def _subject(self, list_: str) -> dict[str, Any]:
        sort, _, code = list_.partition("/")
        reference = self.rows.sources.reference.current()
        if sort == "co-quan":
            return {"agency": names.agency_profile(reference, code)}
        return {"field": {"id": code, "name": names.field_name(reference, code)}}
