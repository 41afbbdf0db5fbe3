"""What a submitter may ask for."""

from __future__ import annotations

from typing import ClassVar

from chalicelib.domain.commands.asking import REASON_LIMIT, Command, Spec, ask, choice, files, text
from chalicelib.domain.record import record


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
class AskWithdrawal(Command):
    """Once an agency has it, others may be concerned as well: the focal office decides."""

    name: ClassVar[str] = "ask_withdrawal"
    reason: str = text(REASON_LIMIT)


@record
class Consent(Command):
    name: ClassVar[str] = "consent"
    consents: tuple[str, ...] = ask((), Spec("choices", False, choices="consents"))


@record
class AskCorrection(Command):
    name: ClassVar[str] = "ask_correction"
    content: str = text(REASON_LIMIT)
