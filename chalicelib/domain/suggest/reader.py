"""One text read for names: which syllables are capitals that may belong together, and which words stand where."""

from __future__ import annotations

from chalicelib.domain.suggest.person_words import STOPS, SURNAMES, Table
from chalicelib.domain.suggest.words import Words, same_word
from chalicelib.domain.text import fold

Found = tuple[int, int, str]


class Reader:
    def __init__(self, words: Words) -> None:
        self.words, self.tokens = words, words.tokens

    def in_table(self, table: Table, number: int) -> bool:
        token = self.tokens[number]
        marked = table.get(token.folded)
        return bool(marked) and (not self.words.marked or any(same_word(token.lower, word) for word in marked or ()))

    def is_phrase(self, number: int, marked: str) -> bool:
        after = number + len(marked.split())
        folded = " ".join(token.folded for token in self.tokens[number:after])
        return folded == fold(marked) and self.words.says(number, after, marked)

    def capitals(self, first: int, most: int) -> int:
        """After the last of up to `most` capital syllables that may be parts of one name."""
        after = first
        while after < len(self.tokens) and after - first < most:
            token = self.tokens[after]
            if not token.capital or (after > first and not token.joined) or self._stops(after, after > first):
                break
            after += 1
        return after

    def surname(self, number: int) -> bool:
        return self.in_table(SURNAMES, number)

    def acronym(self, number: int) -> bool:
        token = self.tokens[number]
        own = self.words.text[token.start : token.end]
        return len(own) > 1 and own.isupper() and not self.words.shouting

    def _stops(self, number: int, inside: bool) -> bool:
        token = self.tokens[number]
        if any(self.is_phrase(number, phrase) for phrase in STOPS.get(token.folded, ())):
            return True
        return not inside and self.acronym(number) and not self.surname(number)
