"""From decided events to the one transaction: head, events, sealed texts, outbox rows, index entries."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from chalicelib.domain.apply import apply
from chalicelib.domain.case import Case
from chalicelib.domain.decide.context import Context
from chalicelib.domain.decide.ladder import next_check_at
from chalicelib.domain.events import INTERNAL, Event
from chalicelib.domain.notices import may_notify
from chalicelib.domain.queues import queue_of
from chalicelib.ports import CaseKey, Change, SealedBody, Submission

# Restricting a case must take its page away at once, although the timeline never says why; releasing brings it back.
_PUBLISHED_THOUGH_INTERNAL = frozenset({"restricted", "released", "purge_asked", "purge_rejected"})


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
        publish=tuple(event.seq for event in events if _concerns_public(event)),
    )
    return replace(change, next_check_at=next_check_at(ctx, after), queue=queue_of(after))


def _concerns_public(event: Event) -> bool:
    return event.type not in INTERNAL or event.type in _PUBLISHED_THOUGH_INTERNAL
