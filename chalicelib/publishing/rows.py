"""Rows and pages of the lists (all, agency, field): fixed slots, 50 to a page, numbered from the oldest.

A numbered page says nothing about how many pages there are, since that would change it with every new case; only the
newest page knows. `full`: its last slot is given, so that newer pages follow.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.corrections import Correction, corrections
from chalicelib.domain.story import Story, tell
from chalicelib.ports import CaseStore, Files, ReferenceStore, Site, Vault
from chalicelib.publishing import names, namings
from chalicelib.publishing.absorb import Parallel
from chalicelib.publishing.casepages import CasePages
from chalicelib.publishing.listrows import correction_row, moved_row, row_of
from chalicelib.publishing.notes import (
    ALL,
    NAMES,
    PAGE_SIZE,
    REGISTER,
    Notes,
    Standing,
    Tally,
    page_of,
    standing_from,
    tally_from,
)
from chalicelib.publishing.pages import Doc
from chalicelib.publishing.register import case_of, number_of
from chalicelib.publishing.shapes import SCHEMA


@dataclass(frozen=True, slots=True)
class Sources:
    """What documents are made of."""

    cases: CaseStore
    vault: Vault
    files: Files
    reference: ReferenceStore
    site: Site

    @property
    def case_pages(self) -> CasePages:
        return CasePages(self.site, self.vault, self.files, self.reference, self.cases)


@dataclass(slots=True)
class Rows:
    """Rows as of the notes, each case read once. `fresh`: pages are made anew, nothing on the site is believed."""

    sources: Sources
    notes: Notes
    fresh: bool = False
    _cases: dict[str, tuple[Standing, Story, str | None]] = field(default_factory=dict)
    _corrections: dict[str, dict[int, Correction]] = field(default_factory=dict)
    _pages: dict[str, Doc] = field(default_factory=dict)
    _agencies: dict[str, Tally] = field(default_factory=dict)

    def case(self, code: str) -> tuple[Standing, Story, str | None]:
        """(standing, story, public title) of a case that stands on some list."""
        if code not in self._cases:
            standing = standing_from(self.notes.now(code))
            events = self.sources.cases.events(code)
            story = tell(events, standing.event)
            assert story is not None
            self._cases[code] = (standing, story, self._title(events, story))
            self._corrections[code] = {line.seq: line for line in corrections(events)} if standing.noted else {}
        return self._cases[code]

    def agency(self, code: str) -> Tally:
        """The sums of one agency, read once: its successors' figures include parts of them."""
        if code not in self._agencies:
            self._agencies[code] = tally_from(self.notes.now(f"co-quan/{code}"))
        return self._agencies[code]

    def load(self, codes: Iterable[str], parallel: Parallel[Any, Any]) -> None:
        """Read several cases at once."""
        list(parallel(self.case, dict.fromkeys(map(case_of, codes))))

    def _title(self, events: list[Any], story: Story) -> str | None:
        written = next((event for event in events if event.seq == story.texts), None)
        if story.hidden or written is None or written.body is None or "title" in story.case.withheld:
            return None
        texts = self.sources.vault.open(story.case, [written.body.id])
        title = texts.get(written.body.id, {}).get("public_title")
        return str(title) if title else None

    def row(self, code: str, list_: str) -> Doc | None:
        """The case's row on a list; None for a case without a page, whose slot stays empty."""
        standing, story, title = self.case(code)
        if story.gone:
            return None
        reference, slot = self.sources.reference.current(), standing.slots[list_]
        if list_ == NAMES:
            seen = [event for event in self.sources.cases.events(code) if event.seq <= standing.event]
            texts = self.sources.case_pages.texts(seen, story)
            return {"slot": slot, **namings.row(seen, story, title, texts, reference)}
        if list_ in standing.moved:
            sort, _, to = (standing.moved[list_] or list_).partition("/")
            named = names.agency if sort == "co-quan" else names.field
            return moved_row(story, slot, named(reference, to))
        return row_of(story, title, reference, slot)

    def page(self, list_: str, number: int) -> Doc:
        """The stored numbered page, or an empty one."""
        key = f"{list_}/{number}"
        if key not in self._pages:
            current = None if self.fresh else self.sources.site.read(f"{key}.json")
            self._pages[key] = json.loads(current.body) if current else self._empty(list_, number)
        return self._pages[key]

    def _empty(self, list_: str, number: int) -> Doc:
        page: Doc = {"schema": SCHEMA, "sequence": 0, "page": number, "pages": None, "full": False}
        if list_ not in (ALL, NAMES, REGISTER):
            page |= {"name": self.name(list_)}
        return page | {"rows": []}

    def name(self, list_: str) -> dict[str, str]:
        sort, _, code = list_.partition("/")
        named = names.agency_name if sort == "co-quan" else names.field_name
        return named(self.sources.reference.current(), code)

    def update(self, list_: str, number: int, codes: Iterable[str]) -> Doc:
        """The numbered page with the rows of `codes` as they are now. Doing it again changes nothing."""
        page = self.page(list_, number)
        rows = {row["slot"]: row for row in page["rows"]}
        sequence, full = page["sequence"], page["full"]
        for code in codes:
            slot, touched, row = self._line(list_, code)
            sequence, full = max(sequence, touched), full or slot == number * PAGE_SIZE
            if row is None:
                rows.pop(slot, None)
            else:
                rows[slot] = row
        newest_first = [rows[slot] for slot in sorted(rows, reverse=True)]
        fresh = {"sequence": sequence, "full": full, "rows": newest_first}
        self._pages[f"{list_}/{number}"] = self._empty(list_, number) | fresh
        return self._pages[f"{list_}/{number}"]

    def _line(self, list_: str, code: str) -> tuple[int, int, Doc | None]:
        """(slot, ledger number that changed it last, row). In the register `code` names a case and one of its lines."""
        if list_ != REGISTER:
            standing = self.case(code)[0]
            return standing.slots[list_], standing.touched[list_], self.row(code, list_)
        standing, story, _ = self.case(case_of(code))
        slot, touched = standing.noted[number_of(code)]
        line = self._corrections[case_of(code)][int(number_of(code))]
        return slot, touched, correction_row(line, story, slot)

    def newest(self, list_: str, count: int) -> tuple[int, int, list[Doc]]:
        """(pages, sequence, the newest 50 rows): a page that has just begun is filled up from the one before."""
        pages = page_of(count) if count else 0
        parts = [self.page(list_, number) for number in (pages, pages - 1) if number > 0]
        rows = [row for part in parts for row in part["rows"] if row["slot"] > count - PAGE_SIZE]
        return pages, max((part["sequence"] for part in parts), default=0), rows
