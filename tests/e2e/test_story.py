"""The story of the main path, clicked and typed as people do: petition, desk, agency, review, pages, rating."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import expect

from infra.local.testing import LocalSystem
from tests.e2e.api import Api, Petition
from tests.e2e.conftest import Visit
from tests.e2e.people import PDF, a_pdf, a_photo, act, fill_petition, preview, receipt

TITLE = "Chậm cấp giấy chứng nhận cho nhà xưởng Bình Minh"
PUBLIC = "Hồ sơ cấp giấy chứng nhận quá hẹn ba tháng."
HANDLING = "Hồ sơ số 123, nhà xưởng ở xã Cai Kinh."
VAGUE = "Sẽ xem xét, giải quyết theo quy định."
ANSWER = "Đã cấp Giấy chứng nhận số CH 01234; mời công ty đến nhận."
OFFICE = "Sở Nông nghiệp và Môi trường"


@dataclass
class Story:
    """What one step hands to the next. The steps run in order, as a whole file."""

    petition: Petition = field(default_factory=lambda: Petition("", ""))

    @property
    def code(self) -> str:
        assert self.petition.code, "the petition was not sent: run the whole file"
        return self.petition.code


@pytest.fixture(scope="module")
def story() -> Story:
    return Story()


def test_1_the_petition_is_sent_from_a_phone(visit: Visit, story: Story, api: Api, tmp_path: Path) -> None:
    page = visit("/gui")
    fill_petition(page, TITLE, a_pdf(tmp_path))
    send = preview(page)
    expect(page.locator(".paper")).to_contain_text(TITLE)
    expect(page.locator(".paper")).not_to_contain_text("Công ty Bình Minh")
    send.click()
    story.petition = receipt(page)
    api.settle()
    (mail,) = api.mails(story.code, "giam.doc@example.vn")
    assert f"/tra-cuu#{story.code}:{story.petition.secret}" in mail["links"][0]
    assert "ba tháng" not in mail["text"] + mail["html"]
    page.get_by_role("link", name="Theo dõi hồ sơ").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    assert story.petition.secret not in page.url, "the secret is in no history"
    with page.expect_download() as download:
        page.get_by_role("link", name="tờ khai.pdf").click()
    assert Path(download.value.path()).read_bytes() == PDF


def test_2_the_focal_officer_writes_the_texts_and_forwards(visit: Visit, story: Story, api: Api) -> None:
    page = visit(api.link(story.code, "ban-lam-viec"), 1280, 900)
    expect(page.locator(".sheet .title")).to_have_text(TITLE)  # the mail was about this case: it is open already
    expect(page.locator(".who")).to_contain_text("Chuyên viên đầu mối")
    expect(page.locator(".sheet")).not_to_contain_text("Công ty Bình Minh")
    act(page, "Nhận xử lý hồ sơ")
    act(page, "Phân loại", Loại_chi_tiết="Chậm trễ")
    act(page, "Xem danh tính người gửi", Lý_do="Gọi lại để hỏi số hồ sơ")
    expect(page.locator(".sheet")).to_contain_text("Công ty Bình Minh")
    expect(page.locator(".notes")).to_contain_text("Gọi lại để hỏi số hồ sơ")
    act(page, "Soạn bản công khai và bản chuyển xử lý", Nội_dung_công_khai=PUBLIC, Nội_dung_chuyển_xử_lý=HANDLING)
    fields = {"Cơ_quan_chủ_trì": OFFICE, "Cơ_quan_phối_hợp": "UBND xã Cai Kinh", "Ghi_chú": "Trả lời sớm."}
    act(page, "Chuyển xử lý", **fields)
    expect(page.locator(".sheet .state")).to_contain_text("Đã chuyển")
    page.get_by_role("button", name="Cơ quan đang xử lý").click()
    expect(page.locator(".rows")).to_contain_text(TITLE)


def test_3_the_agency_acknowledges_and_reports(visit: Visit, story: Story, api: Api) -> None:
    api.settle()
    mail = api.mails(story.code, "snnmt.dau-moi@example.vn")[-1]
    assert TITLE in mail["text"]
    for secret in (PUBLIC, HANDLING, "Bình Minh,", "giam.doc"):
        assert secret not in mail["text"] + mail["html"]
    assert api.mails(story.code, "hhl-08.dau-moi@example.vn"), "the coordinating agency was asked too"
    page = visit(api.link(story.code, "tra-loi", "snnmt.dau-moi@example.vn"))
    expect(page.get_by_text(HANDLING)).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("giam.doc@example.vn")
    expect(page.locator(".notes")).to_contain_text("Trả lời sớm.")
    act(page, "Xác nhận đã nhận")
    act(page, "Báo cáo tình hình xử lý", Nội_dung="Đã đo đạc lại ngày 03/08, đang chờ thuế.")
    expect(page.get_by_role("heading", name="Đã gửi, chờ duyệt")).to_be_visible()
    first = api.document(f"/ho-so/{story.code}")
    assert first["replies"] == []

    desk = visit(api.link(story.code, "ban-lam-viec"), 1280, 900)
    act(desk, "Công khai", ".pending")
    api.settle()
    published = api.document(f"/ho-so/{story.code}")
    assert [reply["type"] for reply in published["replies"]] == ["status"]
    assert published["rearms"] == 0, "on the day of receipt nothing is counted anew, and no re-arm used up"
    assert published["deadline"]["start_on"] == api.now().date().isoformat()


def test_4_review_returns_one_answer_and_publishes_the_next(
    visit: Visit, story: Story, api: Api, tmp_path: Path
) -> None:
    page = visit(api.link(story.code, "tra-loi", "snnmt.dau-moi@example.vn"))
    act(page, "Trả lời", Nội_dung=VAGUE, Ngày_hẹn_có_kết_quả="2027-06-30")
    desk = visit(api.link(story.code, "ban-lam-viec"), 1280, 900)
    expect(desk.locator(".pending")).to_contain_text(VAGUE)
    act(desk, "Trả lại", ".pending", Lý_do="Chung chung", Ghi_chú="Nêu kết quả cụ thể.")
    api.settle()
    assert VAGUE not in api.page(f"/ho-so/{story.code}")

    page = visit(api.link(story.code, "tra-loi", "snnmt.dau-moi@example.vn"))
    expect(page.locator(".notes")).to_contain_text("Chung chung")
    expect(page.locator(".notes")).to_contain_text("Nêu kết quả cụ thể.")
    today = api.now().date().isoformat()
    files = [a_pdf(tmp_path, "văn bản.pdf"), a_photo(tmp_path)]
    words = {"Nội_dung": ANSWER, "Số,_ký_hiệu_văn_bản": "123/SNNMT", "Người_ký": "Phó Giám đốc"}
    act(page, "Trả lời", **words, Ngày_văn_bản=today, Ngày_giải_quyết_xong=today, Tệp_đính_kèm=files)
    desk.reload()
    expect(desk.locator(".pending")).to_contain_text("123/SNNMT")
    act(desk, "Công khai", ".pending")
    api.settle()
    mail = api.mails(story.code, "giam.doc@example.vn")[-1]
    assert "đã được trả lời" in mail["subject"]
    assert ANSWER not in mail["text"] + mail["html"]


def test_4_the_pages_show_it(visit: Visit, story: Story, api: Api, system: LocalSystem) -> None:
    page = visit(f"/ho-so/{story.code}", java_script_enabled=False)
    for words in (TITLE, PUBLIC, ANSWER, "123/SNNMT", "Đã trả lời", "Tiếp nhận qua cổng thông tin", "Tính từ ngày sau"):
        expect(page.locator("main")).to_contain_text(words)
    for words in (HANDLING, VAGUE, "giam.doc", "Công ty Bình Minh,", "tờ khai.pdf", "Nêu kết quả cụ thể"):
        expect(page.locator("main")).not_to_contain_text(words)
    strip = page.locator(".weeks time")
    document = api.document(f"/ho-so/{story.code}")
    assert strip.count() == len(document["deadline"]["counted"]) == document["deadline"]["length"]
    link = page.get_by_role("link", name="văn bản.pdf").get_attribute("href") or ""
    assert link.startswith(f"{system.files_url}/public/")
    with page.expect_download() as download:
        page.get_by_role("link", name="văn bản.pdf").click()
    assert Path(download.value.path()).read_bytes() == PDF
    assert download.value.suggested_filename == "văn bản.pdf"
    for path in ("/", "/ho-so", "/co-quan/SNNMT", "/linh-vuc/dat-dai"):
        page.goto(path)
        expect(page.locator(".cases").first).to_contain_text(TITLE)
        assert story.code in api.page(f"{'/index' if path == '/' else path}.json")
    for path, name in (("/co-quan", OFFICE), ("/linh-vuc", "Đất đai, giấy chứng nhận"), ("/thong-ke", OFFICE)):
        page.goto(path)
        expect(page.locator("main")).to_contain_text(name)
    assert api.document("/thong-ke")["figures"]["answered"] >= 1
    page.goto(f"/en/ho-so/{story.code}")
    for words in (TITLE, ANSWER, "Answered", "Dept of Agriculture"):
        expect(page.locator("main")).to_contain_text(words)


def test_5_not_satisfied_reopens_and_the_vice_chair_directs(visit: Visit, story: Story, api: Api) -> None:
    page = visit(api.link(story.code, "tra-cuu"))
    act(page, "Đánh giá trả lời", Mức_độ_hài_lòng="không hài lòng", Lý_do="Giấy cấp sai diện tích.")
    expect(page.locator(".state")).to_contain_text("Xử lý lại")
    api.settle()
    proposal = {"ground": "not_satisfied", "advice": "Đo thiếu một cạnh.", "proposal": "Đo lại toàn bộ thửa."}
    api.at_agency(story.code, "propose_escalation", **proposal)
    api.system.run("report")
    api.settle()
    leader = visit(api.link(story.code, "ban-lam-viec", "pho.chu.tich.2@example.vn"), 1280, 900)
    leader.locator(".rows button").filter(has_text=TITLE).click()
    for words in ("Giấy cấp sai diện tích.", *list(proposal.values())[1:]):
        expect(leader.locator(".notes")).to_contain_text(words)
    act(leader, "Chỉ đạo xử lý", ".sheet", Nội_dung="Đo lại và cấp đúng diện tích trước ngày 30.")
    api.settle()
    office = visit(api.link(story.code, "tra-loi", "snnmt.dau-moi@example.vn"))
    expect(office.locator(".notes")).to_contain_text("Đo lại và cấp đúng diện tích")
    assert api.document("/thong-ke")["figures"]["reopened"] >= 1


def test_5_satisfied_closes_it(visit: Visit, story: Story, api: Api) -> None:
    api.answered(story.petition, content="Đã đo lại và cấp đổi giấy đúng diện tích.")
    page = visit(api.link(story.code, "tra-cuu"))
    act(page, "Đánh giá trả lời", Mức_độ_hài_lòng="hài lòng")
    expect(page.locator(".state")).to_contain_text("Đã kết thúc")
    api.settle()
    document = api.document(f"/ho-so/{story.code}")
    assert (document["status"], document["rating"]["value"]) == ("closed", "satisfied")
