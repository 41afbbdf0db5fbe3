"""Ranked guesses of kind, field, agency and sub-index with the words that speak for them; an officer decides.

Sums of hand-made weights: every guess can be explained by pointing at the text. Nothing is learnt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.directory import Directory
from chalicelib.domain.suggest import lexicon
from chalicelib.domain.suggest.leads import Leads, Scene
from chalicelib.domain.suggest.lexicon_fields import FIELDS
from chalicelib.domain.suggest.places import Gazetteer
from chalicelib.domain.suggest.words import MASK, Cue, Hit, Lexicon, Words, default_weight, parse_cues
from chalicelib.domain.vocabulary import Kind

_TITLE_WEIGHT = 1.3
_LEAST = 1.0
_SHOWN_REASONS = 4
_CODE = re.compile(r"\bls[.\-]\d{4,8}[.\-][0-9a-z]{5,6}\b")
_ITEM = re.compile(r"\(\d{1,2}\)|(?:^|\n)\s*\d{1,2}[.)]\s|(?:^|\n)\s*[-+•]\s")
_SYLLABLE = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?")
"""The shape of a Vietnamese syllable, folded."""
_COMMUNE = re.compile(r"\b(?:ubnd xa|ubnd phuong|can bo xa|tru so xa|chu tich xa|cua xa|tren xa|xa toi)\b")
_JUNK = frozenset({"test", "testing", "asdf", "qwerty", "abc", "xyz", "hello", "alo", "demo", "aaa", "thu", "123"})
_JUNK_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`value` is a key or code; `reasons` are phrases of the text, or keys that begin with "rule." """

    value: str
    score: float
    reasons: tuple[str, ...] = ()


Ranked = tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Classification:
    """All best first. `flags`: denunciation, legal_complaint, court, advertising, test, bulk, raised_again,

    wants_confidentiality, legal_document (competence of the Government), place_missing.
    """

    kinds: Ranked
    subtypes: Ranked
    fields: Ranked
    subindexes: Ranked
    leads: Ranked
    complained_of: Ranked
    places: Ranked
    flags: Ranked


class Classifier:
    """For one directory and day; making one costs some milliseconds.

    `inspectorate` gets denunciations, `standing` the lists of many points (policy: roles).
    """

    def __init__(self, directory: Directory, day: date, inspectorate: str = "", standing: str = "") -> None:
        self.directory, self.day = directory, day
        self._gazetteer = Gazetteer(directory, day)
        self._leads = Leads(directory, day, inspectorate, standing)
        self._fields = Lexicon(_field_cues(directory))

    @property
    def place_names(self) -> frozenset[str]:
        """Folded names of communes: what `personal.find` must not take for a person."""
        return frozenset(self._gazetteer.places)

    def classify(self, title: str, content: str, *, place: str = "") -> Classification:
        """`place`: the commune given in the form, if any. Texts are NFC."""
        words = Words(f"{title}\n{content}")
        head = len(Words(title).tokens)
        kinds, subtypes = _kinds(ranked(lexicon.kinds().hits(words), head))
        fields = [found for found in ranked(self._fields.hits(words), head) if found.score >= _LEAST]
        named = tuple(self._gazetteer.places_in(words))
        places = [Suggestion(one.code, 2.0 if one.sure else 1.0, (one.phrase,)) for one in named]
        flags = _flags(words, head, bool(places or place))
        scene = Scene(
            kinds[0].value if kinds else "",
            tuple(fields),
            frozenset(flag.value for flag in flags),
            named,
            tuple(self._gazetteer.agencies_in(words)),
            place,
            words,
        )
        leads, complained_of = self._leads.rank(scene)
        return Classification(
            kinds,
            subtypes,
            tuple(fields[:3]),
            self._subindexes(fields),
            tuple(Suggestion(*guess) for guess in leads),
            tuple(Suggestion(*guess) for guess in complained_of),
            tuple(places),
            flags,
        )

    def _subindexes(self, fields: Iterable[Suggestion]) -> Ranked:
        """Those of the fields; a field that two share counts once, at its best."""
        found: dict[str, Suggestion] = {}
        for guess in fields:
            subindex = self.directory.field(guess.value).subindex
            if subindex and subindex not in found:
                found[subindex] = Suggestion(subindex, guess.score, guess.reasons)
        return tuple(found.values())[:3]


def _field_cues(directory: Directory) -> list[Cue]:
    """Our weights, and the owner's keywords that we have none for; only fields on file."""
    known = {field.code for field in directory.fields}
    cues = [cue for cue in parse_cues({code: text for code, text in FIELDS.items() if code in known}) if cue.weight]
    ours = {(cue.target, cue.phrase) for cue in cues}
    for field in directory.fields:
        own = [keyword for keyword in field.keywords_vi if (field.code, keyword) not in ours]
        cues += [Cue(keyword, field.code, default_weight(keyword)) for keyword in own]
    return [*cues, *parse_cues({MASK: lexicon.MASKS})]


def ranked(hits: Iterable[Hit], head: int = 0) -> list[Suggestion]:
    """Targets by the sum of their hits, best first; what stands in the title (`head` tokens) counts a little more."""
    sums: dict[str, float] = {}
    reasons: dict[str, list[Hit]] = {}
    for hit in hits:
        sums[hit.target] = sums.get(hit.target, 0) + hit.weight * (_TITLE_WEIGHT if hit.first < head else 1)
        reasons.setdefault(hit.target, []).append(hit)
    guesses = [Suggestion(target, round(score, 2), _phrases(reasons[target])) for target, score in sums.items()]
    return sorted(guesses, key=lambda guess: (-guess.score, guess.value))


def _phrases(hits: Iterable[Hit]) -> tuple[str, ...]:
    strongest = sorted(hits, key=lambda hit: -abs(hit.weight))[:_SHOWN_REASONS]
    return tuple(dict.fromkeys(hit.phrase for hit in strongest))


def _kinds(guesses: Iterable[Suggestion]) -> tuple[Ranked, Ranked]:
    """Kinds with their sub-types' evidence, and the sub-types of the best kind."""
    sums: dict[str, float] = {}
    reasons: dict[str, tuple[str, ...]] = {}
    subtypes: dict[str, list[Suggestion]] = {}
    for guess in guesses:
        kind, _, subtype = guess.value.partition("/")
        sums[kind] = sums.get(kind, 0) + guess.score
        reasons[kind] = tuple(dict.fromkeys((*reasons.get(kind, ()), *guess.reasons)))[:_SHOWN_REASONS]
        if subtype:
            subtypes.setdefault(kind, []).append(Suggestion(subtype, guess.score, guess.reasons))
    order = {kind.value: number for number, kind in enumerate(Kind)}
    kinds = [Suggestion(kind, round(score, 2), reasons[kind]) for kind, score in sums.items() if score >= _LEAST]
    kinds.sort(key=lambda guess: (-guess.score, order[guess.value]))
    return tuple(kinds[:3]), tuple(subtypes.get(kinds[0].value, ())[:2]) if kinds else ()


def _flags(words: Words, head: int, place_known: bool) -> Ranked:
    sums = {guess.value: guess for guess in ranked(lexicon.flags().hits(words), head)}
    scores: dict[str, float] = {name: guess.score for name, guess in sums.items() if ":" not in name}
    reasons: dict[str, tuple[str, ...]] = {name: guess.reasons for name, guess in sums.items()}
    both = [sums.get(f"legal_document:{half}") for half in ("what", "change")]
    if both[0] and both[1]:
        scores["legal_document"] = min(both[0].score, 1) + min(both[1].score, 1)
        reasons["legal_document"] = both[0].reasons + both[1].reasons
    for name, extra, phrase in _signs(words):
        scores[name] = scores.get(name, 0) + extra
        reasons[name] = (*reasons.get(name, ()), phrase)[:_SHOWN_REASONS]
    found = [
        Suggestion(name, round(score, 2), reasons[name])
        for name, score in scores.items()
        if score >= lexicon.THRESHOLDS[name]
    ]
    found += _tests(words, head) + ([] if place_known else _place_missing(words))
    return tuple(sorted(found, key=lambda guess: (-guess.score, guess.value)))


def _signs(words: Words) -> list[tuple[str, float, str]]:
    """What is no word: a code of a case, a link, points of a list."""
    found = [("raised_again", 1.5, words.text[m.start() : m.end()]) for m in _CODE.finditer(words.folded)]
    if re.search(r"https?://|www\.|zalo", words.folded):
        found.append(("advertising", 1.5, "rule.link"))
    points = len(_ITEM.findall(words.text))
    if points > 2:
        found.append(("bulk", min(points, 4) * 0.6, "rule.list"))
    return found


def _tests(words: Words, head: int) -> list[Suggestion]:
    """Nothing is said at all: a few keys struck, or "test"."""
    content = [token.folded for token in words.tokens[head:] or words.tokens]
    if len(content) > _JUNK_LENGTH:
        return []
    sense = [one for one in content if _SYLLABLE.fullmatch(one) and one not in _JUNK]
    junk = [token.folded for token in words.tokens if token.folded in _JUNK]
    if len(sense) < 2 and (junk or not sense):
        return [Suggestion("test", 3.0, tuple(dict.fromkeys(junk)))]
    return []


def _place_missing(words: Words) -> list[Suggestion]:
    """Speaks of a commune's office, without saying which: the officer has to ask."""
    found = _COMMUNE.search(words.folded)
    return [Suggestion("place_missing", 1.0, (words.text[found.start() : found.end()],))] if found else []
