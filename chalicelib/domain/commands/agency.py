"""What those may ask for who were asked themselves: agencies and experts."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from chalicelib.domain.commands.asking import (
    REASON_LIMIT,
    Command,
    Spec,
    ask,
    choice,
    day,
    files,
    line,
    reference,
    text,
)
from chalicelib.domain.record import record


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
    email: str = ask("", Spec("email", True, 200, sealed=True))


@record
class ReplyToNaming(Command):
    name: ClassVar[str] = "reply_to_naming"
    content: str = text()
    attachments: tuple[str, ...] = files()


@record
class GiveOpinion(Command):
    name: ClassVar[str] = "give_opinion"
    content: str = text()
