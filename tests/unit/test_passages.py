"""A passage is kept back: gone from what the public reads, counted with its ground, and never in an event."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.domain.decide.voices import PASSAGES
from chalicelib.domain.errors import InvalidFields
from chalicelib.domain.passages import CLOSE, OPEN, cut_out, occurs
from chalicelib.domain.reading import readable
from chalicelib.publishing.render import render
from chalicelib.publishing.views import dossier_view
from chalicelib.usecases.passages import PLACES
from chalicelib.usecases.read import Read
from tests.fakes.store import MemoryCases
from tests.unit.newsroom import REFERENCES, Newsroom, People, agency, newsroom
from tests.unit.world import FOCAL, LEADER, SUBMITTER, code_of

TOKEN = f"{OPEN}personal_data{CLOSE}"
NGUYEN = "Nguyễn Văn Anh"
CUTS: list[tuple[str, list[str], str]] = [
    ("một hai ba", ["hai"], f"một {TOKEN} ba"),
    ("hai hai", ["hai"], f"{TOKEN} {TOKEN}"),
    ("một\nhai  ba", ["một hai"], f"{TOKEN}  ba"),
    ("một hai ba", ["hai", "một"], f"{TOKEN} {TOKEN} ba"),
    ("a.b axb", ["a.b"], f"{TOKEN} axb"),
    ("personal_data x", ["x", "personal_data"], f"{TOKEN} {TOKEN}"),
    ("một", ["bốn"], "một"),
    # Other spellings of the same words.
    ("MỘT Hai", ["một"], f"{TOKEN} Hai"),
    ("Nông Văn\u00a0Tý", ["nông văn tý"], TOKEN),
    ("Nông Văn\u200d Tý", ["Nông Văn Tý"], TOKEN),
    ("N\u200cô\u200dng", ["Nông"], TOKEN),
    ("N\u00adông", ["Nông"], TOKEN),
    ("Nông", ["N\u200cô\u00adng"], TOKEN),
    ("số 09\u201112\u2014x", ["09-12"], f"số {TOKEN}\u2014x"),
    ("số 09-12", ["09\u201312"], f"số {TOKEN}"),
    ("một", ["\u200c"], "một"),
    ("một hai", [" "], "một hai"),
    ("MỘT".lower(), ["MO\u0302\u0323T"], TOKEN),
    ("Ông Nguyễn\u034f Văn Anh.", [NGUYEN], f"Ông {TOKEN}."),
    ("Nguye\u034f\u0302\u034f\u0303n Văn Anh", [NGUYEN], TOKEN),
    ("N\ufe00g\ufe0fuyễn Văn\U000e0101 A\U000e01efnh", [NGUYEN], TOKEN),
    ("Ng\U000e0041\U000e007fuyễn\u2066\u061c Văn\u180e\u3164 Anh", [NGUYEN], TOKEN),
    ("Nguyễn\u200dVăn\u200cAnh", [NGUYEN], TOKEN),
    ("Nguyễn.Văn_Anh, Nguyễn/Văn,Anh; Nguyễn-Văn . Anh", [NGUYEN], f"{TOKEN}, {TOKEN}; {TOKEN}"),
    ("Nguyễn Văn Anh", ["- Nguyễn.Văn, Anh."], TOKEN),
    ("＞Ｎｇｕｙễｎ　Ｖăｎ．Ａｎｈ＜", [NGUYEN], f"＞{TOKEN}＜"),
    ("Ｎｇｕｙｅ\u0302\u0303ｎ Ｖăn 𝐀𝐧𝐡", [NGUYEN.upper()], TOKEN),
    ("Nguyễn Văn Ânh, NguyễnVăn Anh, Nguyen Van Anh", [NGUYEN], "Nguyễn Văn Ânh, NguyễnVăn Anh, Nguyen Van Anh"),
    # The cut is made in the words as they were typed: what is longer or shorter when it is compared moves nothing.
    ("½ ﬁ… ẞ một\u0323 hai\u200d ½", ["hai"], f"½ ﬁ… ẞ một\u0323 {TOKEN} ½"),
    ("oﬃce oﬃce", ["off", "ice"], f"{TOKEN}{TOKEN} {TOKEN}{TOKEN}"),
    ("ﬀﬀ ﬀ", ["f"], f"{TOKEN * 4} {TOKEN * 2}"),
    (f"{TOKEN}\u0301 dấu sắc", ["sắc", "dấu"], f"{TOKEN}\u0301 {TOKEN} {TOKEN}"),
]


@pytest.mark.parametrize(("text", "passages", "left"), CUTS)
def test_a_passage_is_cut_out_wherever_it_stands(text: str, passages: list[str], left: str) -> None:
    assert cut_out(text, [(passage, "personal_data") for passage in passages]) == left


@pytest.mark.parametrize(
    ("passage", "text", "found"),
    [("hai", "một hai", True), ("hai ba", "hai\n ba", True), ("bốn", "một hai", False),
     ("personal", f"một {TOKEN}", False), ("một ba", f"một {TOKEN} ba", False)],
)  # fmt: skip
def test_a_passage_must_stand_in_what_is_public(passage: str, text: str, found: bool) -> None:
    assert occurs(passage, [text]) == found


NAME = "ông Nông Văn Tý"


def told(part: str) -> tuple[People, str]:
    """A case in whose part the name stands."""
    people = People()
    code = people.forwarded()
    words = f"Theo {NAME} thì xong."
    if part == "content":
        people.do(code, FOCAL, "write_texts", public_title="T", public_content=words, handling_content="x")
    elif part == "reports":
        people.do(code, agency("SNNMT"), "report_status", content=words)
        people.publish(code)
    elif part == "answers":
        people.answer(code, content=words)
    elif part == "directives":
        people.do(code, FOCAL, "record_directive", leader="x", date="2026-08-07", number="1", content=words)
    elif part == "reasons":
        people.do(code, agency("SNNMT"), "return_case", reason=words)
        people.publish(code)
    return people, code


def published(room: Newsroom, code: str) -> str:
    room.settle()
    found = [body.body for key, body in room.site.documents.items() if code in key]
    return b"".join(found).decode()


@pytest.mark.parametrize("part", ["content", "reports", "answers", "directives", "reasons"])
def test_it_is_gone_from_page_and_json_and_counted(part: str) -> None:
    people, code = told(part)
    room = newsroom(people)
    assert NAME in published(room, code)
    people.do(code, FOCAL, "withhold", part=part, ground="personal_data", passage=NAME)
    page = published(room, code)
    assert NAME not in page
    assert "Theo [đoạn này không công khai: Dữ liệu cá nhân] thì xong." in page
    (row,) = room.doc(f"ho-so/{code}")["withheld"]
    assert (row["part"], row["ground"], row["passages"]) == (part, "personal_data", 1)
    assert room.doc("thong-ke")["figures"]["withheld"] == 1
    assert room.rebuilt()
    people.do(code, FOCAL, "disclose", withheld=MemoryCases(people.tables).load(code).passages[0])  # type: ignore[union-attr]
    assert NAME in published(room, code)
    assert room.doc(f"ho-so/{code}")["withheld"] == []
    assert room.doc("thong-ke")["figures"]["withheld"] == 0


def test_the_passage_is_in_no_event_and_no_head() -> None:
    people, code = told("content")
    people.do(code, FOCAL, "withhold", part="content", ground="personal_data", passage=NAME)
    cases = MemoryCases(people.tables)
    assert NAME not in repr(cases.events(code)) + repr(cases.load(code))


def test_it_stays_away_when_the_text_is_written_anew() -> None:
    """A slip of whoever writes the next version must not bring it back."""
    people, code = told("content")
    people.do(code, FOCAL, "withhold", part="content", ground="personal_data", passage=NAME)
    people.do(code, FOCAL, "write_texts", public_title="T", public_content=f"Sửa: {NAME}", handling_content="x")
    page = published(newsroom(people), code)
    assert NAME not in page and "Sửa: [đoạn này không công khai" in page


def test_english_pages_say_it_in_english_and_the_text_in_its_own_language() -> None:
    people, code = told("content")
    people.do(code, FOCAL, "withhold", part="content", ground="personal_data", passage=NAME)
    room = newsroom(people)
    room.settle()
    page = render("case.html", "en", doc=room.doc(f"ho-so/{code}"), path=f"/ho-so/{code}", assets=_Assets())
    assert "Passages withheld: 1" in page and "[đoạn này không công khai" in page


class _Assets(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return key


WRONG: list[tuple[dict[str, Any], tuple[str, str]]] = [
    ({"part": "content", "passage": "không có ở đây"}, ("passage", "not_found")),
    ({"part": "answers", "passage": NAME}, ("passage", "not_found")),
    ({"part": "content", "passage": "Gốc"}, ("passage", "not_found")),
    ({"part": "content", "passage": "th"}, ("passage", "too_short")),
    ({"part": "content", "passage": " . - "}, ("passage", "too_short")),
    ({"part": "content", "passage": " "}, ("passage", "missing")),
    ({"part": "title", "passage": "T"}, ("passage", "whole_part_only")),
    ({"part": "attachments", "passage": "x"}, ("passage", "whole_part_only")),
]


@pytest.mark.parametrize(("given", "error"), WRONG)
def test_words_that_are_not_public_there_cannot_be_kept_back(given: dict[str, Any], error: tuple[str, str]) -> None:
    people, code = told("content")
    before = len(people.tables.events)
    with pytest.raises(InvalidFields) as problem:
        people.do(code, FOCAL, "withhold", ground="personal_data", **given)
    assert code_of(problem) == error
    assert len(people.tables.events) == before


def test_passages_are_bounded_and_only_known_ones_are_disclosed() -> None:
    people = People()
    code = people.forwarded()
    words = [f"từ{n}x" for n in range(PASSAGES + 1)]
    people.do(code, FOCAL, "write_texts", public_title="T", public_content=" ".join(words), handling_content="x")
    for word in words[:-1]:
        people.do(code, FOCAL, "withhold", part="content", ground="personal_data", passage=word)
    with pytest.raises(InvalidFields) as problem:
        people.do(code, FOCAL, "withhold", part="content", ground="personal_data", passage=words[-1])
    assert code_of(problem) == ("passage", "too_many")
    for raw, error in (({"withheld": 1}, ("withheld", "not_withheld")), ({}, ("part", "missing"))):
        with pytest.raises(InvalidFields) as problem:
            people.do(code, FOCAL, "disclose", **raw)
        assert code_of(problem) == error


def test_links_show_what_the_public_sees_but_to_those_who_handle_the_case() -> None:
    people, code = told("content")
    people.answer(code, content=f"Đã mời {NAME}.")
    for part in ("content", "answers"):
        people.do(code, FOCAL, "withhold", part=part, ground="personal_data", passage=NAME)
    expected = {SUBMITTER: False, FOCAL: True, LEADER: True, agency("SNNMT"): True}
    for actor, whole in expected.items():
        dossier = Read(people.act.deps)(code, actor)
        seen = readable(dossier.events, actor)
        view = dossier_view(dossier.case, dossier.events, dossier.texts, REFERENCES.current(), {}, seen)
        text = json.dumps(view, ensure_ascii=False)
        assert (NAME in text) == whole, actor
        assert OPEN not in text and "\\u0002" not in text
        assert whole or "[đoạn này không công khai" in text


@pytest.mark.parametrize(("places", "taken"), [(PLACES, True), (PLACES + 1, False)])
def test_what_stands_everywhere_is_no_passage(places: int, taken: bool) -> None:
    people = People()
    code = people.forwarded()
    people.do(code, FOCAL, "write_texts", public_title="T", public_content="người, " * places, handling_content="x")
    raw = {"part": "content", "ground": "personal_data", "passage": "Người"}
    if taken:
        people.do(code, FOCAL, "withhold", **raw)
        return
    with pytest.raises(InvalidFields) as problem:
        people.do(code, FOCAL, "withhold", **raw)
    assert code_of(problem) == ("passage", "too_many_places")
