"""What the submitter says about an answer, what experts say about a case, and what is kept back from the public."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Case
from chalicelib.domain.decide.context import Clocks, Context, event, refuse, start, without
from chalicelib.domain.decide.handling import advice_first
from chalicelib.domain.decide.review import awaiting_review, outliving, still_asked
from chalicelib.domain.passages import PASSAGE_PARTS
from chalicelib.domain.vocabulary import OPINION, SIGNED_PARTS, TEXT_HIDDEN

PASSAGES = 10
"""Passages kept back at once: the head of a case is bounded. Whoever needs more writes the text anew."""
INVITATIONS = 5
"""Opinions awaited at once: the head of a case is bounded."""


def rate(ctx: Context, case: Case, command: c.Rate) -> tuple[e.Event, ...]:
    """R2-11: not satisfied needs a reason, reopens, and the leadership sees it; a new 20 days begin."""
    if command.rating != "not_satisfied":
        return (event(ctx, case, e.Rated(command.rating), clocks=outliving(case)),)
    if not command.reason:
        raise refuse("reason", "missing")
    return (event(ctx, case, e.Rated(command.rating), clocks=_reopened(ctx, case)),)


def raise_again(ctx: Context, case: Case, command: c.RaiseAgain) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.RaisedAgain(), clocks=_reopened(ctx, case)),)


def _reopened(ctx: Context, case: Case) -> Clocks:
    fresh = start(ctx, "publication", ctx.today, ctx.policy_of(case).length("publication", case.kind))
    return (fresh, *advice_first(ctx, replace(case, clocks=())), *still_asked(case))


def close(ctx: Context, case: Case, command: c.Close) -> tuple[e.Event, ...]:
    """Early, when the submitter has said what there is to say; the time to rate goes on all the same (R2-12)."""
    rating = tuple(clock for clock in case.clocks if clock.name == "rating")
    return (event(ctx, case, e.Closed("by_office"), clocks=(*rating, *outliving(case))),)


def ask_correction(ctx: Context, case: Case, command: c.AskCorrection) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.CorrectionAsked()),)


def consent(ctx: Context, case: Case, command: c.Consent) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.ConsentChanged(command.consents)),)


def ask_withdrawal(ctx: Context, case: Case, command: c.AskWithdrawal) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.WithdrawalAsked()),)


def withdraw(ctx: Context, case: Case, command: c.Withdraw | c.GrantWithdrawal) -> tuple[e.Event, ...]:
    """By the submitter before forwarding, by the focal office afterwards."""
    return (event(ctx, case, e.Withdrawn(), clocks=()),)


def decline_withdrawal(ctx: Context, case: Case, command: c.DeclineWithdrawal) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.WithdrawalDeclined()),)


def invite_opinion(ctx: Context, case: Case, command: c.InviteOpinion) -> tuple[e.Event, ...]:
    """R1-15. Whoever is invited needs no account: the link in the mail is the invitation."""
    if len(case.invited) >= INVITATIONS:
        raise refuse("email", "too_many", INVITATIONS)
    policy, clocks = ctx.policy_of(case), without(case.clocks, OPINION)
    waiting = start(ctx, OPINION, ctx.today, policy.length(OPINION, case.kind))
    return (event(ctx, case, e.OpinionInvited(), clocks=(*clocks, waiting)),)


def give_opinion(ctx: Context, case: Case, command: c.GiveOpinion) -> tuple[e.Event, ...]:
    """Reviewed like everything that is written for the public, and published beside the answer."""
    fact = e.OpinionGiven(int(ctx.actor.id))
    return (event(ctx, case, fact, clocks=awaiting_review(ctx, case)),)


def withhold(ctx: Context, case: Case, command: c.Withhold) -> tuple[e.Event, ...]:
    """R4-60: publicity is the rule; what is kept back has a ground, and the public sees that and why."""
    if case.status in TEXT_HIDDEN and command.part not in SIGNED_PARTS:
        raise refuse("part", "not_shown")
    if command.part in SIGNED_PARTS and ctx.actor.agency in [one.agency for one in case.namings]:
        raise refuse("part", "own_office")
    if command.passage:
        return _withhold_passage(ctx, case, command)
    if command.part in case.withheld:
        raise refuse("part", "withheld_already")
    return (event(ctx, case, e.Withheld(command.part, command.ground)),)


def _withhold_passage(ctx: Context, case: Case, command: c.Withhold) -> tuple[e.Event, ...]:
    """That the words stand there was looked up by the use case: only it can open texts."""
    if command.part not in PASSAGE_PARTS:
        raise refuse("passage", "whole_part_only")
    if len(case.passages) >= PASSAGES:
        raise refuse("passage", "too_many", PASSAGES)
    return (event(ctx, case, e.Withheld(command.part, command.ground, passage=True)),)


def disclose(ctx: Context, case: Case, command: c.Disclose) -> tuple[e.Event, ...]:
    """The whole part, or one passage. `part` of a passage is what the use case found in the event that withheld it."""
    if command.withheld:
        if command.withheld not in case.passages:
            raise refuse("withheld", "not_withheld")
        return (event(ctx, case, e.Disclosed(command.part, command.withheld)),)
    if command.part not in case.withheld:
        raise refuse("part", "not_withheld" if command.part else "missing")
    return (event(ctx, case, e.Disclosed(command.part)),)
