"""The publisher against every crash: same bytes, one ledger number an event, nothing counted twice."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import pytest

from chalicelib.domain.errors import ActionNotAllowed
from chalicelib.ports import Unavailable
from tests.fakes.faulty import Crash
from tests.unit.newsroom import Newsroom, People, copy_of
from tests.unit.world import FOCAL, SUBMITTER, at


class Mortal:
    """Every call of every port counts on one clock; at call `fatal` the process is dead, and stays so."""

    def __init__(self, fatal: int, *, lost_answer: bool = False) -> None:
        self.calls, self.fatal, self.lost_answer = 0, fatal, lost_answer

    def wrap(self, name: str, port: Any) -> Any:
        return _Port(port, self)

    def before(self, where: str) -> None:
        self.calls += 1
        if self.lost_answer:
            return
        if self.calls >= self.fatal:
            raise Crash(where)

    def after(self, where: str) -> None:
        if self.lost_answer and self.calls == self.fatal:
            raise Unavailable(where)


class _Port:
    def __init__(self, inner: Any, life: Mortal) -> None:
        self._inner, self._life = inner, life

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._inner, name)
        if not callable(member):
            return member

        def call(*args: Any, **kwargs: Any) -> Any:
            self._life.before(name)
            result = member(*args, **kwargs)
            self._life.after(name)
            return result

        return call


@lru_cache(maxsize=1)
def two_acts() -> tuple[Any, Any, Any]:
    """(tables after the first act, after the second, files): an answer, a move, a rating, a late one, a hidden one."""
    people = People()
    one, two = people.forwarded(), people.forwarded("STC2025", "dau-tu")
    three = people.petition(kind="regulation")
    people.answer(one)
    first = copy_of(people.tables)
    people.later(3)
    people.do(one, SUBMITTER, "rate", rating="not_satisfied", reason="Chưa xong")
    people.do(two, FOCAL, "reassign", lead="SNNMT", field="dat-dai")
    people.texts(two, "Sửa lại")
    people.do(three, FOCAL, "refuse", reason="abuse", content="x")
    people.petition()
    people.later(40)
    people.sweep(two)
    return first, people.tables, people.files


@lru_cache(maxsize=1)
def published_first_act() -> Newsroom:
    first, second, files = two_acts()
    room = Newsroom(copy_of(first), files)
    room.settle()
    room.tables = copy_of(second)
    for key, rows in room.tables.rows.items():
        room.tables.rows[key] = {id_: row for id_, row in rows.items() if id_ not in first.rows.get(key, {})}
    return room


def first_act() -> Newsroom:
    """The first act is published, the second one is in the tables and in the outbox."""
    return published_first_act().copy()


@lru_cache(maxsize=1)
def undisturbed() -> Newsroom:
    room = first_act()
    room.settle()
    return room


def calls_of_second_act() -> int:
    life = Mortal(10**9)
    room = first_act()
    room.publisher(wrap=life.wrap).tick()
    return life.calls


def assert_same(room: Newsroom) -> None:
    expected = undisturbed()
    assert room.everything() == expected.everything()
    assert room.rows_left == 0
    assert set(room.site.invalidated) >= set(expected.site.invalidated), "a crash must not keep the CDN from forgetting"
    numbered = Counter((entry.code, entry.event) for entry in room.ledger.entries.values())
    assert max(numbered.values()) == 1
    assert sorted(room.ledger.entries) == list(range(1, len(numbered) + 1))
    assert room.ledger.entries == expected.ledger.entries


def test_a_process_that_dies_at_any_call_changes_nothing_in_the_end() -> None:
    total = calls_of_second_act()
    assert total > 100
    for fatal in range(1, total + 1):
        room = first_act()
        with pytest.raises(Crash):
            room.publisher(wrap=Mortal(fatal).wrap).tick()
        room.settle("b")
        assert_same(room)


def test_answers_that_get_lost_change_nothing_in_the_end() -> None:
    total = calls_of_second_act()
    for fatal in range(1, total + 1, 3):
        room = first_act()
        with pytest.raises(Unavailable):
            room.publisher(wrap=Mortal(fatal, lost_answer=True).wrap).tick()
        room.settle("b")
        assert_same(room)


def test_two_crashes_in_a_row_and_one_more_event_between() -> None:
    """The group of ledger entries that a crash interrupted is done again as it was, although the ledger has grown."""
    total = calls_of_second_act()
    last = first_act()
    last.settle()
    one_more(last)
    last.settle()
    expected = without_hashes(last)
    for fatal in range(60, total, 7):
        room = first_act()
        with pytest.raises(Crash):
            room.publisher(wrap=Mortal(fatal).wrap).tick()
        one_more(room)
        room.now += timedelta(hours=1)
        with suppress(Crash):
            room.publisher("b", wrap=Mortal(max(2, fatal // 2)).wrap).tick()
        room.settle("c")
        assert without_hashes(room) == expected
        assert room.rows_left == 0


def one_more(room: Newsroom) -> None:
    people = People(date(2026, 9, 20), room.tables, room.files)
    people._keys = iter(range(500, 600))  # type: ignore[assignment]
    people.petition()


def without_hashes(room: Newsroom) -> dict[str, tuple[bytes, int]]:
    """A sealed text has a random salt, so the hash of an event differs from world to world."""
    return {key: value for key, value in room.everything().items() if not key.startswith("so-cai")}


def test_of_two_publishers_one_works() -> None:
    room = first_act()
    lease = room.publisher("a").ledger.acquire("a", room.now + timedelta(days=1), 300)
    assert lease is not None
    room.now += timedelta(days=1)
    assert room.publisher("b").tick() == {"published": 0, "busy": 1, "left": 0}
    assert room.rows_left


def time_goes_on(room: Newsroom) -> None:
    """Every open case becomes later than it was, and all of it is published."""
    people = People(date(2026, 11, 2), room.tables, room.files)
    for code in sorted(room.tables.heads):
        with suppress(ActionNotAllowed):
            people.sweep(code)
    room.settle("b")


def test_a_stale_publisher_stops_quietly_at_any_call_and_harms_nothing() -> None:
    """Another one takes over, finishes and publishes more, while the first one stands still before any of its calls."""
    total = calls_of_second_act()
    calm = first_act()
    calm.settle("b")
    time_goes_on(calm)
    for moment in range(1, total, 2):
        room = first_act()

        class Overtaken(Mortal):
            def before(self, where: str, room: Newsroom = room, moment: int = moment) -> None:
                self.calls += 1
                if self.calls == moment:
                    room.settle("b")  # an hour later: the lease ran out
                    time_goes_on(room)

        room.publisher("a", wrap=Overtaken(0).wrap).tick()
        room.settle("b")
        assert without_hashes(room) == without_hashes(calm)
        assert room.rows_left == 0


def test_batching_makes_no_difference() -> None:
    """Event by event, or all at once: lists and figures are the same, and a rebuild gives them again."""
    _, second, files = two_acts()
    together = Newsroom(copy_of(second), files)
    together.settle()
    single = Newsroom(copy_of(second), files)
    waiting = sorted(
        (row for (consumer, _), rows in single.tables.rows.items() if consumer == "publish" for row in rows.values()),
        key=lambda row: (row.id.partition("#")[0], row.code, row.seq),
    )
    for rows in [rows for key, rows in single.tables.rows.items() if key[0] == "publish"]:
        rows.clear()
    for row in waiting:
        single.tables.rows[("publish", row.shard)][row.id] = row
        single.settle()
    assert single.everything() == together.everything()


def test_a_rebuild_gives_the_same_bytes_whatever_was_there() -> None:
    room = undisturbed()
    site, before = room.site, room.everything()
    for key in list(site.documents)[::3]:
        site.write(key, b"{}" if key.endswith(".json") else b"broken", "text/plain", sequence=10**6, etag="*")
    for key in list(site.documents)[1::7]:
        site.remove(key)
    room.now += timedelta(hours=1)
    room.publisher("z").rebuild()
    assert {key: room.everything().get(key) for key in before} == before
    people = People(date(2026, 9, 21), room.tables, room.files)
    people._keys = iter(range(900, 999))  # type: ignore[assignment]
    people.petition()
    room.settle()
    assert room.doc("index")["figures"]["received"] == 5
    undisturbed.cache_clear()


def test_a_rebuild_puts_right_a_site_that_is_ahead_of_restored_tables() -> None:
    ahead = first_act()
    ahead.settle()
    time_goes_on(ahead)
    room = first_act()
    room.site = ahead.site
    assert room.publisher().tick()["busy"] == 1, "somebody newer has been here"
    room.now += timedelta(hours=1)
    room.publisher().rebuild()
    expected = undisturbed().everything()
    assert {key: room.everything().get(key) for key in expected} == expected


def test_time_that_runs_out_leaves_the_rest_to_the_next_call() -> None:
    room = first_act()
    assert room.publisher().drain(lambda: True) == {"published": 0, "busy": 0, "left": 1}
    left = iter([False, True])
    assert room.publisher().drain(lambda: next(left, True))["left"] == 1
    room.settle()
    assert_same(room)


def test_nothing_new_costs_no_put() -> None:
    room = first_act()
    room.settle()
    before = room.site.puts
    room.settle()
    room.publisher().drain()
    assert room.site.puts == before


def test_the_public_ledger_shows_number_time_and_hash_only() -> None:
    room = undisturbed()
    lines = room.doc("so-cai/1")["entries"]
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert all(set(line) == {"seq", "at", "hash"} for line in lines)
    assert len({line["hash"] for line in lines}) == len(lines)
    assert lines[0]["at"] == at(date(2026, 8, 7)).isoformat()


class _Poisoned:
    """A site that cannot take one key, as if its document could not be made."""

    def __init__(self, inner: Any, key: str) -> None:
        self._inner, self.key = inner, key

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def write(self, key: str, *args: Any, **kwargs: Any) -> None:
        if self.key and key.startswith(self.key):
            raise ValueError(key)
        self._inner.write(key, *args, **kwargs)


def test_a_page_that_cannot_be_made_stops_nobody_else_and_stays_owed() -> None:
    people = People()
    one, two = people.forwarded(), people.forwarded()
    room = Newsroom(people.tables, people.files)
    site = _Poisoned(room.site, f"ho-so/{one}")
    publisher = room.publisher(wrap=lambda name, port: site if name == "site" else port)
    counts = publisher.drain()
    assert counts["failed"] == 1
    assert room.site.read(f"ho-so/{two}.json")
    assert room.site.read(f"ho-so/{one}.json") is None
    assert publisher.drain()["failed"] == 1  # still owed, and no new number for it
    site.key = ""
    assert "failed" not in publisher.drain()
    assert room.site.read(f"ho-so/{one}.json")
    clean = Newsroom(people.tables, people.files)
    assert len(room.ledger.entries) == 8  # four events each, numbered once
    assert clean.publisher().drain()["published"] == 0  # no row is left
