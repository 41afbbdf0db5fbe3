"""Words of namings and honours are kept back like all others: whole or a passage, on every page and in its JSON."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.errors import InvalidFields
from tests.unit.newsroom import People, newsroom
from tests.unit.test_publish_names import NAMED, PROPOSAL, REASON, REPLY, SIGNER, honoured, named, objects_with
from tests.unit.world import FOCAL, LEADER, SUBMITTER, code_of

GROUND = "personal_data"


def retired(people: People) -> str:
    code = named(people)
    people.do(code, LEADER, "retire_naming", content="GỠ-TÊN-4")
    return code


PASSAGES = [
    ("namings", named, REASON),
    ("namings", named, REPLY),
    ("namings", named, PROPOSAL),
    ("namings", retired, "GỠ-TÊN-4"),
    ("honours", honoured, "Trả lời nhanh"),
]


@pytest.mark.parametrize(("part", "reach", "words"), PASSAGES)
def test_a_passage(part: str, reach: Any, words: str) -> None:
    people = People()
    code = reach(people)
    room = newsroom(people)
    room.settle()
    assert {f"ho-so/{code}", f"ho-so/{code}.json", "neu-ten", "neu-ten.json"} <= {*objects_with(room, words)}
    people.do(code, FOCAL, "withhold", part=part, ground=GROUND, passage=words)
    room.settle()
    assert objects_with(room, words) == []
    assert "không công khai: Dữ liệu cá nhân" in room.site.documents["neu-ten"].body.decode()
    assert room.doc("dinh-chinh")["rows"][0]["type"] == "passage_withheld"
    assert room.rebuilt()
    number = room.doc(f"ho-so/{code}")["version"]
    people.do(code, FOCAL, "disclose", withheld=number)
    room.settle()
    assert f"ho-so/{code}" in objects_with(room, words)


@pytest.mark.parametrize(
    ("part", "reach", "words"),
    [
        ("namings", retired, [REASON, REPLY, PROPOSAL, SIGNER, "GỠ-TÊN-4"]),
        ("honours", honoured, ["Trả lời nhanh", SIGNER]),
    ],
)
def test_the_whole(part: str, reach: Any, words: list[str]) -> None:
    people = People()
    code = reach(people)
    room = newsroom(people)
    room.settle()
    people.do(code, FOCAL, "withhold", part=part, ground=GROUND)
    room.settle()
    assert [found for word in words for found in objects_with(room, word)] == []
    doc = room.doc(f"ho-so/{code}")
    assert [row["part"] for row in doc["withheld"]] == [part]
    assert doc[part][0]["agency"]["id"] == "SNNMT", "that there is one is no secret"
    assert room.doc("neu-ten")["rows"][0][part] == doc[part]
    assert room.doc("co-quan/SNNMT")["names"][0]["code"] == code
    people.do(code, FOCAL, "disclose", part=part)
    room.settle()
    assert f"ho-so/{code}" in objects_with(room, words[0])


def test_files_of_a_reply_go_with_its_words() -> None:
    people = People()
    file = people.files.put("Giải trình.pdf", "application/pdf", b"%PDF-1.4\n%%EOF\n")
    code = people.forwarded()
    people.do(code, FOCAL, "propose_naming", failure="evasion", content=PROPOSAL)
    people.do(code, NAMED, "reply_to_naming", content=REPLY, attachments=[file])
    people.publish(code)
    people.do(code, LEADER, "decide_naming", decision="name", content=REASON, signer=SIGNER)
    room = newsroom(people)
    room.settle()
    assert room.doc(f"ho-so/{code}")["namings"][0]["reply"]["attachments"]
    people.do(code, FOCAL, "withhold", part="namings", ground=GROUND)
    room.settle()
    assert room.doc(f"ho-so/{code}")["namings"][0]["reply"] == {"on": "2026-08-07", "content": "", "attachments": []}


def test_where_the_petition_is_not_shown_only_what_a_leader_signed_is_kept_back() -> None:
    people = People()
    code = named(people)
    people.do(code, SUBMITTER, "ask_withdrawal", reason="x")
    people.do(code, FOCAL, "grant_withdrawal")
    with pytest.raises(InvalidFields) as problem:
        people.do(code, FOCAL, "withhold", part="content", ground=GROUND)
    assert code_of(problem) == ("part", "not_shown")
    room = newsroom(people)
    room.settle()
    assert objects_with(room, REASON)
    people.do(code, FOCAL, "withhold", part="namings", ground=GROUND)
    room.settle()
    assert objects_with(room, REASON) == []
