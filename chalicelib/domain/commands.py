"""What people may ask for. Each command declares its fields once: forms, validation and the OpenAPI text follow.

A field marked `sealed` is typed text: it never reaches an event, only the sealed body that the event points to.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from chalicelib.domain.asking import CONTENT_LIMIT as CONTENT_LIMIT
from chalicelib.domain.asking import FILES_LIMIT as FILES_LIMIT
from chalicelib.domain.asking import PARTS_LIMIT as PARTS_LIMIT
from chalicelib.domain.asking import REASON_LIMIT as REASON_LIMIT
from chalicelib.domain.asking import TITLE_LIMIT as TITLE_LIMIT
from chalicelib.domain.asking import Command as Command
from chalicelib.domain.asking import Spec as Spec
from chalicelib.domain.asking import ask as _ask
from chalicelib.domain.asking import choice, day, files, flag, line, reference, text
from chalicelib.domain.commands_handling import AskWithdrawal as AskWithdrawal
from chalicelib.domain.commands_handling import CiteAnswer as CiteAnswer
from chalicelib.domain.commands_handling import DeclineWithdrawal as DeclineWithdrawal
from chalicelib.domain.commands_handling import Disclose as Disclose
from chalicelib.domain.commands_handling import FollowUp as FollowUp
from chalicelib.domain.commands_handling import GiveOpinion as GiveOpinion
from chalicelib.domain.commands_handling import GrantWithdrawal as GrantWithdrawal
from chalicelib.domain.commands_handling import HandOver as HandOver
from chalicelib.domain.commands_handling import InviteOpinion as InviteOpinion
from chalicelib.domain.commands_handling import PostNationally as PostNationally
from chalicelib.domain.commands_handling import Settle as Settle
from chalicelib.domain.commands_handling import Undo as Undo
from chalicelib.domain.commands_handling import Withhold as Withhold
from chalicelib.domain.commands_intake import AcknowledgeDenunciation as AcknowledgeDenunciation
from chalicelib.domain.commands_intake import ConfirmPurge as ConfirmPurge
from chalicelib.domain.commands_intake import Note as Note
from chalicelib.domain.commands_intake import NoteRepeat as NoteRepeat
from chalicelib.domain.commands_intake import Purge as Purge
from chalicelib.domain.commands_intake import Release as Release
from chalicelib.domain.commands_intake import Restrict as Restrict
from chalicelib.domain.commands_intake import Split as Split
from chalicelib.domain.commands_intake import TakeIn as TakeIn
from chalicelib.domain.commands_naming import DecideNaming as DecideNaming
from chalicelib.domain.commands_naming import Honour as Honour
from chalicelib.domain.commands_naming import ProposeNaming as ProposeNaming
from chalicelib.domain.commands_naming import ReplyToNaming as ReplyToNaming
from chalicelib.domain.commands_naming import RetireNaming as RetireNaming
from chalicelib.domain.record import record

# --- submitter ---


@record
class Supplement(Command):
    name: ClassVar[str] = "supplement"
    content: str = text()
    attachments: tuple[str, ...] = files()


@record
class Rate(Command):
    """R2-11, R2-12. The reason is required when not satisfied: the leadership decides on it."""

    name: ClassVar[str] = "rate"
    rating: str = choice("rating")
    reason: str = text(REASON_LIMIT, required=False)


@record
class RaiseAgain(Command):
    name: ClassVar[str] = "raise_again"
    content: str = text(REASON_LIMIT)


@record
class ContestRefusal(Command):
    name: ClassVar[str] = "contest_refusal"
    content: str = text(REASON_LIMIT)


@record
class Withdraw(Command):
    name: ClassVar[str] = "withdraw"
    reason: str = text(REASON_LIMIT, required=False)


@record
class Consent(Command):
    name: ClassVar[str] = "consent"
    consents: tuple[str, ...] = _ask((), Spec("choices", False, choices="consents"))


@record
class AskCorrection(Command):
    name: ClassVar[str] = "ask_correction"
    content: str = text(REASON_LIMIT)


# --- agency ---


@record
class Acknowledge(Command):
    name: ClassVar[str] = "acknowledge"


@record
class ReportStatus(Command):
    name: ClassVar[str] = "report_status"
    content: str = text()
    promised_on: dt.date | None = day()


@record
class AnswerCase(Command):
    """An answer names its result or a date (R1-16: no formalism; Tây Ninh's finding in systems.md)."""

    name: ClassVar[str] = "answer"
    content: str = text()
    document_number: str = line(50, required=False)
    document_date: dt.date | None = day()
    signer: str = line(100, required=False)
    completed_on: dt.date | None = day()
    promised_on: dt.date | None = day()
    attachments: tuple[str, ...] = files()


@record
class RequestExtension(Command):
    name: ClassVar[str] = "request_extension"
    reason: str = text(REASON_LIMIT)
    until: dt.date | None = day(required=True)


@record
class ReturnCase(Command):
    name: ClassVar[str] = "return_case"
    reason: str = text(REASON_LIMIT)
    competent: str = reference("agency", required=False)


@record
class Contribute(Command):
    name: ClassVar[str] = "contribute"
    position: str = choice("position", required=False)
    content: str = text(required=False)


@record
class ProposeEscalation(Command):
    """R2-11: the agency reports, advises and proposes; the leader directs."""

    name: ClassVar[str] = "propose_escalation"
    ground: str = choice("ground")
    advice: str = text(REASON_LIMIT)
    proposal: str = text(REASON_LIMIT)


@record
class PassOn(Command):
    name: ClassVar[str] = "pass_on"
    email: str = _ask("", Spec("email", True, 200, sealed=True))


# --- desk ---


@record
class Claim(Command):
    name: ClassVar[str] = "claim"


@record
class Classify(Command):
    name: ClassVar[str] = "classify"
    kind: str = choice("kind")
    subtype: str = choice("subtype", required=False)
    field: str = reference("field", required=False)
    subindex: str = choice("subindex", required=False)
    place: str = reference("place", required=False)
    complained_of: str = reference("agency", required=False)
    legal_document: bool = flag()


@record
class WriteTexts(Command):
    """`language` of the public text: of the original if that is one of the site's two, else of the translation."""

    name: ClassVar[str] = "write_texts"
    public_title: str = line()
    public_content: str = text()
    handling_content: str = text()
    language: str = choice("text_language", required=False)


@record
class Forward(Command):
    """`final`: the focal office has decided who is competent; the agency cannot return the case."""

    name: ClassVar[str] = "forward"
    field: str = reference("field", required=False)
    lead: str = reference("agency")
    coordinating: tuple[str, ...] = reference("agencies", required=False)
    final: bool = flag()
    note: str = text(REASON_LIMIT, required=False)
    attachments: tuple[str, ...] = files()


@record
class Reassign(Forward):
    name: ClassVar[str] = "reassign"


@record
class AskSupplement(Command):
    """Everything at once; asking again needs a `reason` (R4-51, section G)."""

    name: ClassVar[str] = "ask_supplement"
    content: str = text(REASON_LIMIT)
    reason: str = text(REASON_LIMIT, required=False)


@record
class Refuse(Command):
    name: ClassVar[str] = "refuse"
    reason: str = choice("refusal_reason")
    content: str = text(REASON_LIMIT)


@record
class Redirect(Command):
    name: ClassVar[str] = "redirect"
    reason: str = choice("redirect_reason")
    content: str = text(REASON_LIMIT)


@record
class Merge(Command):
    """Of duplicates: both submitters stay informed."""

    name: ClassVar[str] = "merge"
    into: str = reference("case")


@record
class Link(Command):
    """`answered` is looked up, not asked: a petition on a matter already answered is raised again."""

    name: ClassVar[str] = "link"
    to: str = reference("case")
    answered: bool = False


@record
class Review(Command):
    """QĐ 31/2021 art. 46: an answer that is unsuitable or off the point is returned before publication."""

    name: ClassVar[str] = "review"
    item: int = _ask(0, Spec("item", True))
    decision: str = choice("decision")
    reason: str = choice("return_reason", required=False)
    note: str = text(REASON_LIMIT, required=False)


@record
class GrantExtension(Command):
    name: ClassVar[str] = "grant_extension"


@record
class RefuseExtension(Command):
    name: ClassVar[str] = "refuse_extension"
    note: str = text(REASON_LIMIT, required=False)


@record
class Urge(Command):
    name: ClassVar[str] = "urge"
    note: str = text(REASON_LIMIT, required=False)


@record
class Escalate(Command):
    name: ClassVar[str] = "escalate"
    ground: str = choice("ground")
    note: str = text(REASON_LIMIT)


@record
class RecordDirective(Command):
    """R2-02: directives are issued through the Office, which records them for the leader."""

    name: ClassVar[str] = "record_directive"
    leader: str = line(100)
    date: dt.date | None = day(required=True)
    number: str = line(50)
    content: str = text()


@record
class RevealIdentity(Command):
    name: ClassVar[str] = "reveal_identity"
    note: str = text(REASON_LIMIT)


@record
class Close(Command):
    name: ClassVar[str] = "close"
    note: str = text(REASON_LIMIT, required=False)


# --- leader ---


@record
class Direct(Command):
    name: ClassVar[str] = "direct"
    content: str = text()


# --- the system itself; not reachable over HTTP ---


@record
class Tick(Command):
    """Time passed: take the steps of the ladder that have fallen due."""

    name: ClassVar[str] = "tick"


@record
class RenewSecret(Command):
    name: ClassVar[str] = "renew_secret"


@record
class ReportMailFailure(Command):
    name: ClassVar[str] = "report_mail_failure"
    notice: str = ""
    to: str = ""
    cause: str = ""
    item: int = 0


@record
class RecomputeDeadlines(Command):
    name: ClassVar[str] = "recompute_deadlines"


@record
class Succeed(Command):
    """The directory changed, or a day passed: who takes over from an agency that has ended."""

    name: ClassVar[str] = "succeed"


def _all(base: type[Command]) -> list[type[Command]]:
    return [found for child in base.__subclasses__() for found in (child, *_all(child))]


# Slots make a second class of each; the later one, which is the one that has a name in this module, wins.
COMMANDS: dict[str, type[Command]] = {command.name: command for command in _all(Command)}
