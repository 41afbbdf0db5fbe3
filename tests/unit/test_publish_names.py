"""The page of names (R1-14, R1-26 to R1-28): who is named and honoured, and nothing of what no leader has signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.case import Actor
from chalicelib.domain.vocabulary import Role
from chalicelib.publishing.english import render_english
from chalicelib.publishing.namings import named as of_case
from tests.fakes.store import MemoryCases
from tests.unit.newsroom import SECRET, Newsroom, People, agency, newsroom
from tests.unit.test_naming import NAME as SIGNED
from tests.unit.test_naming import before_leader, by_office
from tests.unit.world import FOCAL, LEADER, OTHER_FOCAL, SUBMITTER, Life, reference

NAMED = Actor(Role.NAMED, "SNNMT", "SNNMT")
REASON, REPLY, PROPOSAL, SIGNER = "LÝ-DO-1", "GIẢI-TRÌNH-2", "ĐỀ-XUẤT-3", "Nguyễn Văn Ký"
NAME = f"Ông {SECRET}"  # of the submitter, in `People.petition`


def proposed(people: People, **changes: Any) -> str:
    code = people.forwarded(**changes)
    people.do(code, FOCAL, "propose_naming", failure="evasion", content=PROPOSAL)
    return code


def replied(people: People, **changes: Any) -> str:
    code = proposed(people, **changes)
    people.do(code, NAMED, "reply_to_naming", content=REPLY)
    people.publish(code)
    return code


def named(people: People, **changes: Any) -> str:
    code = replied(people, **changes)
    people.do(code, LEADER, "decide_naming", decision="name", content=REASON, signer=SIGNER)
    return code


def honoured(people: People, whom: str = "agency", **changes: Any) -> str:
    code = people.forwarded(**changes)
    people.answer(code)
    people.do(code, LEADER, "honour", whom=whom, content="Trả lời nhanh", signer=SIGNER)
    return code


def objects_with(room: Newsroom, word: str) -> list[str]:
    return sorted(key for key, found in room.site.documents.items() if word.encode() in found.body)


def settled(people: People) -> Newsroom:
    room = newsroom(people)
    room.settle()
    assert room.rebuilt()
    return room


def test_a_naming_stands_with_signature_reply_and_end() -> None:
    people = People()
    code = named(people)
    room = settled(people)
    [row] = room.doc("neu-ten")["standing"]
    [naming] = row["namings"]
    assert (row["code"], naming["agency"]["id"], naming["failure"]) == (code, "SNNMT", "evasion")
    assert (naming["signer"], naming["signed_on"], naming["until"]) == (SIGNER, "2026-08-07", "2027-02-07")
    assert (naming["content"], naming["proposal"], naming["reply"]["content"]) == (REASON, PROPOSAL, REPLY)
    assert naming["reply_waits"] is False and naming["limit"] is None
    assert naming["ended"] is None and room.doc("neu-ten")["named"] == 1
    assert room.doc(f"ho-so/{code}")["namings"] == [naming]
    assert [(x["code"], x["kind"], x["until"]) for x in room.doc("co-quan/SNNMT")["names"]] == [
        (code, "named", "2027-02-07")
    ]
    assert room.doc("co-quan/SNNMT")["figures"]["named"] == 1 == room.doc("thong-ke")["figures"]["named"]
    page = room.site.documents["neu-ten"].body.decode()
    assert all(word in page for word in (REASON, REPLY, PROPOSAL, SIGNER, "né tránh", code))
    english = render_english("/en/neu-ten", lambda key: room.site.documents[key].body)
    assert english and "evasion" in english and "Named at present" in english
    assert SECRET not in page


def of_evasion() -> Life:
    return by_office().do(NAMED, c.ReplyToNaming(content="x"))


LIMIT = {"clock": "publication", "label": {"vi": "công khai kết quả", "en": "publication"}, "due_on": "2026-09-08"}


@pytest.mark.parametrize(("story", "limit"), [(before_leader, LIMIT), (of_evasion, None)], ids=["delay", "evasion"])
def test_a_delay_says_which_limit_was_exceeded(story: Callable[[], Life], limit: dict[str, Any] | None) -> None:
    lived = story().do(LEADER, c.DecideNaming(**SIGNED))
    [naming] = of_case(lived.events, {}, reference(), {}, ())["namings"]
    assert naming["limit"] == limit


@pytest.mark.parametrize("reach", [proposed, replied])
def test_nothing_of_a_proposal_is_public(reach: Any) -> None:
    people = People()
    code = reach(people)
    room = settled(people)
    for word in (PROPOSAL, REPLY, "evasion", "né tránh"):
        assert [key for key in objects_with(room, word) if "neu-ten" in key or "ho-so" in key] == []
    assert room.doc("neu-ten")["rows"] == [] and room.doc(f"ho-so/{code}")["namings"] == []
    assert [clock["name"] for clock in room.doc(f"ho-so/{code}")["clocks"] if "naming" in clock["name"]] == []
    assert "naming" not in str([entry["type"] for entry in room.doc(f"ho-so/{code}")["timeline"]])


def test_of_what_was_not_followed_the_public_hears_that_alone() -> None:
    people = People()
    code = replied(people)
    people.do(code, LEADER, "decide_naming", decision="not_name", content=REASON, signer=SIGNER)
    room = settled(people)
    for word in (PROPOSAL, REPLY, REASON, SIGNER):
        assert objects_with(room, word) == [], word
    last = room.doc(f"ho-so/{code}")["timeline"][-1]
    assert last["type"] == "naming_decided" and "Nông nghiệp" not in last["text"]["vi"]
    assert room.doc("neu-ten")["rows"] == [] and room.doc("co-quan/SNNMT")["names"] == []


def test_a_reply_that_is_reviewed_later_stands_beside_the_naming_then() -> None:
    people = People()
    code = proposed(people)
    people.do(code, NAMED, "reply_to_naming", content=REPLY)
    people.do(code, LEADER, "decide_naming", decision="name", content=REASON, signer=SIGNER)
    room = settled(people)
    assert objects_with(room, REPLY) == []
    people.publish(code)
    room.settle()
    assert room.doc("neu-ten")["standing"][0]["namings"][0]["reply"]["content"] == REPLY
    assert room.rebuilt()


@pytest.mark.parametrize(("how", "day"), [("expired", date(2027, 2, 8)), ("wrong", date(2027, 2, 7))])
def test_what_is_over_moves_into_the_history(how: str, day: date) -> None:
    people = People()
    code = named(people)
    room = settled(people)
    people.today = day
    if how == "expired":
        people.sweep(code)
    else:
        people.do(code, LEADER, "retire_naming", content="Nhầm cơ quan")
    room.settle()
    doc = room.doc("neu-ten")
    assert (doc["standing"], doc["named"]) == ([], 0)
    ended = doc["rows"][0]["namings"][0]["ended"]
    assert (ended["because"], ended["on"]) == (how, day.isoformat())
    assert ended["content"] == ("Nhầm cơ quan" if how == "wrong" else None)
    assert room.doc("co-quan/SNNMT")["names"][0]["ended"] is True
    assert "Không còn nêu tên" in room.site.documents["neu-ten"].body.decode()
    assert room.rebuilt()


def _silent(people: People, code: str) -> None:
    for _ in range(7):
        people.today += timedelta(days=1)
        people.sweep(code)
    people.today += timedelta(days=3)
    people.sweep(code)


def _replies(people: People, code: str) -> None:
    people.do(code, NAMED, "reply_to_naming", content=REPLY)


def _is_returned(people: People, code: str) -> None:
    _replies(people, code)
    case = MemoryCases(people.tables).load(code)
    assert case
    item = case.pending[0].item
    people.do(code, FOCAL, "review", item=item, decision="return", reason="personal_data", note="x")


@pytest.mark.parametrize(
    ("act", "words"),
    [(_silent, "Cơ quan không gửi giải trình."), (_replies, "Cơ quan đã gửi giải trình;"),
     (_is_returned, "Cơ quan đã gửi giải trình;")],
)  # fmt: skip
def test_the_page_says_whether_there_is_a_reply_that_is_not_shown_yet(
    act: Callable[[People, str], None], words: str
) -> None:
    people = People()
    code = proposed(people)
    act(people, code)
    people.do(code, LEADER, "decide_naming", decision="name", content=REASON, signer=SIGNER)
    room = settled(people)
    [naming] = room.doc(f"ho-so/{code}")["namings"]
    assert (naming["reply"], naming["reply_waits"]) == (None, act is not _silent)
    page = room.site.documents[f"ho-so/{code}"].body.decode()
    assert words in page and REPLY not in page
    assert ("không gửi giải trình" in page) is (act is _silent)


def test_an_agency_is_named_on_its_own_page_wherever_the_case_went() -> None:
    people = People()
    code = replied(people)
    people.do(code, FOCAL, "reassign", lead="STC2025", field="dau-tu")
    people.do(code, OTHER_FOCAL, "decide_naming", decision="name", content=REASON, signer=SIGNER, document_number="1")
    room = settled(people)
    assert [x["code"] for x in room.doc("co-quan/SNNMT")["names"]] == [code]
    assert room.doc("co-quan/STC2025")["names"] == []
    figures = {row["id"]: row["figures"]["named"] for row in room.doc("co-quan")["rows"]}
    assert (figures["SNNMT"], figures["STC2025"]) == (1, 0)


@pytest.mark.parametrize("end", ["restrict", "purge"])
def test_a_case_that_must_vanish_vanishes_from_the_page_of_names(end: str) -> None:
    people = People()
    code, other = named(people), honoured(people)
    room = settled(people)
    assert code in str(room.doc("neu-ten"))
    people.do(code, FOCAL, end, **({"ground": "denunciation"} if end == "restrict" else {"reason": "x"}))
    room.settle()
    for word in (code, REASON, REPLY):
        assert objects_with(room, word) == [], word
    assert room.doc("co-quan/SNNMT")["names"] == [
        row for row in room.doc("co-quan/SNNMT")["names"] if row["code"] == other
    ]
    assert [row["code"] for row in room.doc("neu-ten")["rows"]] == [other]
    assert room.rebuilt()


def test_a_submitter_is_named_as_long_as_the_consent_stands() -> None:
    """Taken back, the name is gone from page and JSON; that somebody was honoured stays."""
    people = People()
    code = honoured(people, "submitter", consents=["be_named"])
    room = settled(people)
    assert room.doc("neu-ten")["rows"][0]["honours"][0]["name"] == NAME
    assert objects_with(room, NAME) == sorted([f"ho-so/{code}", f"ho-so/{code}.json", "neu-ten", "neu-ten.json",
                                               "neu-ten/1", "neu-ten/1.json"])  # fmt: skip
    assert objects_with(room, f"Gốc {SECRET}") == [], "of the sealed petition nothing but the name is shown"
    people.do(code, SUBMITTER, "rate", rating="satisfied")
    people.do(code, SUBMITTER, "consent", consents=["survey"])
    room.settle()
    assert objects_with(room, NAME) == []
    [honour] = room.doc("neu-ten")["rows"][0]["honours"]
    assert (honour["whom"], honour["name"], honour["content"]) == ("submitter", None, "Trả lời nhanh")
    assert room.rebuilt()


def test_without_an_honour_the_consent_shows_no_name() -> None:
    people = People()
    people.forwarded(consents=["be_named"])
    named(people, consents=["be_named"])
    honoured(people, "agency", consents=["be_named"])
    assert objects_with(settled(people), NAME) == []


def test_honours_are_counted_and_listed() -> None:
    people = People()
    codes = [honoured(people), honoured(people)]
    room = settled(people)
    assert [row["code"] for row in room.doc("neu-ten")["rows"]] == codes[::-1]
    assert {(x["code"], x["kind"]) for x in room.doc("co-quan/SNNMT")["names"]} == {
        (code, "honoured") for code in codes
    }
    assert room.doc("co-quan/SNNMT")["figures"]["honoured"] == 2 == room.doc("thong-ke")["figures"]["honoured"]


def test_the_page_is_bounded_and_forgets_nobody_who_stands_named() -> None:
    people = People()
    first = named(people)
    people.later(1)
    for _ in range(51):
        honoured(people)
    room = settled(people)
    doc = room.doc("neu-ten")
    assert (len(doc["rows"]), doc["pages"], [row["code"] for row in doc["standing"]]) == (50, 2, [first])
    assert room.doc("neu-ten/1")["rows"][-1]["code"] == first and room.doc("neu-ten/1")["full"]
    assert len(room.doc("co-quan/SNNMT")["names"]) == 20


def test_a_rebuild_gives_the_same_bytes_after_everything_happened() -> None:
    people = People()
    codes = [named(people), honoured(people), replied(people), honoured(people, "submitter", consents=["be_named"])]
    room = settled(people)
    people.later(1)
    people.do(codes[0], FOCAL, "reassign", lead="STC2025", field="dau-tu")
    people.do(codes[2], LEADER, "decide_naming", decision="not_name", content=REASON, signer=SIGNER)
    people.answer(codes[0], "STC2025")
    room.settle()
    people.today = date(2027, 3, 1)
    for code in codes:
        people.sweep(code)
    people.do(codes[3], SUBMITTER, "consent", consents=[])
    room.settle()
    case = MemoryCases(people.tables).load(codes[0])
    assert case and case.standing == () and people.today > date(2027, 2, 7) + timedelta(days=1)
    assert room.rebuilt()
    assert agency("SNNMT").agency in str(room.doc("neu-ten"))
