"""What people may ask for at intake, beyond the everyday commands of `commands`: inspectors, purging, splitting."""

from __future__ import annotations

from typing import ClassVar

from chalicelib.domain.asking import PARTS_LIMIT, REASON_LIMIT, Command, Spec, ask, choice, text
from chalicelib.domain.record import record


@record
class Restrict(Command):
    """To the inspectorate, or past it. An inspector passes on in the same way what is not his to read."""

    name: ClassVar[str] = "restrict"
    ground: str = choice("restrict_ground", required=False)
    against: str = choice("against", required=False)
    note: str = text(REASON_LIMIT, required=False)


@record
class AcknowledgeDenunciation(Command):
    name: ClassVar[str] = "acknowledge_denunciation"


@record
class Note(Command):
    name: ClassVar[str] = "note"
    content: str = text()


@record
class Release(Command):
    name: ClassVar[str] = "release"
    note: str = text(REASON_LIMIT)


@record
class Purge(Command):
    """A state secret received by mistake: the first of two officers."""

    name: ClassVar[str] = "purge"
    reason: str = text(REASON_LIMIT)


@record
class ConfirmPurge(Command):
    """The second officer. Nothing is typed: there would be no key left to seal it under."""

    name: ClassVar[str] = "confirm_purge"
    decision: str = choice("purge_decision")


@record
class Split(Command):
    """A bulk petition into one case for each point. `codes` of the new cases are given by the use case."""

    name: ClassVar[str] = "split"
    parts: tuple[tuple[str, str], ...] = ask((), Spec("parts", True, PARTS_LIMIT))
    codes: tuple[str, ...] = ()


# --- what follows from another case's command; not reachable over HTTP ---


@record
class TakeIn(Command):
    """Other cases were merged into this one."""

    name: ClassVar[str] = "take_in"
    codes: tuple[str, ...] = ()


@record
class NoteRepeat(Command):
    name: ClassVar[str] = "note_repeat"
    code: str = ""
