"""What every record of deliveries promises (`ports.Deliveries`): beside the case, and in nobody's way."""

from __future__ import annotations

from datetime import UTC, timedelta

from chalicelib.domain import events as e
from tests.contract.changes import CODE, NOW, new_case, next_change
from tests.contract.conftest import World

OWN, HEAD = "step_overdue-agency-SNNMT", "step_overdue-agency-SNNMT-head"
OTHER = "LS.20260807.K7M4R"


def test_each_letter_of_each_event_has_its_own_word(world: World) -> None:
    world.deliveries.record(CODE, 8, OWN, NOW)
    world.deliveries.record(CODE, 8, HEAD, NOW + timedelta(seconds=1))
    world.deliveries.record(CODE, 12345, OWN, NOW + timedelta(days=9))
    world.deliveries.record(OTHER, 8, OWN, NOW)
    assert world.deliveries.of(CODE) == {
        (8, OWN): NOW,
        (8, HEAD): NOW + timedelta(seconds=1),
        (12345, OWN): NOW + timedelta(days=9),
    }
    assert world.deliveries.of("LS.20260807.NONE2") == {}
    assert world.deliveries.of("") == {}


def test_the_last_word_stays_and_repeating_is_harmless(world: World) -> None:
    for at in (NOW, NOW, NOW + timedelta(minutes=15)):
        world.deliveries.record(CODE, 3, OWN, at)
    assert world.deliveries.of(CODE) == {(3, OWN): NOW + timedelta(minutes=15)}
    assert world.deliveries.of(CODE)[3, OWN].astimezone(UTC).tzinfo is UTC


def test_nothing_of_the_case_sees_them(world: World) -> None:
    first = new_case()
    world.cases.commit(first)
    seen = world.cases.load(CODE), world.cases.events(CODE), world.cases.queue("triage")
    for seq in (1, 2, 99_999):
        world.deliveries.record(CODE, seq, OWN, NOW)
    assert (world.cases.load(CODE), world.cases.events(CODE), world.cases.queue("triage")) == seen
    change = next_change(first.after, *[e.Claimed("a") for _ in range(40)])
    world.cases.commit(change)
    assert [event.seq for event in world.cases.events(CODE)] == list(range(1, 42))
    assert [event.seq for event in world.cases.events(CODE, after=30)] == list(range(31, 42))
    assert len(world.deliveries.of(CODE)) == 3


def test_forgetting_leaves_the_case_and_all_others(world: World) -> None:
    first = new_case()
    world.cases.commit(first)
    for n in range(30):
        world.deliveries.record(CODE, n + 1, OWN, NOW)
    world.deliveries.record(OTHER, 1, OWN, NOW)
    for _ in range(2):
        world.deliveries.forget(CODE)
        assert world.deliveries.of(CODE) == {}
    assert world.cases.load(CODE) == first.after
    assert len(world.cases.events(CODE)) == 1
    assert world.deliveries.of(OTHER) == {(1, OWN): NOW}
