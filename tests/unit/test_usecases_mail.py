"""The mail consumer: digests, refusals, a provider that is down, the quarter of an hour, delivery events."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chalicelib.domain.notices import Notice
from chalicelib.domain.vocabulary import Role
from tests.fakes.system import LINK, ORIGIN, System
from tests.unit.letters import OVERDUE, at_step, bounce, case, failures
from tests.unit.world import AGENCY
from tests.web.driver import MAIL, TEXTS


def test_cases_of_one_agency_that_fall_due_together_share_one_mail() -> None:
    world = System()
    codes = [acknowledged(world) for _ in range(3)]
    other = case(world, "STC2025", "dau-tu")
    mails = [mail for mail in at_step(world, OVERDUE) if "head" not in mail.notice]
    to_agency = [mail for mail in mails if mail.to == "snnmt.dau-moi@example.vn"]
    assert len(to_agency) == 1
    digest = to_agency[0]
    assert digest.case.split("_") == codes
    assert digest.subject.startswith("3 ")
    assert all(text.count(code) for code in codes for text in (digest.text, digest.html))
    links = [found.group(2) for found in LINK.finditer(digest.text) if found.group(1) == "/tra-loi/"]
    assert [world.links.read(token, "case").code for token in links] == codes
    assert [{*mail.case.split("@")} for mail in mails if mail.to == "stc2025.dau-moi@example.vn"] == [{other}]


def acknowledged(world: System) -> str:
    code = case(world)
    world.services.act(code, AGENCY, "acknowledge", {})
    return code


def test_a_digest_holds_forty_and_the_next_one_the_rest() -> None:
    world = System()
    codes = [acknowledged(world) for _ in range(45)]
    mails = [mail for mail in at_step(world, OVERDUE) if mail.to == "snnmt.dau-moi@example.vn"]
    assert sorted(len(mail.case.split("_")) for mail in mails) == [5, 40]
    assert sorted(code for mail in mails for code in mail.case.split("_")) == sorted(codes)


def test_a_letter_says_title_code_day_and_link_and_no_more() -> None:
    world = System()
    code = case(world)
    world.settle()
    mail = world.mails(notice="forwarded")[0]
    assert mail.to == "snnmt.dau-moi@example.vn"
    for text in (mail.text, mail.html):
        assert all(part in text for part in (code, f"Việc {code[-2:]}", "08/09/2026", f"{ORIGIN}/tra-loi/#"))
        assert TEXTS["public_content"] not in text
        assert TEXTS["handling_content"] not in text
    assert "\n" not in mail.subject
    receipt = world.mails(MAIL, "received")[0]
    assert "Việc" not in receipt.text


def test_the_submitter_reads_his_own_language_and_a_phone_gets_no_mail() -> None:
    world = System()
    case(world, language="en")
    silent = case(world, submitter={"type": "citizen", "name": "A", "phone": "0912345678", "address": "B"})
    world.settle()
    assert [mail.subject for mail in world.mails(MAIL, "received")] == ["We have received LS.20260807.22222"]
    assert failures(world, silent) == []
    assert world.waiting("mail") == 0


def test_an_address_that_the_provider_refuses_is_on_the_record_once() -> None:
    world = System()
    world.mailer.refused = {"snnmt.dau-moi@example.vn", MAIL}
    code = case(world)
    for _ in range(3):
        world.services.mail.drain()
    assert failures(world, code) == [
        ("received", "received-submitter", "address"),
        ("forwarded", "forwarded-agency-SNNMT", "address"),
    ]
    assert [mail.notice.partition("-")[0] for mail in world.mailer.sent] == ["new_case", "undelivered"]
    assert world.waiting("mail") == 0


def test_a_provider_that_is_down_loses_nothing() -> None:
    world = System()
    world.mailer.down = True
    code = case(world)
    assert [world.services.mail.drain()["left"] for _ in range(3)] == [3, 3, 3]
    assert world.mailer.sent == []
    world.mailer.down = False
    assert world.services.mail.drain() == {"sent": 3, "failed": 0, "left": 0}
    assert failures(world, code) == []


def test_of_two_drains_at_once_one_sends() -> None:
    world = System()
    case(world)
    first, second = world.build(), world.build()

    class Slow:
        def __init__(self, inner: Any) -> None:
            self.inner = inner

        def send(self, mail: Any) -> None:
            second.mail.drain()
            self.inner.send(mail)

    first = world.build(lambda name, port: Slow(port) if name == "mailer" else port)
    first.mail.drain()
    assert len(world.mailer.sent) == len({mail.tag for mail in world.mailer.sent}) == 3


def test_what_was_being_sent_waits_a_quarter_of_an_hour() -> None:
    world = System()
    case(world)

    class Dead:
        def send(self, mail: Any) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.build(lambda name, port: Dead() if name == "mailer" else port).mail.drain()
    world.clock.forward(minutes=14, seconds=59)
    world.services.mail.drain()
    assert len(world.mailer.sent) == 2
    world.clock.forward(seconds=1)
    world.services.mail.drain()
    assert len(world.mailer.sent) == 3
    assert world.waiting("mail") == 0


def test_one_row_that_nobody_understands_does_not_stop_the_others() -> None:
    world = System()
    broken, fine = case(world), case(world)
    for key in [key for key in world.tables.bodies if key[0] == broken]:
        world.tables.bodies[key] = (b"tampered with", b"")
    counts = world.services.mail.drain()
    assert counts["failed"] > 0
    assert {mail.case for mail in world.mailer.sent} >= {fine}
    assert len(world.mails(notice="forwarded-agency-SNNMT")) == 1
    assert world.waiting("mail") > 0, "what failed waits for its mending"


def test_time_that_runs_out_leaves_the_rest() -> None:
    world = System()
    case(world)
    calls = iter([False] * 3)  # two rows, one mail
    assert world.services.mail.drain(lambda: next(calls, True)) == {"sent": 1, "failed": 0, "left": 2}
    world.services.mail.drain()
    assert len(world.mailer.sent) == 3


def test_a_notice_whose_case_moved_on_still_says_what_happened_then() -> None:
    world = System()
    code = case(world)
    world.services.act(code, AGENCY, "return_case", {"reason": "x"})
    world.services.mail.drain()
    notices = [mail.notice.partition("-")[0] for mail in world.mailer.sent]
    assert sorted(notices) == ["case_returned", "forwarded", "new_case", "received"]


def test_a_bounce_shows_on_the_desk_of_every_case_in_the_mail() -> None:
    world = System()
    codes = [case(world) for _ in range(2)]
    digest = next(mail for mail in at_step(world, OVERDUE) if mail.to == "snnmt.dau-moi@example.vn")
    for _ in range(2):  # SNS delivers at least once
        bounce(world, digest)
    for code in codes:
        assert sorted(failures(world, code)) == [
            ("acknowledgement_overdue", "acknowledgement_overdue-agency-SNNMT", "bounced"),
            ("step_overdue", "step_overdue-agency-SNNMT", "bounced"),
        ]


def test_a_bounce_of_what_is_no_case_harms_nobody() -> None:
    world = System()
    world.services.mail.bounced("LS.20260807.ZZZZZ", "forwarded-agency-SNNMT", "bounced")
    world.services.mail.bounced("desk|focal|van-phong-1||0", "desk_link-focal-van-phong-1", "bounced")
    world.services.mail.delivered("no-such-tag")
    assert world.tables.events == {}


def test_keys_of_notices_name_letter_role_and_addressee() -> None:
    table = [
        (Notice("received", Role.SUBMITTER), "received-submitter"),
        (Notice("forwarded", Role.AGENCY, "SNNMT"), "forwarded-agency-SNNMT"),
        (Notice("step_overdue", Role.AGENCY, "SNNMT", head=True), "step_overdue-agency-SNNMT-head"),
    ]
    for notice, key in table:
        assert notice.key == key
        assert re.fullmatch(r"[A-Za-z0-9_.@-]{1,256}", key), "SES tags"
