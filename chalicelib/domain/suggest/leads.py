"""Which agencies could lead, and which office may be the one complained of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chalicelib.domain.directory import Directory
from chalicelib.domain.suggest.lexicon_fields import COMMUNAL_FIELDS, COMPETENCE
from chalicelib.domain.suggest.places import Named
from chalicelib.domain.suggest.words import Words, fold_aligned
from chalicelib.domain.vocabulary import Kind

Guess = tuple[str, float, tuple[str, ...]]
_SHOWN = 3


class FieldGuess(Protocol):
    """A field with its score, best first."""

    @property
    def value(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def reasons(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of a petition before its agency is looked for. `place`: the commune given in the form."""

    kind: str
    fields: tuple[FieldGuess, ...]
    flags: frozenset[str]
    places: tuple[Named, ...]
    agencies: tuple[Named, ...]
    place: str
    words: Words


class Leads:
    """Rules over one directory on one day; reasons that are no words of the text are keys ("rule.superior")."""

    def __init__(self, directory: Directory, day: date, inspectorate: str, standing: str) -> None:
        self.directory, self.day = directory, day
        self._flagged = {"denunciation": inspectorate, "bulk": standing}

    def rank(self, scene: Scene) -> tuple[list[Guess], list[Guess]]:
        """(who could lead, which office is complained of), best first."""
        found: dict[str, Guess] = {}
        for guess in self._by_field(scene):
            _keep(found, guess)
        for guess in self._by_matter(scene):
            _keep(found, guess)
        for named in scene.agencies:
            _keep(found, (named.code, 2.9, (named.phrase,)))
        complained_of = self._complained_of(scene) if scene.kind == Kind.CONDUCT else []
        for code, score, reasons in complained_of:
            # Design, section 2: led by the superior of the office complained of, never by that office.
            found.pop(code, None)
            superior = self.directory.superior(code, self.day)
            if superior:
                _keep(found, (superior, score, ("rule.superior", *reasons)))
        for flag, code in self._flagged.items():
            if flag in scene.flags and self.directory.valid_on(code, self.day):
                _keep(found, (code, 5.0, (f"rule.{flag}",)))
        if scene.kind == Kind.INCIDENT:
            for code, phrase in self._authorities(scene):
                _keep(found, (code, 1.5, (phrase,)))
        return _best(found.values()), complained_of[:_SHOWN]

    def _by_field(self, scene: Scene) -> Iterable[Guess]:
        top = scene.fields[0].score if scene.fields else 1
        for field in scene.fields[:4]:
            lead = self.directory.lead_for(field.value, self.day)
            if self.directory.valid_on(lead, self.day):
                yield lead, round(3 * field.score / top, 2), field.reasons

    def _by_matter(self, scene: Scene) -> Iterable[Guess]:
        text = f" {' '.join(token.folded for token in scene.words.tokens)} "
        for phrase, code, since in COMPETENCE:
            competent = (since is None or since <= self.day) and self.directory.valid_on(code, self.day)
            if competent and f" {fold_aligned(phrase)} " in text:
                yield code, 3.5, (phrase,)

    def _authorities(self, scene: Scene) -> Iterable[tuple[str, str]]:
        """The People's Committees of the places named, or of the one in the form."""
        named = [(one.code, one.phrase) for one in scene.places] or [(scene.place, "rule.place")]
        for place, phrase in named:
            code = self.directory.authority_of(place, self.day) if place else None
            if code:
                yield code, phrase

    def _complained_of(self, scene: Scene) -> list[Guess]:
        """A department whose staff is spoken of; a commune whose office is, or whose own matter it is."""
        found: list[Guess] = [(one.code, 3.4, (one.phrase,)) for one in scene.agencies if one.office]
        offices = {one.phrase for one in scene.places if one.office}
        communal = bool(scene.fields) and scene.fields[0].value in COMMUNAL_FIELDS
        for code, phrase in self._authorities(scene):
            likely = phrase in offices or communal
            found.append((code, 3.4 if likely else 1.2, (phrase,)))
        return sorted(found, key=lambda guess: -guess[1])


def _keep(found: dict[str, Guess], guess: Guess) -> None:
    code, score, reasons = guess
    if code in found:
        _, known, earlier = found[code]
        guess = (code, round(max(known, score) + 0.3, 2), tuple(dict.fromkeys((*earlier, *reasons)))[:4])
    found[code] = guess


def _best(guesses: Iterable[Guess]) -> list[Guess]:
    return sorted(guesses, key=lambda guess: (-guess[1], guess[0]))[:_SHOWN]
