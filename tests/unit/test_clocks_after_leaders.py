"""Which clocks run after what agencies ask for, leaders decide and submitters say, and after naming."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.case import Actor
from chalicelib.domain.vocabulary import Role
from tests.unit.effects import check_clocks
from tests.unit.stories import (
    ANSWER,
    BESIDE,
    DISAGREE,
    EXTEND,
    NAME,
    NAMED,
    REPORT,
    START,
    UP,
    Act,
    Story,
    after,
    answered,
    busy,
    by,
    crowded,
    disputed_crowd,
    escalated,
    extension_asked,
    forwarded,
    grant,
    in_process,
    lost,
    named,
    naming_proposed,
    naming_replied,
    propose_naming,
    reopened,
    returned,
    review,
    triage,
    wait,
)
from tests.unit.world import AGENCY, FOCAL, LEADER, SUBMITTER

# fmt: off
SYT = Actor(Role.COORDINATING, "SYT", "SYT")
PROMISE = date(2026, 8, 28)
AGREE = c.Contribute(position="agree", content="x")
OVERDUE = c.Escalate(ground="overdue", note="x")
DIRECTIVE = c.RecordDirective(leader="x", date=START, number="1", content="x")
HAND_OVER = c.HandOver(up_class="UP-1", date=START, number="1")
NOT_SATISFIED = c.Rate(rating="not_satisfied", reason="x")
busy_answer = after(busy, by(FOCAL, c.RefuseExtension(note="x")), by(AGENCY, ANSWER))
answered_crowd = after(busy_answer, review())
opinion_reviewed = after(answered_crowd, review(which=0))
satisfied_crowd = after(answered_crowd, by(SUBMITTER, c.Rate(rating="satisfied")))
replied_crowd = after(crowded, by(NAMED, c.ReplyToNaming(content="x")))
warned = after(in_process, wait(date(2026, 9, 4)))
warned_asking = after(warned, by(AGENCY, c.RequestExtension(reason="x", until=date(2026, 9, 15))))
two = after(triage, by(FOCAL, c.Forward(lead="SNNMT", coordinating=("STC2025", "SYT"))))
one_said = after(two, by(BESIDE, c.Contribute(content="x")))
two_disagree = after(two, by(BESIDE, DISAGREE), by(SYT, DISAGREE))
up_without_lead = after(triage, by(FOCAL, ANSWER), by(SUBMITTER, c.RaiseAgain(content="x")))
directive_returned = after(escalated, by(LEADER, c.Direct(content="x")), review("return", reason="personal_data"))
replied_and_reported = after(naming_replied, by(AGENCY, REPORT))
promised = after(triage, by(FOCAL, c.AnswerCase(content="x", promised_on=PROMISE)))
reported_and_disputed = after(two, by(AGENCY, REPORT), by(BESIDE, DISAGREE))
Row = tuple[Story, Act, str, list[str]]
ROWS: list[Row] = [
    # --- contributions and more time ---
    (crowded, by(BESIDE, c.Contribute(content="x")), "coordination", []),
    (two, by(BESIDE, c.Contribute(content="x")), "", []),
    (one_said, by(SYT, c.Contribute(position="nothing_to_add"), body=False), "coordination", []),
    (crowded, by(BESIDE, DISAGREE), "acknowledgement coordination", ["advice 2026-08-12 +5 2026-08-19"]),
    (after(escalated, by(FOCAL, OVERDUE)), by(BESIDE, DISAGREE), "coordination", []),
    (disputed_crowd, by(BESIDE, AGREE), "advice", []),
    (two_disagree, by(SYT, AGREE), "", []),
    (after(two_disagree, by(SYT, AGREE)), by(BESIDE, AGREE), "advice", []),
    (in_process, by(AGENCY, EXTEND), "", ["extension_decision 2026-08-12 +2 2026-08-14"]),
    (forwarded, by(AGENCY, EXTEND), "acknowledgement", ["extension_decision 2026-08-12 +2 2026-08-14"]),
    (extension_asked, grant, "extension_decision", ["publication 2026-08-07 +25 2026-09-15"]),
    (busy, grant, "extension_decision", ["publication 2026-08-12 +22 2026-09-15"]),
    (warned_asking, grant, "extension_decision", ["publication 2026-08-07 +25 2026-09-15"]),
    (busy, by(FOCAL, c.RefuseExtension(note="x")), "extension_decision", []),
    # --- before the leader ---
    (crowded, by(AGENCY, UP), "acknowledgement", ["leader_decision 2026-08-12 +5 2026-08-19"]),
    (disputed_crowd, by(AGENCY, UP), "advice", ["leader_decision 2026-08-12 +5 2026-08-19"]),
    (busy, by(FOCAL, OVERDUE), "extension_decision", ["leader_decision 2026-08-12 +5 2026-08-19"]),
    (crowded, by(FOCAL, OVERDUE), "acknowledgement", ["leader_decision 2026-08-12 +5 2026-08-19"]),
    (escalated, by(FOCAL, OVERDUE, on=date(2026, 8, 13)), "", []),
    (returned, by(FOCAL, OVERDUE), "forwarding", ["leader_decision 2026-08-12 +5 2026-08-19"]),
    (disputed_crowd, by(FOCAL, OVERDUE), "advice", ["leader_decision 2026-08-12 +5 2026-08-19"]),
    (reopened, wait(date(2026, 8, 20)), "advice", ["leader_decision 2026-08-20 +5 2026-08-26"]),
    (reopened, wait(date(2026, 8, 25)), "advice", ["leader_decision 2026-08-20 +5 2026-08-26 reminder"]),
    (disputed_crowd, by(LEADER, c.Direct(content="x")), "advice", ["directive 2026-08-12 +10 2026-08-25"]),
    (escalated, by(LEADER, c.Direct(content="x"), on=date(2026, 8, 13)),
     "leader_decision", ["directive 2026-08-13 +10 2026-08-26"]),
    (directive_returned, by(LEADER, c.Direct(content="x"), on=date(2026, 8, 14)), "", []),
    (up_without_lead, by(LEADER, c.Direct(content="x")), "leader_decision", ["forwarding 2026-08-12 +5 2026-08-19"]),
    (busy, by(FOCAL, DIRECTIVE, on=date(2026, 8, 13)), "", ["directive 2026-08-13 +10 2026-08-26"]),
    (disputed_crowd, by(LEADER, c.Settle(lead="STC2025", content="x")),
     "advice",
     ["directive 2026-08-12 +10 2026-08-25",
      "coordination 2026-08-12 +5 2026-08-19",
      "acknowledgement 2026-08-12 +2 2026-08-14"]),
    (disputed_crowd, by(LEADER, c.Settle(lead="SNNMT", content="x")),
     "advice", ["directive 2026-08-12 +10 2026-08-25", "coordination 2026-08-12 +5 2026-08-19"]),
    (escalated, by(LEADER, c.Settle(lead="SNNMT", content="x")),
     "leader_decision", ["directive 2026-08-12 +10 2026-08-25"]),
    (up_without_lead, by(LEADER, c.Settle(lead="SNNMT", content="x")),
     "leader_decision", ["directive 2026-08-12 +10 2026-08-25", "acknowledgement 2026-08-12 +2 2026-08-14"]),
    (crowded, by(FOCAL, HAND_OVER),
     "acknowledgement coordination legal_transfer", ["follow_up 2026-08-12 +20 2026-09-11"]),
    (busy, by(FOCAL, HAND_OVER),
     "coordination directive extension_decision legal_transfer promise", ["follow_up 2026-08-12 +20 2026-09-11"]),
    (replied_crowd, by(FOCAL, HAND_OVER),
     "acknowledgement coordination legal_transfer", ["follow_up 2026-08-12 +20 2026-09-11"]),
    (reported_and_disputed, by(LEADER, c.Settle(lead="SCT", content="x")),
     "advice review", ["directive 2026-08-12 +10 2026-08-25", "acknowledgement 2026-08-12 +2 2026-08-14"]),
    (promised, by(FOCAL, DIRECTIVE, on=date(2026, 8, 13)), "", ["forwarding 2026-08-13 +5 2026-08-20"]),
    (crowded, by(FOCAL, c.PostNationally(date=START)), "national", []),
    # --- how it ends ---
    (answered_crowd, by(SUBMITTER, c.Rate(rating="satisfied")), "opinion rating", []),
    (opinion_reviewed, by(SUBMITTER, c.Rate(rating="satisfied")), "opinion rating", []),
    (answered_crowd, by(SUBMITTER, NOT_SATISFIED, on=date(2026, 8, 13)),
     "rating", ["publication 2026-08-13 +20 2026-09-14", "advice 2026-08-13 +5 2026-08-20"]),
    (answered_crowd, by(FOCAL, c.Close(note="x")), "opinion", []),
    (answered, wait(date(2026, 8, 26)), "rating", []),
    (answered_crowd, wait(date(2026, 8, 26)),
     "naming_reply opinion rating review",
     ["naming_decision 2026-08-20 +5 2026-08-26",
      "review 2026-08-07 +2 2026-08-11 reminder due_today overdue vice_chair chair"]),
    (satisfied_crowd, by(SUBMITTER, c.RaiseAgain(content="x"), on=date(2026, 8, 14)),
     "", ["publication 2026-08-14 +20 2026-09-15", "advice 2026-08-14 +5 2026-08-21"]),
    (after(crowded, by(SUBMITTER, c.AskWithdrawal(reason="x"))), by(FOCAL, c.GrantWithdrawal()),
     "acknowledgement coordination legal_transfer naming_reply national opinion publication review", []),
    (after(crowded, by(SUBMITTER, c.AskWithdrawal(reason="x"))), by(FOCAL, c.DeclineWithdrawal(note="x")), "", []),
    # --- naming ---
    (in_process, propose_naming(), "", ["naming_reply 2026-08-12 +5 2026-08-19"]),
    (crowded, by(NAMED, c.ReplyToNaming(content="x"), on=date(2026, 8, 13)),
     "naming_reply", ["naming_review 2026-08-13 +2 2026-08-17", "naming_decision 2026-08-13 +5 2026-08-20"]),
    (naming_proposed, wait(date(2026, 8, 24)),
     "naming_reply", ["coordination 2026-08-12 +5 2026-08-19 expired", "naming_decision 2026-08-20 +5 2026-08-26"]),
    (after(naming_proposed, wait(date(2026, 8, 24))), by(NAMED, c.ReplyToNaming(content="x")),
     "", ["naming_review 2026-08-24 +2 2026-08-26"]),
    (replied_crowd, review(), "naming_review", []),
    (replied_crowd, review(which=0), "review", []),
    (replied_crowd, review("return", reason="personal_data"), "naming_review", []),
    (replied_and_reported, review(which=0), "naming_review", []),
    (replied_crowd, by(LEADER, c.DecideNaming(**NAME)), "naming_decision", []),
    (replied_crowd, by(LEADER, c.DecideNaming(**NAME | {"decision": "not_name"})),
     "naming_decision naming_review", []),
    (after(naming_proposed, lost("naming_notice-named-SNNMT", 6)), lost("naming_notice-named-SNNMT-head", 6),
     "naming_reply", []),
    (named, review(), "naming_review", []),
    (named, by(LEADER, c.RetireNaming(content="x")), "", []),
]
# fmt: on


@pytest.mark.parametrize(("story", "act", "gone", "new"), ROWS)
def test_the_clocks_after_an_act(story: Story, act: Act, gone: str, new: list[str]) -> None:
    check_clocks(story, act, gone, new)
