"""What only the system itself asks for: time, mail, the calendar, another case. Not reachable over HTTP."""

from __future__ import annotations

from typing import ClassVar

from chalicelib.domain.commands.asking import Command
from chalicelib.domain.record import record


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


@record
class TakeIn(Command):
    """Other cases were merged into this one."""

    name: ClassVar[str] = "take_in"
    codes: tuple[str, ...] = ()


@record
class NoteRepeat(Command):
    name: ClassVar[str] = "note_repeat"
    code: str = ""
