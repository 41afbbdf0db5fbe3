"""Personal data in sentences as people write them: what must be found whole, and what must be left alone."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.suggest.personal import KINDS, find, redact
from chalicelib.domain.text import fold
from infra.operator.data_files import read_reference

PLACES = frozenset(fold(p.name_vi).partition(" ")[2] for p in read_reference().directory.places)

FOUND = [
    # phones
    ("Gọi cho tôi số 0912 345 678 nhé.", [("phone", "0912 345 678")]),
    ("SĐT: 0912.345.678 hoặc 0205-3812-345", [("phone", "0912.345.678"), ("phone", "0205-3812-345")]),
    ("Số máy (+84) 912-345-678", [("phone", "(+84) 912-345-678")]),
    ("lien he +84912345678", [("phone", "+84912345678")]),
    ("điện thoại 912 345 678 gặp chị Hoa", [("phone", "912 345 678"), ("name", "Hoa")]),
    ("Tôi gọi 0912345678 10 lần trong 3 ngày", [("phone", "0912345678")]),
    # e-mail and links
    ("Thư gửi về nguyen.van-a+pakn@gmail.com.", [("email", "nguyen.van-a+pakn@gmail.com")]),
    ("nhóm zalo.me/0912345678, trang https://facebook.com/abc?x=1).",
     [("link", "zalo.me/0912345678"), ("link", "https://facebook.com/abc?x=1")]),
    # identity
    ("CCCD số 020 190 001 234 cấp ngày 12/05/2021", [("identity", "020 190 001 234")]),
    ("CMND: 081234567", [("identity", "081234567")]),
    ("số định danh cá nhân của cháu là 020219000123", [("identity", "020219000123")]),
    ("trong danh sách có cả 020085001234 của tôi", [("identity", "020085001234")]),
    ("hộ chiếu số B1234567", [("identity", "B1234567")]),
    ("mã số BHXH 2012345678", [("identity", "2012345678")]),
    # plates
    ("xe 29A1-123.45 chở đất rơi vãi", [("plate", "29A1-123.45")]),
    ("biển số 12c 12345 đỗ trước cổng", [("plate", "12c 12345")]),
    ("xe khách BKS 12B00123 vượt ẩu", [("plate", "12B00123")]),
    ("xe 12LD-001.23", [("plate", "12LD-001.23")]),
    # land
    ("thửa đất số 12, tờ bản đồ số 3", [("land", "thửa đất số 12"), ("land", "tờ bản đồ số 3")]),
    ("thua 145 to ban do 27 cua nha toi", [("land", "thua 145"), ("land", "to ban do 27")]),
    ("Giấy chứng nhận quyền sử dụng đất số CĐ 123456", [("land", "CĐ 123456")]),
    # bank
    ("chuyển vào số tài khoản 1234 5678 9012 ngân hàng Agribank", [("bank", "1234 5678 9012")]),
    ("STK: 0301000312345 Vietcombank", [("bank", "0301000312345")]),
    # birth
    ("Tôi sinh ngày 05/09/1987 tại Bình Gia", [("birth", "05/09/1987")]),
    ("cháu trai, sinh năm 2015, học lớp 3", [("birth", "2015")]),
    # names after titles and roles
    ("Ông Trần Văn Đức, trưởng thôn, đã ký.", [("name", "Trần Văn Đức")]),
    ("gặp bà Chủ tịch xã Nguyễn Thị Hồng Hạnh để hỏi", [("name", "Nguyễn Thị Hồng Hạnh")]),
    ("cô giáo chủ nhiệm Lê Thu Hà thu tiền", [("name", "Lê Thu Hà")]),
    ("anh Tuấn địa chính bảo về chờ", [("name", "Tuấn")]),
    ("Người làm đơn: Lăng Thị Thu", [("name", "Lăng Thị Thu")]),
    ("chồng tôi là Hà Văn Sáng đã mất", [("name", "Hà Văn Sáng")]),
    ("Em tên là Đàm Minh Ngọc", [("name", "Đàm Minh Ngọc")]),
    ("cán bộ Nông Văn Lành hẹn tôi ba lần", [("name", "Nông Văn Lành")]),
    ("chủ tịch xã Hoàng Văn Mỗ đã hứa", [("name", "Hoàng Văn Mỗ")]),
    ("toi la nong thi mau, o thon khuoi tao, so dien thoai 0900000123",
     [("name", "nong thi mau"), ("address", "thon khuoi tao"), ("phone", "0900000123")]),
    ("tôi là nguyễn văn an, nộp hồ sơ từ tháng 3", [("name", "nguyễn văn an")]),
    ("ÔNG TRẦN VĂN ĐỨC ĐÃ NHẬN TIỀN CỦA DÂN", [("name", "TRẦN VĂN ĐỨC")]),
    ("Đề nghị trả cho Vy Thị Bích số tiền còn thiếu", [("name", "Vy Thị Bích")]),
    # addresses
    ("nhà ở số 15, đường Trần Đăng Ninh, phường Tam Thanh", [("address", "số 15, đường Trần Đăng Ninh")]),
    ("tổ dân phố số 5, khối Vĩnh Hòa", [("address", "tổ dân phố số 5"), ("address", "khối Vĩnh Hòa")]),
    ("số nhà 12/3 ngõ 45 đã bị úng", [("address", "số nhà 12/3"), ("address", "ngõ 45")]),
    ("các hộ ở thôn Nà Mò 2 xã Tân Văn", [("address", "thôn Nà Mò 2")]),
    ("bản Khuổi Nà, xã Hữu Liên mất điện", [("address", "bản Khuổi Nà")]),
]  # fmt: skip

LEFT = [
    "Công văn số 475/TTg-KSTT ngày 06/04/2017 và Quyết định 31/2021/QĐ-TTg.",
    "Căn cứ Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP và Nghị quyết 1672/NQ-UBTVQH15.",
    "Nộp 22.200.000 đồng, sau đó thêm 1 000 000 000 đồng và 0900000000 đồng.",
    "Hồ sơ số 000.00.12.H37-240305-0012, biên nhận 0912345678.",
    "Mã số thuế 0100109106 của công ty, mã hồ sơ LS.20260807.K7M4Q và LS-2024-000123.",
    "Đề nghị UBND xã Cai Kinh và Sở Nông nghiệp và Môi trường trả lời trước 15/09/2026.",
    "Bà con thôn bản phản ánh ông Chủ tịch UBND xã chưa tiếp dân.",
    "Cán bộ một cửa phường Lương Văn Tri và xã Hoàng Văn Thụ rất nhiệt tình.",
    "Đường Trần Hưng Đạo, phố Bà Triệu và trường THPT Chu Văn An ngập nước.",
    "Cần bản sao, bản đồ và bản Kế hoạch; giấy xác nhận thôn; tổ chức, tổ công tác.",
    "Đăng ký khai sinh ngày 12/03/2026 cho cháu, học sinh năm 2024 được miễn phí.",
    "Diện tích thửa đất 200m2, thu hồi 3 thửa đất; tỉnh lộ 234, quốc lộ 1A, km 12.",
    "Tôi là Giám đốc Công ty TNHH Một thành viên Lạng Sơn.",
    "Tổng đài 1900 1234, xem https://dichvucong.gov.vn/p/home hoặc langson.gov.vn.",
    "Kính thưa 3 vị lãnh đạo, tôi xin nêu 2 ý.",
    "Trung tâm Phục vụ hành chính công tỉnh, quầy số 4, chị cán bộ hướng dẫn tận tình.",
    "Từ 12 giờ đến 15 giờ ngày 7/8/2026, 02 đoàn kiểm tra 3 lần.",
    "Vì thị trường khó khăn, các hộ vi phạm hành chính bị phạt 5 triệu.",
    "vi thi truong kho khan, ba duong hong, chi tieu cao, co van de",
    "Học sinh khối 8 và lớp 9, tổ chức thi ngày 20/11/2026.",
    "Đoàn Thanh niên Cộng sản Hồ Chí Minh, Hội Nông dân, Hội Cựu chiến binh.",
    "Tài khoản VNeID mức 2 của tôi không đăng nhập được từ 12.03.2026.",
    "Xe tải 15 tấn chạy 24/24 giờ, 3 chuyến mỗi ngày, giá 12 USD/tấn.",
    "Văn bản 1208/SNNMT-ĐKĐĐ, công văn 455/STP-HCTP, báo cáo 349/BC-SKHĐT.",
    "Anh em công nhân, chị em phụ nữ và các em nhỏ ở cuối thôn đều ho.",
    "Thủ tục cấp sổ đỏ tại huyện Cao Lộc, tỉnh Thái Nguyên và thành phố Hồ Chí Minh.",
    "Đề nghị không thu phí. Trân trọng cảm ơn Ông/Bà.",
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text[:40] for text, _ in FOUND])
def test_is_found_whole(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(span.kind, span.text) for span in find(text, PLACES)] == expected


@pytest.mark.parametrize("text", LEFT, ids=[text[:40] for text in LEFT])
def test_is_left_alone(text: str) -> None:
    assert [(span.kind, span.text) for span in find(text, PLACES)] == []


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text[:40] for text, _ in FOUND])
def test_what_was_redacted_is_gone_and_the_rest_stands(text: str, expected: list[tuple[str, str]]) -> None:
    spans = find(text, PLACES)
    clear = redact(text, spans)
    assert all(clear.count(f"[{kind}]") >= 1 for kind, _ in expected)
    rest = text
    for _, value in expected:
        rest = rest.replace(value, "\0", 1)
    for kind in KINDS:
        clear = clear.replace(f"[{kind}]", "\0")
    assert clear == rest


def test_labels_are_the_caller_s() -> None:
    text = "Gọi 0912 345 678"
    assert redact(text, find(text), {"phone": "số điện thoại"}) == "Gọi [số điện thoại]"


@given(st.lists(st.sampled_from([text for text, _ in FOUND] + LEFT + ["\n", "ß", "İ", "한", "x̂", "🙂 "]), max_size=6))
def test_spans_fit_their_text_and_never_overlap(parts: list[str]) -> None:
    text = unicodedata.normalize("NFC", " ".join(parts))
    spans = find(text, PLACES)
    assert all(text[span.start : span.end] == span.text and span.text.strip() for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    assert redact(text, find(text)).count("[") >= 0
