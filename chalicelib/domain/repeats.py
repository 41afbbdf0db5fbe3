"""Repeated conduct cases about one office, for the inspectorate: counted by month of receipt, never by scanning.

The publisher's sums hold one figure per office and month, so a case that turns out to be about another office, or to be
a denunciation, is taken away again by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from chalicelib.domain.record import record

MONTHS = 6
LEAST = 3
_BETWEEN = "|"


@record
class Repeat:
    """`count` conduct cases about `agency`, received from `since` on."""

    agency: str
    count: int
    since: date


def repeat_key(agency: str, received_on: date) -> str:
    return f"{agency}{_BETWEEN}{received_on:%Y-%m}" if agency else ""


def repeats(counts: Iterable[tuple[str, int]], today: date, months: int, least: int) -> list[Repeat]:
    """Offices with `least` or more cases in this month and the `months` - 1 before it, most first."""
    first = today.year * 12 + today.month - months
    since = date(first // 12, first % 12 + 1, 1)
    found: dict[str, int] = {}
    for key, count in counts:
        agency, _, month = key.partition(_BETWEEN)
        if month >= f"{since:%Y-%m}":
            found[agency] = found.get(agency, 0) + count
    rows = [Repeat(agency, count, since) for agency, count in found.items() if count >= least]
    return sorted(rows, key=lambda row: (-row.count, row.agency))
