"""Naming and honours (R1-14, R1-26 to R1-28)."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.record import record


@record
class NamingProposed:
    """By the ladder, for a delay that became a fact on the day `on`; or by the focal office, whose reason is the body.

    `clock`, `due_on`: the limit that was exceeded, of a delay alone.

    Nothing of it is public before a leader has decided: to publish a proposal would be to name.
    """

    agency: str
    failure: str
    on: date
    source: str = "ladder"
    arming: date | None = None
    clock: str = ""
    due_on: date | None = None


@record
class NamingReplied:
    """The right of reply. `proposal`: number of the event that is replied to. The body holds the words."""

    agency: str
    proposal: int
    files: tuple[str, ...] = ()


@record
class NamingDecided:
    """A leader's decision; the body holds its reason, who signed it, and its number.

    `leader`: the leader's id, or "recorded" when the Office entered a signed document. `reply`: number of the reply
    that stood then. `until`: the last day of being named, None when nobody is.
    """

    agency: str
    failure: str
    named: bool
    proposal: int
    leader: str
    signed_on: date
    reply: int = 0
    until: date | None = None


@record
class NamingRetired:
    """The agency is named no more: its time is over (`expired`), or a leader found it `wrong`, and says why."""

    agency: str
    proposal: int
    on: date
    reason: str = "expired"


@record
class Honoured:
    """R1-26, R1-27: an agency that did well, or a useful submitter who agreed to be named. The body says what for.

    No event knows the submitter's name: it is shown out of the sealed petition, as long as the consent stands.
    """

    whom: str
    agency: str
    leader: str
