"""What happens to a forwarded case: agencies, review, the leadership, the Government Office, what is kept back."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.case import Case
from chalicelib.domain.record import record


@record
class Forwarded:
    """A new routing begins: links of the earlier one die. `final`: the lead cannot return the case."""

    lead: str
    coordinating: tuple[str, ...] = ()
    field: str = ""
    again: bool = False
    final: bool = False
    files: tuple[str, ...] = ()


@record
class Acknowledged:
    agency: str


@record
class StatusReported:
    """`trusted`: by policy this agency's reports are public without review."""

    agency: str
    promised_on: date | None = None
    trusted: bool = False


@record
class Contributed:
    """A coordinating agency answers to the lead, says that it has nothing to add, or disagrees.

    `public`: the words go to review and, once let through, to the public; so in other facts. Words of before that rule
    stay between the offices.
    """

    agency: str
    position: str
    public: bool = False


@record
class PassedOn:
    """Inside the agency; the body holds the colleague's address."""

    agency: str


@record
class AnswerGiven:
    agency: str
    document_date: date | None = None
    completed_on: date | None = None
    promised_on: date | None = None
    files: tuple[str, ...] = ()
    cites: str = ""


@record
class ItemPublished:
    """The focal officer let `item` through. A status report re-arms the 20 days (R1-17); an answer ends them.

    `rearmed` is False for what re-arms nothing: an opinion, and a status report beyond the cap of the policy.
    """

    item: int
    type: str
    agency: str
    on_time: bool = True
    working_days: int | None = None
    rearmed: bool = True


@record
class ItemReturned:
    item: int
    type: str
    agency: str
    reason: str = ""


@record
class CaseReturned:
    """`decide`: so many agencies in a row returned it that the focal office decides who is competent."""

    agency: str
    competent: str = ""
    decide: bool = False
    public: bool = False


@record
class ExtensionRequested:
    agency: str
    until: date


@record
class ExtensionGranted:
    agency: str
    until: date


@record
class ExtensionRefused:
    agency: str


@record
class Urged:
    agency: str


@record
class EscalationProposed:
    agency: str
    ground: str


@record
class Escalated:
    """`unadvised`: the agency did not report in time, and the case goes up without its advice."""

    ground: str
    unadvised: bool = False


@record
class Directed:
    """A leader's directing opinion (R2-02); `document_date` when the Office recorded it for the leader.

    What the Office recorded is public at once, since the focal officer is who would review it.
    """

    leader: str
    document_date: date | None = None
    public: bool = False


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
class IdentityRevealed:
    """Somebody looked at who speaks; the body holds why."""

    officer: str


@record
class Undone:
    """The officer took back event `item`, of type `what`, before anything else happened to the case.

    `restored` is the fold before that event: the state goes back by an event like any other, and every reader of the
    record that folds step by step stays right. It is a head: codes and dates, no typed text. `silent`: no letter told
    the submitter of the decision, so none tells that it is over.
    """

    item: int
    what: str
    restored: Case
    silent: bool = False
