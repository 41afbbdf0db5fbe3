"""Naming and honours over HTTP: from the ladder's step to the page of names, by the links out of the mails."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from chalicelib.domain.vocabulary import Role
from chalicelib.ports import Claim
from tests.fakes.system import tokens
from tests.web.driver import NAME, TEXTS, Web, form

SIGNED = {"decision": "name", "content": "Quá hạn 15 ngày làm việc", "signer": "Nguyễn Văn Ký"}
REPLY = "Chờ kết quả đo đạc."


def actions(view: Any) -> set[str]:
    return {action["name"] for action in view["actions"]}


def days(web: Web, until: date) -> None:
    """The overdue check and all consumers, once a day."""
    day = web.system.clock().date()
    while day < until:
        day += timedelta(days=1)
        web.system.clock.set(day, 1)
        assert web.system.services.sweep.run()["failed"] == 0
        web.system.services.mail.drain()
    web.system.clock.set(until)
    web.system.settle()


def leader(web: Web, code: str) -> str:
    return web.system.links.sign(Claim("case", Role.LEADER, "pho-chu-tich-2", code))


def decider(web: Web) -> str:
    return web.system.links.sign(Claim("desk", Role.LEADER, "pho-chu-tich-2"))


def notes(view: Any) -> dict[str, list[Any]]:
    return {note["type"]: [field["value"] for field in note["fields"]] for note in view["notes"]}


def test_the_whole_way_of_a_naming(web: Web) -> None:
    code, secret, lead = web.forwarded()
    days(web, date(2026, 9, 29))
    mails = web.system.mails(notice="naming_notice")
    assert [mail.to.split("@")[0] for mail in mails] == ["snnmt.dau-moi", "snnmt.thu-truong"]
    assert all(TEXTS["public_content"] not in mail.text for mail in mails)
    said = ("chậm trễ", "hạn 08/09/2026, đến ngày đề xuất đã quá 15 ngày làm việc", "06/10/2026")
    assert all(word in mail.text for mail in mails for word in said)
    assert {mail.to for mail in web.system.mails(notice="step_propose_naming")} == {"chu.tich@example.vn"}
    named = tokens(mails[0])[0]
    web.at_desk(code, "reassign", {"lead": "STC2025", "field": "dat-dai"})
    assert web.get("/link", lead).json_body["code"] == "link_superseded"
    view = web.ok(web.get("/link", named))
    assert (view["actor"]["type"], actions(view)) == ("named", {"reply_to_naming"})
    assert TEXTS["handling_content"] not in str(view) and "submitter" not in view and view["pending"] == []
    assert notes(view)["naming_proposed"][1]["vi"] == "chậm trễ"
    web.by_link(named, "reply_to_naming", {"content": REPLY})
    assert actions(web.ok(web.get("/link", named))) == set()

    desk = web.ok(web.get(f"/desk/cases/{code}", web.system.desk()))
    assert [row["type"] for row in desk["pending"]] == ["naming_reply"]
    item = desk["pending"][0]["item"]
    vague = {"item": item, "decision": "return", "reason": "vague", "note": "x"}
    answer = web.post(f"/desk/cases/{code}/actions/review", vague, web.system.desk(), key=web.new_key())
    assert answer.status_code == 422 and answer.json_body["errors"][0]["code"] == "personal_data_only"
    web.review(code)
    web.system.settle()
    assert REPLY not in str([found.body.decode() for found in web.system.site.documents.values()])

    [row] = web.ok(web.get("/desk/cases?queue=leader", decider(web)))["rows"]
    asked = {"vi": "Đề xuất nêu tên Sở Nông nghiệp và Môi trường: chậm trễ",
             "en": "Proposal to name Dept of Agriculture and Environment: delay"}  # fmt: skip
    assert (row["ground"], row["due_on"], row["overdue"]) == (asked, "2026-10-06", None)
    web.system.clock.set(date(2026, 10, 7), 9)
    [row] = web.ok(web.get("/desk/cases?queue=leader", decider(web)))["rows"]
    assert row["overdue"] == {"vi": "Quá hạn quyết định", "en": "Decision overdue"}

    chair = leader(web, code)
    seen = web.ok(web.get("/link", chair))
    assert "decide_naming" in actions(seen) and REPLY in notes(seen)["naming_replied"]
    web.by_link(chair, "decide_naming", SIGNED)
    web.system.settle()
    [naming] = web.system.doc(f"ho-so/{code}")["namings"]
    assert (naming["agency"]["id"], naming["signer"], naming["reply"]["content"]) == ("SNNMT", SIGNED["signer"], REPLY)
    assert [row["code"] for row in web.system.doc("neu-ten")["standing"]] == [code]
    assert "chậm trễ" in web.system.site.documents["neu-ten"].body.decode()
    english = web.get("/en/neu-ten")
    assert english.status_code == 200 and b"delay" in english.body
    assert len(web.system.mails(notice="named")) == 2
    assert SIGNED["content"] in str(web.ok(web.get(f"/cases/{code}", secret))["case"]["namings"])

    offered = web.ok(web.get("/link", leader(web, code)))["actions"]
    [agency] = [f for a in offered if a["name"] == "retire_naming" for f in a["fields"] if f["name"] == "agency"]
    assert ([option["value"] for option in agency["options"]], agency["value"]) == (["SNNMT"], "SNNMT"), "who stands"
    web.by_link(leader(web, code), "retire_naming", {"content": "Đã nộp đúng hạn ở nơi khác"})
    web.system.settle()
    assert web.system.doc("neu-ten")["standing"] == []
    assert web.get("/link", named).json_body["code"] == "link_superseded"


def test_the_office_proposes_and_another_officer_records(web: Web) -> None:
    code, _, lead = web.forwarded()
    asked = form(web, code, "propose_naming")
    assert asked["agency"]["value"] == "SNNMT" and len(asked["failure"]["options"]) == 4
    assert [option["value"] for option in asked["agency"]["options"]] == ["SNNMT"], "nobody outside the case"
    early = web.post(f"/desk/cases/{code}/actions/propose_naming", {"failure": "delay", "content": "x"},
                     web.system.desk(), key=web.new_key())  # fmt: skip
    assert early.status_code == 422 and "thời hạn nào bị quá" in early.json_body["errors"][0]["message"]
    web.at_desk(code, "propose_naming", {"failure": "non_cooperation", "content": "Không cử người dự họp"})
    assert "reply_to_naming" in actions(web.ok(web.get("/link", lead)))
    web.by_link(lead, "reply_to_naming", {"content": REPLY})
    second = web.system.desk("van-phong-2")
    [decide] = [a for a in web.ok(web.get("/link", leader(web, code)))["actions"] if a["name"] == "decide_naming"]
    assert "đang chờ rà soát dữ liệu cá nhân" in decide["hint"]
    assert "decide_naming" not in actions(web.ok(web.get(f"/desk/cases/{code}", web.system.desk())))
    assert "failure" not in form(web, code, "decide_naming", second), "what it was not heard on nobody decides"
    web.at_desk(code, "decide_naming", SIGNED | {"document_number": "12/QĐ-UBND"}, second)
    web.system.settle()
    assert web.system.doc(f"ho-so/{code}")["namings"][0]["document_number"] == "12/QĐ-UBND"


def test_vertical_bodies_can_only_be_requested(web: Web) -> None:
    directory = web.system.reference.current().directory
    body = next(agency.code for agency in directory.current(date(2026, 8, 7)) if agency.is_vertical)
    code, _, _ = web.forwarded(body)
    answer = web.post(f"/desk/cases/{code}/actions/propose_naming", {"failure": "evasion", "content": "x"},
                      web.system.desk(), key=web.new_key())  # fmt: skip
    assert answer.status_code == 422 and "ngành dọc" in answer.json_body["errors"][0]["message"]


def test_a_lost_link_is_renewed_to_the_mailbox_on_file(web: Web) -> None:
    code, _, _ = web.forwarded()
    web.at_desk(code, "propose_naming", {"failure": "evasion", "content": "x"})
    token = web.link_of("naming_notice")
    web.at_desk(code, "reassign", {"lead": "STC2025"})
    web.system.clock.forward(days=61)
    assert web.get("/link", token).json_body["code"] == "link_expired"
    web.ok(web.post("/link/renew", {}, token, key=web.new_key()))
    web.system.settle()
    fresh = tokens(web.system.mails(notice="new_link")[-1])[0]
    assert "reply_to_naming" in actions(web.ok(web.get("/link", fresh)))


def test_who_is_not_named_opens_nothing(web: Web) -> None:
    code, _, _ = web.forwarded()
    web.at_desk(code, "propose_naming", {"failure": "evasion", "content": "x"})
    for subject, number in (("SNNMT", 1), ("STC2025", 5), ("STC2025", 0)):
        token = web.system.links.sign(Claim("case", Role.NAMED, subject, code, number))
        assert web.get("/link", token).json_body["code"] == "link_superseded"
    web.at_desk(code, "restrict", {"ground": "denunciation", "note": "x"})
    assert web.get("/link", web.system.links.sign(Claim("case", Role.NAMED, "SNNMT", code, 5))).status_code != 200


def test_honours_with_and_without_a_name(web: Web) -> None:
    code, secret, lead = web.forwarded(consents=["be_named"])
    web.answered(lead, code)
    for whom in ("agency", "submitter"):
        web.by_link(leader(web, code), "honour", {"whom": whom, "content": "Góp ý hữu ích", "signer": "Chủ tịch"})
    web.system.settle()
    assert [row["name"] for row in web.system.doc("neu-ten")["rows"][0]["honours"]] == [None, NAME]
    assert {mail.to.split("@")[0] for mail in web.system.mails(notice="honoured")} == {
        "snnmt.dau-moi", "snnmt.thu-truong",
    }  # fmt: skip
    [thanks] = web.system.mails(notice="submitter_honoured")
    assert thanks.to.startswith("lo.danh") and "bỏ đồng ý" in thanks.text and "/tra-cuu#" in thanks.text
    web.by_submitter(code, secret, "rate", {"rating": "satisfied"})
    web.by_submitter(code, secret, "consent", {"consents": []})
    web.system.settle()
    assert NAME not in str([found.body.decode() for found in web.system.site.documents.values()])
    assert [row["whom"] for row in web.system.doc("neu-ten")["rows"][0]["honours"]] == ["agency", "submitter"]
