"""The documents about the whole: home, indexes, statistics, and the public ledger. All derive from the state note."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.domain.deadlines import VIETNAM
from chalicelib.domain.reference import Reference
from chalicelib.domain.statistics import ZERO, Figures
from chalicelib.ports import Ledger
from chalicelib.publishing import names
from chalicelib.publishing.notes import State
from chalicelib.publishing.pages import Doc
from chalicelib.publishing.shapes import SCHEMA
from chalicelib.publishing.successors import Successors

LEDGER_PAGE = 1000
HOME_ROWS = 5
# The order in which pages name groups of agencies.
GROUPS = ("so", "nganh_doc", "xa", "huyen")

RowOf = Callable[[str], Doc | None]


@dataclass(frozen=True, slots=True)
class Core:
    """`day`: of the newest ledger entry, or of the deployment while there is none."""

    state: State
    reference: Reference
    day: date
    successors: Successors

    def documents(self, row: RowOf) -> Iterable[tuple[str, Doc]]:
        """(key, document) of the four documents that change with every group of entries."""
        yield "index", self.home(row)
        yield "thong-ke", self.statistics()
        yield "co-quan", self._index(self.agencies())
        yield "linh-vuc", self._index(self.fields())

    def home(self, row: RowOf) -> Doc:
        sums, year = self.state.sums, f"{self.day:%Y}"
        of_year = sum((figures for month, figures in sums.tables["months"].items() if month[:4] == year), ZERO)
        with_cases = [line for line in self.agencies() if line["figures"]["received"]]
        return self._document(
            figures=sums.figures.to_json(),
            year={"year": int(year), "figures": of_year.to_json()},
            answered=_first(map(row, self.state.answered)),
            overdue=_first(row(code) for _, code in self.state.overdue),
            agencies=[
                {name: line[name] for name in ("id", "name", "figures")}
                for line in sorted(with_cases, key=lambda line: -int(line["figures"]["answered"]))
            ],
        )

    def statistics(self) -> Doc:
        sums = self.state.sums
        tables = sums.tables
        keyed: dict[str, list[Doc]] = {
            name: [{"id": key, "figures": tables[name][key].to_json()} for key in sorted(tables[name])]
            for name in ("kinds", "channels", "submitter_types", "ownerships", "from_provinces", "subindexes")
        }
        months = [{"month": month, "figures": tables["months"][month].to_json()} for month in sorted(tables["months"])]
        named = {
            "agencies": _with_cases(self.agencies()),
            "by_successor": _with_cases(self._agencies(self.successors.fold(tables["agencies"]))),
            "fields": _with_cases(self.fields()),
        }
        refusals = [{"reason": reason, "n": n} for reason, n in sorted(sums.refusals.items())]
        return self._document(figures=sums.figures.to_json(), months=months, **keyed, refusals=refusals, **named)

    def agencies(self) -> list[Doc]:
        """Agencies that exist on the day, and those that have cases, by group and then in the directory's order."""
        return self._agencies(self.state.sums.tables["agencies"])

    def _agencies(self, figures: Mapping[str, Figures]) -> list[Doc]:
        codes = dict.fromkeys([*names.known_agencies(self.reference, self.day), *sorted(figures)])
        profiles = [names.agency_profile(self.reference, code) for code in codes]
        rows = [_line(profile, profile["group"], figures) for profile in profiles]
        return sorted(rows, key=lambda line: GROUPS.index(line["group"]) if line["group"] in GROUPS else len(GROUPS))

    def fields(self) -> list[Doc]:
        figures = self.state.sums.tables["fields"]
        codes = dict.fromkeys([*(field.code for field in self.reference.directory.fields), *sorted(figures)])
        return [_line({"id": code, "name": names.field_name(self.reference, code)}, None, figures) for code in codes]

    def _index(self, rows: list[Doc]) -> Doc:
        return self._document(rows=rows)

    def _document(self, **content: Any) -> Doc:
        return {"schema": SCHEMA, "sequence": self.state.seq, **content}


def _line(named: Doc, group: str | None, figures: Mapping[str, Figures]) -> Doc:
    return {
        "id": named["id"],
        "name": named["name"],
        "group": group,
        "figures": figures.get(named["id"], ZERO).to_json(),
    }


def _with_cases(rows: list[Doc]) -> list[Doc]:
    return [{name: line[name] for name in ("id", "name", "figures")} for line in rows if line["figures"]["received"]]


def _first(rows: Iterable[Doc | None]) -> list[Doc]:
    return [row for row in rows if row][:HOME_ROWS]


def ledger_pages(ledger: Ledger, after: int, upto: int) -> Iterable[tuple[str, Doc, int]]:
    """(key, document, last sequence) of `so-cai/{n}` for the entries `after` < seq <= `upto`: seq, time, hash, no code.

    Numbered from 1, 1,000 lines each; a page is full, and never changes again, once the next one begins.
    """
    for number in range(after // LEDGER_PAGE + 1, (upto - 1) // LEDGER_PAGE + 2 if upto else 0):
        first = (number - 1) * LEDGER_PAGE
        entries = [entry for entry in ledger.entries(first, limit=LEDGER_PAGE) if entry.seq <= upto]
        lines = [
            {
                "seq": entry.seq,
                "at": entry.at.astimezone(VIETNAM).isoformat(timespec="seconds"),
                "hash": entry.hash,
            }
            for entry in entries
        ]
        last = entries[-1].seq if entries else 0
        yield f"so-cai/{number}", {"schema": SCHEMA, "sequence": last, "page": number, "entries": lines}, last
