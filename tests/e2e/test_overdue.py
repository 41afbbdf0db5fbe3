"""A case that nobody answers: each step of the ladder on its day, to the right mailboxes, and everybody can see it."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import expect

from infra.local.testing import LocalSystem
from tests.e2e.api import Api
from tests.e2e.conftest import Visit
from tests.e2e.test_access import check

TITLE = "Đường vào chợ chưa được sửa"
HOLDER, HEAD = "hhl-08.dau-moi@example.vn", "hhl-08.thu-truong@example.vn"
OFFICE = "vpub.thu-truong@example.vn"


def morning(system: LocalSystem, day: date) -> None:
    """A new working day: the clock, the check, the mails, the pages."""
    system.set_clock(f"{day.isoformat()}T08:00:00+07:00")
    for job in ("sweep", "mail", "publish"):
        system.run(job)


def test_the_ladder_of_an_overdue_case(visit: Visit, api: Api, system: LocalSystem) -> None:
    code = api.forwarded("HHL-08", TITLE).code
    deadline = api.document(f"/ho-so/{code}")["deadline"]
    assert deadline["length"] == len(deadline["counted"]) == 20
    days = {d["n"]: date.fromisoformat(d["date"]) for d in deadline["counted"]}
    due, over = days[20], date.fromisoformat(deadline["overdue_from"])
    assert due == date.fromisoformat(deadline["due_on"]) < over
    overdue_before = api.document("/co-quan/HHL-08")["figures"]["overdue"] if _exists(system) else 0

    def subjects(to: str) -> list[str]:
        return [mail["subject"] for mail in api.mails(code, to)]

    morning(system, days[14])
    assert not any("sắp đến hạn" in subject for subject in subjects(HOLDER))
    morning(system, days[15])
    assert sum("sắp đến hạn" in subject for subject in subjects(HOLDER)) == 1
    assert api.document(f"/ho-so/{code}")["timeliness"] == "due_soon"
    morning(system, days[18])
    assert sum("nhắc việc" in subject for subject in subjects(HOLDER)) == 1
    morning(system, due)
    assert sum("đến hạn hôm nay" in subject for subject in subjects(HOLDER)) == 1
    assert api.document(f"/ho-so/{code}")["timeliness"] == "due_soon", "the 20th working day itself is in time"
    assert not subjects(HEAD)

    morning(system, over)
    for to in (HOLDER, HEAD):
        assert sum("đã quá hạn" in subject for subject in subjects(to)) == 1, to
    assert not any("quá hạn" in subject for subject in subjects(OFFICE))
    document = api.document(f"/ho-so/{code}")
    assert (document["timeliness"], document["overdue_on"]) == ("overdue", over.isoformat())
    morning(system, over)
    assert sum("đã quá hạn" in subject for subject in subjects(HEAD)) == 1, "each step happens once"

    page = visit(f"/ho-so/{code}", java_script_enabled=False)
    expect(page.locator(".standing")).to_contain_text("quá hạn")
    expect(page.locator(".standing")).to_contain_text(f"{over:%d/%m/%Y}")
    expect(page.locator(".line")).to_contain_text("Quá hạn")
    page.goto("/co-quan/HHL-08")
    expect(page.locator(".figures .late")).to_have_text(str(overdue_before + 1))
    expect(page.locator(".cases")).to_contain_text(TITLE)
    assert api.document("/co-quan/HHL-08")["figures"]["overdue"] == overdue_before + 1
    page.goto("/")
    expect(page.get_by_role("heading", name="Đang quá hạn")).to_be_visible()
    expect(page.locator(".figures .late")).to_have_text(str(api.document("/index")["figures"]["overdue"]))

    own = visit(api.link(code, "co-quan-cua-toi", HOLDER), 320, 640)
    expect(own.get_by_role("heading", name="UBND xã Cai Kinh")).to_be_focused()
    check(own, "an agency's own cases")
    own.get_by_role("link", name=TITLE).first.click()
    expect(own.get_by_role("heading", name=TITLE)).to_be_visible()

    day = over
    while not any("báo cáo Văn phòng UBND tỉnh" in subject for subject in subjects(OFFICE)):
        day += timedelta(days=1)
        assert day < over + timedelta(days=10), "the PPC Office was never told"
        morning(system, day)
    assert day - due >= timedelta(days=3)
    assert len(api.document(f"/ho-so/{code}")["over"]) >= 3


def _exists(system: LocalSystem) -> bool:
    return system.request("GET", "/co-quan/HHL-08.json")[0] == 200
