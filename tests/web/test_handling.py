"""Handling over HTTP, with the links out of the mails: every rule is reachable through the desk or a link."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.domain.vocabulary import Role
from chalicelib.ports import Claim
from tests.web.driver import MAIL, TEXTS, Web

EXPERT_MAIL = "hiep.hoi@example.vn"


def actions(view: Any) -> set[str]:
    return {action["name"] for action in view["actions"]}


def hint(view: Any, name: str) -> str:
    return next(str(action["hint"]) for action in view["actions"] if action["name"] == name)


def page(web: Web, code: str) -> Any:
    web.system.settle()
    return web.system.doc(f"ho-so/{code}")


def test_disagreement_goes_up_and_the_leader_names_the_lead(web: Web) -> None:
    """R1-10, R2-11."""
    code, _, lead = web.forwarded(coordinating=("STC2025",))
    other = web.link_of("coordinate")
    web.by_link(other, "contribute", {"position": "disagree", "content": "Không thống nhất phương án."})
    seen = web.ok(web.get("/link", web.link_of("contribution-agency-SNNMT")))
    assert [note["type"] for note in seen["notes"]][-1] == "contributed"
    assert any(field["name"] == "position" for field in seen["notes"][-1]["fields"])
    assert "propose_escalation" in actions(seen)
    web.by_link(lead, "propose_escalation", {"ground": "agencies_disagree", "advice": "Lý do", "proposal": "Giao STC"})
    leader = web.leader_link(code)
    view = web.ok(web.get("/link", leader))
    values = [field["value"] for note in view["notes"] for field in note["fields"]]
    assert "Lý do" in values and "Giao STC" in values
    assert {"direct", "settle", "reassign"} <= actions(view)
    web.by_link(leader, "settle", {"lead": "STC2025", "content": "STC chủ trì."})
    view = web.ok(web.get("/link", web.link_of("directed-agency-STC2025")))
    assert view["case"]["lead"]["id"] == "STC2025" and "return_case" not in actions(view)
    assert "STC chủ trì." in [field["value"] for note in view["notes"] for field in note["fields"]]
    assert web.get("/link", lead).json_body["code"] == "link_superseded"
    doc = page(web, code)
    assert [row["id"] for row in doc["coordinating"]] == ["SNNMT"] and doc["directives"][-1]["settled"]


def test_two_returns_go_to_the_focal_offices_decision_and_count(web: Web) -> None:
    code, _, lead = web.forwarded()
    web.by_link(lead, "return_case", {"reason": "Không thuộc thẩm quyền"})
    web.at_desk(code, "forward", {"lead": "STC2025"})
    web.by_link(web.link_of("forwarded-agency-STC2025"), "return_case", {"reason": "Cũng không"})
    rows = web.ok(web.get("/desk/cases?queue=decision", web.system.desk()))["rows"]
    assert [row["code"] for row in rows] == [code]
    view = web.ok(web.get(f"/desk/cases/{code}", web.system.desk()))
    assert "2" in hint(view, "forward")
    web.at_desk(code, "forward", {"lead": "SXD2025"})
    third = web.link_of("forwarded-agency-SXD2025")
    assert "return_case" not in actions(web.ok(web.get("/link", third)))
    assert web.post("/link/actions/return_case", {"reason": "x"}, third).status_code == 409
    web.system.settle()
    returns = {
        code_: web.system.doc(f"co-quan/{code_}")["figures"]["returns"] for code_ in ("SNNMT", "STC2025", "SXD2025")
    }
    assert returns == {"SNNMT": 1, "STC2025": 1, "SXD2025": 0}
    assert web.system.doc("thong-ke")["figures"]["returns"] == 2
    assert {row["id"]: row["figures"]["returns"] for row in web.system.doc("co-quan")["rows"]}["SNNMT"] == 1


def test_the_desk_says_before_that_a_report_rearms_nothing_more(web: Web) -> None:
    """R4-05: capped by policy; after the cap it is public and re-arms nothing."""
    code, _, lead = web.forwarded()
    for day in (10, 11, 12):
        web.system.clock.set(date(2026, 8, day))
        web.by_link(lead, "report_status", {"content": "Đang xử lý."})
        web.review(code)
    view = web.ok(web.get("/link", lead))
    assert "3" in hint(view, "report_status")
    assert (view["case"]["rearms"], view["case"]["rearms_cap"]) == (3, 3)
    web.system.clock.set(date(2026, 8, 13))
    web.by_link(lead, "report_status", {"content": "Vẫn đang xử lý."})
    assert "3" in hint(web.ok(web.get(f"/desk/cases/{code}", web.system.desk())), "review")
    web.review(code)
    doc = page(web, code)
    assert (doc["rearms"], doc["deadline"]["start_on"], len(doc["replies"])) == (3, "2026-08-12", 4)


def test_an_expert_is_invited_and_read_beside_the_answer(web: Web) -> None:
    """R1-15."""
    code, secret, lead = web.forwarded()
    web.at_desk(code, "invite_opinion", {"email": EXPERT_MAIL, "title": "Hiệp hội Doanh nghiệp tỉnh"})
    token = web.link_of("opinion_invited")
    assert [mail.to for mail in web.system.mails(notice="opinion_invited")] == [EXPERT_MAIL]
    view = web.ok(web.get("/link", token))
    assert view["actor"]["type"] == "expert" and actions(view) == {"give_opinion"}
    shown = repr(view)
    assert TEXTS["public_content"] in shown and TEXTS["handling_content"] not in shown
    assert "submitter" not in view and "original" not in view["texts"] and EXPERT_MAIL not in shown
    assert view["pending"] == [] or all(row["content"] is None for row in view["pending"])
    web.by_link(token, "give_opinion", {"content": "Nên niêm yết phí."})
    pending = web.ok(web.get(f"/desk/cases/{code}", web.system.desk()))["pending"]
    assert [(row["type"], row["title"], row["content"]) for row in pending] == [
        ("opinion", "Hiệp hội Doanh nghiệp tỉnh", "Nên niêm yết phí.")
    ]
    assert page(web, code)["opinions"] == []
    web.review(code)
    doc = page(web, code)
    assert [(row["title"], row["content"]) for row in doc["opinions"]] == [
        ("Hiệp hội Doanh nghiệp tỉnh", "Nên niêm yết phí.")
    ]
    assert EXPERT_MAIL not in web.system.site.read(f"ho-so/{code}").body.decode()
    assert EXPERT_MAIL not in repr(web.ok(web.get("/link", lead))) + repr(web.ok(web.get(f"/cases/{code}", secret)))
    assert actions(web.ok(web.get("/link", token))) == set()


def test_a_forged_invitation_gives_nothing(web: Web) -> None:
    code, _, _ = web.forwarded()
    for subject in ("1", "99", "", "x"):
        token = web.system.links.sign(Claim("case", Role.EXPERT, subject, code))
        assert actions(web.ok(web.get("/link", token))) == set()
        assert web.post("/link/actions/give_opinion", {"content": "x"}, token).status_code == 409


def test_an_expired_invitation_is_renewed_to_the_invited_address(web: Web) -> None:
    code, _, _ = web.forwarded()
    web.at_desk(code, "invite_opinion", {"email": EXPERT_MAIL, "title": "Hiệp hội"})
    token = web.link_of("opinion_invited")
    web.system.clock.forward(days=61)
    assert web.get("/link", token).json_body["code"] == "link_expired"
    assert web.post("/link/renew", {}, token).status_code == 202
    fresh = web.link_of("new_link")
    assert [mail.to for mail in web.system.mails(notice="new_link")] == [EXPERT_MAIL]
    assert actions(web.ok(web.get("/link", fresh))) == {"give_opinion"}


def test_a_published_answer_is_cited_with_a_link(web: Web) -> None:
    """R1-19."""
    one, _, lead = web.forwarded()
    web.answered(lead, one)
    two, _, _ = web.forwarded("STC2025")
    desk = web.system.desk()
    for wrong in ("LS.20260807.ZZZZZ", two):
        answer = web.post(f"/desk/cases/{two}/actions/cite_answer", {"of": wrong}, desk, key=web.new_key())
        assert (answer.status_code, answer.json_body["errors"][0]["field"]) == (422, "of"), wrong
    three, _ = web.submit()
    answer = web.post(f"/desk/cases/{two}/actions/cite_answer", {"of": three}, desk, key=web.new_key())
    assert answer.json_body["errors"][0]["code"] == "no_answer"
    web.at_desk(two, "cite_answer", {"of": one, "content": "Cùng nội dung."})
    doc = page(web, two)
    assert (doc["status"], doc["replies"][0]["cites"], doc["replies"][0]["content"]) == (
        "answered",
        one,
        "Cùng nội dung.",
    )
    assert f'href="/ho-so/{one}"' in web.system.site.read(f"ho-so/{two}").body.decode()


def test_a_withheld_part_is_nowhere_on_the_site(web: Web) -> None:
    """R4-60."""
    code, secret, lead = web.forwarded()
    web.answered(lead, code, "PHẦN-MẬT-5512")
    for part in ("title", "content", "answers"):
        web.at_desk(code, "withhold", {"part": part, "ground": "state_secret"})
    page(web, code)
    site = "\n".join(found.body.decode() for found in web.system.site.documents.values())
    for words in (TEXTS["public_title"], TEXTS["public_content"], "PHẦN-MẬT-5512"):
        assert words not in site, words
    assert web.system.doc("thong-ke")["figures"]["withheld"] == 3
    assert "PHẦN-MẬT-5512" not in repr(web.ok(web.get(f"/cases/{code}", secret))["case"])
    web.at_desk(code, "disclose", {"part": "content"})
    assert page(web, code)["content"] == TEXTS["public_content"]


def test_an_invited_expert_does_not_read_what_is_kept_back(web: Web) -> None:
    code, _, _ = web.forwarded()
    web.at_desk(code, "invite_opinion", {"email": EXPERT_MAIL, "title": "Hiệp hội"})
    token = web.link_of("opinion_invited")
    web.at_desk(code, "withhold", {"part": "content", "ground": "state_secret"})
    assert TEXTS["public_content"] not in repr(web.ok(web.get("/link", token)))


def test_a_case_of_the_national_portal(web: Web) -> None:
    """R1-09 (section G)."""
    clerk = web.system.desk("van-thu-1", Role.CLERK)
    body = {"kind": "regulation", "title": "Chuyển từ cổng", "content": "Nội dung.", "channel": "national_portal",
            "received_on": "2026-08-06", "national_due_on": "2026-08-28",
            "submitter": {"type": "citizen", "name": "Bà A"}}  # fmt: skip
    code = web.post("/desk/cases", body, clerk, key=web.new_key()).json_body["code"]
    view = web.ok(web.get(f"/desk/cases/{code}", web.system.desk()))
    assert view["case"]["national"] == {"due_on": "2026-08-28", "posted_on": None}
    assert "post_nationally" in actions(view)
    web.at_desk(code, "post_nationally", {"date": "2026-08-07"})
    assert page(web, code)["national"] == {"due_on": "2026-08-28", "posted_on": "2026-08-07"}


def test_the_government_office_and_back(web: Web) -> None:
    """R1-10 to R1-13."""
    code, secret, lead = web.forwarded()
    web.at_desk(
        code, "hand_over", {"up_class": "UP-3", "date": "2026-08-07", "number": "99/UBND-NC", "content": "Kính chuyển"}
    )
    assert len(web.system.mails(MAIL, "handed_over")) == 0 and page(web, code)["status"] == "handed_over"
    assert len(web.system.mails(MAIL, "handed_over")) == 1
    assert actions(web.ok(web.get("/link", lead))) == set()
    told = web.ok(web.get(f"/cases/{code}", secret))
    assert "99/UBND-NC" in repr(told["notes"])
    web.at_desk(code, "follow_up", {"content": "Văn phòng Chính phủ đang lấy ý kiến."})
    web.at_desk(code, "answer", {"content": "Chính phủ đã trả lời.", "completed_on": "2026-08-07"})
    doc = page(web, code)
    assert [(reply["type"], reply["agency"]["id"]) for reply in doc["replies"]] == [
        ("status", "VPUB"),
        ("answer", "VPUB"),
    ]
    assert web.system.doc("thong-ke")["figures"]["handed_over"] == 0


def test_withdrawing_after_forwarding_is_a_request(web: Web) -> None:
    code, secret, _ = web.forwarded()
    view = web.by_submitter(code, secret, "ask_withdrawal", {"reason": "Đã tự thỏa thuận"})
    assert view["case"]["status"] == "forwarded"
    desk = web.link_of("withdrawal_asked")
    seen = web.ok(web.get(f"/desk/cases/{code}", desk))
    assert {"grant_withdrawal", "decline_withdrawal"} <= actions(seen)
    assert "Đã tự thỏa thuận" in repr(seen["notes"])
    web.at_desk(code, "decline_withdrawal", {"note": "Nhiều người liên quan"})
    assert len(web.system.mails(MAIL, "withdrawal_declined")) == 0
    web.system.settle()
    assert len(web.system.mails(MAIL, "withdrawal_declined")) == 1
    assert "Nhiều người liên quan" in repr(web.ok(web.get(f"/cases/{code}", secret))["notes"])
    web.by_submitter(code, secret, "ask_withdrawal", {"reason": "Vẫn muốn rút"})
    web.at_desk(code, "grant_withdrawal")
    doc = page(web, code)
    assert (doc["status"], doc["content"]) == ("withdrawn", None)


def test_extensions_are_offered_until_the_cap(web: Web) -> None:
    code, _, lead = web.forwarded()
    web.by_link(lead, "request_extension", {"reason": "Cần đo đạc", "until": "2026-09-22"})
    web.at_desk(code, "grant_extension")
    assert "request_extension" not in actions(web.ok(web.get("/link", lead)))
    answer = web.post(
        "/link/actions/request_extension", {"reason": "x", "until": "2026-09-25"}, lead, key=web.new_key()
    )
    assert (answer.status_code, answer.json_body["code"]) == (409, "action_not_allowed")
    doc = page(web, code)
    assert (doc["extensions"], doc["extensions_cap"], doc["deadline"]["due_on"]) == (1, 1, "2026-09-22")
    assert next(row["note"] for row in doc["timeline"] if row["type"] == "extension_granted") == "Cần đo đạc"


def test_legal_documents_have_two_working_days(web: Web) -> None:
    """CĐ 89/2025."""
    code, _ = web.submit(kind="regulation")
    view = web.at_desk(code, "classify", {"kind": "regulation", "legal_document": True})
    assert [
        (clock["name"], clock["due_on"]) for clock in view["case"]["clocks"] if clock["name"] == "legal_transfer"
    ] == [("legal_transfer", "2026-08-11")]
