"""What happens at intake: receipt, texts, refusals, inspectors, purging, joining and splitting."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.record import record
from chalicelib.domain.vocabulary import Channel, Kind, SubmitterType


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
class DenunciationAcknowledged:
    pass


@record
class Noted:
    """What an inspector wrote down; nobody else ever reads it."""


@record
class Released:
    """No denunciation after all: back to the focal office, and the limits go on."""


@record
class PurgeAsked:
    """A state secret came by mistake: locked at once, erased once a second officer confirms. The body says why."""

    officer: str


@record
class PurgeRejected:
    officer: str


@record
class Purged:
    """All sealed texts and files of the case are gone; the record that there was one stays."""

    officer: str


@record
class Merged:
    into: str


@record
class TookIn:
    """`codes` were merged into this case: their submitters hear what its own submitter hears."""

    codes: tuple[str, ...] = ()


@record
class Linked:
    """`again`: the other matter was answered before, so this one is raised again (R1-11)."""

    to: str
    again: bool = False


@record
class RepeatNoted:
    """The other side of `Linked(again=True)`: `code` raises this answered matter again."""

    code: str


@record
class SplitUp:
    """Each point of a bulk petition became a case of its own (R4-40)."""

    codes: tuple[str, ...] = ()
