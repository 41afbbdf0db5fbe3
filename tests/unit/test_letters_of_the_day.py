"""Letters go to whoever holds the office on that day, and where nobody does, or nothing is to be said, to nobody."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM, Actor, Case
from chalicelib.domain.directory import OfficerRole
from chalicelib.domain.notices import Notice, may_notify, notices
from chalicelib.domain.policy import Ladder, Recipient
from chalicelib.domain.reference import Reference
from chalicelib.domain.vocabulary import Channel, Kind, Role, SubmitterType
from tests.unit.filed import Row, policy, with_former, without
from tests.unit.stories import (
    Act,
    Story,
    after,
    alone,
    by,
    escalated,
    forwarded,
    in_process,
    received,
    supplement_asked,
    triage,
    wait,
)
from tests.unit.whom import box, focal, head, leader, letters_since, office, submitter
from tests.unit.world import FOCAL, SUBMITTER, at

DAY, DUE = date(2026, 8, 12), date(2026, 9, 8)
CHAIR = OfficerRole.CHAIR


def told(story: Story, act: Act, data: Reference) -> list[Notice]:
    tale = story()
    known = len(tale.events)
    return letters_since(tale.act(act), known, data)


# fmt: off
DENOUNCED = by(FOCAL, c.Restrict(ground="denunciation"))
AGAINST = by(FOCAL, c.Restrict(ground="denunciation", against="leader"))
PURGE = by(FOCAL, c.Purge(reason="x"))
vertical = after(triage, by(FOCAL, c.Forward(lead="CAT")), by(Actor(Role.AGENCY, "CAT", "CAT"), c.Acknowledge()),
                 wait(date(2026, 10, 5)))
ten_days = after(in_process, wait(date(2026, 9, 21)))
inspector = Notice("new_denunciation", Role.INSPECTORATE, "thanh-tra-1", box("thanh-tra-1"))
alternate = Notice("new_denunciation", Role.INSPECTORATE_ALTERNATE, "noi-chinh-1", box("noi-chinh-1"))
guidance = submitter("guidance")
secret = [submitter("state_secret"), focal("purge_asked", "van-phong-2"), focal("purge_asked", "van-phong-3")]
chair, gov = leader("step_government_office", "chu-tich", digest=True), "step_government_office"
CHAIR_DAY = [leader("step_chair", "chu-tich", digest=True), head("step_chair", digest=True),
             Notice("step_chair", Role.READER, "chanh-van-phong", "vpub.thu-truong@example.vn", True),
             Notice("step_chair", Role.READER, "to-kiem-tra-cong-vu", box("to-kiem-tra-cong-vu"), True),
             Notice("step_chair", Role.READER, "to-cong-tac-dac-biet", "to.cong.tac@example.vn", True)]
NOBODY = Notice("step_chair", Role.LEADER)

OFFICERS: list[tuple[str, Reference, Story, Act, list[Notice]]] = [
    ("former inspector", with_former(OfficerRole.INSPECTORATE), received, DENOUNCED, [guidance, inspector]),
    ("no inspector", without(OfficerRole.INSPECTORATE), received, DENOUNCED, [guidance]),
    ("former alternate", with_former(OfficerRole.INSPECTORATE_ALTERNATE), received, AGAINST, [guidance, alternate]),
    ("former focal officer", with_former(OfficerRole.FOCAL), received, PURGE, secret),
    ("former chair", with_former(CHAIR), ten_days, wait(date(2026, 9, 22)), CHAIR_DAY),
    ("no chair", without(CHAIR), ten_days, wait(date(2026, 9, 22)), [NOBODY, *CHAIR_DAY[1:]]),
    ("former reader", with_former(OfficerRole.READER), ten_days, wait(date(2026, 9, 22)), CHAIR_DAY),
    ("no reader", without(OfficerRole.READER), ten_days, wait(date(2026, 9, 22)), CHAIR_DAY[:2]),
    ("former Government Office", with_former(OfficerRole.GOVERNMENT_OFFICE), vertical, wait(date(2026, 10, 6)),
     [chair, Notice(gov, Role.LEADER, "vpcp", "vpcp.kstt@example.vn", True)]),
    ("no Government Office", without(OfficerRole.GOVERNMENT_OFFICE), vertical, wait(date(2026, 10, 6)),
     [chair, Notice(gov, Role.LEADER)]),
    ("no focal officer", without(OfficerRole.FOCAL), supplement_asked, by(SUBMITTER, c.Supplement(content="x")),
     [Notice("supplemented", Role.FOCAL)]),
]
# fmt: on


@pytest.mark.parametrize(
    ("data", "story", "act", "letters"), [row[1:] for row in OFFICERS], ids=[row[0] for row in OFFICERS]
)
def test_who_holds_the_office(data: Reference, story: Story, act: Act, letters: list[Notice]) -> None:
    assert told(story, act, data) == letters


def by_kind() -> Reference:
    """The justice office is the focal one for conduct (R3-06: it may be another one for each kind)."""
    rule = {"kind": "conduct", "from": "2023-01-01", "agency": "STP"}
    return policy(lambda version: version["focal"].append(rule))


@pytest.mark.parametrize(
    ("story", "day", "letters"),
    [
        (after(in_process, wait(date(2026, 9, 10))), date(2026, 9, 11),
         [head("step_ppc_office", "STP", digest=True), head("step_ppc_office", digest=True)]),
        (triage, date(2026, 8, 15),
         [focal("step_overdue", digest=True), head("step_overdue", "STP", digest=True)]),
    ],
)  # fmt: skip
def test_the_focal_office_is_that_of_the_kind(story: Story, day: date, letters: list[Notice]) -> None:
    assert told(story, wait(day), by_kind())[-len(letters) :] == letters


def test_the_head_of_whoever_decides_is_the_offices() -> None:
    """A leader has no head: where policy tells one, it is the focal office's."""

    def change(version: Row) -> None:
        for step in version["ladders"][Ladder.LEADER.value]:
            step["recipients"] = [Recipient.HOLDER_HEAD.value]

    data = policy(change)
    assert told(escalated, wait(date(2026, 8, 18)), data) == [head("step_reminder", "VPUB", digest=True)]


# --- steps that nobody knows, or that are no news ---


def step(clock: str, name: str, *, superseded: bool = False) -> e.StepReached:
    return e.StepReached(clock, name, DUE, DUE, superseded)


@pytest.mark.parametrize(
    ("fact", "letters"),
    [
        (step("publication", "due_today"), [office("step_due_today", digest=True)]),
        (step("publication", "due_today", superseded=True), []),
        (step("publication", "of_a_former_ladder"), []),
        (step("rating", "due_today"), []),  # this case has no such clock
        (step("a_former_clock", "expired"), []),
    ],
)
def test_a_step_tells_what_its_ladder_says(fact: e.StepReached, letters: list[Notice]) -> None:
    tale = alone()
    event = e.Event(tale.code, 7, at(DUE), SYSTEM, fact)
    assert list(notices(tale.context(SYSTEM), tale.head, tale.head, event)) == letters


# --- which events ask for letters at all ---

PART = Case("A", Kind.CONDUCT, Channel.WEB, SubmitterType.CITIZEN, DAY, "o")


@pytest.mark.parametrize(
    ("fact", "by_role", "mailed"),
    [
        (e.Claimed("van-phong-1"), Role.FOCAL, False),
        (e.Urged("SNNMT"), Role.FOCAL, True),
        (e.Rated("satisfied"), Role.SUBMITTER, False),
        (e.Rated("acceptable"), Role.SUBMITTER, False),
        (e.Rated("not_satisfied"), Role.SUBMITTER, True),
        (step("publication", "overdue"), Role.SYSTEM, True),
        (step("publication", "overdue", superseded=True), Role.SYSTEM, False),
        (e.Escalated("overdue"), Role.FOCAL, True),
        (e.Escalated("overdue", unadvised=True), Role.SYSTEM, False),
        (e.Linked("A"), Role.FOCAL, False),
        (e.Linked("A", again=True), Role.FOCAL, True),
        (e.MailFailed("x", "x-agency-SNNMT", "x", 4), Role.SYSTEM, False),
        (e.MailFailed("x", "x-agency-SNNMT", "x", 4, unreached=True), Role.SYSTEM, True),
        (e.MailFailed("x", "x-agency-SNNMT", "x", 4, unheard=True), Role.SYSTEM, True),
        (e.Withdrawn(), Role.SUBMITTER, False),
        (e.Withdrawn(), Role.FOCAL, True),
        (e.StatusReported("SNNMT"), Role.AGENCY, True),
        (e.StatusReported("SNNMT", trusted=True), Role.AGENCY, False),
        (e.Refused("abuse"), Role.FOCAL, True),
        (e.Refused("test"), Role.FOCAL, False),
        (e.Refused("advertising"), Role.FOCAL, False),
        (e.Undone(3, "refused", PART), Role.FOCAL, True),
        (e.Undone(3, "refused", PART, silent=True), Role.FOCAL, False),
    ],
)
def test_which_events_may_ask_for_letters(fact: e.Fact, by_role: Role, mailed: bool) -> None:
    assert may_notify(e.Event("A", 4, at(DAY), Actor(by_role), fact)) is mailed


def test_what_may_not_be_told_is_told_to_nobody() -> None:
    tale = forwarded()
    event = e.Event(tale.code, 5, at(DAY), SYSTEM, e.Rated("satisfied"))
    assert notices(tale.context(SYSTEM), tale.head, tale.head, event) == ()
