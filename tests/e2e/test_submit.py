"""However a petition is sent, it is one case, and nothing that was typed is lost."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.e2e.api import Api
from tests.e2e.conftest import Visit
from tests.e2e.people import CONTENT, a_photo, fill_petition, pick, preview, receipt

LOST = "Failed to load resource|net::ERR"


def test_a_double_click_is_one_case(visit: Visit, api: Api) -> None:
    before = api.received()
    page = visit("/gui")
    fill_petition(page, "Bấm hai lần")
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.url) if r.method == "POST" and r.url.endswith("/api/cases") else None)
    preview(page).dblclick()
    receipt(page)
    assert len(sent) == 1
    assert api.received() == before + 1


def test_a_lost_answer_is_asked_for_again(visit: Visit, api: Api) -> None:
    """The case was accepted, and the answer never came: the next attempt gets the first one's answer."""
    before = api.received()
    page = visit("/gui", expected=LOST)
    fill_petition(page, "Mất câu trả lời")

    def lose(route: Route) -> None:
        assert route.fetch().status == 201
        route.abort("connectionreset")

    page.route("**/api/cases", lose, times=1)
    send = preview(page)
    send.click()
    expect(page.locator(".banner.bad")).to_contain_text("Không kết nối được")
    assert api.received() == before + 1
    send.click()
    made = receipt(page)
    assert api.received() == before + 1
    assert api.call("GET", f"/cases/{made.code}", token=made.secret)["case"]["status"] == "received"


def test_a_reload_while_nobody_knows_whether_it_arrived(visit: Visit, api: Api) -> None:
    before = api.received()
    page = visit("/gui", expected=LOST)
    fill_petition(page, "Tải lại giữa chừng")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route("**/api/cases", lose, times=1)
    preview(page).click()
    expect(page.locator(".banner.bad")).to_be_visible()
    page.reload()
    expect(page.locator(".banner.bad")).to_contain_text("Lần gửi trước chưa có hồi đáp")
    page.get_by_role("button", name="Gửi phản ánh", exact=True).click()
    receipt(page)
    assert api.received() == before + 1


def test_a_lost_connection_loses_nothing(visit: Visit, api: Api) -> None:
    before = api.received()
    page = visit("/gui", expected=LOST)
    fill_petition(page, "Mất mạng")
    send = preview(page)
    page.context.set_offline(True)
    send.click()
    expect(page.locator(".banner.bad")).to_contain_text("Mọi điều đã viết vẫn còn")
    page.context.set_offline(False)
    send.click()
    receipt(page)
    assert api.received() == before + 1


def test_the_back_button_makes_no_second_case(visit: Visit, api: Api) -> None:
    before = api.received()
    page = visit("/")
    page.get_by_role("link", name="Gửi phản ánh, kiến nghị").click()
    fill_petition(page, "Bấm quay lại")
    preview(page).click()
    made = receipt(page)
    page.get_by_role("link", name="Theo dõi hồ sơ").click()
    expect(page.get_by_role("heading", name="Bấm quay lại")).to_be_visible()
    page.go_back()
    assert receipt(page) == made, "the receipt again, not the form"
    page.go_back()
    page.go_forward()
    assert receipt(page) == made
    assert api.received() == before + 1
    page.get_by_role("button", name="Gửi phản ánh khác").click()
    expect(page.get_by_label("Tiêu đề", exact=True)).to_have_value("")


def test_a_reload_keeps_what_was_typed(visit: Visit, tmp_path: Path) -> None:
    page = visit("/gui")
    fill_petition(page, "Gõ dở dang", a_photo(tmp_path))
    page.reload()
    expect(page.get_by_label("Tiêu đề", exact=True)).to_have_value("Gõ dở dang")
    expect(page.get_by_label("Nội dung", exact=True)).to_have_value(CONTENT)
    expect(page.get_by_label("E-mail", exact=True)).to_have_value("giam.doc@example.vn")
    expect(page.get_by_role("radio", name="Doanh nghiệp")).to_be_checked()
    expect(page.locator("#uploads")).to_contain_text("ảnh chụp.png")
    elsewhere = page.context.new_page()
    elsewhere.goto("/gui")
    expect(elsewhere.get_by_label("Tiêu đề", exact=True)).to_have_value("Gõ dở dang")
    expect(elsewhere.get_by_label("E-mail", exact=True)).to_have_value("")  # who speaks stays in its tab


def test_what_is_wrong_is_said_at_the_field_and_above(visit: Visit) -> None:
    page = visit("/gui")
    page.get_by_role("button", name="Xem trước").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Hãy viết tiêu đề").click()
    title = page.get_by_label("Tiêu đề", exact=True)
    expect(title).to_be_focused()
    expect(title).to_have_accessible_description("Một câu ngắn, không nêu tên người. Hãy viết tiêu đề")


def test_the_preview_marks_what_looks_like_a_person(visit: Visit) -> None:
    page = visit("/gui")
    fill_petition(page, "Cán bộ hẹn nhiều lần")
    page.get_by_label("Nội dung", exact=True).fill("Ông Nguyễn Văn An, số 0912 345 678, hẹn bà Lê Thị Bé.")
    preview(page)
    marks = [mark.strip() for mark in page.locator(".paper mark").all_inner_texts()]
    assert marks == ["Nguyễn Văn An", "0912 345 678", "Lê Thị Bé"]


def submit_plainly(page: Page, title: str) -> None:
    fill_petition(page, title, script=False)
    page.get_by_role("button", name="Gửi", exact=True).click()


def test_without_javascript(visit: Visit, api: Api) -> None:
    before = api.received()
    page = visit("/gui", java_script_enabled=False, expected="422")
    submit_plainly(page, "")
    expect(page.locator(".summary")).to_contain_text("bắt buộc")
    expect(page.get_by_label("E-mail", exact=True)).to_have_value("giam.doc@example.vn")  # nothing was lost
    page.get_by_label("Tiêu đề", exact=True).fill("Không có JavaScript")
    page.get_by_role("button", name="Gửi", exact=True).click()
    made = receipt(page)
    assert api.received() == before + 1
    again = visit("/gui", java_script_enabled=False)
    submit_plainly(again, "Không có JavaScript")
    assert receipt(again) == made, "the same form on the same day is the same case"
    assert api.received() == before + 1


def test_a_clerk_enters_a_letter(visit: Visit, api: Api) -> None:
    api.call("POST", "/desk/links", {"email": "van.thu.1@example.vn"})
    api.system.run("mail")
    link = next(m for m in reversed(api.system.mails()) if "van.thu.1@example.vn" in m["to"])["links"][0]
    page = visit(link, 1280, 900)
    expect(page.locator(".who")).to_contain_text("Văn thư 1")
    page.get_by_role("button", name="Nhập phản ánh nhận qua kênh khác").click()
    form = page.locator("form.doing")
    form.get_by_role("button", name="Gửi").click()
    expect(form.get_by_role("alert")).to_contain_text("Tiêu đề: chưa điền")
    form.get_by_label("Nhận qua").select_option(label="đơn thư")
    form.get_by_label("Loại", exact=True).select_option(label="Quy định, chính sách")
    form.get_by_label("Tiêu đề").fill("Thư của bà Hoa về phí chợ")
    form.get_by_label("Nội dung").fill("Phí chợ thu hai lần.")
    pick(form, "Người dân")
    form.get_by_label("Họ tên hoặc tên đơn vị").fill("Bà Hoa")
    form.get_by_role("button", name="Gửi").click()
    expect(page.locator(".own .banner")).to_contain_text("Đã nhập hồ sơ")
    code, secret = page.locator(".own .keys .code").all_inner_texts()
    view = api.call("GET", f"/cases/{code}", token=secret)
    assert (view["case"]["channel"], view["case"]["kind"]) == ("letter", "regulation")
