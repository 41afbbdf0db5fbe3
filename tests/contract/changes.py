"""Hand-made changes: a case of a few events, without the rules that decide them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.apply import apply
from chalicelib.domain.case import SYSTEM, Actor, Case, Clock
from chalicelib.domain.deadlines import VIETNAM
from chalicelib.domain.vocabulary import Channel, Kind, Role, SubmitterType
from chalicelib.ports import CaseKey, Change, SealedBody, Submission

NOW = datetime(2026, 8, 7, 9, 14, 0, 123456, tzinfo=VIETNAM)
CODE = "LS.20260807.K7M4Q"
ORIGIN = "o" * 32
CLOCKS = (
    Clock("forwarding", date(2026, 8, 7), 5, date(2026, 8, 14), calendar="0123456789ab"),
    Clock("publication", date(2026, 8, 7), 20, date(2026, 9, 8), provisional=True, calendar="0123456789ab"),
)


def body(id_: str = "body-1", size: int = 40) -> SealedBody:
    return SealedBody(e.BodyRef(id_, "h" * 43), bytes(range(256)) * (size // 256) + b"\x00" * (size % 256), b"s" * 16)


def received(code: str = CODE, origin: str = ORIGIN, **values: Any) -> e.Received:
    facts = {"agency": "BQLKKT", "notice_version": "2026-01", "consents": ("be_named",), **values}
    return e.Received(Kind.CONDUCT, Channel.WEB, SubmitterType.BUSINESS, NOW.date(), origin, **facts)


def new_case(
    code: str = CODE, origin: str = ORIGIN, *, at: datetime = NOW, box: int = 40, body_hash: str = "1" * 64
) -> Change:
    """A submission as the use case makes it: one event, one body, both outbox rows, both indexes."""
    sealed = body(f"b-{origin[:6]}-{code[-5:]}", box)
    first = e.Event(code, 1, at, Actor(Role.SUBMITTER), received(code, origin), sealed.ref, CLOCKS)
    return Change(
        before=None,
        after=apply(None, first),
        events=(first,),
        bodies=(sealed,),
        submission=Submission(origin, code, body_hash),
        key=CaseKey("1", b"w" * 60),
        mail=(1,),
        publish=(1,),
        next_check_at=datetime(2026, 8, 13, 0, 0, tzinfo=VIETNAM),
        queue="triage",
    )


def next_change(case: Case, *facts: e.Fact, by: Actor = SYSTEM, request: str = "", **values: Any) -> Change:
    """`facts` as the next events of `case`; keeps both indexes unless `values` say otherwise."""
    at = (case.last_at or NOW) + timedelta(hours=1)
    events = tuple(
        e.Event(case.code, case.version + n, at, by, fact, request=request if n == 1 else "")
        for n, fact in enumerate(facts, start=1)
    )
    defaults: dict[str, Any] = {
        "mail": (),
        "publish": tuple(event.seq for event in events),
        "next_check_at": datetime(2026, 8, 13, 0, 0, tzinfo=VIETNAM),
        "queue": "triage",
    }
    after = reduce(apply, events, case)
    return Change(before=case, after=after, events=events, **(defaults | values))


def with_body(change: Change, sealed: SealedBody) -> Change:
    first, *rest = change.events
    return replace(change, events=(replace(first, body=sealed.ref), *rest), bodies=(sealed,))
