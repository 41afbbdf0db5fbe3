"""Every working day has a holder: whose days they were, from receipt to the answer (design, section 2).

A day belongs to whoever held the case when it began. So the day on which somebody acts is still that person's, as the
rule of day X says of limits (deadlines): who forwards on Wednesday has used Wednesday.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chalicelib.domain import events as e
from chalicelib.domain.apply import apply
from chalicelib.domain.calendar import Calendar
from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import vietnam_date
from chalicelib.domain.record import record
from chalicelib.domain.vocabulary import FINAL, Role, Status

Holder = tuple[Role, str]
_OFFICE: Holder = (Role.FOCAL, "")
_SPEAKER: Holder = (Role.SUBMITTER, "")
_AT_REST = FINAL | {Status.ANSWERED}


@record
class Held:
    """`id`: the agency's code, "" for the others, of whom there is one each."""

    role: Role
    id: str
    working_days: int


@record
class Age:
    """`working_days` from receipt up to and including `until`: the sum of all that was `held`."""

    until: date
    working_days: int
    held: tuple[Held, ...]


def age_of(events: Sequence[e.Event], calendar: Calendar) -> Age:
    """Up to the answer or the end of the case, the newest one if it was reopened; else the day of its last event.

    Raises `CalendarYearMissing` outside the years on file.
    """
    first = events[0].fact
    assert isinstance(first, e.Received)
    case: Case | None = None
    holder, day, found = _OFFICE, first.received_on, dict[Holder, int]()
    for event in events[: _end(events)]:
        now = max(day, vietnam_date(event.at))
        found[holder] = found.get(holder, 0) + _between(calendar, day, now)
        case, day = apply(case, event), now
        holder = _holder(case)
    held = tuple(Held(role, id_, days) for (role, id_), days in found.items() if days)
    return Age(day, _between(calendar, first.received_on, day), held)


def _end(events: Sequence[e.Event]) -> int:
    """How many of the events count: what happens after the answer, or after the end, is nobody's day."""
    case: Case | None = None
    ended = 0
    for number, event in enumerate(events, 1):
        case = apply(case, event)
        ended = (ended or number) if case.status in _AT_REST else 0
    return ended or len(events)


def _between(calendar: Calendar, start: date, end: date) -> int:
    return calendar.working_days_between(start, end) if end > start else 0


def _holder(case: Case) -> Holder:
    # A refusal that may be contested waits for the submitter. What was wrongly taken for a denunciation is the focal
    # office's doing, and its page must not tell of the inspectorate.
    if case.status is Status.RESTRICTED:
        return _OFFICE
    role, id_ = _SPEAKER if case.status in FINAL else case.holder
    return role, id_ if role is Role.AGENCY else ""
