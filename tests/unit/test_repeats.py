"""Repeated conduct cases about one office: the months that count, how many are many, and the order of the rows."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.repeats import Repeat, repeat_key, repeats

A, B, C = "SNNMT", "STC2025", "SXD2025"


@pytest.mark.parametrize(
    ("agency", "received_on", "key"),
    [(A, date(2026, 8, 7), "SNNMT|2026-08"), (A, date(2026, 12, 31), "SNNMT|2026-12"), ("", date(2026, 8, 7), "")],
)
def test_the_key_of_a_case(agency: str, received_on: date, key: str) -> None:
    assert repeat_key(agency, received_on) == key


# Of months counted up to and with the month of today: the first one.
@pytest.mark.parametrize(
    ("today", "months", "since"),
    [
        (date(2026, 8, 1), 1, date(2026, 8, 1)),
        (date(2026, 8, 31), 6, date(2026, 3, 1)),
        (date(2026, 8, 31), 8, date(2026, 1, 1)),
        (date(2026, 8, 31), 9, date(2025, 12, 1)),
        (date(2026, 1, 15), 1, date(2026, 1, 1)),
        (date(2026, 1, 15), 2, date(2025, 12, 1)),
        (date(2026, 12, 15), 12, date(2026, 1, 1)),
        (date(2026, 12, 15), 13, date(2025, 12, 1)),
        (date(2026, 12, 15), 24, date(2025, 1, 1)),
    ],
)
def test_the_months_that_count(today: date, months: int, since: date) -> None:
    first, before = f"{since:%Y-%m}", f"{date.fromordinal(since.toordinal() - 1):%Y-%m}"
    counts = [(f"{A}|{first}", 1), (f"{A}|{before}", 5), (f"{A}|{today:%Y-%m}", 2)]
    assert repeats(counts, today, months, 1) == [Repeat(A, 3, since)]


TODAY, SINCE = date(2026, 8, 15), date(2026, 3, 1)


@pytest.mark.parametrize(
    ("counts", "rows"),
    [
        ([], []),
        ([(f"{A}|2026-08", 2)], []),
        ([(f"{A}|2026-08", 3)], [Repeat(A, 3, SINCE)]),
        ([(f"{A}|2026-08", 1), (f"{A}|2026-05", 1), (f"{A}|2026-03", 1)], [Repeat(A, 3, SINCE)]),
        ([(f"{A}|2026-08", 2), (f"{B}|2026-08", 1)], []),
        ([(f"{A}|2026-08", 3), (f"{B}|2026-08", 5), (f"{C}|2026-07", 3)],
         [Repeat(B, 5, SINCE), Repeat(A, 3, SINCE), Repeat(C, 3, SINCE)]),
        ([(f"{C}|2026-08", 3), (f"{A}|2026-08", 3)], [Repeat(A, 3, SINCE), Repeat(C, 3, SINCE)]),
    ],
    ids=["none", "too few", "enough", "over the months", "of two offices", "most first", "then by name"],
)  # fmt: skip
def test_who_is_complained_of_repeatedly(counts: list[tuple[str, int]], rows: list[Repeat]) -> None:
    assert repeats(counts, TODAY, 6, 3) == rows
