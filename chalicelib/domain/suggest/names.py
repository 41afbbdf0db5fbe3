"""Names of persons. Vietnamese names are told by their company:

a title or role before them ("bà", "người tố cáo:"), a word of introduction ("tôi là"), or a family name followed by
"Văn", "Thị" or two more capitals. The same capitals after "xã", "đường", "trường" are a place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from chalicelib.domain.suggest.person_words import (
    ADMINISTRATIVE,
    INTRODUCTIONS,
    KIN,
    MIDDLE,
    NO_PERSON,
    OFFICE_HOLDERS,
    PLACE_WORDS,
    ROLES,
    TITLES,
)
from chalicelib.domain.suggest.reader import Found, Reader
from chalicelib.domain.suggest.words import Words


class Names(Reader):
    """`places`: folded names of communes, which are not persons."""

    def __init__(self, words: Words, places: Collection[str] = ()) -> None:
        super().__init__(words)
        self._no_person = tuple(f"{name} " for name in NO_PERSON.union(places))

    def found(self) -> Iterator[Found]:
        for number in range(len(self.tokens)):
            for after, least in self._leads(number):
                found = self._name(after, least)
                if found:
                    yield self._span(*found)
            found = self._alone(number)
            if found:
                yield self._span(*found)

    def _span(self, first: int, after: int) -> Found:
        return self.tokens[first].start, self.tokens[after - 1].end, "name"

    def _leads(self, number: int) -> Iterator[tuple[int, int]]:
        """(where a name may begin, how many syllables it must have) if something at `number` announces one."""
        token = self.tokens[number]
        for phrase in INTRODUCTIONS.get(token.folded, ()):
            after = number + len(phrase.split())
            if after < len(self.tokens) and self.is_phrase(number, phrase):
                yield self._skip_roles(after + (self.tokens[after].folded in ("la", "ong", "ba"))), 2
        if self.in_table(KIN, number):
            after = number + 1
            after += after < len(self.tokens) and self.tokens[after].folded in ("toi", "em", "chau", "gai", "trai")
            if after < len(self.tokens) and self.is_phrase(after, "là"):
                yield after + 1, 2
        if self._is_title(number):
            yield self._skip_roles(number + 1), 1

    def _is_title(self, number: int) -> bool:
        token = self.tokens[number]
        if not self.in_table(TITLES, number):
            return False
        return not (token.joined and token.capital and number and self.in_table(PLACE_WORDS, number - 1))

    def _skip_roles(self, number: int) -> int:
        """Past "giáo", "chủ tịch xã", as long as they are not capitals."""
        for after in range(number, min(number + 6, len(self.tokens))):
            token = self.tokens[after]
            if token.capital or not self.in_table(ROLES, after):
                return after
        return number

    def _name(self, first: int, least: int) -> tuple[int, int] | None:
        """The announced name that begins at `first`."""
        if first >= len(self.tokens) or self._cut_off(first, least) or (least == 1 and self.in_table(TITLES, first)):
            return None
        if not self.tokens[first].capital or self.words.shouting or not self.words.marked:
            return self._small(first, least)
        after = self.capitals(first, 5)
        length = after - first
        if length < least or (length == 1 and len(self.tokens[first].folded) == 1):
            return None
        if length == 1 and (self.acronym(first) or not self.words.marked):
            return None
        return first, after

    def _cut_off(self, first: int, least: int) -> bool:
        """Whether something ends before `first`; a colon may stand after an introduction ("người tố cáo: ...")."""
        between = self.words.text[self.tokens[first - 1].end : self.tokens[first].start]
        return any(char in ".,;!?/()" or (char == ":" and least == 1) for char in between)

    def _small(self, first: int, least: int) -> tuple[int, int] | None:
        """A name whose capitals say nothing: a family name, then Văn or Thị, or the end of the phrase."""
        if not self.surname(first) or first + 1 >= len(self.tokens):
            return None
        end = next(x for x in range(first + 1, first + 6) if self.words.ends_at(x) or x == first + 5)
        if self.in_table(MIDDLE, first + 1) and end > first + 2:
            return first, min(end, first + (4 if end == first + 4 else 3))
        capitals = self.capitals(first, 4)
        if not self.words.shouting and capitals - first >= 2:
            return first, capitals
        return (first, end) if least > 1 and 2 <= end - first <= 4 else None

    def _alone(self, first: int) -> tuple[int, int] | None:
        """A name that nothing announces: family name and two or three more capitals, not of a place or a firm."""
        if not self.surname(first) or not self.tokens[first].capital or self.words.shouting:
            return None
        if self._is_title(first):
            return None
        after = self.capitals(first, 4)
        plain = " ".join(token.folded for token in self.tokens[first:after])
        if after - first < 3 or f"{plain} ".startswith(self._no_person):
            return None
        return None if self._is_place(first) else (first, after)

    def _is_place(self, first: int) -> bool:
        if first == 0 or not self.tokens[first].joined:
            return False
        before = self.tokens[first - 1].folded
        if before == "tran" and first > 1 and self.tokens[first - 2].folded == "thi":
            return True
        if before in ADMINISTRATIVE and first > 1 and self.tokens[first - 2].folded in OFFICE_HOLDERS:
            return False  # "chủ tịch xã Hoàng Văn Mỗ"
        return self.in_table(PLACE_WORDS, first - 1) or (
            self.tokens[first - 1].capital and not self._is_title(first - 1)
        )
