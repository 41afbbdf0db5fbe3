"""Figures by successor: what agencies that have ended handled, counted with the agency that holds their tasks today.

Computed from the directory whenever a document is made, out of sums by (agency, field, place) that know no directory:
exact under any version of it, and never a recount. What has no unique successor stays with the agency that had it, so
both ways of counting have the same total.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.directory import Directory
from chalicelib.domain.statistics import ZERO, Figures
from chalicelib.publishing.notes import Tally


@dataclass(frozen=True, slots=True)
class Successors:
    """`tally` reads the note of an agency's list; `day` is the documents' day."""

    directory: Directory
    day: date
    tally: Callable[[str], Tally]

    def ended(self, codes: Iterable[str]) -> list[str]:
        return sorted(code for code in codes if not self.directory.valid_on(code, self.day))

    def holder(self, code: str, part: str) -> str:
        """Who holds on the day what `code` held of one part (field and place)."""
        field, _, place = part.partition("|")
        heirs = self.directory.heirs(code, field, self.day, place)
        return heirs[0] if len(heirs) == 1 else code

    def fold(self, handled: dict[str, Figures]) -> dict[str, Figures]:
        """Figures as handled -> figures by successor."""
        found = {code: figures for code, figures in handled.items() if self.directory.valid_on(code, self.day)}
        for code in self.ended(handled):
            for part, figures in self.tally(code).sums.parts.items():
                holder = self.holder(code, part)
                found[holder] = found.get(holder, ZERO) + figures
        return found

    def of(self, code: str) -> tuple[Figures, dict[str, Figures]]:
        """(figures by successor of one agency, and how much of them came from which predecessor)."""
        own = self.tally(code).sums
        total = own.figures if self.directory.valid_on(code, self.day) else self._held(code, code)
        parts = {before: self._held(before, code) for before in self.predecessors(code)}
        return sum(parts.values(), total), {before: figures for before, figures in parts.items() if figures}

    def _held(self, code: str, holder: str) -> Figures:
        parts = self.tally(code).sums.parts
        return sum((figures for part, figures in parts.items() if self.holder(code, part) == holder), ZERO)

    def predecessors(self, code: str) -> list[str]:
        """Ended agencies of which this one may hold a part, in the directory's order."""
        gone = [agency.code for agency in self.directory.agencies if not agency.valid_on(self.day)]
        return [before for before in gone if code in self.heirs(before)]

    def heirs(self, code: str) -> list[str]:
        """All agencies of the day that may hold a part of an ended one, whatever cases it had."""
        found: dict[str, None] = {}
        waiting = [code]
        while waiting:
            one = waiting.pop()
            if not self.directory.has_agency(one):
                continue
            for heir in self.directory.agency(one).successors:
                if heir not in found:
                    found[heir] = None
                    waiting += [heir] if not self.directory.valid_on(heir, self.day) else []
        return [heir for heir in found if self.directory.valid_on(heir, self.day)]
