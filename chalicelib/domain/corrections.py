"""The public register of corrections, takedowns and redactions: that something changed, never what it said.

A case that was taken down (a denunciation, a state secret, a legal complaint) is never named by its takedown, not even
when it comes back: that it was once taken for one is nobody's business. Only words that were public can be corrected.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chalicelib.domain import events as e
from chalicelib.domain.deadlines import vietnam_date
from chalicelib.domain.vocabulary import RedirectReason

REWRITTEN, WITHHELD, PASSAGE, DISCLOSED = "rewritten", "withheld", "passage_withheld", "disclosed"
REMOVED, TAKEN_DOWN, UNNAMED = "removed", "taken_down", "naming_withdrawn"
TYPES = (REWRITTEN, WITHHELD, PASSAGE, DISCLOSED, REMOVED, TAKEN_DOWN, UNNAMED)
# A case vanishes, or comes back: its code leaves or returns to the lines that name it.
FLIPS = (e.Restricted, e.Released, e.PurgeAsked, e.PurgeRejected, e.Purged, e.Redirected, e.Undone)


@dataclass(frozen=True, slots=True)
class Correction:
    """`ground`: of `withhold_ground`, or of a removal the status that took the words away."""

    seq: int
    on: date
    type: str
    part: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class _Shown:
    """`written`: the public text exists. `down`: the page is gone. `hidden`: there is a page without words."""

    written: bool = False
    down: bool = False
    hidden: bool = False


def corrections(events: Sequence[e.Event]) -> list[Correction]:
    """All lines of one case, in order. What follows an event changes none of the lines before it."""
    shown, found = _Shown(), list[Correction]()
    for event in events:
        line = _line(shown, event) if shown.written and not shown.down else None
        if line and not (line.type == REMOVED and shown.hidden):
            found.append(line)
        shown = _after(shown, event.fact)
    return found


def recalled(events: Sequence[e.Event], numbers: Collection[int]) -> bool:
    """Whether one of these events takes back what was public, so that caches and old versions must forget it."""
    lines = any(line.seq in numbers and line.type != DISCLOSED for line in corrections(events))
    gone: tuple[type, ...] = (e.Restricted, e.PurgeAsked, e.Purged)
    if any(isinstance(event.fact, e.Honoured) for event in events):
        gone = (*gone, e.ConsentChanged)  # the name of a submitter who was honoured
    return lines or any(event.seq in numbers and isinstance(event.fact, gone) for event in events)


def _line(shown: _Shown, event: e.Event) -> Correction | None:
    seq, on = event.seq, vietnam_date(event.at)
    match event.fact:
        case e.TextsWritten():
            return None if shown.hidden else Correction(seq, on, REWRITTEN, "content")
        case e.Withheld(part=part, ground=ground, passage=passage):
            return Correction(seq, on, PASSAGE if passage else WITHHELD, part, ground)
        case e.Disclosed(part=part):
            return Correction(seq, on, DISCLOSED, part)
        case e.Restricted() | e.PurgeAsked() | e.Redirected(reason=RedirectReason.LEGAL_COMPLAINT):
            return Correction(seq, on, TAKEN_DOWN)
        case e.Refused():
            return Correction(seq, on, REMOVED, "content", "refused")
        case e.Redirected():
            return Correction(seq, on, REMOVED, "content", "redirected")
        case e.Withdrawn():
            return Correction(seq, on, REMOVED, "content", "withdrawn")
        case e.Merged():
            return Correction(seq, on, REMOVED, "content", "merged")
        case e.NamingRetired(reason="wrong"):
            return Correction(seq, on, UNNAMED)
        case _:
            return None


def _after(shown: _Shown, fact: e.Fact) -> _Shown:
    match fact:
        case e.TextsWritten():
            return replace(shown, written=True)
        case e.Restricted() | e.PurgeAsked() | e.Redirected(reason=RedirectReason.LEGAL_COMPLAINT):
            return replace(shown, down=True)
        case e.PurgeRejected():
            return replace(shown, down=False)
        case e.Refused() | e.Redirected() | e.Withdrawn() | e.Merged():
            return replace(shown, hidden=True)
        case e.Released() | e.RefusalContested() | e.Undone():
            return replace(shown, down=False, hidden=False)
        case _:
            return shown
