"""Who may read which typed text. Three texts with three circles (design, section 2); asked before anything is opened.

Returning a body's fields by name, and not whole bodies, keeps the submitter's identity out of every view in which
nobody asked for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.case import Actor, Case
from chalicelib.domain.vocabulary import INSPECTORS, Role, Status

_OWN = (e.Received, e.Supplemented, e.Rated, e.RaisedAgain, e.Withdrawn, e.RefusalContested, e.CorrectionAsked)
_TO_SUBMITTER = (e.SupplementAsked, e.Refused, e.Redirected, e.WithdrawalDeclined, e.WithdrawalAsked, e.HandedOver)
_ITEMS = (e.StatusReported, e.AnswerGiven, e.OpinionGiven)
_TO_AGENCY = (
    e.Forwarded,
    e.ItemReturned,
    e.Urged,
    e.ExtensionRefused,
    e.Directed,
    e.Settled,
    e.HandedOver,
    e.WithdrawalAsked,
    e.ExtensionRequested,
    e.CaseReturned,
)
_TO_LEADER = (e.Rated, e.RaisedAgain, e.EscalationProposed, e.Escalated, e.Directed, e.CaseReturned, e.Contributed)
_HANDLERS = frozenset({Role.AGENCY, Role.COORDINATING, Role.LEADER})
_ALL = None  # every field


def published_items(events: Sequence[e.Event]) -> dict[int, e.Event]:
    """Item number -> the event that published it."""
    return {event.fact.item: event for event in events if isinstance(event.fact, e.ItemPublished)}


def may_open(case: Case, actor: Actor) -> bool:
    """Whether the actor may look at the case at all.

    A restricted one is the inspectorate's alone, or the other recipient's when it is against the inspectorate or a
    leader. One with a state secret in it is the focal officers', and the submitter sees what became of it.
    """
    if case.status is Status.RESTRICTED:
        return actor.role is (Role.INSPECTORATE_ALTERNATE if case.against else Role.INSPECTORATE)
    if case.purge:
        return actor.role in (Role.FOCAL, Role.SUBMITTER)
    match actor.role:
        case Role.FOCAL | Role.LEADER | Role.SUBMITTER | Role.EXPERT:
            return True
        case Role.AGENCY:
            return actor.agency == case.lead
        case Role.COORDINATING:
            return actor.agency in case.coordinating
        case _:
            return False


LOOK = timedelta(hours=1)
"""How long one recorded look lasts: whoever looks again later says again why."""


def identity_shown(events: Sequence[e.Event], actor: Actor, now: datetime | None = None) -> bool:
    """The submitter to himself; the inspectorate; an officer who has just asked for it, on the record."""
    if actor.role is Role.SUBMITTER or actor.role in INSPECTORS:
        return True
    looks = [x.at for x in events if isinstance(x.fact, e.IdentityRevealed) and x.fact.officer == actor.id]
    moment = now or events[-1].at  # as of the last event
    return any(moment - at < LOOK for at in looks)


def line_of(events: Sequence[e.Event], agency: str) -> frozenset[str]:
    """The agency and those whose place it took in this case: a successor answers for their words, and reads them."""
    line = {agency} if agency else set()
    for event in reversed(events):
        if isinstance(event.fact, e.Succeeded) and event.fact.new in line:
            line.add(event.fact.old)
    return frozenset(line)


def _fields(
    actor: Actor, event: e.Event, published: Mapping[int, e.Event], identity: bool, own: frozenset[str]
) -> frozenset[str] | None:
    """The fields of the event's body that the actor may read; an empty set for nothing, None for all."""
    fact, nothing = event.fact, frozenset[str]()
    if isinstance(fact, e.Received):
        if identity:
            return _ALL
        return frozenset({"title", "content", "files"}) if actor.role is Role.FOCAL else nothing
    if actor.role is Role.FOCAL or actor.role in INSPECTORS:
        # What an inspector noted stays with the inspectors, even when the case comes back.
        hidden = e.PassedOn if actor.role in INSPECTORS else (e.PassedOn, e.Noted)
        return nothing if isinstance(fact, hidden) else _ALL
    if isinstance(fact, e.TextsWritten):
        public = frozenset({"public_title", "public_content"})
        return public | {"handling_content"} if actor.role in _HANDLERS else public
    if isinstance(fact, _ITEMS) and event.seq in published:
        return _ALL
    return _ALL if _by_role(actor, event, own) else nothing


def _by_role(actor: Actor, event: e.Event, line: frozenset[str]) -> bool:
    fact = event.fact
    match actor.role:
        case Role.SUBMITTER:
            return isinstance(fact, (*_OWN, *_TO_SUBMITTER))
        case Role.AGENCY:
            own = isinstance(fact, (*_ITEMS, e.EscalationProposed)) and event.by.agency in line
            return own or isinstance(fact, (*_TO_AGENCY, e.Contributed))
        case Role.COORDINATING:
            own = isinstance(fact, e.Contributed) and event.by.agency in line
            return own or isinstance(fact, (e.Forwarded, e.Directed, e.Settled))
        case Role.EXPERT:
            return isinstance(fact, e.OpinionGiven) and event.by.id == actor.id
        case Role.LEADER:
            return isinstance(fact, (*_TO_LEADER, *_ITEMS, e.Settled, e.HandedOver))
        case _:
            return False


def wanted_bodies(events: Sequence[e.Event], actor: Actor, now: datetime | None = None) -> list[str]:
    """Ids of the bodies of which the actor may read anything: only these are opened."""
    published, identity = published_items(events), identity_shown(events, actor, now)
    own = line_of(events, actor.agency)
    return [
        event.body.id
        for event in events
        if event.body is not None and _fields(actor, event, published, identity, own) != frozenset()
    ]


def readable(events: Sequence[e.Event], actor: Actor) -> frozenset[int]:
    """Numbers of the events of which the actor may read what was said, typed or chosen from a list."""
    published, identity = published_items(events), identity_shown(events, actor)
    own = line_of(events, actor.agency)
    return frozenset(x.seq for x in events if _fields(actor, x, published, identity, own) != frozenset())


def cut(
    events: Sequence[e.Event], actor: Actor, bodies: Mapping[str, Mapping[str, Any]], now: datetime | None = None
) -> dict[int, dict[str, Any]]:
    """Event number -> the fields of its text that the actor may read."""
    published, identity = published_items(events), identity_shown(events, actor, now)
    own = line_of(events, actor.agency)
    found: dict[int, dict[str, Any]] = {}
    for event in events:
        if event.body is None or event.body.id not in bodies:
            continue
        allowed = _fields(actor, event, published, identity, own)
        body = bodies[event.body.id]
        found[event.seq] = {name: value for name, value in body.items() if allowed is None or name in allowed}
    return found
