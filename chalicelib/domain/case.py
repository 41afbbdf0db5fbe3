"""The state of one case: a fold over its events (see `apply`). The stored head is a cache of exactly this value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.domain.vocabulary import Channel, Kind, Role, Status, SubmitterType


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `id` names an office or officer on file, never a private person."""

    role: Role
    id: str = ""
    agency: str = ""


SYSTEM = Actor(Role.SYSTEM)


@dataclass(frozen=True, slots=True)
class Clock:
    """A running legal or policy time limit, in working days.

    `start_on` itself is not counted; `due_on` is the last day in time. `steps` are the ladder's steps already taken
    in this arming. `pauses` are pairs of dates, the last one open while the case waits for the submitter.
    """

    name: str
    start_on: date
    length: int
    due_on: date
    provisional: bool = False
    calendar: str = ""
    steps: tuple[str, ...] = ()
    pauses: tuple[tuple[date, date | None], ...] = ()

    @property
    def paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1][1] is None


@dataclass(frozen=True, slots=True)
class Pending:
    """Something an officer wrote for the public that waits for the focal officer's review."""

    item: int
    type: str
    agency: str
    on: date


@dataclass(frozen=True, slots=True)
class Case:
    """Bounded in size (the head is one kilobyte): lists that grow with the case live in its events."""

    code: str
    kind: Kind
    channel: Channel
    submitter_type: SubmitterType
    received_on: date
    origin: str
    status: Status = Status.RECEIVED
    version: int = 0
    language: str = "vi"
    subtype: str = ""
    field: str = ""
    subindex: str = ""
    place: str = ""
    lead: str = ""
    coordinating: tuple[str, ...] = ()
    complained_of: str = ""
    routing: int = 0
    secret_generation: int = 0
    secret_renewed_on: date | None = None
    claimed_by: str = ""
    texts: int = 0
    clocks: tuple[Clock, ...] = ()
    pending: tuple[Pending, ...] = ()
    acknowledged: bool = False
    rearms: int = 0
    supplements: int = 0
    returns: int = 0
    reopened: int = 0
    late: bool = False
    answered_on: date | None = None
    working_days: int | None = None
    rating: str = ""
    resume_status: str = ""
    bounced: tuple[str, ...] = ()
    merged_into: str = ""
    contested: bool = False
    recent: tuple[str, ...] = ()
    last_at: datetime | None = None

    def clock(self, name: str) -> Clock | None:
        return next((clock for clock in self.clocks if clock.name == name), None)

    @property
    def holder(self) -> tuple[Role, str]:
        """Whose working day it is: figures, ladder and naming follow the holder, nobody is blamed for another's day."""
        match self.status:
            case Status.AWAITING_SUPPLEMENT:
                return Role.SUBMITTER, ""
            case Status.ESCALATED:
                return Role.LEADER, ""
            case Status.FORWARDED | Status.IN_PROCESS | Status.ANSWER_RETURNED | Status.REOPENED:
                return Role.AGENCY, self.lead
            case Status.ANSWERED:
                return Role.SUBMITTER, ""
            case _:
                return Role.FOCAL, ""


RECENT_KEPT = 8


def remember(case: Case, request: str) -> Case:
    """Keep the last requests so that a repeated one is recognised inside the same version-checked write."""
    if not request:
        return case
    return replace(case, recent=(*case.recent, request)[-RECENT_KEPT:])


__all__ = ["SYSTEM", "Actor", "Case", "Clock", "Pending", "remember"]
