"""Refusals around leaders: directives, naming, honours; and what submitters and the public are concerned with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.case import Actor
from chalicelib.domain.errors import FieldError as No
from chalicelib.domain.vocabulary import Channel, Role
from tests.unit.refused import Row, check_refusal
from tests.unit.stories import (
    ANSWER,
    FORWARD,
    LATER,
    NAME,
    NAMED,
    START,
    Act,
    Story,
    Tale,
    after,
    answered,
    by,
    decide_naming,
    disputed,
    in_process,
    lost,
    named,
    naming_proposed,
    naming_replied,
    propose_naming,
    received,
    refused,
    review,
    triage,
    wait,
)
from tests.unit.world import AGENCY, FOCAL, LEADER, OTHER_FOCAL, SUBMITTER

TOMORROW = LATER + timedelta(days=1)
OFFICE = ("Văn phòng UBND tỉnh", "Office of the Provincial People's Committee")
TEAM = Actor(Role.LEADER, "tro-ly-chu-tich", "VPUB")  # who has the chair's desk, and belongs to the Office
NOTICE = "naming_notice-named-SNNMT"


def direct(day: date) -> Act:
    return by(FOCAL, c.RecordDirective(leader="x", date=day, number="1", content="x"))


def hand_over(day: date) -> Act:
    return by(FOCAL, c.HandOver(up_class="UP-1", date=day, number="1"))


def post(day: date | None) -> Act:
    return by(FOCAL, c.PostNationally(date=day))


def honour(whom: str, actor: Actor = LEADER) -> Act:
    return by(actor, c.Honour(whom=whom, content="x", signer="x"))


def retire(agency: str = "", actor: Actor = LEADER) -> Act:
    return by(actor, c.RetireNaming(agency=agency, content="x"))


def withhold(part: str, passage: str = "") -> Act:
    return by(FOCAL, c.Withhold(part=part, ground="personal_data", passage=passage))


def undo_nothing(tale: Tale) -> None:
    tale.do(FOCAL, c.Undo(), None, body=False)


# fmt: off
INVITE = by(FOCAL, c.InviteOpinion(email="x@example.org", title="x"))
BE_NAMED = by(SUBMITTER, c.Consent(consents=("be_named",)))
vertical = after(triage, by(FOCAL, c.Forward(lead="THUETINH", coordinating=("SKHDT",))))
complained_of = after(disputed, by(FOCAL, c.Classify(kind="conduct", complained_of="SCT")))
late = after(in_process, wait(date(2026, 9, 9)))
late_and_answered = after(late, by(AGENCY, ANSWER), review(on=None))
late_proposed_answered = after(late, propose_naming("delay"), by(NAMED, c.ReplyToNaming(content="x")),
                               decide_naming(decision="not_name"), by(AGENCY, ANSWER), review(on=None))
unanswered = after(naming_proposed, wait(date(2026, 8, 20)))
ended = after(naming_replied, by(LEADER, c.DecideNaming(**NAME | {"decision": "not_name"})))
both_lost = after(naming_proposed, lost(NOTICE, 6), lost(f"{NOTICE}-head", 6))
decided_unheard = after(unanswered, lost(NOTICE, 6))
beside_named = after(named, review(), propose_naming(agency="STC2025"),
                     by(Actor(Role.NAMED, "STC2025", "STC2025"), c.ReplyToNaming(content="x")))
returned_and_lost = after(naming_replied, review("return", reason="personal_data"), lost(NOTICE, 6),
                          lost(f"{NOTICE}-head", 6))
named_and_withdrawn = after(named, by(SUBMITTER, c.AskWithdrawal(reason="x")), by(FOCAL, c.GrantWithdrawal()))
both_named = after(beside_named, by(LEADER, c.DecideNaming(**NAME)))
office_late = after(triage, by(FOCAL, c.Forward(lead="SNNMT", coordinating=("VPUB",))))
office_and_land = after(office_late, propose_naming(), by(NAMED, c.ReplyToNaming(content="x")),
                        by(LEADER, c.DecideNaming(**NAME)), review(), propose_naming(agency="VPUB"),
                        by(Actor(Role.NAMED, "VPUB", "VPUB"), c.ReplyToNaming(content="x")),
                        by(LEADER, c.DecideNaming(**NAME)))
unreached = after(triage, by(FOCAL, FORWARD), lost("forwarded-agency-SNNMT", 4))
late_unread = after(late, lost("step_overdue-agency-SNNMT", 7))
by_office = after(triage, by(FOCAL, ANSWER))
ten = after(in_process, *[withhold("content", "x")] * 10)
nine = after(in_process, *[withhold("content", "x")] * 9)
four = after(in_process, *[INVITE] * 4)
five = after(in_process, *[INVITE] * 5)


def posted(**values: Any) -> Story:
    return lambda: received(channel=Channel.NATIONAL_PORTAL, national_due_on=date(2026, 9, 1), **values)


ROWS: list[Row] = [
    # --- leaders ---
    (in_process, direct(TOMORROW), No("date", "in_future")),
    (in_process, direct(LATER), None),
    (in_process, hand_over(TOMORROW), No("date", "in_future")),
    (in_process, hand_over(LATER), None),
    (posted(), post(None), No("date", "in_future")),
    (posted(), post(TOMORROW), No("date", "in_future")),
    (posted(), post(LATER), None),
    (posted(), post(START), None),
    (posted(), post(START - timedelta(days=1)), No("date", "in_past")),
    (complained_of, by(LEADER, c.Settle(lead="SCT", content="x")), No("lead", "complained_of", names=OFFICE)),
    (complained_of, by(LEADER, c.Settle(lead="SYT", content="x")), None),
    # --- naming ---
    (in_process, propose_naming(agency="SYT"), No("agency", "not_in_case")),
    (in_process, propose_naming(agency="STC2025"), None),
    (in_process, propose_naming("delay"), No("failure", "no_delay")),
    (late, propose_naming("delay"), None),
    (late_unread, propose_naming("delay"), No("agency", "not_reached")),
    (late_unread, propose_naming("evasion"), None),
    (unreached, propose_naming(), No("agency", "not_reached")),
    (vertical, propose_naming(), No("agency", "vertical_body")),
    (vertical, propose_naming(agency="SKHDT"), No("agency", "unknown")),
    (named, propose_naming("delay"), No("agency", "named_already")),
    (ended, propose_naming(), No("failure", "proposed_already")),
    (ended, propose_naming("non_cooperation"), None),
    (both_lost, propose_naming(), None),
    (naming_replied, decide_naming(signed_on=TOMORROW), No("signed_on", "in_future")),
    (naming_replied, decide_naming(signed_on=LATER), None),
    (naming_replied, decide_naming(signed_on=LATER - timedelta(days=1)), No("signed_on", "before_reply")),
    (unanswered, decide_naming(signed_on=date(2026, 8, 19)), No("signed_on", "before_reply")),
    (unanswered, decide_naming(signed_on=date(2026, 8, 20)), None),
    (naming_replied, decide_naming(OTHER_FOCAL), No("document_number", "missing")),
    (naming_replied, decide_naming(OTHER_FOCAL, document_number="1"), None),
    (naming_replied, decide_naming(TEAM), No("document_number", "missing")),
    (naming_replied, decide_naming(TEAM, document_number="1"), None),
    (decided_unheard, decide_naming(), None),
    (late_and_answered, propose_naming("delay"), None),
    (late_proposed_answered, propose_naming("delay"), No("failure", "no_delay")),
    (late_proposed_answered, propose_naming("evasion"), None),
    (returned_and_lost, decide_naming(), No("decision", "not_reached")),
    (returned_and_lost, decide_naming(decision="not_name"), None),
    (both_named, retire(), No("agency", "missing")),
    (both_named, retire("SYT"), No("agency", "not_named")),
    (both_named, retire("STC2025"), None),
    (office_and_land, retire("VPUB", TEAM), No("agency", "own_office")),
    (office_and_land, retire("SNNMT", TEAM), None),
    (answered, honour("submitter"), No("whom", "no_consent")),
    (after(answered, BE_NAMED), honour("submitter"), None),
    (after(answered, BE_NAMED, honour("submitter")), honour("submitter"), No("whom", "honoured_already")),
    (after(answered, honour("agency")), honour("agency"), No("whom", "honoured_already")),
    (by_office, honour("agency", TEAM), No("whom", "own_office")),
    (answered, honour("agency", TEAM), None),
    # --- submitters, experts, the public ---
    (answered, by(SUBMITTER, c.Rate(rating="not_satisfied")), No("reason", "missing")),
    (answered, by(SUBMITTER, c.Rate(rating="acceptable")), None),
    (naming_replied, review("return", reason="off_point"), No("reason", "personal_data_only")),
    (four, INVITE, None),
    (five, INVITE, No("email", "too_many", 5)),
    (named_and_withdrawn, withhold("content"), No("part", "not_shown")),
    (named_and_withdrawn, withhold("namings"), None),
    (office_and_land, withhold("namings"), No("part", "own_office")),
    (office_and_land, withhold("content"), None),
    (after(in_process, withhold("content")), withhold("content"), No("part", "withheld_already")),
    (after(in_process, withhold("content")), withhold("content", "x"), None),
    (in_process, withhold("title", "x"), No("passage", "whole_part_only")),
    (nine, withhold("content", "x"), None),
    (ten, withhold("content", "x"), No("passage", "too_many", 10)),
    (nine, by(FOCAL, c.Disclose(part="content", withheld=15)), No("withheld", "not_withheld")),
    (nine, by(FOCAL, c.Disclose(part="content", withheld=14)), None),
    (after(in_process, withhold("content")), by(FOCAL, c.Disclose(part="reports")), No("part", "not_withheld")),
    (after(in_process, withhold("content")), by(FOCAL, c.Disclose()), No("part", "missing")),
    (refused, undo_nothing, No("item", "unknown")),
]
# fmt: on


@pytest.mark.parametrize(("story", "act", "error"), ROWS)
def test_what_is_refused(story: Story, act: Act, error: No | None) -> None:
    check_refusal(story, act, error)
