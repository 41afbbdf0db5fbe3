"""Sums of contributions, as whole tables: what is added where, what falls out at zero, and the form of the notes."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.statistics import COUNTS, TABLES, ZERO, Contribution, Figures, OwnSums, Sums, figures_of

ONE, TWO = Figures(received=1, answered=1, days={5: 1}), Figures(received=2, late=1, days={3: 1, 5: 2})


def once(name: str) -> Figures:
    counts: dict[str, Any] = {name: 1}
    return Figures(**counts)


# --- figures ---


def test_figures_are_added_count_by_count() -> None:
    total = ONE + TWO
    assert total == Figures(received=3, answered=1, late=1, days={3: 1, 5: 3})
    assert list(total.days) == [3, 5]


def test_figures_are_taken_away_count_by_count() -> None:
    rest = ONE - TWO
    assert rest == Figures(received=-1, answered=1, late=-1, days={3: -1, 5: -1})
    assert ONE - ONE == ZERO, "a day of which nothing is left is no row"


@pytest.mark.parametrize(
    ("figures", "something"),
    [
        (ZERO, False),
        (ONE, True),
        (Figures(days={0: 1}), True),
        *((once(name), True) for name in COUNTS),
    ],
)
def test_what_is_something(figures: Figures, something: bool) -> None:
    assert bool(figures) is something


@pytest.mark.parametrize(
    ("days", "median"),
    [
        ({}, None),
        ({7: 1}, 7),
        ({0: 1}, 0),
        ({2: 1, 9: 1}, 2),  # the lower one of two
        ({2: 1, 9: 2}, 9),
        ({9: 1, 2: 1, 4: 1}, 4),
        ({2: 2, 4: 1, 9: 1}, 2),
        ({2: 1, 4: 1, 9: 2}, 4),
    ],
)
def test_the_median_is_the_lower_one(days: dict[int, int], median: int | None) -> None:
    assert Figures(days=days).median_days == median


def test_the_published_form_has_every_figure() -> None:
    expected = dict.fromkeys(COUNTS, 0) | {"received": 3, "days": {"2": 1, "10": 2}, "median_days": 10}
    found = Figures(received=3, days={10: 2, 2: 1}).to_json()
    assert found == expected
    assert list(found["days"]) == ["2", "10"], "by number, not as text"


@pytest.mark.parametrize(
    ("figures", "raw"),
    [
        (ZERO, {}),
        (Figures(late=2), {"late": 2}),
        (Figures(days={10: 2, 2: 1}), {"days": {"2": 1, "10": 2}}),
        (TWO, {"received": 2, "late": 1, "days": {"3": 1, "5": 2}}),
    ],
)
def test_the_form_of_the_notes_and_back(figures: Figures, raw: dict[str, Any]) -> None:
    assert figures.compact() == raw
    assert list(figures.compact().get("days", {})) == list(raw.get("days", {}))
    assert figures_of(raw) == figures


@pytest.mark.parametrize("nothing", [None, {}])
def test_nothing_noted_is_zero(nothing: dict[str, Any] | None) -> None:
    assert figures_of(nothing) == ZERO


def test_numbers_of_the_storage_are_numbers_again() -> None:
    """A table gives its numbers back as text or decimals."""
    assert figures_of({"received": "2", "days": {"5": "1"}}) == Figures(received=2, days={5: 1})


# --- all sums of one scope ---

KEYS = {
    "month": "2026-08",
    "kind": "conduct",
    "channel": "web",
    "submitter_type": "citizen",
    "ownership": "fdi",
    "from_province": "inside",
    "complained": "SXD2025|2026-08",
    "subindex": "PCI-3",
    "field": "dat-dai",
    "agency": "SNNMT",
    "place": "xa-1",
    "refusal": "abuse",
}
WHOLE, AGENCY = {"received": 1, "late": 1, "returns": 2}, {"received": 1, "on_time": 1}
FULL = Contribution(
    KEYS,
    Figures(received=1, late=1, returns=2),
    Figures(received=1, on_time=1),
    returned={"STC2025": 2},
    named={"SNNMT": 1},
    honoured={"STC2025": 3},
)
SUMS: dict[str, Any] = {
    "figures": WHOLE,
    "tables": {
        "months": {"2026-08": WHOLE},
        "kinds": {"conduct": WHOLE},
        "channels": {"web": WHOLE},
        "submitter_types": {"citizen": WHOLE},
        "ownerships": {"fdi": WHOLE},
        "from_provinces": {"inside": WHOLE},
        "complained": {"SXD2025|2026-08": WHOLE},
        "subindexes": {"PCI-3": WHOLE},
        "agencies": {"SNNMT": AGENCY | {"named": 1}, "STC2025": {"returns": 2, "honoured": 3}},
        "fields": {"dat-dai": WHOLE},
    },
    "refusals": {"abuse": 1},
}
NOTHING: dict[str, Any] = {"figures": {}, "tables": {}, "refusals": {}}
LITTLE = Contribution({"month": "2026-08", "refusal": "test"}, Figures(received=1, refused=1), ZERO)


def sums(*parts: Contribution | None) -> Sums:
    found = Sums()
    for part in parts:
        found.add(part)
    return found


def test_every_dimension_has_its_table() -> None:
    assert set(SUMS["tables"]) == set(TABLES.values())


@pytest.mark.parametrize(
    ("found", "raw"),
    [
        (sums(), NOTHING),
        (sums(None), NOTHING),
        (sums(FULL), SUMS),
        (sums(LITTLE), {"figures": {"received": 1, "refused": 1},
                        "tables": {"months": {"2026-08": {"received": 1, "refused": 1}}}, "refusals": {"test": 1}}),
        (sums(LITTLE, LITTLE), {"figures": {"received": 2, "refused": 2},
                                "tables": {"months": {"2026-08": {"received": 2, "refused": 2}}},
                                "refusals": {"test": 2}}),
    ],
    ids=["nothing", "a case that was never there", "every dimension", "few", "twice"],
)  # fmt: skip
def test_what_is_added_where(found: Sums, raw: dict[str, Any]) -> None:
    assert found.compact() == raw
    assert Sums(raw).compact() == raw


@pytest.mark.parametrize(
    ("part", "left"),
    [(None, SUMS), (FULL, NOTHING)],
    ids=["a case that was never there", "the same case"],
)
def test_what_is_taken_away_leaves_no_empty_row(part: Contribution | None, left: dict[str, Any]) -> None:
    found = sums(FULL)
    found.subtract(part)
    assert found.compact() == left


def test_of_two_refusals_one_stays() -> None:
    found = sums(LITTLE, LITTLE, FULL)
    found.subtract(LITTLE)
    assert found.compact()["refusals"] == {"abuse": 1, "test": 1}


def test_the_notes_are_in_order_whatever_the_way_there() -> None:
    def of(month: str, refusal: str) -> Contribution:
        return Contribution({"month": month, "refusal": refusal}, Figures(received=1), ZERO)

    raw = sums(of("2026-09", "test"), of("2026-08", "abuse")).compact()
    assert list(raw["tables"]["months"]) == ["2026-08", "2026-09"]
    assert list(raw["refusals"]) == ["abuse", "test"]


def test_notes_are_read_and_not_changed() -> None:
    """What was read before stays what it was when more is added."""
    raw: dict[str, Any] = {"figures": {}, "tables": {"months": {}}, "refusals": {}}
    Sums(raw).add(LITTLE)
    assert raw == {"figures": {}, "tables": {"months": {}}, "refusals": {}}


# --- of one agency or field ---

OWN: dict[str, Any] = {
    "figures": {"received": 3},
    "months": {"2026-08": {"received": 1}, "2026-09": {"received": 2}},
    "parts": {"dat-dai|": {"received": 2}, "dau-tu|xa-1": {"received": 1}},
}


def own(*changes: tuple[Figures, str, str]) -> OwnSums:
    found = OwnSums()
    for change in changes:
        found.change(*change)
    return found


def test_own_sums_by_month_and_by_what_decides_the_successor() -> None:
    found = own((Figures(received=2), "2026-09", "dat-dai|"), (Figures(received=1), "2026-08", "dau-tu|xa-1")).compact()
    assert found == OWN == OwnSums(OWN).compact()
    assert (list(found["months"]), list(found["parts"])) == (["2026-08", "2026-09"], ["dat-dai|", "dau-tu|xa-1"])


def test_own_sums_of_a_field_have_no_parts() -> None:
    found = OwnSums()
    found.change(Figures(received=1), "2026-08")
    assert found.compact() == {"figures": {"received": 1}, "months": {"2026-08": {"received": 1}}}
    assert OwnSums().compact() == {"figures": {}, "months": {}}


def test_own_sums_forget_empty_rows() -> None:
    found = OwnSums(OWN)
    found.change(Figures(received=-1), "2026-08", "dau-tu|xa-1")
    assert found.compact() == {
        "figures": {"received": 2},
        "months": {"2026-09": {"received": 2}},
        "parts": {"dat-dai|": {"received": 2}},
    }


def test_a_change_of_nothing_is_no_row() -> None:
    assert own((ZERO, "2026-08", "dat-dai|")).compact() == OwnSums().compact()
