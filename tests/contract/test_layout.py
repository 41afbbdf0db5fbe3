"""Where events are stored: within the head's item while they fit, then together in items of their own."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import pytest

from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import Actor, Case
from chalicelib.domain.vocabulary import Role
from chalicelib.ports import Unavailable
from chalicelib.storage import codec, session
from chalicelib.storage.events import UNIT, Layout, lay_out
from chalicelib.storage.models import HEAD, CaseItem
from tests.contract.changes import CODE, NOW, new_case, next_change
from tests.contract.conftest import World

OFFICER = Actor(Role.FOCAL, "officer-1")


def event(seq: int, officer: str = "o") -> e.Event:
    return e.Event(CODE, seq, NOW, OFFICER, e.Claimed(officer))


def held(*seqs: int) -> bytes:
    return codec.encode_events([codec.encode_event(event(seq)) for seq in seqs])


# Nothing that deflates: too long for the room of these tests.
LONG = "".join(f"{n * 7919 % 99991:05d}" for n in range(80))


@pytest.mark.parametrize(
    ("tail", "new", "kept", "moved"),
    [
        pytest.param(None, [event(1)], [1], {}, id="the first"),
        pytest.param(held(1, 2), [event(3)], [1, 2, 3], {}, id="there is room"),
        pytest.param(held(1, 2), [event(3, LONG[:230])], [3], {2: [1, 2]}, id="what was held moves, the new one stays"),
        pytest.param(held(1, 2), [event(3, LONG)], [], {3: [1, 2, 3]}, id="too large to stay: all move together"),
        pytest.param(None, [event(4, LONG)], [], {4: [4]}, id="too large, and nothing was held"),
        pytest.param(None, [event(n) for n in (4, 5, 6)], [4, 5, 6], {}, id="earlier ones are in items of their own"),
    ],
)
def test_events_stay_with_the_head_while_there_is_room(
    tail: bytes | None, new: Sequence[e.Event], kept: list[int], moved: dict[int, list[int]]
) -> None:
    layout = lay_out(tail, new, 200)
    assert _seqs(layout.tail) == kept
    assert ({layout.moved[0]: _seqs(layout.moved[1])} if layout.moved else {}) == moved
    assert len(layout.tail or b"") <= 200


def _seqs(data: bytes | None) -> list[int]:
    return [event.seq for event in codec.decode_events(data)] if data else []


def test_without_any_room_every_event_has_an_item(real: World) -> None:
    assert lay_out(None, [event(7)], -50) == Layout(None, (7, held(7)))


def size(item: CaseItem) -> int:
    """As DynamoDB counts: names and values; a number at most its digits and one."""
    return sum(len(name) + (len(value) if isinstance(value, str | bytes) else 4) for name, value in _values(item))


def _values(item: CaseItem) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in item.attribute_values.items() if value is not None]


def live(world: World, number: int) -> Case:
    """A case with so many further events, in commits of one and of two."""
    world.cases.commit(new_case())
    for n in range(number):
        case = world.cases.load(CODE)
        assert case is not None
        facts: list[e.Fact] = [e.Claimed(f"officer-{n * 7919 % 100:02d}"), e.TextsWritten()][: 1 + n % 2]
        world.cases.commit(next_change(case, *facts, by=OFFICER, request=f"{n * 104729:016x}"))
    case = world.cases.load(CODE)
    assert case is not None
    return case


def test_a_long_life_takes_few_items_of_a_kilobyte(real: World) -> None:
    case = live(real, 40)
    assert case.version == 61
    stored = list(CaseItem.query(CODE))
    assert all(size(item) <= UNIT for item in stored)
    assert 2 <= len(stored) <= 61 // 5
    events = real.cases.events(CODE)
    assert fold(events) == case
    for after in range(62):
        assert real.cases.events(CODE, after=after) == events[after:]


def test_what_an_earlier_version_stored_is_read_and_goes_on(real: World) -> None:
    """Heads of plain JSON, an item for each event, some of them deflated."""
    first = new_case()
    second = next_change(first.after, e.Claimed("officer-1"), by=OFFICER)
    real.cases.commit(first)
    [head] = [item for item in CaseItem.query(CODE) if item.sk == HEAD]
    head.d, head.v, head.t = zlib.compress(codec.unpack(codec.encode_case(second.after))), 2, None
    head.save()
    texts = [codec.encode_event(change.events[0]) for change in (first, second)]
    CaseItem(CODE, "e#00001", d=texts[0]).save()
    CaseItem(CODE, "e#00002", d=zlib.compress(texts[1])).save()
    assert real.cases.load(CODE) == second.after
    assert real.cases.events(CODE) == [*first.events, *second.events]
    third = next_change(second.after, e.TextsWritten(), by=OFFICER)
    real.cases.commit(third)
    assert real.cases.events(CODE) == [*first.events, *second.events, *third.events]
    assert real.cases.events(CODE, after=1) == [*second.events, *third.events]
    assert real.cases.load(CODE) == third.after
    real.cases.commit(second)  # a late repeat of what the earlier version wrote is known as ours
    assert real.cases.load(CODE) == third.after


def hide(times: int, hidden: str) -> list[int]:
    """Queries answer as if items whose key begins with `hidden` had moved away while they ran."""
    calls: list[int] = []

    def answer(parsed: dict[str, Any], **_: Any) -> None:
        calls.append(1)
        if len(calls) <= times:
            parsed["Items"] = [item for item in parsed["Items"] if not item["sk"]["S"].startswith(hidden)]
            parsed["Count"] = len(parsed["Items"])

    session.connection().client.meta.events.register("after-call.dynamodb.Query", answer)
    return calls


@pytest.mark.parametrize("after", [0, 2])
def test_events_that_move_while_they_are_read_are_read_again(real: World, after: int) -> None:
    case = live(real, 40)
    events = real.cases.events(CODE, after=after)
    assert len(events) == case.version - after
    calls = hide(2, "e#")
    assert real.cases.events(CODE, after=after) == events
    assert len(calls) == 3


def test_nobody_is_told_less_than_the_head_knows(real: World) -> None:
    live(real, 40)
    hide(1000, "e#")
    with pytest.raises(Unavailable):
        real.cases.events(CODE)


def test_a_tail_seen_before_and_after_it_moved_is_one_history(real: World) -> None:
    """Items of events are read first: they may be newer than the head that is read after them."""
    case = live(real, 40)
    events = real.cases.events(CODE)
    [head] = [item for item in CaseItem.query(CODE) if item.sk == HEAD]
    again = lay_out(head.t, [event(case.version + 1)], -1)
    assert again.moved is not None
    CaseItem(CODE, f"e#{again.moved[0]:05d}", d=again.moved[1]).save()
    assert real.cases.events(CODE) == [*events, event(case.version + 1)]
