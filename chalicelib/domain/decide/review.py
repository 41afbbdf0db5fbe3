"""What is written for the public: reports and answers, the focal officer's review, and what publishing does to clocks.

QĐ 31/2021 art. 46: an answer that is unsuitable or off the point is returned before publication, with the clock still
running. Only what is published re-arms the 20 days (R1-17), and only as often as the policy says (R4-05).
"""

from __future__ import annotations

from datetime import date, timedelta

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import apply
from chalicelib.domain.case import Case, Clock, Pending
from chalicelib.domain.decide.conduct import not_by_itself
from chalicelib.domain.decide.context import Clocks, Context, event, refuse, start, without
from chalicelib.domain.named import PRIVATE_CLOCKS, REPLY_REVIEW
from chalicelib.domain.vocabulary import NOTES, OPINION, REPLY, Role

PROMISE_LIMIT = 500  # working days, about two years
REVIEW = "review"
# The national portal's limit ends when the answer stands there, not when it stands here; a delay happened, whatever
# was answered since.
OUTLIVES = ("national", *PRIVATE_CLOCKS)


def check_promise(ctx: Context, day: date | None) -> None:
    if day and day < ctx.today:
        raise refuse("promised_on", "in_past")
    if day and waits_too_far(ctx, day):
        raise refuse("promised_on", "too_far", PROMISE_LIMIT)


def waits_too_far(ctx: Context, day: date) -> bool:
    """Two years ahead the calendar ends, and so does what anybody can promise."""
    return day > ctx.today + timedelta(days=730)


def awaiting_review(ctx: Context, case: Case, name: str = REVIEW) -> Clocks:
    """The focal office's own time to look at it: from the oldest item that waits. `name`: of replies to a proposal to
    name it is another clock, which is as quiet as they are.
    """
    policy = ctx.policy_of(case)
    if case.clock(name) or not policy.has_clock(REVIEW):
        return case.clocks
    return (*case.clocks, start(ctx, name, ctx.today, policy.length(REVIEW, case.kind)))


def dropped_review(case: Case) -> tuple[str, ...]:
    """The review clock, when the handling's words fall; not while an expert's opinion waits for review beside them."""
    return () if any(item.type == OPINION for item in case.pending) else (REVIEW,)


def answer(ctx: Context, case: Case, command: c.AnswerCase) -> tuple[e.Event, ...]:
    """By the lead agency, or by the focal office itself, whose answer needs no second look."""
    if not command.completed_on and not command.promised_on:
        raise refuse("completed_on", "result_or_date")
    if command.completed_on and command.completed_on > ctx.today:
        raise refuse("completed_on", "in_future")
    if command.document_date and command.document_date > ctx.today:
        raise refuse("document_date", "in_future")
    if not command.completed_on:
        check_promise(ctx, command.promised_on)
    if ctx.actor.role is not Role.AGENCY:
        not_by_itself(ctx, case, _author(ctx, case), "content")
    fact = e.AnswerGiven(
        _author(ctx, case), command.document_date, command.completed_on, command.promised_on, command.attachments
    )
    if ctx.actor.role is Role.AGENCY:
        return (event(ctx, case, fact, clocks=awaiting_review(ctx, case)),)
    return _at_once(ctx, case, fact, promise=promise_of(fact))


def _author(ctx: Context, case: Case) -> str:
    return case.lead if ctx.actor.role is Role.AGENCY else ctx.policy.focal_agency(case.kind, ctx.today)


def cite_answer(ctx: Context, case: Case, command: c.CiteAnswer, cited: e.Fact | None) -> tuple[e.Event, ...]:
    """R1-19. `cited`: the published answer of the other case, None when it has none."""
    if command.of == case.code:
        raise refuse("of", "same_case")
    if not isinstance(cited, e.AnswerGiven):
        raise refuse("of", "no_answer")
    not_by_itself(ctx, case, _author(ctx, case), "of")
    fact = e.AnswerGiven(_author(ctx, case), cited.document_date, cited.completed_on or ctx.today, cites=command.of)
    return _at_once(ctx, case, fact, promise=None)


def follow_up(ctx: Context, case: Case, command: c.FollowUp) -> tuple[e.Event, ...]:
    """What is known of a case that the Government Office has: a status report like any other."""
    return _at_once(ctx, case, e.StatusReported(_author(ctx, case), trusted=True), promise=None)


def _at_once(
    ctx: Context, case: Case, fact: e.AnswerGiven | e.StatusReported, *, promise: date | None
) -> tuple[e.Event, ...]:
    """By the focal office: written and published in one."""
    given = event(ctx, case, fact)
    type_ = "answer" if isinstance(fact, e.AnswerGiven) else "status"
    item = Pending(given.seq, type_, fact.agency, ctx.today)
    return (given, publish(ctx.then(), apply(case, given), item, promise=promise))


def promise_of(asked: e.Fact | None) -> date | None:
    """The date that an answer without a result, or a status report, only promises."""
    if isinstance(asked, e.AnswerGiven) and not asked.completed_on:
        return asked.promised_on
    return asked.promised_on if isinstance(asked, e.StatusReported) else None


def review(ctx: Context, case: Case, command: c.Review, promise: date | None) -> tuple[e.Event, ...]:
    """Publish or return one pending item. `promise`: the date that it only promises."""
    item = next((pending for pending in case.pending if pending.item == command.item), None)
    if item is None:
        raise refuse("item", "unknown")
    if command.decision == "return":
        if item.type == REPLY and command.reason != "personal_data":
            # The right of reply is no matter of taste: nothing else may keep it from standing beside the naming.
            raise refuse("reason", "personal_data_only")
        if ctx.body is None:
            raise refuse("note", "missing")
        fact = e.ItemReturned(item.item, item.type, item.agency, command.reason)
        return (event(ctx, case, fact, clocks=_reviewed(case, item)),)
    return (publish(ctx, case, item, promise=promise),)


def _reviewed(case: Case, item: Pending) -> Clocks:
    if item.type in NOTES:
        return case.clocks
    others = [pending for pending in case.pending if pending.item != item.item and pending.type not in NOTES]
    waiting = {REPLY_REVIEW if pending.type == REPLY else REVIEW for pending in others}
    idle = {REVIEW, REPLY_REVIEW} - waiting
    return without(case.clocks, *idle)


def publish(ctx: Context, case: Case, item: Pending, *, promise: date | None) -> e.Event:
    """The event by which `item` becomes public, with what it does to the clocks."""
    if item.type in NOTES:
        return event(ctx, case, e.ItemPublished(item.item, item.type, item.agency, rearmed=False))
    if item.type == REPLY:
        fact = e.ItemPublished(item.item, REPLY, item.agency, rearmed=False)
        return event(ctx, case, fact, clocks=_reviewed(case, item))
    if item.type == OPINION:
        clocks = _reviewed(case, item)
        if set(case.invited) <= {int(item.agency)}:
            clocks = without(clocks, OPINION)
        return event(ctx, case, e.ItemPublished(item.item, OPINION, item.agency, rearmed=False), clocks=clocks)
    if item.type == "answer" and promise is None:
        return _answered(ctx, case, item)
    # A status report, or an answer that only promises a date. A published one fulfils what a leader directed.
    clocks, fresh = without(_reviewed(case, item), "directive"), _rearmed(ctx, case)
    if fresh:
        clocks = (*without(clocks, "publication"), fresh)
    if case.clock("follow_up"):
        clocks = (*without(clocks, "follow_up"), follow_up_clock(ctx, case))
    if promise:
        promised = Clock("promise", ctx.today, 0, promise, calendar=ctx.calendar.version)
        clocks = (*without(clocks, "promise"), promised)
    fact = e.ItemPublished(item.item, "status", item.agency, rearmed=fresh is not None)
    return event(ctx, case, fact, clocks=clocks)


def _rearmed(ctx: Context, case: Case) -> Clock | None:
    """The 20 days anew; None beyond the cap, and where a later day was granted and announced: it stays, and who reports
    early loses nothing by it.
    """
    running = case.clock("publication")
    fresh = start(ctx, "publication", ctx.today, ctx.policy_of(case).length("publication", case.kind))
    later = running is None or running.paused or running.due_on < fresh.due_on
    return fresh if later and may_rearm(ctx, case) else None


def follow_up_clock(ctx: Context, case: Case) -> Clock:
    """When the focal office must ask the Government Office again; a directive's time if policy is silent."""
    policy = ctx.policy_of(case)
    name = "follow_up" if policy.has_clock("follow_up") else "directive"
    return start(ctx, "follow_up", ctx.today, policy.length(name, case.kind))


def may_rearm(ctx: Context, case: Case) -> bool:
    """Whether the next published status report starts the 20 days again (cap: policy; R4-05, F2)."""
    return case.rearms < ctx.policy_of(case).limits["rearms"]


def _answered(ctx: Context, case: Case, item: Pending) -> e.Event:
    clock = case.clock("publication")
    fact = e.ItemPublished(
        item.item,
        "answer",
        item.agency,
        on_time=clock is None or ctx.today <= clock.due_on,
        working_days=ctx.calendar.working_days_between(case.received_on, ctx.today),
    )
    rating = start(ctx, "rating", ctx.today, ctx.policy_of(case).length("rating", case.kind))
    return event(ctx, case, fact, clocks=(rating, *still_asked(case)))


def still_asked(case: Case) -> Clocks:
    """The clocks that an answer does not end, nor what the submitter says to it: experts who were asked are heard."""
    return (*(clock for clock in case.clocks if clock.name == OPINION), *outliving(case))


def outliving(case: Case) -> Clocks:
    """The clocks that the end of a case does not end: an opinion that has come in is still reviewed."""
    kept = OUTLIVES if dropped_review(case) else (*OUTLIVES, REVIEW)
    return tuple(clock for clock in case.clocks if clock.name in kept)
