"""Who of the leadership decides on what: what waits for a leader, in whose list, and who may open it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.case import SYSTEM
from chalicelib.domain.decide import Context
from chalicelib.domain.deciders import Decision, deciders, decisions, may_decide, may_look
from chalicelib.domain.named import Naming
from tests.unit.stories import (
    ANSWER,
    UP,
    Story,
    Tale,
    after,
    by,
    disputed,
    escalated,
    forwarded,
    in_process,
    naming_proposed,
    naming_replied,
    reopened,
    triage,
    wait,
)
from tests.unit.world import AGENCY, FOCAL, SUBMITTER, reference

# fmt: off
DUE = date(2026, 8, 19)  # five working days after the 12th
CHAIR, VICE, OTHER_VICE, TEAM = "chu-tich", "pho-chu-tich-2", "pho-chu-tich-1", "tro-ly-chu-tich"
up_without_lead = after(triage, by(FOCAL, ANSWER), by(SUBMITTER, c.RaiseAgain(content="x")))
no_field = after(triage, by(FOCAL, c.Forward(lead="SNNMT", field="khac")), by(AGENCY, c.Acknowledge()), by(AGENCY, UP))
replied_and_up = after(naming_replied, by(AGENCY, UP, on=date(2026, 8, 13)))
up_and_replied_late = after(naming_proposed, by(AGENCY, UP), wait(date(2026, 8, 20)))
up_to_the_chair = after(escalated, wait(date(2026, 8, 22)))  # three working days after 19 August
naming_up_to_the_chair = after(naming_replied, wait(date(2026, 8, 22)))


def undated() -> Tale:
    """A head of before leaders had a time of their own, beside a naming that has one."""
    tale = replied_and_up()
    clocks = tuple(clock for clock in tale.head.clocks if clock.name != "leader_decision")
    tale.case = replace(tale.head, clocks=clocks)
    return tale


def naming(story: Story) -> Naming | None:
    return story().head.naming


WAITING: list[tuple[str, Story, tuple[Decision, ...]]] = [
    ("handled", in_process, ()),
    ("the agency advises first", disputed, ()),
    ("not content: the agency advises first", reopened, ()),
    ("put up with advice", escalated, (Decision(DUE, "beyond_competence"),)),
    ("raised again, of what the office answered", up_without_lead, (Decision(DUE, "raised_again"),)),
    ("a naming, while the agency may reply", naming_proposed, ()),
    ("a naming that was replied to", naming_replied, (Decision(DUE, naming=naming(naming_replied)),)),
    ("the naming is due first", replied_and_up,
     (Decision(DUE, naming=naming(replied_and_up)), Decision(date(2026, 8, 20), "beyond_competence"))),
    ("the case is due first", up_and_replied_late,
     (Decision(DUE, "beyond_competence"), Decision(date(2026, 8, 26), naming=naming(up_and_replied_late)))),
    ("what has no day comes last", undated,
     (Decision(DUE, naming=naming(replied_and_up)), Decision(None, "beyond_competence"))),
]
# fmt: on


@pytest.mark.parametrize(("story", "found"), [row[1:] for row in WAITING], ids=[row[0] for row in WAITING])
def test_what_waits_for_a_leader(story: Story, found: tuple[Decision, ...]) -> None:
    assert decisions(story().head) == found


@pytest.mark.parametrize(
    ("story", "ids"),
    [
        (forwarded, [VICE]),
        (escalated, [VICE]),
        (no_field, [CHAIR, TEAM]),
        (after(escalated, wait(date(2026, 8, 20))), [VICE]),  # late, and not yet three working days
        (up_to_the_chair, [VICE, CHAIR, TEAM]),
        (naming_up_to_the_chair, [VICE, CHAIR, TEAM]),
        (after(in_process, wait(date(2026, 9, 22))), [VICE]),  # the agency's ladder has got to the chair, not this one
    ],
)
def test_in_whose_list_it_stands(story: Story, ids: list[str]) -> None:
    tale = story()
    assert [officer.id for officer in deciders(tale.context(SYSTEM), tale.head)] == ids


def test_the_chair_in_charge_stands_there_once() -> None:
    tale = no_field().act(wait(date(2026, 8, 22)))
    assert [officer.id for officer in deciders(tale.context(SYSTEM), tale.head)] == [CHAIR, TEAM]


# Who may decide, and who may look.
@pytest.mark.parametrize(
    ("officer", "decides", "looks"),
    [
        (VICE, True, True),
        (OTHER_VICE, False, False),
        (CHAIR, True, True),
        (TEAM, True, True),
        ("vpcp", False, True),
        ("van-phong-1", False, False),
        ("to-kiem-tra-cong-vu", False, False),
        ("nobody", False, False),
        ("", False, False),
    ],
)
def test_who_opens_a_case_of_a_vice_chairs_field(officer: str, decides: bool, looks: bool) -> None:
    tale = escalated()
    ctx = tale.context(SYSTEM)
    assert (may_decide(ctx, tale.head, officer), may_look(ctx, tale.head, officer)) == (decides, looks)


def until(officer: str, day: date, story: Story = escalated) -> Context:
    """On the story's last day, that officer's time ends on `day`."""
    directory = reference().directory
    rows = tuple(replace(row, valid_to=day) if row.id == officer else row for row in directory.officers)
    ctx = story().context(SYSTEM)
    return replace(ctx, reference=replace(reference(), directory=replace(directory, officers=rows)))


@pytest.mark.parametrize("officer", [VICE, CHAIR, TEAM, "vpcp"])
def test_who_left_opens_nothing_any_more(officer: str) -> None:
    case = escalated().head
    last, after_it = until(officer, date(2026, 8, 12)), until(officer, date(2026, 8, 11))
    assert may_look(last, case, officer) and not may_look(after_it, case, officer)
    assert may_decide(last, case, officer) is (officer != "vpcp")
    assert not may_decide(after_it, case, officer)


@pytest.mark.parametrize(
    ("gone", "story", "ids"),
    [
        (VICE, escalated, [CHAIR, TEAM]),
        (VICE, up_to_the_chair, [CHAIR, TEAM]),
        (CHAIR, up_to_the_chair, [VICE]),
        (CHAIR, no_field, []),
        (TEAM, up_to_the_chair, [VICE, CHAIR]),
        (TEAM, no_field, [CHAIR]),
    ],
)
def test_who_left_is_in_no_list(gone: str, story: Story, ids: list[str]) -> None:
    ctx = until(gone, date(2026, 8, 11), story)
    assert [officer.id for officer in deciders(ctx, story().head)] == ids
