"""Which other cases a page may not name: those that have no page themselves (`domain.kin`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from chalicelib.domain.story import tell
from chalicelib.domain.vocabulary import Status
from chalicelib.ports import CaseStore

Gone = Collection[str]
"""Codes of cases that must not be named."""


def gone_of(codes: Iterable[str], cases: CaseStore) -> frozenset[str]:
    """Those of `codes` that are restricted, under a purge, purged, or a legal complaint. One read for each."""
    return frozenset(code for code in codes if _gone(code, cases))


def _gone(code: str, cases: CaseStore) -> bool:
    case = cases.load(code)
    if case is None or case.purge or case.status is Status.RESTRICTED:
        return True
    if case.status is not Status.REDIRECTED:
        return False
    # The head does not say where to; a legal complaint alone has no page.
    story = tell(cases.events(code))
    return story is None or story.gone


def nameable(code: str, gone: Gone) -> str | None:
    """The code as a document shows it."""
    return code if code and code not in gone else None
