"""What the public reads of a case beyond its head: whole stories, event by event, and what they say of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import SYSTEM, Case, Clock
from chalicelib.domain.record import replace
from chalicelib.domain.story import Story, tell
from chalicelib.domain.vocabulary import Channel, Kind, Status, SubmitterType, Timeliness
from tests.unit.chronicle import CODE, WRITTEN, Given, chronicle, day
from tests.unit.world import FOCAL

A, B = "SNNMT", "STC2025"
CLOCK = Clock("publication", day(1), 20, day(4))  # due on the day of event 4
REVIEW = Clock("review", day(1), 2, day(3))
AGAIN = Clock("publication", day(5), 20, day(9))
RUNS: dict[str, Any] = {"clocks": (REVIEW, CLOCK)}
ANSWER, FORWARDED = e.AnswerGiven(A), e.Forwarded(A)
COMPLAINT = e.Redirected("legal_complaint")
RESTRICTED, RELEASED = e.Restricted("TTRA"), e.Released()
ASKED, KEPT, PURGED = e.PurgeAsked("van-phong-1"), e.PurgeRejected("van-phong-2"), e.Purged("van-phong-2")


def published(item: int, type_: str = "answer") -> e.ItemPublished:
    return e.ItemPublished(item, type_, A)


def ended(given: e.Fact) -> Given:
    """With it no clock runs any more."""
    return given, FOCAL, {"clocks": ()}


def armed(given: e.Fact) -> Given:
    return given, FOCAL, {"clocks": (AGAIN,)}


def decided(agency: str, named: bool = True) -> e.NamingDecided:
    return e.NamingDecided(agency, "delay", named, 2, "chu-tich", day(1))


TAKEN_BACK = e.Undone(2, "refused", Case(CODE, Kind.CONDUCT, Channel.WEB, SubmitterType.CITIZEN, day(1), "o"))
NAMED, NOT_NAMED = decided(A), decided(B, named=False)
UNSEEN: dict[str, Any] = {"unseen": True}
# What happened after the receipt -> what the story knows besides the head and the newest day.
STORIES: list[tuple[str, list[Given], dict[str, Any]]] = [
    ("received", [], UNSEEN),
    ("classified", [e.Classified(Kind.CONDUCT)], UNSEEN),
    ("a supplement", [e.SupplementAsked()], UNSEEN),
    ("forwarded", [FORWARDED], {}),
    ("the text, and the text anew in English", [WRITTEN, e.TextsWritten("en")], {"texts": 3, "language": "en"}),
    ("refused", [e.Refused("abuse")], {"refusal": "abuse"}),
    ("contested", [e.Refused("abuse"), e.RefusalContested()], {}),
    ("the refusal taken back", [e.Refused("abuse"), TAKEN_BACK], {}),
    ("directed elsewhere", [e.Redirected("court")], {"redirection": "court"}),
    ("that taken back", [e.Redirected("court"), TAKEN_BACK], {}),
    ("returned, and again", [e.CaseReturned(A), e.CaseReturned(B)], {"returned_by": (A, B)}),
    ("named, not named, named", [NAMED, NOT_NAMED, decided(B), NAMED], UNSEEN | {"named": (A, B, A)}),
    ("honoured", [e.Honoured("submitter", "", "x"), e.Honoured("agency", B, "x")], UNSEEN | {"honoured": ("", B)}),
    # Whatever is known by now counts, also for what is published late.
    ("restricted", [RESTRICTED], UNSEEN | {"restricted": True}),
    ("released", [RESTRICTED, RELEASED], UNSEEN),
    ("restricted again", [RESTRICTED, RELEASED, RESTRICTED], UNSEEN | {"restricted": True}),
    ("a state secret is asked about", [ASKED], UNSEEN | {"purged": True}),
    ("it is none", [ASKED, KEPT], UNSEEN),
    ("it is one", [ASKED, PURGED], UNSEEN | {"purged": True, "refusal": "state_secret"}),
    ("asked again", [ASKED, KEPT, ASKED], UNSEEN | {"purged": True}),
    ("a complaint", [COMPLAINT], UNSEEN | {"redirection": "legal_complaint"}),
]  # fmt: skip


@pytest.mark.parametrize(("given", "known"), [row[1:] for row in STORIES], ids=[row[0] for row in STORIES])
def test_what_a_record_tells(given: list[Given], known: dict[str, Any]) -> None:
    events = chronicle(*given)
    case = fold(events)
    assert case
    assert tell(events) == Story(case, day(len(events)), **known)


def test_without_a_record_there_is_no_story() -> None:
    assert tell([]) is None


LATE: dict[str, Any] = {"agency_late": True, "handed_in_late": frozenset({5})}
# The clock of publication runs from the receipt; what happens to it, and what the agency owes to it.
CLOCKED: list[tuple[str, list[Given], dict[str, Any]]] = [
    ("runs", [FORWARDED], {"clock": CLOCK}),
    ("ends with its last day", [FORWARDED, ended(published(2))], {"clock": CLOCK, "ended_on": day(3)}),
    ("has ended before", [ended(e.Refused("abuse")), WRITTEN],
     {"clock": CLOCK, "ended_on": day(2), "texts": 3, "language": "vi", "refusal": "abuse"}),
    ("runs anew", [ended(FORWARDED), armed(e.RaisedAgain())], {"clock": AGAIN}),
    ("is longer", [armed(e.ExtensionGranted(A, day(9)))], {"clock": AGAIN}),
    ("handed in on the last day", [FORWARDED, FORWARDED, ANSWER, published(4)], {"clock": CLOCK}),
    ("handed in a day late", [FORWARDED, FORWARDED, FORWARDED, ANSWER, published(5)], {"clock": CLOCK} | LATE),
    ("handed in late, and not published", [FORWARDED, FORWARDED, FORWARDED, ANSWER],
     {"clock": CLOCK, "handed_in_late": frozenset({5})}),
    ("another answer published", [ANSWER, FORWARDED, FORWARDED, ANSWER, published(2)],
     {"clock": CLOCK, "handed_in_late": frozenset({5})}),
    ("late, then one in time", [FORWARDED, FORWARDED, FORWARDED, ANSWER, published(5), armed(e.RaisedAgain()), ANSWER,
     published(8)], {"clock": AGAIN} | LATE),
    ("both handed in late", [FORWARDED, FORWARDED, FORWARDED, ANSWER, ANSWER],
     {"clock": CLOCK, "handed_in_late": frozenset({5, 6})}),
    ("a late report is no late answer", [FORWARDED, FORWARDED, FORWARDED, ANSWER, published(5, "status")],
     {"clock": CLOCK, "handed_in_late": frozenset({5})}),
    ("handed in when no clock ran", [ended(FORWARDED), FORWARDED, FORWARDED, ANSWER],
     {"clock": CLOCK, "ended_on": day(2)}),
]  # fmt: skip


@pytest.mark.parametrize(("given", "known"), [row[1:] for row in CLOCKED], ids=[row[0] for row in CLOCKED])
def test_what_it_tells_of_the_clock(given: list[Given], known: dict[str, Any]) -> None:
    events = chronicle(*given, **RUNS)
    case = fold(events)
    assert case
    assert tell(events) == Story(case, day(len(events)), **known)


def test_a_step_taken_late_is_not_of_its_own_day() -> None:
    step = e.StepReached("publication", "overdue", day(5), day(4))
    events = chronicle((step, SYSTEM), FORWARDED, **RUNS)
    case = fold(events)
    assert case
    assert tell(events) == Story(case, day(3), replace(CLOCK, steps=("overdue",)))


def test_today_never_goes_back() -> None:
    """A clock of a server that went wrong: what was certain on a day stays certain."""
    events = [*chronicle(FORWARDED, FORWARDED), *chronicle(FORWARDED)[1:]]
    found = tell(events)
    assert found
    assert found.today == day(3)


@pytest.mark.parametrize(
    ("upto", "known"),
    [
        (0, {"texts": 3, "language": "en", "refusal": "abuse", "restricted": True, "purged": True}),
        (1, UNSEEN | {"restricted": True, "purged": True}),
        (2, {"texts": 2, "language": "vi", "restricted": True, "purged": True}),
        (4, {"texts": 3, "language": "en", "refusal": "abuse", "restricted": True, "purged": True}),
    ],
)
def test_a_part_of_the_record_knows_what_must_never_appear(upto: int, known: dict[str, Any]) -> None:
    events = chronicle(WRITTEN, e.TextsWritten("en"), e.Refused("abuse"), RESTRICTED, ASKED)
    case = fold(events[: upto or None])
    assert case
    assert tell(events, upto) == Story(case, day(upto or len(events)), **known)


# --- what a story says ---

CASE = Case(CODE, Kind.REGULATION, Channel.WEB, SubmitterType.CITIZEN, day(1), "o", status=Status.IN_PROCESS, lead=A)
DUE, OVER = day(4), day(5)
PAUSED, STEPPED = replace(CLOCK, pauses=((day(2), None),)), replace(CLOCK, steps=("reminder",))
PROMISED = replace(CASE, clocks=(Clock("promise", day(1), 2, day(3)),))
FLAGS = ("vanished", "gone", "hidden", "open", "promise_broken", "agency_overdue", "noindex")


def of(status: Status, **more: Any) -> Case:
    return replace(CASE, status=status, **more)


def answered(status: Status = Status.ANSWERED, **more: Any) -> Case:
    return of(status, answered_on=DUE, **more)


# Story -> what is true of it, how timely it is, and the first day over.
SAID: list[tuple[str, Story, str, Timeliness, date | None]] = [
    ("no clock", Story(CASE, OVER), "open", Timeliness.NONE, None),
    ("in time", Story(CASE, DUE, CLOCK), "open", Timeliness.ON_TIME, None),
    ("a step was taken", Story(CASE, DUE, STEPPED), "open", Timeliness.DUE_SOON, None),
    ("over", Story(CASE, OVER, CLOCK), "open agency_overdue", Timeliness.OVERDUE, OVER),
    ("long over", Story(CASE, day(9), STEPPED), "open agency_overdue", Timeliness.OVERDUE, OVER),
    ("over in review", Story(of(Status.UNDER_REVIEW), OVER, CLOCK), "open", Timeliness.OVERDUE, OVER),
    ("paused", Story(of(Status.AWAITING_SUPPLEMENT), OVER, PAUSED), "open", Timeliness.PAUSED, None),
    ("ended in time", Story(CASE, day(9), CLOCK, DUE), "open", Timeliness.NONE, None),
    ("ended when it was over", Story(CASE, day(9), CLOCK, day(6)), "open", Timeliness.NONE, OVER),
    ("promised for today", Story(PROMISED, day(3), CLOCK), "open", Timeliness.ON_TIME, None),
    ("promised for yesterday", Story(PROMISED, DUE, CLOCK), "open promise_broken agency_overdue", Timeliness.OVERDUE,
     None),
    ("answered", Story(answered(), OVER, CLOCK, DUE), "", Timeliness.ON_TIME, None),
    ("answered late", Story(answered(late=True), OVER, CLOCK, OVER), "", Timeliness.LATE, OVER),
    ("closed late", Story(answered(Status.CLOSED, late=True), OVER), "", Timeliness.LATE, None),
    ("closed without an answer", Story(of(Status.CLOSED), OVER, CLOCK), "", Timeliness.NONE, OVER),
    ("answered once, and open again", Story(answered(Status.REOPENED, late=True), DUE, CLOCK), "open",
     Timeliness.ON_TIME, None),
    ("refused", Story(of(Status.REFUSED), DUE, CLOCK), "hidden noindex", Timeliness.NONE, None),
    ("directed to a court", Story(of(Status.REDIRECTED), DUE, redirection="court"), "hidden noindex", Timeliness.NONE,
     None),
    ("a complaint", Story(of(Status.REDIRECTED), DUE, redirection="legal_complaint"), "vanished gone hidden noindex",
     Timeliness.NONE, None),
    ("a complaint once", Story(CASE, DUE, redirection="legal_complaint"), "open", Timeliness.NONE, None),
    ("restricted then", Story(of(Status.RESTRICTED), DUE), "vanished gone hidden noindex", Timeliness.NONE, None),
    ("restricted later", Story(CASE, DUE, restricted=True), "gone hidden open noindex", Timeliness.NONE, None),
    ("a secret then", Story(replace(CASE, purge="x"), DUE), "vanished gone hidden open noindex", Timeliness.NONE, None),
    ("a secret later", Story(CASE, DUE, purged=True), "gone hidden open noindex", Timeliness.NONE, None),
    ("conduct without a finding", Story(replace(CASE, kind=Kind.CONDUCT), DUE), "open noindex", Timeliness.NONE, None),
    ("conduct, found", Story(answered(kind=Kind.CONDUCT), DUE), "", Timeliness.ON_TIME, None),
    ("conduct, in doubt again", Story(answered(Status.REOPENED, kind=Kind.CONDUCT), DUE), "open noindex",
     Timeliness.NONE, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "flags", "timeliness", "overdue_on"), [row[1:] for row in SAID], ids=[row[0] for row in SAID]
)
def test_what_a_story_says(story: Story, flags: str, timeliness: Timeliness, overdue_on: date | None) -> None:
    assert {name: getattr(story, name) for name in FLAGS} == {name: name in flags.split() for name in FLAGS}
    assert (story.timeliness, story.overdue_on) == (timeliness, overdue_on)
