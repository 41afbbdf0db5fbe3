"""Whether the right of reply came to anybody, and whose delay may be held against whom: letters that were lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Actor
from chalicelib.domain.directory import OfficerRole
from chalicelib.domain.errors import FieldError as No
from chalicelib.domain.errors import InvalidFields
from chalicelib.domain.reference import Reference
from chalicelib.domain.vocabulary import Role
from tests.unit.filed import Row, agencies, from_now_on, lived, policy, with_former
from tests.unit.refused import check_refusal
from tests.unit.stories import (
    LATER,
    NAME,
    NAMED,
    START,
    TEXTS,
    Act,
    Story,
    after,
    alone,
    by,
    decide_naming,
    in_process,
    lost,
    naming_proposed,
    naming_replied,
    propose_naming,
    review,
    triage,
    wait,
)
from tests.unit.world import AGENCY, FOCAL, LEADER, OTHER_FOCAL, reference

# fmt: off
OWN, HEAD = "naming_notice-named-SNNMT", "naming_notice-named-SNNMT-head"
LAND = reference().directory.agency("SNNMT")
SENT = (by(FOCAL, c.Classify(kind="conduct", field="dat-dai"), on=None), by(FOCAL, TEXTS, on=None),
        by(FOCAL, c.Forward(lead="SNNMT"), on=None), by(AGENCY, c.Acknowledge(), on=None), propose_naming())
SHARED = agencies(replace(LAND, head_mailbox=LAND.focal_mailbox))
NO_HEAD = agencies(replace(LAND, head_mailbox=""))
ONE_BOX = agencies(replace(LAND, head_mailbox="", focal_mailbox=""))
NO_FOCAL = agencies(replace(LAND, focal_mailbox=""))
HEADS_IS_OWN = agencies(replace(LAND, head_mailbox=LAND.mailbox, focal_mailbox=""))
GONE = agencies(without=("SNNMT",))

# Which letters about the proposal, event 6, were lost; whether the proposal ends with the last one.
LOST: list[tuple[str, Reference, list[str], bool]] = [
    ("its own", reference(), [OWN], False),
    ("its head's", reference(), [HEAD], False),
    ("its own twice", reference(), [OWN, OWN], False),
    ("both", reference(), [OWN, HEAD], True),
    ("both, the head's first", reference(), [HEAD, OWN], True),
    ("another agency's", reference(), [OWN, "naming_notice-named-STC2025-head"], False),
    ("a letter about something else", reference(), [OWN, "forwarded-agency-SNNMT"], False),
    ("one mailbox for both", SHARED, [OWN], True),
    ("one mailbox for both: the head's letter is the same", SHARED, [HEAD], False),
    ("no mailbox of the head: the office's", NO_HEAD, [OWN], False),
    ("no mailbox of the head: both", NO_HEAD, [OWN, HEAD], True),
    ("one mailbox alone", ONE_BOX, [OWN], True),
    ("no mailbox of the focal officer", NO_FOCAL, [OWN], False),
    ("no mailbox of the focal officer: both", NO_FOCAL, [OWN, HEAD], True),
    ("the head reads the office's, as all do", HEADS_IS_OWN, [OWN], True),
    ("of an agency that left the file", GONE, [OWN], False),
    ("of an agency that left the file: both", GONE, [OWN, HEAD], True),
]
# fmt: on


@pytest.mark.parametrize(("data", "keys", "ends"), [row[1:] for row in LOST], ids=[row[0] for row in LOST])
def test_a_proposal_of_which_nobody_heard_ends(data: Reference, keys: list[str], ends: bool) -> None:
    tale = lived(reference(), *SENT, from_now_on(data), *[lost(key, 6) for key in keys[:-1]])
    assert tale.head.naming is not None
    tale.act(lost(keys[-1], 6))
    name = keys[-1].partition("-")[0]
    assert tale.events[-1].fact == e.MailFailed(name, keys[-1], "x", 6, False, ends)
    assert (tale.head.naming is None) is ends
    assert [clock.name for clock in tale.events[-1].clocks or ()] == (["publication"] if ends else [])


def step(name: str) -> Act:
    """What happens to the proposal before the second letter's loss is known."""
    reply = by(NAMED, c.ReplyToNaming(content="x"))
    return {"replied": reply, "nothing": lambda tale: None}[name]


# The number of the event that the second lost letter was about, or nothing, of a mail of an earlier version.
@pytest.mark.parametrize(
    ("item", "meanwhile", "ends"),
    [
        (6, "nothing", True),
        (0, "nothing", True),
        (5, "nothing", False),
        (1, "nothing", False),
        (6, "replied", False),
        (0, "replied", False),
    ],
)
def test_only_a_loss_that_is_about_this_proposal_ends_it(item: int, meanwhile: str, ends: bool) -> None:
    tale = lived(reference(), *SENT, lost(OWN, 6), step(meanwhile), lost(HEAD, item))
    assert tale.events[-1].fact == e.MailFailed("naming_notice", HEAD, "x", item, False, ends)


def test_a_reply_that_came_back_shows_that_somebody_was_told() -> None:
    tale = naming_replied().act(review("return", reason="personal_data"), lost(OWN, 6), lost(HEAD, 6))
    assert tale.head.naming is not None
    assert tale.head.bounced == (OWN, HEAD)


def test_nothing_ends_where_nothing_is_proposed() -> None:
    tale = in_process().act(lost(OWN, 4), lost(HEAD, 4))
    assert tale.events[-1].fact == e.MailFailed("naming_notice", HEAD, "x", 4)


# --- who may be proposed: what an office did not hear of is not held against it ---


def lead_by_office(*acts: Act) -> Story:
    """The focal office leads itself."""
    story = after(triage, by(FOCAL, c.Forward(lead="VPUB", field="khac")))
    return after(story, by(Actor(Role.AGENCY, "VPUB", "VPUB"), c.Acknowledge()), *acts)


# fmt: off
OVER = wait(date(2026, 9, 9))
OFFICE_STEP, LAND_STEP = "step_overdue-focal-van-phong-1", "step_overdue-agency-SNNMT"
REVIEW_LETTER = "to_review-focal-van-phong-1"
office_late = lead_by_office(OVER)
not_reached, already = No("agency", "not_reached"), No("failure", "proposed_already")
not_named = by(LEADER, c.DecideNaming(**NAME | {"decision": "not_name"}))
both_ended = after(naming_replied, not_named)
ended_and_lost = after(naming_replied, lost(OWN, 6), lost(HEAD, 6), not_named)
rearmed = after(both_ended, by(AGENCY, c.ReportStatus(content="x")), review(on=date(2026, 8, 17)))
BARRED: list[tuple[Story, Act, No | None]] = [
    (office_late, propose_naming("delay"), None),
    (after(office_late, lost(OFFICE_STEP, 9)), propose_naming("delay"), not_reached),
    (after(office_late, lost(OFFICE_STEP, 9)), propose_naming("evasion"), None),
    (after(office_late, lost(REVIEW_LETTER, 9)), propose_naming("delay"), None),
    (after(office_late, lost("step_overdue-agency-VPUB", 9)), propose_naming("delay"), not_reached),
    (after(alone, OVER, lost(OFFICE_STEP, 9)), propose_naming("delay"), None),
    (after(alone, OVER, lost(LAND_STEP, 9)), propose_naming("delay"), not_reached),
    (after(alone, OVER, lost(f"{LAND_STEP}-head", 9)), propose_naming("delay"), None),
    # Once for each failure and arming, unless nobody heard of it.
    (both_ended, propose_naming("evasion"), already),
    (both_ended, propose_naming("non_performance"), None),
    (both_ended, propose_naming("evasion", "STC2025"), None),
    (rearmed, propose_naming("evasion"), None),
    (ended_and_lost, propose_naming("evasion"), None),
    (after(naming_replied, lost(OWN, 6), not_named), propose_naming("evasion"), already),
    # --- a leader names nobody who was not told ---
    (after(naming_replied, review("return", reason="personal_data"), lost(OWN, 6)), decide_naming(), None),
    (after(naming_replied, review("return", reason="personal_data"), lost(OWN, 6), lost(HEAD, 6)), decide_naming(),
     No("decision", "not_reached")),
    (after(naming_replied, review("return", reason="personal_data"), lost(OWN, 6), lost(HEAD, 6)),
     decide_naming(decision="not_name"), None),
    (after(naming_replied, lost(OWN, 6), lost(HEAD, 6)), decide_naming(), None),
]
# fmt: on


@pytest.mark.parametrize(("story", "act", "error"), BARRED)
def test_who_may_be_proposed_and_named(story: Story, act: Act, error: No | None) -> None:
    check_refusal(story, act, error)


def test_the_focal_office_of_the_kind_must_have_heard_of_its_delay() -> None:
    rule = {"kind": "conduct", "from": "2023-01-01", "agency": "SNNMT"}
    data = policy(lambda version: version["focal"].append(rule))
    tale = lived(data, *SENT[:-1], OVER, lost(OFFICE_STEP, 9))
    with pytest.raises(InvalidFields) as found:
        tale.act(propose_naming("delay"))
    assert found.value.errors == (not_reached,)


# --- the limit that a proposal says, and the time to reply ---


@pytest.mark.parametrize(
    ("failure", "clock", "due_on"), [("delay", "publication", date(2026, 9, 8)), ("evasion", "", None)]
)
def test_the_limit_belongs_to_a_delay_alone(failure: str, clock: str, due_on: date | None) -> None:
    tale = alone().act(OVER, propose_naming(failure))
    day = date(2026, 9, 9)
    assert tale.events[-1].fact == e.NamingProposed("SNNMT", failure, day, "office", START, clock, due_on)


def test_what_was_answered_is_proposed_for_the_days_of_its_answer() -> None:
    """No clock of the 20 days runs any more: the arming is the day of the answer."""
    tale = alone().act(by(AGENCY, c.AnswerCase(content="x", completed_on=START)), review(), propose_naming())
    assert tale.events[-1].fact == e.NamingProposed("SNNMT", "evasion", LATER, "office", LATER)


# --- who signs, and until when ---


def months(count: int | None) -> Reference:
    def change(version: Row) -> None:
        version["limits"].pop("naming_months") if count is None else version["limits"].update(naming_months=count)

    return policy(change)


@pytest.mark.parametrize(
    ("data", "on", "until"),
    [
        (reference(), LATER, date(2027, 2, 12)),
        (months(None), LATER, date(2027, 2, 12)),  # six, where policy is silent
        (months(1), date(2026, 8, 13), date(2026, 9, 13)),
        (months(6), date(2026, 8, 31), date(2027, 2, 28)),  # the last day of a shorter month
        (months(4), date(2026, 8, 31), date(2026, 12, 31)),
        (months(5), LATER, date(2027, 1, 12)),
        (months(18), date(2026, 8, 31), date(2028, 2, 29)),
    ],
)
def test_until_when_an_agency_stands_named(data: Reference, on: date, until: date) -> None:
    tale = lived(data, *SENT, by(NAMED, c.ReplyToNaming(content="x")), decide_naming(on=on))
    assert tale.events[-1].fact == e.NamingDecided(
        "SNNMT", "evasion", True, 6, "pho-chu-tich-2", on, reply=7, until=until
    )


def test_a_former_assistant_asks_nothing_of_the_leader() -> None:
    tale = lived(with_former(OfficerRole.ASSISTANT), *SENT, by(NAMED, c.ReplyToNaming(content="x")), decide_naming())
    assert len(tale.head.standing) == 1


@pytest.mark.parametrize(
    ("actor", "values", "leader"),
    [
        (LEADER, {}, "pho-chu-tich-2"),
        (LEADER, {"document_number": "1"}, "pho-chu-tich-2"),
        (OTHER_FOCAL, {"document_number": "1"}, "recorded"),
        (Actor(Role.LEADER, "tro-ly-chu-tich", "VPUB"), {"document_number": "1"}, "tro-ly-chu-tich"),
    ],
)
def test_who_decided(actor: Actor, values: dict[str, Any], leader: str) -> None:
    decided = naming_replied().act(decide_naming(actor, decision="not_name", **values)).events[-1].fact
    assert decided == e.NamingDecided("SNNMT", "evasion", False, 6, leader, LATER, reply=7)


def test_a_naming_that_stands_says_nothing_of_the_next_one() -> None:
    """Every agency has its own: the second one's proposal changes the first one's naming in nothing."""
    tale = naming_proposed().act(by(NAMED, c.ReplyToNaming(content="x")), decide_naming())
    first = tale.head.namings
    tale.act(propose_naming(agency="STC2025"))
    assert tale.head.namings[:1] == first
