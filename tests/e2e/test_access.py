"""Everybody can use every page: axe finds nothing, nothing is cut off at 320 px, no script is needed to read."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from infra.local.testing import LocalSystem
from tests.e2e.api import Api, Petition
from tests.e2e.conftest import Visit
from tests.e2e.people import fill_petition, receipt

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}  # all that a scheme changes
READING = ("/", "/ho-so", "/ho-so/{code}", "/co-quan", "/co-quan/SNNMT", "/linh-vuc", "/linh-vuc/dat-dai", "/thong-ke",
           "/neu-ten", "/dinh-chinh")  # fmt: skip
WRITTEN = (
    *("/gui", "/tra-cuu", "/tra-loi", "/co-quan-cua-toi", "/ban-lam-viec"),
    *("/du-lieu", "/quyen-rieng-tu", "/gioi-thieu"),
)
AN_AGENCY = re.compile(r"(/en)?/co-quan/[^/]+")
TITLE = "Tiêu đề rất dài để thử màn hình hẹp: nghiêngngảchuyểntiếpkhôngdấucáchnàocả, thửa đất số 12/2026"


@pytest.fixture(scope="module")
def petition(api: Api) -> Petition:
    """A case in which everything has happened, so that every part of every page is there."""
    made = api.forwarded("SNNMT", TITLE, consents=["be_named"])
    api.at_agency(made.code, "acknowledge")
    api.at_agency(made.code, "report_status", content="Đang đo đạc lại.")
    api.publish_pending(made.code)
    api.answered(made)
    named_and_honoured(api, made.code)
    return made


def named_and_honoured(api: Api, code: str) -> None:
    """R1-14, R1-26, R1-27: proposed, replied to, signed by a leader, who also honours the agency and the submitter."""
    api.at_desk(code, "propose_naming", failure="evasion", content="Hai lần trả lời vòng vo.")
    api.settle()
    api.at_agency(code, "reply_to_naming", content="Chờ kết quả đo đạc.")
    api.publish_pending(code)
    api.call("POST", "/desk/links", {"email": "pho.chu.tich.2@example.vn"})
    api.settle()
    mails = [mail for mail in api.system.mails() if "pho.chu.tich.2@example.vn" in mail["to"]]
    token = str(mails[-1]["links"][0]).partition("#")[2]
    signed = {"content": "Chậm trễ kéo dài.", "signer": "Nguyễn Văn Ký"}
    for action, body in (
        ("decide_naming", signed | {"decision": "name"}),
        ("honour", signed | {"whom": "agency"}),
        ("honour", signed | {"whom": "submitter"}),
    ):
        key = f"the-key-of-{action}-{body.get('whom')}"
        api.call("POST", f"/desk/cases/{code}/actions/{action}", body, token, key)
    api.settle()


def check(page: Page, name: str, part: str = "html") -> None:
    """No violations in either scheme, and nothing to scroll sideways."""
    expect(page.locator("h1:visible").first).to_be_visible()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    for scheme, rules in (("light", RULES), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found = page.evaluate("([part, rules]) => axe.run(part, rules)", [part, rules])["violations"]
        told = [(rule["id"], node["target"], node["failureSummary"]) for rule in found for node in rule["nodes"]]
        assert not told, f"{name}, {scheme}: {told}"
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 0, f"{name} is {over} px too wide"


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", [*READING, *WRITTEN, "/khong-co-trang-nay"])
def test_pages(visit: Visit, petition: Petition, lang: str, path: str) -> None:
    place = ("/en" if lang == "en" else "") + path.format(code=petition.code)
    page = visit(place.removesuffix("/") or "/", 320, 640, expected="404")
    if "khong" not in path:  # the one page for what is missing is in both
        expect(page.locator("html")).to_have_attribute("lang", lang)
    check(page, place)


def preview(page: Page, _: Any) -> None:
    fill_petition(page, TITLE)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator(".preview")).to_be_visible()


def sent(page: Page, _: Any) -> None:
    preview(page, _)
    page.get_by_role("button", name="Gửi phản ánh", exact=True).click()
    receipt(page)


def every_form(page: Page, scope: str) -> None:
    """Each action's form, opened one after the other."""
    buttons = page.locator(f"{scope} .act")
    buttons.first.wait_for()
    for number in range(buttons.count()):
        buttons.nth(number).click()
        expect(page.locator("form.doing:visible")).to_have_count(1)
        check(page, buttons.nth(number).inner_text(), "form.doing" if number else "html")
        page.locator("form.doing:visible").get_by_role("button", name="Thôi").click()


def with_errors(page: Page, _: Any) -> None:
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("alert")).to_be_focused()


@pytest.mark.parametrize("play", [with_errors, preview, sent], ids=lambda play: play.__name__)
def test_the_form(visit: Visit, play: Callable[[Page, Any], None]) -> None:
    page = visit("/gui", 320, 640)
    play(page, None)
    check(page, play.__name__)


def test_the_submitters_view_and_forms(visit: Visit, api: Api, petition: Petition) -> None:
    page = visit(api.link(petition.code, "tra-cuu"), 320, 640)
    every_form(page, "main")


def test_the_agencys_view_and_forms(visit: Visit, api: Api) -> None:
    page = visit(api.link(api.forwarded("SNNMT", TITLE).code, "tra-loi"), 320, 640)
    every_form(page, "main")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_desk_and_its_forms(visit: Visit, api: Api, width: int) -> None:
    code = api.forwarded("SNNMT", TITLE).code
    api.at_agency(code, "answer", content="Đã xong.", completed_on=api.now().date().isoformat())
    page = visit(api.link(code, "ban-lam-viec"), width, 800)
    every_form(page, ".sheet")
    if width == 320:
        page.get_by_role("button", name="← Danh sách").click()
    page.get_by_role("button", name="Chờ duyệt").click()
    expect(page.locator(".rows li").first).to_be_visible()
    check(page, "queue")
    every_form(page, ".own")


def test_the_leaders_desk_and_its_forms(visit: Visit, api: Api) -> None:
    code = api.forwarded("SNNMT", TITLE).code
    api.at_agency(code, "propose_escalation", ground="beyond_competence", advice="Vượt quá.", proposal="Xin chỉ đạo.")
    api.call("POST", "/desk/links", {"email": "pho.chu.tich.2@example.vn"})
    api.settle()
    mails = [mail for mail in api.system.mails() if "pho.chu.tich.2@example.vn" in mail["to"]]
    [link] = mails[-1]["links"]
    page = visit(link, 320, 640)
    expect(page.locator(".queues button")).to_have_count(1)
    check(page, "the leader's list")
    page.locator(".rows button").filter(has_text=TITLE).first.click()
    expect(page.locator(".sheet .code").first).to_be_visible()
    every_form(page, ".sheet")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", [*READING, "/du-lieu", "/quyen-rieng-tu", "/gioi-thieu"])
def test_reading_needs_no_script(visit: Visit, petition: Petition, lang: str, path: str) -> None:
    place = ("/en" if lang == "en" else "") + path.format(code=petition.code)
    page = visit(place.removesuffix("/") or "/", 320, 640, java_script_enabled=False)
    words = page.locator("main").inner_text()
    assert len(words) > 100
    assert page.locator("noscript").count() == 0, "nothing is missing, so nothing needs to be excused"
    if path in ("/", "/ho-so", "/ho-so/{code}", "/co-quan/SNNMT", "/linh-vuc/dat-dai"):
        assert TITLE in words


def test_every_link_leads_somewhere(api: Api, petition: Petition, system: LocalSystem) -> None:
    seen: set[str] = set()
    for lang in ("", "/en"):
        for path in (*READING, *WRITTEN):
            page = api.page((lang + path.format(code=petition.code)).removesuffix("/") or "/")
            seen |= {href.partition("#")[0] for href in re.findall(r'href="(/[^"]*)"', page)}
    assert len(seen) > 100
    seen -= {href for href in seen if AN_AGENCY.fullmatch(href) and not href.endswith(("SNNMT", "HHL-08"))}  # alike
    assert {href for href in seen if system.request("GET", href)[0] != 200} == set()


def test_with_the_keyboard_alone(visit: Visit, api: Api) -> None:
    before = api.received()
    page = visit("/gui")

    def tab_to(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
                return
        raise AssertionError(f"{selector} cannot be reached")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to("[name=kind]")
    page.keyboard.press("Space")
    for field, words in (("#title", "Chỉ dùng bàn phím"), ("#content", "Không có chuột.")):
        tab_to(field)
        page.keyboard.type(words)
    tab_to("[name='submitter.type']")
    page.keyboard.press("ArrowDown")
    for name, words in (("name", "Lan"), ("address", "Kỳ Lừa"), ("email", "lan@example.vn")):
        tab_to(f"[name='submitter.{name}']")
        page.keyboard.type(words)
    tab_to("#notice_accepted")
    page.keyboard.press("Space")
    tab_to("#send")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bản công khai sẽ như thế này")).to_be_focused()
    tab_to(".preview .go")
    page.keyboard.press("Enter")
    receipt(page)
    expect(page.get_by_role("heading", name="Đã tiếp nhận phản ánh của Ông/Bà")).to_be_focused()
    assert api.received() == before + 1
