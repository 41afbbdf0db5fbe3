"""The part of `apply` about intake: receipt, texts, supplements, refusals, inspectors, purging, joining, splitting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.case import PURGED, Case
from chalicelib.domain.deadlines import vietnam_date
from chalicelib.domain.named import BE_NAMED
from chalicelib.domain.record import replace
from chalicelib.domain.vocabulary import PAST_INSPECTORATE, REPLY, RefusalReason, Status


def received(event: e.Event, fact: e.Received) -> Case:
    return Case(
        code=event.code,
        kind=fact.kind,
        channel=fact.channel,
        submitter_type=fact.submitter_type,
        received_on=fact.received_on,
        origin=fact.origin,
        language=fact.language,
        subtype=fact.subtype,
        field=fact.field,
        place=fact.place,
        named=fact.agency,
        anonymous=fact.anonymous,
        ownership=fact.ownership,
        from_province=fact.from_province,
        split_from=fact.split_from,
        be_named=BE_NAMED in fact.consents,
        called_on=_entered_on(event, fact),
    )


def _entered_on(event: e.Event, fact: e.Received) -> date | None:
    """What a clerk enters late: nobody is named for days on which the focal office could not know of it."""
    today = vietnam_date(event.at)
    return today if fact.received_on < today and not fact.split_from else None


def _classified(case: Case, event: e.Event, fact: e.Classified) -> Case:
    return replace(
        case,
        kind=fact.kind,
        subtype=fact.subtype,
        field=fact.field,
        subindex=fact.subindex,
        place=fact.place,
        complained_of=fact.complained_of or case.complained_of,
    )


def _supplement_asked(case: Case, event: e.Event, fact: e.SupplementAsked) -> Case:
    waiting = replace(case, status=Status.AWAITING_SUPPLEMENT, resume_status=case.status, proposal="")
    return replace(waiting, supplements=case.supplements + 1)


def _supplemented(case: Case, event: e.Event, fact: e.Supplemented) -> Case:
    # What comes after the limit is welcome too: the case stands in triage again, and the proposal to refuse falls.
    waiting = case.status is Status.AWAITING_SUPPLEMENT
    status = Status(case.resume_status or Status.RECEIVED) if waiting else case.status
    return replace(case, status=status, resume_status="", proposal="")


def _refused(case: Case, event: e.Event, fact: e.Refused) -> Case:
    # Should it be contested, what was missing may still come.
    proposal = fact.reason if fact.reason == RefusalReason.NO_SUPPLEMENT else ""
    return replace(case, status=Status.REFUSED, refused_by=event.by.id, proposal=proposal)


def _restricted(case: Case, event: e.Event, fact: e.Restricted) -> Case:
    return replace(
        case,
        status=Status.RESTRICTED,
        routing=case.routing + 1,
        pending=tuple(item for item in case.pending if item.type == REPLY),
        clocks=(),
        resume_status="",
        proposal="",
        acknowledged=False,
        against=fact.against if fact.against in PAST_INSPECTORATE else "",
    )


def _released(case: Case, event: e.Event, fact: e.Released) -> Case:
    return replace(case, status=Status.RECEIVED, against="", claimed_by="", acknowledged=False)


def _purge_asked(case: Case, event: e.Event, fact: e.PurgeAsked) -> Case:
    """The links of agencies die with the routing; should the second officer say no, new ones go out."""
    return replace(case, purge=fact.officer, routing=case.routing + 1)


def _purged(case: Case, event: e.Event, fact: e.Purged) -> Case:
    return replace(case, purge=PURGED, status=Status.REFUSED, pending=(), proposal="")


HANDLERS: dict[type, Callable[[Case, e.Event, Any], Case]] = {
    e.Claimed: lambda case, event, fact: replace(case, claimed_by=fact.officer),
    e.Classified: _classified,
    e.TextsWritten: lambda case, event, fact: replace(case, texts=event.seq),
    e.SupplementAsked: _supplement_asked,
    e.Supplemented: _supplemented,
    e.Refused: _refused,
    e.RefusalContested: lambda case, event, fact: replace(case, status=Status.RECEIVED, claimed_by="", contested=True),
    e.Redirected: lambda case, event, fact: replace(case, status=Status.REDIRECTED),
    e.Restricted: _restricted,
    e.DenunciationAcknowledged: lambda case, event, fact: replace(case, acknowledged=True),
    e.Released: _released,
    e.PurgeAsked: _purge_asked,
    e.PurgeRejected: lambda case, event, fact: replace(case, purge=""),
    e.Purged: _purged,
    e.Merged: lambda case, event, fact: replace(case, status=Status.MERGED, merged_into=fact.into, proposal=""),
    e.TookIn: lambda case, event, fact: replace(case, merged=case.merged + len(fact.codes)),
    e.RepeatNoted: lambda case, event, fact: replace(case, repeats=case.repeats + 1),
    e.SplitUp: lambda case, event, fact: replace(case, status=Status.CLOSED, split=len(fact.codes), proposal=""),
}
