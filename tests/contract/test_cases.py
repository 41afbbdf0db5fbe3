"""What every case store promises (`ports.CaseStore`)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import Actor
from chalicelib.domain.deadlines import VIETNAM
from chalicelib.domain.vocabulary import Role
from chalicelib.ports import Change, CodeTaken, Conflict, Submission
from chalicelib.storage.keys import shard_of
from chalicelib.storage.models import CaseItem
from tests.contract.changes import CODE, NOW, ORIGIN, body, new_case, next_change, with_body
from tests.contract.conftest import World

OFFICER = Actor(Role.FOCAL, "officer-1")
WRITERS = 16


def due(world: World, now: datetime) -> list[str]:
    return [code for shard in range(world.cases.due_shards) for code in world.cases.due(now, shard)]


def rows(world: World, consumer: str) -> list[int]:
    return [row.seq for shard in range(world.outbox.shards) for row in world.outbox.pending(consumer, shard)]


def test_new_case_is_stored_whole(world: World) -> None:
    change = new_case()
    world.cases.commit(change)
    assert world.cases.load(CODE) == change.after
    assert world.cases.events(CODE) == list(change.events)
    assert world.cases.submission(ORIGIN) == Submission(ORIGIN, CODE, "1" * 64)
    sealed = change.bodies[0]
    assert world.sealed.read(CODE, ORIGIN, [sealed.ref.id, "other"]) == {sealed.ref.id: (sealed.box, sealed.salt)}
    assert world.sealed.key(ORIGIN) == ("1", b"w" * 60)
    assert (rows(world, "mail"), rows(world, "publish")) == ([1], [1])


def test_unknown_case_is_none_and_empty(world: World) -> None:
    assert world.cases.load("LS.20260101.XXXXX") is None
    assert world.cases.events("LS.20260101.XXXXX") == []
    assert world.cases.events("") == []
    assert world.cases.load("") is None
    assert world.cases.submission("unknown") is None
    assert world.cases.queue("nothing") == ([], "")
    assert world.sealed.key("unknown") is None


def test_instants_keep_their_offset(world: World) -> None:
    """The fold takes days from `at`: after 17:00 UTC a lost offset would be yesterday."""
    late = datetime(2026, 8, 7, 23, 30, tzinfo=VIETNAM)
    world.cases.commit(new_case(at=late))
    event = world.cases.events(CODE)[0]
    assert event.at == late
    assert event.at.utcoffset() == timedelta(hours=7)


def test_events_stay_in_order_and_fold_to_the_head(world: World) -> None:
    world.cases.commit(new_case())
    case = world.cases.load(CODE)
    for number in range(11):
        assert case is not None
        change = next_change(case, e.Claimed(f"officer-{number}"), e.Linked("LS.20260101.AAAAA"), by=OFFICER)
        world.cases.commit(change)
        case = world.cases.load(CODE)
    events = world.cases.events(CODE)
    assert [event.seq for event in events] == list(range(1, 24))
    assert fold(events) == case
    assert [event.seq for event in world.cases.events(CODE, after=20)] == [21, 22, 23]
    assert world.cases.events(CODE, after=23) == []


def test_later_bodies_are_sealed_beside_the_first(world: World) -> None:
    first = new_case()
    world.cases.commit(first)
    change = with_body(next_change(first.after, e.TextsWritten(), by=OFFICER), body("texts-1", 300))
    world.cases.commit(change)
    ids = [first.bodies[0].ref.id, "texts-1"]
    assert set(world.sealed.read(CODE, ORIGIN, ids)) == set(ids)
    assert world.sealed.read(CODE, ORIGIN, ["texts-1"])["texts-1"] == (change.bodies[0].box, change.bodies[0].salt)
    assert world.sealed.read(CODE, ORIGIN, []) == {}


def test_a_refused_change_writes_nothing(world: World) -> None:
    first = new_case()
    world.cases.commit(first)
    world.cases.commit(next_change(first.after, e.Claimed("somebody"), by=OFFICER))
    before = (world.cases.load(CODE), world.cases.events(CODE), rows(world, "mail"), rows(world, "publish"))
    stale = next_change(first.after, e.TextsWritten(), by=OFFICER, mail=(2,), next_check_at=None, queue="other")
    with pytest.raises(Conflict):
        world.cases.commit(with_body(stale, body("stale")))
    assert (world.cases.load(CODE), world.cases.events(CODE), rows(world, "mail"), rows(world, "publish")) == before
    assert world.sealed.read(CODE, ORIGIN, ["stale"]) == {}
    assert [entry.code for entry in world.cases.queue("triage")[0]] == [CODE]


def test_change_of_an_unknown_case_is_a_conflict(world: World) -> None:
    with pytest.raises(Conflict):
        world.cases.commit(next_change(new_case().after, e.Claimed("somebody")))
    assert world.cases.load(CODE) is None


def race(world: World, changes: list[Change]) -> list[type[Exception] | None]:
    if world.name == "moto":
        pytest.skip("moto rolls back to a copy of all tables, and with it what others wrote meanwhile")

    def commit(change: Change) -> type[Exception] | None:
        try:
            world.cases.commit(change)
        except (Conflict, CodeTaken) as error:
            return type(error)
        return None

    with ThreadPoolExecutor(len(changes)) as pool:
        return list(pool.map(commit, changes))


def test_of_racing_writers_one_wins(world: World) -> None:
    first = new_case()
    world.cases.commit(first)
    changes = [next_change(first.after, e.Claimed(f"officer-{n}"), by=OFFICER) for n in range(WRITERS)]
    outcomes = race(world, changes)
    assert sorted(map(str, outcomes)) == sorted(map(str, [None, *[Conflict] * (WRITERS - 1)]))
    case = world.cases.load(CODE)
    assert case is not None
    assert case == changes[outcomes.index(None)].after
    assert len(world.cases.events(CODE)) == 2
    assert rows(world, "publish") == [1, 2]


def test_of_racing_submissions_with_one_key_one_wins(world: World) -> None:
    changes = [new_case(f"LS.20260807.AAA{n:02d}") for n in range(WRITERS)]
    outcomes = race(world, changes)
    assert sorted(map(str, outcomes)) == sorted(map(str, [None, *[Conflict] * (WRITERS - 1)]))
    winner = changes[outcomes.index(None)]
    assert world.cases.submission(ORIGIN) == winner.submission
    assert [change.after.code for change in changes if world.cases.load(change.after.code)] == [winner.after.code]


def test_a_repeated_submission_is_a_conflict_that_leads_to_the_first(world: World) -> None:
    world.cases.commit(new_case())
    with pytest.raises(Conflict):
        world.cases.commit(new_case("LS.20260807.ZZZZZ", body_hash="2" * 64))
    assert world.cases.submission(ORIGIN) == Submission(ORIGIN, CODE, "1" * 64)
    assert world.cases.load("LS.20260807.ZZZZZ") is None


def test_a_code_in_use_is_drawn_again(world: World) -> None:
    world.cases.commit(new_case())
    with pytest.raises(CodeTaken):
        world.cases.commit(new_case(CODE, "another-origin"))
    assert world.cases.submission("another-origin") is None
    assert world.sealed.key("another-origin") is None
    world.cases.commit(new_case("LS.20260807.BBBBB", "another-origin"))
    assert world.cases.submission("another-origin") is not None


def test_committing_the_same_change_again_is_no_error_and_no_second_write(world: World) -> None:
    """After `Unavailable` a caller may simply repeat, even when others went on in between."""
    first = new_case()
    world.cases.commit(first)
    world.cases.commit(first)
    second = next_change(first.after, e.Claimed("officer-1"), by=OFFICER, request="r-1")
    world.cases.commit(second)
    world.cases.commit(next_change(second.after, e.Claimed("officer-2"), by=OFFICER))
    world.cases.commit(second)
    world.cases.commit(first)
    assert [event.seq for event in world.cases.events(CODE)] == [1, 2, 3]
    assert rows(world, "publish") == [1, 2, 3]


def test_the_same_request_with_other_content_is_a_conflict(world: World) -> None:
    first = new_case()
    world.cases.commit(first)
    world.cases.commit(next_change(first.after, e.Claimed("officer-1"), by=OFFICER, request="r-1"))
    with pytest.raises(Conflict):
        world.cases.commit(next_change(first.after, e.Claimed("officer-2"), by=OFFICER, request="r-1"))


def test_due_gives_what_is_due_oldest_first_from_its_own_shard(world: World) -> None:
    codes = [f"LS.20260807.CASE{n}" for n in range(6)]
    for n, code in enumerate(codes):
        at = datetime(2026, 8, 20 - n, tzinfo=VIETNAM)
        world.cases.commit(replace(new_case(code, f"origin-{n}"), next_check_at=at))
    assert due(world, datetime(2026, 8, 14, tzinfo=VIETNAM)) == []
    assert sorted(due(world, datetime(2026, 8, 17, tzinfo=VIETNAM))) == sorted(codes[3:])
    now = datetime(2026, 9, 1, tzinfo=VIETNAM)
    for shard in range(world.cases.due_shards):
        expected = [code for code in reversed(codes) if shard_of(code, world.cases.due_shards) == shard]
        assert list(world.cases.due(now, shard)) == expected


def test_an_instant_itself_is_due_and_the_microsecond_before_is_not(world: World) -> None:
    at = datetime(2026, 8, 13, tzinfo=VIETNAM)
    world.cases.commit(replace(new_case(), next_check_at=at))
    assert due(world, at - timedelta(microseconds=1)) == []
    assert due(world, at) == [CODE]


def test_a_closed_case_leaves_both_indexes_and_a_reopened_one_returns(world: World) -> None:
    first = new_case()
    world.cases.commit(first)
    closed = next_change(first.after, e.Closed("by_office"), by=OFFICER, next_check_at=None, queue=None)
    world.cases.commit(closed)
    assert due(world, datetime(2030, 1, 1, tzinfo=VIETNAM)) == []
    assert world.cases.queue("triage") == ([], "")
    again = next_change(closed.after, e.RaisedAgain(), queue="reopened")
    world.cases.commit(again)
    assert due(world, datetime(2030, 1, 1, tzinfo=VIETNAM)) == [CODE]
    assert [entry.code for entry in world.cases.queue("reopened")[0]] == [CODE]


def test_the_indexes_hold_open_cases_only(real: World) -> None:
    """Sparse means absent: an entry under another key would be paid for and kept for ever."""
    first = new_case()
    real.cases.commit(first)
    assert [len(list(index.scan())) for index in (CaseItem.due, CaseItem.desk)] == [1, 1]
    real.cases.commit(next_change(first.after, e.Closed("by_office"), next_check_at=None, queue=None))
    assert [len(list(index.scan())) for index in (CaseItem.due, CaseItem.desk)] == [0, 0]


def test_a_queue_is_paged_in_order_of_receipt(world: World) -> None:
    codes = [f"LS.20260807.Q{n:04d}" for n in range(7)]
    for n, code in enumerate(reversed(codes)):
        world.cases.commit(new_case(code, f"origin-{n}", at=NOW + timedelta(minutes=10 - n)))
    seen, cursor = [], ""
    for size in (3, 3, 1):
        page, cursor = world.cases.queue("triage", after=cursor, limit=3)
        assert len(page) == size
        seen += [entry.code for entry in page]
    assert cursor == ""
    assert seen == codes
    assert world.cases.queue("triage", limit=7)[1] == ""


def test_a_letter_sorts_by_its_arrival_and_later_events_move_nobody(world: World) -> None:
    web = new_case("LS.20260807.WEB11", "web")
    letter = new_case("LS.20260807.POST1", "letter", at=NOW + timedelta(hours=1))
    letter = replace(letter, after=replace(letter.after, received_on=date(2026, 8, 3)))
    world.cases.commit(web)
    world.cases.commit(letter)
    world.cases.commit(next_change(letter.after, e.Claimed("officer-1"), by=OFFICER))
    assert [entry.code for entry in world.cases.queue("triage")[0]] == ["LS.20260807.POST1", "LS.20260807.WEB11"]


@pytest.mark.parametrize("cursor", ["x", "%%%", "AAAA", "=", "ẩ", "bm9uc2Vuc2U"])
def test_a_tampered_cursor_is_the_first_page(world: World, cursor: str) -> None:
    for n in range(3):
        world.cases.commit(new_case(f"LS.20260807.T{n:04d}", f"origin-{n}"))
    first, following = world.cases.queue("triage", limit=2)
    assert world.cases.queue("triage", after=cursor, limit=2) == (first, following)
    assert world.cases.queue("triage", after=following[:-2], limit=2)[0] == first


def test_a_cursor_of_another_queue_is_the_first_page(world: World) -> None:
    for n, queue in enumerate(("a", "a", "b", "b")):
        world.cases.commit(replace(new_case(f"LS.20260807.T{n:04d}", f"origin-{n}"), queue=queue))
    _, cursor = world.cases.queue("a", limit=1)
    assert len(world.cases.queue("b", after=cursor)[0]) == 2


def test_a_new_case_needs_submission_and_key(world: World) -> None:
    for incomplete in (replace(new_case(), submission=None), replace(new_case(), key=None)):
        with pytest.raises(ValueError, match="new case"):
            world.cases.commit(incomplete)
