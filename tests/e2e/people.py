"""What people do with the pages: pick, type, send. By the words they read, not by ids."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.api import Petition
from tests.unit.pictures import png

OPTIONAL = r"( \(không bắt buộc\))?"
CONTENT = "Nộp hồ sơ đã ba tháng mà chưa có kết quả.\n\nMong được trả lời."
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def a_pdf(folder: Path, name: str = "tờ khai.pdf") -> Path:
    file = folder / name
    file.write_bytes(PDF)
    return file


def a_photo(folder: Path, name: str = "ảnh chụp.png") -> Path:
    file = folder / name
    file.write_bytes(png())
    return file


def pick(scope: Page | Locator, label: str) -> None:
    """Click a radio or tick by its words."""
    scope.locator(f'.pick label:text-is("{label}")').click()


def fill_petition(page: Page, title: str, attachment: Path | None = None, *, script: bool = True) -> None:
    """Everything that the form asks for, as the owner of a business."""
    pick(page, "Hành vi của cán bộ")
    page.get_by_label("Tiêu đề", exact=True).fill(title)
    page.get_by_label("Nội dung", exact=True).fill(CONTENT)
    page.get_by_label(re.compile(f"^Lĩnh vực{OPTIONAL}$")).select_option(label="Đất đai, giấy chứng nhận")
    if attachment:
        page.set_input_files("#files", attachment)
        expect(page.get_by_role("button", name=f"Bỏ tệp: {attachment.name}")).to_be_visible()
    pick(page, "Doanh nghiệp")
    page.get_by_label("Họ tên hoặc tên đơn vị").fill("Công ty Bình Minh")
    page.get_by_label("Địa chỉ", exact=True).fill("Số 5 đường Trần Đăng Ninh")
    page.get_by_label("E-mail", exact=True).fill("giam.doc@example.vn")
    page.locator('label:has-text("Tôi đã đọc")').click()
    if script:
        expect(page.locator("#draft")).to_contain_text("Đã lưu nháp")


def preview(page: Page) -> Locator:
    """Look at the public text; the button that sends it."""
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("heading", name="Bản công khai sẽ như thế này")).to_be_focused()
    return page.get_by_role("button", name="Gửi phản ánh", exact=True)


def receipt(page: Page) -> Petition:
    """Code and secret, as the receipt shows them."""
    expect(page.get_by_role("heading", name="Đã tiếp nhận phản ánh của Ông/Bà")).to_be_visible()
    code, secret = page.locator(".keys .code").all_inner_texts()
    return Petition(code, secret)


def act(page: Page, action: str, scope: str = "main", **fields: str | list[Path]) -> None:
    """Open an action, fill its form by labels (`_` for a space), send it, and wait until it is said to be done."""
    area = page.locator(scope)
    area.get_by_role("button", name=action, exact=True).click()
    form = area.locator(f'form.doing:has(:is(h2, h3):text-is("{action}"))')
    expect(form).to_be_visible()
    for name, value in fields.items():
        fill(form, name.replace("_", " "), value)
    form.locator("button[type=submit]").click()
    expect(page.locator("#view .banner.good").first).to_contain_text(action)


def fill(form: Locator, label: str, value: str | list[Path]) -> None:
    exact = re.compile(f"^{re.escape(label)}{OPTIONAL}$")
    if isinstance(value, list):
        form.locator("input[type=file]").set_input_files(value)
        expect(form.locator(".uploads li button")).to_have_count(len(value))
        return
    group = form.get_by_role("group", name=exact)
    if group.count():
        pick(group, value)
        return
    control = form.get_by_label(exact)
    if control.evaluate("e => e.tagName") == "SELECT":
        control.select_option(label=value)
    else:
        control.fill(value)
