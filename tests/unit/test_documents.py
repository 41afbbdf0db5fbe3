"""Case documents: the shape of docs/documents.md, what stays hidden, deadlines, and words for every event."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM, Actor, Case
from chalicelib.domain.deadlines import VIETNAM
from chalicelib.domain.named import PRIVATE_CLOCKS
from chalicelib.domain.policy import Ladder
from chalicelib.domain.published import public_bodies, public_files
from chalicelib.domain.story import tell
from chalicelib.domain.timeline import entries
from chalicelib.domain.vocabulary import CLOCKS, NOTES, Channel, Kind, Rating, Role, SubmitterType
from chalicelib.messages import LANGUAGES, catalogue
from chalicelib.publishing.documents import case_document, case_view
from chalicelib.publishing.fingerprint import Fingerprint, canonical
from tests.unit.world import AGENCY, FOCAL, OTHER_FOCAL, SUBMITTER, Life, at, reference

START = date(2026, 8, 7)
DOCUMENTS = Path(__file__).parents[2] / "docs" / "documents.md"


def texts_of(life: Life) -> dict[int, dict[str, str]]:
    """What everybody typed: all of it sealed, some of it public."""
    return {
        event.seq: {
            "public_title": "Tiêu đề",
            "public_content": "Nội dung",
            "handling_content": "MẬT",
            "content": f"Trả lời {event.seq}",
            "reason": f"Lý do {event.seq}",
            "document_number": "12/CV",
            "title": "MẬT",
        }
        for event in life.events
        if event.body
    }


def document(life: Life, **changes: Any) -> Any:
    return case_document(life.events, texts_of(life), reference(), changes.get("files", {}), 7)


def life() -> Life:
    return Life(START).receive()


def test_the_document_has_the_keys_of_the_documentation() -> None:
    sample = DOCUMENTS.read_text("utf-8").split("```json")[1].split("```")[0]
    doc = document(life().forwarded().answered(date(2026, 8, 14)).do(SUBMITTER, c.Rate(rating="satisfied")))
    told = json.loads(sample)
    assert set(told) <= set(doc)
    handled = json.loads(DOCUMENTS.read_text("utf-8").split("```json")[2].split("```")[0])
    assert set(handled) <= set(doc)
    assert set(doc) - set(told) - set(handled) <= {"version", "merged_into"}
    assert set(told["deadline"]) <= set(doc["deadline"])
    assert set(told["replies"][0]) == set(doc["replies"][0])
    assert set(told["timeline"][0]) <= set(doc["timeline"][0])
    assert (doc["title"], doc["content"], doc["status"], doc["rating"]) == (
        "Tiêu đề", "Nội dung", "closed", {"value": "satisfied", "on": "2026-08-14"},
    )  # fmt: skip


def test_before_the_public_text_there_is_a_page_without_words() -> None:
    doc = document(life())
    assert (doc["title"], doc["content"], doc["replies"], doc["lead"]) == (None, None, [], None)
    assert doc["deadline"]["due_on"] == "2026-09-08"


@pytest.mark.parametrize(
    ("life_", "status"),
    [
        (life().do(FOCAL, c.WriteTexts("a", "b", "c")).do(FOCAL, c.Refuse(reason="abuse", content="x")), "refused"),
        (
            life().do(FOCAL, c.WriteTexts("a", "b", "c")).do(FOCAL, c.Redirect(reason="court", content="x")),
            "redirected",
        ),
        (life().do(FOCAL, c.WriteTexts("a", "b", "c")).do(SUBMITTER, c.Withdraw()), "withdrawn"),
        (life().do(FOCAL, c.WriteTexts("a", "b", "c")).do(FOCAL, c.Merge(into="LS.20260807.AAAAA")), "merged"),
    ],
)
def test_hidden_cases_show_that_they_were_there_and_no_text(life_: Life, status: str) -> None:
    doc = document(life_)
    story = tell(life_.events)
    assert story
    assert public_bodies(life_.events, story) == {}
    assert (doc["status"], doc["title"], doc["content"], doc["replies"], doc["holder"]) == (
        status,
        None,
        None,
        [],
        None,
    )
    assert doc["noindex"]
    assert doc["merged_into"] == ("LS.20260807.AAAAA" if status == "merged" else None)
    assert "Tiêu đề" not in json.dumps(doc, ensure_ascii=False)


def test_a_restricted_case_has_no_document_but_its_inspector_has_a_view() -> None:
    denounced = life().forwarded().do(FOCAL, c.Restrict())
    assert document(denounced) is None
    assert case_view(denounced.events, {}, reference(), {})[0]["status"] == "restricted"


def test_only_public_texts_are_ever_asked_for() -> None:
    told = life().forwarded()
    told.do(AGENCY, c.ReportStatus(content="x"))
    story = tell(told.events)
    assert story
    assert set(public_bodies(told.events, story)) == {story.texts}
    told.do(FOCAL, c.Review(item=told.events[-1].seq, decision="publish"), told.events[-1].fact)
    story = tell(told.events)
    assert story
    assert set(public_bodies(told.events, story)) == {story.texts, told.events[-2].seq}
    doc = document(told)
    assert "MẬT" not in json.dumps(doc, ensure_ascii=False)
    assert [(reply["type"], reply["content"], reply["on"]) for reply in doc["replies"]] == [
        ("status", f"Trả lời {told.events[-2].seq}", "2026-08-07")
    ]
    assert doc["rearms"] == 0, "on the day of receipt nothing is counted anew"


def test_files_of_an_answer_are_public_with_it_and_not_before() -> None:
    told = life().forwarded()
    told.do(AGENCY, c.AnswerCase(content="x", completed_on=START, attachments=("f1", "f2")))
    story = tell(told.events)
    assert story
    assert public_files(told.events, story) == []
    told.do(FOCAL, c.Review(item=told.events[-1].seq, decision="publish"), told.events[-1].fact)
    story = tell(told.events)
    assert story
    assert public_files(told.events, story) == ["f1", "f2"]
    file = {"name": "a.pdf", "size": 3, "type": "application/pdf", "href": "https://files/public/f1"}
    assert document(told, files={"f1": file})["replies"][0]["attachments"] == [file]


@pytest.mark.parametrize(
    ("day", "timeliness", "overdue_on", "over"),
    [
        (date(2026, 8, 26), "on_time", None, 0),
        (date(2026, 9, 8), "due_soon", None, 0),
        (date(2026, 9, 9), "overdue", "2026-09-09", 1),
        (date(2026, 9, 16), "overdue", "2026-09-09", 5),  # the last step came on the 15th
    ],
)
def test_delay_counts_to_the_last_event_and_never_to_a_clock(
    day: date, timeliness: str, overdue_on: str | None, over: int
) -> None:
    doc = document(life().forwarded().tick_daily(day))
    assert (doc["timeliness"], doc["overdue_on"], len(doc["over"])) == (timeliness, overdue_on, over)


def test_a_late_answer_keeps_its_days_over_and_a_paused_clock_has_none() -> None:
    late = life().forwarded().answered(date(2026, 9, 10))
    doc = document(late)
    assert (doc["timeliness"], [day["n"] for day in doc["over"]], doc["working_days"]) == ("late", [1, 2], 22)
    late.today = date(2026, 9, 25)
    late.do(SYSTEM, c.Tick(), body=False)
    assert [day["n"] for day in document(late)["over"]] == [1, 2]
    paused = life().do(FOCAL, c.AskSupplement(content="x"))
    assert (document(paused)["timeliness"], document(paused)["deadline"]["due_on"]) == ("paused", None)
    assert document(paused)["holder"]["type"] == "submitter"


def test_steps_stand_on_the_day_on_which_they_fell_due() -> None:
    told = life().forwarded().do(AGENCY, c.Acknowledge())
    told.today = date(2026, 9, 20)  # the sweep slept
    told.do(SYSTEM, c.Tick(), body=False)
    steps = [entry for entry in document(told)["timeline"] if entry["type"] == "step_reached"]
    # Reminders that nobody was sent are not told; that the day went by is.
    assert [(entry["on"], entry["at"], entry["tone"]) for entry in steps] == [
        ("2026-09-09", None, "late"), ("2026-09-15", None, "late")
    ]  # fmt: skip
    assert "Quá hạn" in steps[0]["text"]["vi"]


def test_conduct_stays_out_of_search_engines_until_there_is_a_finding() -> None:
    assert document(life())["noindex"]
    assert document(life().forwarded())["noindex"]
    assert not document(life().forwarded().answered())["noindex"]
    assert document(life().forwarded().answered().do(SUBMITTER, c.RaiseAgain(content="x")))["noindex"]
    assert not document(Life(START).receive(kind=Kind.REGULATION))["noindex"]


def test_the_reason_of_an_extension_is_public_once_it_is_granted() -> None:
    told = life().forwarded()
    told.do(AGENCY, c.RequestExtension(reason="x", until=date(2026, 9, 30)))
    assert all(entry["note"] is None for entry in document(told)["timeline"])
    asked = told.events[-1]
    told.do(FOCAL, c.GrantExtension(), asked.fact)
    assert document(told)["timeline"][-1]["note"] == f"Lý do {asked.seq}"


def test_what_was_erased_is_empty_and_nothing_fails() -> None:
    told = life().forwarded().answered()
    doc = case_document(told.events, {}, reference(), {}, 1)
    assert doc
    assert (doc["title"], doc["replies"][0]["content"]) == (None, "")


CASE = Case("X", Kind.CONDUCT, Channel.WEB, SubmitterType.CITIZEN, START, "o")


def sample_facts() -> list[e.Fact]:
    day = date(2026, 9, 1)
    facts: list[e.Fact] = [
        e.Classified(Kind.CONDUCT), e.TextsWritten(), e.TextsWritten(), e.SupplementAsked(), e.Supplemented(),
        e.Refused("abuse"), e.Refused("test"),
        e.RefusalContested(), e.Redirected("court"), e.Merged("X"), e.Linked("X"),
        e.Forwarded("SNNMT"), e.Forwarded("SNNMT", again=True), e.Acknowledged("SNNMT"), e.StatusReported("SNNMT"),
        e.Contributed("SNNMT", "comment"), e.AnswerGiven("SNNMT"), e.CaseReturned("SNNMT"),
        e.ExtensionRequested("SNNMT", day), e.ExtensionGranted("SNNMT", day), e.ExtensionRefused("SNNMT"),
        e.EscalationProposed("SNNMT", "overdue"), e.Escalated("overdue"), e.Directed("x"), e.Directed("x", day),
        e.RaisedAgain(), e.Withdrawn(), e.DeadlinesRecomputed("v"), e.Succeeded("STNMT", "SNNMT", "dat-dai", "v", day),
        e.Succeeded("STNMT", "SNNMT", "dat-dai", "v", day, coordinating=True),
        e.ReassignNeeded("HTD", "ho-tich", "v", day, coordinating=True),
    ]  # fmt: skip
    facts += [e.ReassignNeeded("HTD", "ho-tich", "v", day, why) for why in ("several", "unmapped", "complained_of")]
    facts += [e.ItemPublished(1, kind, "SNNMT") for kind in ("status", "answer", "opinion", *NOTES)]
    facts += [e.ItemReturned(1, kind, "SNNMT") for kind in ("status", "answer", "opinion", *NOTES)]
    facts += [e.ItemPublished(1, "status", "SNNMT", rearmed=False), e.StatusReported("SNNMT", trusted=True)]
    facts += [e.Contributed("SNNMT", "disagree"), e.Contributed("SNNMT", "nothing_to_add")]
    facts += [e.CaseReturned("SNNMT", decide=True), e.Escalated("overdue", unadvised=True), e.Settled("x", "SNNMT")]
    facts += [e.Forwarded("SNNMT", final=True), e.AnswerGiven("VPUB", cites="LS.20260807.K7M4R")]
    facts += [e.HandedOver("UP-2", day), e.PostedNationally(day, day), e.OpinionInvited(), e.OpinionGiven(5)]
    facts += [e.Withheld("content", "state_secret"), e.Disclosed("content")]
    facts += [e.Withheld("content", "state_secret", passage=True), e.Disclosed("content", 5)]
    facts += [e.WithdrawalAsked(), e.WithdrawalDeclined(), e.Urged("SNNMT")]
    facts += [e.SupplementAsked(again=True), e.Linked("X", again=True), e.RepeatNoted("X"), e.TookIn(("X",))]
    facts += [e.SplitUp(("X", "Y")), e.Purged("x")]
    taken_back = ("forwarded", "supplement_asked", "refused", "redirected")
    facts += [e.Undone(1, what, CASE) for what in taken_back]
    facts += [e.NamingDecided("SNNMT", "delay", named, 1, "x", day) for named in (True, False)]
    facts += [e.NamingRetired("SNNMT", 1, day, why) for why in ("expired", "wrong")]
    facts += [e.Honoured("agency", "SNNMT", "x"), e.Honoured("submitter", "", "x")]
    facts += [e.Rated(rating) for rating in Rating]
    facts += [e.Closed(reason) for reason in ("satisfied", "acceptable", "unrated", "by_office")]
    policy = reference().policies.policy_on(day)
    steps = {step.id for ladder in Ladder for step in policy.ladder(ladder)} | {"expired"}
    facts += [e.StepReached("publication", step, day, day) for step in sorted(steps)]
    return facts + [e.StepReached(clock, "overdue", day, day) for clock in CLOCKS]


def test_every_public_event_has_its_own_words_in_both_languages() -> None:
    facts = sample_facts()
    shown = {e.name_of(fact) for fact in facts} | {"received"}
    assert shown == set(e.FACTS) - e.INTERNAL, "a new event needs a line here and texts in both catalogues"
    seen = [
        *(e.Event("X", 1, at(START), SUBMITTER, received(channel)) for channel in Channel),
        *(e.Event("X", n, at(START), FOCAL, fact) for n, fact in enumerate(facts, 2)),
        e.Event("X", 99, at(START), AGENCY, e.AnswerGiven("SNNMT")),
    ]
    for entry in entries(seen):
        for lang in LANGUAGES:
            assert entry.key in catalogue(lang), entry.key
            for word in entry.words.values():
                assert not word.startswith("event.") or word in catalogue(lang)
    words = {word for entry in entries(seen) for word in entry.words.values() if word.startswith("event.")}
    # Letters alone name the clocks of a naming, of which nothing is public before a leader decides.
    letters = {f"event.clock.{name}" for name in PRIVATE_CLOCKS}
    calendar = {"event.deadlines_recomputed", "event.deadlines_recomputed.moved"}  # these events move no clock
    used = {entry.key for entry in entries(seen)} | words | letters | calendar
    assert {key for key in catalogue("vi") if key.startswith("event.")} == used, "no text without an event"


def received(channel: Channel) -> e.Received:
    return e.Received(Kind.CONDUCT, channel, SubmitterType.CITIZEN, START, "o")


def test_no_officer_is_in_a_document() -> None:
    told = life().do(FOCAL, c.Claim()).forwarded().do(OTHER_FOCAL, c.Escalate(ground="overdue", note="x"))
    told.do(Actor(Role.LEADER, "pho-chu-tich-2"), c.Direct(content="x"))
    text = json.dumps(document(told), ensure_ascii=False)
    assert "van-phong" not in text
    assert "pho-chu-tich" not in text


def test_documents_carry_vietnamese_time() -> None:
    moments = [entry["at"] for entry in document(life().do(FOCAL, c.WriteTexts("a", "b", "c")))["timeline"]]
    assert moments == [at(START).astimezone(VIETNAM).isoformat()] * 2


def test_the_fingerprint_depends_on_event_and_salt_and_on_nothing_else() -> None:
    event = life().events[0]
    salted = Fingerprint(lambda code, seq: b"a")(event)
    assert salted == Fingerprint(lambda code, seq: b"a")(event)
    assert salted != Fingerprint(lambda code, seq: b"b")(event)
    assert b'"type":"received"' in canonical(event)
    assert b"request" not in canonical(event)
    assert b"subtype" not in canonical(event), "defaults are left out, so that a later field changes no old hash"
