"""What agencies ask for, leaders decide and submitters say does to the case: facts and fields, exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM, Actor, Pending
from chalicelib.domain.named import Naming
from chalicelib.domain.vocabulary import Channel, Role
from tests.unit.effects import Row, check
from tests.unit.stories import (
    ANSWER,
    BESIDE,
    DISAGREE,
    EXTEND,
    LATER,
    REPORT,
    START,
    UP,
    Act,
    Story,
    Tale,
    after,
    answered,
    bounced,
    by,
    closed,
    disputed,
    escalated,
    extension_asked,
    forwarded,
    grant,
    handed_over,
    in_process,
    lost,
    naming_proposed,
    received,
    refused,
    reopened,
    reported,
    returned,
    review,
    triage,
    wait,
)
from tests.unit.world import AGENCY, FOCAL, LEADER, SUBMITTER, reference

# fmt: off
SYT, SCT = (Actor(Role.COORDINATING, code, code) for code in ("SYT", "SCT"))
SXD = Actor(Role.AGENCY, "SXD2025", "SXD2025")
CALENDAR = reference().calendar_ahead.version
OVERDUE = c.Escalate(ground="overdue", note="x")
DIRECT = c.Direct(content="x")
AGREE = c.Contribute(position="agree", content="x")
POSTED_ON = date(2026, 8, 11)
three = after(triage, by(FOCAL, c.Forward(lead="SNNMT", coordinating=("STC2025", "SYT", "SCT"))))
up_and_disagreed = after(escalated, by(BESIDE, DISAGREE))
two_disagree = after(three, by(BESIDE, DISAGREE), by(SYT, DISAGREE))
reported_and_disputed = after(three, by(AGENCY, REPORT), by(BESIDE, DISAGREE))
two_directed = [by(FOCAL, OVERDUE), by(LEADER, DIRECT)] * 2
four_notes = after(three, by(AGENCY, c.Acknowledge()), by(BESIDE, c.Contribute(content="x")),
                   by(SCT, c.Contribute(content="x")), by(AGENCY, REPORT), *two_directed)
directed_and_reported = after(reported, by(FOCAL, OVERDUE), by(LEADER, DIRECT))
disagreed_then_agreed = after(disputed, by(BESIDE, AGREE))
sent_on = after(returned, by(FOCAL, c.Forward(lead="SXD2025")))
reported_back = after(reported, review("return", reason="off_point"))
asked_unacknowledged = after(forwarded, by(AGENCY, EXTEND))
asked_when_returned = after(reported_back, by(AGENCY, EXTEND))
reply_lost = after(naming_proposed, lost("naming_notice-named-SNNMT", 6))
raised = after(answered, by(SUBMITTER, c.RaiseAgain(content="x")))
up_and_asking = after(raised, by(AGENCY, EXTEND))
seconded_dispute = after(disputed, by(FOCAL, OVERDUE))
up_without_lead = after(triage, by(FOCAL, ANSWER), by(SUBMITTER, c.RaiseAgain(content="x")))
directive_returned = after(escalated, by(LEADER, DIRECT), review("return", reason="personal_data"))
unsaid_and_up = after(directive_returned, by(AGENCY, UP))
national = partial(received, channel=Channel.NATIONAL_PORTAL, national_due_on=date(2026, 9, 1))
answered_twice = after(reopened, by(AGENCY, ANSWER), review())
withheld = after(in_process, by(FOCAL, c.Withhold(part="content", ground="personal_data")))
PASSAGE = c.Withhold(part="content", ground="personal_data", passage="y")
passages = after(in_process, by(FOCAL, PASSAGE), by(FOCAL, PASSAGE))


def recompute(tale: Tale) -> None:
    """The day that the answer is due was another one, before the calendar changed."""
    moved = [replace(x, due_on=date(2026, 9, 7)) if x.name == "publication" else x for x in tale.head.clocks]
    tale.case = replace(tale.head, clocks=tuple(moved))
    tale.do(SYSTEM, c.RecomputeDeadlines(), body=False)

ROWS: list[Row] = [
    # --- contributions, returns, more time ---
    ("contributed", forwarded, by(BESIDE, c.Contribute(content="x")),
     [e.Contributed("STC2025", "comment", True)],
     {"pending": (Pending(5, "contribution", "STC2025", LATER),), "contributed": ("STC2025",), "undoable": ""}),
    ("nothing to add", forwarded, by(BESIDE, c.Contribute(position="nothing_to_add"), body=False),
     [e.Contributed("STC2025", "nothing_to_add")], {"contributed": ("STC2025",), "undoable": ""}),
    ("disagreed", in_process, by(BESIDE, DISAGREE),
     [e.Contributed("STC2025", "disagree", True), e.Escalated("agencies_disagree")],
     {"status": "escalated", "pending": (Pending(6, "contribution", "STC2025", LATER),), "contributed": ("STC2025",),
     "disagreed": ("STC2025",), "ground": "agencies_disagree"}),
    ("disagreed in what is up already", escalated, by(BESIDE, DISAGREE),
     [e.Contributed("STC2025", "disagree", True)],
     {"pending": (Pending(7, "contribution", "STC2025", LATER),), "contributed": ("STC2025",), "disagreed":
     ("STC2025",)}),
    ("came round before the leader decided", disputed, by(BESIDE, AGREE),
     [e.Contributed("STC2025", "agree", True)],
     {"status": "in_process", "pending": (Pending(7, "contribution", "STC2025", LATER),), "disagreed": (), "ground":
     ""}),
    ("came round in what is up for another reason", up_and_disagreed, by(BESIDE, AGREE),
     [e.Contributed("STC2025", "agree", True)],
     {"pending": (Pending(8, "contribution", "STC2025", LATER),), "disagreed": ()}),
    ("one of two came round", two_disagree, by(BESIDE, AGREE),
     [e.Contributed("STC2025", "agree", True)],
     {"pending": (Pending(7, "contribution", "SYT", LATER), Pending(8, "contribution", "STC2025", LATER)), "disagreed":
     ("SYT",)}),
    ("disagreed once more", disputed, by(BESIDE, DISAGREE),
     [e.Contributed("STC2025", "disagree", True)], {"pending": (Pending(7, "contribution", "STC2025", LATER),)}),
    ("the fifth note drops the oldest", four_notes, by(SYT, c.Contribute(content="x")),
     [e.Contributed("SYT", "comment", True)],
     {"pending": (Pending(7, "contribution", "SCT", LATER), Pending(8, "status", "SNNMT", LATER), Pending(10,
     "directive", "", LATER), Pending(12, "directive", "", LATER), Pending(13, "contribution", "SYT", LATER)),
     "contributed": ("STC2025", "SCT", "SYT")}),
    ("a returned case", in_process, by(AGENCY, c.ReturnCase(reason="x", competent="SXD2025")),
     [e.CaseReturned("SNNMT", "SXD2025", public=True)],
     {"status": "returned", "routing": 2, "pending": (Pending(6, "reason", "SNNMT", LATER),), "returns": 1,
     "unconfirmed": 6, "returns_in_row": 1}),
    ("returned without words", in_process, by(AGENCY, c.ReturnCase(), body=False),
     [e.CaseReturned("SNNMT")],
     {"status": "returned", "routing": 2, "returns": 1, "unconfirmed": 6, "returns_in_row": 1}),
    ("returned with words that wait", disagreed_then_agreed, by(AGENCY, c.ReturnCase(reason="x")),
     [e.CaseReturned("SNNMT", public=True)],
     {"status": "returned", "routing": 2, "pending": (Pending(7, "contribution", "STC2025", LATER), Pending(8,
     "reason", "SNNMT", LATER)), "returns": 1, "unconfirmed": 8, "returns_in_row": 1}),
    ("returned, and a report waits no more", directed_and_reported, by(AGENCY, c.ReturnCase(reason="x")),
     [e.CaseReturned("SNNMT", public=True)],
     {"status": "returned", "routing": 2, "pending": (Pending(8, "directive", "", LATER), Pending(9, "reason", "SNNMT",
     LATER)), "returns": 1, "unconfirmed": 9, "returns_in_row": 1}),
    ("returned twice in a row", sent_on, by(SXD, c.ReturnCase(reason="x")),
     [e.CaseReturned("SXD2025", decide=True, public=True)],
     {"status": "returned", "routing": 4, "pending": (Pending(5, "reason", "SNNMT", LATER), Pending(7, "reason",
     "SXD2025", LATER)), "returns": 2, "unconfirmed": 7, "returns_in_row": 2, "final": True, "undoable": ""}),
    ("extension asked", reported_back, by(AGENCY, EXTEND),
     [e.ExtensionRequested("SNNMT", date(2026, 9, 15))],
     {"status": "extension_requested", "resume_status": "answer_returned"}),
    ("extension asked without acknowledging", forwarded, by(AGENCY, EXTEND),
     [e.ExtensionRequested("SNNMT", date(2026, 9, 15))],
     {"status": "extension_requested", "resume_status": "forwarded", "unconfirmed": 0, "undoable": ""}),
    ("extension granted", extension_asked, grant,
     [e.ExtensionGranted("SNNMT", date(2026, 9, 15))], {"status": "in_process", "resume_status": "", "extensions": 1}),
    ("extension refused", asked_unacknowledged, by(FOCAL, c.RefuseExtension(note="x")),
     [e.ExtensionRefused("SNNMT")], {"status": "forwarded", "resume_status": ""}),
    ("extension refused, to where it was", asked_when_returned, by(FOCAL, c.RefuseExtension(note="x")),
     [e.ExtensionRefused("SNNMT")], {"status": "answer_returned", "resume_status": ""}),
    ("urged", in_process, by(FOCAL, c.Urge(note="x")), [e.Urged("SNNMT")], {}),
    ("urged before anything was heard", forwarded, by(FOCAL, c.Urge(note="x")),
     [e.Urged("SNNMT")], {"unconfirmed": 5, "undoable": ""}),
    ("urged after the letter was lost", bounced, by(FOCAL, c.Urge(note="x"), on=date(2026, 8, 13)),
     [e.Urged("SNNMT")],
     {"bounced": (), "unconfirmed": 6, "unreached": False, "called_on": date(2026, 8, 13), "undoable": ""}),
    # --- mail ---
    ("letter to the lead lost", forwarded, lost("forwarded-agency-SNNMT", 4),
     [e.MailFailed("forwarded", "forwarded-agency-SNNMT", "x", 4, True)],
     {"bounced": ("forwarded-agency-SNNMT",), "unreached": True}),
    ("letter to the lead lost after it acted", in_process, lost("forwarded-agency-SNNMT", 4),
     [e.MailFailed("forwarded", "forwarded-agency-SNNMT", "x", 4)], {"bounced": ("forwarded-agency-SNNMT",)}),
    ("letter to another lost", forwarded, lost("forwarded-coordinating-STC2025", 4),
     [e.MailFailed("forwarded", "forwarded-coordinating-STC2025", "x", 4)], {}),
    ("letter to the submitter lost", forwarded, lost("received-submitter-", 1),
     [e.MailFailed("received", "received-submitter-", "x", 1)], {}),
    ("letter of the officer's decision lost", refused, lost("refused-submitter-", 4),
     [e.MailFailed("refused", "refused-submitter-", "x", 4)], {}),
    ("letter with the right of reply lost", naming_proposed, lost("naming_notice-named-SNNMT", 6),
     [e.MailFailed("naming_notice", "naming_notice-named-SNNMT", "x", 6)],
     {"bounced": ("naming_notice-named-SNNMT",)}),
    ("and to the head as well", reply_lost, lost("naming_notice-named-SNNMT-head", 6),
     [e.MailFailed("naming_notice", "naming_notice-named-SNNMT-head", "x", 6, unheard=True)],
     {"bounced": ("naming_notice-named-SNNMT", "naming_notice-named-SNNMT-head"), "namings": (Naming(6, "SNNMT",
     "evasion", "ended", START, "van-phong-1"),)}),
    # --- before the leader ---
    ("advice given", in_process, by(AGENCY, UP),
     [e.EscalationProposed("SNNMT", "beyond_competence")], {"status": "escalated", "ground": "beyond_competence"}),
    ("advice given of what the submitter raised", raised, by(AGENCY, UP),
     [e.EscalationProposed("SNNMT", "beyond_competence")], {"status": "escalated"}),
    ("advice given while more time is asked for", up_and_asking, by(AGENCY, UP),
     [e.EscalationProposed("SNNMT", "beyond_competence")], {"status": "escalated", "resume_status": ""}),
    ("escalated", in_process, by(FOCAL, OVERDUE),
     [e.Escalated("overdue")], {"status": "escalated", "ground": "overdue", "seconded": True}),
    ("escalated: the office's word", escalated, by(FOCAL, OVERDUE),
     [e.Escalated("overdue")], {"ground": "overdue", "seconded": True}),
    ("escalated while more time is asked for", extension_asked, by(FOCAL, OVERDUE),
     [e.Escalated("overdue")], {"status": "escalated", "resume_status": "", "ground": "overdue", "seconded": True}),
    ("no advice came", reopened, wait(date(2026, 8, 20)),
     [e.StepReached("advice", "reminder", date(2026, 8, 18), date(2026, 8, 19), True), e.StepReached("advice",
     "due_today", date(2026, 8, 19), date(2026, 8, 19), True), e.StepReached("advice", "overdue", date(2026, 8, 20),
     date(2026, 8, 19)), e.Escalated("not_satisfied", True)],
     {"status": "escalated"}),
    ("directed", escalated, by(LEADER, DIRECT),
     [e.Directed("pho-chu-tich-2", public=True)],
     {"status": "in_process", "pending": (Pending(7, "directive", "", LATER),), "ground": ""}),
    ("directed with all", seconded_dispute, by(LEADER, DIRECT),
     [e.Directed("pho-chu-tich-2", public=True)],
     {"status": "in_process", "pending": (Pending(5, "contribution", "STC2025", LATER), Pending(8, "directive", "",
     LATER)), "disagreed": (), "ground": "", "seconded": False}),
    ("directed, and nobody leads", up_without_lead, by(LEADER, DIRECT),
     [e.Directed("pho-chu-tich-2", public=True)],
     {"status": "to_reassign", "pending": (Pending(7, "directive", "", LATER),), "ground": ""}),
    ("directed once more", directive_returned, by(LEADER, DIRECT),
     [e.Directed("pho-chu-tich-2", public=True)], {"pending": (Pending(9, "directive", "", LATER),), "unsaid": False}),
    ("a directive recorded", in_process, by(FOCAL, c.RecordDirective(leader="x", date=START, number="1",
     content="x")),
     [e.Directed("recorded", START, True)], {}),
    ("settled for another", disputed, by(LEADER, c.Settle(lead="STC2025", content="x")),
     [e.Settled("pho-chu-tich-2", "STC2025", ("SNNMT",), True, True)],
     {"status": "forwarded", "lead": "STC2025", "coordinating": ("SNNMT",), "routing": 2, "pending": (Pending(5,
     "contribution", "STC2025", LATER), Pending(7, "directive", "", LATER)), "unconfirmed": 7, "contributed": (),
     "disagreed": (), "final": True, "ground": ""}),
    ("settled for another, with words that wait", reported_and_disputed, by(LEADER, c.Settle(lead="SCT",
     content="x")),
     [e.Settled("pho-chu-tich-2", "SCT", ("SNNMT", "STC2025", "SYT"), True, True)],
     {"status": "forwarded", "lead": "SCT", "coordinating": ("SNNMT", "STC2025", "SYT"), "routing": 2, "pending":
     (Pending(6, "contribution", "STC2025", LATER), Pending(8, "directive", "", LATER)), "acknowledged": False,
     "unconfirmed": 8, "contributed": (), "disagreed": (), "final": True, "ground": ""}),
    ("settled for the one that leads", seconded_dispute, by(LEADER, c.Settle(lead="SNNMT", content="x")),
     [e.Settled("pho-chu-tich-2", "SNNMT", ("STC2025",), public=True)],
     {"status": "in_process", "pending": (Pending(5, "contribution", "STC2025", LATER), Pending(8, "directive", "",
     LATER)), "contributed": (), "disagreed": (), "final": True, "ground": "", "seconded": False}),
    ("settled, and nobody led", up_without_lead, by(LEADER, c.Settle(lead="SNNMT", content="x")),
     [e.Settled("pho-chu-tich-2", "SNNMT", moved=True, public=True)],
     {"status": "forwarded", "lead": "SNNMT", "routing": 1, "pending": (Pending(7, "directive", "", LATER),),
     "acknowledged": False, "unconfirmed": 7, "called_on": LATER, "final": True, "ground": ""}),
    ("settled after a directive came back", unsaid_and_up, by(LEADER, c.Settle(lead="SNNMT", content="x")),
     [e.Settled("pho-chu-tich-2", "SNNMT", ("STC2025",), public=True)],
     {"status": "in_process", "pending": (Pending(10, "directive", "", LATER),), "final": True, "ground": "", "unsaid":
     False}),
    ("handed over", seconded_dispute, by(FOCAL, c.HandOver(up_class="UP-1", date=START, number="1")),
     [e.HandedOver("UP-1", START)], {"status": "handed_over", "disagreed": (), "ground": "", "seconded": False}),
    ("handed over while more time is asked for", extension_asked, by(FOCAL, c.HandOver(up_class="UP-2", date=START,
     number="1")),
     [e.HandedOver("UP-2", START)], {"status": "handed_over", "resume_status": ""}),
    ("followed up", handed_over, by(FOCAL, c.FollowUp(content="x")),
     [e.StatusReported("VPUB", trusted=True), e.ItemPublished(7, "status", "VPUB")], {"rearms": 1}),
    ("posted nationally", national, by(FOCAL, c.PostNationally(date=POSTED_ON)),
     [e.PostedNationally(date(2026, 8, 11), date(2026, 9, 1))], {}),
    # --- how it ends, and what is kept back ---
    ("satisfied", answered, by(SUBMITTER, c.Rate(rating="satisfied")),
     [e.Rated("satisfied")], {"status": "closed", "rating": "satisfied"}),
    ("acceptable", answered, by(SUBMITTER, c.Rate(rating="acceptable")),
     [e.Rated("acceptable")], {"status": "closed", "rating": "acceptable"}),
    ("not satisfied", answered, by(SUBMITTER, c.Rate(rating="not_satisfied", reason="x")),
     [e.Rated("not_satisfied")],
     {"status": "reopened", "reopened": 1, "rating": "not_satisfied", "ground": "not_satisfied"}),
    ("not satisfied again", answered_twice, by(SUBMITTER, c.Rate(rating="not_satisfied", reason="x")),
     [e.Rated("not_satisfied")], {"status": "reopened", "reopened": 2, "ground": "not_satisfied"}),
    ("raised again", closed, by(SUBMITTER, c.RaiseAgain(content="x")),
     [e.RaisedAgain()], {"status": "reopened", "reopened": 1, "ground": "raised_again"}),
    ("closed by the office", answered, by(FOCAL, c.Close(note="x")), [e.Closed("by_office")], {"status": "closed"}),
    ("closed unrated", answered, wait(date(2026, 8, 26)), [e.Closed("unrated")], {"status": "closed"}),
    ("withheld", in_process, by(FOCAL, c.Withhold(part="title", ground="personal_data")),
     [e.Withheld("title", "personal_data")], {"withheld": ("title",)}),
    ("a second part withheld", withheld, by(FOCAL, c.Withhold(part="reports", ground="business_secret")),
     [e.Withheld("reports", "business_secret")], {"withheld": ("content", "reports")}),
    ("a passage withheld", withheld, by(FOCAL, c.Withhold(part="content", ground="investigation", passage="y")),
     [e.Withheld("content", "investigation", True)], {"passages": (7,)}),
    ("disclosed", withheld, by(FOCAL, c.Disclose(part="content")), [e.Disclosed("content")], {"withheld": ()}),
    ("a passage disclosed", passages, by(FOCAL, c.Disclose(part="content", withheld=6)),
     [e.Disclosed("content", 6)], {"passages": (7,)}),
    ("calendar changed", in_process, recompute,
     [e.DeadlinesRecomputed("7294cbf46989", (date(2026, 9, 7), date(2026, 8, 19)), (date(2026, 9, 8), date(2026, 8,
     19)))],
     {}),
    ("a step taken", in_process, wait(date(2026, 9, 1)),
     [e.StepReached("coordination", "expired", date(2026, 8, 20), date(2026, 8, 19)), e.StepReached("publication",
     "heads_up", date(2026, 8, 27), date(2026, 9, 8))],
     {}),
]
# fmt: on


@pytest.mark.parametrize(("name", "story", "act", "facts", "changed"), ROWS, ids=[row[0] for row in ROWS])
def test_what_one_act_changes(name: str, story: Story, act: Act, facts: list[e.Fact], changed: dict[str, Any]) -> None:
    check(story, act, facts, changed)
