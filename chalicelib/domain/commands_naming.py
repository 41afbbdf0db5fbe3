"""What people may ask for about naming and honours. A person is never named: no command has a field for one."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from chalicelib.domain.asking import REASON_LIMIT, Command, choice, day, files, line, reference, text
from chalicelib.domain.record import record

# --- desk ---


@record
class ProposeNaming(Command):
    """Evasion and non-cooperation are no matter of clocks: a person must see them. `agency`: else the lead."""

    name: ClassVar[str] = "propose_naming"
    failure: str = choice("failure")
    agency: str = reference("agency", required=False)
    content: str = text(REASON_LIMIT)


# --- agency ---


@record
class ReplyToNaming(Command):
    name: ClassVar[str] = "reply_to_naming"
    content: str = text()
    attachments: tuple[str, ...] = files()


# --- leader ---


@record
class DecideNaming(Command):
    """`signed_on`: today if it is left out. The focal office records a document that was signed elsewhere (R2-02)."""

    name: ClassVar[str] = "decide_naming"
    decision: str = choice("naming_decision")
    failure: str = choice("failure", required=False)
    content: str = text(REASON_LIMIT)
    signer: str = line(100)
    document_number: str = line(50, required=False)
    signed_on: dt.date | None = day()


@record
class RetireNaming(Command):
    """It was wrong. `agency` is needed only when several stand named in one case."""

    name: ClassVar[str] = "retire_naming"
    agency: str = reference("agency", required=False)
    content: str = text(REASON_LIMIT)


@record
class Honour(Command):
    name: ClassVar[str] = "honour"
    whom: str = choice("whom")
    content: str = text(REASON_LIMIT)
    signer: str = line(100, required=False)
