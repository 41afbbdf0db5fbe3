"""The state of one case: a fold over its events (see `apply`). The stored head is a cache of exactly this value."""

from __future__ import annotations

from datetime import date, datetime

from chalicelib.domain.named import DECISION_CLOCK, PROPOSED, STANDS, Naming
from chalicelib.domain.record import record, replace
from chalicelib.domain.vocabulary import Channel, Kind, Role, Status, SubmitterType

PURGED = "done"  # no officer's id: those are on file in `data/officers.csv`


@record
class Actor:
    """Who acts. `id` names an office or officer on file, never a private person."""

    role: Role
    id: str = ""
    agency: str = ""


SYSTEM = Actor(Role.SYSTEM)


@record
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


@record
class Pending:
    """Something an officer wrote for the public that waits for the focal officer's review."""

    item: int
    type: str
    agency: str
    on: date


@record
class Case:
    """Bounded in size (the head is one kilobyte): lists that grow with the case live in its events.

    `to_replace`: coordinating agencies that ended without a unique successor, until a person forwards the case anew.
    `contributed`, `disagreed`: coordinating agencies that have answered in this routing. `final`: the lead cannot
    return the case. `ground`: why it is before the leadership; `seconded`: the focal office has said its word on that.
    `unsaid`: the leader's last directive came back from review, so its words are not public.
    `undoable`: the officer who may take the newest decision back. `bounced`: letters that the lead
    or the focal office did not get.
    `unconfirmed`: the event that called on the lead (a routing, an urging), until an act of the lead shows that it
    knows; 0 then. `unreached`: that letter, or a later one, did not arrive. `called_on`: the day on which the lead was
    called on by the newest routing, or by urging after it was unreached; None in older heads.
    `invited`: events that invited an opinion that is still awaited. `withheld`: parts that are kept back; `passages`:
    events that keep a passage back.
    """

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
    unconfirmed: int = 0
    unreached: bool = False
    called_on: date | None = None
    merged_into: str = ""
    contested: bool = False
    # Intake: what few cases have. `named`: the office that the submitter names; `complained_of`: the one that an
    # officer confirmed. `proposal`: the refusal that waits for an officer. `against`: who must not read a restricted
    # case. `purge`: the officer who asked for it, then "done". `merged`, `repeats`, `split`: how many other cases.
    named: str = ""
    anonymous: bool = False
    ownership: str = ""
    from_province: str = ""
    refused_by: str = ""
    proposal: str = ""
    against: str = ""
    purge: str = ""
    merged: int = 0
    repeats: int = 0
    split: int = 0
    split_from: str = ""
    to_replace: tuple[str, ...] = ()
    contributed: tuple[str, ...] = ()
    disagreed: tuple[str, ...] = ()
    extensions: int = 0
    returns_in_row: int = 0
    final: bool = False
    ground: str = ""
    seconded: bool = False
    unsaid: bool = False
    invited: tuple[int, ...] = ()
    withheld: tuple[str, ...] = ()
    passages: tuple[int, ...] = ()
    withdrawal_asked: bool = False
    undoable: str = ""
    # `namings`: the newest one of each agency. `honoured`: agencies, "submitter". `be_named`: the submitter's consent.
    namings: tuple[Naming, ...] = ()
    honoured: tuple[str, ...] = ()
    be_named: bool = False
    recent: tuple[str, ...] = ()
    last_at: datetime | None = None

    def clock(self, name: str) -> Clock | None:
        return next((clock for clock in self.clocks if clock.name == name), None)

    @property
    def letter_language(self) -> str:
        """Letters are written in two languages; whoever wrote in a third one is more likely to read English."""
        return "vi" if self.language.partition("-")[0] == "vi" else "en"

    @property
    def naming(self) -> Naming | None:
        """The one that is proposed and not decided: one at a time."""
        return next((one for one in self.namings if one.state == PROPOSED), None)

    @property
    def naming_waits(self) -> bool:
        """It stands before a leader: the agency has replied, or its time for that is over."""
        return self.naming is not None and self.clock(DECISION_CLOCK) is not None

    @property
    def standing(self) -> tuple[Naming, ...]:
        """The agencies that are named at this moment."""
        return tuple(one for one in self.namings if one.state == STANDS)

    def naming_of(self, agency: str) -> Naming | None:
        """What is proposed or stands against this agency."""
        return next((one for one in self.namings if one.agency == agency and one.open), None)

    @property
    def holder(self) -> tuple[Role, str]:
        """Whose working day it is: figures, ladder and naming follow the holder, nobody is blamed for another's day."""
        if self.purge not in ("", PURGED):
            return Role.FOCAL, ""  # a state secret is locked, and nobody else can work on the case
        match self.status:
            case Status.AWAITING_SUPPLEMENT:
                return Role.SUBMITTER, ""
            case Status.RESTRICTED:
                return Role.INSPECTORATE, ""
            case Status.ESCALATED | Status.REOPENED:
                # R2-11: first the agency reports, advises and proposes, then the leader decides.
                advising = self.lead and (self.status is Status.REOPENED or self.clock("advice"))
                return (Role.AGENCY, self.lead) if advising else (Role.LEADER, "")
            case Status.FORWARDED if self.unreached:
                return Role.FOCAL, ""  # who must mend the address: the agency cannot know of the case
            case Status.FORWARDED | Status.IN_PROCESS | Status.ANSWER_RETURNED:
                # An office that answered before any forwarding holds what it promised.
                return (Role.AGENCY, self.lead) if self.lead else (Role.FOCAL, "")
            case Status.HANDED_OVER:
                return Role.GOVERNMENT, ""
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


__all__ = ["PURGED", "SYSTEM", "Actor", "Case", "Clock", "Pending", "remember"]
