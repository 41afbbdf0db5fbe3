"""What a case document tells of the handling: clocks, directives, opinions, what is cited and what is kept back."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Actor
from chalicelib.domain.published import public_files
from chalicelib.domain.story import tell
from chalicelib.domain.vocabulary import PARTS, SIGNED_PARTS, Channel, Kind, Role
from chalicelib.publishing.render import render
from tests.unit.test_documents import document
from tests.unit.test_handling import ANSWER, OTHER, START, life, published
from tests.unit.test_leadership import before_leader, invited
from tests.unit.world import AGENCY, FOCAL, LEADER, Life


def page(doc: Any, lang: str = "vi") -> str:
    return render("case.html", lang, doc=doc, path=f"/ho-so/{doc['code']}", assets=defaultdict(str))


def test_holders_add_up_to_the_age() -> None:
    story = life()
    story.today = date(2026, 8, 12)
    doc = document(published(story))
    assert doc["age"] == {"working_days": 3, "until": "2026-08-12"}
    assert [(row["type"], row["id"], row["working_days"]) for row in doc["holders"]] == [("agency", "SNNMT", 3)]
    assert doc["holders"][0]["name"]["en"] == "Dept of Agriculture and Environment"
    assert "3" in page(doc)


def test_the_deadline_tells_each_arming_and_its_authority() -> None:
    story = life()
    story.today = date(2026, 8, 20)
    published(story).do(AGENCY, c.RequestExtension(reason="x", until=date(2026, 9, 30)))
    story.do(FOCAL, c.GrantExtension(), story.events[-1].fact)
    deadline = document(story)["deadline"]
    told = [(row["because"], row["start_on"], row["length"], row["due_on"]) for row in deadline["armings"]]
    assert told == [
        ("received", "2026-08-07", 20, "2026-09-08"), ("item_published", "2026-08-20", 20, "2026-09-21"),
        ("extension_granted", "2026-08-20", 27, "2026-09-30"),
    ]  # fmt: skip
    assert deadline["policy"] == {"id": "2025.1", "basis": "law", "source": "475/TTg-KSTT điểm 3"}


def test_a_length_of_one_kind_is_the_provinces_own() -> None:
    """475/TTg-KSTT says 20 days for all; a pothole's five are policy."""
    doc = document(Life(START).receive(kind=Kind.INCIDENT))
    assert (doc["deadline"]["length"], doc["deadline"]["policy"]) == (
        5, {"id": "2025.1", "basis": "policy", "source": None}
    )  # fmt: skip
    assert "475/TTg-KSTT" not in page(doc)
    assert "Thời hạn theo chính sách của tỉnh." in page(doc)
    doc["deadline"]["policy"]["source"] = "QĐ 1/UBND"
    assert "Authority for the time limit: QĐ 1/UBND." in page(doc, "en")


WORKED = {
    "vi": "Vẫn tính là ngày làm việc: thứ Bảy, 22/08/2026 (Làm bù cho ngày 31/08/2026, 9441/TB-BNV).",
    "en": "Counted as a working day: Sat 22 Aug 2026 (Working Saturday in exchange for 31/08/2026, 9441/TB-BNV).",
}
SKIPPED = {
    "vi": "Không tính: thứ Bảy, Chủ nhật, 24/11 (Ngày Văn hóa Việt Nam, NQ 28/2026/QH16 Điều 2).",
    "en": "Not counted: Saturdays, Sundays, 24 Nov (Vietnamese Culture Day, NQ 28/2026/QH16 Điều 2).",
}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_says_why_a_saturday_counts_and_a_weekday_does_not(lang: str) -> None:
    """Also among the days over. 22/08 is worked for 31/08; 24/11 is a holiday."""
    assert WORKED[lang] in page(document(life()), lang)
    incident = Life(date(2026, 11, 10)).receive(kind=Kind.INCIDENT).tick_daily(date(2026, 11, 27))
    doc = document(incident)
    assert [day["date"] for day in doc["deadline"]["skipped"] if day["kind"] != "weekend"] == []
    assert [(day["date"], day["kind"], day["source"]) for day in doc["over_reasons"]] == [
        ("2026-11-24", "holiday", "NQ 28/2026/QH16 Điều 2")
    ]
    assert SKIPPED[lang] in page(doc, lang)
    over_saturday = document(Life(date(2026, 8, 10)).receive(kind=Kind.INCIDENT).tick_daily(date(2026, 8, 25)))
    assert over_saturday["over"][-1] == {"date": "2026-08-22", "n": 5}
    assert WORKED[lang] in page(over_saturday, lang)


def test_what_is_provisional_among_the_other_clocks_says_so() -> None:
    doc = document(Life(date(2026, 12, 30)).receive())
    assert "Hạn chuyển xử lý: 07/01/2027 (tạm tính)." in page(doc)


def test_the_cap_of_rearms_is_shown_beside_their_number() -> None:
    story = life()
    story.today = date(2026, 8, 20)
    doc = document(published(story))
    assert (doc["rearms"], doc["rearms_cap"]) == (1, 3)


def test_a_broken_promise_is_overdue_in_public() -> None:
    story = life().do(AGENCY, c.AnswerCase(content="x", promised_on=date(2026, 8, 20)))
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact)
    doc = document(story.tick_daily(date(2026, 8, 21)))
    promise = next(clock for clock in doc["clocks"] if clock["name"] == "promise")
    assert (promise["due_on"], promise["overdue_on"], doc["timeliness"]) == ("2026-08-20", "2026-08-21", "overdue")
    assert "the promised result" in page(doc, "en")


def test_directives_are_tasks_with_an_end() -> None:
    story = before_leader().do(LEADER, c.Direct(content="SECRET"))
    story.today = date(2026, 8, 12)
    doc = document(published(story))
    assert doc["directives"] == [
        {"seq": 6, "on": "2026-08-07", "document_date": None, "due_on": "2026-08-21", "fulfilled_on": "2026-08-12",
         "settled": False, "document_number": None, "content": None}
    ]  # fmt: skip
    assert "pho-chu-tich" not in json.dumps(doc)


def test_contributions_are_positions_until_their_words_are_let_through() -> None:
    story = life("STC2025").do(OTHER, c.Contribute(position="disagree", content="x"))
    doc = document(story)
    assert [(row["agency"]["id"], row["position"]) for row in doc["contributions"]] == [("STC2025", "disagree")]
    assert f"Trả lời {story.events[-2].seq}" not in json.dumps(doc, ensure_ascii=False)
    assert doc["timeline"][-2]["text"]["en"].endswith("disagrees")


def test_a_hand_over_is_told_with_its_class_and_date() -> None:
    doc = document(life().do(FOCAL, c.HandOver(up_class="UP-2", date=date(2026, 8, 6), number="SECRET")))
    assert (doc["handed_over"]["up_class"], doc["handed_over"]["document_date"]) == ("UP-2", "2026-08-06")
    assert doc["holder"]["type"] == "government"
    assert "UP-2" in page(doc)


def test_the_national_portal_has_its_own_line() -> None:
    story = Life(START).receive(channel=Channel.NATIONAL_PORTAL)
    assert document(story)["national"] == {"due_on": "2026-09-08", "posted_on": None}
    story.forwarded("SNNMT").answered().do(FOCAL, c.PostNationally(date=START), body=False)
    doc = document(story)
    assert doc["national"] == {"due_on": "2026-09-08", "posted_on": "2026-08-07"}
    assert "posted 7 Aug 2026" in page(doc, "en")


def test_an_opinion_stands_beside_the_answer_once_it_is_reviewed() -> None:
    story, expert = invited()
    story.do(expert, c.GiveOpinion(content="x"))
    given = story.events[-1].seq
    assert document(story)["opinions"] == []
    story.do(FOCAL, c.Review(item=given, decision="publish"), story.events[-1].fact)
    doc = document(story)
    assert doc["opinions"] == [{"item": given, "on": "2026-08-07", "title": "MẬT", "content": f"Trả lời {given}"}]
    assert doc["replies"] == [] and f"Trả lời {given}" in page(doc)
    invitation = next(x for x in story.events if isinstance(x.fact, e.OpinionInvited))
    assert f"Trả lời {invitation.seq}" not in json.dumps(doc, ensure_ascii=False), "nobody's address"


def test_a_citation_links_to_the_answer() -> None:
    doc = document(life().do(FOCAL, c.CiteAnswer(of="LS.20260701.AAAAA"), ANSWER, body=False))
    (reply,) = doc["replies"]
    assert (reply["cites"], reply["content"], doc["status"]) == ("LS.20260701.AAAAA", "", "answered")
    assert 'href="/ho-so/LS.20260701.AAAAA"' in page(doc)


def whole() -> Life:
    """A case with everything that can be public: words of all offices, and an answer with a file."""
    story, expert = invited(OTHER.agency)
    story.do(FOCAL, c.RecordDirective(leader="x", date=START, number="x", content="x"))
    reviewed(story, OTHER, c.Contribute(content="x"))
    story.do(AGENCY, c.RequestExtension(reason="x", until=date(2026, 9, 30)))
    story.do(FOCAL, c.GrantExtension(), story.events[-1].fact)
    story.do(expert, c.GiveOpinion(content="x"))
    story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact)
    published(story).do(AGENCY, c.AnswerCase(content="x", completed_on=START, attachments=("f1",)))
    return story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact)


def reviewed(story: Life, actor: Actor, command: c.Command) -> Life:
    """Somebody writes for the public, and the focal officer lets it through."""
    story.do(actor, command)
    return story.do(FOCAL, c.Review(item=story.events[-1].seq, decision="publish"), story.events[-1].fact)


FILES = {"f1": {"name": "a.pdf", "size": 1, "type": "application/pdf", "href": "https://files/f1"}}


def parts_of(doc: Any) -> dict[str, bool]:
    report, answer = doc["replies"]
    return {
        "title": doc["title"] is not None, "content": doc["content"] is not None, "reports": bool(report["content"]),
        "answers": bool(answer["content"]), "attachments": bool(answer["attachments"]),
        "opinions": bool(doc["opinions"][0]["content"]), "directives": bool(doc["directives"][0]["content"]),
        "contributions": bool(doc["contributions"][0]["content"]),
        "reasons": any(entry["note"] for entry in doc["timeline"]),
    }  # fmt: skip


@pytest.mark.parametrize("part", [part for part in PARTS if part not in SIGNED_PARTS])  # see test_signed_words_withheld
def test_a_withheld_part_is_gone_and_counted_with_its_ground(part: str) -> None:
    """R4-60. An answer that is withheld takes its files along."""
    story = whole()
    assert all(parts_of(document(story, files=FILES)).values())
    story.do(FOCAL, c.Withhold(part=part, ground="state_secret"), body=False)
    doc = document(story, files=FILES)
    gone = {name for name, shown in parts_of(doc).items() if not shown}
    assert gone == ({part, "attachments"} if part == "answers" else {part})
    assert [(row["part"], row["ground"]) for row in doc["withheld"]] == [(part, "state_secret")]
    assert "State secret" in page(doc, "en") and "State secret" in doc["timeline"][-1]["text"]["en"]
    told = tell(story.events)
    assert told and (public_files(story.events, told) == []) == (part in ("answers", "attachments"))
    story.do(FOCAL, c.Disclose(part=part), body=False)
    again = document(story, files=FILES)
    assert all(parts_of(again).values()) and again["withheld"] == []


def test_an_unadvised_case_says_so() -> None:
    story = life("STC2025").do(OTHER, c.Contribute(position="disagree", content="x"))
    story.tick_daily(date(2026, 8, 15))
    assert "No advice came in time" in document(story)["timeline"][-1]["text"]["en"]
    assert document(story)["holder"]["type"] == Role.LEADER.value
    assert isinstance(story.events[-1].by, Actor)
