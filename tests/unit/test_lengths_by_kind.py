"""A policy may give every clock another length for one kind: each act that starts a clock asks for that of its kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.case import Actor, Clock
from chalicelib.domain.reference import Reference
from chalicelib.domain.vocabulary import Channel, Kind, Role
from tests.unit.filed import Row, lived, policy
from tests.unit.stories import (
    ANSWER,
    BESIDE,
    DISAGREE,
    LATER,
    NAMED,
    REPORT,
    START,
    TEXTS,
    UP,
    Act,
    by,
    lost,
    propose_naming,
    review,
    wait,
)
from tests.unit.world import AGENCY, FOCAL, LEADER, SUBMITTER, reference

# Of conduct; every other kind has the lengths of `data/policy.json`, which are other ones.
DAYS = {"forwarding": 3, "publication": 31, "acknowledgement": 7, "coordination": 8, "supplement": 9, "review": 11,
        "extension_decision": 12, "rating": 13, "contest": 14, "advice": 15, "leader_decision": 16, "directive": 17,
        "reassign": 18, "naming_reply": 19, "follow_up": 21, "opinion": 22, "legal_transfer": 23,
        "correction": 24}  # fmt: skip


@lru_cache
def changed(silent: str = "") -> Reference:
    """The province's own policy with these lengths for conduct; `silent`: the clock that it does not have."""

    def change(version: Row) -> None:
        for name, rule in version["clocks"].items():
            assert rule["working_days"] != DAYS[name]
            rule["by_kind"] = {"conduct": {"normal": DAYS[name]}}
        version["clocks"].pop(silent, None)

    return policy(change)


# fmt: off
CLASSIFIED = by(FOCAL, c.Classify(kind="conduct", field="dat-dai"), on=None)
SENT = (CLASSIFIED, by(FOCAL, TEXTS, on=None),
        by(FOCAL, c.Forward(lead="SNNMT", coordinating=("STC2025",)), on=None))
AT_WORK = (*SENT, by(AGENCY, c.Acknowledge(), on=None))
ANSWERED = (*AT_WORK, by(AGENCY, ANSWER, on=None), review(on=None))
NOT_SATISFIED = by(SUBMITTER, c.Rate(rating="not_satisfied", reason="x"))
RAISED = by(SUBMITTER, c.RaiseAgain(content="x"))
MORE_TIME = c.RequestExtension(reason="x", until=date(2026, 9, 30))
OVERDUE = c.Escalate(ground="overdue", note="x")
HAND_OVER = c.HandOver(up_class="UP-3", date=START, number="1")
INVITE = c.InviteOpinion(email="x@example.org", title="x")
DIRECTIVE = c.RecordDirective(leader="x", date=START, number="1", content="x")
REFUSED = by(FOCAL, c.Refuse(reason="out_of_scope", content="x"), on=None)
BY_OFFICE = (CLASSIFIED, by(FOCAL, TEXTS, on=None), by(FOCAL, ANSWER, on=None))
GIVEN = by(Actor(Role.EXPERT, "5"), c.GiveOpinion(content="x"))
UNADVISED = date(2026, 8, 31)  # 15 working days after 7 August, with the worked Saturday, end on 27 August
# The clock, the length that it has, the day on which it starts, and the acts, of which the last one starts it.
ROWS: list[tuple[str, str, date, tuple[Act, ...]]] = [
    ("forwarding", "forwarding", START, ()),
    ("publication", "publication", START, ()),
    ("forwarding", "forwarding", LATER, (REFUSED, by(SUBMITTER, c.ContestRefusal(content="x")))),
    ("publication", "publication", LATER, (REFUSED, by(SUBMITTER, c.ContestRefusal(content="x")))),
    ("forwarding", "forwarding", LATER, (*SENT, by(AGENCY, c.ReturnCase(reason="x")))),
    ("forwarding", "forwarding", LATER, (*BY_OFFICE, RAISED, by(LEADER, c.Direct(content="x")))),
    ("publication", "publication", LATER, (*AT_WORK, by(AGENCY, REPORT), review())),
    ("publication", "publication", LATER, (*ANSWERED, NOT_SATISFIED)),
    ("publication", "publication", LATER, (*ANSWERED, RAISED)),
    ("supplement", "supplement", LATER, (by(FOCAL, c.AskSupplement(content="x")),)),
    ("contest", "contest", START, (REFUSED,)),
    ("legal_transfer", "legal_transfer", LATER, (by(FOCAL, c.Classify(kind="conduct", legal_document=True)),)),
    ("acknowledgement", "acknowledgement", START, SENT),
    ("acknowledgement", "acknowledgement", LATER,
     (*SENT, lost("forwarded-agency-SNNMT", 4), by(FOCAL, c.Urge()))),
    ("acknowledgement", "acknowledgement", LATER,
     (*ANSWERED, NOT_SATISFIED, by(LEADER, c.Settle(lead="STC2025", content="x")))),
    ("coordination", "coordination", START, SENT),
    ("coordination", "coordination", LATER,
     (*ANSWERED, NOT_SATISFIED, by(LEADER, c.Settle(lead="SXD2025", content="x")))),
    ("review", "review", LATER, (*AT_WORK, by(AGENCY, REPORT))),
    ("review", "review", LATER, (*AT_WORK, by(AGENCY, ANSWER))),
    ("review", "review", LATER, (*SENT, by(FOCAL, INVITE, on=None), GIVEN)),
    ("naming_review", "review", LATER, (*AT_WORK, propose_naming(), by(NAMED, c.ReplyToNaming(content="x")))),
    ("extension_decision", "extension_decision", LATER, (*AT_WORK, by(AGENCY, MORE_TIME))),
    ("rating", "rating", LATER, (*AT_WORK, by(AGENCY, ANSWER), review())),
    ("rating", "rating", LATER, (CLASSIFIED, by(FOCAL, TEXTS), by(FOCAL, ANSWER))),
    ("advice", "advice", LATER, (*SENT, by(BESIDE, DISAGREE))),
    ("advice", "advice", LATER, (*ANSWERED, NOT_SATISFIED)),
    ("leader_decision", "leader_decision", LATER, (*BY_OFFICE, RAISED)),
    ("leader_decision", "leader_decision", LATER, (*AT_WORK, by(AGENCY, UP))),
    ("leader_decision", "leader_decision", LATER, (*AT_WORK, by(FOCAL, OVERDUE))),
    ("leader_decision", "leader_decision", date(2026, 8, 28),
     (*SENT, by(BESIDE, DISAGREE, on=None), wait(UNADVISED))),
    ("naming_decision", "leader_decision", LATER,
     (*AT_WORK, propose_naming(), by(NAMED, c.ReplyToNaming(content="x")))),
    ("directive", "directive", LATER, (*AT_WORK, by(AGENCY, UP), by(LEADER, c.Direct(content="x")))),
    ("directive", "directive", LATER, (*AT_WORK, by(FOCAL, DIRECTIVE))),
    ("directive", "directive", LATER, (*AT_WORK, by(AGENCY, UP), by(LEADER, c.Settle(lead="SNNMT", content="x")))),
    ("follow_up", "follow_up", LATER, (*AT_WORK, by(FOCAL, HAND_OVER))),
    ("follow_up", "follow_up", LATER, (*AT_WORK, by(FOCAL, HAND_OVER, on=None), by(FOCAL, c.FollowUp(content="x")))),
    ("naming_reply", "naming_reply", LATER, (*AT_WORK, propose_naming())),
    ("opinion", "opinion", LATER, (*AT_WORK, by(FOCAL, INVITE))),
]
# fmt: on


def expected(name: str, length: int, start: date) -> Clock:
    calendar = reference().calendar
    return Clock(name, start, length, calendar.add_working_days(start, length), calendar=calendar.version)


@pytest.mark.parametrize(("name", "of", "start", "acts"), ROWS)
def test_the_clock_has_the_length_of_its_kind(name: str, of: str, start: date, acts: tuple[Act, ...]) -> None:
    clock = lived(changed(), *acts).head.clock(name)
    assert clock is not None
    assert replace(clock, steps=()) == expected(name, DAYS[of], start)


def test_every_length_is_asked_for() -> None:
    """`correction` is a date on a page, `reassign` has a test of its own: its case is of another year."""
    assert {of for _, of, _, _ in ROWS} == set(DAYS) - {"correction", "reassign"}


# Sent in as something else, it owes from then on what its kind owes; an agency that has it keeps its day.
@pytest.mark.parametrize(
    ("sent_as", "start", "length"),
    [
        (Kind.PRAISE, START, 31),
        (Kind.QUESTION, START, 31),  # longer: counted from receipt
        (Kind.INCIDENT, START, 31),
    ],
)
def test_what_is_classified_owes_what_its_kind_owes(sent_as: Kind, start: date, length: int) -> None:
    tale = lived(changed(), by(FOCAL, c.Classify(kind="conduct")), kind=sent_as)
    assert tale.head.clock("publication") == expected("publication", length, start)
    assert tale.head.clock("forwarding") == expected("forwarding", 5, START), "of receipt, when it was another kind"


def test_conduct_that_turns_out_to_be_a_question_owes_the_shorter_time_from_that_day_on() -> None:
    tale = lived(changed(), by(FOCAL, c.Classify(kind="question")))
    assert tale.head.clock("publication") == expected("publication", 20, LATER)


def test_an_office_that_nobody_follows_is_replaced_within_the_time_of_the_kind() -> None:
    acts = (by(FOCAL, TEXTS, on=None), by(FOCAL, c.Forward(lead="SLDTBXH", field="khac"), on=None))
    tale = lived(changed(), *acts, wait(date(2025, 3, 5)), start=date(2025, 2, 12))
    assert tale.head.clock("reassign") == expected("reassign", 18, date(2025, 3, 5))


def test_the_national_portals_day_is_twenty_working_days_whatever_the_kind() -> None:
    """R1-09, R1-17: its 20 days are no policy of the province; the clock itself is a date without a length."""
    tale = lived(changed(), channel=Channel.NATIONAL_PORTAL)
    due, version = date(2026, 9, 8), reference().calendar.version
    assert tale.head.clock("national") == Clock("national", START, 0, due, calendar=version)


@pytest.mark.parametrize(
    ("silent", "name", "length", "acts"),
    [
        ("follow_up", "follow_up", 17, (*AT_WORK, by(FOCAL, HAND_OVER))),  # a directive's time
        ("naming_reply", "naming_reply", 5, (*AT_WORK, propose_naming())),
        ("acknowledgement", "acknowledgement", None, SENT),
        ("coordination", "coordination", None, SENT),
        ("contest", "contest", None, (REFUSED,)),
        ("review", "review", None, (*AT_WORK, by(AGENCY, REPORT))),
        ("legal_transfer", "legal_transfer", None, (by(FOCAL, c.Classify(kind="conduct", legal_document=True)),)),
    ],
)
def test_where_policy_is_silent(silent: str, name: str, length: int | None, acts: tuple[Act, ...]) -> None:
    clock = lived(changed(silent), *acts).head.clock(name)
    assert clock == (None if length is None else expected(name, length, LATER))
