"""Personal data on its way into public words: what the browser marks by itself, and what the desk must look at."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import expect

from chalicelib.domain.suggest.personal import find
from infra.site import ASSETS_JSON
from tests.e2e.api import Api
from tests.e2e.conftest import Visit

ROWS: list[tuple[str, list[str]]] = [
    ("Cán bộ Nguyễn Văn Tham đòi tiền, xe 12A-345.67, gọi 0912 345 678",
     ["Nguyễn Văn Tham", "12A-345.67", "0912 345 678"]),
    ("chủ tịch Hoàng Minh Đức ký", ["Hoàng Minh Đức"]),
    ("Bà Lương Thị Hoa, xe 29H1-234.56", ["Lương Thị Hoa", "29H1-234.56"]),
    ("STK 1903 4567 8901, CCCD 012 345 678 901", ["1903 4567 8901", "012 345 678 901"]),
    ("Cán bộ Sở Tài chính và UBND xã nộp 5000000 đồng vào tài khoản 5000000 đồng", []),
    ("Đường Hoàng Văn Thụ, Quyết định số 123/QĐ-UBND ngày 20-11-2025", []),
]  # fmt: skip


def test_the_browser_marks_what_the_server_would(visit: Visit) -> None:
    page = visit("/gioi-thieu")
    preview = json.loads(ASSETS_JSON.read_text("utf-8"))["preview.js"]
    script = "async ([preview, texts]) => { const m = await import(preview); return texts.map((x) => m.doubtful(x)); }"
    assert page.evaluate(script, [preview, [text for text, _ in ROWS]]) == [found for _, found in ROWS]
    assert [[span.text for span in find(text)] for text, _ in ROWS] == [found for _, found in ROWS]


def test_the_desk_looks_twice_before_a_name_goes_public(visit: Visit, api: Api) -> None:
    """What was found in the case's texts is asked about where it still stands; who sends the same again has looked."""
    words: dict[str, Any] = {
        "kind": "conduct",
        "title": "Thu tiền",
        "content": "Người đại diện là Hà Sáng, xe 12C-000.00.",
    }
    case = api.submit(**words)
    api.system.run("mail")
    page = visit(api.link(case.code, "ban-lam-viec"), 1280, 900)
    page.get_by_role("button", name="Soạn bản công khai và bản chuyển xử lý").click()
    form = page.locator("form.doing")
    title, content = (
        form.get_by_label(re.compile(f"^{label}")) for label in ("Tiêu đề công khai", "Nội dung công khai")
    )
    title.fill("Thu tiền")
    content.fill("Hà Sáng thu tiền, xe 12C-000.00.")
    expect(form.locator("[role=status]", has_text="Hà Sáng")).to_contain_text("12C-000.00")
    form.locator("button[type=submit]").click()
    expect(form.locator(".summary")).to_contain_text("Hà Sáng")
    content.fill("Một cán bộ thu tiền.")
    expect(form.locator("[role=status]", has_text="Hà Sáng")).to_have_count(0)
    form.locator("button[type=submit]").click()
    expect(page.locator("#view .banner.good").first).to_be_visible()
