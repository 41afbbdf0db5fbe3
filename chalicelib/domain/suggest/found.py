"""What is told to an officer about one case."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.suggest.classify import Classification
from chalicelib.domain.suggest.personal import Finding
from chalicelib.domain.suggest.similar import Match


@dataclass(frozen=True, slots=True)
class Similar:
    """A published case that tells much the same, with its public title."""

    match: Match
    title: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`guesses` and `similar` while the focal office still decides where the case goes; `personal` always."""

    guesses: Classification | None
    similar: tuple[Similar, ...]
    personal: tuple[Finding, ...]


NOTHING = Suggestions(None, (), ())
