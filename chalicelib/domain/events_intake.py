"""What happens to few cases at intake: inspectors, purging, joining and splitting. See `events` for the rest."""

from __future__ import annotations

from chalicelib.domain.record import record


@record
class DenunciationAcknowledged:
    pass


@record
class Noted:
    """What an inspector wrote down; nobody else ever reads it."""


@record
class Released:
    """No denunciation after all: back to the focal office, whose clocks begin today."""


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
class TookIn:
    """`codes` were merged into this case: their submitters hear what its own submitter hears."""

    codes: tuple[str, ...] = ()


@record
class RepeatNoted:
    """The other side of `Linked(again=True)`: `code` raises this answered matter again."""

    code: str


@record
class SplitUp:
    """Each point of a bulk petition became a case of its own (R4-40)."""

    codes: tuple[str, ...] = ()
