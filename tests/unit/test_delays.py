"""Whose delay a limit was, read from the record: the newest one that ended in an agency's hands, or none."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.decide.delays import exceeded
from chalicelib.domain.events import StepReached
from chalicelib.domain.vocabulary import Role
from tests.unit.stories import (
    ANSWER,
    BESIDE,
    NAME,
    REPORT,
    Story,
    Tale,
    after,
    alone,
    bounced,
    by,
    forwarded,
    in_process,
    lost,
    propose_naming,
    returned,
    review,
    triage,
    wait,
)
from tests.unit.world import AGENCY, FOCAL, LEADER

# fmt: off
DUE, NEXT = date(2026, 9, 8), date(2026, 9, 9)  # 20 working days after 7 August
STEP = date(2026, 9, 29)  # the 15th working day after the due day: the ladder proposes
SYT = Actor(Role.COORDINATING, "SYT", "SYT")
FINANCE = Actor(Role.AGENCY, "STC2025", "STC2025")
CONTRIBUTE = c.Contribute(content="x")
LATE = StepReached("publication", "overdue", NEXT, DUE)
MISSING = StepReached("coordination", "expired", date(2026, 8, 20), date(2026, 8, 19))
NOT_NAME = c.DecideNaming(**NAME | {"decision": "not_name"})
reassigned = c.Reassign(lead="STC2025")
three = after(triage, by(FOCAL, c.Forward(lead="SNNMT", coordinating=("STC2025", "SYT"))))
over = after(in_process, wait(NEXT))
silent = after(forwarded, wait(date(2026, 8, 20)))
both_silent = after(three, by(AGENCY, c.Acknowledge()), wait(date(2026, 8, 20)))
proposed = after(over, propose_naming("delay"))
by_ladder = after(in_process, wait(STEP))
vertical = after(triage, by(FOCAL, c.Forward(lead="CAT")))
finance_led = after(triage, by(FOCAL, c.Forward(lead="STC2025")), wait(NEXT),
                    by(FOCAL, c.Reassign(lead="SNNMT", coordinating=("STC2025",))))


def unheard(tale: Tale, *, head: bool = True) -> None:
    """The letters about the proposal came to nobody; `head`: nor did the one to the agency's head."""
    naming = tale.head.naming
    assert naming is not None
    notice = f"naming_notice-named-{naming.agency}"
    tale.act(lost(notice, naming.item), *([lost(f"{notice}-head", naming.item)] if head else []))


ROWS: list[tuple[str, Story, str, StepReached | None]] = [
    ("nothing is over", in_process, "SNNMT", None),
    ("on the last day", after(in_process, wait(DUE)), "SNNMT", None),
    ("on the next day", over, "SNNMT", LATE),
    ("further steps are the same limit", after(over, wait(date(2026, 9, 28))), "SNNMT", LATE),
    ("of another agency's limit", over, "STC2025", MISSING),
    ("of an agency that is not in the case", over, "SYT", None),
    ("a vertical body is only requested", after(vertical, wait(NEXT)), "CAT", None),
    ("whose letter never came", after(bounced, wait(NEXT)), "SNNMT", None),
    # --- an answer that came late, before the overdue check said so ---
    ("answered on the last day", after(alone, by(AGENCY, ANSWER, on=DUE)), "SNNMT", None),
    ("answered on the next day", after(alone, by(AGENCY, ANSWER, on=NEXT)), "SNNMT", LATE),
    ("answered days later", after(alone, by(AGENCY, ANSWER, on=date(2026, 9, 14))), "SNNMT", LATE),
    ("that is not the others' delay", after(in_process, by(AGENCY, ANSWER, on=NEXT)), "STC2025", None),
    ("a report is no answer", after(alone, by(AGENCY, REPORT, on=NEXT)), "SNNMT", None),
    ("the focal office answered instead", after(alone, by(FOCAL, ANSWER, on=NEXT)), "SNNMT", LATE),
    ("who answers for a late lead", after(alone, by(FOCAL, ANSWER, on=NEXT)), "VPUB", None),
    ("called on the last day", after(alone, by(FOCAL, reassigned, on=DUE), by(FINANCE, ANSWER, on=NEXT)),
     "STC2025", LATE),
    ("called on after it", after(alone, by(FOCAL, reassigned, on=NEXT), by(FINANCE, ANSWER, on=date(2026, 9, 10))),
     "STC2025", None),
    ("called on after it, and the step is recorded", after(alone, by(FOCAL, reassigned, on=NEXT), wait(NEXT)),
     "STC2025", None),
    # --- the focal office's own days ---
    ("not forwarded in time", after(triage, wait(date(2026, 8, 15))),
     "VPUB", StepReached("forwarding", "overdue", date(2026, 8, 15), date(2026, 8, 14))),
    ("over while it was returned", after(returned, wait(NEXT)), "VPUB", LATE),
    ("and not the former lead's", after(returned, wait(NEXT)), "SNNMT", None),
    # --- contributions ---
    ("not missing yet", after(forwarded, wait(date(2026, 8, 17))), "STC2025", None),
    ("a contribution is missing", silent, "STC2025", MISSING),
    ("and it is not the lead's", silent, "SNNMT", None),
    ("it came late", after(silent, by(BESIDE, CONTRIBUTE)), "STC2025", None),
    ("it came in time", after(forwarded, by(BESIDE, CONTRIBUTE), wait(NEXT)), "STC2025", None),
    ("another's came in time", after(three, by(SYT, CONTRIBUTE), wait(date(2026, 8, 20))), "STC2025", MISSING),
    ("whose own came in time", after(three, by(SYT, CONTRIBUTE), wait(date(2026, 8, 20))), "SYT", None),
    ("another's came late", after(both_silent, by(SYT, CONTRIBUTE)), "STC2025", MISSING),
    ("a former lead's delay stays when it contributes", after(finance_led, by(BESIDE, CONTRIBUTE)), "STC2025", LATE),
    # --- one limit, once ---
    ("proposed by the ladder", by_ladder, "SNNMT", None),
    ("proposed by the office", proposed, "SNNMT", None),
    ("proposed for something else", after(over, propose_naming()), "SNNMT", LATE),
    ("proposed, and nobody heard", after(proposed, unheard), "SNNMT", LATE),
    ("proposed, and its head alone heard", after(proposed, partial(unheard, head=False)), "SNNMT", None),
    ("proposed anew after nobody heard",
     after(proposed, unheard, propose_naming("delay")), "SNNMT", None),
    ("another letter lost while it is proposed", after(proposed, lost("received-submitter", 1)), "SNNMT", None),
    ("another agency proposed for the same limit", after(both_silent, propose_naming("delay", "STC2025")),
     "SYT", MISSING),
    ("which is done with it", after(both_silent, propose_naming("delay", "STC2025")), "STC2025", None),
    ("of another's proposal nobody heard",
     after(both_silent, propose_naming("delay", "STC2025"), wait(date(2026, 8, 28)),
           by(LEADER, NOT_NAME), propose_naming("delay", "SYT"), unheard), "STC2025", None),
    ("the next limit counts again",
     after(by_ladder, by(AGENCY, REPORT), review(on=date(2026, 9, 30)), wait(date(2026, 10, 29))),
     "SNNMT", StepReached("publication", "overdue", date(2026, 10, 29), date(2026, 10, 28))),
]
# fmt: on


@pytest.mark.parametrize(("story", "agency", "limit"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_the_newest_limit_that_ended_in_its_hands(story: Story, agency: str, limit: StepReached | None) -> None:
    tale = story()
    assert exceeded(tale.context(SYSTEM), tale.events, agency) == limit
