"""Figures as mergeable sums: what one case contributes, and sums of contributions. Nothing is ever counted by scanning.

Working days are small integers, so the exact histogram merges and the median is exact (design, section 3).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from chalicelib.domain.repeats import repeat_key
from chalicelib.domain.story import ONCE_SEEN, Story
from chalicelib.domain.vocabulary import Kind, Status, Timeliness


@dataclass(frozen=True)
class Figures:
    """Counts of cases; `rearms`, `reopened`, `returns`, `named` and `honoured` of times, `withheld` of parts. `days`:
    working days to the first answer -> cases.
    """

    received: int = 0
    open: int = 0
    overdue: int = 0
    answered: int = 0
    on_time: int = 0
    late: int = 0
    refused: int = 0
    withdrawn: int = 0
    redirected: int = 0
    merged: int = 0
    closed: int = 0
    reopened: int = 0
    rearms: int = 0
    returns: int = 0
    handed_over: int = 0
    withheld: int = 0
    satisfied: int = 0
    acceptable: int = 0
    not_satisfied: int = 0
    named: int = 0
    honoured: int = 0
    days: Mapping[int, int] = field(default_factory=dict)

    def __add__(self, other: Figures) -> Figures:
        return _merged(self, other, 1)

    def __sub__(self, other: Figures) -> Figures:
        return _merged(self, other, -1)

    def __bool__(self) -> bool:
        return bool(self.days) or any(getattr(self, name) for name in COUNTS)

    @property
    def median_days(self) -> int | None:
        """The lower median: the smallest day count by which at least half of the answers had come."""
        answered, seen = sum(self.days.values()), 0
        for day in sorted(self.days):
            seen += self.days[day]
            if 2 * seen >= answered > 0:
                return day
        return None

    def to_json(self) -> dict[str, Any]:
        """The published shape (docs/documents.md)."""
        counts = {name: getattr(self, name) for name in COUNTS}
        days = {str(day): self.days[day] for day in sorted(self.days)}
        return {**counts, "days": days, "median_days": self.median_days}

    def compact(self) -> dict[str, Any]:
        """Only what is not zero, for the publisher's notes."""
        found: dict[str, Any] = {name: getattr(self, name) for name in COUNTS if getattr(self, name)}
        if self.days:
            found["days"] = {str(day): self.days[day] for day in sorted(self.days)}
        return found


COUNTS = tuple(item.name for item in fields(Figures) if item.name != "days")
ZERO = Figures()


def figures_of(raw: Mapping[str, Any] | None) -> Figures:
    """The inverse of both forms."""
    if not raw:
        return ZERO
    days = {int(day): int(n) for day, n in raw.get("days", {}).items()}
    return Figures(**{name: int(raw[name]) for name in COUNTS if name in raw}, days=days)


def _merged(one: Figures, two: Figures, sign: int) -> Figures:
    days = dict(one.days)
    for day, n in two.days.items():
        days[day] = days.get(day, 0) + sign * n
    counts = {name: getattr(one, name) + sign * getattr(two, name) for name in COUNTS}
    return Figures(**counts, days={day: n for day, n in sorted(days.items()) if n})


@dataclass(frozen=True)
class Contribution:
    """What one case adds: `figures` under its `keys`, and `agency` to its lead agency, whose days alone count there.

    `returned`, `named`, `honoured`: agency -> how often that was done by it, or to it, which counts there wherever the
    case went.
    """

    keys: Mapping[str, str]
    figures: Figures
    agency: Figures
    returned: Mapping[str, int] = field(default_factory=dict)
    named: Mapping[str, int] = field(default_factory=dict)
    honoured: Mapping[str, int] = field(default_factory=dict)

    @property
    def elsewhere(self) -> dict[str, Figures]:
        """What counts for agencies, whoever leads the case."""
        codes = dict.fromkeys((*self.returned, *self.named, *self.honoured))
        return {
            code: Figures(
                returns=self.returned.get(code, 0), named=self.named.get(code, 0), honoured=self.honoured.get(code, 0)
            )
            for code in codes
        }

    @property
    def part(self) -> str:
        """What decides who succeeds its agency, as a key of `OwnSums.parts`."""
        return part_key(self.keys.get("field", ""), self.keys.get("place", ""))

    def compact(self) -> dict[str, Any]:
        found = {"keys": dict(self.keys), "figures": self.figures.compact(), "agency": self.agency.compact()}
        counts = {"returned": self.returned, "named": self.named, "honoured": self.honoured}
        return found | {name: dict(rows) for name, rows in counts.items() if rows}


def part_key(field_code: str, place_id: str) -> str:
    return f"{field_code}|{place_id}"


def contribution_from(raw: Mapping[str, Any] | None) -> Contribution | None:
    if raw is None:
        return None
    elsewhere = (dict(raw.get(name, {})) for name in ("returned", "named", "honoured"))
    return Contribution(dict(raw["keys"]), figures_of(raw["figures"]), figures_of(raw["agency"]), *elsewhere)


def contribution_of(story: Story) -> Contribution | None:
    """The contribution of a case at one moment. A restricted case was never there."""
    if story.restricted:
        return None
    case = story.case
    keys = {
        "month": f"{case.received_on:%Y-%m}",
        "kind": case.kind.value,
        "channel": case.channel.value,
        "submitter_type": case.submitter_type.value,
        "ownership": case.ownership,
        "from_province": case.from_province,
        "complained": repeat_key(case.complained_of, case.received_on) if case.kind is Kind.CONDUCT else "",
        "subindex": case.subindex,
        "field": case.field,
        "agency": case.lead,
        "place": case.place,
        "refusal": story.refusal if case.status is Status.REFUSED else "",
    }
    whole = _figures(story, overdue=story.timeliness is Timeliness.OVERDUE, late=case.late)
    agency = _figures(story, overdue=story.agency_overdue, late=story.agency_late) if case.lead else ZERO
    # Who returned it, and who was named or honoured, need not be who leads it.
    agency = replace(agency, returns=0, named=0, honoured=0)
    kept = {name: key for name, key in keys.items() if key and not (story.unseen and name in ONCE_SEEN)}
    named, honoured = _spoken_of(story)
    elsewhere = (dict(Counter(codes)) for codes in (story.returned_by, named, filter(None, honoured)))
    return Contribution(kept, whole, agency, *elsewhere)


def _spoken_of(story: Story) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Agencies named and honoured; of a case that may not be shown nobody is."""
    return ((), ()) if story.gone else (story.named, story.honoured)


def _figures(story: Story, *, overdue: bool, late: bool) -> Figures:
    case = story.case
    # Praise has no time limit: counting it as "on time" would lift everybody's share.
    answered = case.answered_on is not None and case.kind is not Kind.PRAISE
    named, honoured = _spoken_of(story)
    return Figures(
        received=1,
        open=int(story.open),
        overdue=int(overdue),
        answered=int(answered),
        on_time=int(answered and not late),
        late=int(answered and late),
        refused=int(case.status is Status.REFUSED),
        withdrawn=int(case.status is Status.WITHDRAWN),
        redirected=int(case.status is Status.REDIRECTED),
        merged=int(case.status is Status.MERGED),
        closed=int(case.status is Status.CLOSED),
        reopened=case.reopened,
        rearms=case.rearms,
        returns=len(story.returned_by),
        handed_over=int(case.status is Status.HANDED_OVER),
        withheld=len(case.withheld) + len(case.passages),
        satisfied=int(case.rating == "satisfied"),
        acceptable=int(case.rating == "acceptable"),
        not_satisfied=int(case.rating == "not_satisfied"),
        named=len(named),
        honoured=len(honoured),
        days={case.working_days: 1} if answered and case.working_days is not None else {},
    )


# The dimension of a contribution -> the table of sums that it enters.
TABLES = {
    "month": "months",
    "kind": "kinds",
    "channel": "channels",
    "submitter_type": "submitter_types",
    "ownership": "ownerships",
    "from_province": "from_provinces",
    "complained": "complained",  # never published: who is complained of stays masked until a finding
    "subindex": "subindexes",
    "agency": "agencies",
    "field": "fields",
}


class Sums:
    """All sums of one scope. Empty rows vanish, so that the same cases give the same sums whatever the way there."""

    def __init__(self, raw: Mapping[str, Any] | None = None) -> None:
        raw = raw or {}
        self.figures = figures_of(raw.get("figures"))
        tables = raw.get("tables", {})
        self.tables = {
            name: {key: figures_of(value) for key, value in tables.get(name, {}).items()} for name in TABLES.values()
        }
        self.refusals: dict[str, int] = dict(raw.get("refusals", {}))

    def compact(self) -> dict[str, Any]:
        tables = {
            name: {key: rows[key].compact() for key in sorted(rows)} for name, rows in self.tables.items() if rows
        }
        return {"figures": self.figures.compact(), "tables": tables, "refusals": dict(sorted(self.refusals.items()))}

    def add(self, part: Contribution | None) -> None:
        if part:
            self._change(part, ZERO.__add__, 1)

    def subtract(self, part: Contribution | None) -> None:
        if part:
            self._change(part, ZERO.__sub__, -1)

    def _change(self, part: Contribution, signed: Any, sign: int) -> None:
        self.figures += signed(part.figures)
        for dimension, name in TABLES.items():
            key = part.keys.get(dimension)
            if key:
                figures = part.agency if dimension == "agency" else part.figures
                _bump(self.tables[name], key, signed(figures))
        for agency, figures in part.elsewhere.items():
            _bump(self.tables["agencies"], agency, signed(figures))
        reason = part.keys.get("refusal")
        if reason:
            self.refusals[reason] = self.refusals.get(reason, 0) + sign
            if not self.refusals[reason]:
                del self.refusals[reason]


class OwnSums:
    """The sums on the page of one agency or field: the whole, and by month of receipt.

    `parts`, of an agency: by field and place, because a successor belongs to these (agencies.md section 1). They do not
    depend on any directory, so the figures by successor follow whichever directory is current.
    """

    def __init__(self, raw: Mapping[str, Any] | None = None) -> None:
        raw = raw or {}
        self.figures = figures_of(raw.get("figures"))
        self.months = {month: figures_of(value) for month, value in raw.get("months", {}).items()}
        self.parts = {part: figures_of(value) for part, value in raw.get("parts", {}).items()}

    def compact(self) -> dict[str, Any]:
        months = {month: self.months[month].compact() for month in sorted(self.months)}
        found: dict[str, Any] = {"figures": self.figures.compact(), "months": months}
        if self.parts:
            found["parts"] = {part: self.parts[part].compact() for part in sorted(self.parts)}
        return found

    def change(self, delta: Figures, month: str, part: str = "") -> None:
        self.figures += delta
        _bump(self.months, month, delta)
        if part:
            _bump(self.parts, part, delta)


def _bump(rows: dict[str, Figures], key: str, delta: Figures) -> None:
    total = rows.get(key, ZERO) + delta
    if total:
        rows[key] = total
    else:
        rows.pop(key, None)
