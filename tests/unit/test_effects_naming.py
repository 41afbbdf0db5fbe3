"""What naming and honours do to the case: facts and fields, exactly."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Actor, Pending
from chalicelib.domain.named import Naming
from chalicelib.domain.vocabulary import Role
from tests.unit.effects import Row, check
from tests.unit.stories import (
    ANSWER,
    LATER,
    NAME,
    NAMED,
    REPORT,
    START,
    Act,
    Story,
    after,
    answered,
    by,
    in_process,
    lost,
    named,
    naming_proposed,
    naming_replied,
    propose_naming,
    review,
    triage,
    wait,
)
from tests.unit.world import AGENCY, FOCAL, LEADER, OTHER_FOCAL, SUBMITTER

# fmt: off
TEAM = Actor(Role.LEADER, "tro-ly-chu-tich", "VPUB")
BESIDE_NAMED = Actor(Role.NAMED, "STC2025", "STC2025")
NOT_NAME = c.DecideNaming(**NAME | {"decision": "not_name"})
OVER = date(2026, 8, 20)  # the day after the last one to reply
SIGNED = c.DecideNaming(**NAME, document_number="1", signed_on=OVER)
AGENCY_HONOURED = c.Honour(whom="agency", content="x", signer="x")
NOTICE = "naming_notice-named-SNNMT"
almost_named = after(in_process, wait(date(2026, 9, 28)))
almost_named_beside = after(naming_proposed, wait(date(2026, 9, 28)))
over = after(in_process, wait(date(2026, 9, 9)))
both_lost = after(naming_proposed, lost(NOTICE, 6), lost(f"{NOTICE}-head", 6))
ended = after(naming_replied, by(LEADER, NOT_NAME))
silent = after(naming_proposed, wait(OVER))
two_namings_replied = after(named, review(), propose_naming(agency="STC2025"),
                            by(BESIDE_NAMED, c.ReplyToNaming(content="x")))
reply_returned = after(naming_replied, review("return", reason="personal_data"))
replied_and_reported = after(naming_replied, by(AGENCY, REPORT))
both_named = after(two_namings_replied, by(LEADER, c.DecideNaming(**NAME)))
named_and_closed = after(named, review(), by(AGENCY, ANSWER), review(), by(SUBMITTER, c.Rate(rating="satisfied")))
naming_replied_withdrawal = after(naming_replied, by(SUBMITTER, c.AskWithdrawal(reason="x")))
answered_by_office = after(triage, by(FOCAL, ANSWER))
consented = after(answered, by(SUBMITTER, c.Consent(consents=("be_named",))))

ROWS: list[Row] = [
    ("proposed by the office", in_process, propose_naming(),
     [e.NamingProposed("SNNMT", "evasion", LATER, "office", START)],
     {"namings": (Naming(6, "SNNMT", "evasion", arming=START, by="van-phong-1"),)}),
    ("proposed by another officer, of who coordinates", in_process, propose_naming("non_cooperation", "STC2025",
     OTHER_FOCAL),
     [e.NamingProposed("STC2025", "non_cooperation", LATER, "office", START)],
     {"namings": (Naming(6, "STC2025", "non_cooperation", arming=START, by="van-phong-2"),)}),
    ("proposed for a delay", over, propose_naming('delay'),
     [e.NamingProposed("SNNMT", "delay", date(2026, 9, 9), "office", START, "publication", date(2026, 9, 8))],
     {"namings": (Naming(11, "SNNMT", "delay", arming=START, by="van-phong-1"),)}),
    ("proposed by the ladder", almost_named, wait(date(2026, 9, 29)),
     [e.StepReached("publication", "propose_naming", date(2026, 9, 29), date(2026, 9, 8)), e.NamingProposed("SNNMT",
     "delay", date(2026, 9, 29), arming=START, clock="publication", due_on=date(2026, 9, 8))],
     {"namings": (Naming(15, "SNNMT", "delay", arming=START),)}),
    ("nobody proposed: one is already", almost_named_beside, wait(date(2026, 9, 29)),
     [e.StepReached("naming_decision", "reminder", date(2026, 8, 25), date(2026, 8, 26), True),
     e.StepReached("naming_decision", "due_today", date(2026, 8, 26), date(2026, 8, 26), True),
     e.StepReached("naming_decision", "overdue", date(2026, 8, 27), date(2026, 8, 26), True),
     e.StepReached("naming_decision", "chair", date(2026, 9, 3), date(2026, 8, 26)), e.StepReached("publication",
     "propose_naming", date(2026, 9, 29), date(2026, 9, 8), True)],
     {}),
    ("proposed anew after the letters were lost", both_lost, propose_naming(),
     [e.NamingProposed("SNNMT", "evasion", LATER, "office", START)],
     {"bounced": (), "namings": (Naming(9, "SNNMT", "evasion", arming=START, by="van-phong-1"),)}),
    ("proposed after another's ended", ended, propose_naming(agency='STC2025'),
     [e.NamingProposed("STC2025", "evasion", LATER, "office", START)],
     {"namings": (Naming(6, "SNNMT", "evasion", "ended", START, "van-phong-1", 7), Naming(9, "STC2025", "evasion",
     arming=START, by="van-phong-1"))}),
    ("the time to reply is over", naming_proposed, wait(OVER),
     [e.StepReached("coordination", "expired", date(2026, 8, 20), date(2026, 8, 19)), e.StepReached("naming_reply",
     "expired", date(2026, 8, 20), date(2026, 8, 19))],
     {}),
    ("replied", naming_proposed, by(NAMED, c.ReplyToNaming(content="x", attachments=("f",))),
     [e.NamingReplied("SNNMT", 6, ("f",))],
     {"pending": (Pending(7, "naming_reply", "SNNMT", LATER),), "namings": (Naming(6, "SNNMT", "evasion", arming=START,
     by="van-phong-1", reply=7),)}),
    ("replied as the lead", naming_proposed, by(AGENCY, c.ReplyToNaming(content="x")),
     [e.NamingReplied("SNNMT", 6)],
     {"pending": (Pending(7, "naming_reply", "SNNMT", LATER),), "namings": (Naming(6, "SNNMT", "evasion", arming=START,
     by="van-phong-1", reply=7),)}),
    ("replied after its time", silent, by(NAMED, c.ReplyToNaming(content="x")),
     [e.NamingReplied("SNNMT", 6)],
     {"pending": (Pending(9, "naming_reply", "SNNMT", date(2026, 8, 20)),), "namings": (Naming(6, "SNNMT", "evasion",
     arming=START, by="van-phong-1", reply=9),)}),
    ("reply published", naming_replied, review(),
     [e.ItemPublished(7, "naming_reply", "SNNMT", rearmed=False)], {"pending": ()}),
    ("reply returned", naming_replied, review("return", reason="personal_data"),
     [e.ItemReturned(7, "naming_reply", "SNNMT", "personal_data")],
     {"pending": (), "namings": (Naming(6, "SNNMT", "evasion", arming=START, by="van-phong-1", returned=True),)}),
    ("reply of one returned beside another's naming", two_namings_replied, review("return", reason="personal_data"),
     [e.ItemReturned(11, "naming_reply", "STC2025", "personal_data")],
     {"pending": (), "namings": (Naming(6, "SNNMT", "evasion", "stands", START, "van-phong-1", 7, until=date(2027, 2,
     12)), Naming(10, "STC2025", "evasion", arming=START, by="van-phong-1", returned=True))}),
    ("replied again", reply_returned, by(NAMED, c.ReplyToNaming(content="x")),
     [e.NamingReplied("SNNMT", 6)],
     {"pending": (Pending(9, "naming_reply", "SNNMT", LATER),), "namings": (Naming(6, "SNNMT", "evasion", arming=START,
     by="van-phong-1", reply=9, returned=True),)}),
    ("named", naming_replied, by(LEADER, c.DecideNaming(**NAME)),
     [e.NamingDecided("SNNMT", "evasion", True, 6, "pho-chu-tich-2", LATER, 7, date(2027, 2, 12))],
     {"namings": (Naming(6, "SNNMT", "evasion", "stands", START, "van-phong-1", 7, until=date(2027, 2, 12)),)}),
    ("named by a recorded document", silent, by(OTHER_FOCAL, SIGNED),
     [e.NamingDecided("SNNMT", "evasion", True, 6, "recorded", date(2026, 8, 20), until=date(2027, 2, 20))],
     {"namings": (Naming(6, "SNNMT", "evasion", "stands", START, "van-phong-1", until=date(2027, 2, 20)),)}),
    ("named by the chair's assistants", naming_replied, by(TEAM, c.DecideNaming(**NAME, document_number="1")),
     [e.NamingDecided("SNNMT", "evasion", True, 6, "tro-ly-chu-tich", LATER, 7, date(2027, 2, 12))],
     {"namings": (Naming(6, "SNNMT", "evasion", "stands", START, "van-phong-1", 7, until=date(2027, 2, 12)),)}),
    ("not named", naming_replied, by(LEADER, NOT_NAME),
     [e.NamingDecided("SNNMT", "evasion", False, 6, "pho-chu-tich-2", LATER, 7)],
     {"pending": (), "namings": (Naming(6, "SNNMT", "evasion", "ended", START, "van-phong-1", 7),)}),
    ("not named while a report waits, too", replied_and_reported, by(LEADER, NOT_NAME),
     [e.NamingDecided("SNNMT", "evasion", False, 6, "pho-chu-tich-2", LATER, 7)],
     {"pending": (Pending(8, "status", "SNNMT", LATER),), "namings": (Naming(6, "SNNMT", "evasion", "ended", START,
     "van-phong-1", 7),)}),
    ("retired", named, by(LEADER, c.RetireNaming(content="x")),
     [e.NamingRetired("SNNMT", 6, LATER, "wrong")],
     {"namings": (Naming(6, "SNNMT", "evasion", "ended", START, "van-phong-1", 7, until=date(2027, 2, 12)),)}),
    ("one of two retired", both_named, by(LEADER, c.RetireNaming(agency="STC2025", content="x")),
     [e.NamingRetired("STC2025", 10, LATER, "wrong")],
     {"namings": (Naming(6, "SNNMT", "evasion", "stands", START, "van-phong-1", 7, until=date(2027, 2, 12)), Naming(10,
     "STC2025", "evasion", "ended", START, "van-phong-1", 11, until=date(2027, 2, 12)))}),
    ("its time is over", named_and_closed, wait(date(2027, 2, 13)),
     [e.NamingRetired("SNNMT", 6, date(2027, 2, 13))],
     {"namings": (Naming(6, "SNNMT", "evasion", "ended", START, "van-phong-1", 7, until=date(2027, 2, 12)),)}),
    ("withdrawn while it is proposed", naming_replied_withdrawal, by(FOCAL, c.GrantWithdrawal()),
     [e.Withdrawn()],
     {"status": "withdrawn", "pending": (), "withdrawal_asked": False, "namings": (Naming(6, "SNNMT", "evasion",
     "ended", START, "van-phong-1", 7),)}),
    ("an agency honoured", answered, by(LEADER, AGENCY_HONOURED),
     [e.Honoured("agency", "SNNMT", "pho-chu-tich-2")], {"honoured": ("SNNMT",)}),
    ("the office honoured", answered_by_office, by(LEADER, AGENCY_HONOURED),
     [e.Honoured("agency", "VPUB", "pho-chu-tich-2")], {"honoured": ("VPUB",)}),
    ("a submitter honoured", consented, by(LEADER, c.Honour(whom="submitter", content="x", signer="x")),
     [e.Honoured("submitter", "", "pho-chu-tich-2")], {"honoured": ("submitter",)}),
]
# fmt: on


@pytest.mark.parametrize(("name", "story", "act", "facts", "changed"), ROWS, ids=[row[0] for row in ROWS])
def test_what_one_act_changes(name: str, story: Story, act: Act, facts: list[e.Fact], changed: dict[str, Any]) -> None:
    check(story, act, facts, changed)
