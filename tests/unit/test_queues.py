"""The desk queue of a case, state by state: every kind of waiting work has one, and what has ended has none."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.case import PURGED, Case, Clock, Pending
from chalicelib.domain.named import Naming
from chalicelib.domain.queues import DESK_QUEUES, INSPECTORS_QUEUE, QUEUES, queue_of
from chalicelib.domain.record import replace
from chalicelib.domain.vocabulary import NOTES, Channel, Kind, Role, Status, SubmitterType
from tests.unit.chronicle import CODE, day

S = Status
CASE = Case(CODE, Kind.CONDUCT, Channel.WEB, SubmitterType.CITIZEN, day(1), "o", lead="SNNMT")
NAMING: dict[str, Any] = {"namings": (Naming(2, "SNNMT", "delay"),)}


def clock(name: str) -> dict[str, Any]:
    return {"clocks": (Clock(name, day(1), 5, day(9)),)}


def pending(*types: str) -> dict[str, Any]:
    return {"pending": tuple(Pending(seq, type_, "SNNMT", day(seq)) for seq, type_ in enumerate(types, 3))}


BY_STATUS: dict[Status, str | None] = {
    S.RECEIVED: "triage",
    S.AWAITING_SUPPLEMENT: "waiting",
    S.REFUSED: None,
    S.REDIRECTED: None,
    S.FORWARDED: "handling",
    S.RETURNED: "triage",
    S.TO_REASSIGN: "triage",
    S.IN_PROCESS: "handling",
    S.EXTENSION_REQUESTED: "review",
    S.UNDER_REVIEW: "review",
    S.ANSWER_RETURNED: "handling",
    S.ANSWERED: "answered",
    S.REOPENED: "leadership",
    S.ESCALATED: "leadership",
    S.HANDED_OVER: "leadership",
    S.CLOSED: None,
    S.WITHDRAWN: None,
    S.MERGED: None,
    S.RESTRICTED: "restricted",
}


@pytest.mark.parametrize("status", list(Status))
def test_the_queue_of_a_status(status: Status) -> None:
    assert queue_of(replace(CASE, status=status)) == BY_STATUS[status]


OTHERWISE: list[tuple[str, Status, dict[str, Any], str | None]] = [
    # Inspectors have their own, whatever else there is.
    ("against a leader", S.RESTRICTED, {"against": "leader", "purge": "van-phong-1"}, "restricted_alternate"),
    ("restricted with a naming", S.RESTRICTED, NAMING | pending("answer"), "restricted"),
    # A state secret waits for a second officer.
    ("a state secret", S.IN_PROCESS, {"purge": "van-phong-1"}, "review"),
    ("a state secret in a closed case", S.CLOSED, {"purge": "van-phong-1"}, "review"),
    ("purged", S.REFUSED, {"purge": PURGED}, None),
    # The national portal lacks the answer.
    ("answered, not on the national portal", S.ANSWERED, clock("national"), "decision"),
    ("closed, not on the national portal", S.CLOSED, clock("national"), "decision"),
    ("answered, with another clock", S.ANSWERED, clock("rating"), "answered"),
    ("not answered yet", S.IN_PROCESS, clock("national"), "handling"),
    # What has ended, and still waits for something.
    ("closed, and proposed to be named", S.CLOSED, NAMING, "leadership"),
    ("closed, the reply waits", S.CLOSED, NAMING | pending("naming_reply"), "review"),
    ("closed, the reply waits after the decision", S.CLOSED, pending("naming_reply"), "review"),
    ("closed, a reply among others", S.CLOSED, pending("directive", "naming_reply"), "review"),
    ("withdrawn, and proposed to be named", S.WITHDRAWN, NAMING, "leadership"),
    # An officer decides.
    ("asked to be withdrawn", S.IN_PROCESS, {"withdrawal_asked": True}, "decision"),
    ("asked to be withdrawn, with an answer", S.UNDER_REVIEW, {"withdrawal_asked": True} | pending("answer"),
     "decision"),
    ("returned by so many", S.RETURNED, {"final": True}, "decision"),
    ("settled by a leader", S.IN_PROCESS, {"final": True}, "handling"),
    # Words wait for review.
    ("an opinion", S.IN_PROCESS, pending("opinion"), "review"),
    ("an opinion among notes", S.FORWARDED, pending("reason", "opinion"), "review"),
    ("an answer of an escalated case", S.ESCALATED, pending("answer"), "review"),
    ("an answer, but nobody leads", S.TO_REASSIGN, pending("answer"), "triage"),
    *((f"a {note} beside the handling", S.IN_PROCESS, pending(note), "review") for note in NOTES),
    ("a note after the answer", S.ANSWERED, pending("contribution"), "review"),
    *((f"a note holds nothing up: {status}", status, pending("contribution"), queue)
      for status, queue in BY_STATUS.items() if queue in ("triage", "waiting", "leadership")),
    # An agency that cannot know of it, or is missing.
    ("not reached", S.FORWARDED, {"unreached": True}, "undelivered"),
    ("not reached, with a note", S.FORWARDED, {"unreached": True} | pending("contribution"), "undelivered"),
    ("reached by now", S.IN_PROCESS, {"unreached": True}, "handling"),
    ("a coordinating agency is missing", S.IN_PROCESS, {"to_replace": ("STC2025",)}, "triage"),
    ("missing, and before a leader", S.ESCALATED, {"to_replace": ("STC2025",)}, "leadership"),
    ("missing, and answered", S.ANSWERED, {"to_replace": ("STC2025",)}, "answered"),
    # A naming beside the handling.
    ("proposed to be named", S.IN_PROCESS, NAMING | clock("naming_reply"), "handling"),
    ("a leader may decide on it", S.IN_PROCESS, NAMING | clock("naming_decision"), "leadership"),
    ("answered, and a leader may decide on it", S.ANSWERED, NAMING | clock("naming_decision"), "leadership"),
    ("a leader may decide, and a note waits", S.IN_PROCESS, NAMING | clock("naming_decision") | pending("reason"),
     "review"),
    ("a leader may decide, the desk forwards", S.RETURNED, NAMING | clock("naming_decision"), "triage"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "more", "queue"), [row[1:] for row in OTHERWISE], ids=[row[0] for row in OTHERWISE])
def test_the_queue_of_a_case_in_which_more_waits(status: Status, more: dict[str, Any], queue: str | None) -> None:
    assert queue_of(replace(CASE, status=status, **more)) == queue


def test_every_queue_is_somebodys() -> None:
    assert set(BY_STATUS.values()) | {row[3] for row in OTHERWISE} == {*QUEUES, None}
    assert INSPECTORS_QUEUE == {
        Role.INSPECTORATE: "restricted",
        Role.INSPECTORATE_ALTERNATE: "restricted_alternate",
    }
    assert {*DESK_QUEUES} == {*QUEUES} - {"restricted", "restricted_alternate"}
