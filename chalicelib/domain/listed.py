"""Lists that a case stands on beside its desk queue: of each agency that works on it, of leaders, of what is overdue,
of the case whose answer it cites.

They change only when the case is routed, ends, goes up or runs over a limit, so most writes do not touch them.
"""

from __future__ import annotations

from chalicelib.domain.case import Case
from chalicelib.domain.vocabulary import BEFORE_LEADER, FINAL, HANDLING, Role, Status

LEADER, OVERDUE = "leader", "overdue"
# The submitter's own time is nobody's delay.
_NOT_OURS = frozenset({"supplement", "rating"})


def agency_list(code: str) -> str:
    return f"agency-{code}"


def citing_list(code: str) -> str:
    """Of the cases that ever cited an answer of the case `code`: never read but when that one goes or comes back."""
    return f"cites-{code}"


def is_overdue(case: Case) -> bool:
    """Whether the sweep has found a running limit of an office exceeded (its step `overdue` was taken)."""
    if case.status in FINAL or case.purge:
        return False
    return any(OVERDUE in clock.steps and clock.name not in _NOT_OURS for clock in case.clocks if not clock.paused)


def waits_for_leader(case: Case) -> bool:
    """Whether a leader's decision is what it waits for: the advice (of a naming: the reply) is in, or its time over."""
    if case.purge or case.status is Status.RESTRICTED:
        return False
    return case.holder[0] is Role.LEADER or case.naming_waits


def lists_of(case: Case | None) -> frozenset[str]:
    """Names of the lists; none once the case is closed to those who would read them (restricted, a state secret)."""
    if case is None or case.purge or case.status is Status.RESTRICTED:
        return frozenset()
    agencies = (case.lead, *case.coordinating) if case.status in HANDLING else ()
    # Whoever has the case by now: the agency that is to be named may still reply to that.
    agencies = (*agencies, case.naming.agency) if case.naming else agencies
    found = {agency_list(code) for code in agencies if code}
    # A leader may direct before the agency's advice is in; he is asked to only when it is (R2-11).
    if case.status in BEFORE_LEADER or waits_for_leader(case):
        found.add(LEADER)
    if is_overdue(case):
        found.add(OVERDUE)
    return frozenset(found)
