"""The desks of leaders and readers, and an agency's own list: who sees which cases, and what may be done there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain.directory import OfficerRole
from chalicelib.domain.vocabulary import Role
from chalicelib.ports import Claim
from tests.fakes.system import tokens
from tests.unit.world import reference
from tests.web.driver import HANDLING, IDENTITY, ORIGINAL, TEXTS, Web

PROPOSAL = {"ground": "beyond_competence", "advice": "Vượt quá", "proposal": "Xin chỉ đạo"}
LAND, ECONOMY, CHAIR, ASSISTANT = "pho-chu-tich-2", "pho-chu-tich-1", "chu-tich", "tro-ly-chu-tich"
READER = "to-kiem-tra-cong-vu"


def up(web: Web, field: str = "dat-dai", lead: str = "SNNMT") -> str:
    """A case that waits for a leader's decision."""
    code, _ = web.submit()
    web.at_desk(code, "classify", {"kind": "conduct", "field": field})
    web.at_desk(code, "write_texts", TEXTS)
    web.at_desk(code, "forward", {"lead": lead, "field": field})
    web.by_link(web.link_of(f"forwarded-agency-{lead}"), "propose_escalation", PROPOSAL)
    return code


def leader(web: Web, officer: str) -> str:
    return web.system.desk(officer, Role.LEADER)


def reader(web: Web) -> str:
    return web.system.desk(READER, Role.READER)


def listed(web: Web, token: str, query: str = "") -> list[str]:
    return [row["code"] for row in web.ok(web.get(f"/desk/cases{query}", token))["rows"]]


def overdue(web: Web, day: date = date(2026, 9, 9)) -> None:
    web.system.clock.set(day)
    web.system.services.sweep.run()
    web.system.settle()


# --- leaders ---


def test_each_leader_sees_the_decisions_of_his_own_fields(web: Web) -> None:
    land, economy, nobody = up(web), up(web, "dau-tu", "STC2025"), up(web, "thanh-tra", "STC2025")
    assert listed(web, leader(web, LAND)) == [land]
    assert listed(web, leader(web, ECONOMY)) == [economy]
    for officer in (CHAIR, ASSISTANT):
        assert sorted(listed(web, leader(web, officer))) == sorted([land, economy, nobody])
    for code, officer, status in ((land, LAND, 200), (economy, LAND, 404), (nobody, ECONOMY, 404), (land, CHAIR, 200)):
        assert web.get(f"/desk/cases/{code}", leader(web, officer)).status_code == status


def test_a_leaders_desk_has_the_decisions_and_no_other_list(web: Web) -> None:
    desk = web.ok(web.get("/desk/cases", leader(web, CHAIR)))
    assert [queue["id"] for queue in desk["queues"]] == ["leader"]
    assert (desk["actor"]["type"], desk["actions"], desk["calendar"]) == ("leader", [], None)
    for name in ("triage", "handling", "leadership", "restricted", "overdue"):
        assert web.get(f"/desk/cases?queue={name}", leader(web, CHAIR)).status_code == 404
    assert web.post("/desk/cases", {}, leader(web, CHAIR), key="x" * 20).status_code == 409


def test_a_leader_decides_at_the_desk_and_an_assistant_under_his_own_id(web: Web) -> None:
    code = up(web)
    other = web.post(f"/desk/cases/{code}/actions/direct", {"content": "x"}, leader(web, ECONOMY), key=web.new_key())
    assert other.status_code == 404, "not of his fields"
    view = web.ok(web.get(f"/desk/cases/{code}", leader(web, ASSISTANT)))
    assert {"direct", "settle", "reassign"} <= {action["name"] for action in view["actions"]}
    web.at_desk(code, "direct", {"content": "Làm ngay."}, leader(web, ASSISTANT))
    event = web.system.tables.events[code][-1]
    assert (event.type, event.by.id) == ("directed", ASSISTANT)
    assert listed(web, leader(web, LAND)) == []


def test_a_leader_reads_no_identity_and_no_restricted_case(web: Web) -> None:
    code = up(web)
    text = web.get(f"/desk/cases/{code}", leader(web, LAND)).body.decode()
    assert HANDLING in text
    assert [word for word in (*IDENTITY, ORIGINAL) if word in text] == []
    web.at_desk(code, "restrict", {"ground": "denunciation"})
    assert listed(web, leader(web, CHAIR)) == []
    assert web.get(f"/desk/cases/{code}", leader(web, CHAIR)).status_code == 404


def test_what_follows_the_first_page_is_found_behind_those_of_other_fields(web: Web) -> None:
    for n in range(60):
        web.system.tables.lists.setdefault("leader", set()).add(f"LS.20260101.{n:05d}")
    code = up(web)
    assert listed(web, leader(web, LAND)) == [code]


def test_every_officer_who_has_a_desk_may_ask_for_its_link(web: Web) -> None:
    for officer, role in ((LAND, "leader"), (ASSISTANT, "leader"), (READER, "reader"), ("chanh-van-phong", "reader")):
        [mailbox] = [one.mailbox for one in reference().directory.officers if one.id == officer]
        web.post("/desk/links", {"email": mailbox})
        web.system.settle()
        token = tokens(web.system.mails(mailbox, "desk_link")[-1])[0]
        actor = web.ok(web.get("/desk/cases", token))["actor"]
        assert (actor["type"], actor["id"]) == (role, officer)


@pytest.mark.parametrize(
    "claim",
    [
        Claim("desk", Role.LEADER, READER),
        Claim("desk", Role.READER, CHAIR),
        Claim("desk", Role.FOCAL, LAND),
        Claim("desk", Role.LEADER, "hiep-hoi-dn"),
        Claim("case", Role.READER, READER, "{code}"),
    ],
)
def test_nobody_comes_in_under_another_role(web: Web, claim: Claim) -> None:
    code = up(web)
    token = web.system.links.sign(Claim(claim.audience, claim.role, claim.subject, claim.code.format(code=code)))
    for path in ("/desk/cases", f"/desk/cases/{code}", "/link", "/agency/cases"):
        assert web.get(path, token).status_code in (401, 404), path


def test_a_naming_stands_in_the_leaders_list_and_in_the_agencys(web: Web) -> None:
    code, _, _ = web.forwarded()
    web.at_desk(code, "propose_naming", {"failure": "evasion", "agency": "SNNMT", "content": "Né tránh"})
    web.at_desk(code, "reassign", {"lead": "SXD2025", "reason": "Đúng thẩm quyền"})
    [row] = own(web, agency(web))["rows"]
    link = row["href"].partition("#")[2]
    assert (row["role"], row["code"]) == ("named", code)
    assert listed(web, leader(web, LAND)) == []
    web.by_link(link, "reply_to_naming", {"content": "Cơ quan không nhận được hồ sơ."})
    assert listed(web, leader(web, LAND)) == [code]
    view = web.ok(web.get(f"/desk/cases/{code}", leader(web, LAND)))
    assert "decide_naming" in {action["name"] for action in view["actions"]}


# --- readers ---


def test_readers_see_what_is_overdue_and_do_nothing(web: Web) -> None:
    late, _, _ = web.forwarded()
    web.system.clock.set(date(2026, 9, 1))
    young, _, _ = web.forwarded()
    overdue(web)
    desk = web.ok(web.get("/desk/cases", reader(web)))
    assert [queue["id"] for queue in desk["queues"]] == ["overdue"]
    assert [row["code"] for row in desk["rows"]] == [late]
    view = web.ok(web.get(f"/desk/cases/{late}", reader(web)))
    text = str(view)
    assert HANDLING in text
    assert TEXTS["public_content"] in text
    assert [word for word in (*IDENTITY, ORIGINAL) if word in text] == []
    assert (view["actions"], view["notes"], view["pending"], view["suggestions"]) == ([], [], [], {})
    assert len(view["timeline"]) > 2
    assert web.get(f"/desk/cases/{young}", reader(web)).status_code == 404, "nothing is late there"
    for name in ("claim", "direct", "reveal_identity", "urge"):
        body = {"content": "x", "note": "x"}
        answer = web.post(f"/desk/cases/{late}/actions/{name}", body, reader(web), key=web.new_key())
        assert answer.status_code in (404, 409), name


def test_a_delay_that_is_over_leaves_the_list_and_stays_readable_as_late(web: Web) -> None:
    code, _, lead = web.forwarded()
    overdue(web)
    web.system.clock.set(date(2026, 9, 10))
    web.answered(web.link_of("step_overdue-agency-SNNMT") or lead, code)
    assert listed(web, reader(web)) == []
    assert web.get(f"/desk/cases/{code}", reader(web)).status_code == 200
    web.at_desk(code, "restrict", {"ground": "denunciation"})
    assert web.get(f"/desk/cases/{code}", reader(web)).status_code == 404


def test_the_ladder_tells_the_readers_when_it_tells_the_chair(web: Web) -> None:
    """R4-31, R4-45: duty-inspection team and special task force."""
    web.forwarded()
    overdue(web, date(2026, 9, 21))
    assert web.system.mails(notice="step_chair-reader") == []
    overdue(web, date(2026, 9, 22))  # due on 8 September, ten working days later
    readers = [one.mailbox for one in reference().directory.officers if one.role is OfficerRole.READER]
    mails = web.system.mails(notice="step_chair-reader")
    assert sorted(mail.to for mail in mails) == sorted(readers)
    claim = web.system.links.read(tokens(mails[0])[0], "desk")
    assert claim.role == Role.READER


def test_the_head_of_the_focal_office_reads_the_case_at_the_desk(web: Web) -> None:
    code, _ = web.submit()
    overdue(web, date(2026, 8, 17))  # to be forwarded by the 14th
    [mail] = web.system.mails("vpub.thu-truong@example.vn", "step_overdue")
    answer = web.get(f"/desk/cases/{code}", tokens(mail)[0])
    assert answer.status_code == 200
    assert ORIGINAL not in answer.body.decode()


# --- an agency's own cases ---


def own(web: Web, token: str, query: str = "") -> Any:
    return web.ok(web.get(f"/agency/cases{query}", token))


def agency(web: Web, code: str = "SNNMT") -> str:
    return web.system.links.sign(Claim("agency", Role.AGENCY, code))


def test_an_agency_sees_its_own_open_cases_late_ones_first(web: Web) -> None:
    first, _, _ = web.forwarded()
    second, _, lead = web.forwarded("STC2025", ("SNNMT",))
    other, _, _ = web.forwarded("STC2025")
    answer = own(web, agency(web))
    assert (answer["actor"]["id"], answer["next"]) == ("SNNMT", None)
    rows = {row["code"]: row for row in answer["rows"]}
    assert {code: row["role"] for code, row in rows.items()} == {first: "agency", second: "coordinating"}
    assert rows[first]["title"] == TEXTS["public_title"]
    assert rows[first]["due_on"] == "2026-09-08"
    assert [word for word in (*IDENTITY, ORIGINAL, HANDLING) if word in str(answer)] == []
    for code, row in rows.items():
        assert web.ok(web.get("/link", row["href"].partition("#")[2]))["case"]["code"] == code
    # A published report moves that case's day back: the other one, though younger, is the more urgent.
    web.system.clock.set(date(2026, 8, 20))
    web.by_link(lead, "report_status", {"content": "Đang làm."})
    web.review(second)
    assert [row["code"] for row in own(web, agency(web, "STC2025"))["rows"]] == [other, second]


@pytest.mark.parametrize("end", ["answered", "returned", "elsewhere", "restricted", "purged"])
def test_what_it_no_longer_works_on_leaves_its_list(web: Web, end: str) -> None:
    code, _, lead = web.forwarded()
    web.system.settle()
    assert [row["code"] for row in own(web, agency(web))["rows"]] == [code]
    match end:
        case "answered":
            web.answered(lead, code)
        case "returned":
            web.by_link(lead, "return_case", {"reason": "Không thuộc thẩm quyền"})
        case "elsewhere":
            web.at_desk(code, "reassign", {"lead": "STC2025", "reason": "Đúng thẩm quyền"})
        case "restricted":
            web.at_desk(code, "restrict", {"ground": "denunciation"})
        case "purged":
            web.at_desk(code, "purge", {"reason": "x"})
    assert own(web, agency(web))["rows"] == []
    assert web.system.tables.lists["agency-SNNMT"] == set()


def test_its_link_comes_with_its_digests_to_the_mailbox_on_file_alone(web: Web) -> None:
    web.forwarded(coordinating=("STC2025",))
    web.system.settle()
    before = len(web.system.mailer.sent)
    overdue(web)
    with_list = [mail for mail in web.system.mailer.sent[before:] if "/co-quan-cua-toi/#" in mail.text]
    assert {mail.to for mail in with_list} == {"snnmt.dau-moi@example.vn", "stc2025.dau-moi@example.vn"}
    assert all(mail.text.count("/co-quan-cua-toi/#") == 1 for mail in with_list)
    for mail in with_list:
        token = next(token for token in tokens(mail) if web.get("/agency/cases", token).status_code == 200)
        assert len(own(web, token)["rows"]) == 1


def test_an_expired_link_is_renewed_to_the_mailbox_on_file(web: Web) -> None:
    token = agency(web)
    web.system.clock.set(date(2026, 9, 30))
    assert web.get("/agency/cases", token).json_body["code"] == "link_expired"
    assert web.post("/link/renew", {}, token).status_code == 202
    web.system.settle()
    [mail] = web.system.mails(notice="agency_link")
    assert mail.to == "snnmt.dau-moi@example.vn"
    assert own(web, tokens(mail)[0])["rows"] == []


def test_an_agency_that_ended_has_no_list(web: Web) -> None:
    ended = next(one for one in reference().directory.agencies if one.valid_to and one.valid_to < date(2026, 8, 7))
    assert web.get("/agency/cases", agency(web, ended.code)).json_body["code"] == "link_superseded"
    web.post("/link/renew", {}, agency(web, ended.code))
    web.system.settle()
    assert web.system.mailer.sent == []


def test_pages_of_an_agencys_list(web: Web) -> None:
    codes = sorted(web.forwarded()[0] for _ in range(3))
    for n in range(60):
        web.system.tables.lists["agency-SNNMT"].add(f"LS.20200101.{n:05d}")
    first = own(web, agency(web))
    assert first["rows"] == []
    second = own(web, agency(web), f"?cursor={first['next']}")
    assert sorted(row["code"] for row in second["rows"]) == codes
    assert second["next"] is None
    assert own(web, agency(web), "?cursor=%27%22" + "x" * 300)["rows"] is not None


def test_the_desk_says_that_the_calendar_is_missing(web: Web) -> None:
    assert web.ok(web.get("/desk/cases", web.system.desk()))["calendar"] is None
    web.system.clock.set(date(2026, 12, 1))
    assert web.ok(web.get("/desk/cases", web.system.desk()))["calendar"] == {"year": 2027}
