"""Facts of the leadership, the Government Office, experts and withdrawals; `events` names them all."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.record import record


@record
class Settled:
    """A leader decided between agencies: `lead` leads from here on, and cannot return the case."""

    leader: str
    lead: str
    coordinating: tuple[str, ...] = ()
    moved: bool = False
    public: bool = False


@record
class HandedOver:
    """To the Government Office, with class UP-1, UP-2 or UP-3 (R1-10 to R1-12). The body holds the letter's number."""

    up_class: str
    document_date: date | None = None


@record
class PostedNationally:
    """`due_on`: the national portal's own time limit, as it stood."""

    on: date
    due_on: date


@record
class OpinionInvited:
    """The body holds the address, and the title under which the opinion will be published."""


@record
class OpinionGiven:
    """`invitation`: number of the event that invited it. The body holds the opinion and its title."""

    invitation: int


@record
class Withheld:
    """A part of what is public is kept back, with its ground; or a `passage` of that part, which the body holds."""

    part: str
    ground: str
    passage: bool = False


@record
class Disclosed:
    """`item`: number of the event that kept a passage back, 0 for the whole part."""

    part: str
    item: int = 0


@record
class WithdrawalAsked:
    """After forwarding the submitter may only ask; the body holds why."""


@record
class WithdrawalDeclined:
    """The case goes on; the body tells the submitter why."""
