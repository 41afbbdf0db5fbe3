"""What a leader decides. A person is never named: no command has a field for one."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from chalicelib.domain.commands.asking import REASON_LIMIT, Command, choice, day, line, reference, text
from chalicelib.domain.record import record


@record
class Direct(Command):
    name: ClassVar[str] = "direct"
    content: str = text()


@record
class Settle(Command):
    """R1-10, R2-11: agencies do not agree, so a leader says which of them leads."""

    name: ClassVar[str] = "settle"
    lead: str = reference("agency")
    content: str = text()


@record
class DecideNaming(Command):
    """`signed_on`: today if it is left out. The focal office records a document that was signed elsewhere (R2-02)."""

    name: ClassVar[str] = "decide_naming"
    decision: str = choice("naming_decision")
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
    signer: str = line(100)
