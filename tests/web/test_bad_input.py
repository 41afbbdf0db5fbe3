"""Whatever is sent: a clear problem+json with a stable code in the person's language, and nothing stored."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from chalice.test import HTTPResponse

from chalicelib.ports import Unavailable
from tests.fakes.faulty import Fault, Mode, faulty
from tests.fakes.system import System
from tests.web.driver import FORM, TEXTS, Web, call_with_base64, petition

SUBMITTER = petition()["submitter"]
KEY = "a-key-of-twenty-five-chars"


def problem(answer: HTTPResponse) -> dict[str, Any]:
    assert answer.headers["Content-Type"] == "application/problem+json", answer.body
    assert answer.headers["Cache-Control"] == "no-store"
    body: dict[str, Any] = answer.json_body
    assert {"type", "title", "status", "code"} <= set(body)
    assert body["status"] == answer.status_code
    assert body["title"] != body["code"]
    return body


def submitter(**changes: Any) -> dict[str, Any]:
    return {"submitter": {**SUBMITTER, **changes}}


def attachments(*ids: Any) -> dict[str, Any]:
    return {"attachments": list(ids)}


FIELDS: list[tuple[dict[str, Any], str, str]] = [
    ({"title": ""}, "title", "missing"),
    ({"title": None}, "title", "missing"),
    ({"title": " \u200b\n "}, "title", "missing"),
    ({"title": "ạ" * 201}, "title", "too_long"),
    ({"title": 7}, "title", "type"),
    ({"title": ["a"]}, "title", "type"),
    ({"title": "a\x00b"}, "title", "control"),
    ({"title": "a\x1bb"}, "title", "control"),
    ({"title": "a\u202eb"}, "title", "control"),
    ({"title": "a\ud800b"}, "title", "surrogate"),
    ({"content": ""}, "content", "missing"),
    ({"content": "x" * 10_001}, "content", "too_long"),
    ({"content": {"a": 1}}, "content", "type"),
    ({"content": True}, "content", "type"),
    ({"content": "tiếng\x07"}, "content", "control"),
    ({"content": "\udfff"}, "content", "surrogate"),
    ({"kind": ""}, "kind", "missing"),
    ({"kind": "denunciation"}, "kind", "unknown"),
    ({"kind": ["conduct"]}, "kind", "unknown"),
    ({"kind": {}}, "kind", "unknown"),
    ({"kind": "praise", "subtype": "delay"}, "subtype", "unknown"),
    ({"field": "no-such"}, "field", "unknown"),
    ({"field": 3}, "field", "unknown"),
    ({"agency": "SKHDT"}, "agency", "unknown"),  # merged since 2025-03-01
    ({"agency": "ALIENS"}, "agency", "unknown"),
    ({"place": "atlantis"}, "place", "unknown"),
    ({"language": "tiếng Pháp"}, "language", "unknown"),
    ({"language": 7}, "language", "unknown"),
    ({"consents": "be_named"}, "consents", "type"),
    ({"consents": ["be_named", "sold"]}, "consents", "unknown"),
    ({"consents": [1]}, "consents", "type"),
    ({"notice_version": ""}, "notice_version", "missing"),
    ({"notice_version": "2019-01"}, "notice_version", "outdated"),
    ({"notice_version": {}}, "notice_version", "outdated"),
    (attachments("a", "b", "c", "d", "e", "f"), "attachments", "too_many"),
    (attachments(1), "attachments", "type"),
    (attachments("x" * 101), "attachments", "unknown"),
    ({"submitter": "me"}, "submitter", "type"),
    ({"submitter": []}, "submitter", "type"),
    (submitter(type="robot"), "submitter.type", "unknown"),
    (submitter(name=""), "submitter.name", "missing"),
    (submitter(name="x" * 201), "submitter.name", "too_long"),
    (submitter(name=[]), "submitter.name", "type"),
    (submitter(email="nobody"), "submitter.email", "email"),
    (submitter(email="a@b"), "submitter.email", "email"),
    (submitter(email="a@example.vn\nBcc: b@example.vn"), "submitter.email", "email"),
    (submitter(email=1), "submitter.email", "type"),
    (submitter(phone="call me"), "submitter.phone", "phone"),
    (submitter(phone="1" * 31), "submitter.phone", "too_long"),
    (submitter(email="", phone=""), "submitter.email", "contact_missing"),
    (submitter(address=""), "submitter.address", "missing"),
    (submitter(address="x" * 301), "submitter.address", "too_long"),
]


@pytest.mark.parametrize(("changes", "field", "code"), FIELDS)
def test_each_bad_field_is_named_and_nothing_is_stored(web: Web, changes: Any, field: str, code: str) -> None:
    before = web.system.everything_stored()
    answer = web.post("/cases", petition(**changes), key=KEY)
    assert answer.status_code == 422
    body = problem(answer)
    assert body["code"] == "invalid_fields"
    assert [(error["field"], error["code"]) for error in body["errors"]] == [(field, code)]
    assert body["errors"][0]["message"] not in ("", code)
    assert web.system.everything_stored() == before


def test_all_errors_come_together_in_the_language_asked_for(web: Web) -> None:
    wrong = petition(title="", content="x" * 10_001, field="no", submitter=None)
    vi, en = web.post("/cases", wrong, key=KEY), web.post("/cases", wrong, key=KEY, lang="en-GB,vi;q=0.3")
    person = [f"submitter.{name}" for name in ("type", "name", "email", "address")]
    assert [error["field"] for error in problem(vi)["errors"]] == ["title", "content", "field", *person]
    assert problem(vi)["code"] == problem(en)["code"]
    assert problem(en)["errors"][1]["message"] == "Longer than 10000 characters."
    for one, two in zip(problem(vi)["errors"], problem(en)["errors"], strict=True):
        assert (one["field"], one["code"]) == (two["field"], two["code"])
        assert one["message"] != two["message"]


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"not json", 400, "not_json"),
        (b"{", 400, "not_json"),
        (b"\xff\xfe", 400, "not_json"),
        (b'{"title": NaN}', 400, "not_json"),
        (b'{"a": -Infinity}', 400, "not_json"),
        (b"[" * 100_000, 400, "not_json"),
        (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, 400, "not_json"),
        (b"1" * 5_000, 400, "not_json"),
        (b"", 422, "invalid_fields"),
        (b"[]", 422, "invalid_fields"),
        (b"null", 422, "invalid_fields"),
        (b'"text"', 422, "invalid_fields"),
        (b"1e999", 422, "invalid_fields"),
        (b"x" * 300_000, 413, "too_large"),
        (b'{"content": "' + b"x" * 6_000_000 + b'"}', 413, "too_large"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_bodies_that_are_no_petition(web: Web, raw: bytes, status: int, code: str) -> None:
    before = web.system.everything_stored()
    answer = web.post("/cases", raw=raw, key=KEY)
    assert (answer.status_code, problem(answer)["code"]) == (status, code)
    assert web.system.everything_stored() == before
    kind = "application/octet-stream"
    found = call_with_base64("/cases", raw, "application/json", **{"idempotency-key": KEY, "accept": kind})
    assert (found["statusCode"], json.loads(found["body"])["code"]) == (status, code)


@pytest.mark.parametrize("depth", [*range(100, 1000, 150), *range(900, 1000, 9), 5_000])
def test_deep_nesting_is_taken_or_refused_but_breaks_nothing(web: Web, depth: int) -> None:
    code, _ = web.submit()
    deep = b"[" * depth + b"]" * depth
    raw = json.dumps(TEXTS).encode()[:-1] + b', "unknown": ' + deep + b"}"
    answer = web.post(f"/desk/cases/{code}/actions/write_texts", token=web.system.desk(), raw=raw)
    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        assert problem(answer)["code"] == "not_json"


@pytest.mark.parametrize("type_", ["text/plain", "multipart/form-data; boundary=x", "application/xml", "image/png"])
def test_wrong_content_types(web: Web, type_: str) -> None:
    for path, token in (("/cases", ""), ("/desk/cases", web.system.desk()), ("/uploads", "")):
        answer = web.post(path, raw=json.dumps(petition()).encode(), type_=type_, token=token, key=KEY)
        assert (answer.status_code, problem(answer)["code"]) == (415, "unsupported_media_type")
    answer = web.post("/cases", raw=b"{}", type_=type_, lang="en")
    assert problem(answer)["title"] == "This content type is not supported."
    assert web.post("/uploads", raw=b"name=x", type_=FORM).status_code == 415


@pytest.mark.parametrize("key", ["", "   ", "too-short", "x" * 201])
def test_a_key_that_is_no_key(web: Web, key: str) -> None:
    answer = web.post("/cases", petition(), key=key)
    assert (answer.status_code, problem(answer)["code"]) == (400, "idempotency_key_missing")
    assert not web.system.tables.heads


@pytest.mark.parametrize(
    ("changes", "title", "content"),
    [
        ({"title": "ạ" * 200, "content": "ạ" * 10_000}, "ạ" * 200, "ạ" * 10_000),
        ({"title": unicodedata.normalize("NFD", "ệ" * 200)}, "ệ" * 200, None),
        ({"content": unicodedata.normalize("NFD", "Đường sá ở Lạng Sơn")}, None, "Đường sá ở Lạng Sơn"),
        ({"title": "e\u200b\u0302\u0323"}, "ệ", None),
        ({"title": "  nhiều \t\n khoảng   trắng "}, "nhiều khoảng trắng", None),
        ({"content": "một\r\nhai\rba\n\n"}, None, "một\nhai\nba"),
        ({"title": "<script>alert(1)</script>"}, "<script>alert(1)</script>", None),
        ({"content": "👩‍👩‍👧 {{ 7 * 7 }} ${x} ' \" \\"}, None, "👩‍👩‍👧 {{ 7 * 7 }} ${x} ' \" \\"),
    ],
    ids=range(8),
)
def test_what_is_stored_is_the_composed_text(web: Web, changes: Any, title: str | None, content: str | None) -> None:
    code, _ = web.submit(**changes)
    original = web.ok(web.get(f"/desk/cases/{code}", web.system.desk()))["texts"]["original"]
    assert title is None or original["title"] == title
    assert content is None or original["content"] == content


@pytest.mark.parametrize("language", ["vi", "en", "zh", "fr", "tay"])
def test_a_petition_in_any_language_is_taken_and_its_letters_go_out(web: Web, language: str) -> None:
    code, secret = web.submit(language=language)
    web.system.settle()
    assert len(web.system.mails(SUBMITTER["email"], "received")) == 1
    assert web.system.doc(f"ho-so/{code}")["language"] == language
    assert web.get(f"/cases/{code}", secret).status_code == 200
    assert web.system.waiting("mail") == 0


def test_html_comes_out_as_text_on_every_page(web: Web) -> None:
    evil = "<script>alert('x')</script><img src=x onerror=y>"
    code, secret = web.submit(title=evil, content=evil)
    web.at_desk(code, "classify", {"kind": "conduct", "field": "dat-dai"})
    web.at_desk(code, "write_texts", {"public_title": evil, "public_content": evil, "handling_content": evil})
    web.at_desk(code, "forward", {"lead": "SNNMT", "note": evil})
    web.answered(web.link_of("forwarded"), code, evil)
    web.system.publisher().publish_empty()
    pages = [doc.body.decode() for key, doc in web.system.site.documents.items() if not key.endswith(".json")]
    pages += [web.get(f"/en/ho-so/{code}").body.decode(), web.get("/en").body.decode()]
    assert sum("alert(&#39;x&#39;)" in page for page in pages) >= 4
    assert not any("<script>alert" in page or "<img src=x" in page for page in pages)
    assert not any("<script>alert" in mail.html or "<img src=x" in mail.html for mail in web.system.mailer.sent)
    assert web.ok(web.get(f"/cases/{code}", secret))["texts"]["public"]["title"] == evil


ACTIONS: list[tuple[str, Any, str, str]] = [
    ("classify", {"kind": "tea"}, "kind", "unknown"),
    ("classify", {"kind": "praise", "subtype": "delay"}, "subtype", "unknown"),
    ("write_texts", TEXTS | {"public_title": ""}, "public_title", "missing"),
    ("write_texts", TEXTS | {"public_title": "x" * 201}, "public_title", "too_long"),
    ("write_texts", TEXTS | {"public_content": "a\x00"}, "public_content", "control"),
    ("forward", {"lead": "ALIENS", "field": "dat-dai"}, "lead", "unknown"),
    ("forward", {"field": "dat-dai"}, "lead", "missing"),
    ("forward", {"lead": "SNNMT"}, "field", "missing"),
    ("forward", {"lead": "SNNMT", "field": "dat-dai", "coordinating": "STC2025"}, "coordinating", "type"),
    ("forward", {"lead": "SNNMT", "field": "dat-dai", "coordinating": ["SNNMT"]}, "coordinating", "is_lead"),
    ("refuse", {"reason": "abuse"}, "content", "missing"),
    ("refuse", {"reason": "bored", "content": "x"}, "reason", "unknown"),
    ("merge", {"into": "LS.20260807.ZZZZZ"}, "into", "no_case"),
    ("merge", {"into": "'; drop table"}, "into", "no_case"),
    ("link", {"to": 5}, "to", "type"),
    ("answer", {"content": "Xong"}, "completed_on", "result_or_date"),
    ("answer", {"content": "Xong", "completed_on": "2026-08-08"}, "completed_on", "in_future"),
    ("answer", {"content": "Xong", "completed_on": "hôm qua"}, "completed_on", "date"),
    ("answer", {"content": "Xong", "completed_on": "2026-W31-5"}, "completed_on", "date"),
    ("answer", {"content": "Xong", "completed_on": 20260807}, "completed_on", "date"),
    ("answer", {"content": "Xong", "promised_on": "2026-08-01"}, "promised_on", "in_past"),
    ("answer", {"content": "Xong", "completed_on": "2026-08-07", "document_date": "2027-01-01"}, "document_date",
     "in_future"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body", "field", "code"), ACTIONS)
def test_bad_fields_of_actions(web: Web, name: str, body: Any, field: str, code: str) -> None:
    case, _ = web.submit()
    web.at_desk(case, "write_texts", TEXTS)
    before = web.system.everything_stored()
    answer = web.post(f"/desk/cases/{case}/actions/{name}", body, web.system.desk())
    assert answer.status_code == 422, answer.body
    assert [(error["field"], error["code"]) for error in problem(answer)["errors"]] == [(field, code)]
    assert web.system.everything_stored() == before


@pytest.mark.parametrize("item", [None, "", "x", 1.5, True, -1, 0, 2, 99, 100_000, 999_999, 10**40, "²"])
def test_a_review_of_nothing(web: Web, item: Any) -> None:
    code, _, lead = web.forwarded()
    web.by_link(lead, "report_status", {"content": "Đang làm"})
    before = web.system.everything_stored()
    body = {"item": item, "decision": "publish"}
    answer = web.post(f"/desk/cases/{code}/actions/review", body, web.system.desk())
    assert answer.status_code == 422
    assert problem(answer)["errors"][0]["field"] == "item"
    assert web.system.everything_stored() == before


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("report_status", {"content": "x", "promised_on": "2100-12-31"}),
        ("request_extension", {"reason": "x", "until": "2099-01-01"}),
        ("answer", {"content": "x", "promised_on": "2099-01-01"}),
    ],
)
def test_days_beyond_the_calendar_are_refused_before_an_officer_meets_them(web: Web, name: str, body: Any) -> None:
    _, _, lead = web.forwarded()
    errors = problem(web.post(f"/link/actions/{name}", body, lead))["errors"]
    assert [error["code"] for error in errors] == ["too_far"]


@pytest.mark.parametrize("name", ["report_status", "answer"])
def test_the_latest_promise_that_is_taken_can_be_published_and_followed(web: Web, name: str) -> None:
    code, _, lead = web.forwarded()
    web.by_link(lead, name, {"content": "x", "promised_on": "2028-08-06"})
    web.review(code)
    web.system.clock.forward(days=735)
    assert web.system.services.sweep.run() == {"checked": 1, "failed": 0, "left": 0}


def test_a_letter_from_before_the_calendar_or_from_tomorrow(web: Web) -> None:
    for day, status in (("1999-01-04", (201, 422)), ("2026-08-08", (422,)), ("2022-12-30", (201, 422))):
        body = petition(channel="letter", received_on=day)
        answer = web.post("/desk/cases", body, web.system.desk(), key=web.new_key())
        assert answer.status_code in status, (day, answer.body)


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"name": "", "size": 5, "type": "image/png"}, "name", "missing"),
        ({"name": "a.png", "size": 0, "type": "image/png"}, "size", "too_large"),
        ({"name": "a.png", "size": 10 * 2**20 + 1, "type": "image/png"}, "size", "too_large"),
        ({"name": "a.png", "size": "5", "type": "image/png"}, "size", "too_large"),
        ({"name": "a.exe", "size": 5, "type": "application/x-msdownload"}, "type", "file_type"),
        ({"name": "a.svg", "size": 5, "type": "image/svg+xml"}, "type", "file_type"),
        ({"name": "a.png", "size": 5, "type": None}, "type", "file_type"),
        ({"name": "a.png", "size": 5, "type": []}, "type", "file_type"),
    ],
)
def test_bad_offers_of_files(web: Web, body: Any, field: str, code: str) -> None:
    answer = web.post("/uploads", body)
    assert [(error["field"], error["code"]) for error in problem(answer)["errors"]] == [(field, code)]


@pytest.mark.parametrize("method", ["load", "events", "commit", "submission"])
def test_a_store_without_an_answer_is_503_and_the_repeat_succeeds(web: Web, method: str) -> None:
    from chalicelib import wiring

    code, secret = web.submit()
    key, system = web.new_key(), web.system
    broken = [Fault(method, n, Mode.FAIL, Unavailable) for n in range(1, 4)]
    wiring.install(system.build(lambda name, port: faulty(port, *broken) if name == "cases" else port))
    answers = [
        web.get(f"/cases/{code}", secret),
        web.post(f"/cases/{code}/actions/consent", {"consents": ["survey"]}, secret, key=key),
        web.post("/cases", petition(), key="idempotency-key-000000"),
    ]
    wiring.install(system.services)
    failed = [answer for answer in answers if answer.status_code != 200 and answer.status_code != 201]
    assert failed or method == "submission"
    for answer in failed:
        assert (answer.status_code, problem(answer)["code"]) == (503, "busy")
        assert answer.headers["Retry-After"] == "5"
    again = web.post(f"/cases/{code}/actions/consent", {"consents": ["survey"]}, secret, key=key)
    assert again.status_code == 200
    assert System.types(system, code).count("consent_changed") == 1
