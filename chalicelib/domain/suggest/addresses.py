"""Where people live, down to the hamlet: "thôn Khuổi Tao", "tổ 5", "số 15, đường Trần Đăng Ninh"."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domain.suggest.person_words import ADDRESS, ADMINISTRATIVE, DOCUMENT_WORDS, STREETS
from chalicelib.domain.suggest.reader import Found, Reader


class Addresses(Reader):
    def found(self) -> Iterator[Found]:
        for number, token in enumerate(self.tokens):
            after = self._hamlet(number) if token.folded in ADDRESS else None
            if token.folded in ("so", "nha"):
                after = self._house(number)
            if after:
                yield token.start, self.tokens[after - 1].end, "address"

    def _hamlet(self, number: int) -> int | None:
        """After the last token of "thôn Khuổi Tao", "tổ dân phố số 5", "ngõ 12"."""
        marked, named, numbered = ADDRESS[self.tokens[number].folded]
        if not self.is_phrase(number, marked):
            return None
        first = number + 1
        for more in ("dân phố", "phố", "dân cư"):
            if self.is_phrase(first, more):
                first, named = first + len(more.split()), True
                break
        if first < len(self.tokens) and self.is_phrase(first, "số"):
            first += 1
        if first >= len(self.tokens) or not self.tokens[first].joined:
            return None
        if self.tokens[first].folded[0].isdigit():
            return self._numbered(number, first) if numbered else None
        if not named:
            return None
        return self._hamlet_name(number, first)

    def _hamlet_name(self, number: int, first: int) -> int | None:
        after = first
        if self.tokens[first].folded not in DOCUMENT_WORDS and not self.words.shouting:
            after = self.capitals(first, 4)
        if after > first:
            more = after < len(self.tokens) and self.tokens[after].joined and self.tokens[after].folded.isdigit()
            return after + (more and len(self.tokens[after].folded) < 3)
        before = self.tokens[number - 1].folded if number else ""
        if before not in ("o", "tai", "thuoc"):
            return None
        near = range(first, min(first + 4, len(self.tokens)))
        administrative = [x for x in near if self.tokens[x].folded in ADMINISTRATIVE]
        ends = [x for x in range(first + 1, first + 4) if self.words.ends_at(x)]
        after = min([*administrative, *ends], default=0)
        return after if after > first else None

    def _numbered(self, number: int, first: int) -> int | None:
        before = self.tokens[number - 1].folded if number and self.tokens[number].joined else ""
        digits = self.tokens[first].folded
        if before in ("sinh", "lop", "doan", "nhom") or len(digits.rstrip("abcdefgh")) > 3:
            return None
        after = first + 1
        while after < len(self.tokens) and self.tokens[after].start == self.tokens[after - 1].end + 1:
            if self.words.text[self.tokens[after - 1].end] != "/" or not self.tokens[after].folded[0].isdigit():
                break
            after += 1
        return after

    def _house(self, number: int) -> int | None:
        """After the last token of "số nhà 12", "số 15, đường Trần Đăng Ninh"."""
        explicit = self.is_phrase(number, "số nhà") or self.is_phrase(number, "nhà số")
        first = number + 2 if explicit else number + 1
        if first >= len(self.tokens) or not (explicit or self.is_phrase(number, "số")):
            return None
        if not self.tokens[first].folded[0].isdigit() or not self.tokens[first].joined:
            return None
        after = self._numbered(number, first)
        if after is None:
            return None
        street = after < len(self.tokens) and self.tokens[after].folded
        near = after < len(self.tokens) and self.tokens[after].start - self.tokens[after - 1].end < 3
        if near and street in STREETS and self.is_phrase(after, STREETS[street]):
            end = self.capitals(after + 1, 5)
            if end > after + 1:
                return end
        return after if explicit else None
