"""Where a case's events are kept: the newest in the head's item, the older ones in items of their own.

A write unit is a kilobyte, and in a transaction each item costs two of them: an event of 200 bytes in an item of its
own cost as much as its head. So the head's item takes new events in as long as all of it stays within one kilobyte;
then what it held moves, in the same transaction, into one item named after the last event in it. Items of one event
each, as earlier versions stored them, are read alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.domain.events import Event
from chalicelib.ports import Unavailable
from chalicelib.storage import codec
from chalicelib.storage.keys import EVENTS, event_key
from chalicelib.storage.models import HEAD, CaseItem
from chalicelib.storage.session import PAGE, pages

UNIT = 1024
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Layout:
    """`tail`: what the head's item holds afterwards. `moved`: number of the last event, and data, of the new item."""

    tail: bytes | None
    moved: tuple[int, bytes] | None = None


def lay_out(held: bytes | None, events: Sequence[Event], room: int) -> Layout:
    """Place `events`, which follow on those in `held`, so that the tail takes at most `room` bytes."""
    new = [codec.encode_event(event) for event in events]
    every = codec.encode_events([*(codec.event_texts(held) if held else ()), *new])
    if len(every) <= room:
        return Layout(every)
    young = codec.encode_events(new)
    if held and len(young) <= room:
        return Layout(young, (events[0].seq - 1, held))
    return Layout(None, (events[-1].seq, every))


def read_events(code: str, after: int) -> list[Event]:
    """All events with seq > `after`, in order. Raises `Unavailable` if writers never leave time for reading."""
    for _ in range(_TRIES):
        found, version = _found(code, after)
        seqs = sorted(seq for seq in found if seq > after)
        # A query is no snapshot: events that moved while it ran may have been seen neither here nor there.
        if seqs == list(range(after + 1, max(version, after, *seqs) + 1)):
            return [found[seq] for seq in seqs]
    raise Unavailable(f"{code}: events moved while they were read")


def _found(code: str, after: int) -> tuple[dict[int, Event], int]:
    """The events in the items that may hold some after `after`, by seq, and the head's version."""
    # The head sorts behind the items of events, whose name is their last event's.
    between = CaseItem.sk.between(event_key(after + 1), HEAD)
    found: dict[int, Event] = {}
    version = 0
    for item in pages(
        lambda start: CaseItem.query(code, between, consistent_read=True, limit=PAGE, last_evaluated_key=start)
    ):
        data = item.d if item.sk.startswith(EVENTS) else None
        if item.sk == HEAD:
            data, version = item.t, int(item.v or 0)
        found.update((event.seq, event) for event in (codec.decode_events(data) if data else ()))
    return found, version
