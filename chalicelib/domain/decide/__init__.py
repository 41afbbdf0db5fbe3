"""`decide(case, command, ctx) -> events`: every rule of the case, pure. Who may do what stands in `rules`."""

from __future__ import annotations

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import VIETNAM
from chalicelib.domain.decide import (
    handling,
    intake,
    joining,
    ladder,
    leadership,
    mailing,
    naming,
    restricted,
    review,
    succession,
    undoing,
    voices,
)
from chalicelib.domain.decide.context import Context
from chalicelib.domain.decide.rules import actions_for, allowed, require
from chalicelib.domain.errors import UnknownAction
from chalicelib.domain.vocabulary import Role

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
    c.Restrict: restricted.restrict,
    c.AcknowledgeDenunciation: restricted.acknowledge,
    c.Note: restricted.note,
    c.Purge: restricted.purge,
    c.ConfirmPurge: restricted.confirm_purge,
    c.Merge: joining.merge,
    c.TakeIn: joining.take_in,
    c.Link: joining.link,
    c.NoteRepeat: joining.note_repeat,
    c.Split: joining.split,
    c.Forward: intake.forward,
    c.Reassign: intake.forward,
    c.ReturnCase: handling.return_case,
    c.Withdraw: voices.withdraw,
    c.RenewSecret: intake.renew_secret,
    c.RecomputeDeadlines: intake.recompute,
    c.Succeed: succession.succeed,
    c.Acknowledge: handling.acknowledge,
    c.ReportStatus: handling.report_status,
    c.AnswerCase: review.answer,
    c.FollowUp: review.follow_up,
    c.Contribute: handling.contribute,
    c.PassOn: handling.pass_on,
    c.RequestExtension: handling.request_extension,
    c.RefuseExtension: handling.refuse_extension,
    c.Urge: handling.urge,
    c.ProposeEscalation: leadership.propose_escalation,
    c.Escalate: leadership.escalate,
    c.RecordDirective: leadership.record_directive,
    c.Direct: leadership.direct,
    c.Settle: leadership.settle,
    c.HandOver: leadership.hand_over,
    c.PostNationally: leadership.post_nationally,
    c.RevealIdentity: handling.reveal_identity,
    c.Close: voices.close,
    c.Rate: voices.rate,
    c.RaiseAgain: voices.raise_again,
    c.AskCorrection: voices.ask_correction,
    c.Consent: voices.consent,
    c.AskWithdrawal: voices.ask_withdrawal,
    c.GrantWithdrawal: voices.withdraw,
    c.DeclineWithdrawal: voices.decline_withdrawal,
    c.InviteOpinion: voices.invite_opinion,
    c.GiveOpinion: voices.give_opinion,
    c.Withhold: voices.withhold,
    c.Disclose: voices.disclose,
    c.ReplyToNaming: naming.reply,
    c.DecideNaming: naming.decide_naming,
    c.RetireNaming: naming.retire,
    c.Honour: naming.honour,
    c.ReportMailFailure: mailing.mail_failed,
}


def decide(case: Case, command: c.Command, ctx: Context, asked: e.Fact | Case | None = None) -> tuple[e.Event, ...]:
    """Judge one command. Raises `ActionNotAllowed`, `InvalidFields`, `UnknownAction`.

    `asked` is what a decision is about and the bounded head does not hold: the item under review, the extension
    request, the limit that an agency exceeded, what taking the last decision back would be, or the case as it was
    before it was restricted. The use case reads it.
    """
    require(case, ctx.actor, command.name, ctx.policy_of(case))
    events = _judge(case, command, ctx, asked)
    return handling.acted(case, events) if ctx.actor.role is Role.AGENCY else events


def _judge(case: Case, command: c.Command, ctx: Context, asked: e.Fact | Case | None) -> tuple[e.Event, ...]:
    if isinstance(command, c.Release):
        return restricted.release(ctx, case, asked if isinstance(asked, Case) else None)
    return _judge_by_fact(case, command, ctx, None if isinstance(asked, Case) else asked)


def _judge_by_fact(case: Case, command: c.Command, ctx: Context, asked: e.Fact | None) -> tuple[e.Event, ...]:
    if isinstance(command, c.Tick):
        return naming.with_retired(ctx, case, ladder.tick(ctx, case))
    if isinstance(command, c.Review):
        return review.review(ctx, case, command, review.promise_of(asked))
    if isinstance(command, c.ProposeNaming):
        return naming.propose(ctx, case, command, asked)
    if isinstance(command, c.CiteAnswer):
        return review.cite_answer(ctx, case, command, asked)
    if isinstance(command, c.Undo):
        return undoing.undo(ctx, case, asked)
    if isinstance(command, c.GrantExtension):
        until = asked.until if isinstance(asked, e.ExtensionRequested) else ctx.today
        return handling.grant_extension(ctx, case, until)
    handler = _SIMPLE.get(type(command))
    if handler is None:
        raise UnknownAction(command.name)
    events: tuple[e.Event, ...] = handler(ctx, case, command)  # type: ignore[operator]
    return events
