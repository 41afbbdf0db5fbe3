"""The whole story over HTTP, with the links out of the mails, from the petition to the leadership."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.vocabulary import Role
from tests.fakes.system import ORIGIN
from tests.web.driver import MAIL, ORIGINAL, TEXTS, Web


def test_from_the_petition_to_the_closed_case(web: Web) -> None:
    code, secret = web.submit()
    web.system.settle()
    received = web.system.mails(MAIL, "received")
    assert len(received) == 1
    assert f"{ORIGIN}/tra-cuu#{code}:{secret}" in received[0].text
    assert web.system.doc(f"ho-so/{code}")["status"] == "received"
    assert web.system.doc(f"ho-so/{code}")["title"] is None

    desk = web.link_of("new_case")
    rows = web.ok(web.get("/desk/cases?queue=triage", desk))["rows"]
    assert [(row["code"], row["status"]) for row in rows] == [(code, "received")]
    view = web.ok(web.get(f"/desk/cases/{code}", desk))
    assert ORIGINAL in view["texts"]["original"]["content"]
    assert view["actions"][0]["name"] in ("claim", "classify")
    web.at_desk(code, "claim", {}, desk)
    web.at_desk(code, "write_texts", TEXTS, desk)
    web.at_desk(code, "forward", {"lead": "SNNMT", "field": "dat-dai", "coordinating": ["STC2025"]}, desk)

    lead, other = web.link_of("forwarded-agency-SNNMT"), web.link_of("coordinate")
    view = web.ok(web.get("/link", lead))
    assert view["actor"]["type"] == "agency"
    assert view["texts"]["handling"] == TEXTS["handling_content"]
    assert [view["case"]["lead"]["id"], view["case"]["coordinating"][0]["id"]] == ["SNNMT", "STC2025"]
    web.by_link(lead, "acknowledge")
    web.by_link(other, "contribute", {"position": "nothing_to_add"})

    web.system.clock.set(date(2026, 8, 20))
    assert web.get("/desk/cases", desk).json_body["code"] == "link_expired"
    web.by_link(lead, "report_status", {"content": "Đang thẩm định."})
    published = web.review(code)
    assert published["deadline"]["start_on"] == "2026-08-20"
    web.by_link(lead, "answer", {"content": "Sẽ xem xét.", "promised_on": "2026-09-01"})
    back = web.review(code, "return", reason="vague", note="Nêu rõ")
    assert back["case"]["status"] == "answer_returned"
    notes = web.ok(web.get("/link", web.link_of("item_returned")))["notes"]
    assert [field["value"] for field in notes[-1]["fields"]] == [{"vi": "Chung chung", "en": "Vague"}, "Nêu rõ"]
    web.answered(lead, code)

    assert len(web.system.mails(MAIL, "answered")) == 1
    page = web.system.doc(f"ho-so/{code}")
    assert (page["status"], page["title"], page["rearms"]) == ("answered", TEXTS["public_title"], 1)
    assert [reply["type"] for reply in page["replies"]] == ["status", "answer"]
    assert web.system.doc("index")["figures"]["answered"] == 1
    assert web.system.doc("co-quan/SNNMT")["figures"]["answered"] == 1
    assert web.system.doc("thong-ke")["figures"]["answered"] == 1

    done = web.by_submitter(code, secret, "rate", {"rating": "satisfied"})
    assert done["case"]["status"] == "closed"
    web.system.settle()
    assert web.system.doc(f"ho-so/{code}")["rating"]["value"] == "satisfied"
    assert web.system.waiting("mail") == web.system.waiting("publish") == 0


def test_not_satisfied_goes_before_the_leadership_and_back(web: Web) -> None:
    code, secret, lead = web.forwarded()
    web.answered(lead, code)
    web.by_submitter(code, secret, "rate", {"rating": "not_satisfied", "reason": "Vẫn chưa xong"})
    advice = {"ground": "not_satisfied", "advice": "Đo chưa đúng", "proposal": "Đo lại"}
    web.by_link(web.link_of("reopened"), "propose_escalation", advice)
    leader = web.leader()
    [row] = web.ok(web.get("/desk/cases", leader))["rows"]
    assert (row["code"], row["ground"]["en"]) == (code, "Submitter not satisfied")
    view = web.ok(web.get(f"/desk/cases/{code}", leader))
    assert (view["case"]["status"], view["actor"]["type"]) == ("escalated", "leader")
    values = [field["value"] for note in view["notes"] for field in note["fields"]]
    assert {"Đo chưa đúng", "Đo lại", "Vẫn chưa xong"} <= {value for value in values if isinstance(value, str)}
    web.at_desk(code, "direct", {"content": "Giải quyết dứt điểm trong tuần."}, leader)
    assert web.ok(web.get("/desk/cases", leader))["rows"] == []
    again = web.link_of("directed")
    view = web.ok(web.get("/link", again))
    assert view["case"]["status"] == "in_process"
    web.answered(again, code, "Đã trả.")
    assert web.system.doc(f"ho-so/{code}")["status"] == "answered"
    assert web.system.doc("index")["figures"]["reopened"] == 1


def test_a_clerk_enters_a_letter_and_sees_nothing_else(web: Web) -> None:
    clerk = web.system.desk("van-thu-1", Role.CLERK)
    body = {"kind": "regulation", "title": "Thư", "content": "Theo thư tay.", "channel": "letter",
            "received_on": "2026-08-03", "submitter": {"type": "citizen", "name": "Bà A"}}  # fmt: skip
    answer = web.post("/desk/cases", body, clerk, key=web.new_key())
    assert answer.status_code == 201
    code, secret = answer.json_body["code"], answer.json_body["secret"]
    view = web.ok(web.get(f"/cases/{code}", secret))
    assert (view["case"]["channel"], view["case"]["received_on"]) == ("letter", "2026-08-03")
    assert view["deadline"]["start_on"] == "2026-08-03"
    assert web.get(f"/desk/cases/{code}", clerk).status_code == 404
    assert web.ok(web.get("/desk/cases", clerk))["rows"] == []


def test_a_new_secret_goes_to_the_contact_on_file_and_locks_nobody_out(web: Web) -> None:
    code, secret = web.submit()
    assert web.post(f"/cases/{code}/secret").status_code == 202
    web.system.settle()
    mail = web.system.mails(MAIL, "new_secret")[-1]
    fresh = mail.text.split(f"#{code}:")[1].split()[0]
    assert fresh != secret
    assert web.get(f"/cases/{code}", fresh).status_code == 200
    # Codes are public: whoever asks for a new secret must not end the one that the submitter holds.
    assert web.get(f"/cases/{code}", secret).status_code == 200


def test_nobody_is_locked_out_of_a_case_without_a_mail_address(web: Web) -> None:
    """Codes are public: anyone may ask for a new secret, which would go nowhere."""
    code, secret = web.submit(submitter={"type": "citizen", "name": "A", "phone": "0912345678", "address": "B"})
    assert web.post(f"/cases/{code}/secret").status_code == 202
    assert web.get(f"/cases/{code}", secret).status_code == 200


@pytest.mark.parametrize("code", ["LS.20260807.ZZZZZ", "nonsense", "ls.20260807.k7m4q"])
def test_asking_for_a_secret_tells_nothing(web: Web, code: str) -> None:
    known, _ = web.submit()
    one, two = web.post(f"/cases/{known}/secret"), web.post(f"/cases/{code}/secret")
    assert (one.status_code, one.body) == (two.status_code, two.body) == (202, b'{"status": "accepted"}')


def test_desk_links_go_to_addresses_on_file_only_and_only_once_in_a_while(web: Web) -> None:
    asked = ("van.phong.2@example.vn", " VAN.PHONG.2@EXAMPLE.VN ", "van.phong.2@example.vn", "who@example.vn", 7)
    answers = [web.post("/desk/links", {"email": email}) for email in asked]
    assert {(answer.status_code, answer.body) for answer in answers} == {(202, b'{"status": "accepted"}')}
    web.system.settle()
    assert [mail.to for mail in web.system.mailer.sent] == ["van.phong.2@example.vn"]
    token = web.link_of("desk_link")
    actor = web.ok(web.get("/desk/cases", token))["actor"]
    assert (actor["type"], actor["id"]) == ("focal", "van-phong-2")


def test_pages_in_english_are_made_on_demand(web: Web) -> None:
    code, _ = web.submit()
    web.system.publisher().publish_empty()
    web.system.settle()
    page = web.get(f"/en/ho-so/{code}")
    assert page.status_code == 200
    assert '<html lang="en"' in page.body.decode()
    assert code in page.body.decode()
    for path in ("/en", "/en/co-quan", "/en/thong-ke", "/en/co-quan/SNNMT", "/en/linh-vuc/dat-dai"):
        assert web.get(path).status_code == 200, path
    for path in ("/en/nothing", "/en/ho-so/LS.20260807.ZZZZZ", "/en/so-cai/1", "/en/assets/app.css"):
        assert web.get(path).status_code == 404, path
