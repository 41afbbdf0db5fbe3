"""The part of `apply` that few cases see: refusals, inspectors, purging, joining and splitting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.case import PURGED, Case
from chalicelib.domain.vocabulary import PAST_INSPECTORATE, Status


def _refused(case: Case, event: e.Event, fact: e.Refused) -> Case:
    return replace(case, status=Status.REFUSED, refused_by=event.by.id, proposal="")


def _restricted(case: Case, event: e.Event, fact: e.Restricted) -> Case:
    return replace(
        case,
        status=Status.RESTRICTED,
        routing=case.routing + 1,
        pending=(),
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


INTAKE: dict[type, Callable[[Case, e.Event, Any], Case]] = {
    e.Refused: _refused,
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
