"""Which clocks run after an act of intake, of routing or of review: exactly these, to these days."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.vocabulary import Channel, Kind, Role
from tests.unit.effects import check_clocks
from tests.unit.stories import (
    ANSWER,
    FORWARD,
    NAMED,
    REPORT,
    START,
    TEXTS,
    Act,
    Story,
    after,
    at,
    bounced,
    busy,
    by,
    cite,
    crowded,
    disputed_crowd,
    forwarded,
    grant,
    in_process,
    invited,
    lost,
    opinion_given,
    purge_asked,
    received,
    refused,
    reported,
    restricted,
    returned,
    review,
    succeeding,
    supplement_asked,
    supplement_over,
    triage,
    undo,
    wait,
)
from tests.unit.world import AGENCY, FOCAL, INSPECTOR, LEADER, OTHER_FOCAL, SUBMITTER

# fmt: off
SYT = Actor(Role.COORDINATING, "SYT", "SYT")
ENDED = Actor(Role.AGENCY, "STNMT", "STNMT")
PROMISE = date(2026, 8, 28)
MARCH, IN_TIME = date(2025, 3, 5), date(2025, 2, 20)
OVERDUE = c.Escalate(ground="overdue", note="x")
HAND_OVER = c.HandOver(up_class="UP-1", date=START, number="1")
INVITE = c.InviteOpinion(email="y@example.org", title="x")
REFUSE = c.Refuse(reason="out_of_scope", content="x")
busy_review = after(crowded, by(AGENCY, c.ReportStatus(content="x", promised_on=PROMISE)))
busy_answer = after(busy, by(FOCAL, c.RefuseExtension(note="x")), by(AGENCY, ANSWER))
opinion_read = after(busy_answer, review(which=0))
replied_crowd = after(crowded, by(NAMED, c.ReplyToNaming(content="x")))
waiting_crowd = after(partial(received, channel=Channel.NATIONAL_PORTAL, national_due_on=date(2026, 9, 1)),
                      by(FOCAL, c.AskSupplement(content="x")))
handed_crowd = after(crowded, by(FOCAL, HAND_OVER))
warned = after(in_process, wait(date(2026, 9, 4)))
praise = partial(received, kind=Kind.PRAISE)
incident = partial(received, kind=Kind.INCIDENT)
asked_praise = after(praise, by(FOCAL, c.AskSupplement(content="x")),
                     by(SUBMITTER, c.Supplement(content="x"), on=date(2026, 8, 19)))
legal = after(received, by(FOCAL, c.Classify(kind="conduct", legal_document=True)))
contested = after(refused, by(SUBMITTER, c.ContestRefusal(content="x")))
capped = after(in_process, *[by(AGENCY, REPORT), review()] * 3, by(AGENCY, REPORT))
granted = after(in_process, by(AGENCY, c.RequestExtension(reason="x", until=date(2026, 10, 6))), grant,
                by(AGENCY, REPORT))
ended = partial(succeeding, "STNMT", "dat-dai", today=IN_TIME)
ended_asking = after(ended, by(ENDED, c.RequestExtension(reason="x", until=date(2025, 3, 20)), on=None), at(MARCH))
LAST_DAY = date(2025, 2, 28)
SLDTBXH = Actor(Role.AGENCY, "SLDTBXH", "SLDTBXH")
ending = partial(succeeding, "SLDTBXH", "khac", ("SYT",), today=LAST_DAY)
nobody_left = after(ending, by(FOCAL, OVERDUE, on=None), at(MARCH))
waits_for_lead = after(partial(succeeding, "SLDTBXH", "khac"), wait(MARCH))
asking_of_nobody = after(ending, by(SLDTBXH, c.RequestExtension(reason="x", until=date(2025, 3, 20)), on=None),
                         at(MARCH))
raised_of_nobody = after(ending, by(FOCAL, c.AnswerCase(content="x", completed_on=IN_TIME), on=None),
                         by(SUBMITTER, c.RaiseAgain(content="x"), on=None), at(MARCH))
only_ended_silent = after(partial(succeeding, "SCT", "khac", ("SLDTBXH", "SYT"), today=IN_TIME),
                          by(SYT, c.Contribute(content="x"), on=None), at(MARCH))
Row = tuple[Story, Act, str, list[str]]
ROWS: list[Row] = [
    # --- intake ---
    (incident, by(FOCAL, c.Classify(kind="conduct")), "", ["publication 2026-08-07 +20 2026-09-08"]),
    (incident, by(FOCAL, c.Classify(kind="question"), on=date(2026, 8, 7)),
     "", ["publication 2026-08-07 +20 2026-09-08"]),
    (received, by(FOCAL, c.Classify(kind="incident")), "", ["publication 2026-08-12 +5 2026-08-19"]),
    (received, by(FOCAL, c.Classify(kind="regulation")), "", []),
    (received, by(FOCAL, c.Classify(kind="praise")), "", []),
    (praise, by(FOCAL, c.Classify(kind="conduct")), "", ["publication 2026-08-07 +20 2026-09-08"]),
    (asked_praise, by(FOCAL, c.Classify(kind="conduct")),
     "", ["publication 2026-08-07 +20 2026-09-15 paused 2026-08-12..2026-08-19"]),
    (praise, by(FOCAL, c.Classify(kind="praise")), "", []),
    (received, by(FOCAL, c.Classify(kind="conduct", legal_document=True)),
     "", ["legal_transfer 2026-08-12 +2 2026-08-14"]),
    (legal, by(FOCAL, c.Classify(kind="conduct", legal_document=True), on=date(2026, 8, 13)), "", []),
    (legal, by(FOCAL, c.Classify(kind="conduct")), "legal_transfer", []),
    (waiting_crowd, by(FOCAL, c.Classify(kind="incident")), "", []),
    (waiting_crowd, by(SUBMITTER, c.Supplement(content="x"), on=date(2026, 8, 19)),
     "supplement",
     ["forwarding 2026-08-07 +5 2026-08-21 paused 2026-08-12..2026-08-19",
      "publication 2026-08-07 +20 2026-09-15 paused 2026-08-12..2026-08-19"]),
    (waiting_crowd, wait(date(2026, 8, 27)),
     "supplement",
     ["forwarding 2026-08-07 +5 2026-08-27 paused 2026-08-12..2026-08-25",
      "publication 2026-08-07 +20 2026-09-22 paused 2026-08-12..2026-08-25"]),
    (waiting_crowd, by(SUBMITTER, c.Withdraw(reason="x")), "forwarding national publication supplement", []),
    (waiting_crowd, by(FOCAL, REFUSE),
     "forwarding national publication supplement", ["contest 2026-08-12 +10 2026-08-25"]),
    (legal, by(FOCAL, c.AskSupplement(content="x")),
     "",
     ["forwarding 2026-08-07 +5 2026-08-14 paused 2026-08-12..",
      "publication 2026-08-07 +20 2026-09-08 paused 2026-08-12..",
      "legal_transfer 2026-08-12 +2 2026-08-14 paused 2026-08-12..",
      "supplement 2026-08-12 +10 2026-08-25"]),
    (supplement_over, by(FOCAL, c.AskSupplement(content="x", reason="x")),
     "",
     ["forwarding 2026-08-07 +5 2026-08-27 paused 2026-08-12..2026-08-25 paused 2026-08-27..",
      "publication 2026-08-07 +20 2026-09-22 paused 2026-08-12..2026-08-25 paused 2026-08-27..",
      "supplement 2026-08-27 +10 2026-09-15"]),
    (refused, by(SUBMITTER, c.ContestRefusal(content="x"), on=date(2026, 8, 25)),
     "contest", ["forwarding 2026-08-25 +5 2026-09-04", "publication 2026-08-25 +20 2026-09-25"]),
    (contested, by(OTHER_FOCAL, REFUSE), "forwarding publication", []),
    (legal, by(FOCAL, c.Redirect(reason="court", content="x")), "forwarding legal_transfer publication", []),
    (legal, by(FOCAL, c.Merge(into="LS.20260101.AAAAA")), "forwarding legal_transfer publication", []),
    (legal, by(FOCAL, c.Split(codes=("LS.20260101.AAAAA", "LS.20260102.BBBBB"))),
     "forwarding legal_transfer publication", []),
    (crowded, by(FOCAL, c.Restrict(ground="denunciation")),
     "acknowledgement coordination legal_transfer naming_reply national opinion publication review", []),
    (restricted, by(INSPECTOR, c.Release(note="x")),
     "", ["forwarding 2026-08-12 +5 2026-08-19", "publication 2026-08-12 +20 2026-09-11"]),
    (crowded, by(FOCAL, c.Purge(reason="x")), "", []),
    (purge_asked, by(OTHER_FOCAL, c.ConfirmPurge(decision="confirm")), "acknowledgement coordination publication", []),
    (purge_asked, by(OTHER_FOCAL, c.ConfirmPurge(decision="reject")), "", []),
    (supplement_asked, undo,
     "supplement", ["forwarding 2026-08-07 +5 2026-08-14", "publication 2026-08-07 +20 2026-09-08"]),
    (refused, undo, "contest", ["forwarding 2026-08-07 +5 2026-08-14", "publication 2026-08-07 +20 2026-09-08"]),
    (forwarded, undo, "acknowledgement coordination", ["forwarding 2026-08-07 +5 2026-08-14"]),
    # --- routing ---
    (legal, by(FOCAL, TEXTS), "", []),
    (triage, by(FOCAL, c.Forward(lead="SNNMT")), "forwarding", ["acknowledgement 2026-08-12 +2 2026-08-14"]),
    (triage, by(FOCAL, FORWARD),
     "forwarding", ["coordination 2026-08-12 +5 2026-08-19", "acknowledgement 2026-08-12 +2 2026-08-14"]),
    (returned, by(FOCAL, FORWARD),
     "forwarding", ["coordination 2026-08-12 +5 2026-08-19", "acknowledgement 2026-08-12 +2 2026-08-14"]),
    (crowded, by(FOCAL, c.Reassign(lead="SXD2025")), "coordination", ["acknowledgement 2026-08-12 +2 2026-08-14"]),
    (disputed_crowd, by(LEADER, c.Reassign(lead="SXD2025", coordinating=("SNNMT",))),
     "advice", ["coordination 2026-08-12 +5 2026-08-19", "acknowledgement 2026-08-12 +2 2026-08-14"]),
    (busy, by(FOCAL, c.Reassign(lead="SXD2025")),
     "coordination extension_decision", ["acknowledgement 2026-08-12 +2 2026-08-14"]),
    (busy_review, by(FOCAL, c.Reassign(lead="SXD2025")), "coordination", ["acknowledgement 2026-08-12 +2 2026-08-14"]),
    (reported, by(FOCAL, c.Reassign(lead="SXD2025")),
     "coordination review", ["acknowledgement 2026-08-12 +2 2026-08-14"]),
    (crowded, by(AGENCY, c.Acknowledge()), "acknowledgement", []),
    (crowded, by(AGENCY, c.PassOn(email="snnmt.a@example.vn")), "acknowledgement", []),
    (crowded, by(AGENCY, c.ReturnCase(reason="x")),
     "acknowledgement coordination", ["forwarding 2026-08-12 +5 2026-08-19"]),
    (disputed_crowd, by(FOCAL, c.Urge(note="x")), "", []),
    (bounced, by(FOCAL, c.Urge(note="x"), on=date(2026, 8, 13)), "", ["acknowledgement 2026-08-13 +2 2026-08-17"]),
    (crowded, lost("forwarded-agency-SNNMT", 4), "", []),
    (crowded, by(SYSTEM, c.RenewSecret(), body=False), "", []),
    (forwarded, wait(date(2026, 8, 17)), "acknowledgement", []),
    (ended, wait(MARCH), "", ["publication 2025-02-12 +20 2025-03-12 heads_up"]),
    (ended_asking, wait(MARCH),
     "", ["extension_decision 2025-02-20 +2 2025-02-24 reminder due_today overdue vice_chair chair"]),
    (nobody_left, wait(MARCH), "coordination", ["reassign 2025-03-05 +2 2025-03-07"]),
    (asking_of_nobody, wait(MARCH), "coordination extension_decision", ["reassign 2025-03-05 +2 2025-03-07"]),
    (raised_of_nobody, wait(MARCH), "advice", ["reassign 2025-03-05 +2 2025-03-07"]),
    (only_ended_silent, wait(MARCH), "coordination", ["publication 2025-02-12 +20 2025-03-12 heads_up"]),
    (waits_for_lead, by(FOCAL, c.Forward(lead="SNV2025", coordinating=("SYT",))),
     "reassign", ["coordination 2026-08-12 +5 2026-08-19", "acknowledgement 2026-08-12 +2 2026-08-14"]),
    (after(nobody_left, wait(MARCH)), by(FOCAL, c.Forward(lead="SNV2025"), on=None), "reassign", []),
    (after(raised_of_nobody, wait(MARCH)), by(FOCAL, c.Forward(lead="SNV2025"), on=None),
     "reassign", ["advice 2025-03-05 +5 2025-03-12"]),
    # --- words and review ---
    (crowded, by(AGENCY, REPORT), "acknowledgement", []),
    (in_process, by(AGENCY, REPORT), "", ["review 2026-08-12 +2 2026-08-14"]),
    (reported, by(AGENCY, ANSWER, on=date(2026, 8, 13)), "", []),
    (busy_review, review(), "", ["publication 2026-08-12 +20 2026-09-11", "promise 2026-08-12 +0 2026-08-28"]),
    (busy_review, review("return", reason="off_point"), "", []),
    (busy_review, review(which=0), "", []),
    (reported, review(on=date(2026, 8, 13)), "review", ["publication 2026-08-13 +20 2026-09-14"]),
    (reported, review("return", reason="off_point"), "review", []),
    (capped, review(), "review", []),
    (warned, by(AGENCY, REPORT), "", ["review 2026-09-04 +2 2026-09-08"]),
    (after(warned, by(AGENCY, REPORT)), review(), "review", ["publication 2026-09-04 +20 2026-10-02"]),
    (granted, review(), "review", []),
    (opinion_given, review(), "opinion review", []),
    (opinion_given, review("return", reason="off_point"), "review", []),
    (after(opinion_given, by(FOCAL, INVITE)), review(), "review", []),
    (busy_answer, review(),
     "coordination directive legal_transfer promise publication", ["rating 2026-08-12 +10 2026-08-25"]),
    (busy_answer, review("return", reason="off_point"), "", []),
    (opinion_read, review(),
     "coordination directive legal_transfer promise publication review", ["rating 2026-08-12 +10 2026-08-25"]),
    (after(replied_crowd, by(AGENCY, ANSWER)), review(),
     "coordination legal_transfer publication", ["rating 2026-08-12 +10 2026-08-25"]),
    (returned, review(), "", []),
    (crowded, by(FOCAL, ANSWER),
     "acknowledgement coordination legal_transfer publication", ["rating 2026-08-12 +10 2026-08-25"]),
    (crowded, cite(), "acknowledgement coordination legal_transfer publication", ["rating 2026-08-12 +10 2026-08-25"]),
    (triage, by(FOCAL, c.AnswerCase(content="x", promised_on=PROMISE)),
     "", ["publication 2026-08-12 +20 2026-09-11", "promise 2026-08-12 +0 2026-08-28"]),
    (handed_crowd, by(FOCAL, c.FollowUp(content="x"), on=date(2026, 8, 13)),
     "", ["publication 2026-08-13 +20 2026-09-14", "follow_up 2026-08-13 +20 2026-09-14"]),
    (handed_crowd, by(FOCAL, ANSWER), "follow_up publication", ["rating 2026-08-12 +10 2026-08-25"]),
    (crowded, by(FOCAL, INVITE), "", ["opinion 2026-08-12 +10 2026-08-25"]),
    (crowded, by(Actor(Role.EXPERT, "6"), c.GiveOpinion(content="x")), "", []),
    (invited, by(Actor(Role.EXPERT, "6"), c.GiveOpinion(content="x")), "", ["review 2026-08-12 +2 2026-08-14"]),
]
# fmt: on


@pytest.mark.parametrize(("story", "act", "gone", "new"), ROWS)
def test_the_clocks_after_an_act(story: Story, act: Act, gone: str, new: list[str]) -> None:
    check_clocks(story, act, gone, new)
