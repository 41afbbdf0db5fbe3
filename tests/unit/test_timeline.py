"""The public timeline, fact by fact: text, tone and arguments of every kind of entry, as whole entries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM, Clock
from chalicelib.domain.timeline import DONE, LATE, SOON, Entry, entries
from chalicelib.domain.vocabulary import FAILURES, Channel
from tests.unit.chronicle import CODE, RECEIVED, WRITTEN, Given, chronicle, day
from tests.unit.samples import fact
from tests.unit.world import AGENCY, at

A, B = "SNNMT", "STC2025"
OTHER_CODE = "LS.20260807.K7M4R"
BEFORE, SINCE, UNTIL = date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 15)
OF_A: dict[str, Any] = {"agencies": {"agency": A}}
SOURCE: dict[str, Any] = {"dates": {"since": SINCE}, "words": {"directory": "d1"}}


def said(key: str, tone: str = "", seq: int = 2, **arguments: Any) -> Entry:
    """`key` without "event.", which begins with the event's type; the entry is of the day of its event."""
    return Entry(seq, at(day(seq)), None, key.partition(".")[0], tone, f"event.{key}", **arguments)


def step(name: str, tone: str, clock: str = "publication", seq: int = 2) -> Entry:
    """Of a ladder: it has the day on which it fell due, and no instant."""
    dates, words = {"due": UNTIL}, {"clock": f"event.clock.{clock}"}
    return Entry(seq, None, SINCE, "step_reached", tone, f"event.step_reached.{name}", dates=dates, words=words)


def reached(name: str, clock: str = "publication", **more: bool) -> e.StepReached:
    return e.StepReached(clock, name, SINCE, UNTIL, **more)


def published(type_: str, **more: Any) -> e.ItemPublished:
    return e.ItemPublished(9, type_, A, **more)


def decided(named: bool, failure: str = "delay") -> e.NamingDecided:
    return e.NamingDecided(A, failure, named, 2, "chu-tich", SINCE)


def moved(*clocks: Clock, old: tuple[date, ...] = ()) -> Given:
    return e.DeadlinesRecomputed("c1", old, tuple(clock.due_on for clock in clocks)), SYSTEM, {"clocks": clocks}


def because(clock: str = "", **days: date) -> dict[str, Any]:
    """The arguments of a calendar change: its version, and which clock moved."""
    return {"dates": days, "words": {"calendar": "c1"} | ({"clock": f"event.clock.{clock}"} if clock else {})}


def clock(name: str, due_on: date) -> Clock:
    return Clock(name, day(1), 20, due_on)


# One fact after the receipt -> what the public reads of it.
ROWS: list[tuple[Given, Entry | None]] = [
    (e.Classified(RECEIVED.kind), said("classified")),
    (WRITTEN, said("texts_written")),
    (e.SupplementAsked(), said("supplement_asked", SOON)),
    (e.SupplementAsked(again=True), said("supplement_asked.again", SOON)),
    (e.Supplemented(), said("supplemented")),
    (e.Refused("abuse"), said("refused", LATE)),
    (e.Refused("test"), said("refused.unanswered", LATE)),
    (e.Refused("advertising"), said("refused.unanswered", LATE)),
    (e.RefusalContested(), said("refusal_contested")),
    (e.Redirected("court"), said("redirected")),
    (e.Redirected("legal_complaint"), said("redirected")),
    (e.Purged("van-phong-2"), said("purged")),
    (e.Merged(OTHER_CODE), said("merged", words={"into": OTHER_CODE})),
    (e.TookIn((OTHER_CODE,)), said("took_in", words={"n": "1"})),
    (e.SplitUp((OTHER_CODE, CODE)), said("split_up", words={"n": "2"})),
    (e.Linked(OTHER_CODE), said("linked")),
    (e.Linked(OTHER_CODE, again=True), said("linked.again")),
    (e.RepeatNoted(OTHER_CODE), said("repeat_noted", LATE)),
    # Routing.
    (e.Forwarded(A, (B,)), said("forwarded", **OF_A)),
    (e.Forwarded(A, again=True), said("forwarded.again", **OF_A)),
    (e.Forwarded(A, again=True, final=True), said("forwarded.final", **OF_A)),
    (e.Succeeded(B, A, "dat-dai", "d1", SINCE), said("succeeded", agencies={"old": B, "new": A}, **SOURCE)),
    (e.Succeeded(B, A, "dat-dai", "d1", SINCE, coordinating=True),
     said("succeeded.coordinating", agencies={"old": B, "new": A}, **SOURCE)),
    (e.ReassignNeeded(A, "dat-dai", "d1", SINCE), said("reassign_needed.unmapped", SOON, **OF_A, **SOURCE)),
    (e.ReassignNeeded(A, "dat-dai", "d1", SINCE, "several"), said("reassign_needed.several", SOON, **OF_A, **SOURCE)),
    (e.ReassignNeeded(A, "dat-dai", "d1", SINCE, "several", coordinating=True),
     said("reassign_needed.coordinating", SOON, **OF_A, **SOURCE)),
    (e.Acknowledged(A), said("acknowledged", **OF_A)),
    # What agencies say, and what becomes of it.
    (e.StatusReported(A), said("status_reported", **OF_A)),
    (e.StatusReported(A, trusted=True), said("status_reported.trusted", **OF_A)),
    (e.Contributed(A, "comment"), said("contributed", **OF_A)),
    (e.Contributed(A, "nothing_to_add"), said("contributed.nothing_to_add", **OF_A)),
    (e.Contributed(A, "disagree"), said("contributed.disagree", LATE, **OF_A)),
    ((e.AnswerGiven(A), AGENCY), said("answer_given", **OF_A)),
    ((e.AnswerGiven(A, cites=OTHER_CODE), AGENCY), said("answer_given.cited", **OF_A, words={"cites": OTHER_CODE})),
    (e.AnswerGiven(A), said("answer_given.focal", **OF_A)),
    (e.AnswerGiven(A, cites=OTHER_CODE), said("answer_given.cited", **OF_A, words={"cites": OTHER_CODE})),
    (published("answer"), said("item_published.answer", DONE, **OF_A)),
    (published("answer", on_time=False), said("item_published.answer", LATE, **OF_A)),
    (published("status"), said("item_published.status", **OF_A)),
    (published("status", rearmed=False), said("item_published.status.capped", **OF_A)),
    (published("reason", rearmed=False), said("item_published.reason", **OF_A)),
    (published("contribution", rearmed=False), said("item_published.contribution", **OF_A)),
    (published("opinion", rearmed=False), said("item_published.opinion")),
    (published("directive", rearmed=False), said("item_published.directive")),
    (published("naming_reply", rearmed=False), None),
    (e.ItemReturned(9, "answer", A), said("item_returned.answer", SOON, **OF_A)),
    (e.ItemReturned(9, "opinion", "4"), said("item_returned.opinion", SOON)),
    (e.ItemReturned(9, "directive", ""), said("item_returned.directive", SOON)),
    (e.ItemReturned(9, "naming_reply", A), None),
    (e.CaseReturned(A), said("case_returned", SOON, **OF_A)),
    (e.CaseReturned(A, decide=True), said("case_returned.decide", SOON, **OF_A)),
    (e.ExtensionRequested(A, UNTIL), said("extension_requested", SOON, **OF_A, dates={"until": UNTIL})),
    (e.ExtensionGranted(A, UNTIL), said("extension_granted", **OF_A, dates={"until": UNTIL})),
    (e.ExtensionRefused(A), said("extension_refused", **OF_A)),
    (e.Urged(A), said("urged", SOON, **OF_A)),
    # Leadership, and the Government Office.
    (e.EscalationProposed(A, "overdue"), said("escalation_proposed", LATE, **OF_A)),
    (e.Escalated("overdue"), said("escalated", LATE)),
    (e.Escalated("overdue", unadvised=True), said("escalated.unadvised", LATE)),
    (e.Directed("chu-tich"), said("directed")),
    (e.Directed("chu-tich", SINCE), said("directed.recorded")),
    (e.Settled("chu-tich", A, (B,)), said("settled", **OF_A)),
    (e.HandedOver("UP-2"), said("handed_over", LATE, words={"up_class": "UP-2"})),
    (e.PostedNationally(SINCE, UNTIL), said("posted_nationally")),
    # Namings and honours.
    *((decided(True, one), said("naming_decided.named", LATE, **OF_A, words={"failure": f"failure.{one}"}))
      for one in FAILURES),
    (decided(False), said("naming_decided.not_named")),
    (e.NamingRetired(A, 2, SINCE), said("naming_retired.expired", **OF_A)),
    (e.NamingRetired(A, 2, SINCE, "wrong"), said("naming_retired.wrong", **OF_A)),
    (e.Honoured("agency", A, "chu-tich"), said("honoured.agency", DONE, **OF_A)),
    (e.Honoured("submitter", "", "chu-tich"), said("honoured.submitter", DONE)),
    # What is kept back.
    (e.Withheld("content", "personal_data"),
     said("withheld", SOON, words={"part": "part.content", "ground": "withhold_ground.personal_data"})),
    (e.Withheld("answers", "investigation", passage=True),
     said("withheld.passage", SOON, words={"part": "part.answers", "ground": "withhold_ground.investigation"})),
    (e.Disclosed("content"), said("disclosed", words={"part": "part.content"})),
    (e.Disclosed("answers", 9), said("disclosed.passage", words={"part": "part.answers"})),
    # What the submitter and experts say.
    (e.Rated("satisfied"), said("rated.satisfied", DONE)),
    (e.Rated("acceptable"), said("rated.acceptable", DONE)),
    (e.Rated("not_satisfied"), said("rated.not_satisfied", LATE)),
    (e.RaisedAgain(), said("raised_again", LATE)),
    (e.WithdrawalAsked(), said("withdrawal_asked", SOON)),
    (e.WithdrawalDeclined(), said("withdrawal_declined")),
    (e.Withdrawn(), said("withdrawn")),
    (e.Closed("unrated"), said("closed.unrated", DONE)),
    (e.OpinionInvited(), said("opinion_invited")),
    (e.OpinionGiven(2), said("opinion_given")),
    (fact(e.Undone, what="refused", item=9), said("undone.refused", SOON)),
    # Limits.
    (reached("heads_up"), step("heads_up", SOON)),
    (reached("reminder"), step("reminder", SOON)),
    (reached("due_today"), step("due_today", SOON)),
    (reached("overdue"), step("overdue", LATE)),
    (reached("chair"), step("chair", LATE)),
    (reached("overdue", "acknowledgement"), step("overdue", SOON, "acknowledgement")),
    (reached("overdue", superseded=True), step("overdue", LATE)),
    (reached("chair", superseded=True), None),
    *((reached("overdue", name), None) for name in ("naming_reply", "naming_decision", "naming_review")),
    (moved(clock("review", SINCE), clock("publication", UNTIL), old=(BEFORE, BEFORE)),
     said("deadlines_recomputed.moved", **because("publication", old=BEFORE, new=UNTIL))),
    (moved(clock("publication", UNTIL), clock("review", SINCE), old=(UNTIL, BEFORE)),
     said("deadlines_recomputed.moved", **because("review", old=BEFORE, new=SINCE))),
    (moved(clock("naming_reply", SINCE), clock("rating", UNTIL), old=(SINCE, BEFORE)),
     said("deadlines_recomputed.moved", **because("rating", old=BEFORE, new=UNTIL))),
    # Only of a naming did a day move; or no day moved, and one is now provisional.
    (moved(clock("naming_reply", SINCE), clock("publication", UNTIL), old=(BEFORE, UNTIL)),
     said("deadlines_recomputed", **because("publication", due=UNTIL))),
    (moved(clock("naming_reply", SINCE), old=(BEFORE,)), said("deadlines_recomputed.none", **because())),
    # What an event does not say is not told.
    (moved(clock("review", SINCE), clock("publication", UNTIL)),
     said("deadlines_recomputed", **because("publication", due=UNTIL))),
    (moved(clock("review", SINCE), clock("rating", UNTIL)),
     said("deadlines_recomputed", **because("review", due=SINCE))),
    (moved(), said("deadlines_recomputed.none", **because())),
    (e.DeadlinesRecomputed("c1"), said("deadlines_recomputed.none", **because())),
    # What nobody hears of.
    *((fact(e.FACTS[name]), None) for name in sorted(e.INTERNAL)),
]  # fmt: skip


def _fact(given: Given) -> e.Fact:
    return given[0] if isinstance(given, tuple) else given


def _id(given: Given) -> str:
    return repr(_fact(given)).replace("datetime.", "")


@pytest.mark.parametrize(("given", "entry"), [pytest.param(*row, id=_id(row[0])) for row in ROWS])
def test_what_the_public_reads_of_a_fact(given: Given, entry: Entry | None) -> None:
    assert entries(chronicle(given)) == [said("received.web", seq=1), *([entry] if entry else [])]


def test_every_kind_of_fact_has_a_row() -> None:
    assert {type(_fact(given)) for given, _ in ROWS} == {*e.FACTS.values()} - {e.Received}


@pytest.mark.parametrize("channel", list(Channel))
def test_how_it_came_in(channel: Channel) -> None:
    assert entries(chronicle(first=fact(e.Received, channel=channel))) == [said(f"received.{channel.value}", seq=1)]
