"""What happened to a case. Facts are typed and versioned; no fact holds typed text, only `Event.body` points to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain.case import Actor, Clock
from chalicelib.domain.events_handling import Disclosed as Disclosed
from chalicelib.domain.events_handling import HandedOver as HandedOver
from chalicelib.domain.events_handling import OpinionGiven as OpinionGiven
from chalicelib.domain.events_handling import OpinionInvited as OpinionInvited
from chalicelib.domain.events_handling import PostedNationally as PostedNationally
from chalicelib.domain.events_handling import Settled as Settled
from chalicelib.domain.events_handling import WithdrawalAsked as WithdrawalAsked
from chalicelib.domain.events_handling import WithdrawalDeclined as WithdrawalDeclined
from chalicelib.domain.events_handling import Withheld as Withheld
from chalicelib.domain.events_intake import DenunciationAcknowledged as DenunciationAcknowledged
from chalicelib.domain.events_intake import Noted as Noted
from chalicelib.domain.events_intake import PurgeAsked as PurgeAsked
from chalicelib.domain.events_intake import Purged as Purged
from chalicelib.domain.events_intake import PurgeRejected as PurgeRejected
from chalicelib.domain.events_intake import Released as Released
from chalicelib.domain.events_intake import RepeatNoted as RepeatNoted
from chalicelib.domain.events_intake import SplitUp as SplitUp
from chalicelib.domain.events_intake import TookIn as TookIn
from chalicelib.domain.events_naming import Honoured as Honoured
from chalicelib.domain.events_naming import NamingDecided as NamingDecided
from chalicelib.domain.events_naming import NamingProposed as NamingProposed
from chalicelib.domain.events_naming import NamingReplied as NamingReplied
from chalicelib.domain.events_naming import NamingRetired as NamingRetired
from chalicelib.domain.events_undo import Undone as Undone
from chalicelib.domain.record import record
from chalicelib.domain.vocabulary import Channel, Kind, SubmitterType


@dataclass(frozen=True, slots=True)
class BodyRef:
    """Where the typed text of an event is sealed, and SHA-256(salt, text): proves it without showing it."""

    id: str
    hash: str


@record
class Received:
    kind: Kind
    channel: Channel
    submitter_type: SubmitterType
    received_on: date
    origin: str
    language: str = "vi"
    subtype: str = ""
    field: str = ""
    place: str = ""
    agency: str = ""
    notice_version: str = ""
    consents: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    ownership: str = ""
    from_province: str = ""
    anonymous: bool = False
    split_from: str = ""
    national_due_on: date | None = None


@record
class Claimed:
    officer: str


@record
class Classified:
    kind: Kind
    subtype: str = ""
    field: str = ""
    subindex: str = ""
    place: str = ""
    complained_of: str = ""
    legal_document: bool = False


@record
class TextsWritten:
    """The body holds public_title, public_content and handling_content; `language` is that of the public text."""

    language: str = ""


@record
class SupplementAsked:
    """The body holds what is missing, everything at once (R4-51); and why, when it is asked `again`."""

    again: bool = False


@record
class Supplemented:
    files: tuple[str, ...] = ()


@record
class Refused:
    reason: str


@record
class RefusalContested:
    """Once per case, and another officer looks at it."""


@record
class Redirected:
    reason: str


@record
class Restricted:
    """A denunciation: the inspectorate alone sees it from here on (Luật Tố cáo 2018), or the other recipient on file
    when it is `against` the inspectorate or a leader.
    """

    to: str
    ground: str = "denunciation"
    against: str = "other"


@record
class Merged:
    into: str


@record
class Linked:
    """`again`: the other matter was answered before, so this one is raised again (R1-11)."""

    to: str
    again: bool = False


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
class SecretRenewed:
    generation: int


@record
class IdentityRevealed:
    """Somebody looked at who speaks; the body holds why."""

    officer: str


@record
class Withdrawn:
    pass


@record
class Closed:
    """`reason`: satisfied, acceptable, unrated, by_office."""

    reason: str


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
    """

    notice: str
    to: str
    reason: str
    item: int = 0
    unreached: bool = False


@record
class DeadlinesRecomputed:
    """The calendar changed: clocks of this open case moved; old and new stand here, why in the calendar version."""

    calendar: str
    old: tuple[date, ...] = ()
    new: tuple[date, ...] = ()


Fact = (
    Received
    | Claimed
    | Classified
    | TextsWritten
    | SupplementAsked
    | Supplemented
    | Refused
    | RefusalContested
    | Redirected
    | Restricted
    | DenunciationAcknowledged
    | Noted
    | Released
    | PurgeAsked
    | PurgeRejected
    | Purged
    | Merged
    | TookIn
    | Linked
    | RepeatNoted
    | SplitUp
    | Forwarded
    | Succeeded
    | ReassignNeeded
    | Acknowledged
    | StatusReported
    | Contributed
    | PassedOn
    | AnswerGiven
    | ItemPublished
    | ItemReturned
    | CaseReturned
    | ExtensionRequested
    | ExtensionGranted
    | ExtensionRefused
    | Urged
    | EscalationProposed
    | Escalated
    | Directed
    | Rated
    | RaisedAgain
    | CorrectionAsked
    | ConsentChanged
    | SecretRenewed
    | IdentityRevealed
    | Withdrawn
    | Closed
    | StepReached
    | MailFailed
    | DeadlinesRecomputed
    | Settled
    | HandedOver
    | PostedNationally
    | OpinionInvited
    | OpinionGiven
    | Withheld
    | Disclosed
    | Undone
    | WithdrawalAsked
    | WithdrawalDeclined
    | NamingProposed
    | NamingReplied
    | NamingDecided
    | NamingRetired
    | Honoured
)


def _snake(name: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name).lstrip("_")


FACTS: dict[str, type[Fact]] = {_snake(fact.__name__): fact for fact in Fact.__args__}
_NAMES: dict[type, str] = {fact: name for name, fact in FACTS.items()}


def name_of(fact: Fact) -> str:
    """The stored name of a fact, for example `item_published`: stable, since old events stay readable."""
    return _NAMES[type(fact)]


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the append-only list. `seq` counts from 1 in its case; `clocks` is set when the clocks change.

    `clocks` travels in the event because only `decide` knows the calendar: the fold stays a fold. `v` is the schema.
    """

    code: str
    seq: int
    at: datetime
    by: Actor
    fact: Fact
    body: BodyRef | None = None
    clocks: tuple[Clock, ...] | None = None
    request: str = ""
    v: int = 1

    @property
    def type(self) -> str:
        return name_of(self.fact)


# What its officer may take back as long as nothing else has happened.
UNDOABLE = (Forwarded, SupplementAsked, Refused, Redirected)

# Never on the public timeline: who looked, who claimed, where a mail went, what a denunciation became.
INTERNAL = frozenset(
    {"claimed", "identity_revealed", "passed_on", "mail_failed", "secret_renewed", "consent_changed", "restricted",
     "correction_asked", "urged", "denunciation_acknowledged", "noted", "released", "purge_asked", "purge_rejected",
     "naming_proposed", "naming_replied"}
)  # fmt: skip
