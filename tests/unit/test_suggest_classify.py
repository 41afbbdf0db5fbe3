"""Guesses about petitions that nobody tuned them on, in the words of everyday letters; and where names mislead."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain.suggest.classify import Classification, Classifier
from chalicelib.domain.vocabulary import SUBTYPES, Kind
from chalicelib.messages import catalogue
from infra.operator.data_files import read_reference
from tests.suggestion_samples import DAY, agencies, classifier, guessed, samples

# (text, kind, field among the first three, an agency among the first three)
PETITIONS = [
    (
        (
            "Điện yếu quanh năm. Trạm biến áp quá tải, tối nào cũng mất điện hai tiếng, đề nghị ngành điện "
            "nâng công suất."
        ),
        "incident",
        "cong-thuong",
        "PCLS",
    ),
    (
        (
            "Trường thu tiền điều hòa. Nhà trường bắt phụ huynh đóng quỹ lớp và tiền điều hòa ngoài quy "
            "định, cô giáo nói không đóng thì ngồi nóng."
        ),
        "conduct",
        "giao-duc",
        "SGDDT",
    ),
    (
        (
            "Thẻ bảo hiểm y tế bị khóa. Tôi đi khám thì được báo thẻ bảo hiểm y tế không hợp lệ, gọi cơ quan "
            "bảo hiểm xã hội ba lần không ai nghe máy."
        ),
        "conduct",
        "bao-hiem",
        "BHXH",
    ),
    (
        ("Xe quá tải phá đường. Hằng đêm xe chở đá chạy rầm rập làm nứt mặt đường liên xã, bụi mù mịt, rất nguy hiểm."),
        "incident",
        "giao-thong",
        "SXD2025",
    ),
    (
        "Cho hỏi thủ tục thành lập doanh nghiệp cần giấy tờ gì, nộp ở đâu?",
        "question",
        "dang-ky-doanh-nghiep",
        "STC2025",
    ),
    (
        "Cảm ơn bác sĩ khoa nhi bệnh viện đã tận tình cứu cháu tôi, xin biểu dương.",
        "praise",
        "y-te",
        "SYT",
    ),
    (
        (
            "Quy định về khoảng cách xây dựng nhà máy không phù hợp thực tế, kiến nghị tỉnh sửa đổi quy "
            "hoạch cho doanh nghiệp."
        ),
        "regulation",
        "quy-hoach",
        "SXD2025",
    ),
    (
        "Đề xuất làm bản đồ số các điểm du lịch và lễ hội, thí điểm ở Mẫu Sơn.",
        "initiative",
        "van-hoa",
        "SVHTTDL",
    ),
    (
        (
            "Thông quan chậm. Tờ khai hải quan mở từ thứ hai, cán bộ kiểm hóa trì hoãn, xe nông sản chờ bốn "
            "ngày chưa được giải quyết."
        ),
        "conduct",
        "hai-quan",
        "HQKV6",
    ),
    (
        ("Nợ lương công nhân. Công ty nợ lương ba tháng, không đóng bảo hiểm, đã báo phòng lao động mà không xử lý."),
        "conduct",
        "lao-dong",
        "SNV2025",
    ),
    (
        "Phá rừng đầu nguồn. Có nhóm người chặt gỗ trong rừng phòng hộ, kiểm lâm làm ngơ.",
        "conduct",
        "nong-nghiep",
        "SNNMT",
    ),
    (
        ("Cán bộ tiếp dân quát mắng. Tôi ra bộ phận một cửa xã Bắc Sơn hỏi hồ sơ, cán bộ có thái độ hách dịch."),
        "conduct",
        "can-bo",
        "HBS-01",
    ),
    (
        ("Đường vào bản sạt lở. Sau mưa lớn taluy sạt lở, học sinh không đi qua được, đề nghị khắc phục gấp."),
        "incident",
        "giao-thong",
        "SXD2025",
    ),
    (
        ("Chậm chi trả trợ cấp. Mẹ tôi là người khuyết tật, đã năm tháng chưa nhận được trợ cấp bảo trợ xã hội."),
        "conduct",
        "nguoi-co-cong",
        "SNV2025",
    ),
    (
        (
            "Bồi thường quá thấp. Giá đất bồi thường khi giải phóng mặt bằng bất hợp lý, kiến nghị xem lại "
            "cơ chế tính giá."
        ),
        "regulation",
        "gia-dat",
        "STC2025",
    ),
    (
        (
            "Hồ sơ mời thầu cài điều kiện. Gói thầu trường học đưa điều kiện làm khó nhà thầu nhỏ, trái quy "
            "định đấu thầu."
        ),
        "conduct",
        "dau-thau",
        "STC2025",
    ),
    (
        ("Làm căn cước phải chờ. Nộp hồ sơ cấp căn cước từ tháng 4, quá hẹn hai tháng vẫn chưa trả kết quả."),
        "conduct",
        "an-ninh",
        "CAT",
    ),
    (
        (
            "Ngân hàng từ chối cho vay. Doanh nghiệp đủ điều kiện vay ưu đãi lãi suất nhưng chi nhánh đòi "
            "hỏi thêm tài sản."
        ),
        "conduct",
        "ngan-hang",
        "NHNN",
    ),
    (
        "Karaoke ồn đến 2 giờ sáng, dân phố không ngủ được, đề nghị xử lý.",
        "incident",
        "van-hoa",
        "SVHTTDL",
    ),
    (
        "Khong cap nuoc. Ca khu pho mat nuoc ba ngay nay, goi khong ai tra loi, de nghi xu ly som.",
        "incident",
        "",
        "",
    ),
    (
        ("Sáng kiến một hồ sơ dùng chung cho đăng ký kinh doanh và thuế, doanh nghiệp không phải khai hai lần."),
        "initiative",
        "thue",
        "THUETINH",
    ),
    (
        "Xin hỏi làm lý lịch tư pháp ở đâu, bao lâu thì có?",
        "question",
        "ho-tich",
        "CAT",
    ),
    (
        "Phần mềm dịch vụ công trực tuyến hay lỗi, nộp hồ sơ mãi không được, đề nghị nâng cấp.",
        "conduct",
        "khoa-hoc",
        "SKHCN2025",
    ),
    (
        ("Thuế khoán tăng gấp đôi. Hộ kinh doanh của tôi bị cơ quan thuế áp sai mức thuế khoán, hỏi không trả lời."),
        "conduct",
        "thue",
        "THUETINH",
    ),
]

FLAGS = [
    ("Tôi tố giác ông phó phòng nhận hối lộ 50 triệu để cho trúng thầu, có băng ghi âm.", "denunciation"),
    ("Kế toán xã tham ô tiền cứu trợ, chiếm đoạt của dân.", "denunciation"),
    ("Tôi không đồng ý với quyết định xử phạt số 12 và khiếu nại, đề nghị hủy quyết định.", "legal_complaint"),
    ("Tòa án xét xử sơ thẩm tuyên tôi thua, bản án không đúng.", "court"),
    ("Chuyên cung cấp sim số đẹp giá rẻ, liên hệ ngay zalo để nhận khuyến mãi.", "advertising"),
    ("Việc nhẹ lương cao, tuyển cộng tác viên đặt hàng online.", "advertising"),
    ("qwe asd 111", "test"),
    ("alo alo test", "test"),
    ("Tôi xin được giữ bí mật danh tính vì sợ bị trả thù.", "wants_confidentiality"),
    ("Việc này tôi đã gửi phản ánh hồi tháng ba, được trả lời sẽ sửa, nay vẫn không sửa.", "raised_again"),
    ("Tiếp tục kiến nghị việc cấp nước theo mã LS.20260807.K7M4Q.", "raised_again"),
    ("Thông tư hiện hành có nhiều bất cập, đề nghị Bộ sửa đổi.", "legal_document"),
    ("Kính gửi:\n1. Thiếu điện\n2. Chậm hoàn thuế\n3. Khó vay vốn\n4. Thiếu lao động\nHiệp hội tổng hợp.", "bulk"),
    ("Cán bộ xã nói mai quay lại, ba lần rồi.", "place_missing"),
]  # fmt: skip

NO_FLAGS = [
    "Doanh nghiệp đề nghị được vay vốn lãi suất ưu đãi, giải ngân nhanh hơn.",
    "Đề nghị UBND xã Quốc Khánh sửa kênh mương.",
    "Trường THCS nằm cạnh bãi rác, mùi hôi bay vào lớp học.",
    "Kiến nghị tuyên truyền phòng, chống tham nhũng ở cơ sở.",
    "Hồ sơ cấp phép xây dựng theo nghị định mới vẫn yêu cầu bản giấy.",
    "Road 234 near the bridge has a deep pothole, two motorbikes fell yesterday.",
]

PLACES = [
    ("ở xã Quốc Khánh", ["htd-05"]),
    ("o xa quoc khanh", ["htd-05"]),
    ("nghỉ lễ Quốc Khánh 2/9", []),
    ("đường Hoàng Văn Thụ, phường Tam Thanh", ["tpls-01"]),
    ("UBND Lộc Bình và thôn ở Na Dương", ["hlb-01"]),
    ("chợ ở Đồng Đăng họp sớm", ["hclo-01"]),
    ("ông Lương Văn Tri kể", []),
    ("đoàn kết toàn dân", []),
    ("huyện Đình Lập cũ", ["hdl-01", "hdl-02", "hdl-03", "hdl-04"]),
    ("xã Bình Gia, huyện Bình Gia", ["hbg-01"]),
    ("xã Tân Văn và xã Tân Thành", ["hbg-02", "hhl-03"]),
]


def classify(text: str, day: date = DAY) -> Classification:
    title, _, content = text.partition(". ")
    used = classifier() if day == DAY else Classifier(read_reference().directory, day)
    return used.classify(title, content)


@pytest.mark.parametrize(("text", "kind", "field", "agency"), PETITIONS, ids=[text[:30] for text, *_ in PETITIONS])
def test_petitions(text: str, kind: str, field: str, agency: str) -> None:
    guesses = classify(text)
    assert [guess.value for guess in guesses.kinds][:1] == [kind]
    assert not field or field in [guess.value for guess in guesses.fields]
    assert not agency or agency in agencies(guesses)


@pytest.mark.parametrize(("text", "flag"), FLAGS, ids=[text[:30] for text, _ in FLAGS])
def test_flags(text: str, flag: str) -> None:
    assert flag in [found.value for found in classify(text).flags]


@pytest.mark.parametrize("text", NO_FLAGS)
def test_no_flags(text: str) -> None:
    assert [found.value for found in classify(text).flags] == []


@pytest.mark.parametrize(("text", "places"), PLACES, ids=[text for text, _ in PLACES])
def test_places_by_their_names_on_word_boundaries(text: str, places: list[str]) -> None:
    assert [guess.value for guess in classify(text).places] == places


def test_conduct_at_a_commune_is_led_by_its_superior_and_never_by_itself() -> None:
    directory = read_reference().directory
    guesses = classify("Cán bộ UBND xã Quốc Khánh đòi thêm giấy tờ khi làm khai sinh.")
    assert guesses.complained_of[0].value == "HTD-05"
    assert guesses.leads[0].value == directory.superior("HTD-05", DAY)
    assert "HTD-05" not in [guess.value for guess in guesses.leads]
    assert "rule.superior" in guesses.leads[0].reasons


def test_conduct_of_a_department_s_staff_is_not_led_by_that_department() -> None:
    guesses = classify("Chuyên viên Sở Xây dựng hạch sách, gây khó dễ khi cấp phép xây dựng.")
    assert guesses.complained_of[0].value == "SXD2025"
    assert "SXD2025" not in [guess.value for guess in guesses.leads]


def test_a_place_that_is_only_where_it_happened_does_not_lead() -> None:
    guesses = classify(
        "Chậm cấp sổ đỏ. Nhà tôi ở xã Cai Kinh nộp hồ sơ cấp giấy chứng nhận quyền sử dụng đất đã quá hẹn."
    )
    assert guesses.leads[0].value == "SNNMT"


@pytest.mark.parametrize(
    ("day", "lead"), [(date(2025, 2, 28), "SGTVT"), (date(2025, 3, 1), "CAT"), (date(2026, 8, 7), "CAT")]
)
def test_who_is_competent_depends_on_the_day(day: date, lead: str) -> None:
    assert classify("Xin hỏi đổi giấy phép lái xe ở đâu?", day).leads[0].value == lead


def test_a_name_that_ended_stands_for_its_heir() -> None:
    assert "SNNMT" in [guess.value for guess in classify("Đề nghị Sở Tài nguyên và Môi trường trả lời.").leads]
    assert "SXD2025" in [guess.value for guess in classify("Đề nghị Sở Giao thông vận tải trả lời.").leads]


def test_only_what_is_on_file_is_ever_named() -> None:
    directory = read_reference().directory
    for text, *_ in PETITIONS:
        guesses = classify(text)
        assert all(directory.valid_on(guess.value, DAY) for guess in (*guesses.leads, *guesses.complained_of))
        assert all(guess.value in SUBTYPES[Kind(guesses.kinds[0].value)] for guess in guesses.subtypes)


def test_every_reason_stands_in_the_text_or_has_words_of_its_own() -> None:
    for text, *_ in PETITIONS:
        guesses = classify(text)
        for ranked in (guesses.kinds, guesses.fields, guesses.leads, guesses.flags):
            for reason in (reason for guess in ranked for reason in guess.reasons):
                assert reason.lower() in text.lower().replace(". ", "\n") or f"suggest.{reason}" in catalogue("vi")


@pytest.mark.parametrize("text", ["", "\n", "???", "đ", "1", "😀" * 50, "a" * 10_000, "x y " * 3000])
def test_any_text_is_taken(text: str) -> None:
    classifier().classify(text[:200], text)


@pytest.mark.parametrize("sample", samples(), ids=[sample.id for sample in samples()])
def test_the_labelled_petitions(sample: object) -> None:
    labelled = next(one for one in samples() if one is sample)
    guesses = guessed(labelled.id)
    assert not labelled.kind or labelled.kind in [guess.value for guess in guesses.kinds]
    assert set(labelled.flags) <= {flag.value for flag in guesses.flags}
    assert not labelled.agency or labelled.agency in agencies(guesses)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Thị trường khó khăn, yêu cầu hỗ trợ.", "giao-duc"),
        ("Trưởng thôn không thông báo.", "giao-duc"),
        ("Đề nghị gọi số điện thoại của tôi.", "cong-thuong"),
        ("Nhu cầu của dân rất lớn.", "giao-thong"),
        ("Không cho chúng tôi vào.", "cong-thuong"),
        ("Giá đường ăn tăng.", "giao-duc"),
    ],
)
def test_a_syllable_inside_another_word_is_no_cue(text: str, field: str) -> None:
    assert field not in [guess.value for guess in classify(text).fields]
