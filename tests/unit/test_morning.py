"""The letters of a working morning: to whom, about what, once a day, never lost, never on a day off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from chalicelib.domain.case import Actor
from chalicelib.domain.vocabulary import Role
from tests.fakes.system import System, tokens
from tests.unit.world import FOCAL
from tests.web.driver import HANDLING, ORIGINAL, TEXTS, petition

FRIDAY, MONDAY = date(2026, 8, 7), date(2026, 8, 10)
LAND, ECONOMY, CHAIR, ASSISTANT = "pho.chu.tich.2", "pho.chu.tich.1", "chu.tich@", "to.giup.viec"
PROPOSAL = {"ground": "beyond_competence", "advice": "LỜI-THAM-MƯU", "proposal": "LỜI-ĐỀ-XUẤT"}


def before_leader(world: System, field: str = "dat-dai", lead: str = "SNNMT", title: str = "Việc") -> str:
    code = forwarded(world, field, lead, title)
    world.services.act(code, Actor(Role.AGENCY, lead, lead), "propose_escalation", PROPOSAL)
    return code


def forwarded(
    world: System, field: str = "dat-dai", lead: str = "SNNMT", title: str = "Việc", coordinating: Sequence[str] = ()
) -> str:
    code = world.services.submit(petition(), f"the-key-of-petition-{len(world.tables.heads):03d}").code
    world.services.act(code, FOCAL, "classify", {"kind": "conduct", "field": field})
    world.services.act(code, FOCAL, "write_texts", TEXTS | {"public_title": title})
    world.services.act(code, FOCAL, "forward", {"lead": lead, "field": field, "coordinating": list(coordinating)})
    return code


def morning(world: System, day: date | None = None) -> list[Any]:
    """The mails of that morning, the report first."""
    world.settle()
    sent = len(world.mailer.sent)
    if day:
        world.clock.set(day, 8)
    world.services.morning.run()
    world.services.mail.drain()
    return world.mailer.sent[sent:]


def to(mails: list[Any], letter: str) -> list[str]:
    return sorted(mail.to.partition("@")[0] for mail in mails if mail.notice.partition("-")[0] == letter)


@pytest.mark.parametrize(
    ("field", "readers"),
    [
        ("dat-dai", ["pho.chu.tich.2"]),
        ("dau-tu", ["pho.chu.tich.1"]),
        ("thanh-tra", ["chu.tich", "to.giup.viec"]),  # in no vice chair's charge: the chair's office
    ],
)
def test_a_decision_stands_in_the_list_of_whoever_is_in_charge(field: str, readers: list[str]) -> None:
    world = System()
    before_leader(world, field)
    assert to(morning(world, MONDAY), "decisions") == readers


def test_nothing_goes_to_a_leader_at_once_or_while_the_agency_still_owes_its_advice() -> None:
    world = System()
    before_leader(world)
    disputed = forwarded(world, "dau-tu", "STC2025", coordinating=["SNNMT"])
    other = Actor(Role.COORDINATING, "SNNMT", "SNNMT")
    world.services.act(disputed, other, "contribute", {"position": "disagree", "content": "x"})
    assert world.tables.heads[disputed].case.status == "escalated"
    world.settle()
    assert [mail for mail in world.mailer.sent if "chu.tich" in mail.to] == []
    assert to(morning(world, MONDAY), "decisions") == ["pho.chu.tich.2"]
    world.services.act(disputed, Actor(Role.AGENCY, "STC2025", "STC2025"), "propose_escalation", PROPOSAL)
    assert to(morning(world, date(2026, 8, 11)), "decisions") == ["pho.chu.tich.1", "pho.chu.tich.2"]


def test_a_list_says_code_title_day_and_ground_and_opens_the_leaders_desk() -> None:
    world = System()
    late = before_leader(world, title="Việc thứ nhất")
    world.clock.set(MONDAY)
    soon = before_leader(world, title="Việc thứ hai")
    [mail] = [mail for mail in morning(world, date(2026, 8, 11)) if mail.notice.startswith("decisions")]
    lines = [line for line in mail.text.split("\n") if line.startswith("- ")]
    assert lines == [
        f"- {late} · Việc thứ nhất · Vượt quá thẩm quyền · Hạn: 14/08/2026",
        f"- {soon} · Việc thứ hai · Vượt quá thẩm quyền · Hạn: 17/08/2026",
    ]
    claim = world.links.read(tokens(mail)[0], "desk")
    assert (claim.role, claim.subject, claim.code) == ("leader", "pho-chu-tich-2", "")
    for secret in (*PROPOSAL.values(), ORIGINAL, HANDLING, TEXTS["public_content"]):
        assert secret not in mail.text + mail.html


def test_a_decision_that_policy_gives_to_the_chair_stands_in_both_lists() -> None:
    """The leader's ladder: three working days after the due day the chair is told."""
    world = System()
    before_leader(world)
    world.settle()
    for day in (date(2026, 8, 17), date(2026, 8, 20)):
        world.clock.set(day)
        world.services.sweep.run()
    assert to(morning(world), "decisions") == ["chu.tich", "pho.chu.tich.2", "to.giup.viec"]


def test_a_report_that_runs_twice_sends_once_and_comes_back_on_the_next_day() -> None:
    world = System()
    before_leader(world)
    assert len(morning(world, MONDAY)) == 4  # three focal officers, one leader
    assert morning(world) == []
    world.clock.forward(hours=9)
    assert morning(world) == []
    assert len(morning(world, date(2026, 8, 11))) == 4
    world.clock.set(date(2026, 8, 12), 0)
    world.services.mail.drain()
    assert world.waiting("mail") == 0, "yesterday's marks are gone"


def test_a_letter_that_could_not_be_sent_is_tried_again_that_day_and_not_the_day_after() -> None:
    world = System()
    before_leader(world)
    world.settle()
    world.mailer.down = True
    assert morning(world, MONDAY) == []
    world.mailer.down = False
    world.clock.forward(hours=2)
    sent = len(world.mailer.sent)
    world.services.mail.drain()
    assert len(world.mailer.sent) - sent == 4
    world.mailer.down = True
    assert morning(world, date(2026, 8, 11)) == []
    world.mailer.down = False
    world.clock.set(date(2026, 8, 12), 1)
    world.services.mail.drain()
    assert len(world.mailer.sent) - sent == 4


def test_a_crash_while_handing_over_repeats_it_at_worst_once() -> None:
    world = System()
    before_leader(world)
    world.settle()
    world.clock.set(MONDAY, 8)

    class Dead:
        def send(self, mail: Any) -> None:
            world.mailer.send(mail)
            raise KeyboardInterrupt

    process = world.build(lambda name, port: Dead() if name == "mailer" else port)
    process.morning.run()
    with pytest.raises(KeyboardInterrupt):
        process.mail.drain()
    for _ in range(8):
        world.services.morning.run()
        world.services.mail.drain()
        world.clock.forward(minutes=16)
    notices = [mail.notice for mail in world.mailer.sent if mail.notice.startswith(("decisions", "morning_report"))]
    assert len(set(notices)) == 4
    assert len(notices) == 5


@pytest.mark.parametrize(
    ("day", "sent"),
    [
        (date(2026, 8, 8), 0),  # Saturday
        (date(2026, 8, 22), 4),  # a Saturday that is worked
        (date(2026, 9, 2), 0),  # the National Day
    ],
)
def test_days_off_follow_the_calendar(day: date, sent: int) -> None:
    world = System()
    before_leader(world)
    assert len(morning(world, day)) == sent


def test_a_decision_that_was_taken_meanwhile_is_in_no_list() -> None:
    world = System()
    code = before_leader(world)
    world.settle()
    world.clock.set(MONDAY, 8)
    world.services.morning.run()
    world.services.act(code, Actor(Role.LEADER, "pho-chu-tich-2"), "direct", {"content": "x"})
    world.services.mail.drain()
    assert to(world.mailer.sent, "decisions") == []
    world.clock.set(date(2026, 8, 11), 8)
    assert to(morning(world), "decisions") == []


def test_what_is_no_longer_theirs_to_read_leaves_the_list() -> None:
    world = System()
    code = before_leader(world)
    world.services.act(code, FOCAL, "restrict", {"ground": "denunciation"})
    assert to(morning(world, MONDAY), "decisions") == []


def test_a_proposal_to_name_comes_when_the_agency_has_replied_or_its_time_is_over() -> None:
    world = System()
    code = forwarded(world)
    world.services.act(code, FOCAL, "propose_naming", {"failure": "evasion", "agency": "SNNMT", "content": "LÝ-DO"})
    assert to(morning(world, MONDAY), "decisions") == []
    world.clock.set(date(2026, 8, 17))
    world.services.sweep.run()
    [mail] = [mail for mail in morning(world) if mail.notice.startswith("decisions")]
    asked = f"- {code} · Việc · Đề xuất nêu tên Sở Nông nghiệp và Môi trường: né tránh · Hạn: 21/08/2026"
    assert f"{asked}\n" in mail.text
    assert "LÝ-DO" not in mail.text
    [mail] = [mail for mail in morning(world, date(2026, 8, 24)) if mail.notice.startswith("decisions-leader-pho")]
    assert f"{asked} · QUÁ HẠN\n" in mail.text


def test_the_missing_calendar_is_told_once_a_week_to_the_office_and_the_board() -> None:
    world = System()
    for day, told in ((date(2026, 11, 27), 0), (date(2026, 11, 30), 5), (date(2026, 12, 1), 0)):
        mails = morning(world, day)
        assert sum("2027" in mail.text for mail in mails) == told, day
        assert to(mails, "calendar_missing") == (["ban.quan.tri.1", "ban.quan.tri.2"] if told else [])
        of_board = [mail for mail in mails if mail.notice.startswith("calendar_missing")]
        assert [mail.html for mail in of_board if "<a " in mail.html] == [], "the board has no desk"


def test_the_morning_report_counts_what_waits() -> None:
    world = System()
    forwarded(world)
    world.services.submit(petition(), "the-key-of-petition-9")
    mails = [mail for mail in morning(world, MONDAY) if mail.notice.startswith("morning_report")]
    assert len(mails) == 3
    assert "Chờ tiếp nhận, phân loại: 1" in mails[0].text
    assert "Cơ quan đang xử lý: 1" in mails[0].text
    assert "thanh tra" not in mails[0].text
    assert "/ban-lam-viec/#" in mails[0].text
