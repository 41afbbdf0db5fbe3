"""Which lists a case stands on, state by state, and who of the leadership finds it in his."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.case import SYSTEM, Actor, Case, Clock
from chalicelib.domain.deciders import deciders, may_decide
from chalicelib.domain.listed import is_overdue, lists_of, waits_for_leader
from chalicelib.domain.reading import may_open
from chalicelib.domain.vocabulary import HANDLING, Role, Status
from tests.unit.world import AGENCY, FOCAL, SUBMITTER, Life, reference

DAY = date(2026, 8, 7)
OTHER = Actor(Role.COORDINATING, "STC2025", "STC2025")
READER = Actor(Role.READER, "to-kiem-tra-cong-vu")
OWN, BOTH = {"agency-SNNMT"}, {"agency-SNNMT", "agency-STC2025"}


def new() -> Life:
    return Life(DAY).receive()


def forwarded() -> Life:
    life = new().do(FOCAL, c.Classify(kind="conduct", field="dat-dai"))
    life.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    return life.do(FOCAL, c.Forward(lead="SNNMT", coordinating=("STC2025",)))


def disputed() -> Life:
    return forwarded().do(OTHER, c.Contribute(position="disagree", content="x"))


def proposed() -> Life:
    return forwarded().do(AGENCY, c.ProposeEscalation(ground="beyond_competence", advice="x", proposal="y"))


def reopened() -> Life:
    return forwarded().answered().do(SUBMITTER, c.Rate(rating="not_satisfied", reason="x"))


def to_be_named(agency: str) -> Life:
    return forwarded().do(FOCAL, c.ProposeNaming(failure="evasion", agency=agency, content="x"))


STORIES: list[tuple[str, Callable[[], Life], set[str], bool]] = [
    ("new", new, set(), False),
    ("forwarded", forwarded, BOTH, False),
    ("returned", lambda: forwarded().do(AGENCY, c.ReturnCase(reason="x")), set(), False),
    ("answered", lambda: forwarded().answered(), set(), False),
    ("reopened", reopened, BOTH | {"leader"}, False),
    ("disputed", disputed, BOTH | {"leader"}, False),
    ("proposed", proposed, BOTH | {"leader"}, True),
    ("directed", lambda: proposed().do(Actor(Role.LEADER, "chu-tich"), c.Direct(content="x")), BOTH, False),
    ("forwarding overdue", lambda: new().tick_daily(date(2026, 8, 15)), {"overdue"}, False),
    ("on the last day", lambda: forwarded().tick_daily(date(2026, 9, 8)), BOTH, False),
    ("overdue", lambda: forwarded().tick_daily(date(2026, 9, 9)), BOTH | {"overdue"}, False),
    ("overdue, answered", lambda: forwarded().tick_daily(date(2026, 9, 9)).answered(), set(), False),
    ("overdue, restricted", lambda: forwarded().tick_daily(date(2026, 9, 9)).do(FOCAL, c.Restrict()), set(), False),
    ("to be named", lambda: to_be_named("SNNMT"), BOTH, False),
    ("its reply is overdue", lambda: to_be_named("SNNMT").tick_daily(date(2026, 8, 15)), BOTH | {"leader"}, True),
    ("to be named, and led by another", lambda: to_be_named("SNNMT").do(FOCAL, c.Reassign(lead="SXD2025")),
     {"agency-SXD2025", "agency-SNNMT"}, False),
    ("a state secret", lambda: forwarded().do(FOCAL, c.Purge(reason="x")), set(), False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "story", "lists", "waits"), STORIES, ids=[row[0] for row in STORIES])
def test_where_a_case_stands(name: str, story: Callable[[], Life], lists: set[str], waits: bool) -> None:
    case = story().case
    assert case
    assert lists_of(case) == lists
    assert waits_for_leader(case) is waits


def test_no_list_without_a_case() -> None:
    assert lists_of(None) == frozenset()


@pytest.mark.parametrize(
    "closed", [{"purge": "van-phong-1"}, {"status": Status.RESTRICTED}], ids=["purge", "restricted"]
)
def test_what_is_closed_to_readers_stands_on_no_list(closed: dict[str, str]) -> None:
    """Either is enough, whatever the clocks, the holder and a naming say."""
    case = to_be_named("SNNMT").tick_daily(date(2026, 9, 9)).case
    assert case
    assert case.naming_waits
    assert is_overdue(case)
    shut = replace(case, **closed)  # type: ignore[arg-type]
    assert lists_of(shut) == frozenset()
    assert not waits_for_leader(shut)
    assert is_overdue(shut) is False


def test_nobody_is_late_once_it_has_ended() -> None:
    case = forwarded().tick_daily(date(2026, 9, 9)).case
    assert case
    assert not is_overdue(replace(case, status=Status.WITHDRAWN))
    assert not is_overdue(replace(case, purge="van-phong-1"))


@pytest.mark.parametrize("status", list(Status))
def test_agencies_have_on_their_lists_what_they_work_on(status: Status) -> None:
    case = forwarded().case
    assert case
    assert (lists_of(replace(case, status=status)) >= BOTH) is (status in HANDLING)


@pytest.mark.parametrize(
    ("clock", "steps", "paused", "late"),
    [
        ("publication", ("heads_up", "overdue"), False, True),
        ("publication", ("heads_up",), False, False),
        ("publication", ("overdue",), True, False),
        ("review", ("overdue",), False, True),
        ("supplement", ("overdue",), False, False),  # the submitter's own time
    ],
)
def test_what_counts_as_overdue(clock: str, steps: tuple[str, ...], paused: bool, late: bool) -> None:
    case = forwarded().case
    assert case
    pauses = ((DAY, None),) if paused else ()
    case = replace(case, clocks=(Clock(clock, DAY, 20, DAY, steps=steps, pauses=pauses),))
    assert is_overdue(case) is late
    assert may_open(case, READER) is late


def test_a_late_answer_stays_open_to_readers() -> None:
    case = forwarded().tick_daily(date(2026, 9, 9)).answered().case
    assert case
    assert may_open(case, READER)
    assert not may_open(replace(case, purge="done"), READER)


def waiting(field: str, steps: tuple[str, ...] = ()) -> Case:
    case = proposed().case
    assert case
    clocks = [replace(clock, steps=steps) if clock.name == "leader_decision" else clock for clock in case.clocks]
    return replace(case, field=field, clocks=tuple(clocks))


@pytest.mark.parametrize(
    ("field", "steps", "names"),
    [
        ("dat-dai", (), ["pho-chu-tich-2"]),
        ("dau-tu", ("reminder", "overdue"), ["pho-chu-tich-1"]),
        ("thanh-tra", (), ["chu-tich", "tro-ly-chu-tich"]),
        ("", (), ["chu-tich", "tro-ly-chu-tich"]),
        ("dat-dai", ("chair",), ["pho-chu-tich-2", "chu-tich", "tro-ly-chu-tich"]),
    ],
)
def test_in_whose_daily_list(field: str, steps: tuple[str, ...], names: list[str]) -> None:
    ctx = Life(DAY).context(SYSTEM)
    case = waiting(field, steps)
    assert [officer.id for officer in deciders(ctx, case)] == names
    leaders = ("chu-tich", "tro-ly-chu-tich", "pho-chu-tich-1", "pho-chu-tich-2", "pho-chu-tich-3")
    assert {one for one in leaders if may_decide(ctx, case, one)} == {*names, "chu-tich", "tro-ly-chu-tich"}


@pytest.mark.parametrize("officer", ["van-phong-1", "to-kiem-tra-cong-vu", "vpcp", "ban-quan-tri-1", "nobody"])
def test_who_is_no_leader_decides_nothing(officer: str) -> None:
    ctx = Life(DAY).context(SYSTEM)
    assert not may_decide(ctx, waiting("dat-dai"), officer)


def test_a_term_that_is_over_ends_the_desk() -> None:
    known = reference()
    ended = {"pho-chu-tich-2": date(2026, 8, 6)}
    officers = tuple(replace(one, valid_to=ended.get(one.id)) for one in known.directory.officers)
    ctx = Life(DAY).context(SYSTEM)
    ctx = replace(ctx, reference=replace(known, directory=replace(known.directory, officers=officers)))
    assert not may_decide(ctx, waiting("dat-dai"), "pho-chu-tich-2")
    assert [officer.id for officer in deciders(ctx, waiting("dat-dai"))] == ["chu-tich", "tro-ly-chu-tich"]
