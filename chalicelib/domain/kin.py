"""Cases whose pages name each other. A code that leads to no page would tell that its case was taken down: such a case
is named nowhere, and the pages that name it are written anew when it goes or comes back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chalicelib.domain import events as e
from chalicelib.domain.corrections import FLIPS


def named_by(events: Sequence[e.Event]) -> frozenset[str]:
    """Codes of the cases that this one's page names."""
    found = set()
    for event in events:
        match event.fact:
            case e.Received(split_from=code) | e.Merged(into=code) | e.AnswerGiven(cites=code):
                found.add(code)
            case _:
                pass
    return frozenset(found - {""})


def naming(events: Sequence[e.Event]) -> frozenset[str]:
    """Codes of the cases whose pages name this one, but for those that cite it: they stand on `listed.citing_list`."""
    return frozenset(code for x in events if isinstance(x.fact, (e.TookIn, e.SplitUp)) for code in x.fact.codes)


def turned(events: Sequence[e.Event], numbers: Collection[int]) -> bool:
    """Whether with one of these events the case may have gone, or come back."""
    return any(event.seq in numbers and isinstance(event.fact, FLIPS) for event in events)
