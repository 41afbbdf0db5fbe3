"""What routing, reports, answers and their review do to the case: facts and fields, exactly."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Actor, Pending
from chalicelib.domain.vocabulary import Role
from tests.unit.effects import Row, check
from tests.unit.stories import (
    ANSWER,
    BESIDE,
    DISAGREE,
    FORWARD,
    LATER,
    REPORT,
    START,
    Act,
    Story,
    after,
    answer_given,
    answered,
    at,
    by,
    cite,
    disputed,
    escalated,
    forwarded,
    in_process,
    invited,
    opinion_given,
    refused,
    reopened,
    reported,
    returned,
    review,
    succeeding,
    supplement_over,
    triage,
    wait,
)
from tests.unit.world import AGENCY, FOCAL, LEADER, OTHER_FOCAL, SUBMITTER, reference

# fmt: off
VERSION = reference().directory.version
MARCH = date(2025, 3, 5)
SXD, STNMT, SLDTBXH = (Actor(Role.AGENCY, code, code) for code in ("SXD2025", "STNMT", "SLDTBXH"))
SPOKEN = Actor(Role.COORDINATING, "STC", "STC")
IN_TIME = date(2025, 2, 20)
PROMISE = c.AnswerCase(content="x", promised_on=date(2026, 8, 28))
returned_twice = after(returned, review(), by(FOCAL, c.Forward(lead="SXD2025")), by(SXD, c.ReturnCase(reason="x")))
disputed_and_claimed = after(disputed, by(FOCAL, c.Claim()))
contested = after(refused, by(SUBMITTER, c.ContestRefusal(content="x")))
lead_ended = partial(succeeding, "STNMT", "dat-dai")
ended_beside_heir = partial(succeeding, "STNMT", "dat-dai", ("SNNMT", "SYT"))
ended_asking = after(partial(succeeding, "STNMT", "dat-dai", today=IN_TIME),
                     by(STNMT, c.RequestExtension(reason="x", until=date(2025, 3, 20)), on=None), at(MARCH))
beside_ended = after(partial(succeeding, "SCT", "cong-thuong", ("STC", "SYT"), today=IN_TIME),
                     by(SPOKEN, DISAGREE, on=None), at(MARCH))
both_end_in_lead = partial(succeeding, "SNNPTNT", "nong-nghiep", ("STNMT", "SYT"))
unmapped = partial(succeeding, "SLDTBXH", "khac")
waits_for_lead = after(unmapped, wait(MARCH))
reopened_unmapped = after(partial(succeeding, "SLDTBXH", "khac", today=IN_TIME),
                          by(SLDTBXH, c.AnswerCase(content="x", completed_on=IN_TIME), on=None), review(on=None),
                          by(SUBMITTER, c.Rate(rating="not_satisfied", reason="x"), on=None), at(MARCH))
reopened_and_ended = after(reopened_unmapped, wait(MARCH))
seconded_and_ended = after(partial(succeeding, "SLDTBXH", "khac", today=IN_TIME),
                           by(FOCAL, c.Escalate(ground="overdue", note="x"), on=None), wait(MARCH))
beside_unmapped = partial(succeeding, "SCT", "khac", ("SLDTBXH", "SYT"))
reported_and_returned = after(reported, review("return", reason="off_point"))
raised_and_reported = after(answered, by(SUBMITTER, c.RaiseAgain(content="x")), by(AGENCY, REPORT))
reported_and_up = after(reported, by(FOCAL, c.Escalate(ground="overdue", note="x")))
report_beside_answer = after(reported, by(AGENCY, ANSWER))
capped = after(in_process, *[by(AGENCY, REPORT), review()] * 3, by(AGENCY, REPORT))
answered_again = after(reopened, by(AGENCY, ANSWER))
late_before = after(answer_given, review(on=date(2026, 9, 9)), by(SUBMITTER, c.RaiseAgain(content="x")),
                    by(AGENCY, ANSWER))
promised = after(in_process, by(AGENCY, PROMISE))
directed = after(escalated, by(LEADER, c.Direct(content="x")))
two_invited = after(opinion_given, by(FOCAL, c.InviteOpinion(email="y@example.org", title="x")))

ROWS: list[Row] = [
    # --- routing ---
    ("forwarded", triage, by(FOCAL, FORWARD),
     [e.Forwarded("SNNMT", ("STC2025",), "dat-dai")],
     {"status": "forwarded", "lead": "SNNMT", "coordinating": ("STC2025",), "routing": 1, "unconfirmed": 4,
     "called_on": LATER, "undoable": "van-phong-1"}),
    ("forwarded with all", triage, by(FOCAL, c.Forward(lead="SCT", field="cong-thuong", coordinating=("SYT",
     "STC2025", "SYT"), final=True, note="x", attachments=("f",))),
     [e.Forwarded("SCT", ("SYT", "STC2025"), "cong-thuong", final=True, files=("f",))],
     {"status": "forwarded", "field": "cong-thuong", "lead": "SCT", "coordinating": ("SYT", "STC2025"), "routing": 1,
     "unconfirmed": 4, "called_on": LATER, "final": True, "undoable": "van-phong-1"}),
    ("forwarded again", returned, by(FOCAL, c.Forward(lead="SXD2025")),
     [e.Forwarded("SXD2025", field="dat-dai", again=True)],
     {"status": "forwarded", "lead": "SXD2025", "coordinating": (), "routing": 3, "unconfirmed": 6, "undoable":
     "van-phong-1"}),
    ("forwarded with a reason that waits", returned, by(FOCAL, c.Forward(lead="SNNMT")),
     [e.Forwarded("SNNMT", field="dat-dai", again=True)],
     {"status": "forwarded", "coordinating": (), "routing": 3, "unconfirmed": 6, "undoable": "van-phong-1"}),
    ("forwarded after two returns: final", returned_twice, by(FOCAL, c.Forward(lead="SNNMT")),
     [e.Forwarded("SNNMT", field="dat-dai", again=True, final=True)],
     {"status": "forwarded", "lead": "SNNMT", "routing": 5, "unconfirmed": 9, "undoable": "van-phong-1"}),
    ("reassigned by the focal office", disputed_and_claimed, by(FOCAL, c.Reassign(lead="SXD2025")),
     [e.Forwarded("SXD2025", field="dat-dai", again=True)],
     {"status": "forwarded", "lead": "SXD2025", "coordinating": (), "routing": 2, "unconfirmed": 8, "contributed": (),
     "disagreed": (), "ground": "", "undoable": "van-phong-1"}),
    ("reassigned by a leader: final", reopened, by(LEADER, c.Reassign(lead="SXD2025", coordinating=("SNNMT",))),
     [e.Forwarded("SXD2025", ("SNNMT",), "dat-dai", True, True)],
     {"status": "forwarded", "lead": "SXD2025", "coordinating": ("SNNMT",), "routing": 2, "acknowledged": False,
     "unconfirmed": 9, "final": True, "ground": ""}),
    ("forwarded after its lead ended", waits_for_lead, by(FOCAL, c.Forward(lead="SNV2025", field="lao-dong")),
     [e.Forwarded("SNV2025", field="lao-dong", again=True)],
     {"status": "forwarded", "field": "lao-dong", "lead": "SNV2025", "routing": 3, "unconfirmed": 6, "called_on":
     LATER, "undoable": "van-phong-1"}),
    ("forwarded after a reopened one's lead ended", reopened_and_ended, by(FOCAL, c.Forward(lead="SNV2025",
     field="lao-dong")),
     [e.Forwarded("SNV2025", field="lao-dong", again=True)],
     {"status": "escalated", "field": "lao-dong", "lead": "SNV2025", "routing": 3, "resume_status": "", "unconfirmed":
     13, "called_on": LATER, "undoable": "van-phong-1"}),
    ("forwarded, and nothing is proposed any more", supplement_over, by(FOCAL, FORWARD),
     [e.Forwarded("SNNMT", ("STC2025",), "dat-dai")],
     {"status": "forwarded", "lead": "SNNMT", "coordinating": ("STC2025",), "routing": 1, "unconfirmed": 8,
     "called_on": date(2026, 8, 27), "proposal": "", "undoable": "van-phong-1"}),
    ("forwarded after a contest", contested, by(OTHER_FOCAL, FORWARD),
     [e.Forwarded("SNNMT", ("STC2025",), "dat-dai")],
     {"status": "forwarded", "lead": "SNNMT", "coordinating": ("STC2025",), "routing": 1, "unconfirmed": 6,
     "called_on": LATER, "refused_by": "", "undoable": "van-phong-2"}),
    ("forwarded after the seconded one's lead ended", seconded_and_ended, by(FOCAL, c.Forward(lead="SNV2025",
     field="lao-dong")),
     [e.Forwarded("SNV2025", field="lao-dong", again=True)],
     {"status": "escalated", "field": "lao-dong", "lead": "SNV2025", "routing": 3, "resume_status": "", "unconfirmed":
     11, "called_on": LATER, "undoable": "van-phong-1"}),
    ("acknowledged", forwarded, by(AGENCY, c.Acknowledge()),
     [e.Acknowledged("SNNMT")], {"status": "in_process", "acknowledged": True, "unconfirmed": 0, "undoable": ""}),
    ("succeeded", lead_ended, wait(MARCH),
     [e.Succeeded("STNMT", "SNNMT", "dat-dai", VERSION, date(2025, 3, 1)), e.StepReached("publication",
     "heads_up", date(2025, 3, 5), date(2025, 3, 12))],
     {"status": "forwarded", "lead": "SNNMT", "routing": 2, "acknowledged": False, "unconfirmed": 5, "called_on":
     date(2025, 2, 28)}),
    ("succeeded by one who coordinates", ended_beside_heir, wait(MARCH),
     [e.StepReached("coordination", "expired", date(2025, 2, 20), date(2025, 2, 19)), e.Succeeded("STNMT", "SNNMT",
     "dat-dai", VERSION, date(2025, 3, 1)), e.StepReached("publication", "heads_up", date(2025, 3, 5),
     date(2025, 3, 12))],
     {"status": "forwarded", "lead": "SNNMT", "coordinating": ("SYT",), "routing": 2, "acknowledged": False,
     "unconfirmed": 6, "called_on": date(2025, 2, 28)}),
    ("succeeded while it waits for an answer about more time", ended_asking, wait(MARCH),
     [e.StepReached("extension_decision", "reminder", date(2025, 2, 21), date(2025, 2, 24), True),
     e.StepReached("extension_decision", "due_today", date(2025, 2, 24), date(2025, 2, 24), True),
     e.StepReached("extension_decision", "overdue", date(2025, 2, 25), date(2025, 2, 24), True),
     e.StepReached("extension_decision", "vice_chair", date(2025, 2, 27), date(2025, 2, 24), True),
     e.Succeeded("STNMT", "SNNMT", "dat-dai", VERSION, date(2025, 3, 1)), e.StepReached("extension_decision",
     "chair", date(2025, 3, 3), date(2025, 2, 24))],
     {"lead": "SNNMT", "routing": 2, "acknowledged": False, "resume_status": "forwarded", "unconfirmed": 10,
     "called_on": date(2025, 2, 28)}),
    ("a coordinating one succeeded", beside_ended, wait(MARCH),
     [e.StepReached("coordination", "expired", date(2025, 2, 20), date(2025, 2, 19)), e.StepReached("advice",
     "reminder", date(2025, 2, 26), date(2025, 2, 27), True), e.StepReached("advice", "due_today", date(2025, 2, 27),
     date(2025, 2, 27), True), e.StepReached("advice", "overdue", date(2025, 2, 28), date(2025, 2, 27)),
     e.Escalated("agencies_disagree", True), e.Succeeded("STC", "STC2025", "cong-thuong", VERSION, date(2025, 3,
     1), True)],
     {"coordinating": ("STC2025", "SYT"), "contributed": ("STC2025",), "disagreed": ("STC2025",)}),
    ("two coordinating ones become the lead", both_end_in_lead, wait(MARCH),
     [e.StepReached("coordination", "expired", date(2025, 2, 20), date(2025, 2, 19)), e.Succeeded("SNNPTNT", "SNNMT",
     "nong-nghiep", VERSION, date(2025, 3, 1)), e.Succeeded("STNMT", "SNNMT", "nong-nghiep", VERSION,
     date(2025, 3, 1), True), e.StepReached("publication", "heads_up", date(2025, 3, 5), date(2025, 3, 12))],
     {"status": "forwarded", "lead": "SNNMT", "coordinating": ("SYT",), "routing": 2, "acknowledged": False,
     "unconfirmed": 6, "called_on": date(2025, 2, 28)}),
    ("nobody succeeds", unmapped, wait(MARCH),
     [e.ReassignNeeded("SLDTBXH", "khac", VERSION, date(2025, 3, 1))],
     {"status": "to_reassign", "routing": 2, "acknowledged": False, "unconfirmed": 5, "called_on": date(2025, 3, 5)}),
    ("nobody succeeds in what was reopened", reopened_unmapped, wait(MARCH),
     [e.StepReached("advice", "reminder", date(2025, 2, 26), date(2025, 2, 27), True), e.StepReached("advice",
     "due_today", date(2025, 2, 27), date(2025, 2, 27), True), e.StepReached("advice", "overdue", date(2025, 2, 28),
     date(2025, 2, 27)), e.Escalated("not_satisfied", True), e.ReassignNeeded("SLDTBXH", "khac", VERSION,
     date(2025, 3, 1))],
     {"status": "to_reassign", "routing": 2, "acknowledged": False, "resume_status": "escalated", "unconfirmed": 12,
     "called_on": date(2025, 3, 5)}),
    ("nobody succeeds beside", beside_unmapped, wait(MARCH),
     [e.StepReached("coordination", "expired", date(2025, 2, 20), date(2025, 2, 19)), e.ReassignNeeded("SLDTBXH",
     "khac", VERSION, date(2025, 3, 1), coordinating=True), e.StepReached("publication", "heads_up", date(2025,
     3, 5), date(2025, 3, 12))],
     {"coordinating": ("SYT",), "to_replace": ("SLDTBXH",)}),
    # --- words and review ---
    ("reported", in_process, by(AGENCY, c.ReportStatus(content="x", promised_on=date(2026, 8, 28))),
     [e.StatusReported("SNNMT", date(2026, 8, 28))],
     {"status": "under_review", "pending": (Pending(6, "status", "SNNMT", LATER),)}),
    ("reported unacknowledged", forwarded, by(AGENCY, REPORT),
     [e.StatusReported("SNNMT")],
     {"status": "under_review", "pending": (Pending(5, "status", "SNNMT", LATER),), "acknowledged": True,
     "unconfirmed": 0, "undoable": ""}),
    ("reported, returned before", reported_and_returned, by(AGENCY, REPORT),
     [e.StatusReported("SNNMT")], {"status": "under_review", "pending": (Pending(8, "status", "SNNMT", LATER),)}),
    ("passed on", forwarded, by(AGENCY, c.PassOn(email="snnmt.a@example.vn")),
     [e.PassedOn("SNNMT")], {"unconfirmed": 0, "undoable": ""}),
    ("passed on beside", forwarded, by(BESIDE, c.PassOn(email="stc2025@example.vn")),
     [e.PassedOn("STC2025")], {"undoable": ""}),
    ("answered", forwarded, by(AGENCY, c.AnswerCase(content="x", document_number="1", document_date=START,
     completed_on=START, attachments=("f",))),
     [e.AnswerGiven("SNNMT", START, START, files=("f",))],
     {"status": "under_review", "pending": (Pending(5, "answer", "SNNMT", LATER),), "acknowledged": True,
     "unconfirmed": 0, "undoable": ""}),
    ("answered with a promise", in_process, by(AGENCY, PROMISE),
     [e.AnswerGiven("SNNMT", promised_on=date(2026, 8, 28))],
     {"status": "under_review", "pending": (Pending(6, "answer", "SNNMT", LATER),)}),
    ("answered by the focal office", triage, by(FOCAL, ANSWER),
     [e.AnswerGiven("VPUB", completed_on=START), e.ItemPublished(4, "answer", "VPUB", working_days=3)],
     {"status": "answered", "acknowledged": True, "answered_on": LATER, "working_days": 3}),
    ("promised by the focal office", triage, by(FOCAL, PROMISE),
     [e.AnswerGiven("VPUB", promised_on=date(2026, 8, 28)), e.ItemPublished(4, "status", "VPUB")],
     {"status": "in_process", "acknowledged": True, "rearms": 1}),
    ("answered by another case's answer", in_process, cite(),
     [e.AnswerGiven("VPUB", date(2026, 1, 5), LATER, cites="LS.20260101.AAAAA"), e.ItemPublished(6, "answer", "VPUB",
     working_days=3)],
     {"status": "answered", "answered_on": LATER, "working_days": 3}),
    ("report published", reported, review(),
     [e.ItemPublished(6, "status", "SNNMT")], {"status": "in_process", "pending": (), "rearms": 1}),
    ("report published of a case raised again that day", raised_and_reported, review(),
     [e.ItemPublished(9, "status", "SNNMT", rearmed=False)], {"status": "reopened", "pending": ()}),
    ("report published while it is escalated", reported_and_up, review(),
     [e.ItemPublished(6, "status", "SNNMT")], {"pending": (), "rearms": 1}),
    ("report published while an answer waits", report_beside_answer, review(which=0),
     [e.ItemPublished(6, "status", "SNNMT")], {"pending": (Pending(7, "answer", "SNNMT", LATER),), "rearms": 1}),
    ("report published, and it re-arms nothing", capped, review(),
     [e.ItemPublished(12, "status", "SNNMT", rearmed=False)], {"status": "in_process", "pending": ()}),
    ("answer published", answer_given, review(),
     [e.ItemPublished(6, "answer", "SNNMT", working_days=3)],
     {"status": "answered", "pending": (), "answered_on": LATER, "working_days": 3}),
    ("late answer published", answer_given, review(on=date(2026, 9, 9)),
     [e.ItemPublished(6, "answer", "SNNMT", False, 21)],
     {"status": "answered", "pending": (), "late": True, "answered_on": date(2026, 9, 9), "working_days": 21}),
    ("answer published on the last day", answer_given, review(on=date(2026, 9, 8)),
     [e.ItemPublished(6, "answer", "SNNMT", working_days=20)],
     {"status": "answered", "pending": (), "answered_on": date(2026, 9, 8), "working_days": 20}),
    ("second answer published", answered_again, review(on=date(2026, 9, 14)),
     [e.ItemPublished(9, "answer", "SNNMT", False, 24)],
     {"status": "answered", "pending": (), "late": True, "ground": ""}),
    ("second answer published, in time this time", late_before, review(on=date(2026, 9, 14)),
     [e.ItemPublished(9, "answer", "SNNMT", working_days=24)], {"status": "answered", "pending": (), "ground": ""}),
    ("promise published", promised, review(),
     [e.ItemPublished(6, "status", "SNNMT")], {"status": "in_process", "pending": (), "rearms": 1}),
    ("report returned", reported, review("return", reason="off_point"),
     [e.ItemReturned(6, "status", "SNNMT", "off_point")], {"status": "answer_returned", "pending": ()}),
    ("answer returned while a report waits", report_beside_answer, review("return", reason="unsuitable"),
     [e.ItemReturned(7, "answer", "SNNMT", "unsuitable")], {"pending": (Pending(6, "status", "SNNMT", LATER),)}),
    ("report returned while it is escalated", reported_and_up, review("return", reason="off_point"),
     [e.ItemReturned(6, "status", "SNNMT", "off_point")], {"pending": ()}),
    ("reason published", returned, review(), [e.ItemPublished(5, "reason", "SNNMT", rearmed=False)], {"pending": ()}),
    ("reason returned", returned, review("return", reason="personal_data"),
     [e.ItemReturned(5, "reason", "SNNMT", "personal_data")], {"pending": ()}),
    ("directive returned", directed, review("return", reason="personal_data"),
     [e.ItemReturned(7, "directive", "", "personal_data")], {"pending": (), "unsaid": True}),
    ("opinion invited", invited, by(FOCAL, c.InviteOpinion(email="y@example.org", title="x")),
     [e.OpinionInvited()], {"invited": (6, 7)}),
    ("opinion given", invited, by(Actor(Role.EXPERT, "6"), c.GiveOpinion(content="x")),
     [e.OpinionGiven(6)], {"pending": (Pending(7, "opinion", "6", LATER),)}),
    ("opinion published", two_invited, review(),
     [e.ItemPublished(7, "opinion", "6", rearmed=False)], {"pending": (), "invited": (8,)}),
    ("opinion returned", two_invited, review("return", reason="off_point"),
     [e.ItemReturned(7, "opinion", "6", "off_point")], {"pending": ()}),
]
# fmt: on


@pytest.mark.parametrize(("name", "story", "act", "facts", "changed"), ROWS, ids=[row[0] for row in ROWS])
def test_what_one_act_changes(name: str, story: Story, act: Act, facts: list[e.Fact], changed: dict[str, Any]) -> None:
    check(story, act, facts, changed)
