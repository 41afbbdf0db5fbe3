"""Passages that are kept back from the public: taken out of the words themselves, before anybody composes a page.

What stands in their place is a token between two control characters, which no typed text can hold (`text.clean`).
`publishing` turns it into words; should it ever forget to, a reader sees a strange mark, and never the passage.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.reading import published_items

OPEN, CLOSE = "\x02", "\x03"
TOKEN = re.compile(f"{OPEN}[a-z_]+{CLOSE}")
_PIECES = re.compile(f"({TOKEN.pattern})")  # split: words, token, words, ...
PASSAGE_PARTS = (
    *("content", "reports", "answers", "opinions", "directives", "contributions", "reasons"),
    *("namings", "honours"),
)
"""Titles stand on many pages and are short; files cannot be cut: those are kept back whole."""
_FIELDS: dict[type, tuple[str, str]] = {
    e.TextsWritten: ("content", "public_content"),
    e.StatusReported: ("reports", "content"),
    e.AnswerGiven: ("answers", "content"),
    e.OpinionGiven: ("opinions", "content"),
    e.Directed: ("directives", "content"),
    e.Settled: ("directives", "content"),
    e.Contributed: ("contributions", "content"),
    e.ExtensionRequested: ("reasons", "reason"),
    e.CaseReturned: ("reasons", "reason"),
    e.NamingProposed: ("namings", "content"),
    e.NamingReplied: ("namings", "content"),
    e.NamingDecided: ("namings", "content"),
    e.NamingRetired: ("namings", "content"),
    e.Honoured: ("honours", "content"),
}
Texts = Mapping[int, Mapping[str, Any]]


def kept_back(events: Sequence[e.Event]) -> list[e.Event]:
    """The events that keep a passage back at the moment, in their order."""
    disclosed = {event.fact.item for event in events if isinstance(event.fact, e.Disclosed)}
    return [x for x in events if isinstance(x.fact, e.Withheld) and x.fact.passage and x.seq not in disclosed]


def words_of(events: Sequence[e.Event], part: str, texts: Texts) -> list[str]:
    """The words of one part as far as `texts` holds them."""
    published = published_items(events)
    found = [(_place(event, published), texts.get(event.seq, {})) for event in events]
    return [str(body[where[1]]) for where, body in found if where and where[0] == part and body.get(where[1])]


def redacted(events: Sequence[e.Event], texts: Texts) -> dict[int, Mapping[str, Any]]:
    """`texts` without what is kept back, and without the bodies that say what that is.

    A passage is kept back from its part, not from one text: it stays away when the part is written anew. One whose own
    body is missing (erased with all the others) takes nothing away, as there is nothing left to take it from.
    """
    withholding = kept_back(events)
    cuts: dict[str, list[tuple[str, str]]] = {}
    for event in withholding:
        fact, passage = event.fact, texts.get(event.seq, {}).get("passage")
        if isinstance(fact, e.Withheld) and passage:
            cuts.setdefault(fact.part, []).append((str(passage), fact.ground))
    hidden = {event.seq for event in events if isinstance(event.fact, e.Withheld)}
    published = published_items(events)
    places = {event.seq: where for event in events if (where := _place(event, published))}
    found: dict[int, Mapping[str, Any]] = {}
    for seq, body in texts.items():
        part, name = places.get(seq, ("", ""))
        if seq not in hidden:
            found[seq] = {**body, name: cut_out(str(body[name]), cuts[part])} if part in cuts and name in body else body
    return found


def _place(event: e.Event, published: Mapping[int, e.Event]) -> tuple[str, str] | None:
    """(part, field of the body)."""
    where = _FIELDS.get(type(event.fact))
    return (part_of_answer(event, published), where[1]) if where and where[0] == "answers" else where


def part_of_answer(event: e.Event, published: Mapping[int, e.Event]) -> str:
    """An answer that only promises a day is published as a report."""
    by = published.get(event.seq)
    return "reports" if by and isinstance(by.fact, e.ItemPublished) and by.fact.type == "status" else "answers"


def part_of(event: e.Event, published: Mapping[int, e.Event]) -> str:
    """The part of the case that the event's words belong to, "" for none that can be kept back."""
    return (_place(event, published) or ("", ""))[0]


def kept_whole(events: Sequence[e.Event]) -> frozenset[int]:
    """Numbers of the events whose words are kept back whole; of the petition's own texts each view decides itself."""
    kept: set[str] = set()
    for event in events:
        if isinstance(event.fact, e.Withheld) and not event.fact.passage:
            kept.add(event.fact.part)
        elif isinstance(event.fact, e.Disclosed) and not event.fact.item:
            kept.discard(event.fact.part)
    published = published_items(events)
    said = (event for event in events if not isinstance(event.fact, e.TextsWritten))
    return frozenset(event.seq for event in said if part_of(event, published) in kept)


def cut_out(text: str, cuts: Sequence[tuple[str, str]]) -> str:
    """`text` with each (passage, ground) as a token wherever it occurs, however spelt; tokens stay whole."""
    for passage, ground in cuts:
        wanted = _pattern(passage)
        token = f"{OPEN}{ground}{CLOSE}"
        pieces = _PIECES.split(text)
        pieces[::2] = [wanted.sub(token, words) for words in pieces[::2]]
        text = "".join(pieces)
    return text


def occurs(passage: str, texts: Sequence[str]) -> bool:
    """Whether the passage stands in one of `texts`, from which others may have been cut already."""
    wanted = _pattern(passage)
    return any(wanted.search(words) for text in texts for words in _PIECES.split(text)[::2])


def letters_of(passage: str) -> int:
    """How many letters and digits it has: one of two would cut half the text away, one of none all of it."""
    return sum(char.isalnum() for char in passage)


def times(passage: str, texts: Sequence[str]) -> int:
    """How often it stands there."""
    wanted = _pattern(passage)
    return sum(len(wanted.findall(words)) for text in texts for words in _PIECES.split(text)[::2])


_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"  # inside a class: soft hyphen, zero widths, marks of direction
_DASHES = "-\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_SKIP = f"[{_UNSEEN}]*"


def _pattern(passage: str) -> re.Pattern[str]:
    """The same words whoever typed them: letter case, white space, dashes and what nobody sees make no difference."""
    bare = re.sub(f"[{_UNSEEN}]", "", passage)
    found = []
    for piece in re.findall(r"\s+|\S", unicodedata.normalize("NFC", bare).strip()):
        if piece.isspace():
            found.append(rf"[\s{_UNSEEN}]+")
        else:
            found.append(f"[{_DASHES}]" if re.fullmatch(f"[{_DASHES}]", piece) else re.escape(piece))
    return re.compile(_SKIP.join(found) or r"(?!)", re.IGNORECASE)
