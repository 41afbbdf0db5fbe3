"""Personal data with a form of its own: phones, e-mail, identity numbers, plates, land plots, accounts, dates, links.

Everything is looked for in the folded text, where positions are those of the original. What has no unmistakable form
(nine digits, a year) needs its word before it; what looks alike and is not personal (money, dossier and document
numbers, tax codes of firms) is left out by the word before or after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from chalicelib.domain.suggest.words import Words, same_word

Found = tuple[int, int, str]

_GAP = r"[ .\-()]{0,2}"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]*\w@\w[\w-]*(?:\.\w[\w-]*)+")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+"
    r"|(?<![\w@.])(?:zalo\.me|facebook\.com|fb\.com|m\.me|t\.me|tiktok\.com|youtu\.be|youtube\.com|bit\.ly)/[^\s<>\"]+"
)
_OFFICIAL = re.compile(r"(?:https?://)?(?:[\w-]+\.)*gov\.vn(?:[/:?#]|$)")
_PHONE = re.compile(
    rf"(?<![\w@/+])(?<!\d[.\-])(?:\(?\+?84\)?{_GAP}(?:\(?0\)?{_GAP})?|\(?0084\)?{_GAP}|\(?0{_GAP})"
    rf"(?:[35789](?:{_GAP}\d){{8}}|2(?:{_GAP}\d){{8,9}}|1[2689](?:{_GAP}\d){{8}})(?![\d/]|[.\-]\d{{3}})"
)
_PHONE_AFTER_WORD = re.compile(
    rf"\b(?:sdt|dt|dien thoai|zalo|viber|so may)\b[^\d\n]{{0,12}}([35789](?:{_GAP}\d){{8}})(?!\d)"
)
_CARD_WORD = (
    r"(?:can cuoc(?: cong dan)?|cccd|cmnd|cmtnd|cmt|chung minh(?: thu)?|giay to tuy than|dinh danh(?: ca nhan)?)"
)
_CARD = re.compile(rf"\b{_CARD_WORD}\b[^\d\n]{{0,24}}(\d(?:[ .\-]?\d){{11}}|\d(?:[ .\-]?\d){{8}})(?![\d/])")
_CARD_BARE = re.compile(r"(?<![\w./\-])(0\d{11}|0\d{2}([ .])\d{3}\2\d{3}\2\d{3})(?![\w/])(?![.\-]\d)")
_PASSPORT = re.compile(r"\b(?:ho chieu|passport)\b[^\d\n]{0,12}?\b([a-z]\d{7,8})\b")
_INSURANCE = re.compile(
    r"\b(?:ma so|so the|so so|ma the|so)\s+(?:bhxh|bhyt|bao hiem (?:xa hoi|y te))\b"
    r"[^\d\n]{0,8}?((?:\b[a-z]{2}\s?)?\d{10,13})\b"
)
_OWN_TAX = re.compile(r"\bma so thue ca nhan\b[^\d\n]{0,6}(\d{10})\b")
_NOT_ACCOUNT = r"(?!dien thoai|sdt|can cuoc|cccd|cmnd|zalo|ngay|muc)"
_BANK = re.compile(
    rf"\b(?:so tai khoan|stk|so tk|tai khoan|tk)\b((?:{_NOT_ACCOUNT}[^\d\n.;]){{0,30}}?)"
    r"(\d(?:[ .\-]?\d){5,18})(?![\d/])"
)
_DATE = re.compile(r"\d{1,2}[ .\-]\d{1,2}[ .\-](?:19|20)\d{2}")
_PLATE = re.compile(
    r"(?<![\w.\-/])([1-9]\d)[ -]?([a-z]{1,2})(\d?)( ?[-. ] ?|)(\d{3}[. ]?\d{2}|\d{4})(?![\w/])(?![.\-]\d)"
)
_PLATE_WORD = re.compile(r"(?:bien so|bien kiem soat|bks|bsx|bien xe|xe so)(?: xe)?[ :]*$")
_PLATE_SERIES = frozenset(
    {"ld", "da", "mk", "md", "td", "hc", "kt", "ng", "nn", "qt", "aa", "ab", "ac", "ad", "ae", "af"}
)
_AREA = r"(?!\d)(?! ?(?:m2|m²|met|ha\b|hecta|sao\b))"
_LAND = re.compile(
    rf"\b(thua)(?: dat)?(?: so)?[ :]*\d+[a-z]?\b{_AREA}(?:,? to so \d+)?"
    rf"|\b(to) (?:ban do|bd)(?: dia chinh)?(?: so)?[ :]*\d+[a-z]?\b{_AREA}"
)
_LAND_TITLE = re.compile(
    r"\b(?:gcn|giay chung nhan|so do|so hong)[^.\n\d]{0,40}?\bso(?: seri| phat hanh)?[ :]*([a-z]{2} ?\d{6,8})\b"
    r"|\b(?:so vao so)(?: cap gcn)?[ :]*([a-z]{0,4} ?-?\d{3,7})\b"
)
_BIRTH = re.compile(
    r"\b(?:sinh ngay|ngay sinh|ngay thang nam sinh|ngay, thang, nam sinh|sinh nam|nam sinh|sn)[ :.]{1,3}"
    r"(\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-] ?(?:19|20)?\d{2}\b|\d{1,2} thang \d{1,2} nam \d{4}"
    r"|(?:19|20)\d{2}\b(?![/.\-]\d))"
)
# "khai sinh ngày ..." is the day of a registration, "phát sinh năm ..." of an event.
_NOT_BIRTH = re.compile(r"(?:khai|hoc|ve|phat|san|thi|tai|hy|dan|quan|nhan|sinh|tan) $")
_REGISTER_WORD = re.compile(
    r"\b(?:ho so|bien nhan|phieu hen|phieu tiep nhan|ma so thue|mst|ma so doanh nghiep|ma so|dkkd|dang ky kinh doanh"
    r"|cong van|quyet dinh|hop dong|hoa don|van ban|don hang|to khai|van don|giay phep)"
    r"(?: cua \w+)?(?: so)?(?: la)?[ :]*$"
)
_MONEY = re.compile(r" ?(?:dong\b|d\b|vnd\b|vnđ\b|trieu\b|ty\b|nghin\b|usd\b)")
_TRAILING = ".,;:!?)]}'\"…"


def _official(folded: str, start: int, end: int) -> bool:
    return bool(_OFFICIAL.match(folded[start:end]))


def _of_register_or_money(folded: str, start: int, end: int) -> bool:
    before = folded[max(0, start - 40) : start]
    return bool(_REGISTER_WORD.search(before) or _MONEY.match(folded, end))


def _emails(words: Words) -> Iterator[Found]:
    for match in _EMAIL.finditer(words.folded):
        yield (*match.span(), "email")


def _links(words: Words) -> Iterator[Found]:
    for match in _LINK.finditer(words.folded):
        start, end = match.span()
        end -= len(match.group()) - len(match.group().rstrip(_TRAILING))
        if not _official(words.folded, start, end):
            yield start, end, "link"


def _banks(words: Words) -> Iterator[Found]:
    for match in _BANK.finditer(words.folded):
        start, end = match.span(2)
        if not _MONEY.match(words.folded, end) and not _DATE.fullmatch(match.group(2)):
            yield start, end, "bank"


def _cards(words: Words) -> Iterator[Found]:
    for pattern in (_CARD, _PASSPORT, _INSURANCE, _OWN_TAX):
        for match in pattern.finditer(words.folded):
            yield (*match.span(1), "identity")


def _bare_cards(words: Words) -> Iterator[Found]:
    for match in _CARD_BARE.finditer(words.folded):
        if not _of_register_or_money(words.folded, *match.span(1)):
            yield (*match.span(1), "identity")


def _phones(words: Words) -> Iterator[Found]:
    for match in _PHONE.finditer(words.folded):
        if not _of_register_or_money(words.folded, *match.span()):
            yield (*match.span(), "phone")
    for match in _PHONE_AFTER_WORD.finditer(words.folded):
        yield (*match.span(1), "phone")


def _plates(words: Words) -> Iterator[Found]:
    for match in _PLATE.finditer(words.folded):
        start, end = match.span()
        letters = words.text[match.start(2) : match.end(2)]
        named = _PLATE_WORD.search(words.folded[max(0, start - 24) : start])
        typical = letters.isupper() and match.group(4) and (len(letters) == 1 or letters.lower() in _PLATE_SERIES)
        if named or typical:
            yield start, end, "plate"


def _land(words: Words) -> Iterator[Found]:
    for match in _LAND.finditer(words.folded):
        start, end = match.span()
        own = words.text[start : start + len(match.group(1) or match.group(2))].lower()
        # "thưa" is how letters begin, "tổ bản đồ" no sheet.
        if not words.marked or any(same_word(own, word) for word in ("thửa", "tờ")):
            yield start, end, "land"
    for match in _LAND_TITLE.finditer(words.folded):
        yield (*match.span(1 if match.group(1) else 2), "land")


def _births(words: Words) -> Iterator[Found]:
    for match in _BIRTH.finditer(words.folded):
        if not _NOT_BIRTH.search(words.folded[max(0, match.start() - 8) : match.start()]):
            yield (*match.span(1), "birth")


FINDERS: tuple[Callable[[Words], Iterator[Found]], ...] = (
    _emails,
    _links,
    _cards,
    _banks,
    _phones,
    _bare_cards,
    _plates,
    _land,
    _births,
)
"""In order of trust: where two overlap, the earlier one keeps its place."""
