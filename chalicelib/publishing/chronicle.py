"""The timeline in words, both languages side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.domain import events as e
from chalicelib.domain import timeline
from chalicelib.domain.deadlines import VIETNAM
from chalicelib.domain.reference import Reference
from chalicelib.messages import LANGUAGES, both, translator
from chalicelib.publishing.gone import Gone
from chalicelib.publishing.names import agency_name
from chalicelib.publishing.shapes import Doc, Texts, iso


def timeline_of(
    events: Sequence[e.Event], texts: Texts, reference: Reference, gone: Gone = (), *, hidden: bool = False
) -> list[Doc]:
    """Entries in both languages; `note` is the published reason of a granted extension or of a case that came back,
    `undelivered` says that the letter about it did not reach an office.
    """
    return [
        {
            "seq": entry.seq,
            "at": _moment(entry.at),
            "on": iso(entry.on),
            "type": entry.type,
            "tone": entry.tone,
            "text": {lang: _words(entry, reference, lang, gone) for lang in LANGUAGES},
            "note": None if hidden or not entry.note else texts.get(entry.note, {}).get("reason") or None,
            "undelivered": both("timeline.undelivered") if entry.undelivered else None,
        }
        for entry in timeline.entries(events)
    ]


def _words(entry: timeline.Entry, reference: Reference, lang: str, gone: Gone) -> str:
    t = translator(lang)
    if gone and any(word in gone for word in entry.words.values()):
        return t(f"timeline.unnamed.{entry.type}")
    args: dict[str, object] = {name: agency_name(reference, code)[lang] for name, code in entry.agencies.items()}
    args |= {name: _spoken(day, lang) for name, day in entry.dates.items()}
    args |= {name: t(word) if word.startswith(_LABELLED) else word for name, word in entry.words.items()}
    return t(entry.key, **args)


_LABELLED = ("event.", "failure.", "part.", "withhold_ground.")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _spoken(day: date, lang: str) -> str:
    return f"{day:%d/%m/%Y}" if lang == "vi" else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(VIETNAM).isoformat(timespec="seconds") if at else None
