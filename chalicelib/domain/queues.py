"""The desk's queues: one for each kind of work that waits for the focal office, so that nothing waits unseen."""

from __future__ import annotations

from chalicelib.domain.case import Case
from chalicelib.domain.vocabulary import FINAL, Status

QUEUES = ("triage", "review", "waiting", "handling", "leadership", "answered", "restricted")

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
    Status.RESTRICTED: "restricted",
}


def queue_of(case: Case) -> str | None:
    """The queue that a case stands in; None once nothing can happen to it any more."""
    if case.status in FINAL and case.status is not Status.RESTRICTED:
        return None
    return _BY_STATUS.get(case.status, "handling")
