"""One event of every kind, and of every variant that reads differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import date
from typing import Any, get_type_hints

from chalicelib.domain import events as e
from chalicelib.domain.case import Actor, Case, Clock
from chalicelib.domain.parsing import POSITIONS
from chalicelib.domain.vocabulary import HONOUREES, NOTES, Channel, Kind, Role, SubmitterType
from tests.unit.world import FOCAL, SUBMITTER, at

DAY = date(2026, 8, 7)
_CASE = Case("LS.20260807.K7M4Q", Kind.CONDUCT, Channel.WEB, SubmitterType.CITIZEN, DAY, "o")
_BY_TYPE: dict[Any, Any] = {str: "x", int: 1, bool: False, date: DAY, Kind: Kind.CONDUCT, Channel: Channel.WEB,
                            SubmitterType: SubmitterType.CITIZEN, date | None: None, int | None: None,
                            Case: _CASE}  # fmt: skip

VARIANTS: dict[type, list[dict[str, Any]]] = {
    e.Received: [{"channel": channel} for channel in Channel],
    e.ItemPublished: [
        *({"type": type_, "rearmed": False} for type_ in NOTES),
        *({"type": "status"}, {"type": "status", "rearmed": False}, {"type": "opinion", "rearmed": False}),
        *({"type": "answer"}, {"type": "answer", "on_time": False}),
    ],
    e.ItemReturned: [{"type": type_} for type_ in ("status", "answer", "opinion", *NOTES)],
    e.StatusReported: [{}, {"trusted": True}],
    e.AnswerGiven: [{}, {"cites": "LS.20260807.K7M4R"}],
    e.CaseReturned: [{}, {"decide": True}],
    e.Escalated: [{}, {"unadvised": True}],
    e.Rated: [{"rating": rating} for rating in ("satisfied", "acceptable", "not_satisfied")],
    e.Closed: [{"reason": reason} for reason in ("satisfied", "acceptable", "unrated", "by_office")],
    e.Forwarded: [{"again": False}, {"again": True}, {"final": True}],
    e.Withheld: [{"part": "content", "ground": "state_secret", "passage": passage} for passage in (False, True)],
    e.Disclosed: [{"part": "content"}, {"part": "content", "item": 5}],
    e.SupplementAsked: [{}, {"again": True}],
    e.NamingDecided: [{}, {"named": True, "failure": "delay"}],
    e.NamingRetired: [{"reason": reason} for reason in ("expired", "wrong")],
    e.Honoured: [{"whom": whom} for whom in HONOUREES],
    e.Linked: [{}, {"again": True}],
    e.Contributed: [{"position": position} for position in POSITIONS],
    e.Succeeded: [{}, {"coordinating": True}],
    e.ReassignNeeded: [*({"reason": r} for r in ("several", "unmapped", "complained_of")), {"coordinating": True}],
    e.Directed: [{}, {"document_date": DAY}],
    e.Succeeded: [{}, {"coordinating": True}],
    e.ReassignNeeded: [
        *({"reason": reason} for reason in ("several", "unmapped", "complained_of")),
        {"coordinating": True},
    ],
    e.StepReached: [{"clock": "publication", "step": "overdue"}, {"clock": "supplement", "step": "expired"}],
    e.Undone: [{"what": what} for what in ("forwarded", "supplement_asked", "refused", "redirected")],
}


def fact(kind: type[Any], **changes: Any) -> Any:
    """A fact with something in every field that must be given."""
    hints = get_type_hints(kind)
    needed = [item.name for item in fields(kind) if item.default is MISSING and item.default_factory is MISSING]
    return kind(**{name: _BY_TYPE[hints[name]] for name in needed} | changes)


def event(seq: int, given: Any, by: Actor = FOCAL, **more: Any) -> e.Event:
    return e.Event("LS.20260807.K7M4Q", seq, at(DAY), by, given, **more)


def all_events() -> Iterator[list[e.Event]]:
    """Short lives: receipt, then one thing of each kind."""
    clock = Clock("publication", DAY, 20, date(2026, 9, 8))
    for kind in e.FACTS.values():
        for changes in VARIANTS.get(kind, [{}]):
            second = fact(kind, **changes)
            first = second if kind is e.Received else fact(e.Received)
            life = [event(1, first, SUBMITTER, clocks=(clock,))]
            yield life if kind is e.Received else [*life, event(2, second)]
    by_agency = Actor(Role.AGENCY, "SNNMT", "SNNMT")
    start = event(1, fact(e.Received), SUBMITTER)
    yield [start, event(2, e.TextsWritten()), event(3, e.TextsWritten())]
    yield [start, event(2, fact(e.AnswerGiven), by_agency)]
    for old in ((), (DAY,)):
        yield [start, event(2, fact(e.DeadlinesRecomputed, old=old), clocks=(clock,))]
