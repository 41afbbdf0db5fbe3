"""A text as folded syllables that still know where they stand, and hand-made cues that are looked for in them.

Most Vietnamese words are two syllables, and a syllable without its marks is many words: "trường" (school) and
"trưởng" (head) both fold to "truong". So a cue of one syllable must stand in a marked text with its own marks, and a
longer one counts half where some of its marks are missing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from chalicelib.domain.text import fold

_TOKEN = re.compile(r"[0-9a-z]+")
_SPACES = frozenset(" \t\u00a0")
# Closes a phrase: cues and names do not run across it. Hyphens and slashes join.
_BREAKS = frozenset('.,;:!?()[]{}"“”\n…|')
LONGEST = 6
_MARKED_SHARE = 0.05
_PLAIN_WEIGHT = 0.4  # of a cue of one syllable in a text that was typed without marks
_OTHER_MARKS_WEIGHT = 0.5  # of a longer cue of which some syllables were typed without marks


@lru_cache(maxsize=4096)
def _folded_char(char: str) -> str:
    return fold(char)[:1] or char


def fold_aligned(text: str) -> str:
    """`fold`, but of the same length: every position is the same character's position in `text`."""
    return "".join(map(_folded_char, text))


def same_word(one: str, two: str) -> bool:
    """Whether both are one word, wherever the tone mark was put: "hoà" and "hòa"."""
    return one == two or sorted(unicodedata.normalize("NFD", one)) == sorted(unicodedata.normalize("NFD", two))


@dataclass(frozen=True, slots=True)
class Token:
    """`folded` and `lower` are one syllable without and with marks; `joined`: only blanks stand before it."""

    folded: str
    lower: str
    start: int
    end: int
    joined: bool
    capital: bool


@dataclass(frozen=True)
class Words:
    """The syllables of one text (NFC)."""

    text: str

    @cached_property
    def folded(self) -> str:
        return fold_aligned(self.text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        found: list[Token] = []
        last = 0
        for match in _TOKEN.finditer(self.folded):
            start, end = match.span()
            own, between = self.text[start:end], self.text[last:start]
            joined = bool(found) and bool(between) and all(char in _SPACES for char in between)
            found.append(Token(match.group(), own.lower(), start, end, joined, own[0].isupper()))
            last = end
        return tuple(found)

    @cached_property
    def marked(self) -> bool:
        """Whether the text was typed with diacritics at all (SMS often are not)."""
        letters = sum(char.isalpha() for char in self.text)
        return sum(char > "\x7f" for char in self.text if char.isalpha()) > _MARKED_SHARE * max(letters, 1)

    @cached_property
    def shouting(self) -> bool:
        """Mostly capitals: they say nothing about names."""
        letters = [char for char in self.text if char.isalpha()]
        return sum(char.isupper() for char in letters) > 0.6 * max(len(letters), 1)

    def grams(self, longest: int = LONGEST) -> Iterator[tuple[int, int, str]]:
        """(first, after last, folded phrase) of every run of 1 to `longest` syllables inside one phrase."""
        tokens, breaks = self.tokens, self._breaks
        for first in range(len(tokens)):
            phrase = tokens[first].folded
            yield first, first + 1, phrase
            for after in range(first + 1, min(first + longest, len(tokens))):
                if after in breaks:
                    break
                phrase = f"{phrase} {tokens[after].folded}"
                yield first, after + 1, phrase

    @cached_property
    def _breaks(self) -> frozenset[int]:
        pairs = zip(self.tokens, self.tokens[1:], strict=False)
        return frozenset(
            number
            for number, (one, two) in enumerate(pairs, 1)
            if not two.joined and any(char in _BREAKS for char in self.text[one.end : two.start])
        )

    def ends_at(self, after: int) -> bool:
        """Whether the phrase is over before token `after`."""
        return after >= len(self.tokens) or after in self._breaks

    def lower(self, first: int, after: int) -> str:
        return " ".join(token.lower for token in self.tokens[first:after])

    def cut(self, first: int, after: int) -> str:
        """Tokens `first` to `after` (excluded) as the person typed them."""
        return self.text[self.tokens[first].start : self.tokens[after - 1].end]

    def says(self, first: int, after: int, marked: str) -> bool:
        """Whether these syllables are `marked`, or may be in a text without marks."""
        return not self.marked or all(
            same_word(token.lower, wanted)
            for token, wanted in zip(self.tokens[first:after], marked.split(), strict=True)
        )

    def says_loosely(self, first: int, after: int, marked: str) -> bool:
        """As `says`, but single syllables may stand without their marks ("giay chứng nhận"); others' marks may not."""
        return all(
            token.lower == token.folded or same_word(token.lower, wanted)
            for token, wanted in zip(self.tokens[first:after], marked.split(), strict=True)
        )


@dataclass(frozen=True, slots=True)
class Cue:
    """`phrase` in a text speaks for `target` with `weight` (about a log-odds)."""

    phrase: str
    target: str
    weight: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found: `first` to `after` are tokens, `weight` already reduced for missing marks."""

    target: str
    weight: float
    phrase: str
    first: int
    after: int


MASK = "-"
"""Target of phrases that only keep their syllables from being read as something else ("môi trường": no school)."""


def parse_cues(lexicon: Mapping[str, str]) -> tuple[Cue, ...]:
    """`{target: "phrase=weight | phrase | ..."}`; without a weight it is 1, 2, 3 for one, two, more syllables."""
    found = []
    for target, text in lexicon.items():
        for part in filter(None, (part.strip() for part in text.split("|"))):
            phrase, _, weight = part.partition("=")
            found.append(Cue(phrase.strip(), target, float(weight) if weight else default_weight(phrase)))
    return tuple(found)


def default_weight(phrase: str) -> float:
    return float(min(3, len(phrase.split())))


class Lexicon:
    """Cues by their folded phrase, so that a text is walked through once, whatever their number."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._cues: dict[str, list[Cue]] = {}
        for cue in cues:
            self._cues.setdefault(" ".join(_TOKEN.findall(fold(cue.phrase))), []).append(cue)

    def hits(self, words: Words) -> list[Hit]:
        """Every cue once, where it first stands; a single syllable does not count inside a longer phrase."""
        found: dict[tuple[str, str], Hit] = {}
        covered: set[int] = set()
        singles = []
        for first, after, phrase in words.grams():
            for cue in self._cues.get(phrase, ()):
                if after - first == 1:
                    singles.append((first, cue))
                    continue
                if cue.target == MASK and not words.says(first, after, cue.phrase.lower()):
                    continue
                covered.update(range(first, after))
                self._keep(found, words, first, after, cue)
        for first, cue in singles:
            if first not in covered:
                self._keep(found, words, first, first + 1, cue)
        return [hit for hit in found.values() if hit.target != MASK]

    @staticmethod
    def _keep(found: dict[tuple[str, str], Hit], words: Words, first: int, after: int, cue: Cue) -> None:
        weight = _weight(words, first, after, cue)
        known = found.get((cue.target, cue.phrase))
        if weight and (known is None or known.weight < weight):
            found[cue.target, cue.phrase] = Hit(cue.target, weight, words.cut(first, after), first, after)


def _weight(words: Words, first: int, after: int, cue: Cue) -> float:
    single = after - first == 1
    if not words.marked:
        return cue.weight * (_PLAIN_WEIGHT if single and not cue.phrase.isascii() else 1)
    if words.lower(first, after) == cue.phrase.lower() or words.says(first, after, cue.phrase.lower()):
        return cue.weight
    if single or not words.says_loosely(first, after, cue.phrase.lower()):
        return 0
    return cue.weight * _OTHER_MARKS_WEIGHT
