"""Stories that lead a case to where something can happen to it, and acts: for tests that are tables.

The land office SNNMT leads, the finance office STC2025 coordinates. A story begins on START, its acts come on LATER,
so that a day that is taken from the wrong place is seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM, Actor, Case
from chalicelib.domain.decide import Context
from chalicelib.domain.decide.delays import exceeded
from chalicelib.domain.decide.undoing import last_decision
from chalicelib.domain.vocabulary import Channel, Kind, Role
from tests.unit.world import AGENCY, FOCAL, LEADER, SUBMITTER, Life

START, LATER = date(2026, 8, 7), date(2026, 8, 12)  # a Friday, and the Wednesday after it
BESIDE = Actor(Role.COORDINATING, "STC2025", "STC2025")
NAMED = Actor(Role.NAMED, "SNNMT", "SNNMT")
CITED = e.AnswerGiven("SYT", date(2026, 1, 5))
TEXTS = c.WriteTexts(public_title="T", public_content="C", handling_content="H")

Story = Callable[[], "Tale"]
Act = Callable[["Tale"], Any]


class Tale(Life):
    """A life whose requests have names of their own; `asked`: in what context the newest thing happened."""

    asked: Context | None = None

    def context(self, actor: Actor, body: bool = True) -> Context:
        request = "" if actor == SYSTEM else f"request-{len(self.events)}"
        self.asked = replace(super().context(actor, body), request=request)
        return self.asked

    @property
    def head(self) -> Case:
        assert self.case
        return self.case

    def act(self, *acts: Act, on: date | None = None) -> Tale:
        self.today = on or self.today
        for one in acts:
            one(self)
        return self


# --- acts ---


def by(actor: Actor, command: c.Command, *, on: date | None = LATER, body: bool = True) -> Act:
    """`on`: the day, never before the story's own; None for that day."""

    def act(tale: Tale) -> None:
        tale.today = max(on or tale.today, tale.today)
        tale.do(actor, command, body=body)

    return act


def at(day: date) -> Act:
    def act(tale: Tale) -> None:
        tale.today = day

    return act


def wait(until: date) -> Act:
    """One overdue check on that day."""
    return by(SYSTEM, c.Tick(), on=until, body=False)


def review(decision: str = "publish", *, reason: str = "", on: date | None = LATER, which: int = -1) -> Act:
    """Of the item that waits at place `which`."""

    def act(tale: Tale) -> None:
        tale.today = max(on or tale.today, tale.today)
        item = tale.head.pending[which].item
        asked = tale.events[item - 1].fact
        tale.do(FOCAL, c.Review(item=item, decision=decision, reason=reason), asked)

    return act


def grant(tale: Tale) -> None:
    tale.today = LATER
    tale.do(FOCAL, c.GrantExtension(), tale.events[-1].fact)


def undo(tale: Tale) -> None:
    tale.do(FOCAL, c.Undo(), last_decision(tale.events), body=False)


def cite(of: str = "LS.20260101.AAAAA", cited: e.Fact | None = CITED) -> Act:
    def act(tale: Tale) -> None:
        tale.do(FOCAL, c.CiteAnswer(of=of), cited)

    return act


def propose_naming(failure: str = "evasion", agency: str = "", actor: Actor = FOCAL) -> Act:
    def act(tale: Tale) -> None:
        tale.today = max(LATER, tale.today)
        late = exceeded(tale.context(SYSTEM), tale.events, agency or tale.head.lead)
        tale.do(actor, c.ProposeNaming(failure=failure, agency=agency, content="x"), late)

    return act


def decide_naming(actor: Actor = LEADER, on: date = LATER, **values: Any) -> Act:
    def act(tale: Tale) -> None:
        tale.today = max(on, tale.today)
        naming = tale.head.naming
        late = exceeded(tale.context(SYSTEM), tale.events, naming.agency) if naming else None
        tale.do(actor, c.DecideNaming(**NAME | values), late)

    return act


def lost(to: str, item: int) -> Act:
    """The letter with this key, about the event of this number, did not arrive."""
    command = c.ReportMailFailure(notice=to.partition("-")[0], to=to, cause="x", item=item)
    return by(SYSTEM, command, body=False)


def after(story: Story, *acts: Act) -> Story:
    return lambda: story().act(*acts)


# --- commands that many rows ask for ---

FORWARD = c.Forward(lead="SNNMT", coordinating=("STC2025",))
ANSWER = c.AnswerCase(content="x", completed_on=START)
REPORT = c.ReportStatus(content="x")
DISAGREE = c.Contribute(position="disagree", content="x")
NAME: dict[str, Any] = {"decision": "name", "content": "x", "signer": "x"}
EXTEND = c.RequestExtension(reason="x", until=date(2026, 9, 15))
UP = c.ProposeEscalation(ground="beyond_competence", advice="x", proposal="x")


# --- stories ---


def received(**changes: Any) -> Tale:
    tale = Tale(START)
    tale.receive(**changes)
    return tale


def triage(**changes: Any) -> Tale:
    return received(**changes).act(by(FOCAL, c.Classify(kind="conduct", field="dat-dai"), on=None), by(FOCAL, TEXTS))


def supplement_asked() -> Tale:
    return triage().act(by(FOCAL, c.AskSupplement(content="x")))


def supplement_over() -> Tale:
    """Nothing came: the refusal is proposed."""
    return supplement_asked().act(wait(date(2026, 8, 27)))


def refused() -> Tale:
    return triage().act(by(FOCAL, c.Refuse(reason="out_of_scope", content="x")))


def restricted() -> Tale:
    return received().act(by(FOCAL, c.Restrict(ground="denunciation"), on=None))


def purge_asked() -> Tale:
    return forwarded().act(by(FOCAL, c.Purge(reason="x")))


def forwarded() -> Tale:
    """To both offices; nobody has acknowledged."""
    return triage().act(by(FOCAL, FORWARD))


def alone() -> Tale:
    """To the lead alone, which has acknowledged."""
    return triage().act(by(FOCAL, c.Forward(lead="SNNMT")), by(AGENCY, c.Acknowledge()))


def in_process() -> Tale:
    return forwarded().act(by(AGENCY, c.Acknowledge()))


def returned() -> Tale:
    return forwarded().act(by(AGENCY, c.ReturnCase(reason="x", competent="SXD2025")))


def reported() -> Tale:
    return in_process().act(by(AGENCY, REPORT))


def answer_given() -> Tale:
    return in_process().act(by(AGENCY, ANSWER))


def answered() -> Tale:
    return answer_given().act(review())


def closed() -> Tale:
    return answered().act(by(SUBMITTER, c.Rate(rating="satisfied")))


def reopened() -> Tale:
    return answered().act(by(SUBMITTER, c.Rate(rating="not_satisfied", reason="x")))


def extension_asked() -> Tale:
    return in_process().act(by(AGENCY, EXTEND))


def disputed() -> Tale:
    return forwarded().act(by(BESIDE, DISAGREE))


def escalated() -> Tale:
    """The agency's advice is in: the leader's own time runs."""
    return in_process().act(by(AGENCY, UP))


def unadvised() -> Tale:
    """Not content; the agency's advice is awaited until 19 August, and does not come."""
    return reopened().act(wait(date(2026, 8, 20)))


def handed_over() -> Tale:
    return in_process().act(by(FOCAL, c.HandOver(up_class="UP-3", date=START, number="1")))


def invited() -> Tale:
    return in_process().act(by(FOCAL, c.InviteOpinion(email="x@example.org", title="x")))


def opinion_given() -> Tale:
    tale = invited()
    return tale.act(by(Actor(Role.EXPERT, str(tale.head.invited[0])), c.GiveOpinion(content="x")))


def naming_proposed() -> Tale:
    """By the focal office, for evasion."""
    return in_process().act(propose_naming())


def naming_replied() -> Tale:
    return naming_proposed().act(by(NAMED, c.ReplyToNaming(content="x")))


def named() -> Tale:
    return naming_replied().act(by(LEADER, c.DecideNaming(**NAME)))


def withdrawal_asked() -> Tale:
    return in_process().act(by(SUBMITTER, c.AskWithdrawal(reason="x")))


def bounced() -> Tale:
    """The letter to the lead did not arrive."""
    return forwarded().act(lost("forwarded-agency-SNNMT", 4))


def succeeding(lead: str, field: str, coordinating: tuple[str, ...] = (), today: date = date(2025, 3, 5)) -> Tale:
    """A case of 2025 that offices work on which end with February."""
    tale = Tale(date(2025, 2, 12))
    tale.receive(kind=Kind.REGULATION)
    tale.act(by(FOCAL, TEXTS, on=None))
    tale.act(by(FOCAL, c.Forward(lead=lead, field=field, coordinating=coordinating), on=None))
    tale.act(by(Actor(Role.AGENCY, lead, lead), c.Acknowledge(), on=None))
    tale.today = today
    return tale


def crowded() -> Tale:
    """With almost every clock that can run beside the handling: acknowledgement, coordination, publication, national,
    legal_transfer, naming_reply, opinion and the review of another opinion.
    """
    tale = received(channel=Channel.NATIONAL_PORTAL, national_due_on=date(2026, 9, 1))
    law = c.Classify(kind="conduct", field="dat-dai", legal_document=True)
    invite = c.InviteOpinion(email="x@example.org", title="x")
    tale.act(by(FOCAL, law, on=None), by(FOCAL, TEXTS, on=None), by(FOCAL, FORWARD, on=None))
    tale.act(by(FOCAL, invite, on=None), by(FOCAL, invite, on=None))
    tale.act(by(Actor(Role.EXPERT, str(tale.head.invited[0])), c.GiveOpinion(content="x"), on=None))
    return tale.act(propose_naming())


def disputed_crowd() -> Tale:
    """The same, and the coordinating agency disagrees: the leader waits for advice."""
    return crowded().act(by(BESIDE, DISAGREE))


def busy() -> Tale:
    """The same as `crowded`, acknowledged, with a promise, a directive and an answer to a request for more time due."""
    tale = crowded().act(by(AGENCY, c.ReportStatus(content="x", promised_on=date(2026, 8, 28))), review())
    tale.act(by(FOCAL, c.RecordDirective(leader="x", date=START, number="1", content="x")))
    return tale.act(by(AGENCY, c.RequestExtension(reason="x", until=date(2026, 9, 15))))
