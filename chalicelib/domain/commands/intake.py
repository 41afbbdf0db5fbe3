"""What the focal office and the inspectors may ask for at intake."""

from __future__ import annotations

from typing import ClassVar

from chalicelib.domain.commands.asking import (
    PARTS_LIMIT,
    REASON_LIMIT,
    Command,
    Spec,
    ask,
    choice,
    files,
    flag,
    line,
    reference,
    text,
)
from chalicelib.domain.record import record


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
class Restrict(Command):
    """To the inspectorate, or past it. An inspector passes on in the same way what is not his to read."""

    name: ClassVar[str] = "restrict"
    ground: str = choice("restrict_ground")
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
class Split(Command):
    """A bulk petition into one case for each point. `codes` of the new cases are given by the use case."""

    name: ClassVar[str] = "split"
    parts: tuple[tuple[str, str], ...] = ask((), Spec("parts", True, PARTS_LIMIT))
    codes: tuple[str, ...] = ()
