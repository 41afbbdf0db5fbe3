"""Mail scanners open every link and send every form; only what a person typed and sent counts. Links also end."""

from __future__ import annotations

import json
import re
import time
from urllib.parse import urlsplit

from playwright.sync_api import expect

from infra.local.testing import LocalSystem
from tests.e2e.api import Api, Json
from tests.e2e.conftest import Visit
from tests.e2e.people import act


def picture(api: Api, code: str) -> Json:
    view: Json = api.call("GET", f"/desk/cases/{code}", token=api.desk(code))
    return {name: view[name] for name in ("case", "deadline", "timeline", "pending")}


def test_pages_and_documents_can_be_asked_for_without_their_bodies(api: Api, system: LocalSystem) -> None:
    code = api.forwarded("STC2025", "Chỉ xin phần đầu").code
    for path in ("/en", "/en/thong-ke", f"/en/ho-so/{code}", "/dinh-chinh", "/en/dinh-chinh", "/api/catalogue"):
        status, headers, body = system.request("HEAD", path)
        assert (status, body) == (200, b""), path
        assert headers["content-type"] == system.request("GET", path)[1]["content-type"]
    assert system.request("HEAD", "/en/ho-so/LS.20260807.XXXXX")[0] == 404


def test_a_mail_scanner_changes_nothing(visit: Visit, api: Api, system: LocalSystem) -> None:
    code = api.forwarded("STC2025", "Thư bị máy quét").code
    before = picture(api, code)
    links = {link for mail in api.mails(code) for link in mail["links"]}
    assert {urlsplit(link).path.strip("/") for link in links} == {"tra-cuu", "ban-lam-viec", "tra-loi"}
    for link in sorted(links):
        path, token = urlsplit(link).path, urlsplit(link).fragment
        for method in ("HEAD", "GET"):
            assert system.request(method, path)[0] == 200
        assert system.request("POST", path, b"")[0] == 405
        bearer = {"Authorization": f"Bearer {token.rpartition(f'{code}:')[2]}"}
        routes = {"tra-cuu": f"/api/cases/{code}", "ban-lam-viec": f"/api/desk/cases/{code}", "tra-loi": "/api/link"}
        route = routes[path.strip("/")]
        status, _, body = system.request("GET", route, **bearer)
        assert status == 200
        actions = json.loads(body)["actions"]
        assert actions
        for action in actions:
            status, headers, _ = system.request("POST", f"{route}/actions/{action['name']}", b"", **bearer)
            assert (status, headers["Content-Type"]) in {
                (400, "application/problem+json"),
                (422, "application/problem+json"),
            }, action["name"]
    page = visit(api.link(code, "tra-loi"))  # one that runs scripts, and then leaves
    expect(page.get_by_role("button", name="Xác nhận đã nhận")).to_be_visible()
    api.settle()
    assert picture(api, code) == before


def test_a_link_that_is_no_longer_good_says_so(visit: Visit, api: Api) -> None:
    code = api.forwarded("STC2025", "Chuyển nhầm cơ quan").code
    old = api.link(code, "tra-loi", "stc2025.dau-moi@example.vn")
    api.at_desk(code, "reassign", lead="SNNMT", coordinating=[], field="dat-dai")
    page = visit(old, expected="401")
    expect(page.get_by_role("heading", name="Liên kết không còn dùng được")).to_be_focused()
    expect(page.locator("main")).not_to_contain_text("Chuyển nhầm cơ quan")
    tampered = visit(old[:-4] + "AAAA", expected="401")
    expect(tampered.get_by_role("heading", name="Liên kết không còn dùng được")).to_be_visible()


def test_the_skip_link_and_a_reload_keep_the_token(visit: Visit, api: Api) -> None:
    code = api.forwarded("STC2025", "Bấm vào nội dung chính").code
    page = visit(api.link(code, "tra-loi"))
    expect(page.get_by_role("heading", name="Bấm vào nội dung chính")).to_be_visible()
    page.locator("body").press("Tab")
    skip = page.get_by_role("link", name="Đến nội dung chính")
    skip.focus()
    skip.press("Enter")
    page.reload()
    expect(page.get_by_role("heading", name="Bấm vào nội dung chính")).to_be_visible()


def test_while_the_submitter_is_asked_the_clock_rests(visit: Visit, api: Api) -> None:
    petition = api.submit(title="Thiếu số biên nhận")
    api.settle()
    api.at_desk(petition.code, "ask_supplement", content="Xin cho biết số biên nhận.")
    api.settle()
    page = visit(api.link(petition.code, "tra-cuu"))
    expect(page.locator(".notes")).to_contain_text("Xin cho biết số biên nhận.")
    expect(page.locator("main")).to_contain_text("đang tạm dừng")
    act(page, "Bổ sung thông tin", Nội_dung="Số 123, ngày 02/03.")
    expect(page.locator(".notes")).to_contain_text("Số 123, ngày 02/03.")
    expect(page.locator(".weeks .due")).to_have_count(1)


def test_a_bounced_mail_shows_on_the_desk(visit: Visit, api: Api, system: LocalSystem) -> None:
    code = api.forwarded("STC2025", "Thư không đến").code
    system.bounce(api.mails(code, "stc2025.dau-moi@example.vn")[0])
    page = visit(api.link(code, "ban-lam-viec"), 1280, 900)
    expect(page.locator(".banner.bad")).to_contain_text("Thư không đến được nơi nhận")
    expect(page.locator(".banner.bad")).to_contain_text("Sở Tài chính")
    expect(page.locator(".banner.bad")).to_contain_text("hộp thư không nhận")


def test_a_letter_that_never_arrived_is_not_held_against_the_agency(
    visit: Visit, api: Api, system: LocalSystem
) -> None:
    code = api.forwarded("STC2025", "Địa chỉ cơ quan đã cũ").code
    system.bounce(api.mails(code, "stc2025.dau-moi@example.vn")[0])
    api.settle()
    expect(visit(f"/ho-so/{code}").locator(".line")).to_contain_text("không tới được cơ quan nhận")
    assert api.document(f"/ho-so/{code}")["holder"]["type"] == "focal"
    assert [m for m in api.mails(code) if "thư không tới cơ quan chủ trì" in m["subject"]]
    page = visit(api.link(code, "ban-lam-viec"), 1280, 900)
    page.get_by_role("button", name="Thư không tới cơ quan chủ trì").click()
    expect(page.locator("main")).to_contain_text("Địa chỉ cơ quan đã cũ")
    api.at_desk(code, "urge")
    api.settle()
    assert api.document(f"/ho-so/{code}")["holder"]["id"] == "STC2025"
    # The mailboxes of the local system say of each letter that it arrived, on the way that SES takes.
    for _ in range(100):
        letters = {letter["notice"]: letter for letter in api.at_desk_view(code)["deliveries"]}
        if letters["urged"]["state"] == "delivered":
            break
        time.sleep(0.2)
    assert {name: letter["state"] for name, letter in letters.items() if name in ("forwarded", "urged")} == {
        "forwarded": "bounced",
        "urged": "delivered",
    }
    page = visit(api.link(code, "ban-lam-viec"), 1280, 900)
    page.get_by_text(re.compile(r"Xem \d+ thư")).click()
    expect(page.locator("details")).to_contain_text("đã tới hộp thư")
