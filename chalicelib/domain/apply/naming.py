"""The part of `apply` about naming and honours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.case import Case, Pending
from chalicelib.domain.named import BE_NAMED, ENDED, KEPT, NAMING_CLOCKS, PROPOSED, STANDS, Naming, notice_keys
from chalicelib.domain.record import replace
from chalicelib.domain.vocabulary import REPLY, Status


def lapsed(case: Case) -> Case:
    """What is proposed lives as long as its clocks: a case that was withdrawn or merged has none. While a case is
    restricted they rest: the inspectorate may give it back.
    """
    pending = case.naming
    if pending is None or case.status is Status.RESTRICTED or any(case.clock(name) for name in NAMING_CLOCKS):
        return case
    return replace(_with(case, replace(pending, state=ENDED)), pending=_without_reply(case, pending.reply))


def _with(case: Case, naming: Naming) -> Case:
    """The newest naming of each agency, and of those that have ended only as many as the head can bear."""
    others = [one for one in case.namings if one.agency != naming.agency]
    while len(others) >= KEPT and any(one.state == ENDED for one in others):
        others.remove(next(one for one in others if one.state == ENDED))
    return replace(case, namings=(*others, naming))


def _without_reply(case: Case, item: int) -> tuple[Pending, ...]:
    return tuple(pending for pending in case.pending if pending.item != item or pending.type != REPLY)


def _proposed(case: Case, event: e.Event, fact: e.NamingProposed) -> Case:
    by = event.by.id if fact.source == "office" else ""
    # A new letter goes out, and may arrive this time.
    case = replace(case, bounced=tuple(key for key in case.bounced if key not in notice_keys(fact.agency)))
    return _with(case, Naming(event.seq, fact.agency, fact.failure, PROPOSED, fact.arming, by))


def _replied(case: Case, event: e.Event, fact: e.NamingReplied) -> Case:
    pending = (*case.pending, Pending(event.seq, REPLY, fact.agency, event.at.date()))
    naming = case.naming_of(fact.agency)
    replied = _with(case, replace(naming, reply=event.seq)) if naming else case
    return replace(replied, pending=pending)


def _decided(case: Case, event: e.Event, fact: e.NamingDecided) -> Case:
    naming = case.naming_of(fact.agency)
    if naming is None:
        return case
    if fact.named:
        return _with(case, replace(naming, failure=fact.failure, state=STANDS, until=fact.until))
    return replace(_with(case, replace(naming, state=ENDED)), pending=_without_reply(case, naming.reply))


def _retired(case: Case, event: e.Event, fact: e.NamingRetired) -> Case:
    naming = case.naming_of(fact.agency)
    return _with(case, replace(naming, state=ENDED)) if naming else case


def reply_returned(case: Case, item: int) -> Case:
    """It may come again, without the personal data, even after the decision."""
    changed = tuple(replace(one, reply=0, returned=True) if one.reply == item else one for one in case.namings)
    return replace(case, namings=changed)


def _honoured(case: Case, event: e.Event, fact: e.Honoured) -> Case:
    who = fact.agency or fact.whom
    return replace(case, honoured=tuple(dict.fromkeys((*case.honoured, who))))


def _consent_changed(case: Case, event: e.Event, fact: e.ConsentChanged) -> Case:
    """Whoever takes the name back may be honoured again, by a new decision."""
    if BE_NAMED in fact.consents:
        return replace(case, be_named=True)
    return replace(case, be_named=False, honoured=tuple(who for who in case.honoured if who != "submitter"))


HANDLERS: dict[type, Callable[[Case, e.Event, Any], Case]] = {
    e.NamingProposed: _proposed,
    e.NamingReplied: _replied,
    e.NamingDecided: _decided,
    e.NamingRetired: _retired,
    e.Honoured: _honoured,
    e.ConsentChanged: _consent_changed,
}
