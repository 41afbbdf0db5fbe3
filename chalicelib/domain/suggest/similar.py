"""How much two petitions tell the same story: shared pairs of folded syllables, numbers counting twice.

No document frequencies: the measure of two texts must not change with what else is in the store. Two different places
make it half as likely; another field a little less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
# Half of all petitions say these: what is left tells them apart.
_FORMULAS = frozenset(
    fold(
        "kính gửi|văn phòng|ủy ban nhân dân|ubnd tỉnh|ubnd xã|trân trọng|xin chân thành|nộp hồ sơ|hồ sơ"
        "|quá hẹn|phiếu hẹn|trả kết quả|chưa trả|kết quả|bộ phận một cửa|cán bộ|hẹn đi hẹn lại|đi lại"
        "|nhiều lần|giấy tờ|thủ tục|thời gian|số điện thoại|điện thoại|cơ quan chức năng|chính quyền"
        "|rất nguy hiểm|nguy hiểm|gây bức xúc|bức xúc|xin hỏi|cho hỏi|thêm giấy|chờ lâu|chậm cấp|chậm trả"
        "|đề nghị sửa|như sau|việc sau|xem xét"
    ).split("|")
)
_LONGEST_FORMULA = 4
THRESHOLD = 0.2
"""One story told twice scores above it, two stories of one matter below (tests/unit/test_suggest_similar.py)."""
_SHORTEST = 4.0
_OTHER_PLACE, _OTHER_FIELD = 0.5, 0.7
_SAME_FIELD, _SAME_PLACE = 0.05, 0.05


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
    """Folded pairs of syllables with their weight; pairs of empty words and formulas are left out."""
    words = Words(text)
    grams = list(words.grams(_LONGEST_FORMULA))
    said = [token.folded not in _EMPTY for token in words.tokens]
    for first, after, phrase in grams:
        if after - first > 1 and phrase in _FORMULAS:
            said[first:after] = [False] * (after - first)
    found: dict[str, float] = {}
    for first, after, phrase in grams:
        if after - first == 2:
            weight = _weight(phrase.split(), said[first:after])
            if weight:
                found[phrase] = weight
    return found


def _weight(pair: Sequence[str], said: Sequence[bool]) -> float:
    digits = [syllable for syllable in pair if syllable.isdigit()]
    if digits:
        # "tỉnh 234" is a road; two numbers, or one that begins with 0, are parts of phones, dates and sums.
        return 2.0 if len(digits) == 1 and all(said) and not digits[0].startswith("0") else 0.0
    return (0.0, 0.5, 1.0)[sum(said)]


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
    if score and one.field and two.field:
        score = score + _SAME_FIELD if one.field == two.field else score * _OTHER_FIELD
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
