"""Cases that name each other: whoever names one that was taken down stops doing so at that moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.publishing.english import render_english
from tests.fakes.store import MemoryCases
from tests.unit.newsroom import Newsroom, People, newsroom
from tests.unit.test_publish import _Poisoned
from tests.unit.world import FOCAL, INSPECTOR, OTHER_FOCAL


def merged(people: People) -> tuple[str, str]:
    into, code = people.petition(), people.petition()
    people.do(code, FOCAL, "merge", into=into)
    return into, code


def part(people: People) -> tuple[str, str]:
    whole = people.petition()
    people.do(whole, FOCAL, "split", parts=[{"title": f"Điểm {n}", "content": "x"} for n in (1, 2)])
    first, _ = split_codes(people, whole)
    return whole, first


def split_codes(people: People, code: str) -> tuple[str, ...]:
    events = MemoryCases(people.tables).events(code)
    return next(fact.codes for event in events if hasattr(fact := event.fact, "codes"))


def citing(people: People) -> tuple[str, str]:
    cited, code = people.forwarded(), people.petition()
    people.answer(cited)
    people.texts(code)
    people.do(code, FOCAL, "cite_answer", of=cited, content="Cùng nội dung")
    return cited, code


def restrict(people: People, code: str) -> None:
    people.do(code, FOCAL, "restrict", ground="denunciation", note="x")


def purge(people: People, code: str) -> None:
    people.do(code, FOCAL, "purge", reason="x")


def erase(people: People, code: str) -> None:
    purge(people, code)
    people.do(code, OTHER_FOCAL, "confirm_purge", decision="confirm")


def legal_complaint(people: People, code: str) -> None:
    people.do(code, FOCAL, "redirect", reason="legal_complaint", content="x")


Act = Callable[[People, str], None]
JOINED = (merged, part, citing)
BACK: dict[Any, tuple[Any, str, dict[str, str]]] = {
    restrict: (INSPECTOR, "release", {"note": "x"}),
    purge: (OTHER_FOCAL, "confirm_purge", {"decision": "reject"}),
    legal_complaint: (FOCAL, "undo", {"reason": "x"}),
}
WAYS = [
    *((join, go) for join in JOINED for go in (restrict, purge, erase)),
    (merged, legal_complaint),
]


def named(room: Newsroom, code: str) -> set[str]:
    """Keys of the pages that hold the code, with the English ones of all cases."""

    def read(key: str) -> bytes | None:
        found = room.site.read(key)
        return found.body if found else None

    pages = {key: found.body.decode() for key, found in room.site.documents.items()}
    cases = [key for key in pages if key.startswith("ho-so/") and not key.endswith(".json")]
    pages |= {f"en/{key}": render_english(f"/en/{key}", read) or "" for key in cases}
    return {key for key, body in pages.items() if code in body}


@pytest.mark.parametrize(("join", "go"), WAYS)
def test_a_case_that_is_gone_is_named_nowhere_and_one_that_came_back_is_named_again(
    join: Callable[[People], tuple[str, str]], go: Act
) -> None:
    people = People()
    gone, other = join(people)
    room = newsroom(people)
    room.settle()
    before = room.doc(f"ho-so/{other}")
    assert {f"ho-so/{other}", f"ho-so/{other}.json", f"en/ho-so/{other}"} <= named(room, gone)
    go(people, gone)
    room.publisher().drain()
    assert not [key for key in named(room, gone) if f"ho-so/{other}" in key], "with the case, and not a minute later"
    assert f"ho-so/{other}" not in room.site.versions and f"/en/ho-so/{other}" in room.site.invalidated
    room.settle()
    assert named(room, gone) == set()
    assert room.doc(f"ho-so/{other}")["sequence"] == before["sequence"], "the ledger has no line for it"
    assert room.rebuilt()
    if go in BACK:
        actor, name, raw = BACK[go]
        people.do(gone, actor, name, **raw)
        room.settle()
        assert room.doc(f"ho-so/{other}") == before
        assert room.rebuilt()


def test_what_is_joined_with_a_case_that_is_gone_never_names_it() -> None:
    """The page is written after the other one went, though not by that."""
    people = People()
    gone, other = citing(people)
    restrict(people, gone)
    room = newsroom(people)
    room.settle()
    assert named(room, gone) == set()
    doc = room.doc(f"ho-so/{other}")
    assert [reply["cites"] for reply in doc["replies"]] == [None]
    assert [row["text"]["vi"] for row in doc["timeline"] if row["type"] == "answer_given"] == [
        "Cơ quan đầu mối trả lời bằng trả lời của một hồ sơ khác"
    ]


def test_a_page_that_cannot_be_made_without_the_name_stays_owed() -> None:
    people = People()
    gone, other = merged(people)
    room = newsroom(people)
    room.settle()
    restrict(people, gone)
    site = _Poisoned(room.site, f"ho-so/{other}")
    room.now += timedelta(hours=1)
    publisher = room.publisher(wrap=lambda name, port: site if name == "site" else port)
    assert publisher.drain()["failed"] == 1
    assert named(room, gone) & {f"ho-so/{other}"}
    site.key = ""
    assert "failed" not in publisher.drain()
    room.settle()
    assert named(room, gone) == set()
    assert room.rows_left == 0
    assert room.rebuilt()
