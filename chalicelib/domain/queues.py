"""The desk's queues: one for each kind of work that waits for the focal office, so that nothing waits unseen."""

from __future__ import annotations

from chalicelib.domain.case import PURGED, Case
from chalicelib.domain.vocabulary import FINAL, NOTES, Role, Status

QUEUES = (
    *("triage", "review", "decision", "undelivered", "waiting", "handling", "leadership"),
    *("answered", "restricted", "restricted_alternate"),
)
# Each inspector's own, and nobody else's.
INSPECTORS_QUEUE = {Role.INSPECTORATE: "restricted", Role.INSPECTORATE_ALTERNATE: "restricted_alternate"}
DESK_QUEUES = tuple(name for name in QUEUES if name not in INSPECTORS_QUEUE.values())

_BY_STATUS = {
    Status.RECEIVED: "triage",
    Status.RETURNED: "triage",
    Status.TO_REASSIGN: "triage",
    Status.AWAITING_SUPPLEMENT: "waiting",
    Status.UNDER_REVIEW: "review",
    Status.EXTENSION_REQUESTED: "review",
    Status.REOPENED: "leadership",
    Status.ESCALATED: "leadership",
    Status.HANDED_OVER: "leadership",
    Status.ANSWERED: "answered",
}


def queue_of(case: Case) -> str | None:
    """The queue that a case stands in; None once nothing can happen to it any more."""
    if case.status is Status.RESTRICTED:
        return INSPECTORS_QUEUE[Role.INSPECTORATE_ALTERNATE if case.against else Role.INSPECTORATE]
    if case.purge not in ("", PURGED):
        return "review"  # of a second officer
    # An answer that the national portal still lacks is unfinished work, however content the submitter is.
    if case.clock("national") and case.status in (Status.ANSWERED, Status.CLOSED):
        return "decision"
    if case.status in FINAL:
        return _still_waits(case)
    if case.withdrawal_asked or (case.status is Status.RETURNED and case.final):
        return "decision"
    if any(item.type not in NOTES for item in case.pending) and case.status is not Status.TO_REASSIGN:
        return "review"
    if case.status is Status.FORWARDED and case.unreached:
        return "undelivered"
    # The lead works on, and the desk sees that a coordinating agency is missing.
    queue = _BY_STATUS.get(case.status, "triage" if case.to_replace else "handling")
    # Words that hold nothing up take a case out of no queue in which somebody must act.
    if queue in ("handling", "answered") and (case.pending or case.naming_waits):
        return "review" if case.pending else "leadership"
    return queue


def _still_waits(case: Case) -> str | None:
    """What a case that ended still waits for: words that came in are reviewed, and a delay happened, whatever was
    answered since (R1-14).
    """
    if case.pending and case.status is Status.CLOSED:
        return "review"
    return "leadership" if case.naming else None
