"""Intake and triage over HTTP, with the mails: letters, a clerk's intake, conduct, merging and splitting."""

from __future__ import annotations

import json
from datetime import date

import pytest

from chalicelib.domain.vocabulary import RedirectReason, RefusalReason, Role
from chalicelib.usecases.submit import Submit
from tests.fakes.faulty import Fault, Mode, faulty
from tests.web.driver import FIRST, IDENTITY, MAIL, ORIGINAL, SECOND, TEXTS, Web, alternate, form, inspector, upload

# --- letters ---


@pytest.mark.parametrize(("language", "word"), [("vi", "một lần"), ("en", "once"), ("ko", "once")])
def test_the_refusal_is_filled_in_the_submitters_language(web: Web, language: str, word: str) -> None:
    code, _ = web.submit(language=language)
    for name, reasons in (("refuse", RefusalReason), ("redirect", RedirectReason)):
        templates = form(web, code, name)["content"]["templates"]
        assert templates["by"] == "reason"
        assert set(templates["texts"]) == set(reasons)
    assert word in form(web, code, "refuse")["content"]["templates"]["texts"]["out_of_scope"]
    complaint = form(web, code, "redirect")["content"]["templates"]["texts"]["legal_complaint"]
    assert ("Ban Tiếp công dân tỉnh Lạng Sơn" in complaint) is (language == "vi"), "the right address is named"


def test_what_did_not_come_is_proposed_for_refusal_and_nothing_more(web: Web) -> None:
    code, secret = web.submit()
    assert form(web, code, "ask_supplement")["reason"]["required"] is False
    web.at_desk(code, "ask_supplement", {"content": "Xin gửi số hồ sơ."})
    asked = (
        web.system.mails(MAIL, "supplement_asked")
        or (web.system.settle(), web.system.mails(MAIL, "supplement_asked"))[1]
    )
    assert "21/08/2026" in asked[0].text, "the letter names the day until which it may come"
    for day in (14, 20, 22):
        web.system.clock.set(date(2026, 8, day))
        web.system.services.sweep.run()
        web.system.settle()
    assert len(web.system.mails(MAIL, "supplement_reminder")) == 2
    desk = web.system.desk()
    assert [row["code"] for row in web.ok(web.get("/desk/cases?queue=triage", desk))["rows"]] == [code]
    fields = form(web, code, "refuse")
    assert fields["reason"]["value"] == "no_supplement"
    assert fields["content"]["value"] == fields["content"]["templates"]["texts"]["no_supplement"]
    assert form(web, code, "ask_supplement")["reason"]["required"] is True
    web.by_submitter(code, secret, "supplement", {"content": "Số 12."})
    assert "value" not in form(web, code, "refuse")["reason"]


def test_a_contest_is_judged_by_somebody_else_and_the_api_says_why(web: Web) -> None:
    code, secret = web.submit()
    web.at_desk(code, "refuse", {"reason": "out_of_scope", "content": "x"})
    web.by_submitter(code, secret, "contest_refusal", {"content": "Vẫn thuộc phạm vi"})
    answer = web.post(f"/desk/cases/{code}/actions/refuse", {"reason": "abuse", "content": "x"}, web.system.desk(FIRST))
    assert (answer.status_code, answer.json_body["code"]) == (409, "same_person")
    assert "một cán bộ khác" in answer.json_body["title"]
    assert (
        web.at_desk(code, "refuse", {"reason": "abuse", "content": "x"}, web.system.desk(SECOND))["case"]["status"]
        == "refused"
    )


@pytest.mark.parametrize("reason", ["test", "advertising"])
def test_nobody_writes_back_to_a_machine(web: Web, reason: str) -> None:
    code, _ = web.submit()
    web.system.settle()
    sent = len(web.system.mailer.sent)
    web.at_desk(code, "refuse", {"reason": reason, "content": "x"})
    web.system.settle()
    assert len(web.system.mailer.sent) == sent


def test_another_language_is_accepted_and_translated_at_the_desk(web: Web) -> None:
    code, secret = web.submit(language="zh", title="申请", content=f"内容 {ORIGINAL}")
    web.at_desk(code, "write_texts", TEXTS)
    web.system.settle()
    doc = web.system.doc(f"ho-so/{code}")
    assert (doc["language"], doc["original_language"], doc["title"]) == ("vi", "zh", TEXTS["public_title"])
    assert "Your petition" in web.system.mails(MAIL, "received")[0].text
    assert web.get(f"/cases/{code}", secret).status_code == 200


# --- a clerk's intake ---


def test_an_anonymous_letter_is_entered_and_goes_to_the_inspectorate(web: Web) -> None:
    clerk = web.system.desk("van-thu-1", Role.CLERK)
    body = {"kind": "conduct", "title": "Thư không tên", "content": "Ngày 3/8, tại quầy 2 …", "channel": "letter",
            "received_on": "2026-08-03", "anonymous": True, "attachments": [upload(web)]}  # fmt: skip
    answer = web.post("/desk/cases/-/actions/register", body, clerk, key=web.new_key())
    assert answer.status_code == 201, answer.body
    code = answer.json_body["code"]
    assert "reveal_identity" not in [
        x["name"] for x in web.ok(web.get(f"/desk/cases/{code}", web.system.desk()))["actions"]
    ]
    assert form(web, code, "restrict")["ground"]["value"] == "anonymous"
    web.at_desk(code, "restrict", {"ground": "anonymous", "note": "Có ngày, địa điểm cụ thể"})
    web.system.settle()
    assert [row["code"] for row in web.ok(web.get("/desk/cases", inspector(web)))["rows"]] == [code]
    assert web.system.mails(notice="guidance") == []


def test_the_receipt_can_be_printed_for_whoever_has_no_mail(web: Web) -> None:
    clerk = web.system.desk("van-thu-1", Role.CLERK)
    body = {"kind": "regulation", "title": "Thư", "content": "Theo thư tay.", "channel": "letter", "language": "en",
            "received_on": "2026-08-03", "submitter": {"type": "citizen", "name": "Bà A"}}  # fmt: skip
    answer = web.post("/desk/cases", body, clerk, key=web.new_key()).json_body
    assert answer["receipt"]["language"] == "en"
    text = "\n".join(answer["receipt"]["lines"])
    assert answer["code"] in text
    assert answer["secret"] in text
    assert "03/08/2026" in text, "the letter's arrival"
    view = web.ok(web.get(f"/cases/{answer['code']}", answer["secret"]))
    assert view["deadline"]["start_on"] == "2026-08-03"
    assert f"{date.fromisoformat(view['deadline']['due_on']):%d/%m/%Y}" in text
    names = [item["name"] for item in web.ok(web.get("/desk/cases", clerk))["actions"][0]["fields"]]
    assert {"channel", "anonymous", "language", "received_on", "attachments", "ownership", "from_province"} <= set(
        names
    )


def test_equal_treatment_is_compared_and_no_single_case_tells(web: Web) -> None:
    """R4-76. Published as sums only: with the place they could give a submitter away."""
    (code, _), (other, _) = web.submit(ownership="fdi", from_province="outside"), web.submit(from_province="inside")
    for one in (code, other):
        web.at_desk(one, "write_texts", TEXTS)
    web.system.settle()
    doc = web.system.doc("thong-ke")
    assert [(row["id"], row["figures"]["received"]) for row in doc["ownerships"]] == [("fdi", 1)]
    assert [row["id"] for row in doc["from_provinces"]] == ["inside", "outside"]
    assert "fdi" not in json.dumps(web.system.doc(f"ho-so/{code}"))
    catalogue = web.ok(web.get("/catalogue"))
    assert [row["id"] for row in catalogue["ownerships"]] == ["state", "private", "fdi", "household", "cooperative"]
    assert [row["id"] for row in catalogue["from_provinces"]] == ["inside", "outside"]


# --- conduct ---


def test_the_refusal_of_a_lead_names_its_superior(web: Web) -> None:
    code, _ = web.submit(agency="SNNMT")
    assert "Sở Nông nghiệp và Môi trường" in form(web, code, "classify")["complained_of"]["hint"], (
        "named, not confirmed"
    )
    web.at_desk(code, "classify", {"kind": "conduct", "field": "dat-dai", "complained_of": "SNNMT"})
    web.at_desk(code, "write_texts", TEXTS)
    lead = form(web, code, "forward")["lead"]
    assert (lead["value"], "Văn phòng UBND tỉnh" in lead["hint"]) == ("VPUB", True)
    answer = web.post(f"/desk/cases/{code}/actions/forward", {"lead": "SNNMT"}, web.system.desk(), lang="en")
    [error] = answer.json_body["errors"]
    assert (answer.status_code, error["field"], error["code"]) == (422, "lead", "complained_of")
    assert "Office of the Provincial People's Committee" in error["message"]


def test_repeated_conduct_is_shown_to_the_inspectorate_and_to_nobody_else(web: Web) -> None:
    for office in ("SNNMT", "SNNMT", "SNNMT", "STC2025", "TTRA", "TTRA", "TTRA"):
        code, _ = web.submit()
        web.at_desk(code, "classify", {"kind": "conduct", "complained_of": office})
    web.system.settle()
    rows = web.ok(web.get("/desk/cases", inspector(web)))["repeats"]
    assert [(row["agency"]["id"], row["n"]) for row in rows] == [("SNNMT", 3)]
    assert [row["agency"]["id"] for row in web.ok(web.get("/desk/cases", alternate(web)))["repeats"]] == ["TTRA"]
    assert web.ok(web.get("/desk/cases", web.system.desk()))["repeats"] == []
    assert "SNNMT" not in json.dumps(web.system.doc("thong-ke")), "masked until a finding"
    web.system.services.morning.run()
    web.system.settle()
    assert web.system.mails(notice="repeated_conduct") == [], "not every day"
    web.system.clock.set(date(2026, 8, 10), 7)
    web.system.services.morning.run()
    web.system.settle()
    assert len(web.system.mails(notice="repeated_conduct")) == 2
    [mail] = [mail for mail in web.system.mailer.sent if mail.to == "thanh.tra.1@example.vn"]
    assert "Sở Nông nghiệp và Môi trường: 3" in mail.text


# --- joining ---


def test_both_submitters_of_a_merged_case_stay_informed(web: Web) -> None:
    other = {"type": "citizen", "name": "Bà B", "email": "b@example.vn", "address": "Lạng Sơn"}
    third = {"type": "citizen", "name": "Mr C", "email": "c@example.vn", "address": "Lạng Sơn"}
    target, _, lead = web.forwarded()
    (one, _), (two, secret) = web.submit(submitter=other), web.submit(submitter=third, language="en")
    web.at_desk(two, "merge", {"into": one})
    web.at_desk(one, "merge", {"into": target})
    web.system.settle()
    assert sorted(mail.to for mail in web.system.mails(notice="merged")) == ["b@example.vn", "c@example.vn"]
    web.by_link(lead, "report_status", {"content": "x"})
    web.review(target)
    web.answered(lead, target)
    told = {"status_published": ["b@example.vn", "c@example.vn", MAIL], "answered": [MAIL],
            "merged_answered": ["b@example.vn", "c@example.vn"]}  # fmt: skip
    assert {name: sorted(mail.to for mail in web.system.mails(notice=name)) for name in told} == told
    [mail] = web.system.mails("c@example.vn", "merged_answered")
    assert two in mail.subject and f"/ho-so/{target}" in mail.text, "his own code, and where the answer stands"
    assert not [word for word in ("Due", "satisfied", "rate", "tra-cuu", secret) if word in mail.text], (
        "not his to rate"
    )
    assert found_identity(mail.text) == []
    own = web.ok(web.get(f"/cases/{two}", secret))
    assert (own["deadline"], own["case"]["merged_into"]) == (None, one), "no limit of its own runs any more"
    doc = web.system.doc(f"ho-so/{target}")
    assert doc["merged"] == 2, "those of a merged case come along"
    assert web.system.doc(f"ho-so/{one}")["merged_into"] == target
    assert web.system.waiting("mail") == 0
    related = web.ok(web.get(f"/desk/cases/{target}", web.system.desk()))["related"]
    assert [row["code"] for row in related] == [one, two]
    assert web.ok(web.get(f"/cases/{two}", secret))["related"] == []


def found_identity(text: str) -> list[str]:
    return [word for word in IDENTITY if word in text]


@pytest.mark.parametrize("end", ["refuse", "redirect", "merge"])
def test_a_duplicate_is_not_merged_into_a_dead_end(web: Web, end: str) -> None:
    (one, _), (two, _), (third, _) = web.submit(), web.submit(), web.submit()
    body = {
        "refuse": {"reason": "abuse", "content": "x"},
        "redirect": {"reason": "court", "content": "x"},
        "merge": {"into": third},
    }
    web.at_desk(one, end, body[end])
    answer = web.post(f"/desk/cases/{two}/actions/merge", {"into": one}, web.system.desk())
    assert [(error["field"], error["code"]) for error in answer.json_body["errors"]] == [("into", "not_open")]


def test_a_merge_that_a_crash_cut_short_is_counted_once(web: Web) -> None:
    from chalicelib import wiring

    (one, _), (two, _) = web.submit(), web.submit()
    broken = Fault("commit", 2, Mode.FAIL, KeyError)
    wiring.install(web.system.build(lambda name, port: faulty(port, broken) if name == "cases" else port))
    assert web.post(f"/desk/cases/{two}/actions/merge", {"into": one}, web.system.desk()).status_code == 500
    wiring.install(web.system.build())
    web.at_desk(two, "merge", {"into": one})
    assert web.system.types(one).count("took_in") == 1
    assert web.system.types(two)[-1] == "merged"


def test_a_bulk_petition_becomes_cases_that_keep_their_origin(web: Web) -> None:
    code, secret = web.submit(ownership="cooperative", field="dat-dai")
    web.system.clock.set(date(2026, 8, 11))
    parts = [{"title": f"Điểm {n}", "content": f"Nội dung {n}"} for n in (1, 2, 3)]
    path, key = f"/desk/cases/{code}/actions/split", web.new_key()
    answers = [web.ok(web.post(path, {"parts": parts}, web.system.desk(), key=key)) for _ in range(2)]
    codes = [row["code"] for row in answers[0]["related"]]
    assert len(codes) == 3
    assert answers[0]["related"] == answers[1]["related"]
    assert len(web.system.tables.heads) == 4, "the same request again makes nothing new"
    assert answers[0]["case"]["status"] == "closed"
    web.system.settle()
    for number, part in enumerate(codes, 1):
        doc = web.system.doc(f"ho-so/{part}")
        assert (doc["channel"], doc["split_from"], doc["received_on"]) == (None, code, "2026-08-07")
        assert doc["deadline"]["start_on"] == "2026-08-07", "the clock started with the bulk petition"
        view = web.ok(web.get(f"/desk/cases/{part}", web.system.desk()))
        assert view["texts"]["original"] == {"title": f"Điểm {number}", "content": f"Nội dung {number}"}
    mails = web.system.mails(MAIL, "split_up")
    assert len(mails) == 1, "the same submitter"
    assert all(part in mails[0].text for part in codes), "and the means to follow each"
    assert "Tách thành 3 hồ sơ riêng" in json.dumps(
        web.ok(web.get(f"/cases/{code}", secret))["timeline"], ensure_ascii=False
    )


def test_a_split_that_a_crash_cut_short_goes_on_where_it_stopped(web: Web) -> None:
    from chalicelib import wiring

    code, _ = web.submit()
    parts = [{"title": f"Điểm {n}", "content": "x"} for n in (1, 2, 3)]
    broken = Fault("commit", 3, Mode.FAIL, KeyError)
    wiring.install(web.system.build(lambda name, port: faulty(port, broken) if name == "cases" else port))
    path, desk = f"/desk/cases/{code}/actions/split", web.system.desk()
    assert web.post(path, {"parts": parts}, desk).status_code == 500
    assert len(web.system.tables.heads) == 3
    wiring.install(web.system.build())
    view = web.ok(web.post(path, {"parts": parts}, desk))
    assert (view["case"]["status"], len(web.system.tables.heads)) == ("closed", 4)
    assert isinstance(web.system.services.submit, Submit)


def test_a_petition_on_what_was_answered_is_raised_again(web: Web) -> None:
    old, _, lead = web.forwarded()
    web.answered(lead, old)
    code, _ = web.submit()
    for _ in range(2):
        web.at_desk(code, "link", {"to": old})
    web.system.settle()
    lines = [entry["text"]["vi"] for entry in web.system.doc(f"ho-so/{code}")["timeline"]]
    assert "Liên kết với một việc đã được trả lời: việc này tiếp tục được phản ánh" in lines
    doc = web.system.doc(f"ho-so/{old}")
    assert (doc["repeats"], doc["timeline"][-1]["type"], doc["status"]) == (1, "repeat_noted", "answered")
    assert code not in json.dumps(doc), "the other case may be restricted one day"
