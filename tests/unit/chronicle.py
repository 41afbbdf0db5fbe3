"""Records written fact by fact, for tables: event n happens on `day(n)`, and what was typed is the body `b{n}`.

A story (`stories`) shows what the rules let happen; a chronicle shows how a record is read, whatever led to it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.case import Actor
from tests.unit.samples import fact
from tests.unit.world import FOCAL, SUBMITTER, at

CODE = "LS.20260807.K7M4Q"
RECEIVED: e.Received = fact(e.Received)  # conduct, from the web, by a citizen
WRITTEN = e.TextsWritten("vi")
Given = e.Fact | tuple[e.Fact, Actor] | tuple[e.Fact, Actor, dict[str, Any]]


def day(number: int) -> date:
    """Of the event with this number; the first one is of Friday, 7 August 2026."""
    return date(2026, 8, 6) + timedelta(days=number)


def chronicle(*given: Given, first: e.Received = RECEIVED, **received: Any) -> list[e.Event]:
    """Event 1 is the receipt, with what `received` says of that event; the others are the focal officer's, or by whom
    the pair says, with what a triple says besides.
    """
    events = [_event(1, first, SUBMITTER, **received)]
    for number, one in enumerate(given, 2):
        what: Any
        what, by, more = (*one, {})[:3] if isinstance(one, tuple) else (one, FOCAL, {})
        events.append(_event(number, what, by, **more))
    return events


def _event(number: int, given: e.Fact, by: Actor, **more: Any) -> e.Event:
    return e.Event(CODE, number, at(day(number)), by, given, **{"body": e.BodyRef(f"b{number}", "h")} | more)
