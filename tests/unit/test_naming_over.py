"""Namings that the ladder begins, that end by themselves, and what a decision does to a review of earlier records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.decide import naming
from chalicelib.domain.errors import FieldError as No
from chalicelib.domain.errors import InvalidFields
from chalicelib.domain.named import Naming
from chalicelib.domain.reference import Reference
from chalicelib.domain.vocabulary import Role, Status
from tests.unit.filed import lived, policy
from tests.unit.stories import (
    ANSWER,
    CITED,
    LATER,
    NAME,
    NAMED,
    REPORT,
    START,
    TEXTS,
    Story,
    Tale,
    after,
    alone,
    by,
    decide_naming,
    in_process,
    named,
    naming_replied,
    propose_naming,
    review,
    wait,
)
from tests.unit.world import AGENCY, FOCAL, LEADER

# fmt: off
DUE, STEP = date(2026, 9, 8), date(2026, 9, 29)
LATE = e.StepReached("publication", "propose_naming", STEP, DUE)
NOT_NAME = c.DecideNaming(**NAME | {"decision": "not_name"})
REPLY = by(NAMED, c.ReplyToNaming(content="x"))
FINANCE = Actor(Role.NAMED, "STC2025", "STC2025")
cleared_of_evasion = after(naming_replied, by(LEADER, NOT_NAME))
cleared_of_delay = after(alone, wait(STEP), REPLY, by(LEADER, NOT_NAME))
both_named = after(named, review(), propose_naming(agency="STC2025"), by(FINANCE, c.ReplyToNaming(content="x")),
                   decide_naming(on=date(2026, 8, 13)), review())
# fmt: on


def standing(count: int, *, open_: bool = False) -> Story:
    """So many other agencies stand named here; `open_`: and one more is proposed."""

    def story() -> Tale:
        tale = in_process()
        others = tuple(Naming(n + 1, f"A{n}", "delay", "stands") for n in range(count))
        more = (Naming(9, "A9", "delay"),) if open_ else ()
        tale.case = replace(tale.head, namings=(*others, *more))
        return tale

    return story


def proposed(on: date = STEP) -> e.NamingProposed:
    return e.NamingProposed("SNNMT", "delay", on, "ladder", START, "publication", DUE)


@pytest.mark.parametrize(
    ("story", "fact"),
    [
        (in_process, proposed()),
        (cleared_of_evasion, proposed()),
        (cleared_of_delay, None),  # once for the same days
        (naming_replied, None),  # one at a time
        (named, None),
        (standing(3), proposed()),
        (standing(4), None),  # the head is bounded
        (standing(1, open_=True), None),
    ],
)
def test_whom_the_ladder_proposes(story: Story, fact: e.NamingProposed | None) -> None:
    tale = story()
    events = naming.by_ladder(tale.context(SYSTEM), tale.head, "SNNMT", LATE)
    assert [event.fact for event in events] == ([fact] if fact else [])
    assert all((event.body, event.request, event.by) == (None, "", SYSTEM) for event in events)


@pytest.mark.parametrize("agency", ["", "CAT", "SKHDT", "NOBODY"])
def test_the_ladder_proposes_no_vertical_nor_former_nor_unknown_office(agency: str) -> None:
    tale = in_process()
    assert naming.by_ladder(tale.context(SYSTEM), tale.head, agency, LATE) == ()


def test_only_a_limit_makes_a_delay() -> None:
    tale = in_process()
    with pytest.raises(InvalidFields) as found:
        tale.do(FOCAL, c.ProposeNaming(failure="delay", content="x"), CITED)
    assert found.value.errors == (No("failure", "no_delay"),)
    tale.do(FOCAL, c.ProposeNaming(failure="evasion", content="x"), CITED)
    assert tale.events[-1].fact == e.NamingProposed("SNNMT", "evasion", LATER, "office", START)


# --- the time of being named ---


def restricted(tale: Tale) -> None:
    tale.case = replace(tale.head, status=Status.RESTRICTED)


@pytest.mark.parametrize(
    ("story", "day"),
    [
        (in_process, None),
        (naming_replied, None),
        (named, date(2027, 2, 13)),  # six months from 12 August: the last day is 12 February
        (both_named, date(2027, 2, 13)),  # the first of the two
        (after(named, restricted), None),
        (after(named, by(LEADER, c.RetireNaming(content="x"))), None),
    ],
)
def test_the_day_on_which_the_next_naming_is_over(story: Story, day: date | None) -> None:
    assert naming.retires_on(story().head) == day


LAND, MONEY = e.NamingRetired("SNNMT", 6, date(2027, 2, 13)), e.NamingRetired("STC2025", 10, date(2027, 2, 14))


@pytest.mark.parametrize(
    ("today", "facts"),
    [
        (date(2027, 2, 12), []),
        (date(2027, 2, 13), [LAND]),
        (date(2027, 2, 14), [LAND, MONEY]),
        (date(2027, 3, 1), [LAND, MONEY]),  # a late run says the same days
    ],
)
def test_each_naming_is_over_on_its_day(today: date, facts: list[e.NamingRetired]) -> None:
    tale = both_named().act(by(AGENCY, ANSWER), review(), by(FOCAL, c.Close(note="x")))
    known = tale.head.version
    tale.act(wait(today))
    retired = [event for event in tale.events[known:] if isinstance(event.fact, e.NamingRetired)]
    assert [event.fact for event in retired] == facts
    assert [event.seq for event in tale.events[known:]] == list(range(known + 1, len(tale.events) + 1))
    assert len(tale.head.standing) == 2 - len(facts)


# --- a record of before replies had a review of their own ---


def of_before(story: Story) -> Story:
    """The reply waits on the clock that the handling's words wait on."""

    def told() -> Tale:
        tale = story()
        kept = tuple(clock for clock in tale.head.clocks if clock.name != "review")
        renamed = tuple(replace(clock, name="review") if clock.name == "naming_review" else clock for clock in kept)
        tale.case = replace(tale.head, clocks=renamed)
        return tale

    return told


@pytest.mark.parametrize(
    ("story", "decision", "reviewed"),
    [
        (naming_replied, "not_name", False),
        (naming_replied, "name", True),  # the reply is published beside the naming
        (after(naming_replied, by(AGENCY, REPORT)), "not_name", True),
        (after(naming_replied, by(AGENCY, REPORT)), "name", True),
    ],
)
def test_the_reviews_clock_falls_with_the_reply_alone(story: Story, decision: str, reviewed: bool) -> None:
    tale = of_before(story)().act(decide_naming(decision=decision))
    assert (tale.head.clock("review") is not None) is reviewed
    assert tale.head.clock("naming_decision") is None


# --- the focal office is that of the kind (R3-06) ---


def justice() -> Reference:
    rule = {"kind": "conduct", "from": "2023-01-01", "agency": "STP"}
    return policy(lambda version: version["focal"].append(rule))


def test_the_offices_answer_is_that_of_the_kinds_office_and_honours_it() -> None:
    classified = by(FOCAL, c.Classify(kind="conduct", field="dat-dai"), on=None)
    tale = lived(justice(), classified, by(FOCAL, TEXTS), by(FOCAL, ANSWER))
    assert [event.fact for event in tale.events[-2:]] == [
        e.AnswerGiven("STP", completed_on=START),
        e.ItemPublished(4, "answer", "STP", on_time=True, working_days=3),
    ]
    tale.act(by(LEADER, c.Honour(whom="agency", content="x", signer="x")))
    assert tale.events[-1].fact == e.Honoured("agency", "STP", "pho-chu-tich-2")


def test_a_forwarding_that_came_late_is_the_delay_of_the_kinds_office() -> None:
    """Its ladder proposes the office itself, fifteen working days after the 14 August on which it was due."""
    classified = by(FOCAL, c.Classify(kind="conduct", field="dat-dai"), on=None)
    day = date(2026, 9, 8)
    tale = lived(justice(), classified, wait(date(2026, 9, 7)), wait(day))
    assert [fact for fact in (event.fact for event in tale.events) if isinstance(fact, e.NamingProposed)] == [
        e.NamingProposed("STP", "delay", day, "ladder", START, "forwarding", date(2026, 8, 14))
    ]
