"""The register of corrections, takedowns and redactions; and what caches and old versions forget then."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.case import Actor
from chalicelib.domain.corrections import TYPES, corrections, recalled
from chalicelib.domain.vocabulary import Role
from chalicelib.ports import Unavailable
from tests.fakes.site import MemorySite
from tests.fakes.store import MemoryCases
from tests.unit.newsroom import SECRET, Newsroom, People, newsroom
from tests.unit.world import FOCAL, INSPECTOR, LEADER, OTHER_FOCAL, SUBMITTER

Play = Callable[[People, str], None]


def rows(room: Newsroom) -> list[tuple[str, bool, str | None]]:
    """(type, whether the case is named, ground in English), oldest first."""
    found = room.doc("dinh-chinh")["rows"]
    return [(row["type"], bool(row["code"]), (row["ground"] or {}).get("en")) for row in reversed(found)]


def do(name: str, actor: Any = FOCAL, **raw: Any) -> Play:
    return lambda people, code: people.do(code, actor, name, **raw)


def rewrite(people: People, code: str) -> None:
    people.texts(code, f"Đã sửa {len(MemoryCases(people.tables).events(code))}")


def whole_purge(people: People, code: str) -> None:
    people.do(code, FOCAL, "purge", reason=SECRET)
    people.do(code, OTHER_FOCAL, "confirm_purge", decision="confirm")


WITHHOLD = do("withhold", part="content", ground="business_secret")
PASSAGE = do("withhold", part="content", ground="personal_data", passage="Nội dung")
RESTRICT, RELEASE = do("restrict", ground="denunciation"), do("release", INSPECTOR, note=SECRET)


def named_wrongly(people: People, code: str) -> None:
    signed = {"content": "x", "signer": "y"}
    people.do(code, FOCAL, "classify", kind="conduct", field="dat-dai")
    people.do(code, FOCAL, "forward", lead="SNNMT")
    people.do(code, FOCAL, "propose_naming", failure="evasion", content="x")
    people.do(code, Actor(Role.NAMED, "SNNMT", "SNNMT"), "reply_to_naming", content="x")
    people.do(code, LEADER, "decide_naming", decision="name", **signed)
    people.do(code, LEADER, "retire_naming", content="x")


# What happens to a case whose text is public -> the lines of the register.
LINES: list[tuple[str, list[Play], list[tuple[str, bool, str | None]]]] = [
    ("nothing", [], []),
    ("rewritten", [rewrite, rewrite], [("rewritten", True, None)] * 2),
    ("withheld", [WITHHOLD], [("withheld", True, "Business secret")]),
    ("passage", [PASSAGE], [("passage_withheld", True, "Personal data")]),
    ("disclosed", [WITHHOLD, do("disclose", part="content")],
     [("withheld", True, "Business secret"), ("disclosed", True, None)]),
    ("withdrawn", [do("withdraw", SUBMITTER)], [("removed", True, "Withdrawn")]),
    ("refused", [do("refuse", reason="abuse", content="x")], [("removed", True, "Not accepted")]),
    ("court", [do("redirect", reason="court", content="x")], [("removed", True, "Directed elsewhere")]),
    ("complaint", [do("redirect", reason="legal_complaint", content="x")], [("taken_down", False, None)]),
    ("restricted", [RESTRICT], [("taken_down", False, None)]),
    ("restricted after a correction", [rewrite, RESTRICT], [("rewritten", False, None), ("taken_down", False, None)]),
    ("passed on among inspectors", [RESTRICT, do("restrict", INSPECTOR, ground="denunciation", against="leader")],
     [("taken_down", False, None)]),
    # That it was once taken for a denunciation is nobody's business, so its takedown stays nameless.
    ("released", [rewrite, RESTRICT, RELEASE], [("rewritten", True, None), ("taken_down", False, None)]),
    ("named wrongly", [named_wrongly], [("naming_withdrawn", True, None)]),
    ("purged", [WITHHOLD, whole_purge], [("withheld", False, "Business secret"), ("taken_down", False, None)]),
]  # fmt: skip


def public(people: People) -> str:
    code = people.petition()
    people.texts(code)
    return code


@pytest.mark.parametrize(("acts", "lines"), [line[1:] for line in LINES], ids=[line[0] for line in LINES])
def test_the_lines_of_the_register(acts: list[Play], lines: list[tuple[str, bool, str | None]]) -> None:
    people = People()
    code, room = public(people), newsroom(people)
    room.publisher().publish_empty()
    room.settle()
    for act in acts:
        act(people, code)
        room.settle()
    assert rows(room) == lines
    register = b"".join(found.body for key, found in room.site.documents.items() if key.startswith("dinh-chinh"))
    assert SECRET.encode() not in register
    assert (code.encode() in register) == any(named for _, named, _ in lines)
    assert room.rebuilt()


def test_what_was_never_public_is_no_correction() -> None:
    """A petition that is refused or restricted at once was never to be read."""
    people = People()
    refused, restricted = people.petition(), people.petition()
    people.do(refused, FOCAL, "refuse", reason="abuse", content="x")
    people.do(restricted, FOCAL, "restrict", ground="denunciation")
    room = newsroom(people)
    room.publisher().publish_empty()
    room.settle()
    assert rows(room) == []


def test_all_types_happen_and_say_no_words() -> None:
    assert {line[0] for _, _, lines in LINES for line in lines} == set(TYPES)


def test_pages_are_bounded_and_keep_their_slots() -> None:
    people = People()
    code, room = public(people), newsroom(people)
    for _ in range(53):
        rewrite(people, code)
    room.settle()
    newest, first = room.doc("dinh-chinh"), room.doc("dinh-chinh/1")
    assert [row["slot"] for row in newest["rows"]] == list(range(53, 3, -1))
    assert (len(first["rows"]), first["full"], newest["pages"]) == (50, True, 2)
    assert room.rebuilt()
    people.do(code, FOCAL, "restrict", ground="denunciation")
    room.settle()
    assert code not in json.dumps([room.doc("dinh-chinh/1"), room.doc("dinh-chinh/2"), room.doc("dinh-chinh")])
    assert room.rebuilt()


TAKEN_BACK: list[tuple[str, list[Play], bool]] = [
    ("first text", [], False), ("rewritten", [rewrite], True), ("withheld", [WITHHOLD], True),
    ("passage", [PASSAGE], True), ("restricted", [RESTRICT], True), ("purge asked", [do("purge", reason="x")], True),
    ("claimed", [do("claim")], False), ("withdrawn", [do("withdraw", SUBMITTER)], True),
]  # fmt: skip


@pytest.mark.parametrize(("acts", "forgotten"), [line[1:] for line in TAKEN_BACK], ids=[line[0] for line in TAKEN_BACK])
def test_only_what_is_taken_back_is_forgotten_at_once(acts: list[Play], forgotten: bool) -> None:
    people = People()
    code, room = public(people), newsroom(people)
    room.settle()
    people.do(code, FOCAL, "classify", kind="conduct", field="dat-dai")
    room.settle()
    assert room.site.versions[f"ho-so/{code}"] and room.site.invalidated == []
    for act in acts:
        act(people, code)
    room.settle()
    # Every page that named the case: its own, the lists, and home.
    keys = {f"ho-so/{code}", "ho-so", "danh-sach/1", "linh-vuc/dat-dai", "linh-vuc/dat-dai/1", "index"}
    kept = {key for key in keys if room.site.versions.get(key) or room.site.versions.get(f"{key}.json")}
    paths = {f"/{key}{end}" for key in keys for end in ("", ".json")} | {f"/en/ho-so/{code}", "/en", "/en/ho-so"}
    if forgotten:
        assert kept == set() and paths <= set(room.site.invalidated)
    else:
        assert kept >= {f"ho-so/{code}"} and room.site.invalidated == []


def test_whoever_takes_back_the_consent_to_be_named_is_forgotten() -> None:
    """The name of an honoured submitter stays neither in old versions nor in the CDN."""
    people = People()
    code = people.forwarded(consents=["be_named"])
    people.answer(code)
    signed = {"signer": "Phó Chủ tịch UBND tỉnh", "content": "Góp ý hữu ích"}
    people.do(code, LEADER, "honour", whom="submitter", **signed)
    room = newsroom(people)
    room.settle()
    named = {key for key, found in room.site.documents.items() if SECRET.encode() in found.body}
    assert {"neu-ten", "neu-ten/1", f"ho-so/{code}"} <= named
    people.do(code, SUBMITTER, "consent", consents=[])
    room.settle()
    everything = [*(found.body for found in room.site.documents.values())]
    everything += [body for bodies in room.site.versions.values() for body in bodies]
    assert not [body for body in everything if SECRET.encode() in body]
    assert {f"/{key}" for key in named} <= set(room.site.invalidated)


def test_one_invalidation_for_a_whole_batch() -> None:
    people = People()
    codes = [public(people) for _ in range(3)]
    room = newsroom(people)
    room.settle()
    for code in codes:
        people.do(code, FOCAL, "restrict", ground="denunciation")
    calls: list[list[str]] = []
    site = _Telling(room.site, calls.append)
    room.publisher(wrap=lambda name, port: site if name == "site" else port).drain()
    (paths,) = calls
    assert {f"/ho-so/{code}" for code in codes} <= set(paths)


class _Telling:
    """A site that tells of each invalidation, or fails it."""

    def __init__(self, inner: MemorySite, tell: Callable[[Any], None]) -> None:
        self._inner, self._tell = inner, tell

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def invalidate(self, paths: list[str]) -> None:
        self._tell(paths)
        self._inner.invalidate(paths)


@pytest.mark.parametrize("fault", [Unavailable("cloudfront"), PermissionError("denied")], ids=["later", "refused"])
def test_a_cdn_that_does_not_answer_is_told_again(fault: Exception) -> None:
    """The CDN away: the batch stands until it is back. Refused for good: the page stays owed, all others go on."""
    people = People()
    code, room = public(people), newsroom(people)
    room.settle()
    people.do(code, FOCAL, "restrict", ground="denunciation")
    other = people.petition()

    def fail(paths: list[str]) -> None:
        raise fault

    site = _Telling(room.site, fail)
    publisher = room.publisher(wrap=lambda name, port: site if name == "site" else port)
    if isinstance(fault, Unavailable):
        with pytest.raises(Unavailable):
            publisher.drain()
    else:
        assert publisher.drain()["failed"] == 1
        assert room.site.read(f"ho-so/{other}.json")
    assert room.rows_left and room.site.invalidated == []
    assert room.site.read(f"ho-so/{code}") is None
    room.settle("b")
    assert f"/ho-so/{code}" in room.site.invalidated
    assert room.rows_left == 0


def test_files_that_are_withheld_are_forgotten_by_the_files_cdn() -> None:
    people = People()
    code = people.forwarded()
    id_ = people.files.put("a.pdf", "application/pdf", b"%PDF-1.4\n%%EOF\n")
    people.answer(code, attachments=[id_])
    room = newsroom(people)
    room.settle()
    (key,) = people.files.public
    assert people.files.recalled == []
    people.do(code, FOCAL, "withhold", part="attachments", ground="business_secret")
    room.settle()
    assert people.files.public == {} and set(people.files.recalled) == {key.rpartition("/")[0] + "/"}


def test_lines_depend_on_what_came_before_them_alone() -> None:
    """A rebuild replays the ledger: whatever happens later must not change an earlier line."""
    people = People()
    code = public(people)
    for act in (rewrite, WITHHOLD, do("disclose", part="content"), RESTRICT, RELEASE, rewrite):
        act(people, code)
    events = MemoryCases(people.tables).events(code)
    every = corrections(events)
    for end in range(len(events) + 1):
        assert corrections(events[:end]) == [line for line in every if line.seq <= end]
    assert not recalled(events, [1, 2])
