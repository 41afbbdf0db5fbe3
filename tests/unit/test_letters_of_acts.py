"""Who hears of each act, exactly: letter, role, addressee, mailbox, digest or not, head or not."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.notices import Notice
from chalicelib.domain.vocabulary import Role
from tests.unit.stories import (
    ANSWER,
    BESIDE,
    DISAGREE,
    EXTEND,
    NAME,
    NAMED,
    REPORT,
    UP,
    Act,
    Story,
    after,
    answer_given,
    answered,
    by,
    cite,
    disputed,
    escalated,
    extension_asked,
    forwarded,
    grant,
    handed_over,
    in_process,
    invited,
    lost,
    naming_proposed,
    naming_replied,
    opinion_given,
    propose_naming,
    received,
    refused,
    reported,
    restricted,
    returned,
    review,
    succeeding,
    supplement_asked,
    triage,
    undo,
    withdrawal_asked,
)
from tests.unit.stories import (
    named as named_,
)
from tests.unit.whom import DRAWN, beside, drawn, focal, leader, named, office, submitter, told_by
from tests.unit.world import AGENCY, FOCAL, INSPECTOR, LEADER, OTHER_FOCAL, SUBMITTER

# fmt: off
THIRD = Actor(Role.FOCAL, "van-phong-3", "VPUB")
OF_CASE = Actor(Role.FOCAL, DRAWN, "VPUB")
SECOND = next(officer for officer in (FOCAL, OTHER_FOCAL) if officer != OF_CASE)
EXPERT = Actor(Role.EXPERT, "6")
NOT_NAME = c.DecideNaming(**NAME | {"decision": "not_name"})
REFUSE = c.Refuse(reason="out_of_scope", content="x")
OTHER = "LS.20260101.AAAAA"
MARCH = date(2025, 3, 5)
PERSONAL = partial(review, "return", reason="personal_data")
CONSENT = by(SUBMITTER, c.Consent(consents=("be_named",)))
HONOUR = partial(c.Honour, content="x", signer="x")
inspector = Notice("new_denunciation", Role.INSPECTORATE, "thanh-tra-1", "thanh.tra.1@example.vn")
alternate = Notice("new_denunciation", Role.INSPECTORATE_ALTERNATE, "noi-chinh-1", "noi.chinh.1@example.vn")
claimed = after(received, by(THIRD, c.Claim()))
contested = after(received, by(OF_CASE, REFUSE), by(SUBMITTER, c.ContestRefusal(content="x")))
purging = after(forwarded, by(FOCAL, c.Purge(reason="x")))
both = after(in_process, by(BESIDE, c.Contribute(content="x")))
directed = after(escalated, by(LEADER, c.Direct(content="x")))
beside_named = after(in_process, propose_naming(agency="STC2025"))
named_off = after(naming_replied, by(LEADER, NOT_NAME))

ROWS: list[tuple[str, Story, Act | None, list[Notice]]] = [
    # --- intake ---
    ("received", received, None, [submitter("received"), focal("new_case")]),
    ("received as a part of another", partial(received, split_from=OTHER), None, [focal("new_case", digest=True)]),
    ("claimed", received, by(THIRD, c.Claim()), []),
    ("supplement asked", triage, by(FOCAL, c.AskSupplement(content="x")), [submitter("supplement_asked")]),
    ("supplemented", supplement_asked, by(SUBMITTER, c.Supplement(content="x")), [focal("supplemented")]),
    ("supplemented, of a claimed case", after(claimed, by(THIRD, c.AskSupplement(content="x"))),
     by(SUBMITTER, c.Supplement(content="x")), [focal("supplemented", "van-phong-3")]),
    ("supplemented to whoever refused it before",
     after(contested, by(SECOND, c.AskSupplement(content="x"))),
     by(SUBMITTER, c.Supplement(content="x")), [focal("supplemented")]),
    ("refused", received, by(FOCAL, REFUSE), [submitter("refused")]),
    ("refused as a test", received, by(FOCAL, c.Refuse(reason="test", content="x")), []),
    ("refused as advertising", received, by(FOCAL, c.Refuse(reason="advertising", content="x")), []),
    ("contested", after(received, by(OF_CASE, REFUSE)), by(SUBMITTER, c.ContestRefusal(content="x")),
     [focal("refusal_contested", drawn("van-phong-2", "van-phong-3"))]),
    ("contested, of a case that its officer had claimed", after(claimed, by(THIRD, REFUSE)),
     by(SUBMITTER, c.ContestRefusal(content="x")), [focal("refusal_contested", drawn("van-phong-1", "van-phong-2"))]),
    ("refused again", contested, by(SECOND, REFUSE), [submitter("refused_again")]),
    ("redirected after it was contested", contested, by(SECOND, c.Redirect(reason="court", content="x")),
     [submitter("redirected")]),
    ("redirected", received, by(FOCAL, c.Redirect(reason="court", content="x")), [submitter("redirected")]),
    ("a denunciation", received, by(FOCAL, c.Restrict(ground="denunciation")), [submitter("guidance"), inspector]),
    ("one against a leader", received, by(FOCAL, c.Restrict(ground="denunciation", against="leader")),
     [submitter("guidance"), alternate]),
    ("anonymous information", received, by(FOCAL, c.Restrict(ground="anonymous")), [inspector]),
    ("passed on by an inspector", restricted, by(INSPECTOR, c.Restrict(ground="denunciation", against="inspectorate")),
     [alternate]),
    ("released", restricted, by(INSPECTOR, c.Release(note="x")), [focal("case_released")]),
    ("a state secret", in_process, by(FOCAL, c.Purge(reason="x")),
     [submitter("state_secret"), focal("purge_asked", "van-phong-2"), focal("purge_asked", "van-phong-3")]),
    ("no state secret", purging, by(OTHER_FOCAL, c.ConfirmPurge(decision="reject")),
     [office("forwarded"), beside("coordinate")]),
    ("no state secret, before anybody had it", after(triage, by(FOCAL, c.Purge(reason="x"))),
     by(OTHER_FOCAL, c.ConfirmPurge(decision="reject")), []),
    ("no state secret, after it was answered", after(answered, by(FOCAL, c.Purge(reason="x"))),
     by(OTHER_FOCAL, c.ConfirmPurge(decision="reject")), []),
    ("erased", purging, by(OTHER_FOCAL, c.ConfirmPurge(decision="purge")), []),
    # --- cases that belong together ---
    ("merged", received, by(FOCAL, c.Merge(into=OTHER)), [submitter("merged")]),
    ("took in the first ones", received, by(SYSTEM, c.TakeIn(codes=("A", "B"))), [submitter("took_in")]),
    ("took in more", after(received, by(SYSTEM, c.TakeIn(codes=("A",)))), by(SYSTEM, c.TakeIn(codes=("B",))), []),
    ("linked", received, by(FOCAL, c.Link(to=OTHER)), []),
    ("linked to what was answered", received, by(FOCAL, c.Link(to=OTHER, answered=True)), [submitter("linked_again")]),
    ("repeated", received, by(SYSTEM, c.NoteRepeat(code="A")), [submitter("repeat_noted")]),
    ("repeated again", after(received, by(SYSTEM, c.NoteRepeat(code="A"))), by(SYSTEM, c.NoteRepeat(code="B")), []),
    ("split up", received, by(FOCAL, c.Split(codes=("A", "B"))), [submitter("split_up")]),
    # --- handling ---
    ("forwarded", triage, by(FOCAL, c.Forward(lead="SNNMT", coordinating=("STC2025", "SYT"))),
     [office("forwarded"), beside("coordinate"), beside("coordinate", "SYT")]),
    ("acknowledged", forwarded, by(AGENCY, c.Acknowledge()), []),
    ("passed on in the lead", forwarded, by(AGENCY, c.PassOn(email="snnmt.x@example.vn")),
     [Notice("forwarded", Role.AGENCY, "SNNMT")]),
    ("passed on beside it", forwarded, by(BESIDE, c.PassOn(email="stc2025.x@example.vn")),
     [Notice("forwarded", Role.COORDINATING, "STC2025")]),
    ("returned", forwarded, by(AGENCY, c.ReturnCase(reason="x")), [focal("case_returned")]),
    ("contributed", in_process, by(BESIDE, c.Contribute(content="x")), [focal("contributed"), office("contribution")]),
    ("disagreed", in_process, by(BESIDE, DISAGREE),
     [focal("contributed"), office("contribution"), office("advice_asked")]),
    ("more time asked for", in_process, by(AGENCY, EXTEND), [focal("extension_requested")]),
    ("more time granted", extension_asked, grant, [submitter("extended"), office("extension_granted")]),
    ("more time refused", extension_asked, by(FOCAL, c.RefuseExtension(note="x")), [office("extension_refused")]),
    ("urged", forwarded, by(FOCAL, c.Urge()), [office("urged")]),
    ("urged: an agency that has ended", partial(succeeding, "STNMT", "dat-dai"), by(FOCAL, c.Urge(), on=MARCH), []),
    ("reported", in_process, by(AGENCY, REPORT), [focal("to_review")]),
    ("a report published", reported, review(), [submitter("status_published")]),
    ("a report returned", reported, review("return", reason="off_point"), [office("item_returned")]),
    ("the office reports", handed_over, by(FOCAL, c.FollowUp(content="x")), [submitter("status_published")]),
    ("answered", in_process, by(AGENCY, ANSWER), [focal("to_review")]),
    ("an answer published", answer_given, review(), [submitter("answered")]),
    ("the office answers", triage, by(FOCAL, ANSWER), [submitter("answered")]),
    ("the office cites", triage, cite(), [submitter("answered")]),
    ("a contribution published", both, review(), []),
    ("a contribution returned", both, PERSONAL(), [beside("item_returned")]),
    ("a contribution returned to who is in it no more",
     after(both, by(FOCAL, c.Reassign(lead="SNNMT", coordinating=("SYT",)))), PERSONAL(), []),
    ("an expert invited", in_process, by(FOCAL, c.InviteOpinion(email="x@example.org", title="x")),
     [Notice("opinion_invited", Role.EXPERT, "6")]),
    ("an opinion given", invited, by(EXPERT, c.GiveOpinion(content="x")), [focal("to_review")]),
    ("an opinion published", opinion_given, review(), []),
    ("an opinion returned", opinion_given, PERSONAL(), [Notice("item_returned", Role.EXPERT, "6")]),
    ("handed over", in_process, by(FOCAL, c.HandOver(up_class="UP-3", number="1")), [submitter("handed_over")]),
    # --- leaders ---
    ("put up by the agency", in_process, by(AGENCY, UP), [focal("escalation_proposed")]),
    ("put up by the office", in_process, by(FOCAL, c.Escalate(ground="overdue", note="x")), []),
    ("directed", escalated, by(LEADER, c.Direct(content="x")), [office("directed")]),
    ("a directive returned", directed, PERSONAL(), [leader("item_returned")]),
    ("settled for another", disputed, by(LEADER, c.Settle(lead="SYT", content="x")),
     [office("directed", "SYT"), beside("coordinate", "SNNMT"), beside("coordinate")]),
    ("settled for the lead", disputed, by(LEADER, c.Settle(lead="SNNMT", content="x")), [office("directed")]),
    # --- submitters ---
    ("satisfied", answered, by(SUBMITTER, c.Rate(rating="satisfied")), []),
    ("not satisfied", answered, by(SUBMITTER, c.Rate(rating="not_satisfied", reason="x")), [office("reopened")]),
    ("raised again", answered, by(SUBMITTER, c.RaiseAgain(content="x")), [office("reopened")]),
    ("raised again, of the office's answer", after(triage, by(FOCAL, ANSWER)),
     by(SUBMITTER, c.RaiseAgain(content="x")), []),
    ("a correction asked", forwarded, by(SUBMITTER, c.AskCorrection(content="x")),
     [focal("correction_asked", digest=True)]),
    ("withdrawal asked", in_process, by(SUBMITTER, c.AskWithdrawal(reason="x")), [focal("withdrawal_asked")]),
    ("withdrawal declined", withdrawal_asked, by(FOCAL, c.DeclineWithdrawal(note="x")),
     [submitter("withdrawal_declined")]),
    ("withdrawal granted", withdrawal_asked, by(FOCAL, c.GrantWithdrawal()), [submitter("withdrawn")]),
    ("withdrawn", received, by(SUBMITTER, c.Withdraw(reason="x")), []),
    ("a new secret", received, by(SYSTEM, c.RenewSecret()), [submitter("new_secret")]),
    # --- taken back ---
    ("a forwarding taken back", forwarded, undo, [office("recalled"), office("recalled", "STC2025")]),
    ("a reassignment taken back", after(in_process, by(FOCAL, c.Reassign(lead="SYT", coordinating=("STC2025",)))), undo,
     [office("recalled", "SYT"), office("forwarded"), beside("coordinate")]),
    ("a second forwarding taken back", after(returned, by(FOCAL, c.Forward(lead="SXD2025"))), undo,
     [office("recalled", "SXD2025")]),
    ("a refusal taken back", refused, undo, [submitter("undone")]),
    ("a silent refusal taken back", after(received, by(FOCAL, c.Refuse(reason="test", content="x"))), undo, []),
    # --- letters that came to nobody ---
    ("the lead's letter lost", forwarded, lost("forwarded-agency-SNNMT", 4), [focal("undelivered", digest=True)]),
    ("another letter lost", forwarded, lost("received-submitter", 1), []),
    ("one letter of a proposal lost", naming_proposed, lost("naming_notice-named-SNNMT", 6), []),
    ("both lost", after(naming_proposed, lost("naming_notice-named-SNNMT", 6)),
     lost("naming_notice-named-SNNMT-head", 6), [focal("naming_undelivered", digest=True)]),
    # --- naming and honours ---
    ("proposed", in_process, propose_naming(), named("naming_notice")),
    ("replied", naming_proposed, by(NAMED, c.ReplyToNaming(content="x")), [focal("to_review")]),
    ("a reply returned", naming_replied, PERSONAL(), named("item_returned")),
    ("another's reply returned", after(beside_named, by(Actor(Role.NAMED, "STC2025", "STC2025"),
     c.ReplyToNaming(content="x"))), PERSONAL(), named("item_returned", "STC2025")),
    ("named", naming_replied, by(LEADER, c.DecideNaming(**NAME)), named("named")),
    ("not named", naming_replied, by(LEADER, NOT_NAME), named("not_named", role=Role.AGENCY)),
    ("named wrongly", named_, by(LEADER, c.RetireNaming(content="x")), named("naming_withdrawn", role=Role.AGENCY)),
    ("an agency honoured", answered, by(LEADER, HONOUR(whom="agency")), named("honoured", role=Role.AGENCY)),
    ("a submitter honoured", after(answered, CONSENT), by(LEADER, HONOUR(whom="submitter")),
     [submitter("submitter_honoured")]),
]
# fmt: on


@pytest.mark.parametrize(("name", "story", "act", "letters"), ROWS, ids=[row[0] for row in ROWS])
def test_who_hears_of_it(name: str, story: Story, act: Act | None, letters: list[Notice]) -> None:
    assert told_by(story, *([act] if act else [])) == letters
