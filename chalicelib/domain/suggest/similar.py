"""How much two petitions tell the same story: shared pairs of folded syllables, numbers counting twice.

No document frequencies: the measure of two texts must not change with what else is in the store. Two different places
make it half as likely; a shared field counts a little.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.domain.suggest.words import Words
from chalicelib.domain.text import fold

# Syllables that hold sentences together; a pair of two of them says nothing.
_EMPTY = frozenset(
    fold(
        "tôi chúng của và là có không được bị cho đến đi ở tại với về từ trong ngoài trên dưới này đó kia các "
        "những một mỗi lần thì mà nhưng nay đã đang sẽ vẫn còn rất quá lắm để do bởi vì nên như theo cùng cũng "
        "lại ra vào lên xuống qua đề nghị mong xin kính thưa gửi trả lời phản ánh kiến ông bà anh chị em ai gì "
        "nào sao đâu bao giờ ngày tháng năm công ty doanh nghiệp người dân cơ quan việc làm kiểm tra giải quyết "
        "xử lý sớm ngay cảm ơn quy định hồ sơ"
    ).split()
)
THRESHOLD = 0.2
"""One story told twice scores above it, two stories of one matter below (tests/unit/test_suggest_similar.py)."""
_SHORTEST = 4.0
_OTHER_PLACE, _SAME_FIELD, _SAME_PLACE = 0.5, 0.05, 0.05


@dataclass(frozen=True, slots=True)
class Story:
    """What is compared. `field` and `place` are ids, "" if unknown."""

    code: str
    title: str
    content: str
    field: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """`score` from 0 to about 1; `shared` are the phrases that both have, the longest first."""

    code: str
    score: float
    shared: tuple[str, ...]


def shingles(text: str) -> Mapping[str, float]:
    """Folded pairs of syllables with their weight; pairs of empty words are left out."""
    found: dict[str, float] = {}
    for first, after, phrase in Words(text).grams(2):
        if after - first < 2:
            continue
        full = [syllable for syllable in phrase.split() if syllable not in _EMPTY]
        if full:
            digits = [syllable for syllable in full if syllable.isdigit()]
            if len(digits) > 1 or any(syllable.startswith("0") for syllable in digits):
                continue  # parts of phones, dates and sums
            found[phrase] = (1.0 if len(full) == 2 else 0.5) * (2.0 if digits else 1.0)
    return found


def overlap(one: Mapping[str, float], two: Mapping[str, float]) -> float:
    """Mean of containment (of the smaller in the larger) and weighted Jaccard, 0 to 1."""
    shared = sum(weight for phrase, weight in one.items() if phrase in two)
    sizes = sum(one.values()), sum(two.values())
    if min(sizes) < 1 or not shared:
        return 0.0
    return (shared / max(min(sizes), _SHORTEST) + shared / (sum(sizes) - shared)) / 2


def compare(one: Story, two: Story) -> Match:
    """`two` as a match of `one`."""
    return _match(one, shingles(f"{one.title}\n{one.content}"), two)


def _match(one: Story, own: Mapping[str, float], two: Story) -> Match:
    other = shingles(f"{two.title}\n{two.content}")
    score = overlap(own, other)
    if score and one.place and two.place:
        score = score + _SAME_PLACE if one.place == two.place else score * _OTHER_PLACE
    if score and one.field and one.field == two.field:
        score += _SAME_FIELD
    shared = sorted((phrase for phrase in own if phrase in other), key=lambda phrase: (-own[phrase], phrase))
    return Match(two.code, round(score, 3), tuple(shared[:5]))


def most_similar(candidate: Story, others: Iterable[Story], limit: int = 3, least: float = THRESHOLD) -> list[Match]:
    """Up to `limit` of `others` that may tell the same story, best first; never the candidate itself."""
    own = shingles(f"{candidate.title}\n{candidate.content}")
    found = [_match(candidate, own, other) for other in others if other.code != candidate.code]
    near = [match for match in found if match.score >= least]
    return sorted(near, key=lambda match: (-match.score, match.code))[:limit]


def worth_reading(candidate: Story, titles: Iterable[Story], limit: int = 8) -> list[str]:
    """Codes of those whose title alone shares something with the candidate: the others need not be fetched at all."""
    own = shingles(f"{candidate.title}\n{candidate.content}")
    scored = []
    for other in titles:
        title = shingles(other.title)
        size = sum(title.values())
        shared = sum(weight for phrase, weight in title.items() if phrase in own)
        if size and shared:
            same = _SAME_FIELD if candidate.field and candidate.field == other.field else 0.0
            scored.append((shared / max(size, _SHORTEST) + same, other.code))
    return [code for _, code in sorted(scored, reverse=True)[:limit] if code != candidate.code]
