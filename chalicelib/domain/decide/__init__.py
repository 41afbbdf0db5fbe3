"""`decide(case, command, ctx) -> events`: every rule of the case, pure. Who may do what stands in `rules`."""

from __future__ import annotations

from datetime import date

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import VIETNAM
from chalicelib.domain.decide import handling, intake, ladder
from chalicelib.domain.decide.context import Context
from chalicelib.domain.decide.rules import actions_for, allowed, require
from chalicelib.domain.errors import UnknownAction

__all__ = ["VIETNAM", "Context", "actions_for", "allowed", "decide", "receive"]

receive = intake.receive

_SIMPLE = {
    c.Claim: intake.claim,
    c.Classify: intake.classify,
    c.WriteTexts: intake.write_texts,
    c.AskSupplement: intake.ask_supplement,
    c.Supplement: intake.supplement,
    c.Refuse: intake.refuse_case,
    c.ContestRefusal: intake.contest_refusal,
    c.Redirect: intake.redirect,
    c.Restrict: intake.restrict,
    c.Merge: intake.merge,
    c.Link: intake.link,
    c.Forward: intake.forward,
    c.Reassign: intake.forward,
    c.ReturnCase: intake.return_case,
    c.Withdraw: intake.withdraw,
    c.RenewSecret: intake.renew_secret,
    c.RecomputeDeadlines: intake.recompute,
    c.Acknowledge: handling.acknowledge,
    c.ReportStatus: handling.report_status,
    c.AnswerCase: handling.answer,
    c.Contribute: handling.contribute,
    c.PassOn: handling.pass_on,
    c.RequestExtension: handling.request_extension,
    c.RefuseExtension: handling.refuse_extension,
    c.Urge: handling.urge,
    c.ProposeEscalation: handling.propose_escalation,
    c.Escalate: handling.escalate,
    c.RecordDirective: handling.record_directive,
    c.Direct: handling.direct,
    c.RevealIdentity: handling.reveal_identity,
    c.Close: handling.close,
    c.Rate: handling.rate,
    c.RaiseAgain: handling.raise_again,
    c.AskCorrection: handling.ask_correction,
    c.Consent: handling.consent,
    c.ReportMailFailure: handling.mail_failed,
}


def decide(case: Case, command: c.Command, ctx: Context, asked: e.Fact | None = None) -> tuple[e.Event, ...]:
    """Judge one command. Raises `ActionNotAllowed`, `InvalidFields`, `UnknownAction`.

    `asked` is the earlier fact that a decision is about, which the bounded head does not hold: the item under review,
    or the extension request. The use case reads it by its number.
    """
    require(case, ctx.actor, command.name)
    if isinstance(command, c.Tick):
        return ladder.tick(ctx, case)
    if isinstance(command, c.Review):
        return handling.review(ctx, case, command, _promise(asked))
    if isinstance(command, c.GrantExtension):
        until = asked.until if isinstance(asked, e.ExtensionRequested) else ctx.today
        return handling.grant_extension(ctx, case, until)
    handler = _SIMPLE.get(type(command))
    if handler is None:
        raise UnknownAction(command.name)
    events: tuple[e.Event, ...] = handler(ctx, case, command)  # type: ignore[operator]
    return events


def _promise(asked: e.Fact | None) -> date | None:
    if isinstance(asked, e.AnswerGiven) and not asked.completed_on:
        return asked.promised_on
    if isinstance(asked, e.StatusReported):
        return asked.promised_on
    return None
