"""Communes, former districts and agencies that a text names, by the directory's names on word boundaries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.directory import Agency, Directory, Group, Place
from chalicelib.domain.suggest.lexicon_fields import ALIASES
from chalicelib.domain.suggest.words import Words, fold_aligned

_UNITS = frozenset({"xa", "phuong", "tran", "ubnd"})
_DISTRICT_WORDS = frozenset({"huyen", "pho", "tp"})
# "đường Hoàng Văn Thụ", "lễ Quốc khánh", "ông Lương Văn Tri": the name, but not the commune.
_OTHERS = frozenset(
    {"duong", "pho", "ngo", "truong", "le", "ngay", "dip", "nghi", "tet", "thon", "ban", "khoi", "xom", "ong"}
    | {"ba", "anh", "chi", "dong", "thpt", "thcs", "cau", "khu", "cho", "ho", "tinh", "quan", "tan", "ty", "tnhh"}
    | {"nguyen", "tran"}
)
_OFFICE_WORDS = frozenset({"bo", "chuc", "vien", "dao", "tich", "thu", "an", "doc", "nguoi", "doan"})
_TOO_WIDE = frozenset({"cong an", "van phong", "bao hiem xa hoi", "thanh tra", "cong ty"})
MOST_PLACES = 8


@dataclass(frozen=True, slots=True)
class Named:
    """`code` of a place or agency, `phrase` as typed; `sure`: with its unit ("xã"); `office`: as somebody's office."""

    code: str
    phrase: str
    sure: bool
    office: bool


def bare(place: Place) -> str:
    """The folded name without its unit: "quoc khanh"."""
    return fold_aligned(place.name_vi).partition(" ")[2]


class Gazetteer:
    """The directory's names, folded once."""

    def __init__(self, directory: Directory, day: date) -> None:
        self.directory, self.day = directory, day
        self.places: dict[str, list[Place]] = {}
        for place in directory.places:
            self.places.setdefault(bare(place), []).append(place)
        self._marked = {place.id: place.name_vi.partition(" ")[2].lower() for place in directory.places}
        self._districts = {
            fold_aligned(agency.name_vi).rpartition("huyen ")[2].rpartition("thanh pho ")[2]: agency.code
            for agency in directory.agencies
            if agency.group is Group.DISTRICT
        }
        self._agencies: dict[str, str] = {}
        for agency in directory.agencies:
            for alias in _aliases(agency):
                self._name(alias, agency)

    def _name(self, alias: str, agency: Agency) -> None:
        """The agency that exists keeps a name; one that ended has its only heir answer to it."""
        code = agency.code
        if not agency.valid_on(self.day):
            code = self.directory.successor(agency.code, "", self.day) or ""
        if code and (alias not in self._agencies or agency.valid_on(self.day)):
            self._agencies[alias] = code

    def places_in(self, words: Words) -> list[Named]:
        """Named communes, those with their unit first; of a former district all of its communes."""
        found: dict[str, Named] = {}
        for first, after, phrase in words.grams(3):
            before = words.tokens[first - 1].folded if first else ""
            if phrase in self._districts and before in _DISTRICT_WORDS:
                heirs = [place for place in self.directory.places if place.district == self._districts[phrase]]
                self._add(found, words, first, after, heirs, False)
            elif phrase in self.places:
                sure = before in _UNITS
                if sure or (before not in _OTHERS | _DISTRICT_WORDS and self._capital(words, first, after)):
                    own = [place for place in self.places[phrase] if words.says(first, after, self._marked[place.id])]
                    self._add(found, words, first, after, own, sure)
        certain = [named for named in found.values() if named.sure]
        return (certain or list(found.values()))[:MOST_PLACES]

    @staticmethod
    def _capital(words: Words, first: int, after: int) -> bool:
        return after - first > 1 and words.marked and all(token.capital for token in words.tokens[first:after])

    @staticmethod
    def _add(
        found: dict[str, Named], words: Words, first: int, after: int, places: Iterable[Place], sure: bool
    ) -> None:
        start = first - 1 if first else first
        office = any(token.folded in _OFFICE_WORDS | {"ubnd"} for token in words.tokens[max(0, first - 4) : first])
        for place in places:
            if place.id not in found or (sure and not found[place.id].sure):
                found[place.id] = Named(place.id, words.cut(start, after), sure, office)

    def agencies_in(self, words: Words) -> list[Named]:
        """Named agencies of the province and central bodies; "công an xã" is neither."""
        found: dict[str, Named] = {}
        for first, after, phrase in words.grams():
            code = self._agencies.get(phrase)
            if code and code not in found:
                office = any(token.folded in _OFFICE_WORDS for token in words.tokens[max(0, first - 2) : first])
                found[code] = Named(code, words.cut(first, after), True, office)
        return list(found.values())


def _aliases(agency: Agency) -> list[str]:
    """Folded names: on file, its first part, and what people say. Communes and districts are places."""
    if agency.group in (Group.COMMUNE, Group.DISTRICT):
        return []
    name = agency.name_vi.split(" (")[0]
    names = [name, *(name.split(stop)[0] for stop in (" và ", " - ", ",", " tỉnh", " chi nhánh", " Đồng Đăng"))]
    names += ALIASES.get(agency.code, "").split("|")
    folded = {" ".join(fold_aligned(item).replace("-", " ").split()[:6]) for item in names}
    return sorted(item for item in folded if " " in item and item not in _TOO_WIDE)
