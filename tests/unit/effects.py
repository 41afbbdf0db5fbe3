"""What one act does to a case: its facts, and every field of the head that is another one afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.deadlines import vietnam_date
from tests.unit.stories import Act, Story, Tale

Row = tuple[str, Story, Act, list[e.Fact], dict[str, Any]]
# What every act changes; clocks have tables of their own (`test_clocks_after`).
_ALWAYS = frozenset({"version", "last_at", "recent", "clocks"})
_NEW = {item.name: item.default for item in fields(Case)}


def plain(value: Any) -> str:
    """Types count, so that False is not None; a word of a vocabulary is its text, as in storage."""
    return repr(str(value)) if isinstance(value, str) else repr(value)


def difference(before: Case | None, after: Case) -> dict[str, Any]:
    """The fields that changed; of a new case, those that are no defaults."""
    old = vars(before) if before else _NEW
    return {
        name: value
        for name, value in vars(after).items()
        if name not in _ALWAYS and plain(value) != plain(old.get(name))
    }


def shown(values: dict[str, Any]) -> dict[str, str]:
    return {name: plain(value) for name, value in values.items()}


def told(facts: Sequence[e.Fact]) -> list[tuple[str, dict[str, str]]]:
    return [(type(fact).__name__, shown(vars(fact))) for fact in facts]


def check(story: Story, act: Act, facts: list[e.Fact], changed: dict[str, Any]) -> None:
    """`act` on the case of `story` gives exactly these facts, and changes exactly these fields of the head."""
    tale = story()
    before, known = tale.case, len(tale.events)
    tale.act(act)
    assert told([event.fact for event in tale.events[known:]]) == told(facts)
    assert shown(difference(before, tale.head)) == shown(changed)
    in_order(tale, known)


def in_order(tale: Tale, known: int) -> None:
    """The events after the first `known` ones go on from them, by who asked, and what was typed is of the first."""
    asked = tale.asked
    assert asked is not None
    for place, event in enumerate(tale.events[known:]):
        first = place == 0
        assert (event.code, event.seq, event.v) == (tale.code, known + place + 1, 1)
        assert (event.by, vietnam_date(event.at)) == (asked.actor, tale.today)
        assert event.body == (asked.body if first else None)
        assert event.request == (asked.request if first else "")
        assert all(clock.calendar == asked.calendar.version for clock in event.clocks or ())
    assert tale.head.version == len(tale.events)


def clock_lines(case: Case) -> dict[str, str]:
    """By name: `review 2026-08-12 +2 2026-08-14`, then the steps that were taken, and pauses."""
    assert len({clock.name for clock in case.clocks}) == len(case.clocks), "one clock of each name"
    return {clock.name: _line(clock) for clock in case.clocks}


def _line(clock: Clock) -> str:
    words = [clock.name, clock.start_on.isoformat(), f"+{clock.length}", clock.due_on.isoformat(), *clock.steps]
    return " ".join(words + [f"paused {since}..{until or ''}" for since, until in clock.pauses])


def check_clocks(story: Story, act: Act, gone: str, new: list[str]) -> None:
    """After `act` the clocks named in `gone` run no more, those of `new` run as it says, and the others as before."""
    tale = story()
    before = clock_lines(tale.head)
    tale.act(act)
    assert set(gone.split()) <= set(before), "the story has them"
    kept = {name: line for name, line in before.items() if name not in gone.split()}
    assert clock_lines(tale.head) == kept | {line.split()[0]: line for line in new}
