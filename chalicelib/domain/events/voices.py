"""What submitters and experts say to a case, and how it ends by that."""

from __future__ import annotations

from chalicelib.domain.record import record


@record
class Rated:
    """Not satisfied reopens the case and puts it before the leadership (R2-11)."""

    rating: str


@record
class RaisedAgain:
    """R1-11: already handled, but the submitter keeps raising it."""


@record
class CorrectionAsked:
    """The body says what is wrong in the published text."""


@record
class ConsentChanged:
    consents: tuple[str, ...] = ()


@record
class WithdrawalAsked:
    """After forwarding the submitter may only ask; the body holds why."""


@record
class WithdrawalDeclined:
    """The case goes on; the body tells the submitter why."""


@record
class Withdrawn:
    pass


@record
class Closed:
    """`reason`: satisfied, acceptable, unrated, by_office."""

    reason: str


@record
class OpinionInvited:
    """The body holds the address, and the title under which the opinion will be published."""


@record
class OpinionGiven:
    """`invitation`: number of the event that invited it. The body holds the opinion and its title."""

    invitation: int
