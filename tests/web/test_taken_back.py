"""Refusals that may be contested until a day, and decisions that an officer takes back, with their letters."""

from __future__ import annotations

from datetime import date

from tests.fakes.system import tokens
from tests.web.driver import FIRST, MAIL, SECOND, TEXTS, Web


def test_a_refusal_says_until_when_it_may_be_contested(web: Web) -> None:
    """Policy `contest`: 10 working days after 7 August 2026, one Saturday of which is worked."""
    code, secret = web.submit()
    web.at_desk(code, "refuse", {"reason": "out_of_scope", "content": "x"})
    web.system.settle()
    last = date(2026, 8, 21)
    assert f"Hạn đề nghị xem lại việc không tiếp nhận: {last:%d/%m/%Y}" in web.system.mails(MAIL, "refused")[0].text
    assert [row["due_on"] for row in web.system.doc(f"ho-so/{code}")["clocks"]] == [last.isoformat()]
    assert web.system.tables.heads[code].due_at is None, "nothing happens by itself"
    web.system.clock.set(last)
    (offer,) = [x for x in web.ok(web.get(f"/cases/{code}", secret))["actions"] if x["name"] == "contest_refusal"]
    assert f"{last:%d/%m/%Y}" in offer["hint"]
    web.system.clock.set(date(2026, 8, 22))
    view = web.ok(web.get(f"/cases/{code}", secret))
    assert "contest_refusal" not in [x["name"] for x in view["actions"]]
    late = web.post(f"/cases/{code}/actions/contest_refusal", {"content": "x"}, secret)
    assert (late.status_code, late.json_body["code"]) == (409, "contest_over")
    web.system.clock.set(last)
    web.by_submitter(code, secret, "contest_refusal", {"content": "x"})
    web.at_desk(code, "refuse", {"reason": "out_of_scope", "content": "x"}, web.system.desk(SECOND))
    web.system.settle()
    assert web.system.doc(f"ho-so/{code}")["clocks"] == [], "what was looked at twice is final"
    (final,) = web.system.mails(MAIL, "refused_again")
    assert "đề nghị xem lại một lần" not in final.text


def test_a_wrong_click_is_taken_back(web: Web) -> None:
    code, _ = web.submit()
    web.at_desk(code, "write_texts", TEXTS)
    web.at_desk(code, "forward", {"lead": "STC2025", "field": "dau-tu"}, web.system.desk(FIRST))
    web.system.settle()
    (mail,) = web.system.mails(notice="forwarded")
    wrong = tokens(mail)[0]
    assert web.get("/link", wrong).status_code == 200
    web.at_desk(code, "undo", {}, web.system.desk(FIRST))
    web.system.settle()
    assert web.get("/link", wrong).json_body["code"] == "link_superseded"
    (told,) = web.system.mails(notice="recalled")
    assert told.to == mail.to and f"/ho-so/{code}" in told.text and "/tra-loi/" not in told.text
    doc = web.system.doc(f"ho-so/{code}")
    assert (doc["status"], doc["lead"], doc["holder"]["type"]) == ("received", None, "focal")
    assert [x["type"] for x in doc["timeline"]][-2:] == ["forwarded", "undone"]
    web.at_desk(code, "forward", {"lead": "SNNMT", "field": "dat-dai"}, web.system.desk(FIRST))
    web.system.settle()
    assert web.system.doc(f"ho-so/{code}")["lead"]["id"] == "SNNMT"
    assert web.get("/link", wrong).json_body["code"] == "link_superseded"


def test_a_redirected_complaint_comes_back_with_its_page(web: Web) -> None:
    code, _ = web.submit()
    web.at_desk(code, "redirect", {"reason": "legal_complaint", "content": "x"}, web.system.desk(FIRST))
    web.system.settle()
    assert web.system.site.read(f"ho-so/{code}.json") is None
    web.at_desk(code, "undo", {}, web.system.desk(FIRST))
    web.system.settle()
    assert web.system.doc(f"ho-so/{code}")["status"] == "received"
    assert len(web.system.mails(MAIL, "undone")) == 1
    assert web.system.doc("index")["figures"]["redirected"] == 0
