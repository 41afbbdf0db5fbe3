"""The form without JavaScript: a receipt page, or the form again with everything that was typed."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import quote_plus, urlencode

import pytest
from chalice.test import HTTPResponse

from chalicelib.domain.petition import NOTICE_VERSION
from tests.web.driver import FORM, MAIL, Web, call_with_base64

TYPED = {
    "kind": "initiative",
    "title": 'Làm lại "cầu" <b>cũ</b>',
    "content": "Dòng một\r\nDòng hai & <script>alert('x')</script>",
    "submitter.type": "business",
    "submitter.name": "Cty O'Brien & Con",
    "submitter.email": MAIL,
    "submitter.phone": "0912 345 678",
    "submitter.address": "12 Lê Lợi",
    "notice_version": NOTICE_VERSION,
    "notice_accepted": "true",
    "field": "giao-thong",
    "agency": "",
    "place": "tpls-01",
    "language": "vi",
}


def send(web: Web, changes: dict[str, str] | None = None, *, type_: str = FORM, **more: str) -> HTTPResponse:
    pairs = {**TYPED, **(changes or {})}
    return web.post("/cases", raw=urlencode(pairs).encode(), type_=type_, **more)


def test_the_receipt_is_a_page_with_code_and_secret(web: Web) -> None:
    answer = send(web, type_=f"{FORM}; charset=UTF-8")
    page = answer.body.decode()
    assert answer.status_code == 201
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    code = next(iter(web.system.tables.heads))
    secret = web.system.secrets.submitter_secret(web.system.tables.heads[code].case.origin, 0)
    assert code in page
    assert secret in page
    view = web.ok(web.get(f"/cases/{code}", secret))
    assert view["texts"]["original"] == {"title": TYPED["title"], "content": TYPED["content"].replace("\r\n", "\n")}
    assert view["submitter"]["name"] == "Cty O'Brien & Con"
    assert (view["case"]["place"]["id"], view["case"]["channel"]) == ("tpls-01", "web")


def test_the_button_pressed_twice_makes_one_case(web: Web) -> None:
    one, two = send(web), send(web)
    assert (one.status_code, one.body) == (two.status_code, two.body)
    assert len(web.system.tables.heads) == 1
    assert send(web, {"content": "Khác"}).status_code == 201
    assert len(web.system.tables.heads) == 2


def test_errors_bring_the_form_back_with_all_that_was_typed(web: Web) -> None:
    answer = send(web, {"submitter.email": "không-phải-thư", "submitter.address": "", "consents": "survey"})
    page = answer.body.decode()
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<script>alert('x')" not in page
    assert "<b>cũ</b>" not in page
    plain = unescape(page)
    for name in ("title", "submitter.name", "submitter.phone"):
        assert re.search(rf'name="{re.escape(name)}"', page), name
        assert TYPED[name] in plain, name
    assert "Dòng một" in plain
    assert "<script>alert('x')</script>" in plain
    assert "không-phải-thư" in plain
    assert re.search(r'value="giao-thong"[^>]*selected|selected[^>]*value="giao-thong"', page)
    assert re.search(r'value="initiative"[^>]*(checked|selected)', page)
    assert re.search(r'value="tpls-01"[^>]*selected', page)
    assert 'href="#' in page, "the summary leads to the fields"
    assert not web.system.tables.heads


def test_the_notice_must_be_accepted(web: Web) -> None:
    for accepted in ("", "false"):
        answer = send(web, {"notice_accepted": accepted})
        assert answer.status_code == 422
        assert "notice_accepted" in answer.body.decode()
    assert not web.system.tables.heads


def test_the_language_of_the_form_is_the_language_of_the_answer(web: Web) -> None:
    assert '<html lang="en"' in send(web, {"language": "en"}).body.decode()
    page = send(web, {"language": "en", "title": ""}).body.decode()
    assert '<html lang="en"' in page
    assert "This is required." in unescape(page)
    assert '<html lang="vi"' in send(web, {"title": ""}).body.decode()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"=",
        b"&&&",
        b"submitter=x&submitter.name=y",
        b"submitter.name=y&submitter=x",
        b"title=%ED%A0%80&content=%FF%FE",
        b"title=%00&content=%1B",
        b"title=\xff\xfe&content=x",
        "title=Đường&content=sá".encode(),
        b"consents=a&consents=b",
        b"attachments=x",
        b"kind=conduct&kind=praise",
        b"a.b.c=d&submitter.=x&.name=y&__proto__=z",
        b"values=1&doc=2&t=3&lang=en&reference=4",
        urlencode({"title": "ạ" * 300, "content": "x" * 11_000}).encode(),
        b'{"title": "json"}',
    ],
    ids=range(16),
)
def test_broken_forms_come_back_as_forms(web: Web, raw: bytes) -> None:
    answer = web.post("/cases", raw=raw, type_=FORM)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"].startswith("text/html")
    assert 'name="title"' in answer.body.decode()
    assert not web.system.tables.heads


def test_letters_that_a_browser_sent_unescaped_are_letters(web: Web) -> None:
    page = web.post("/cases", raw="title=Đường&content=sá".encode(), type_=FORM).body.decode()
    assert 'value="Đường"' in page


def test_bytes_that_are_no_text_are_named_not_changed(web: Web) -> None:
    raw = urlencode({k: v for k, v in TYPED.items() if k != "title"}).encode() + b"&title=Ti%FFn"
    page = web.post("/cases", raw=raw, type_=FORM).body.decode()
    assert "ký tự hỏng" in page or "hỏng" in page
    assert not web.system.tables.heads


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [(b"&".join(b"a%d=x" % n for n in range(100)), 400, "not_json"), (b"content=" + b"x" * 300_000, 413, "too_large")],
    ids=["many", "large"],
)
def test_forms_that_are_no_forms(web: Web, raw: bytes, status: int, code: str) -> None:
    answer = web.post("/cases", raw=raw, type_=FORM)
    assert (answer.status_code, answer.json_body["code"]) == (status, code)


def test_a_form_that_the_gateway_took_for_binary(web: Web) -> None:
    raw = "&".join(f"{quote_plus(k)}={quote_plus(v)}" for k, v in TYPED.items()).encode()
    found = call_with_base64("/cases", raw, FORM)
    assert found["statusCode"] == 201
    assert "LS.20260807." in found["body"]
    wrong = call_with_base64("/cases", json.dumps(TYPED).encode(), "application/json", **{"idempotency-key": "x" * 20})
    assert wrong["statusCode"] == 422
