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
from chalicelib.domain.listed import is_overdue
from chalicelib.domain.signed import signed
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
    e.Rated,  # why the submitter is not content: the lead has to report and advise on that (R2-11)
    e.RaisedAgain,
    e.WithdrawalAsked,
    e.ExtensionRequested,
    e.CaseReturned,
)
_TO_LEADER = (e.Rated, e.RaisedAgain, e.EscalationProposed, e.Escalated, e.Directed, e.CaseReturned, e.Contributed)
# Words beside the handling, and what of them is for the public once they are let through.
_NOTES = (e.Directed, e.Settled, e.Contributed, e.CaseReturned)
_NOTE_FIELDS = frozenset({"content", "number", "reason"})
_HANDLERS = frozenset({Role.AGENCY, Role.COORDINATING, Role.LEADER, Role.READER})
# What is said about a naming or an honour is everybody's once a leader has signed it, with the reply beside it.
_NAMING = (e.NamingProposed, e.NamingReplied, e.NamingDecided, e.NamingRetired, e.Honoured)
_ALL = None  # every field


def published_items(events: Sequence[e.Event]) -> dict[int, e.Event]:
    """Item number -> the event that published it."""
    return {event.fact.item: event for event in events if isinstance(event.fact, e.ItemPublished)}


def _public(events: Sequence[e.Event]) -> dict[int, e.Event]:
    """As `published_items`; but words about a naming are public by a leader's decision, and not by a review."""
    replies = {event.seq for event in events if isinstance(event.fact, e.NamingReplied)}
    items = {item: by for item, by in published_items(events).items() if item not in replies}
    return items | signed(events)


def at_once(fact: e.Fact) -> bool:
    """A directive that the focal officer recorded himself: nobody else would review it."""
    return isinstance(fact, e.Directed) and fact.public and fact.document_date is not None


def may_open(case: Case, actor: Actor) -> bool:
    """Whether the actor may look at the case at all.

    A restricted one is the inspectorate's alone, or the other recipient's when it is against the inspectorate or a
    leader. One with a state secret in it is the focal officers', and the submitter sees what became of it. Readers
    (R4-31, R4-45) look at delays, and at nothing else.
    """
    if case.status is Status.RESTRICTED:
        return actor.role is (Role.INSPECTORATE_ALTERNATE if case.against else Role.INSPECTORATE)
    if case.purge:
        return actor.role in (Role.FOCAL, Role.SUBMITTER)
    if case.status is Status.WITHDRAWN and actor.role in (Role.AGENCY, Role.COORDINATING):
        return False  # taken back by whoever sent it: no office works on it any more
    match actor.role:
        case Role.FOCAL | Role.LEADER | Role.SUBMITTER | Role.EXPERT:
            return True
        case Role.AGENCY:
            return actor.agency == case.lead
        case Role.NAMED:
            return case.naming_of(actor.agency) is not None
        case Role.COORDINATING:
            return actor.agency in case.coordinating
        case Role.READER:
            return is_overdue(case) or case.late
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
    if (isinstance(fact, (*_ITEMS, *_NAMING)) and event.seq in published) or _by_role(actor, event, own):
        return _ALL
    return _NOTE_FIELDS if isinstance(fact, _NOTES) and (event.seq in published or at_once(fact)) else nothing


def _by_role(actor: Actor, event: e.Event, line: frozenset[str]) -> bool:
    fact = event.fact
    match actor.role:
        case Role.SUBMITTER:
            return isinstance(fact, (*_OWN, *_TO_SUBMITTER))
        case Role.AGENCY:
            own = isinstance(fact, (*_ITEMS, e.EscalationProposed)) and event.by.agency in line
            if isinstance(fact, e.ItemReturned) and fact.type in ("contribution", "directive", "naming_reply"):
                return _of_own_naming(fact, line)  # what was wrong with an office's words is said to that office
            return own or _of_own_naming(fact, line) or isinstance(fact, (*_TO_AGENCY, e.Contributed))
        case Role.NAMED:
            return _of_own_naming(fact, line)
        case Role.COORDINATING:
            own = isinstance(fact, e.Contributed) and event.by.agency in line
            own |= isinstance(fact, e.ItemReturned) and fact.type == "contribution" and fact.agency in line
            return own or _of_own_naming(fact, line) or isinstance(fact, (e.Forwarded, e.Directed, e.Settled))
        case Role.EXPERT:
            return isinstance(fact, e.OpinionGiven) and event.by.id == actor.id
        case Role.LEADER:
            returned = isinstance(fact, e.ItemReturned) and fact.type in ("directive", "naming_reply")
            return returned or isinstance(fact, (*_TO_LEADER, *_ITEMS, *_NAMING, e.Settled, e.HandedOver))
        case _:
            return False


def _of_own_naming(fact: e.Fact, line: frozenset[str]) -> bool:
    """The agency concerned reads what is said against it, and its own reply."""
    returned = isinstance(fact, e.ItemReturned) and fact.type == "naming_reply"
    if returned or isinstance(fact, (e.NamingProposed, e.NamingReplied, e.NamingDecided, e.NamingRetired)):
        return getattr(fact, "agency", "") in line
    return False


def reads_whole(actor: Actor) -> bool:
    """Whoever handles the case also reads the passages that are kept back from the public."""
    return actor.role is Role.FOCAL or actor.role in _HANDLERS or actor.role in INSPECTORS


def wanted_bodies(events: Sequence[e.Event], actor: Actor, now: datetime | None = None) -> list[str]:
    """Ids of the bodies of which the actor may read anything: only these are opened."""
    published, identity = _public(events), identity_shown(events, actor, now)
    own = line_of(events, actor.agency)
    return [
        event.body.id
        for event in events
        if event.body is not None and _fields(actor, event, published, identity, own) != frozenset()
    ]


def readable(events: Sequence[e.Event], actor: Actor) -> frozenset[int]:
    """Numbers of the events of which the actor may read what was said, typed or chosen from a list."""
    published, identity = _public(events), identity_shown(events, actor)
    own = line_of(events, actor.agency)
    return frozenset(x.seq for x in events if _fields(actor, x, published, identity, own) != frozenset())


def cut(
    events: Sequence[e.Event], actor: Actor, bodies: Mapping[str, Mapping[str, Any]], now: datetime | None = None
) -> dict[int, dict[str, Any]]:
    """Event number -> the fields of its text that the actor may read."""
    published, identity = _public(events), identity_shown(events, actor, now)
    own = line_of(events, actor.agency)
    found: dict[int, dict[str, Any]] = {}
    for event in events:
        if event.body is None or event.body.id not in bodies:
            continue
        allowed = _fields(actor, event, published, identity, own)
        body = bodies[event.body.id]
        found[event.seq] = {name: value for name, value in body.items() if allowed is None or name in allowed}
    return found
