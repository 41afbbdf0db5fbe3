"""Who hears when a step falls due or an office ends, exactly: letter, role, addressee, mailbox, digest, head."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.case import Actor
from chalicelib.domain.notices import Notice
from chalicelib.domain.vocabulary import Role
from tests.unit.stories import (
    ANSWER,
    NAME,
    UP,
    Story,
    after,
    alone,
    at,
    bounced,
    by,
    escalated,
    forwarded,
    handed_over,
    in_process,
    invited,
    naming_proposed,
    naming_replied,
    reopened,
    review,
    succeeding,
    supplement_asked,
    triage,
    wait,
)
from tests.unit.whom import beside, box, focal, head, leader, named, office, submitter, told_by
from tests.unit.world import AGENCY, FOCAL, LEADER, SUBMITTER

# fmt: off
late = partial(office, digest=True)
head_late = partial(head, digest=True)
focal_late = partial(focal, digest=True)
leader_late = partial(leader, digest=True)
beside_late = partial(beside, digest=True)
READERS = [Notice("step_chair", Role.READER, reader, mailbox, True) for reader, mailbox in (
    ("chanh-van-phong", "vpub.thu-truong@example.vn"), ("to-kiem-tra-cong-vu", box("to-kiem-tra-cong-vu")),
    ("to-cong-tac-dac-biet", "to.cong.tac@example.vn"))]
vertical = after(triage, by(FOCAL, c.Forward(lead="CAT")), by(Actor(Role.AGENCY, "CAT", "CAT"), c.Acknowledge()))
up_without_lead = after(triage, by(FOCAL, ANSWER), by(SUBMITTER, c.RaiseAgain(content="x")))
no_field = after(forwarded, by(FOCAL, c.Reassign(lead="SNNMT", field="khac")), by(AGENCY, c.Acknowledge()),
                 by(AGENCY, UP))
named_and_over = after(naming_replied, by(LEADER, c.DecideNaming(**NAME)), by(AGENCY, ANSWER), review(),
                       by(SUBMITTER, c.Rate(rating="satisfied")))
handed = after(handed_over, wait(date(2026, 9, 11)))
ending = partial(succeeding, today=date(2025, 2, 20))
MARCH = date(2025, 3, 3)
at_work = after(in_process, wait(date(2026, 8, 24)))  # the contribution is missing since 20 August

# Until when everything has been taken, and the day whose check tells this.
ROWS: list[tuple[str, Story, date, date, list[Notice]]] = [
    # --- the agency's ladder: the answer is due on 8 September ---
    ("five days before", at_work, date(2026, 8, 26), date(2026, 8, 27), [late("step_heads_up")]),
    ("two days before", at_work, date(2026, 9, 3), date(2026, 9, 4), [late("step_reminder")]),
    ("on the last day", at_work, date(2026, 9, 7), date(2026, 9, 8), [late("step_due_today")]),
    ("on the day after", at_work, date(2026, 9, 8), date(2026, 9, 9),
     [late("step_overdue"), head_late("step_overdue")]),
    ("three days after", at_work, date(2026, 9, 10), date(2026, 9, 11),
     [head_late("step_ppc_office", "VPUB"), head_late("step_ppc_office")]),
    ("five days after", at_work, date(2026, 9, 14), date(2026, 9, 15),
     [leader_late("step_vice_chair"), head_late("step_vice_chair")]),
    ("ten days after", at_work, date(2026, 9, 21), date(2026, 9, 22),
     [leader_late("step_chair", "chu-tich"), head_late("step_chair"), *READERS]),
    ("fifteen days after", at_work, date(2026, 9, 28), date(2026, 9, 29),
     [leader_late("step_propose_naming", "chu-tich"), *named("naming_notice")]),
    ("fifteen days after, of who is to be named already", after(naming_proposed, wait(date(2026, 8, 20))),
     date(2026, 9, 28), date(2026, 9, 29), []),
    ("a late check tells the newest step alone", at_work, date(2026, 8, 26), date(2026, 9, 8),
     [late("step_due_today")]),
    ("the agency knows of nothing", bounced, date(2026, 9, 8), date(2026, 9, 9),
     [focal_late("step_overdue"), head_late("step_overdue", "VPUB")]),
    # --- a vertical body's ---
    ("a vertical body's last day", vertical, date(2026, 9, 7), date(2026, 9, 8), [late("step_due_today", "CAT")]),
    ("three days after, of a vertical body", vertical, date(2026, 9, 10), date(2026, 9, 11),
     [head_late("step_ppc_office", "VPUB")]),
    ("ten days after, of a vertical body", vertical, date(2026, 9, 21), date(2026, 9, 22),
     [leader_late("step_request_superior"), head_late("step_request_superior_told", "CAT")]),
    ("twenty days after, of a vertical body", vertical, date(2026, 10, 5), date(2026, 10, 6),
     [leader_late("step_government_office", "chu-tich"),
      Notice("step_government_office", Role.LEADER, "vpcp", "vpcp.kstt@example.vn", True)]),
    # --- the focal office's: forwarding is due on 14 August ---
    ("a day before the office's", triage, date(2026, 8, 12), date(2026, 8, 13), [focal_late("step_reminder")]),
    ("the office is late", triage, date(2026, 8, 14), date(2026, 8, 15),
     [focal_late("step_overdue"), head_late("step_overdue", "VPUB")]),
    ("the office is three days late", triage, date(2026, 8, 18), date(2026, 8, 19),
     [leader_late("step_vice_chair"), head_late("step_vice_chair", "VPUB")]),
    ("the office is five days late", triage, date(2026, 8, 20), date(2026, 8, 21),
     [leader_late("step_chair", "chu-tich"), head_late("step_chair", "VPUB")]),
    ("a case of the Government Office: the day has passed", handed_over, date(2026, 9, 8), date(2026, 9, 9),
     [focal_late("step_overdue"), head_late("step_overdue", "VPUB")]),
    # --- the leader's: the decision is due on 19 August ---
    ("a day before the leader's", escalated, date(2026, 8, 17), date(2026, 8, 18), [leader_late("step_reminder")]),
    ("the chair's, of a field without a vice chair", no_field, date(2026, 8, 17), date(2026, 8, 18),
     [leader_late("step_reminder", "chu-tich")]),
    ("the leader is late", after(escalated, wait(date(2026, 8, 19))), date(2026, 8, 19), date(2026, 8, 20),
     [beside_late("contribution_overdue"), leader_late("step_overdue"), head_late("step_overdue", "VPUB")]),
    ("the leader is three days late", after(escalated, wait(date(2026, 8, 21))), date(2026, 8, 21), date(2026, 8, 22),
     [leader_late("step_chair", "chu-tich"), head_late("step_chair", "VPUB")]),
    ("a naming waits for the leader, whoever has the case", naming_replied, date(2026, 8, 17), date(2026, 8, 18),
     [leader_late("step_reminder")]),
    ("a day before the advice is due", reopened, date(2026, 8, 17), date(2026, 8, 18), [late("step_reminder")]),
    ("no advice came", reopened, date(2026, 8, 19), date(2026, 8, 20),
     [late("step_overdue"), head_late("step_overdue", "VPUB")]),
    # --- waits that end ---
    ("five days before the supplement is due", supplement_asked, date(2026, 8, 18), date(2026, 8, 19),
     [submitter("supplement_reminder")]),
    ("no supplement came", supplement_asked, date(2026, 8, 25), date(2026, 8, 26), [focal_late("step_expired")]),
    ("acknowledged in time", alone, date(2026, 8, 14), date(2026, 8, 15), []),
    ("nobody acknowledged", forwarded, date(2026, 8, 14), date(2026, 8, 15),
     [focal_late("not_acknowledged"), late("acknowledgement_overdue")]),
    ("no contribution came", in_process, date(2026, 8, 19), date(2026, 8, 20), [beside_late("contribution_overdue")]),
    ("no opinion came", after(invited, wait(date(2026, 8, 20))), date(2026, 8, 25), date(2026, 8, 26),
     [focal_late("opinion_overdue")]),
    ("no reply came", after(naming_proposed, wait(date(2026, 8, 18))), date(2026, 8, 19), date(2026, 8, 20),
     [beside_late("contribution_overdue")]),
    ("not rated", after(alone, by(AGENCY, ANSWER), review()), date(2026, 8, 25), date(2026, 8, 26), []),
    ("a naming is over", named_and_over, date(2027, 2, 12), date(2027, 2, 13),
     named("naming_retired", role=Role.AGENCY)),
    # --- offices that end with February 2025 ---
    ("a successor", partial(ending, "STNMT", "dat-dai"), date(2025, 2, 28), MARCH, [late("forwarded")]),
    ("a successor, and who coordinates under it", partial(ending, "STNMT", "dat-dai", ("SYT",)),
     date(2025, 2, 28), MARCH, [late("forwarded"), beside_late("coordinate", "SYT")]),
    ("the successor of who coordinates", partial(ending, "SCT", "dat-dai", ("STNMT", "SYT")), date(2025, 2, 28), MARCH,
     [beside_late("coordinate", "SNNMT")]),
    ("its second predecessor", partial(ending, "SCT", "dat-dai", ("STNMT", "SNNPTNT")), date(2025, 2, 28), MARCH,
     [beside_late("coordinate", "SNNMT")]),
    ("nobody follows", partial(ending, "SLDTBXH", "khac"), date(2025, 2, 28), MARCH, [focal_late("reassign_needed")]),
    ("nobody follows beside", partial(ending, "SCT", "khac", ("SLDTBXH",)), date(2025, 2, 28), MARCH,
     [focal_late("reassign_needed")]),
]
# fmt: on


@pytest.mark.parametrize(("story", "until", "day", "letters"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_who_hears_of_the_check_of_that_day(story: Story, until: date, day: date, letters: list[Notice]) -> None:
    assert told_by(story, wait(until), at(day), wait(day)) == letters
