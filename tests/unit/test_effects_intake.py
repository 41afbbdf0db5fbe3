"""What every act of intake does to the case: facts and fields, exactly."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM
from chalicelib.domain.vocabulary import Channel, Kind, SubmitterType
from tests.unit.effects import Row, check
from tests.unit.stories import (
    BESIDE,
    DISAGREE,
    LATER,
    START,
    TEXTS,
    Act,
    Story,
    Tale,
    after,
    answered,
    by,
    forwarded,
    in_process,
    naming_replied,
    purge_asked,
    received,
    refused,
    restricted,
    returned,
    supplement_asked,
    supplement_over,
    triage,
    wait,
    withdrawal_asked,
)
from tests.unit.world import ALTERNATE, FOCAL, INSPECTOR, LEADER, OTHER_FOCAL, SUBMITTER

# fmt: off
complained = after(received, by(FOCAL, c.Classify(kind="conduct", complained_of="SCT")))
foreign = partial(received, language="ko")
claimed = after(triage, by(FOCAL, c.Claim()))
claimed_and_refused = after(claimed, by(FOCAL, c.Refuse(reason="out_of_scope", content="x")))
returned_and_asked = after(returned, by(FOCAL, c.AskSupplement(content="x")))
anonymous_waiting = after(partial(received, anonymous=True), by(FOCAL, c.AskSupplement(content="x")))
restricted_claimed = after(claimed, by(FOCAL, c.Restrict(ground="denunciation")),
                           by(INSPECTOR, c.AcknowledgeDenunciation()))
restricted_past = after(claimed, by(FOCAL, c.Restrict(ground="denunciation", against="leader")))
purge_of_much = after(forwarded, by(BESIDE, DISAGREE), by(FOCAL, c.Purge(reason="x")))
purge_of_proposal = after(supplement_over, by(FOCAL, c.Purge(reason="x")))
repeated = after(answered, by(SYSTEM, c.NoteRepeat(code="LS.20260102.BBBBB"), body=False))
secret_renewed = after(in_process, by(SYSTEM, c.RenewSecret(), body=False))
consented = after(answered, by(SUBMITTER, c.Consent(consents=("be_named",))))
submitter_honoured = after(consented, by(LEADER, c.Honour(whom="submitter", content="x", signer="x")),
                           by(LEADER, c.Honour(whom="agency", content="x", signer="x")))


def by_letter(tale: Tale) -> None:
    tale.today = LATER
    tale.receive(kind=Kind.INCIDENT, channel=Channel.LETTER, submitter_type=SubmitterType.CITIZEN, received_on=START,
                 origin="post", language="tyz", field="dat-dai", place="htd-01", agency="SNNMT",
                 consents=("be_named",), anonymous=True, ownership="fdi", from_province="outside",
                 split_from="LS.20260101.AAAAA")


nothing = partial(Tale, START)

ROWS: list[Row] = [
    ("received", nothing, by_letter,
     [e.Received(Kind.INCIDENT, Channel.LETTER, SubmitterType.CITIZEN, START, "post", "tyz", field="dat-dai",
     place="htd-01", agency="SNNMT", consents=("be_named",), ownership="fdi", from_province="outside", anonymous=True,
     split_from="LS.20260101.AAAAA")],
     {"language": "tyz", "field": "dat-dai", "place": "htd-01", "named": "SNNMT", "anonymous": True, "ownership":
     "fdi", "from_province": "outside", "split_from": "LS.20260101.AAAAA", "be_named": True, "code":
     "LS.20260807.K7M4Q", "kind": Kind.INCIDENT, "channel": Channel.LETTER, "submitter_type": SubmitterType.CITIZEN,
     "received_on": START, "origin": "post"}),
    ("claimed", triage, by(OTHER_FOCAL, c.Claim()), [e.Claimed("van-phong-2")], {"claimed_by": "van-phong-2"}),
    ("classified", received, by(FOCAL, c.Classify(kind="incident", field="dat-dai", place="htd-01")),
     [e.Classified(Kind.INCIDENT, field="dat-dai", subindex="PCI-1", place="htd-01")],
     {"field": "dat-dai", "subindex": "PCI-1", "place": "htd-01", "kind": Kind.INCIDENT}),
    ("classified with all", triage, by(FOCAL, c.Classify(kind="conduct", subtype="delay", field="dau-tu",
     subindex="PCI-3", complained_of="SCT", legal_document=True)),
     [e.Classified(Kind.CONDUCT, "delay", "dau-tu", "PCI-3", complained_of="SCT", legal_document=True)],
     {"subtype": "delay", "field": "dau-tu", "subindex": "PCI-3", "complained_of": "SCT"}),
    ("the office complained of stays", complained, by(FOCAL, c.Classify(kind="conduct")),
     [e.Classified(Kind.CONDUCT, complained_of="SCT")], {}),
    ("texts", received, by(FOCAL, TEXTS), [e.TextsWritten("vi")], {"texts": 2}),
    ("texts in the language of a foreign original", foreign, by(FOCAL, TEXTS), [e.TextsWritten("vi")], {"texts": 2}),
    ("texts in another language", triage, by(FOCAL, c.WriteTexts(public_title="T", public_content="C",
     handling_content="H", language="en")),
     [e.TextsWritten("en")], {"texts": 4}),
    ("supplement asked", triage, by(FOCAL, c.AskSupplement(content="x")),
     [e.SupplementAsked()],
     {"status": "awaiting_supplement", "supplements": 1, "resume_status": "received", "undoable": "van-phong-1"}),
    ("supplement asked of a returned case", returned, by(FOCAL, c.AskSupplement(content="x")),
     [e.SupplementAsked()],
     {"status": "awaiting_supplement", "supplements": 1, "resume_status": "returned", "undoable": "van-phong-1"}),
    ("supplement asked again", supplement_over, by(FOCAL, c.AskSupplement(content="x", reason="x")),
     [e.SupplementAsked(True)],
     {"status": "awaiting_supplement", "supplements": 2, "resume_status": "received", "proposal": "", "undoable":
     "van-phong-1"}),
    ("supplemented", supplement_asked, by(SUBMITTER, c.Supplement(content="x", attachments=("f",))),
     [e.Supplemented(("f",))], {"status": "received", "resume_status": "", "undoable": ""}),
    ("supplemented after the limit", supplement_over, by(SUBMITTER, c.Supplement(content="x")),
     [e.Supplemented()], {"proposal": ""}),
    ("supplemented, to where it was", returned_and_asked, by(SUBMITTER, c.Supplement(content="x")),
     [e.Supplemented()], {"status": "returned", "resume_status": "", "undoable": ""}),
    ("supplement did not come", supplement_asked, wait(date(2026, 8, 27)),
     [e.StepReached("supplement", "heads_up", date(2026, 8, 19), date(2026, 8, 25), True), e.StepReached("supplement",
     "reminder", date(2026, 8, 24), date(2026, 8, 25), True), e.StepReached("supplement", "expired", date(2026, 8, 26),
     date(2026, 8, 25))],
     {"status": "received", "resume_status": "", "proposal": "no_supplement", "undoable": ""}),
    ("supplement did not come to a returned case", returned_and_asked, wait(date(2026, 8, 27)),
     [e.StepReached("supplement", "heads_up", date(2026, 8, 19), date(2026, 8, 25), True), e.StepReached("supplement",
     "reminder", date(2026, 8, 24), date(2026, 8, 25), True), e.StepReached("supplement", "expired", date(2026, 8, 26),
     date(2026, 8, 25))],
     {"status": "returned", "resume_status": "", "proposal": "no_supplement", "undoable": ""}),
    ("refused", triage, by(OTHER_FOCAL, c.Refuse(reason="out_of_scope", content="x")),
     [e.Refused("out_of_scope")], {"status": "refused", "refused_by": "van-phong-2", "undoable": "van-phong-2"}),
    ("refused since nothing came", supplement_over, by(FOCAL, c.Refuse(reason="no_supplement", content="x")),
     [e.Refused("no_supplement")], {"status": "refused", "refused_by": "van-phong-1", "undoable": "van-phong-1"}),
    ("refused while it waits", supplement_asked, by(FOCAL, c.Refuse(reason="abuse", content="x")),
     [e.Refused("abuse")], {"status": "refused", "refused_by": "van-phong-1"}),
    ("refusal contested", refused, by(SUBMITTER, c.ContestRefusal(content="x")),
     [e.RefusalContested()], {"status": "received", "contested": True, "undoable": ""}),
    ("refusal of a claimed case contested", claimed_and_refused, by(SUBMITTER, c.ContestRefusal(content="x")),
     [e.RefusalContested()], {"status": "received", "claimed_by": "", "contested": True, "undoable": ""}),
    ("redirected", triage, by(FOCAL, c.Redirect(reason="court", content="x")),
     [e.Redirected("court")], {"status": "redirected", "undoable": "van-phong-1"}),
    ("restricted", forwarded, by(FOCAL, c.Restrict(ground="denunciation", note="x")),
     [e.Restricted("TTRA")], {"status": "restricted", "routing": 2, "unconfirmed": 5, "undoable": ""}),
    ("restricted past the inspectorate", naming_replied, by(FOCAL, c.Restrict(ground="denunciation",
     against="leader")),
     [e.Restricted("noi-chinh-1", against="leader")],
     {"status": "restricted", "routing": 2, "acknowledged": False, "unconfirmed": 8, "against": "leader"}),
    ("restricted, anonymous and waiting", anonymous_waiting, by(FOCAL, c.Restrict()),
     [e.Restricted("TTRA", "anonymous")],
     {"status": "restricted", "routing": 1, "resume_status": "", "unconfirmed": 3, "called_on": LATER, "undoable":
     ""}),
    ("passed on", restricted, by(INSPECTOR, c.Restrict(ground="denunciation", against="inspectorate")),
     [e.Restricted("noi-chinh-1", against="inspectorate")],
     {"routing": 2, "unconfirmed": 3, "called_on": LATER, "against": "inspectorate"}),
    ("denunciation acknowledged", restricted, by(INSPECTOR, c.AcknowledgeDenunciation()),
     [e.DenunciationAcknowledged()], {"acknowledged": True}),
    ("noted", restricted, by(INSPECTOR, c.Note(content="x")), [e.Noted()], {}),
    ("released", restricted_claimed, by(INSPECTOR, c.Release(note="x")),
     [e.Released()], {"status": "received", "claimed_by": "", "acknowledged": False}),
    ("released by the other recipient", restricted_past, by(ALTERNATE, c.Release(note="x")),
     [e.Released()], {"status": "received", "claimed_by": "", "against": ""}),
    ("purge asked", forwarded, by(OTHER_FOCAL, c.Purge(reason="x")),
     [e.PurgeAsked("van-phong-2")], {"routing": 2, "unconfirmed": 5, "purge": "van-phong-2", "undoable": ""}),
    ("purge rejected", purge_asked, by(OTHER_FOCAL, c.ConfirmPurge(decision="reject")),
     [e.PurgeRejected("van-phong-2")], {"purge": "", "unconfirmed": 6}),
    ("purged", purge_asked, by(OTHER_FOCAL, c.ConfirmPurge(decision="confirm")),
     [e.Purged("van-phong-2")], {"status": "refused", "purge": "done"}),
    ("purged with words and a proposal", purge_of_much, by(OTHER_FOCAL, c.ConfirmPurge(decision="confirm")),
     [e.Purged("van-phong-2")], {"status": "refused", "pending": (), "purge": "done"}),
    ("purged, and nothing is proposed any more", purge_of_proposal, by(OTHER_FOCAL,
     c.ConfirmPurge(decision="confirm")),
     [e.Purged("van-phong-2")], {"status": "refused", "proposal": "", "purge": "done"}),
    ("merged", triage, by(FOCAL, c.Merge(into="LS.20260101.AAAAA")),
     [e.Merged("LS.20260101.AAAAA")], {"status": "merged", "merged_into": "LS.20260101.AAAAA"}),
    ("merged, and nothing is proposed any more", supplement_over, by(FOCAL, c.Merge(into="LS.20260101.AAAAA")),
     [e.Merged("LS.20260101.AAAAA")], {"status": "merged", "merged_into": "LS.20260101.AAAAA", "proposal": ""}),
    ("took in", in_process, by(SYSTEM, c.TakeIn(codes=("LS.20260101.AAAAA", "LS.20260102.BBBBB")), body=False),
     [e.TookIn(("LS.20260101.AAAAA", "LS.20260102.BBBBB"))], {"merged": 2}),
    ("took in nothing", in_process, by(SYSTEM, c.TakeIn(), body=False), [], {}),
    ("linked", triage, by(FOCAL, c.Link(to="LS.20260101.AAAAA")), [e.Linked("LS.20260101.AAAAA")], {}),
    ("linked to what was answered", triage, by(FOCAL, c.Link(to="LS.20260101.AAAAA", answered=True)),
     [e.Linked("LS.20260101.AAAAA", True)], {}),
    ("repeat noted", answered, by(SYSTEM, c.NoteRepeat(code="LS.20260101.AAAAA"), body=False),
     [e.RepeatNoted("LS.20260101.AAAAA")], {"repeats": 1}),
    ("repeat noted again", repeated, by(SYSTEM, c.NoteRepeat(code="LS.20260101.AAAAA"), body=False),
     [e.RepeatNoted("LS.20260101.AAAAA")], {"repeats": 2}),
    ("split", supplement_over, by(FOCAL, c.Split(codes=("LS.20260101.AAAAA", "LS.20260102.BBBBB",
     "LS.20260103.CCCCC"))),
     [e.SplitUp(("LS.20260101.AAAAA", "LS.20260102.BBBBB", "LS.20260103.CCCCC"))],
     {"status": "closed", "proposal": "", "split": 3}),
    ("secret renewed", in_process, by(SYSTEM, c.RenewSecret(), body=False),
     [e.SecretRenewed(1)], {"secret_generation": 1, "secret_renewed_on": LATER}),
    ("secret renewed on the same day", secret_renewed, by(SYSTEM, c.RenewSecret(), body=False), [], {}),
    ("withdrawn", supplement_asked, by(SUBMITTER, c.Withdraw(reason="x")),
     [e.Withdrawn()], {"status": "withdrawn", "undoable": ""}),
    ("withdrawal asked", in_process, by(SUBMITTER, c.AskWithdrawal(reason="x")),
     [e.WithdrawalAsked()], {"withdrawal_asked": True}),
    ("withdrawal granted", withdrawal_asked, by(FOCAL, c.GrantWithdrawal()),
     [e.Withdrawn()], {"status": "withdrawn", "withdrawal_asked": False}),
    ("withdrawal declined", withdrawal_asked, by(FOCAL, c.DeclineWithdrawal(note="x")),
     [e.WithdrawalDeclined()], {"withdrawal_asked": False}),
    ("correction asked", in_process, by(SUBMITTER, c.AskCorrection(content="x")), [e.CorrectionAsked()], {}),
    ("consent given", in_process, by(SUBMITTER, c.Consent(consents=("be_named",))),
     [e.ConsentChanged(("be_named",))], {"be_named": True}),
    ("consent taken back", submitter_honoured, by(SUBMITTER, c.Consent(consents=("contact",))),
     [e.ConsentChanged(("contact",))], {"honoured": ("SNNMT",), "be_named": False}),
    ("identity revealed", in_process, by(OTHER_FOCAL, c.RevealIdentity(note="x")),
     [e.IdentityRevealed("van-phong-2")], {}),
]
# fmt: on


@pytest.mark.parametrize(("name", "story", "act", "facts", "changed"), ROWS, ids=[row[0] for row in ROWS])
def test_what_one_act_changes(name: str, story: Story, act: Act, facts: list[e.Fact], changed: dict[str, Any]) -> None:
    check(story, act, facts, changed)
