"""Who never sees what: sentinels stand in each text, and are looked for in every answer, mail, page and log line."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from chalicelib.domain.vocabulary import Role
from chalicelib.ports import Claim
from tests.fakes.faulty import Fault, Mode, faulty
from tests.unit.pictures import png
from tests.web.driver import HANDLING, IDENTITY, MAIL, NOTE, ORIGINAL, Web

PNG = png()


def found(text: str, *sentinels: str) -> list[str]:
    """Which of them stand in `text`, however it is escaped."""
    plain = text.replace("&#39;", "'").replace("&amp;", "&")
    return [x for x in sentinels if x in plain or json.dumps(x)[1:-1] in plain or x.replace(" ", "+") in plain]


def published(web: Web) -> str:
    pages = [document.body.decode() for document in web.system.site.documents.values()]
    return "\n".join([*pages, *(key for key in web.system.site.documents)])


def mailed(web: Web) -> str:
    return "\n".join(f"{mail.subject}\n{mail.text}\n{mail.html}\n{mail.case}" for mail in web.system.mailer.sent)


def lived(web: Web) -> tuple[str, str, str, str]:
    """(code, secret, lead's link, leader's link) of a case in which everybody wrote something."""
    code, secret = web.submit()
    web.at_desk(code, "ask_supplement", {"content": "Xin gửi thêm số hồ sơ."})
    web.by_submitter(code, secret, "supplement", {"content": f"Số 12. {NOTE}"})
    web.at_desk(code, "classify", {"kind": "conduct", "field": "dat-dai"})
    web.at_desk(code, "write_texts", {"public_title": "Công khai", "public_content": "Nội dung công khai",
                                      "handling_content": HANDLING})  # fmt: skip
    web.at_desk(code, "forward", {"lead": "SNNMT", "coordinating": ["STC2025"]})
    lead = web.link_of("forwarded")
    web.answered(lead, code)
    web.by_submitter(code, secret, "ask_correction", {"content": f"Sai tên. {NOTE}"})
    web.by_submitter(code, secret, "rate", {"rating": "not_satisfied", "reason": f"Chưa xong. {NOTE}"})
    web.system.settle()
    return code, secret, lead, web.leader_link(code)


def test_identity_and_original_are_the_desks_alone(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    code, secret, lead, leader = lived(web)
    other = web.link_of("coordinate")
    sentinels = (*IDENTITY, ORIGINAL)
    for token in (lead, other, leader):
        text = web.get("/link", token).body.decode()
        assert HANDLING in text
        assert found(text, *sentinels) == []
    assert found(web.get("/link", other).body.decode(), NOTE) == []
    for token in (lead, leader):
        assert found(web.get("/link", token).body.decode(), NOTE) == [NOTE], (
            "the lead advises on it, the leader decides"
        )
    assert found(published(web), *sentinels, HANDLING, NOTE) == []
    assert "Nội dung công khai" in published(web)
    assert found(mailed(web), *sentinels, HANDLING, NOTE, "Nội dung công khai") == []
    assert {mail.to for mail in web.system.mailer.sent} >= {MAIL, "snnmt.dau-moi@example.vn"}
    assert (
        found(caplog.text + repr([vars(record) for record in caplog.records]), *sentinels, HANDLING, NOTE, secret) == []
    )
    own = web.get(f"/cases/{code}", secret).body.decode()
    assert found(own, ORIGINAL, IDENTITY[0], NOTE) == [ORIGINAL, IDENTITY[0], NOTE]
    assert found(own, HANDLING) == []


def test_the_record_itself_holds_no_typed_text(web: Web) -> None:
    lived(web)
    kept = repr((web.system.tables.heads, web.system.tables.events, web.system.tables.rows, web.system.ledger))
    assert found(kept, *IDENTITY, ORIGINAL, HANDLING, NOTE, "Công khai", "Nội dung") == []


def test_the_desk_works_without_knowing_who_speaks(web: Web) -> None:
    code, _ = web.submit()
    one, two = web.system.desk("van-phong-1"), web.system.desk("van-phong-2")
    text = web.get(f"/desk/cases/{code}", one).body.decode()
    assert found(text, *IDENTITY) == []
    assert found(text, ORIGINAL) == [ORIGINAL]
    assert found(web.get("/desk/cases", one).body.decode(), *IDENTITY) == []
    errors = web.post(f"/desk/cases/{code}/actions/reveal_identity", {}, one).json_body["errors"]
    assert errors[0]["field"] == "note"
    shown = web.at_desk(code, "reveal_identity", {"note": "Gọi điện xác minh"}, one)
    assert shown["submitter"]["name"] == IDENTITY[0]
    assert web.ok(web.get(f"/desk/cases/{code}", one))["submitter"]["email"] == MAIL
    assert "submitter" not in web.ok(web.get(f"/desk/cases/{code}", two))
    assert found(web.get(f"/desk/cases/{code}", two).body.decode(), *IDENTITY) == []
    event = web.system.tables.events[code][-1]
    assert (event.type, event.by.id, event.fact.officer) == ("identity_revealed", "van-phong-1", "van-phong-1")  # type: ignore[union-attr]
    web.system.settle()
    assert "identity_revealed" not in published(web)


def test_what_waits_for_review_is_not_the_submitters_yet(web: Web) -> None:
    code, secret, lead = web.forwarded(coordinating=("STC2025",))
    other = web.link_of("coordinate")
    body = {"content": "BẢN-NHÁP", "document_number": "SỐ-77", "promised_on": "2026-10-13"}
    web.by_link(lead, "answer", body)
    web.system.settle()
    for text in (web.get(f"/cases/{code}", secret), web.get("/link", other)):
        assert found(text.body.decode(), "BẢN-NHÁP", "SỐ-77", "2026-10-13") == []
    assert found(published(web), "BẢN-NHÁP", "SỐ-77", "2026-10-13") == []
    web.review(code, "return", reason="vague", note="PHÊ-BÌNH")
    web.system.settle()
    assert found(web.get(f"/cases/{code}", secret).body.decode(), "BẢN-NHÁP", "PHÊ-BÌNH") == []
    assert found(published(web), "BẢN-NHÁP", "PHÊ-BÌNH") == []


def test_whose_mail_came_back_is_the_desks_business(web: Web) -> None:
    code, secret, lead = web.forwarded()
    web.system.services.mail.bounced(code, "received-submitter", "mailbox full", "1")
    desk = web.ok(web.get(f"/desk/cases/{code}", web.system.desk()))
    shown = {item["notice"]: item for item in desk["deliveries"]}
    assert {name: (item["state"], item["reason"]) for name, item in shown.items()} == {
        "received": ("bounced", "mailbox full"),
        "new_case": ("sent", None),
        "forwarded": ("sent", None),
    }
    assert shown["received"]["name"] == {"vi": "Người gửi phản ánh", "en": "The submitter"}
    assert shown["forwarded"]["on"] == "2026-08-07"
    assert found(json.dumps(desk["deliveries"]), "@") == [], "no address of anybody"
    leader = web.leader_link(code)
    for token in (lead, leader):
        assert web.ok(web.get("/link", token))["deliveries"] == []
    assert web.ok(web.get(f"/cases/{code}", secret))["deliveries"] == []
    web.system.settle()
    assert found(published(web), "mailbox full", "không tới được") == [], "the submitter's mailbox is nobody's business"


def test_a_letter_that_the_lead_did_not_get_is_in_the_desks_list(web: Web) -> None:
    code, _, lead = web.forwarded()
    web.system.services.mail.bounced(code, "forwarded-agency-SNNMT", "bounced", "4")
    web.system.settle()
    listed = web.ok(web.get("/desk/cases?queue=undelivered", web.system.desk()))["rows"]
    assert [row["code"] for row in listed] == [code]
    assert listed[0]["undelivered"]["en"] == "Letters that did not reach the lead"
    assert web.system.doc(f"ho-so/{code}")["holder"]["type"] == "focal"
    web.by_link(lead, "acknowledge")
    assert web.ok(web.get("/desk/cases?queue=undelivered", web.system.desk()))["rows"] == []
    assert web.ok(web.get("/desk/cases?queue=handling", web.system.desk()))["rows"][0]["undelivered"]
    web.system.settle()
    page = web.system.doc(f"ho-so/{code}")
    assert page["holder"]["id"] == "SNNMT"
    assert [entry["type"] for entry in page["timeline"] if entry["undelivered"]] == ["forwarded"], "what happened stays"


def test_attachments_of_the_submitter_stay_private(web: Web) -> None:
    offer = web.ok(web.post("/uploads", {"name": "Ảnh BÍ-MẬT.png", "size": len(PNG), "type": "image/png"}))
    assert web.system.files.upload(offer["fields"], PNG) == 204
    code, secret, lead = web.forwarded(attachments=[offer["id"]])
    own = web.ok(web.get(f"/cases/{code}", secret))["case"]["attachments"]
    assert [(file.get("id"), file["size"]) for file in own] == [(None, len(PNG))], "no ids: links are enough"
    assert web.ok(web.get(f"/desk/cases/{code}", web.system.desk()))["case"]["attachments"] == own
    assert found(web.get("/link", lead).body.decode(), offer["id"], "BÍ-MẬT") == []
    assert found(published(web), offer["id"], "BÍ-MẬT") == []
    missing = web.post("/cases", {**_with_file("nothing-there.png")}, key=web.new_key())
    assert missing.status_code == 422
    assert missing.json_body["errors"][0]["field"] == "attachments"


def _with_file(id_: str) -> dict[str, Any]:
    from tests.web.driver import petition

    return petition(attachments=[id_])


@pytest.mark.parametrize("stage", ["triage", "handling"])
def test_a_restricted_case_is_the_inspectorates_alone(web: Web, stage: str) -> None:
    desk, inspector = web.system.desk(), web.system.desk("thanh-tra-1", Role.INSPECTORATE)
    lead, other = "", ""
    if stage == "handling":
        code, secret, lead = web.forwarded(coordinating=("STC2025",))
        other = web.link_of("coordinate")
    else:
        code, secret = web.submit()
        web.at_desk(code, "write_texts", {"public_title": "a", "public_content": "b", "handling_content": "c"})
        web.system.settle()
    assert web.get(f"/desk/cases/{code}", inspector).status_code == 404
    assert web.system.doc(f"ho-so/{code}")
    leader = web.system.links.sign(Claim("case", Role.LEADER, "chu-tich", code))
    assert web.get("/link", leader).status_code == 200
    if stage == "handling":
        web.by_link(lead, "report_status", {"content": "x"})  # its mails are still in the outbox

    sent = len(web.system.mailer.sent)
    assert "case" not in web.at_desk(code, "restrict", {"ground": "denunciation", "note": "Là tố cáo"}, desk)
    web.system.settle()
    web.system.clock.forward(days=4)
    desk, inspector = web.system.desk(), web.system.desk("thanh-tra-1", Role.INSPECTORATE)
    leader = web.system.links.sign(Claim("case", Role.LEADER, "chu-tich", code))
    web.system.services.sweep.run()
    web.post(f"/cases/{code}/secret")
    web.system.settle()

    unknown = code[:-5] + "ZZZZZ"
    before = web.system.everything_stored()
    for path, token in ((f"/desk/cases/{code}", desk), (f"/cases/{code}", secret), (f"/desk/cases/{code}", leader)):
        answer, missing = web.get(path, token), web.get(path.replace(code, unknown), token)
        assert (answer.status_code, answer.body) == (missing.status_code, missing.body)
    for token in filter(None, (lead, other, leader)):
        assert web.get("/link", token).status_code == 401
    for name, body in (
        ("claim", {}),
        ("urge", {}),
        ("reveal_identity", {"note": "x"}),
        ("restrict", {"ground": "denunciation", "note": "y"}),
    ):
        answer, missing = (web.post(f"/desk/cases/{x}/actions/{name}", body, desk) for x in (code, unknown))
        assert (answer.status_code, answer.body) == (missing.status_code, missing.body)
    second, _ = web.submit()
    for name, field in (("merge", "into"), ("link", "to")):
        one, two = (web.post(f"/desk/cases/{second}/actions/{name}", {field: x}, desk) for x in (code, unknown))
        assert (one.status_code, one.body) == (two.status_code, two.body)
    assert code not in published(web)
    assert all(code not in json.dumps(web.get(f"/desk/cases?queue={queue}", desk).json_body)
               for queue in ("triage", "review", "handling", "leadership", "answered", "waiting"))  # fmt: skip
    told = {mail.to for mail in web.system.mailer.sent[sent:] if code in mail.text}
    assert told <= {MAIL, "thanh.tra.1@example.vn"}, "the submitter gets guidance, the inspectorate its case"
    assert all(
        mail.notice.startswith("guidance") for mail in web.system.mails(MAIL) if mail in web.system.mailer.sent[sent:]
    )
    assert before.count(code) > 0, "nothing is deleted"

    rows = web.ok(web.get("/desk/cases", inspector))
    assert ([queue["id"] for queue in rows["queues"]], [row["code"] for row in rows["rows"]]) == (
        ["restricted"],
        [code],
    )
    view = web.ok(web.get(f"/desk/cases/{code}", inspector))
    assert view["submitter"]["name"] == IDENTITY[0]
    assert ORIGINAL in view["texts"]["original"]["content"]


@pytest.mark.parametrize("end", ["refuse", "redirect", "withdraw"])
def test_the_text_of_what_was_not_accepted_is_never_published(web: Web, end: str) -> None:
    code, secret = web.submit()
    web.at_desk(code, "write_texts", {"public_title": "TIÊU-ĐỀ", "public_content": "NỘI-DUNG", "handling_content": "c"})
    web.system.settle()
    if end == "withdraw":
        web.by_submitter(code, secret, "withdraw", {"reason": NOTE})
    else:
        reason = {"refuse": "abuse", "redirect": "court"}[end]
        web.at_desk(code, end, {"reason": reason, "content": "LÝ-DO"})
    web.system.settle()
    assert found(published(web), "TIÊU-ĐỀ", "NỘI-DUNG", "LÝ-DO", NOTE, *IDENTITY) == []
    assert web.system.doc(f"ho-so/{code}")["title"] is None
    if end != "withdraw":
        assert "LÝ-DO" in web.get(f"/cases/{code}", secret).body.decode()


def test_an_internal_error_tells_nothing(web: Web) -> None:
    from chalicelib import wiring

    code, secret = web.submit()
    broken = Fault("open", 1, Mode.FAIL, KeyError)
    wiring.install(web.system.build(lambda name, port: faulty(port, broken) if name == "vault" else port))
    answer = web.get(f"/cases/{code}", secret, lang="en")
    assert (answer.status_code, answer.json_body["code"]) == (500, "internal")
    assert answer.json_body["title"] == "Something went wrong on our side and was recorded. Please try again later."
    assert b"Error" not in answer.body
    assert b"open #1" not in answer.body


def test_no_view_names_a_case_that_is_gone(web: Web) -> None:
    """Not even the other submitter's, or the desk's: the code alone would tell what became of it."""
    (gone, _), (other, secret), (linked, _) = web.submit(), web.submit(), web.submit()
    web.at_desk(other, "merge", {"into": gone})
    web.at_desk(linked, "link", {"to": gone})

    def views() -> list[dict[str, Any]]:
        desk = [web.ok(web.get(f"/desk/cases/{code}", web.system.desk())) for code in (other, linked)]
        return [web.ok(web.get(f"/cases/{other}", secret)), *desk]

    assert [gone in json.dumps(view) for view in views()] == [True] * 3
    web.at_desk(gone, "restrict", {"ground": "denunciation", "note": "x"})
    assert [gone in json.dumps(view) for view in views()] == [False] * 3
    assert views()[0]["case"]["status"] == "merged"
