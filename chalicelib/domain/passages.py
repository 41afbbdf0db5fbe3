"""Passages that are kept back from the public: taken out of the words themselves, before anybody composes a page.

What stands in their place is a token between two control characters, which no typed text can hold (`text.clean`).
`publishing` turns it into words; should it ever forget to, a reader sees a strange mark, and never the passage.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.reading import published_items

OPEN, CLOSE = "\x02", "\x03"
TOKEN = re.compile(f"{OPEN}[a-z_]+{CLOSE}")
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
    letters = _LETTER.findall(text)
    ends = [0, *accumulate(map(len, letters))]
    alike = [*map(_alike, letters)]
    alike_ends = [*accumulate(map(len, alike))]
    words, found = _words(alike), []
    for passage, ground in cuts:
        wanted = _pattern(passage)
        for at in wanted.finditer(words):
            first, last = bisect_right(alike_ends, at.start()), bisect_left(alike_ends, at.end())
            found.append((ends[first], ends[last + 1], f"{OPEN}{ground}{CLOSE}"))
        words = wanted.sub(_blank, words)
    left, done = "", 0
    for start, end, token in sorted(found):
        left += text[done:start] + token
        done = end
    return left + text[done:]


def occurs(passage: str, texts: Sequence[str]) -> bool:
    """Whether the passage stands in one of `texts`, from which others may have been cut already."""
    return times(passage, texts) > 0


def letters_of(passage: str) -> int:
    """How many letters and digits it has: one of two would cut half the text away, one of none all of it."""
    return sum(char.isalnum() for char in passage)


def times(passage: str, texts: Sequence[str]) -> int:
    """How often it stands there."""
    wanted = _pattern(passage)
    return sum(len(wanted.findall(_folded(text))) for text in texts)


# What nobody sees: Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt. Inside a class.
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# What stands between words: white space, dashes and the marks that join names. Inside a class.
_BETWEEN = r"\s._/,\-\u2010-\u2015\u2212\u2e3a\u2e3b"
_GAP = "\u200b"  # in folded text: something unseen, which may also hold two words apart
_LETTER = re.compile(f"(?s:.)[\u0300-\u036f{_UNSEEN}]*")  # with its marks, between which something unseen may stand


def _folded(text: str) -> str:
    """`text` as it is compared."""
    return _words(map(_alike, _LETTER.findall(text)))


def _words(alike: Iterable[str]) -> str:
    """Letters in a row, tokens blank."""
    return TOKEN.sub(_blank, "".join(alike))


@lru_cache(maxsize=1024)
def _alike(letter: str) -> str:
    """A letter and its marks without letter case, width and other compatibility forms; a gap for what is unseen."""
    seen = re.sub(f"[{_UNSEEN}]", "", letter)
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", seen).casefold())
    return plain if seen == letter else plain + _GAP


def _blank(found: re.Match[str]) -> str:
    return OPEN * len(found[0])


def _pattern(passage: str) -> re.Pattern[str]:
    """The same words whoever typed them, in folded text: what stands between them makes no difference."""
    words = re.split(f"[{_BETWEEN}]+", _folded(passage).replace(_GAP, ""))
    spelt = [f"{_GAP}?".join(map(re.escape, word)) for word in words if word]
    return re.compile(f"[{_BETWEEN}{_GAP}]+".join(spelt) or r"(?!)")
