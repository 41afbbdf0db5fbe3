"""A petition that no officer has looked at: the public documents tell nothing of one that vanishes later."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.publishing.english import render_english
from tests.unit.newsroom import Newsroom, People, newsroom
from tests.unit.world import FOCAL, INSPECTOR, SUBMITTER

SENT: dict[str, Any] = {
    "kind": "conduct", "subtype": "harassment", "field": "dat-dai", "place": "tpls-01", "ownership": "cooperative",
    "from_province": "outside",
}  # fmt: skip
TELLING = ("subtype", "field", "place", "submitter_type", "channel")
TABLES = ("channels", "submitter_types", "ownerships", "from_provinces", "subindexes", "fields")


def petition() -> tuple[People, str]:
    people = People()
    return people, people.petition(**SENT)


def classify(people: People, code: str) -> None:
    people.do(code, FOCAL, "classify", kind="conduct", subtype="harassment", field="dat-dai", subindex="PCI-7")


def ask(people: People, code: str) -> None:
    people.do(code, FOCAL, "ask_supplement", content="x")


def supplement(people: People, code: str) -> None:
    ask(people, code)
    people.do(code, SUBMITTER, "supplement", content="x")


def release(people: People, code: str) -> None:
    people.do(code, FOCAL, "restrict", ground="denunciation", note="x")
    people.do(code, INSPECTOR, "release", note="x")


def refuse(people: People, code: str) -> None:
    people.do(code, FOCAL, "refuse", reason="abuse", content="x")


def contest(people: People, code: str) -> None:
    refuse(people, code)
    people.do(code, SUBMITTER, "contest_refusal", content="x")


def everything(room: Newsroom) -> str:
    """All pages, in both languages, without the public ledger, which has times alone."""
    pages = {key: found.body for key, found in room.site.documents.items()}
    english = [render_english(f"/en/{key}", pages.get) or "" for key in pages if key.startswith("ho-so/")]
    return "".join(body.decode() for key, body in pages.items() if not key.startswith("so-cai")) + "".join(english)


@pytest.mark.parametrize("act", [None, classify, ask, supplement, release])
def test_before_an_officer_has_looked_nothing_tells_what_it_is_about(act: Any) -> None:
    people, code = petition()
    if act:
        act(people, code)
    room = newsroom(people)
    room.settle()
    doc = room.doc(f"ho-so/{code}")
    assert {name: doc[name] for name in (*TELLING, "subindex")} == dict.fromkeys((*TELLING, "subindex"))
    assert [entry["at"] for entry in doc["timeline"]] == [None] * len(doc["timeline"])
    assert {entry["on"] for entry in doc["timeline"]} == {"2026-08-07"}
    assert doc["timeline"][0]["text"] == {"vi": "Tiếp nhận", "en": "Received"}
    assert room.doc("ho-so")["rows"][0]["field"] is None
    sums = room.doc("thong-ke")
    assert {name: sums[name] for name in TABLES} == {name: [] for name in TABLES}
    assert (sums["figures"]["received"], sums["kinds"][0]["figures"]["received"]) == (1, 1)
    assert (room.doc("linh-vuc/dat-dai") or {"rows": []})["rows"] == []
    assert "T09:00" not in everything(room) and "09:00" not in json.dumps(doc)
    assert room.rebuilt()


@pytest.mark.parametrize("act", [lambda people, code: people.texts(code), refuse, contest])
def test_after_that_its_page_and_the_sums_say_it(act: Any) -> None:
    people, code = petition()
    room = newsroom(people)
    room.settle()
    act(people, code)
    room.settle()
    doc = room.doc(f"ho-so/{code}")
    assert (doc["subtype"], doc["field"]["id"], doc["place"]["id"]) == ("harassment", "dat-dai", "tpls-01")
    assert (doc["submitter_type"], doc["channel"]) == ("business", "web")
    assert doc["timeline"][0]["at"] == "2026-08-07T09:00:00+07:00"
    assert doc["timeline"][0]["text"]["vi"] == "Tiếp nhận qua cổng thông tin"
    assert room.doc("ho-so")["rows"][0]["field"]["id"] == "dat-dai"
    assert [row["code"] for row in room.doc("linh-vuc/dat-dai")["rows"]] == [code]
    sums = room.doc("thong-ke")
    assert [sums[name][0]["figures"]["received"] for name in TABLES if name != "subindexes"] == [1] * 5
    assert room.rebuilt()
