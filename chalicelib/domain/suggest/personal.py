"""Personal data to take out of a text before it is published: found by form and by words, never taken out by itself.

For the petition's texts, and for whatever an officer wrote for the public. It warns; the officer reads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from chalicelib.domain.suggest.addresses import Addresses
from chalicelib.domain.suggest.names import Names
from chalicelib.domain.suggest.numbers import FINDERS
from chalicelib.domain.suggest.words import Words

KINDS = ("phone", "email", "identity", "plate", "land", "bank", "name", "address", "birth", "link")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`text[start:end]` of the text that was searched; `kind` is one of `KINDS`."""

    start: int
    end: int
    kind: str
    text: str


def find(text: str, places: Collection[str] = ()) -> tuple[Span, ...]:
    """Spans of `text` (NFC) in order, none overlapping another. `places`: folded names that are not persons."""
    words = Words(text)
    found: list[tuple[int, int, str]] = []
    for finder in FINDERS:
        _take(found, finder(words))
    _take(found, _longest_first(Names(words, places).found()))
    _take(found, _longest_first(Addresses(words).found()))
    return tuple(Span(start, end, kind, text[start:end]) for start, end, kind in sorted(found))


def _longest_first(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    return sorted(spans, key=lambda span: (span[0] - span[1], span[0]))


def _take(found: list[tuple[int, int, str]], more: Iterable[tuple[int, int, str]]) -> None:
    for start, end, kind in more:
        if all(end <= other_start or other_end <= start for other_start, other_end, _ in found):
            found.append((start, end, kind))


def redact(text: str, spans: Iterable[Span], labels: Mapping[str, str] | None = None) -> str:
    """How `text` reads with each span replaced by its label in brackets; without `labels` by its kind's key."""
    parts, at = [], 0
    for span in sorted(spans):
        label = (labels or {}).get(span.kind, span.kind)
        parts += [text[at : span.start], f"[{label}]"]
        at = span.end
    return "".join([*parts, text[at:]])


@dataclass(frozen=True, slots=True)
class Finding:
    """A span of one of several texts; `part` is the caller's name for that text."""

    part: str
    span: Span


def search(texts: Mapping[str, str], places: Collection[str] = ()) -> tuple[Finding, ...]:
    """`find` in several texts at once, in their order: what an officer is about to publish, or has been given."""
    return tuple(Finding(part, span) for part, text in texts.items() for span in find(text, places))
