"""What the sealed table promises to vault and key-ring (`storage.sealed`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.domain import events as e
from chalicelib.ports import Submission
from chalicelib.storage.sealed import RingKey
from tests.contract.changes import CODE, NOW, ORIGIN, body, new_case, next_change, with_body
from tests.contract.conftest import World


def two_bodies(world: World) -> list[str]:
    first = new_case()
    world.cases.commit(first)
    world.cases.commit(with_body(next_change(first.after, e.TextsWritten()), body("texts-1")))
    return [first.bodies[0].ref.id, "texts-1"]


def test_more_bodies_than_a_batch_are_read(world: World) -> None:
    first = new_case()
    world.cases.commit(first)
    bodies = tuple(body(f"b{n:03d}") for n in range(60))
    case = first.after
    for part in (bodies[:30], bodies[30:]):
        change = next_change(case, *[e.TextsWritten() for _ in part], publish=())
        world.cases.commit(replace(with_body(change, part[0]), bodies=part))
        case = change.after
    ids = [sealed.ref.id for sealed in bodies] + [f"unknown-{n}" for n in range(60)]
    assert sorted(world.sealed.read(CODE, ORIGIN, ids)) == sorted(ids[:60])


def test_erasing_a_case_leaves_its_code_and_nothing_else(world: World) -> None:
    ids = two_bodies(world)
    other = new_case("LS.20260807.BBBBB", "other")
    world.cases.commit(other)
    for _ in range(2):
        world.sealed.erase(CODE, ORIGIN)
        assert world.sealed.read(CODE, ORIGIN, ids) == {}
        assert world.sealed.key(ORIGIN) is None
        assert world.cases.submission(ORIGIN) == Submission(ORIGIN, CODE, "")
    assert world.sealed.key("other") is not None
    assert len(world.sealed.read("LS.20260807.BBBBB", "other", [other.bodies[0].ref.id])) == 1


def test_erasing_an_unknown_case_creates_nothing(world: World) -> None:
    world.sealed.erase("LS.20260101.XXXXX", "unknown")
    world.sealed.erase_bodies("LS.20260101.XXXXX", "unknown", ["x"])
    assert world.cases.submission("unknown") is None


def test_erasing_single_bodies_keeps_the_rest(world: World) -> None:
    first, texts = two_bodies(world)
    world.sealed.erase_bodies(CODE, ORIGIN, [texts])
    assert list(world.sealed.read(CODE, ORIGIN, [first, texts])) == [first]
    world.sealed.erase_bodies(CODE, ORIGIN, [first, texts])
    assert world.sealed.read(CODE, ORIGIN, [first, texts]) == {}
    assert world.sealed.key(ORIGIN) is not None


def test_rewrap_replaces_only_what_it_knows(world: World) -> None:
    world.cases.commit(new_case())
    old, new = ("1", b"w" * 60), ("2", b"n" * 60)
    assert not world.sealed.rewrap(ORIGIN, ("1", b"x" * 60), new)
    assert world.sealed.rewrap(ORIGIN, old, new)
    assert world.sealed.rewrap(ORIGIN, old, new)
    assert world.sealed.key(ORIGIN) == new
    assert not world.sealed.rewrap("unknown", old, new)


def test_one_key_wins_a_kid(world: World) -> None:
    first = RingKey("server", "1", b"first", NOW)
    assert world.sealed.keyring("server") == []
    assert world.sealed.save_keyring(first)
    assert world.sealed.save_keyring(first)
    assert not world.sealed.save_keyring(RingKey("server", "1", b"second", NOW))
    assert world.sealed.save_keyring(RingKey("server", "10", b"tenth", NOW + timedelta(days=1)))
    assert world.sealed.save_keyring(RingKey("retired", "1", b"retired", NOW))
    assert [(key.kid, key.wrapped) for key in world.sealed.keyring("server")] == [("1", b"first"), ("10", b"tenth")]
    assert world.sealed.keyring("server")[0] == first
