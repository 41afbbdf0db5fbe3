"""Denunciations and state secrets over HTTP: whose access ends, what is taken back, what two persons erase."""

from __future__ import annotations

from tests.fakes.faulty import Fault, Mode, faulty
from tests.web.driver import FIRST, MAIL, NAME, ORIGINAL, SECOND, Web, alternate, inspector, published, upload

# --- denunciations ---


def test_a_denunciation_of_a_leader_goes_past_the_inspectorate(web: Web) -> None:
    code, secret = web.submit()
    web.system.settle()
    sent = len(web.system.mailer.sent)
    web.at_desk(code, "restrict", {"ground": "denunciation", "against": "leader"})
    web.system.settle()
    mails = web.system.mailer.sent[sent:]
    assert {(mail.to, mail.notice.split("-")[0]) for mail in mails} == {
        (MAIL, "guidance"), ("noi.chinh.1@example.vn", "new_denunciation")}  # fmt: skip
    assert all(
        code not in mail.text + mail.subject + mail.html + mail.case and secret not in mail.text for mail in mails
    )
    assert web.get(f"/desk/cases/{code}", inspector(web)).status_code == 404
    assert web.ok(web.get("/desk/cases", inspector(web)))["rows"] == []
    assert web.get("/desk/cases?queue=restricted", alternate(web)).status_code == 404
    own = web.link_of("new_denunciation")
    assert [row["code"] for row in web.ok(web.get("/desk/cases", own))["rows"]] == [code]
    assert web.ok(web.get(f"/desk/cases/{code}", own))["submitter"]["name"] == NAME
    web.at_desk(code, "acknowledge_denunciation", {}, own)
    web.at_desk(code, "note", {"content": "GHI-CHÚ-KÍN"}, own)
    web.at_desk(code, "release", {"note": "Không phải tố cáo"}, own)
    web.system.settle()
    assert web.system.doc(f"ho-so/{code}")["status"] == "received"
    desk = web.get(f"/desk/cases/{code}", web.system.desk()).body.decode()
    assert "Không phải tố cáo" in desk
    assert "GHI-CHÚ-KÍN" not in desk + published(web)
    assert web.get(f"/cases/{code}", secret).status_code == 200, "the submitter follows it again"
    assert web.get(f"/desk/cases/{code}", own).status_code == 404


def test_the_guidance_is_one_letter_whomever_it_is_against(web: Web) -> None:
    """Whoever shares the mailbox must not learn it from the words; nobody is sent to those complained of."""
    letters = set()
    for against in ("", "inspectorate", "leader", "other"):
        code, _ = web.submit()
        web.at_desk(code, "restrict", {"ground": "denunciation", "against": against})
        web.system.settle()
        mail = web.system.mails(MAIL, "guidance")[-1]
        letters.add((mail.subject, mail.text, mail.html, mail.notice))
    [(_, text, _, _)] = letters
    assert "không gửi tới đó mà gửi nơi khác hoặc cơ quan cấp trên của người bị tố cáo" in text
    assert all(office in text for office in ("Ban Tiếp công dân", "Thanh tra tỉnh", "Công an tỉnh"))


def test_a_right_secret_of_a_restricted_case_is_not_called_wrong(web: Web) -> None:
    (code, secret), (other, _) = web.submit(), web.submit()
    web.at_desk(code, "restrict", {"ground": "denunciation"})
    answers = [web.get(f"/cases/{one}", secret) for one in (code, other)]
    assert answers[0].body == answers[1].body, "and nobody learns that it is restricted"
    assert "hoặc hồ sơ không còn theo dõi trực tuyến được" in answers[0].json_body["title"]


def test_what_was_public_of_a_restricted_case_is_taken_back(web: Web) -> None:
    code, _, lead = web.forwarded()
    file = upload(web)
    web.by_link(lead, "answer", {"content": "x", "completed_on": "2026-08-07", "attachments": [file]})
    web.review(code)
    web.system.settle()
    assert len(web.system.files.public) == 1
    web.at_desk(code, "restrict", {"ground": "denunciation"})
    web.system.settle()
    assert web.system.files.public == {}
    assert file in web.system.files.kept, "nothing is deleted"
    assert web.system.doc(f"ho-so/{code}") is None


# --- state secrets ---


def test_a_state_secret_is_erased_by_two_persons(web: Web) -> None:
    file = upload(web)
    code, secret, lead = web.forwarded(attachments=[file])
    answered = upload(web)
    web.by_link(lead, "answer", {"content": "x", "completed_on": "2026-08-07", "attachments": [answered]})
    web.review(code)
    web.system.settle()
    assert web.system.doc(f"ho-so/{code}")["title"]
    web.at_desk(code, "purge", {"reason": "Có số liệu mật"}, web.system.desk(FIRST))
    web.system.settle()
    assert web.system.doc(f"ho-so/{code}") is None
    assert web.system.doc("ho-so")["rows"] == []
    assert web.get("/link", lead).status_code == 401
    assert ORIGINAL not in web.get(f"/cases/{code}", secret).body.decode(), "not even back to whoever sent it"
    assert len(web.system.mails(MAIL, "state_secret")) == 1
    assert {mail.to for mail in web.system.mails(notice="purge_asked")} == {f"van.phong.{n}@example.vn" for n in (2, 3)}
    path = f"/desk/cases/{code}/actions/confirm_purge"
    assert web.post(path, {"decision": "confirm"}, web.system.desk(FIRST)).json_body["code"] == "same_person"
    second = web.link_of("purge_asked")
    assert ORIGINAL in web.get(f"/desk/cases/{code}", second).body.decode(), "who decides must read it"
    done = web.ok(web.post(path, {"decision": "confirm"}, second, key=web.new_key()))
    assert (done["case"]["status"], done["actions"], done["texts"]) == ("refused", [], {})
    web.system.settle()
    assert not {file, answered} & set(web.system.files.kept)
    assert web.system.files.public == {}
    assert all(key[0] != code for key in web.system.tables.bodies)
    assert web.system.types(code)[-1] == "purged", "the event stays, without text"
    assert web.system.doc("thong-ke")["refusals"] == [{"reason": "state_secret", "n": 1}]
    view = web.ok(web.get(f"/cases/{code}", secret))
    assert (view["timeline"][-1]["type"], view["texts"]) == ("purged", {})


def test_no_list_tells_what_a_locked_case_is_about(web: Web) -> None:
    code, _, _ = web.forwarded()
    queue = f"/desk/cases?queue={web.system.tables.heads[code].queue}"
    assert web.ok(web.get(queue, web.system.desk(SECOND)))["rows"][0]["title"]
    web.at_desk(code, "purge", {"reason": "Có số liệu mật"}, web.system.desk(FIRST))
    queue = f"/desk/cases?queue={web.system.tables.heads[code].queue}"
    [row] = web.ok(web.get(queue, web.system.desk(SECOND)))["rows"]
    assert (row["code"], row["title"]) == (code, None)


def test_letters_wait_while_a_second_officer_looks_and_go_out_when_he_says_no(web: Web) -> None:
    code, _, lead = web.forwarded()
    today = web.system.clock().date().isoformat()
    web.by_link(lead, "answer", {"content": "Đã trả giấy.", "completed_on": today})
    web.review(code)
    web.at_desk(code, "purge", {"reason": "Có số liệu mật"}, web.system.desk(FIRST))
    web.system.settle()
    assert web.system.mails(MAIL, "answered") == []
    web.at_desk(code, "confirm_purge", {"decision": "reject"}, web.system.desk(SECOND))
    web.system.settle()
    assert [mail.case for mail in web.system.mails(MAIL, "answered")] == [code]


def test_an_erasure_that_a_crash_cut_short_is_done_by_confirming_again(web: Web) -> None:
    from chalicelib import wiring

    code, _ = web.submit()
    web.at_desk(code, "purge", {"reason": "x"}, web.system.desk(FIRST))
    broken = Fault("commit", 1, Mode.FAIL, KeyError)
    wiring.install(web.system.build(lambda name, port: faulty(port, broken) if name == "cases" else port))
    path, second = f"/desk/cases/{code}/actions/confirm_purge", web.system.desk(SECOND)
    assert web.post(path, {"decision": "confirm"}, second).status_code == 500
    assert all(key[0] != code for key in web.system.tables.bodies), "erased, though not recorded yet"
    wiring.install(web.system.build())
    assert web.ok(web.post(path, {"decision": "confirm"}, second))["case"]["status"] == "refused"
