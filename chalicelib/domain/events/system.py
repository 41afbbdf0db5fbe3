"""What the system notes by itself: time limits, mail, the calendar, the directory, new secrets."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.record import record


@record
class StepReached:
    """The overdue check took one step of the ladder; `on` is the day on which it fell due, however late the run.

    `superseded`: a later step of the same clock was taken in the same run, so this one is recorded, but not mailed.
    """

    clock: str
    step: str
    on: date
    due_on: date
    superseded: bool = False


@record
class MailFailed:
    """A notice about event `item` never arrived: shown on the desk, and not held against the addressee.

    `to`: the notice's key. `unreached`: by this the lead does not know of the case, and the focal office holds it.
    `unheard`: by this nobody was given the right of reply, and the proposal to name has ended.
    """

    notice: str
    to: str
    reason: str
    item: int = 0
    unreached: bool = False
    unheard: bool = False


@record
class DeadlinesRecomputed:
    """The calendar changed: clocks of this open case moved; old and new stand here, why in the calendar version."""

    calendar: str
    old: tuple[date, ...] = ()
    new: tuple[date, ...] = ()


@record
class Succeeded:
    """`new` holds what `old` held of this field from `since` on, as version `directory` says (agencies.md section 1).

    A lead's successor begins a new routing; a coordinating one (`coordinating`) takes its place in the present one.
    """

    old: str
    new: str
    field: str
    directory: str
    since: date
    coordinating: bool = False


@record
class ReassignNeeded:
    """`agency` ended, and a person must name who goes on: `several`, `unmapped`, or `complained_of`, when it would be
    the office complained of. The lead's end stops the handling; a coordinating agency only leaves.
    """

    agency: str
    field: str
    directory: str
    since: date
    reason: str = "unmapped"
    coordinating: bool = False


@record
class SecretRenewed:
    generation: int
