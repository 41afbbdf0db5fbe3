"""A due day that may still change says so wherever it stands: in letters, in public lists, in the lists of offices."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.delivery.letters import CatalogueLetters
from chalicelib.domain.case import Actor
from chalicelib.domain.vocabulary import Role
from chalicelib.ports import LetterItem, LetterRow
from chalicelib.publishing.english import render_english
from chalicelib.web.views import queue_rows
from tests.fakes.system import System
from tests.unit.newsroom import Newsroom, People, newsroom
from tests.unit.world import AGENCY, FOCAL
from tests.web.driver import TEXTS, petition

WINTER, SUMMER = date(2026, 12, 11), date(2026, 8, 7)  # 20 working days end in a year without a notice, or before
CHAIR = Actor(Role.LEADER, "chu-tich")
UP = {"ground": "beyond_competence", "advice": "x", "proposal": "x"}
FORWARD: list[tuple[Actor, str, dict[str, Any]]] = [
    (FOCAL, "write_texts", TEXTS), (FOCAL, "forward", {"lead": "SNNMT", "field": "dat-dai"})
]  # fmt: skip


def lived(day: date, *acts: tuple[Actor, str, dict[str, Any]]) -> tuple[System, str]:
    world = System()
    world.clock.set(day)
    code = world.services.submit(petition(), "the-key-of-petition-1").code
    for actor, name, body in acts:
        world.services.act(code, actor, name, body)
    return world, code


def item(day: date = WINTER, **more: Any) -> LetterItem:
    return LetterItem("LS.20261211.22222", "conduct", "Việc", day, "https://x/#y", "SNNMT", "publication", **more)


@pytest.mark.parametrize(
    ("letter", "received", "told", "line"),
    [
        ("forwarded", WINTER, WINTER, "Hạn công khai kết quả: 11/01/2027 (tạm tính)\n"),
        ("step_reminder", WINTER, date(2027, 1, 7), "Hạn công khai kết quả: 11/01/2027 (tạm tính)\n"),
        ("step_overdue", WINTER, date(2027, 1, 12), "Hạn công khai kết quả: 11/01/2027 (tạm tính)\n"),
        ("acknowledgement_overdue", WINTER, date(2026, 12, 16), "Hạn xác nhận đã nhận hồ sơ: 15/12/2026\n"),
        ("forwarded", SUMMER, SUMMER, "Hạn công khai kết quả: 08/09/2026\n"),
    ],
)
def test_a_letter_says_it(letter: str, received: date, told: date, line: str) -> None:
    world, _ = lived(received, *FORWARD)
    world.clock.set(told)
    world.services.sweep.run()
    world.services.mail.drain()
    assert any(line in mail.text for mail in world.mails(notice=letter)), [mail.text for mail in world.mailer.sent]


@pytest.mark.parametrize(("lang", "word"), [("vi", "11/12/2026 (tạm tính)"), ("en", "11 December 2026 (provisional)")])
def test_each_line_of_a_digest_says_it_of_its_own_day(lang: str, word: str) -> None:
    items = [item(provisional=True), item(SUMMER)]
    _, text, html = CatalogueLetters().compose(lang, [("step_reminder", items)])
    assert [said.count(word) for said in (text, html)] == [1, 1]
    assert [said.count(word.split("(")[1]) for said in (text, html)] == [1, 1]


def test_the_leaders_morning_list_says_it() -> None:
    rows = (LetterRow(code="A", due_on=WINTER, provisional=True), LetterRow(code="B", due_on=SUMMER))
    _, text, _ = CatalogueLetters().compose("vi", [("decisions", [item(rows=rows)])])
    assert "- A · Hạn: 11/12/2026 (tạm tính)\n- B · Hạn: 07/08/2026\n" in text


def test_a_decision_of_the_morning_takes_it_from_its_clock() -> None:
    world, code = lived(date(2026, 12, 29), *FORWARD, (AGENCY, "propose_escalation", UP))
    world.settle()
    world.clock.set(date(2026, 12, 30), 8)
    world.services.morning.run()
    world.services.mail.drain()
    [mail] = world.mails(notice="decisions")
    line = f"{code} · {TEXTS['public_title']} · Vượt quá thẩm quyền · Hạn: 06/01/2027 (tạm tính)\n"
    assert line in mail.text


# --- lists ---


def room_of(day: date) -> tuple[Newsroom, str]:
    people = People(day)
    code = people.forwarded()
    room = newsroom(people)
    room.settle()
    return room, code


@pytest.mark.parametrize(("day", "provisional"), [(WINTER, True), (SUMMER, False)])
def test_public_lists_say_it_and_a_rebuild_gives_the_same(day: date, provisional: bool) -> None:
    room, _ = room_of(day)
    for key in ("ho-so", "danh-sach/1", "co-quan/SNNMT", "linh-vuc/dat-dai"):
        assert [row["provisional"] for row in room.doc(key)["rows"]] == [provisional], key
        found = room.site.read(key)
        english = render_english(f"/en/{key}", lambda name: read.body if (read := room.site.read(name)) else None)
        assert found and english
        assert (" (tạm tính)" in found.body.decode()) is (" (provisional)" in english) is provisional, key
    assert room.rebuilt()


@pytest.mark.parametrize(
    ("actor", "day", "acts", "row"),
    [
        (AGENCY, WINTER, FORWARD, ("2027-01-11", True)),
        (AGENCY, SUMMER, FORWARD, ("2026-09-08", False)),
        (FOCAL, date(2026, 12, 30), [], ("2027-01-07", True)),  # to be forwarded by then
        (CHAIR, date(2026, 12, 22), [*FORWARD, (AGENCY, "propose_escalation", UP)], ("2026-12-29", False)),
        (CHAIR, WINTER, FORWARD, ("2027-01-11", True)),
    ],
)
def test_rows_of_a_desk_say_it(actor: Actor, day: date, acts: list[Any], row: tuple[str, bool]) -> None:
    world, code = lived(day, *acts)
    [found] = queue_rows(world.services, [code], actor)
    assert (found["due_on"], found["provisional"]) == row
