"""Who reads which words of a record in which everybody has said something: numbers of events, reader by reader."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain import events as e
from chalicelib.domain.case import Actor, Case, Clock
from chalicelib.domain.named import ENDED, PROPOSED, Naming
from chalicelib.domain.reading import (
    at_once,
    cut,
    identity_shown,
    line_of,
    may_open,
    readable,
    reads_whole,
    wanted_bodies,
)
from chalicelib.domain.record import replace
from chalicelib.domain.vocabulary import Channel, Kind, Role, Status, SubmitterType
from tests.unit.chronicle import CODE, WRITTEN, Given, chronicle, day
from tests.unit.world import FOCAL, LEADER, OTHER_FOCAL, SUBMITTER, at

A, B, C, D = "SNNMT", "STC2025", "SXD2025", "SYT"
DAY = date(2026, 9, 1)
LEAD, FORMER = Actor(Role.AGENCY, A, A), Actor(Role.AGENCY, D, D)
NAMED, NOT_NAMED = Actor(Role.NAMED, A, A), Actor(Role.NAMED, D, D)
SECOND, THIRD = Actor(Role.COORDINATING, B, B), Actor(Role.COORDINATING, C, C)
EXPERT, ANOTHER = Actor(Role.EXPERT, "16"), Actor(Role.EXPERT, "17")
CLERK, READER = Actor(Role.CLERK, "van-thu-1", "VPUB"), Actor(Role.READER, "to-cong-tac-dac-biet")
INSPECTOR, ALTERNATE = (
    Actor(Role.INSPECTORATE, "thanh-tra-1", "TTRA"),
    Actor(Role.INSPECTORATE_ALTERNATE, "noi-chinh-1"),
)

SAID: list[Given] = [
    e.Forwarded(A, (B, C)),  # 2
    (e.StatusReported(A), LEAD),
    (e.Contributed(B, "comment", public=True), SECOND),
    (e.Contributed(C, "disagree", public=True), THIRD),
    e.ItemReturned(3, "status", A),  # 6
    e.ItemReturned(5, "contribution", C),
    e.ItemReturned(19, "directive", ""),
    e.ItemReturned(12, "naming_reply", A),
    e.ItemReturned(14, "naming_reply", B),  # 10
    e.NamingProposed(A, "evasion", DAY, "office"),
    (e.NamingReplied(A, 11), NAMED),
    e.NamingProposed(B, "evasion", DAY, "office"),
    (e.NamingReplied(B, 13), Actor(Role.NAMED, B, B)),
    (e.NamingDecided(A, "evasion", False, 11, LEADER.id, DAY), LEADER),  # 15
    (e.OpinionGiven(2), EXPERT),
    (e.OpinionGiven(2), ANOTHER),
    (e.EscalationProposed(A, "overdue"), LEAD),
    (e.Directed(LEADER.id, public=True), LEADER),
    e.Directed("chu-tich", DAY, public=True),  # 20: recorded by the Office, so public at once
    (e.Settled(LEADER.id, A, (B, C), public=True), LEADER),
    (e.CaseReturned(A, public=True), LEAD),
    e.Noted(),
    e.PassedOn(A),
]
EVERYTHING = set(range(1, 25))
_AT_ONCE = {20}
# Before anything was let through.
BEFORE: dict[Actor, set[int]] = {
    LEAD: {2, 3, 4, 5, 6, 9, 11, 12, 15, 18, 19, 20, 21, 22},
    FORMER: {2, 4, 5, 6, 19, 20, 21, 22},
    NAMED: {9, 11, 12, 15, 20},
    NOT_NAMED: _AT_ONCE,
    SECOND: {2, 4, 10, 13, 14, 19, 20, 21},
    THIRD: {2, 5, 7, 19, 20, 21},
    EXPERT: {16, 20},
    ANOTHER: {17, 20},
    LEADER: {3, 4, 5, 8, 9, 10, *range(11, 23)},
    READER: _AT_ONCE,
    CLERK: _AT_ONCE,
    SUBMITTER: {1, 20},
    FOCAL: EVERYTHING - {23, 24},  # what an inspector noted, and a colleague's address
    INSPECTOR: EVERYTHING - {24},
    ALTERNATE: EVERYTHING - {24},
}


def _id(actor: Actor) -> str:
    return f"{actor.role}-{actor.id}"


def check(events: list[e.Event], actor: Actor, numbers: set[int]) -> None:
    """These it may read, these bodies are opened, and of these there are words."""
    bodies = {f"b{x.seq}": {"content": "c"} for x in events}
    assert readable(events, actor) == numbers
    assert wanted_bodies(events, actor) == [f"b{seq}" for seq in sorted(numbers)]
    assert {seq for seq, words in cut(events, actor, bodies).items() if words} == numbers


@pytest.mark.parametrize("actor", BEFORE, ids=_id)
def test_who_reads_what(actor: Actor) -> None:
    check(chronicle(*SAID), actor, BEFORE[actor])


LET_THROUGH: list[Given] = [
    e.ItemPublished(item, type_, A)
    for item, type_ in [(3, "status"), (4, "contribution"), (12, "naming_reply"), (16, "opinion"), (19, "directive"),
                        (21, "directive"), (22, "reason")]
]  # fmt: skip
PUBLIC = {3, 4, 16, 19, 20, 21, 22}  # a reply is public by a leader's decision alone


@pytest.mark.parametrize("actor", BEFORE, ids=_id)
def test_everybody_reads_what_was_let_through(actor: Actor) -> None:
    every = {*range(25, 32)} if actor.role in (Role.FOCAL, Role.INSPECTORATE, Role.INSPECTORATE_ALTERNATE) else set()
    check(chronicle(*SAID, *LET_THROUGH), actor, BEFORE[actor] | PUBLIC | every)


@pytest.mark.parametrize("actor", [CLERK, NOT_NAMED, SUBMITTER], ids=_id)
def test_everybody_reads_what_a_leader_signed(actor: Actor) -> None:
    named = (e.NamingDecided(B, "evasion", True, 13, LEADER.id, DAY), LEADER)
    let_through = e.ItemPublished(14, "naming_reply", B)
    check(chronicle(*SAID, named), actor, BEFORE[actor] | {13, 25})
    check(chronicle(*SAID, let_through, named), actor, BEFORE[actor] | {13, 14, 26})


def test_of_words_beside_the_handling_the_public_reads_what_was_said_and_the_number() -> None:
    events = chronicle(*SAID, *LET_THROUGH)
    body = {"content": "c", "number": "1", "reason": "r", "signer": "s", "colleague": "x"}
    bodies = {f"b{seq}": body for seq in EVERYTHING}
    note = {"content": "c", "number": "1", "reason": "r"}
    assert cut(events, CLERK, bodies) == {
        seq: body if seq in (3, 16) else note if seq in PUBLIC else {} for seq in EVERYTHING
    }


def test_a_body_that_was_not_opened_has_no_words() -> None:
    events = chronicle(WRITTEN, (WRITTEN, FOCAL, {"body": None}), WRITTEN)
    bodies = {f"b{seq}": {"public_content": "c", "note": "n"} for seq in (1, 3, 4)}
    assert cut(events, CLERK, bodies) == {1: {}, 4: {"public_content": "c"}}
    assert wanted_bodies(events, CLERK) == ["b2", "b4"]


# --- successors ---

RENAMED = e.Succeeded("OLDEST", "OLD", "dat-dai", "d1", DAY), e.Succeeded("OLD", A, "dat-dai", "d2", DAY)


@pytest.mark.parametrize(
    ("facts", "agency", "line"),
    [
        ([], A, {A}),
        (RENAMED, A, {A, "OLD", "OLDEST"}),
        (RENAMED, "OLD", {"OLD", "OLDEST"}),
        (RENAMED[::-1], A, {A, "OLD"}),  # what happened to it afterwards is another's
        (RENAMED, B, {B}),
        (RENAMED, "", set()),
    ],
)
def test_a_successor_answers_for_whose_place_it_took(facts: Any, agency: str, line: set[str]) -> None:
    assert line_of(chronicle(*facts), agency) == line


def test_and_reads_their_words() -> None:
    old = Actor(Role.AGENCY, "OLD", "OLD")
    check(chronicle((e.StatusReported("OLD"), old), RENAMED[1]), LEAD, {2})
    check(chronicle((e.StatusReported("OLD"), old), RENAMED[0]), LEAD, set())


# --- identity ---

LOOK = e.IdentityRevealed(FOCAL.id)
HOUR, SECOND_BEFORE = timedelta(hours=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("facts", "actor", "now", "shown"),
    [
        ([], SUBMITTER, None, True),
        ([], INSPECTOR, None, True),
        ([], ALTERNATE, None, True),
        ([], FOCAL, None, False),
        ([LOOK], FOCAL, None, True),
        ([LOOK], OTHER_FOCAL, None, False),
        ([LOOK, WRITTEN], FOCAL, None, False),  # as of the last event: a day later
        ([LOOK], FOCAL, at(day(2)) + HOUR - SECOND_BEFORE, True),
        ([LOOK], FOCAL, at(day(2)) + HOUR, False),
        ([LOOK, LOOK], FOCAL, at(day(3)), True),
    ],
)
def test_whom_the_submitters_identity_is_shown(
    facts: list[e.Fact], actor: Actor, now: datetime | None, shown: bool
) -> None:
    events = chronicle(*facts)
    assert identity_shown(events, actor, now) is shown
    typed = {"title": "t", "content": "c", "files": {}, "submitter": "s"}
    desk = {name: typed[name] for name in ("title", "content", "files")} if actor.role is Role.FOCAL else {}
    assert cut(events, actor, {"b1": typed}, now) == {1: typed if shown else desk}


@pytest.mark.parametrize(("now", "opened"), [(at(day(2)), ["b1"]), (at(day(3)), [])])
def test_who_reads_nothing_of_a_petition_but_by_a_look_opens_it_no_longer(now: datetime, opened: list[str]) -> None:
    assert wanted_bodies(chronicle(e.IdentityRevealed(CLERK.id)), CLERK, now) == opened


# --- who opens the case at all ---

CASE = Case(CODE, Kind.CONDUCT, Channel.WEB, SubmitterType.CITIZEN, day(1), "o", lead=A, coordinating=(B,))
LATE = (Clock("publication", day(1), 20, DAY, steps=("overdue",)),)
ALWAYS = {FOCAL, LEADER, SUBMITTER, EXPERT, ANOTHER}
NAMING = Naming(2, A, "delay", PROPOSED)
OPENS: list[tuple[str, Case, set[Actor]]] = [
    ("a case", CASE, ALWAYS | {LEAD, SECOND}),
    ("overdue", replace(CASE, clocks=LATE), ALWAYS | {LEAD, SECOND, READER}),
    ("answered late", replace(CASE, late=True), ALWAYS | {LEAD, SECOND, READER}),
    ("a naming", replace(CASE, namings=(NAMING,)), ALWAYS | {LEAD, SECOND, NAMED}),
    ("a naming that is over", replace(CASE, namings=(replace(NAMING, state=ENDED),)), ALWAYS | {LEAD, SECOND}),
    ("withdrawn", replace(CASE, status=Status.WITHDRAWN), ALWAYS),
    ("a state secret", replace(CASE, purge="van-phong-1", late=True, namings=(NAMING,)), {FOCAL, SUBMITTER}),
    ("restricted", replace(CASE, status=Status.RESTRICTED, late=True), {INSPECTOR}),
    ("restricted, against the inspectorate", replace(CASE, status=Status.RESTRICTED, against="inspectorate"),
     {ALTERNATE}),
]  # fmt: skip


@pytest.mark.parametrize(("case", "who"), [row[1:] for row in OPENS], ids=[row[0] for row in OPENS])
def test_who_may_open_it(case: Case, who: set[Actor]) -> None:
    assert {actor: may_open(case, actor) for actor in BEFORE} == {actor: actor in who for actor in BEFORE}


@pytest.mark.parametrize("actor", BEFORE, ids=_id)
def test_who_handles_a_case_reads_its_passages(actor: Actor) -> None:
    assert reads_whole(actor) is (actor in {FOCAL, LEAD, FORMER, SECOND, THIRD, LEADER, READER, INSPECTOR, ALTERNATE})


@pytest.mark.parametrize(
    ("given", "public"),
    [(e.Directed("x", DAY, public=True), True), (e.Directed("x", public=True), False), (e.Directed("x", DAY), False),
     (e.Settled("x", A, public=True), False)],
    ids=["recorded", "a leader's own", "of before that rule", "no directive"],
)  # fmt: skip
def test_only_a_recorded_directive_is_public_at_once(given: e.Fact, public: bool) -> None:
    assert at_once(given) is public
