"""How good the suggestions are on the labelled petitions (wrong ones are counted), and what they cost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from chalicelib.domain.suggest.classify import Classifier
from chalicelib.domain.suggest.personal import find
from chalicelib.domain.suggest.similar import THRESHOLD, Story, compare, most_similar
from infra.operator.data_files import read_reference
from tests.bench.figures import Figure, Figures, microseconds
from tests.bench.texts import CONTENT, TITLE
from tests.suggestion_samples import DAY, Sample, agencies, classifier, guessed, samples

MILLISECONDS = 5.0


def _share(name: str, wrong: list[str], of: int, budget: float | None = None) -> Figure:
    """Wrong out of `of`; the ratio is the share of wrong ones."""
    return Figure(f"suggestions.{name}", len(wrong), "wrong", of, budget, " ".join(wrong))


def _personal() -> Figures:
    """Links are looked for but not labelled, so they are counted apart."""
    missed, false, labelled, links = [], [], 0, 0
    for sample in samples():
        spans = find(sample.whole, classifier().place_names)
        found = [span.text for span in spans if span.kind != "link"]
        links += len(spans) - len(found)
        labelled += len(sample.pii)
        missed += [f"{sample.id}:{text}" for text in sample.pii if text not in found]
        false += [f"{sample.id}:{text}" for text in found if text not in sample.pii]
    yield Figure("suggestions.personal_found", labelled - len(missed), "spans", labelled)
    yield _share("personal_missed", missed, labelled, 0.1)
    yield _share("personal_false", false, labelled, 0.1)
    yield Figure("suggestions.personal_links", links, "spans", detail="not labelled")


def _kinds(group: str, chosen: list[Sample]) -> Figures:
    kinds = {one.id: [guess.value for guess in guessed(one.id).kinds[:3]] for one in chosen}
    labelled = [one for one in chosen if one.kind]
    first = [one.id for one in labelled if one.kind not in kinds[one.id][:1]]
    three = [one.id for one in labelled if one.kind not in kinds[one.id]]
    yield _share(f"kind_first_{group}", first, len(labelled), 0.2)
    yield _share(f"kind_in_three_{group}", three, len(labelled), 0.1)
    with_field = [one for one in chosen if one.field]
    fields = [one.id for one in with_field if one.field not in [guess.value for guess in guessed(one.id).fields]]
    yield _share(f"field_in_three_{group}", fields, len(with_field), 0.1)
    named = [one for one in chosen if one.agency]
    unnamed = [one.id for one in named if one.agency not in agencies(guessed(one.id))]
    yield _share(f"agency_in_three_{group}", unnamed, len(named), 0.1)


def _flags() -> Figures:
    missed, false, labelled = [], [], 0
    for sample in samples():
        found = {flag.value for flag in guessed(sample.id).flags}
        labelled += len(sample.flags)
        missed += [f"{sample.id}:{flag}" for flag in sample.flags if flag not in found]
        false += [f"{sample.id}:{flag}" for flag in sorted(found) if flag not in sample.flags]
    yield _share("flags_missed", missed, labelled, 0.2)
    yield _share("flags_false", false, labelled, 0.3)


def _duplicates() -> Figures:
    stories = {one.id: Story(one.id, one.title, one.text, one.field) for one in samples()}
    pairs = {(one, two): compare(stories[one], stories[two]).score for one, two in combinations(stories, 2)}
    labelled = {(one.duplicate_of, one.id) for one in samples() if one.duplicate_of}
    missed = [f"{one}~{two}" for one, two in sorted(labelled) if pairs[one, two] < THRESHOLD]
    false = [f"{one}~{two}" for (one, two), score in pairs.items() if score >= THRESHOLD and (one, two) not in labelled]
    yield _share("duplicates_missed", missed, len(labelled), 0.0)
    yield _share("duplicates_false", false, len(labelled), 0.0)


def _times() -> Figures:
    """For a petition of 1,000 characters; similar: against eight others of that length."""
    own = Story("", TITLE, CONTENT)
    others = [Story(str(number), TITLE, CONTENT) for number in range(8)]
    calls = {
        "personal": lambda: find(CONTENT, classifier().place_names),
        "classify": lambda: classifier().classify(TITLE, CONTENT),
        "similar_to_8": lambda: most_similar(own, others),
        "all_but_similar": lambda: (find(CONTENT), classifier().classify(TITLE, CONTENT)),
        "prepare": lambda: Classifier(read_reference_once(), DAY),
    }
    for name, call in calls.items():
        budget = MILLISECONDS if name == "all_but_similar" else None
        yield Figure(f"suggestions.time.{name}", microseconds(call, 20, 5) / 1000, "ms CPU", budget=budget)


_kept: list[Any] = []


def read_reference_once() -> Any:
    if not _kept:
        _kept.append(read_reference().directory)
    return _kept[0]


def measure() -> Figures:
    yield from _personal()
    yield from _kinds("tuned", [one for one in samples() if not one.held_out])
    yield from _kinds("held_out", [one for one in samples() if one.held_out])
    yield from _flags()
    yield from _duplicates()
    yield from _times()


def figures() -> Iterator[dict[str, Any]]:
    """`measure` as the JSON objects that `make bench` prints."""
    for figure in measure():
        yield json.loads(figure.line())


if __name__ == "__main__":
    for line in measure():
        print(line.line())
