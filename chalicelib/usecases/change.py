"""From decided events to the one transaction: head, events, sealed texts, outbox rows, index entries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from chalicelib.domain.apply import apply
from chalicelib.domain.case import Case
from chalicelib.domain.decide.context import Context
from chalicelib.domain.decide.ladder import next_check_at
from chalicelib.domain.events import INTERNAL, AnswerGiven, Event, MailFailed
from chalicelib.domain.listed import citing_list, lists_of
from chalicelib.domain.notices import may_notify
from chalicelib.domain.queues import queue_of
from chalicelib.domain.record import replace
from chalicelib.domain.undelivered import is_public
from chalicelib.ports import CaseKey, Change, SealedBody, Submission

# Restricting a case must take its page away at once, although the timeline never says why; releasing brings it back.
# Whoever takes back the consent to be named disappears from the page of honours.
_PUBLISHED_THOUGH_INTERNAL = frozenset({"consent_changed", "restricted", "released", "purge_asked", "purge_rejected"})


def change_of(
    ctx: Context,
    before: Case | None,
    events: tuple[Event, ...],
    *,
    bodies: tuple[SealedBody, ...] = (),
    submission: Submission | None = None,
    key: CaseKey | None = None,
) -> Change:
    """The whole effect of `events` on `before`."""
    after = reduce(apply, events, before)
    assert after is not None
    change = Change(
        before=before,
        after=after,
        events=events,
        bodies=bodies,
        submission=submission,
        key=key,
        mail=tuple(event.seq for event in events if may_notify(event)),
        publish=tuple(_public(before, events)),
    )
    # A visit without events writes all: cases that are older than a list come onto it so.
    was, now = lists_of(before) if events else frozenset(), lists_of(after)
    cited = (event.fact.cites for event in events if isinstance(event.fact, AnswerGiven))
    now |= {citing_list(code) for code in cited if code}
    change = replace(change, entered=now - was, left=was - now)
    return replace(change, next_check_at=next_check_at(ctx, after), queue=queue_of(after))


def _public(before: Case | None, events: tuple[Event, ...]) -> Iterator[int]:
    """Numbers of the events that change what the public reads; an urging does when it makes the agency the holder."""
    case = before
    for event in events:
        was, case = case, apply(case, event)
        if _concerns_public(event) or (was is not None and was.unreached != case.unreached):
            yield event.seq


def _concerns_public(event: Event) -> bool:
    if isinstance(event.fact, MailFailed):
        return is_public(event.fact)  # the step beside it says so
    return event.type not in INTERNAL or event.type in _PUBLISHED_THOUGH_INTERNAL
