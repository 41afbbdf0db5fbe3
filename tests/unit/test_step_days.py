"""On which day each step of each clock falls due: whose ladder it is, and which steps nobody takes."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.decide.ladder import due_steps, next_check_at, step_days, whose
from chalicelib.domain.policy import Ladder
from chalicelib.domain.vocabulary import Channel, Role
from tests.unit.filed import Row as Version
from tests.unit.filed import lived, policy
from tests.unit.stories import (
    ANSWER,
    BESIDE,
    DISAGREE,
    FORWARD,
    REPORT,
    TEXTS,
    Story,
    after,
    alone,
    answered,
    at,
    bounced,
    by,
    disputed,
    escalated,
    extension_asked,
    forwarded,
    handed_over,
    in_process,
    invited,
    named,
    naming_proposed,
    naming_replied,
    received,
    refused,
    restricted,
    returned,
    review,
    supplement_asked,
    triage,
    wait,
)
from tests.unit.world import AGENCY, FOCAL, SUBMITTER
from tests.unit.world import at as instant

# fmt: off
CAT = Actor(Role.AGENCY, "CAT", "CAT")
vertical = after(triage, by(FOCAL, c.Forward(lead="CAT")), by(CAT, c.Acknowledge()))
national = partial(received, channel=Channel.NATIONAL_PORTAL, national_due_on=date(2026, 9, 1))
promised = after(alone, by(AGENCY, c.ReportStatus(content="x", promised_on=date(2026, 8, 14))), review())
office_answers = after(triage, by(FOCAL, ANSWER), by(SUBMITTER, c.RaiseAgain(content="x")))
reassign = c.Reassign(lead="STC2025")

# The answer is due on Tuesday 8 September; 22 August is worked, 31 August to 2 September are off.
AGENCY_STEPS = ("heads_up 08-27, reminder 09-04, due_today 09-08, overdue 09-09, ppc_office 09-11, vice_chair 09-15, "
                "chair 09-22, propose_naming 09-29")
OFFICE_STEPS = "reminder 09-07, due_today 09-08, overdue 09-09, vice_chair 09-11, chair 09-15, propose_naming 09-29"
DUE_14 = "reminder 08-13, due_today 08-14, overdue 08-15, vice_chair 08-19, chair 08-21, propose_naming 09-08"
ROWS: list[tuple[str, Story, str]] = [
    ("publication", alone, AGENCY_STEPS),
    ("publication", vertical,
     ("heads_up 08-27, reminder 09-04, due_today 09-08, overdue 09-09, ppc_office 09-11, request_superior 09-22, "
      "government_office 10-06")),
    ("publication", triage, OFFICE_STEPS),
    ("publication", returned, OFFICE_STEPS),
    ("publication", bounced, OFFICE_STEPS),
    ("publication", escalated, "reminder 09-07, due_today 09-08, overdue 09-09, chair 09-11"),
    ("publication", disputed, AGENCY_STEPS),  # the agency advises first
    ("publication", handed_over, "overdue 09-09"),
    ("publication", supplement_asked, ""),
    # What fell due before the agency was called on is not its own; that the limit is over is a fact.
    ("publication", after(alone, by(FOCAL, reassign, on=date(2026, 9, 4))),
     "due_today 09-08, overdue 09-09, ppc_office 09-11, vice_chair 09-15, chair 09-22, propose_naming 09-29"),
    ("publication", after(alone, by(FOCAL, reassign, on=date(2026, 9, 3))),
     ("reminder 09-04, due_today 09-08, overdue 09-09, ppc_office 09-11, vice_chair 09-15, chair 09-22, "
      "propose_naming 09-29")),
    ("publication", after(alone, by(FOCAL, reassign, on=date(2026, 9, 15))),
     "overdue 09-09, chair 09-22, propose_naming 09-29"),
    # Of a promise for the 14th nothing is said on the day on which it is made.
    ("promise", promised, ("due_today 08-14, overdue 08-15, ppc_office 08-19, vice_chair 08-21, chair 08-27, "
                           "propose_naming 09-08")),
    ("forwarding", triage, DUE_14),
    ("review", after(alone, by(AGENCY, REPORT)), DUE_14),
    ("extension_decision", extension_asked, DUE_14),
    ("naming_review", naming_replied, DUE_14),
    ("legal_transfer", after(alone, by(FOCAL, c.Classify(kind="conduct", legal_document=True))), DUE_14),
    ("national", national,
     "reminder 08-28, due_today 09-01, overdue 09-02, vice_chair 09-07, chair 09-09, propose_naming 09-23"),
    # A reminder on the day on which the clock starts would be about something unknown.
    ("national", partial(national, national_due_on=date(2026, 8, 10)),
     "due_today 08-10, overdue 08-11, vice_chair 08-13, chair 08-17, propose_naming 08-28"),
    ("follow_up", handed_over,
     "reminder 09-10, due_today 09-11, overdue 09-12, vice_chair 09-16, chair 09-18, propose_naming 10-02"),
    ("leader_decision", escalated, "reminder 08-18, due_today 08-19, overdue 08-20, chair 08-22"),
    ("leader_decision", office_answers, "reminder 08-18, due_today 08-19, overdue 08-20, chair 08-22"),
    ("naming_decision", naming_replied, "reminder 08-18, due_today 08-19, overdue 08-20, chair 08-22"),
    ("advice", disputed, "reminder 08-18, due_today 08-19, overdue 08-20"),
    ("supplement", supplement_asked, "heads_up 08-19, reminder 08-24, expired 08-26"),
    ("coordination", in_process, "expired 08-20"),
    ("acknowledgement", forwarded, "expired 08-15"),
    ("acknowledgement", bounced, ""),
    ("naming_reply", naming_proposed, "expired 08-20"),
    ("opinion", invited, "expired 08-26"),
    ("rating", answered, "expired 08-26"),
    ("contest", refused, ""),
]
# fmt: on


@pytest.mark.parametrize(("clock", "story", "steps"), ROWS, ids=[f"{row[0]}-{n}" for n, row in enumerate(ROWS)])
def test_the_days_of_the_steps(clock: str, story: Story, steps: str) -> None:
    tale = story()
    running = tale.head.clock(clock)
    assert running is not None
    found = step_days(tale.context(SYSTEM), tale.head, running)
    assert ", ".join(f"{step} {day:%m-%d}" for step, day in found) == steps


@pytest.mark.parametrize(
    ("days", "steps"),
    [
        (1, "expired 08-26"),
        (0, "x 08-25, expired 08-26"),
        (-9, "x 08-13, expired 08-26"),
        (-10, "expired 08-26"),
    ],
)
def test_a_reminder_to_the_submitter_falls_between_the_request_and_its_last_day(days: int, steps: str) -> None:
    """Due ten working days after 12 August: nine days before it is the 13th, and ten days before it the 12th."""

    def change(version: Version) -> None:
        step = {"id": "x", "anchor": "due_on", "working_days": days, "recipients": ["holder"]}
        version["ladders"][Ladder.SUBMITTER.value] = [step]

    tale = lived(policy(change), at(date(2026, 8, 12)), by(FOCAL, c.AskSupplement(content="x")))
    clock = tale.head.clock("supplement")
    assert clock is not None
    found = step_days(tale.context(SYSTEM), tale.head, clock)
    assert ", ".join(f"{step} {day:%m-%d}" for step, day in found) == steps


def test_no_reminder_of_advice_on_the_day_on_which_it_is_asked_for() -> None:
    data = policy(lambda version: version["clocks"]["advice"].update(working_days=1))
    sent = (by(FOCAL, c.Classify(kind="conduct", field="dat-dai")), by(FOCAL, TEXTS), by(FOCAL, FORWARD))
    tale = lived(data, *sent, by(BESIDE, DISAGREE))
    clock = tale.head.clock("advice")
    assert clock is not None
    found = step_days(tale.context(SYSTEM), tale.head, clock)
    assert ", ".join(f"{step} {day:%m-%d}" for step, day in found) == "due_today 08-13, overdue 08-14"


# What is due by that day, in order, and when to look next.
@pytest.mark.parametrize(
    ("story", "day", "due", "next_day"),
    [
        (alone, date(2026, 8, 26), [], date(2026, 8, 27)),
        (alone, date(2026, 8, 27), ["publication heads_up"], date(2026, 8, 27)),
        (after(alone, wait(date(2026, 8, 27))), date(2026, 8, 27), [], date(2026, 9, 4)),
        (triage, date(2026, 8, 15),
         ["forwarding reminder", "forwarding due_today", "forwarding overdue"], date(2026, 8, 13)),
        (named, date(2026, 8, 20), ["naming_review reminder", "naming_review due_today", "naming_review overdue",
                                    "naming_review vice_chair", "coordination expired"], date(2026, 8, 13)),
        (restricted, date(2026, 12, 1), [], None),
        (refused, date(2026, 12, 1), [], None),
    ],
)  # fmt: skip
def test_what_is_due_and_when_to_look_again(story: Story, day: date, due: list[str], next_day: date | None) -> None:
    tale = story()
    tale.today = day
    ctx = tale.context(SYSTEM)
    assert [f"{clock.name} {step}" for clock, step, _ in due_steps(ctx, tale.head)] == due
    assert next_check_at(ctx, tale.head) == (instant(next_day, 0) if next_day else None)


@pytest.mark.parametrize(
    ("clock", "story", "office"),
    [
        ("publication", alone, "SNNMT"),
        ("publication", vertical, ""),
        ("publication", triage, "VPUB"),
        ("publication", bounced, "VPUB"),
        ("publication", escalated, ""),
        ("publication", disputed, "SNNMT"),
        ("publication", handed_over, ""),  # the Government Office's
        ("publication", after(alone, by(FOCAL, reassign, on=date(2026, 9, 8))), "STC2025"),
        ("publication", after(alone, by(FOCAL, reassign, on=date(2026, 9, 9))), ""),
        ("forwarding", triage, "VPUB"),
        ("review", after(alone, by(AGENCY, REPORT)), "VPUB"),
        ("follow_up", handed_over, "VPUB"),
        ("leader_decision", escalated, ""),
        ("naming_decision", naming_replied, ""),
        ("supplement", supplement_asked, ""),
        ("promise", promised, "SNNMT"),
    ],
)
def test_whose_delay_a_step_is(clock: str, story: Story, office: str) -> None:
    tale = story()
    running = tale.head.clock(clock)
    assert running is not None
    assert whose(tale.context(SYSTEM), tale.head, running) == office
