"""Handling in rarer company: trusted agencies, words said twice, kinds found late, and offices that leave the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.decide.succession import takes_effect_on
from chalicelib.domain.reference import Reference
from chalicelib.domain.vocabulary import Kind, Role
from tests.unit.effects import check_clocks, clock_lines
from tests.unit.filed import agencies, lived, policy
from tests.unit.stories import (
    BESIDE,
    DISAGREE,
    LATER,
    REPORT,
    TEXTS,
    Act,
    Story,
    Tale,
    after,
    answered,
    by,
    disputed,
    forwarded,
    in_process,
    received,
    succeeding,
    triage,
    wait,
)
from tests.unit.world import AGENCY, FOCAL, LEADER, reference

# fmt: off
PROMISE = date(2026, 8, 28)
SYT = Actor(Role.COORDINATING, "SYT", "SYT")
SENT = (by(FOCAL, c.Classify(kind="conduct", field="dat-dai"), on=None), by(FOCAL, TEXTS, on=None),
        by(FOCAL, c.Forward(lead="SNNMT"), on=None))
TRUSTING = policy(lambda version: version.update(trusted_agencies=["SNNMT"]))
two = after(triage, by(FOCAL, c.Forward(lead="SNNMT", coordinating=("STC2025", "SYT"))), by(AGENCY, c.Acknowledge()))
followed_up = after(triage, by(FOCAL, c.HandOver(up_class="UP-3", number="1")), by(FOCAL, c.FollowUp(content="x")))
incident = partial(received, kind=Kind.INCIDENT)
praise_sent = after(partial(received, kind=Kind.PRAISE), by(FOCAL, TEXTS),
                    by(FOCAL, c.Forward(lead="SNNMT", field="dat-dai")))
reported_and_disputed = after(two, by(AGENCY, REPORT), by(BESIDE, DISAGREE))
CLOCKS: list[tuple[Story, Act, str, list[str]]] = [
    # Whoever disagrees again has not come round: the leader still waits for advice.
    (disputed, by(BESIDE, DISAGREE, on=date(2026, 8, 13)), "", []),
    (after(two, by(BESIDE, DISAGREE)), by(SYT, c.Contribute(content="x")), "coordination", []),
    # What it turns out to be: nothing changes while an agency has it, after a report, or where no day comes sooner.
    (in_process, by(FOCAL, c.Classify(kind="incident")), "", []),
    (followed_up, by(FOCAL, c.Classify(kind="incident"), on=date(2026, 8, 13)), "", []),
    (received, by(FOCAL, c.Classify(kind="incident"), on=date(2026, 8, 27)), "", []),
    (received, by(FOCAL, c.Classify(kind="incident"), on=date(2026, 8, 26)), "",
     ["publication 2026-08-26 +5 2026-09-07"]),
    (after(incident, wait(date(2026, 8, 13))), by(FOCAL, c.Classify(kind="conduct")), "",
     ["publication 2026-08-07 +20 2026-09-08"]),  # a longer time: its steps come again
    (praise_sent, by(FOCAL, c.Classify(kind="conduct")), "", ["publication 2026-08-07 +20 2026-09-08"]),
    # An agency that the letter has reached keeps its time to acknowledge.
    (forwarded, by(FOCAL, c.Urge(), on=date(2026, 8, 13)), "", []),
    # A leader who settles for the lead leaves its report to be reviewed.
    (reported_and_disputed, by(LEADER, c.Settle(lead="SNNMT", content="x")), "advice coordination",
     ["directive 2026-08-12 +10 2026-08-25", "coordination 2026-08-12 +5 2026-08-19"]),
]
# fmt: on


@pytest.mark.parametrize(("story", "act", "gone", "new"), CLOCKS)
def test_the_clocks_after_an_act(story: Story, act: Act, gone: str, new: list[str]) -> None:
    check_clocks(story, act, gone, new)


@pytest.mark.parametrize("promise", [None, PROMISE])
def test_a_trusted_agencys_report_is_public_at_once(promise: date | None) -> None:
    tale = lived(TRUSTING, *SENT, by(AGENCY, c.ReportStatus(content="x", promised_on=promise)))
    said, published = tale.events[-2:]
    assert said.fact == e.StatusReported("SNNMT", promise, trusted=True)
    assert published.fact == e.ItemPublished(5, "status", "SNNMT", rearmed=True)
    assert (said.body is not None, published.body, published.request) == (True, None, "")
    assert clock_lines(tale.head) == {"publication": "publication 2026-08-12 +20 2026-09-11"} | (
        {"promise": "promise 2026-08-12 +0 2026-08-28"} if promise else {}
    )
    assert (tale.head.pending, tale.head.rearms) == ((), 1)


def test_trust_is_of_the_lead_alone() -> None:
    data = policy(lambda version: version.update(trusted_agencies=["STC2025"]))
    tale = lived(data, *SENT, by(AGENCY, REPORT))
    assert tale.events[-1].fact == e.StatusReported("SNNMT")
    assert [item.type for item in tale.head.pending] == ["status"]


@pytest.mark.parametrize("position", ["comment", "agree"])
def test_a_word_that_ends_no_clock_says_nothing_of_clocks(position: str) -> None:
    tale = two().act(by(BESIDE, c.Contribute(position=position, content="x")))
    assert tale.events[-1].clocks is None


# --- offices that end, or leave the file ---


def land(**values: date | None) -> Reference:
    return agencies(replace(reference().directory.agency("SNNMT"), **values))


# On 12 August, with the land office leading and the finance office beside it.
@pytest.mark.parametrize(
    ("data", "day"),
    [
        (reference(), None),
        (land(valid_to=date(2026, 12, 31)), date(2027, 1, 1)),
        (land(valid_to=LATER), date(2026, 8, 13)),
        (land(valid_from=LATER), None),
        (land(valid_from=date(2026, 8, 13)), LATER),  # a corrected file: it is missing today
        (agencies(without=("SNNMT",)), LATER),
        (agencies(without=("STC2025",)), LATER),
    ],
)
def test_the_first_day_on_which_somebody_must_take_over(data: Reference, day: date | None) -> None:
    tale = in_process()
    ctx = replace(tale.context(SYSTEM), reference=data)
    assert takes_effect_on(ctx, tale.head) == day
    assert takes_effect_on(ctx, answered().head) is None, "what is answered keeps the name of its day"


def test_who_is_left_beside_is_still_waited_for() -> None:
    tale = partial(succeeding, "SCT", "khac", ("SLDTBXH", "SYT"), today=date(2025, 2, 14))()
    tale.act(wait(date(2025, 3, 3)))
    assert tale.head.coordinating == ("SYT",)
    assert tale.head.clock("coordination") is not None


def unacknowledged(lead: str, field: str) -> Tale:
    """Forwarded on the last day but one of an office that ends with February 2025, and not acknowledged."""
    tale = Tale(date(2025, 2, 27))
    tale.receive(kind=Kind.REGULATION)
    return tale.act(by(FOCAL, TEXTS, on=None), by(FOCAL, c.Forward(lead=lead, field=field), on=None))


@pytest.mark.parametrize(
    ("lead", "field", "fact", "clocks"),
    [
        ("STNMT", "dat-dai", e.Succeeded, ["publication"]),
        ("SLDTBXH", "khac", e.ReassignNeeded, ["publication", "reassign"]),
    ],
)
def test_whoever_comes_next_is_not_asked_to_acknowledge(
    lead: str, field: str, fact: type[e.Fact], clocks: list[str]
) -> None:
    tale = unacknowledged(lead, field)
    assert [clock.name for clock in tale.head.clocks] == ["publication", "acknowledgement"]
    tale.act(wait(date(2025, 3, 1)))
    assert type(tale.events[-1].fact) is fact
    assert [clock.name for clock in tale.events[-1].clocks or ()] == clocks
    assert [clock.name for clock in tale.head.clocks] == clocks


def test_a_succession_that_ends_no_clock_says_nothing_of_clocks() -> None:
    tale = succeeding("STNMT", "dat-dai", today=date(2025, 3, 3)).act(wait(date(2025, 3, 3)))
    assert (type(tale.events[-1].fact), tale.events[-1].clocks) == (e.Succeeded, None)


@pytest.mark.parametrize(
    ("kind", "about", "reason"),
    [
        (Kind.CONDUCT, "SNNMT", "complained_of"),
        (Kind.CONDUCT, "STNMT", "complained_of"),  # what it is now
        (Kind.CONDUCT, "SYT", ""),
        (Kind.CONDUCT, "", ""),
        (Kind.REGULATION, "SNNMT", ""),
        (Kind.REGULATION, "", ""),
    ],
)
def test_no_succession_makes_an_office_the_judge_of_its_own_conduct(kind: Kind, about: str, reason: str) -> None:
    tale = succeeding("STNMT", "dat-dai", today=date(2025, 3, 3))
    tale.case = replace(tale.head, kind=kind, complained_of=about)
    tale.act(wait(date(2025, 3, 3)))
    version, since = reference().directory.version, date(2025, 3, 1)
    assert tale.events[-1].fact == (
        e.ReassignNeeded("STNMT", "dat-dai", version, since, reason)
        if reason
        else e.Succeeded("STNMT", "SNNMT", "dat-dai", version, since)
    )
