"""Figures as sums: they merge in any order, and what was added once is taken away once."""

from __future__ import annotations

from datetime import date
from functools import reduce
from statistics import median_low
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import commands as c
from chalicelib.domain.statistics import (
    COUNTS,
    ZERO,
    Contribution,
    Figures,
    OwnSums,
    Sums,
    contribution_from,
    contribution_of,
    figures_of,
)
from chalicelib.domain.story import tell
from tests.unit.world import AGENCY, FOCAL, LEADER, SUBMITTER, Life

small = st.integers(0, 5)
figures = st.builds(
    Figures, **dict.fromkeys(COUNTS, small), days=st.dictionaries(st.integers(0, 60), st.integers(1, 4), max_size=6)
)
keys = st.fixed_dictionaries(
    {"month": st.sampled_from(["2026-08", "2026-09"]), "kind": st.sampled_from(["conduct", "regulation"])},
    optional={
        "agency": st.sampled_from(["A", "B"]),
        "field": st.sampled_from(["f", "g"]),
        "refusal": st.sampled_from(["abuse", "test"]),
    },
)
contributions = st.builds(Contribution, keys, figures, figures)


@given(figures, figures, figures)
def test_merging_is_associative_and_commutative_with_zero_and_inverse(x: Figures, y: Figures, z: Figures) -> None:
    assert (x + y) + z == x + (y + z)
    assert x + y == y + x
    assert x + ZERO == x
    assert (x + y) - y == x
    assert not (x - x)


@given(st.lists(st.integers(0, 80), max_size=40))
def test_the_median_is_exact(days: list[int]) -> None:
    total = reduce(Figures.__add__, (Figures(days={day: 1}) for day in days), ZERO)
    assert total.median_days == (median_low(days) if days else None)


@given(figures)
def test_both_forms_can_be_read_again(x: Figures) -> None:
    assert figures_of(x.to_json()) == figures_of(x.compact()) == x


@given(st.lists(st.tuples(contributions, contributions), max_size=8))
def test_new_minus_old_equals_a_recount(changes: list[tuple[Contribution, Contribution]]) -> None:
    moved, counted = Sums(), Sums()
    for old, _ in changes:
        moved.add(old)
    for old, new in changes:
        moved.subtract(old)
        moved.add(new)
        counted.add(new)
    assert moved.compact() == counted.compact() == Sums(moved.compact()).compact()


@given(st.lists(figures, max_size=6))
def test_own_sums_forget_what_left(parts: list[Figures]) -> None:
    own = OwnSums()
    for part in parts:
        own.change(part, "2026-08")
    for part in parts:
        own.change(ZERO - part, "2026-08")
    assert own.compact() == OwnSums().compact()


def contributed(life: Life) -> Contribution:
    story = tell(life.events)
    assert story
    found = contribution_of(story)
    assert found
    assert contribution_from(found.compact()) == found
    return found


def nonzero(x: Figures) -> dict[str, Any]:
    return {name: value for name, value in x.compact().items() if name != "received"}


START = date(2026, 8, 7)


def life() -> Life:
    return Life(START).receive()


@pytest.mark.parametrize(
    ("story", "whole", "agency"),
    [
        (life(), {"open": 1}, None),
        (life().forwarded(), {"open": 1}, {"open": 1}),
        (
            life().forwarded().answered(date(2026, 8, 14)),
            {"answered": 1, "on_time": 1, "days": {"5": 1}},
            {"answered": 1, "on_time": 1, "days": {"5": 1}},
        ),
        (
            life().forwarded().tick_daily(date(2026, 9, 9)),
            {"open": 1, "overdue": 1},
            {"open": 1, "overdue": 1},
        ),
        (
            life().do(FOCAL, c.Refuse(reason="abuse", content="x")),
            {"refused": 1},
            None,
        ),
        (
            life().forwarded().answered().do(SUBMITTER, c.Rate(rating="satisfied")),
            {"answered": 1, "on_time": 1, "closed": 1, "satisfied": 1, "days": {"0": 1}},
            {"answered": 1, "on_time": 1, "closed": 1, "satisfied": 1, "days": {"0": 1}},
        ),
        (
            life().forwarded().answered().do(SUBMITTER, c.Rate(rating="not_satisfied", reason="x")),
            {"open": 1, "answered": 1, "on_time": 1, "reopened": 1, "not_satisfied": 1, "days": {"0": 1}},
            {"open": 1, "answered": 1, "on_time": 1, "reopened": 1, "not_satisfied": 1, "days": {"0": 1}},
        ),
    ],
)  # fmt: skip
def test_what_a_case_contributes(story: Life, whole: dict[str, Any], agency: dict[str, Any] | None) -> None:
    found = contributed(story)
    assert nonzero(found.figures) == whole
    assert nonzero(found.agency) == (agency or {})
    assert ("agency" in found.keys) == (agency is not None)


def test_a_restricted_case_contributes_nothing_from_its_first_event_on() -> None:
    events = life().forwarded().do(FOCAL, c.Restrict()).events
    for upto in range(1, len(events) + 1):
        story = tell(events, upto)
        assert story
        assert contribution_of(story) is None


def test_nobody_is_blamed_for_anothers_days() -> None:
    """The agency answers in time, the review takes longer: late for the province, on time for the agency."""
    late = life().forwarded()
    late.today = date(2026, 9, 8)  # the due day
    late.do(AGENCY, c.AnswerCase(content="x", completed_on=late.today))
    late.tick_daily(date(2026, 9, 10))
    waiting = contributed(late)
    assert (waiting.figures.overdue, waiting.agency.overdue) == (1, 0)
    late.do(FOCAL, c.Review(item=late.case.pending[-1].item, decision="publish"), None)  # type: ignore[union-attr]
    done = contributed(late)
    assert (done.figures.late, done.figures.on_time) == (1, 0)
    assert (done.agency.late, done.agency.on_time) == (0, 1)


def test_an_escalated_case_is_the_leaders() -> None:
    story = life().forwarded().do(FOCAL, c.Escalate(ground="overdue", note="x")).tick_daily(date(2026, 9, 9))
    assert (contributed(story).figures.overdue, contributed(story).agency.overdue) == (1, 0)
    story.do(LEADER, c.Direct(content="x"))
    assert contributed(story).agency.overdue == 1
