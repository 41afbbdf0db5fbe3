"""The labelled petitions (tests/data/samples.jsonl), for the suggestions' tests and figures.

`held_out`: the cues were tuned without running these 8 of the 20. `kind` "" is no petition at all: a denunciation, an
advertisement, a test; then a flag says so. `agency` "" where the text names none (any commune's).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from chalicelib.domain.suggest.classify import Classification, Classifier
from infra.operator.data_files import read_reference

FILE = Path(__file__).parent / "data" / "samples.jsonl"
DAY = date(2026, 8, 7)


@dataclass(frozen=True)
class Sample:
    id: str
    title: str
    text: str
    channel: str
    submitter: str
    pii: list[str]
    kind: str
    flags: list[str]
    field: str
    subindex: str
    agency: str
    duplicate_of: str | None
    held_out: bool

    @property
    def whole(self) -> str:
        return f"{self.title}\n{self.text}"


@lru_cache(maxsize=1)
def samples() -> tuple[Sample, ...]:
    return tuple(Sample(**json.loads(line)) for line in FILE.read_text("utf-8").splitlines())


@lru_cache(maxsize=1)
def classifier() -> Classifier:
    reference = read_reference()
    policy = reference.policies.policy_on(DAY)
    return Classifier(reference.directory, DAY, policy.inspectorate_agency(DAY), policy.standing_agency(DAY))


@lru_cache(maxsize=64)
def guessed(sample_id: str) -> Classification:
    sample = next(one for one in samples() if one.id == sample_id)
    return classifier().classify(sample.title, sample.text)


def agencies(guesses: Classification) -> list[str]:
    """The first three agencies that an officer reads: who could lead, then the office complained of."""
    found = [guess.value for guess in (*guesses.leads[:2], *guesses.complained_of[:1], *guesses.leads[2:])]
    return list(dict.fromkeys(found))[:3]
