"""What became of each letter about a case: pure, from the record, the provider's word and what still waits.

That a letter was sent is written nowhere: the event asked for it, no row waits for it, and nothing failed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from chalicelib.domain import events as e
from chalicelib.domain.apply import apply
from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import vietnam_date
from chalicelib.domain.decide.context import Context
from chalicelib.domain.notices import notices
from chalicelib.domain.undelivered import Addressee, addressee
from chalicelib.domain.vocabulary import Role


class Delivery(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    NO_ADDRESS = "no_address"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Letter:
    """`seq`: the event that it is about, 0 if unknown. `on`: the Vietnam day on which `state` came about.

    `reason`: the provider's word for a failure, "" for anything else.
    """

    seq: int
    key: str
    name: str
    to: Addressee
    state: Delivery
    on: date
    reason: str = ""


Waits = Callable[[e.Event, str], bool]
Key = tuple[int, str]  # number of an event, key of a notice


def letters(
    ctx: Context,
    events: Sequence[e.Event],
    delivered: Mapping[Key, datetime],
    waits: Waits,
    addressed: bool = True,
) -> list[Letter]:
    """All letters in the order of the record. `addressed`: whether the submitter gave an address.

    The last word counts, but for a failure: a mailbox that took a letter and sends it back has not got it.
    """
    failed = _failures(ctx, events)
    known = {*delivered, *failed}
    found = []
    for event, keys in _asked(ctx, events, known):
        for key in keys:
            at = delivered.get((event.seq, key))
            state, on, reason = _state(event, failed.get((event.seq, key)), at, waits(event, key))
            name = key.partition("-")[0]
            to = addressee(name, key)
            if state is Delivery.SENT and to.role == Role.SUBMITTER and not addressed:
                state = Delivery.NO_ADDRESS
            found.append(Letter(event.seq, key, name, to, state, vietnam_date(on), reason))
    return found


def _state(
    event: e.Event, failure: e.Event | None, delivered: datetime | None, waits: bool
) -> tuple[Delivery, datetime, str]:
    if failure is not None and isinstance(failure.fact, e.MailFailed):
        reason = failure.fact.reason
        state = Delivery(reason) if reason in ("no_address", "unsure") else Delivery.BOUNCED
        return state, failure.at, reason
    if delivered is not None:
        return Delivery.DELIVERED, delivered, ""
    return (Delivery.WAITING if waits else Delivery.SENT), event.at, ""


def _asked(ctx: Context, events: Sequence[e.Event], known: set[Key]) -> Iterator[tuple[e.Event, list[str]]]:
    """Each event with the keys of its letters: those that are on record, and those that it must have asked for."""
    for before, case, event in _folded(events):
        expected = [notice.key for notice in notices(replace(ctx, now=event.at), before, case, event)]
        recorded = sorted(key for seq, key in known if seq == event.seq)
        others = {_kind(key) for key in recorded if key not in expected}
        # The directory may name another officer today than on that day: what is on record is certain.
        sure = [key for key in expected if key in recorded or _kind(key) not in others]
        yield event, list(dict.fromkeys((*sure, *recorded)))


def _folded(events: Sequence[e.Event]) -> Iterator[tuple[Case | None, Case, e.Event]]:
    case: Case | None = None
    for event in events:
        before, case = case, apply(case, event)
        yield before, case, event


def _kind(key: str) -> tuple[str, str, bool]:
    name = key.partition("-")[0]
    to = addressee(name, key)
    return name, to.role, to.head


def _failures(ctx: Context, events: Sequence[e.Event]) -> dict[Key, e.Event]:
    """The failure of each letter. One without a number (of an earlier version) is that of the last such letter."""
    found: dict[Key, e.Event] = {}
    last: dict[str, int] = {}
    for before, case, event in _folded(events):
        if isinstance(event.fact, e.MailFailed):
            found[event.fact.item or last.get(event.fact.to, event.seq), event.fact.to] = event
        for notice in notices(replace(ctx, now=event.at), before, case, event):
            last[notice.key] = event.seq
    return found
