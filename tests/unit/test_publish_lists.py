"""Slots, pages, moved rows, figures and the number of PUTs."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from chalicelib.publishing import lists
from chalicelib.publishing.english import render_english
from tests.unit.newsroom import SECRET, Newsroom, People, agency, newsroom
from tests.unit.world import FOCAL, SUBMITTER, reference


def slots(doc: Any) -> list[int]:
    return [row["slot"] for row in doc["rows"]]


def test_a_fresh_system_has_its_pages_and_a_repeat_writes_nothing() -> None:
    room = newsroom(People())
    first = room.publisher().publish_empty()
    assert first["written"] == len(room.site.documents)
    assert room.publisher().publish_empty()["written"] == 0
    assert room.doc("index")["year"] == {"year": 2026, "figures": room.doc("index")["figures"]}
    assert room.doc("thong-ke")["figures"]["received"] == 0
    today = {found.code for found in reference().directory.current(date(2026, 8, 7))}
    assert {row["id"] for row in room.doc("co-quan")["rows"]} == today
    assert {key.removeprefix("co-quan/") for key in room.site.documents if key.startswith("co-quan/")} == today | {
        f"{code}.json" for code in today
    }
    assert room.doc("ho-so")["rows"] == []
    assert b"danh-sach" not in room.site.documents["ho-so"].body


def test_pages_roll_over_at_fifty_and_slots_stay() -> None:
    people = People()
    codes = [people.petition() for _ in range(50)]
    room = newsroom(people)
    room.settle()
    assert slots(room.doc("ho-so")) == slots(room.doc("danh-sach/1")) == list(range(50, 0, -1))
    full = room.site.read("danh-sach/1.json")
    people.later(1)
    codes += [people.petition() for _ in range(3)]
    room.settle()
    assert slots(room.doc("danh-sach/2")) == [53, 52, 51]
    assert slots(room.doc("ho-so")) == list(range(53, 3, -1)), "a page that has just begun is filled up"
    assert (room.doc("ho-so")["page"], room.doc("ho-so")["pages"], room.doc("danh-sach/1")["pages"]) == (2, 2, None)
    assert room.site.read("danh-sach/1.json") == full
    assert (room.doc("danh-sach/1")["full"], room.doc("danh-sach/2")["full"]) == (True, False)
    assert b'href="/danh-sach/2"' in room.site.documents["danh-sach/1"].body
    assert b'href="/danh-sach/3"' not in room.site.documents["danh-sach/2"].body
    assert b'href="/danh-sach/1"' in room.site.documents["ho-so"].body
    people.texts(codes[0], "Mới đăng")
    room.settle()
    assert room.doc("danh-sach/1")["rows"][-1]["title"] == "Mới đăng"
    assert [row["code"] for row in room.doc("danh-sach/1")["rows"]] == codes[49::-1]


def test_a_case_that_moves_leaves_a_row_and_takes_its_figures_along() -> None:
    people = People()
    code, other = people.forwarded("STC2025", "dau-tu"), people.forwarded("STC2025", "dau-tu")
    room = newsroom(people)
    room.settle()
    assert room.doc("co-quan/STC2025")["figures"]["received"] == 2
    people.do(code, FOCAL, "reassign", lead="SNNMT", field="dat-dai")
    room.settle()
    rows = {row["code"]: row for row in room.doc("co-quan/STC2025")["rows"]}
    assert rows[code]["moved_to"]["id"] == "SNNMT"
    assert {name for name, value in rows[code].items() if value is not None} == {
        "slot", "code", "received_on", "moved_to"
    }  # fmt: skip
    assert rows[other]["moved_to"] is None
    assert room.doc("linh-vuc/dau-tu")["rows"][1]["moved_to"]["id"] == "dat-dai"
    assert room.doc("co-quan/STC2025")["figures"]["received"] == 1
    assert room.doc("co-quan/SNNMT")["figures"]["received"] == 1
    assert room.doc("thong-ke")["figures"]["received"] == 2
    people.do(code, FOCAL, "reassign", lead="STC2025", field="dau-tu")
    room.settle()
    assert [(row["slot"], row["moved_to"]) for row in room.doc("co-quan/STC2025")["rows"]] == [(2, None), (1, None)]
    assert room.doc("co-quan/SNNMT")["rows"][0]["moved_to"]["id"] == "STC2025"
    assert not room.doc("co-quan/SNNMT")["months"]


def test_a_restricted_case_was_never_there() -> None:
    people = People()
    code, other = people.forwarded("STC2025", "dau-tu"), people.petition()
    room = newsroom(people)
    room.settle()
    people.do(code, FOCAL, "reassign", lead="SNNMT", field="dat-dai")
    people.do(code, FOCAL, "restrict", ground="denunciation", note=SECRET)
    room.settle()
    assert not [key for key, found in room.site.documents.items() if code in key or code.encode() in found.body]
    assert room.doc("thong-ke")["figures"]["received"] == 1
    assert [(row["slot"], row["code"]) for row in room.doc("ho-so")["rows"]] == [(2, other)]
    assert room.doc("index")["agencies"] == []
    assert room.rebuilt()


def test_what_waits_when_a_case_is_restricted_never_appears() -> None:
    people = People()
    code = people.forwarded()
    people.do(code, FOCAL, "restrict", ground="denunciation", note=SECRET)
    room = newsroom(people)
    # The first rows alone: the restriction itself is still in the outbox.
    for (consumer, _), rows in room.tables.rows.items():
        held = {id_: row for id_, row in rows.items() if consumer == "publish" and row.seq == 5}
        for id_ in held:
            del rows[id_]
    room.settle()
    assert not [key for key, found in room.site.documents.items() if code.encode() in found.body]


def test_no_sealed_text_is_in_any_object() -> None:
    people = People()
    refused, withdrawn, shown = people.forwarded(), people.petition(), people.forwarded()
    merged, into = people.petition(), people.forwarded()
    asked = people.petition()
    people.do(asked, FOCAL, "ask_supplement", content=SECRET)
    people.do(asked, SUBMITTER, "supplement", content=SECRET)
    people.texts(withdrawn, "Sẽ rút")
    room = newsroom(people)
    room.settle()
    assert b"S\xe1\xba\xbd r\xc3\xbat" in room.site.documents["danh-sach/1.json"].body
    people.do(withdrawn, SUBMITTER, "withdraw", reason=SECRET)
    people.do(merged, FOCAL, "merge", into=into)
    people.do(shown, agency("SNNMT"), "request_extension", reason="Chờ kết quả đo đạc", until="2026-09-30")
    people.do(shown, FOCAL, "grant_extension")
    people.do(shown, agency("SNNMT"), "report_status", content=f"Chưa duyệt {SECRET}")
    people.do(into, agency("SNNMT"), "return_case", reason=SECRET)
    people.do(
        refused, agency("SNNMT"), "propose_escalation", ground="beyond_competence", advice=SECRET, proposal=SECRET
    )
    people.do(refused, FOCAL, "escalate", ground="beyond_competence", note=SECRET)
    room.settle()
    room.publisher("z").rebuild()
    everything = b"".join(found.body for found in room.site.documents.values())
    assert SECRET.encode() not in everything
    assert b"S\xe1\xba\xbd r\xc3\xbat" not in everything, "the text of a withdrawn case is taken back"
    assert room.doc(f"ho-so/{merged}")["merged_into"] == into
    assert "Chờ kết quả đo đạc" in json.dumps(room.doc(f"ho-so/{shown}")["timeline"], ensure_ascii=False)


def test_home_shows_the_newest_answers_and_the_longest_delays() -> None:
    people = People()
    codes = [people.forwarded() for _ in range(8)]
    for code in codes[:6]:
        people.later(1)
        people.answer(code)
    people.later(60)
    for code in codes[6:]:
        people.sweep(code)
    room = newsroom(people)
    room.settle()
    assert [row["code"] for row in room.doc("index")["answered"]] == codes[5:0:-1]
    assert [row["code"] for row in room.doc("index")["overdue"]] == codes[6:]
    people.do(codes[5], SUBMITTER, "raise_again", content="x")
    people.answer(codes[6])
    room.settle()
    assert [row["code"] for row in room.doc("index")["answered"]] == [codes[6], *codes[4:0:-1]]
    assert [row["code"] for row in room.doc("index")["overdue"]] == codes[7:]
    home = room.doc("index")["agencies"]
    assert [(line["id"], line["figures"]["answered"], line["figures"]["overdue"]) for line in home] == [("SNNMT", 7, 1)]


def test_a_tick_keeps_to_its_puts_and_the_rest_waits_its_turn() -> None:
    """Scattered changes on every agency and field: more than one run may write, all written in the end."""
    people = People()
    directory = reference().directory
    fields = [field.code for field in directory.fields]
    leads = [found.code for found in directory.current(people.today)][:40]
    codes = [people.forwarded(lead, fields[n % len(fields)]) for n, lead in enumerate(leads)]
    room = newsroom(people)
    assert room.settle() <= lists.BUDGET
    for code in codes[::2]:
        people.do(code, FOCAL, "restrict", ground="denunciation") if code == codes[0] else people.texts(code, "Sửa")
    assert room.settle() <= lists.BUDGET
    assert room.rebuilt()


def test_one_change_of_one_old_case_costs_few_puts() -> None:
    people = People()
    codes = [people.forwarded() for _ in range(120)]
    room = newsroom(people)
    room.settle()
    room.publisher().publish_empty()
    people.texts(codes[3], "Sửa")
    before = room.site.puts
    room.publisher().drain()
    assert room.site.puts - before == 2
    # the whole and the ledger, three old pages, two newest pages; and a public text was rewritten: the register
    assert room.settle() == 9 + 3 * 2 + 2 * 2 + 2 * 2


@pytest.mark.parametrize("backlog", [1, 10])
def test_a_small_backlog_only_slows_down(backlog: int) -> None:
    people = People()
    for _ in range(60):
        people.forwarded()
    room = Newsroom(people.tables, people.files, limits={"group": 7, "backlog": backlog})
    room.settle()
    room.limits = {}
    assert room.rebuilt()
    assert slots(room.doc("co-quan/SNNMT"))[:2] == [60, 59]


@pytest.mark.parametrize(
    "path",
    ["/en", "/en/ho-so", "/en/thong-ke", "/en/co-quan", "/en/linh-vuc", "/en/co-quan/SNNMT", "/en/linh-vuc/dat-dai",
     "/en/danh-sach/1", "/en/co-quan/SNNMT/1", "/en/linh-vuc/dat-dai/1"],
)  # fmt: skip
def test_english_pages_come_from_the_json(path: str) -> None:
    room, code = english_room()

    def read(key: str) -> bytes | None:
        found = room.site.read(key)
        return found.body if found else None

    for asked in (path, f"/en/ho-so/{code}"):
        page = render_english(asked, read)
        assert page is not None
        assert '<html lang="en">' in page
    assert render_english("/en/ho-so/LS.20260807.XXXXX", read) is None


@pytest.mark.parametrize(
    "path", ["/ho-so", "/english", "/en/../secret", "/en/gui", "/en/co-quan/a/b/c", "/en/so-cai/1"]
)
def test_other_paths_have_no_english_page(path: str) -> None:
    assert render_english(path, lambda key: b"{}") is None


_ENGLISH: list[tuple[Newsroom, str]] = []


def english_room() -> tuple[Newsroom, str]:
    if not _ENGLISH:
        people = People()
        code = people.forwarded()
        people.answer(code)
        room = newsroom(people)
        room.settle()
        _ENGLISH.append((room, code))
    return _ENGLISH[0]
