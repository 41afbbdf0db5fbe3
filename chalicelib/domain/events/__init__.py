"""What happened to a case. Facts are typed and versioned; no fact holds typed text, only `Event.body` points to it.

The facts stand in the modules of this package by subject; everybody imports them from here. A new one joins `Fact`.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.case import Actor, Clock
from chalicelib.domain.events.handling import Acknowledged as Acknowledged
from chalicelib.domain.events.handling import AnswerGiven as AnswerGiven
from chalicelib.domain.events.handling import CaseReturned as CaseReturned
from chalicelib.domain.events.handling import Contributed as Contributed
from chalicelib.domain.events.handling import Directed as Directed
from chalicelib.domain.events.handling import Disclosed as Disclosed
from chalicelib.domain.events.handling import Escalated as Escalated
from chalicelib.domain.events.handling import EscalationProposed as EscalationProposed
from chalicelib.domain.events.handling import ExtensionGranted as ExtensionGranted
from chalicelib.domain.events.handling import ExtensionRefused as ExtensionRefused
from chalicelib.domain.events.handling import ExtensionRequested as ExtensionRequested
from chalicelib.domain.events.handling import Forwarded as Forwarded
from chalicelib.domain.events.handling import HandedOver as HandedOver
from chalicelib.domain.events.handling import IdentityRevealed as IdentityRevealed
from chalicelib.domain.events.handling import ItemPublished as ItemPublished
from chalicelib.domain.events.handling import ItemReturned as ItemReturned
from chalicelib.domain.events.handling import PassedOn as PassedOn
from chalicelib.domain.events.handling import PostedNationally as PostedNationally
from chalicelib.domain.events.handling import Settled as Settled
from chalicelib.domain.events.handling import StatusReported as StatusReported
from chalicelib.domain.events.handling import Undone as Undone
from chalicelib.domain.events.handling import Urged as Urged
from chalicelib.domain.events.handling import Withheld as Withheld
from chalicelib.domain.events.intake import Claimed as Claimed
from chalicelib.domain.events.intake import Classified as Classified
from chalicelib.domain.events.intake import DenunciationAcknowledged as DenunciationAcknowledged
from chalicelib.domain.events.intake import Linked as Linked
from chalicelib.domain.events.intake import Merged as Merged
from chalicelib.domain.events.intake import Noted as Noted
from chalicelib.domain.events.intake import PurgeAsked as PurgeAsked
from chalicelib.domain.events.intake import Purged as Purged
from chalicelib.domain.events.intake import PurgeRejected as PurgeRejected
from chalicelib.domain.events.intake import Received as Received
from chalicelib.domain.events.intake import Redirected as Redirected
from chalicelib.domain.events.intake import RefusalContested as RefusalContested
from chalicelib.domain.events.intake import Refused as Refused
from chalicelib.domain.events.intake import Released as Released
from chalicelib.domain.events.intake import RepeatNoted as RepeatNoted
from chalicelib.domain.events.intake import Restricted as Restricted
from chalicelib.domain.events.intake import SplitUp as SplitUp
from chalicelib.domain.events.intake import SupplementAsked as SupplementAsked
from chalicelib.domain.events.intake import Supplemented as Supplemented
from chalicelib.domain.events.intake import TextsWritten as TextsWritten
from chalicelib.domain.events.intake import TookIn as TookIn
from chalicelib.domain.events.naming import Honoured as Honoured
from chalicelib.domain.events.naming import NamingDecided as NamingDecided
from chalicelib.domain.events.naming import NamingProposed as NamingProposed
from chalicelib.domain.events.naming import NamingReplied as NamingReplied
from chalicelib.domain.events.naming import NamingRetired as NamingRetired
from chalicelib.domain.events.system import DeadlinesRecomputed as DeadlinesRecomputed
from chalicelib.domain.events.system import MailFailed as MailFailed
from chalicelib.domain.events.system import ReassignNeeded as ReassignNeeded
from chalicelib.domain.events.system import SecretRenewed as SecretRenewed
from chalicelib.domain.events.system import StepReached as StepReached
from chalicelib.domain.events.system import Succeeded as Succeeded
from chalicelib.domain.events.voices import Closed as Closed
from chalicelib.domain.events.voices import ConsentChanged as ConsentChanged
from chalicelib.domain.events.voices import CorrectionAsked as CorrectionAsked
from chalicelib.domain.events.voices import OpinionGiven as OpinionGiven
from chalicelib.domain.events.voices import OpinionInvited as OpinionInvited
from chalicelib.domain.events.voices import RaisedAgain as RaisedAgain
from chalicelib.domain.events.voices import Rated as Rated
from chalicelib.domain.events.voices import WithdrawalAsked as WithdrawalAsked
from chalicelib.domain.events.voices import WithdrawalDeclined as WithdrawalDeclined
from chalicelib.domain.events.voices import Withdrawn as Withdrawn
from chalicelib.domain.record import record

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


@record
class BodyRef:
    """Where the typed text of an event is sealed, and SHA-256(salt, text): proves it without showing it."""

    id: str
    hash: str


@record
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
     "correction_asked", "denunciation_acknowledged", "noted", "released", "purge_asked", "purge_rejected",
     "naming_proposed", "naming_replied"}
)  # fmt: skip
