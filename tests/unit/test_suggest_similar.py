"""One story told twice, and two stories of one matter."""

from __future__ import annotations

import pytest

from chalicelib.domain.suggest.similar import THRESHOLD, Story, compare, most_similar, worth_reading
from tests.suggestion_samples import samples

TOLD_TWICE = [
    ("Đèn đường phố Muối hỏng cả tuần. Đêm tối om, đã có người ngã xe, đề nghị sửa.",
     "den duong pho Muoi hong may hom nay, dem toi om, nho sua giup"),
    ("Trạm y tế xã Vũ Lễ đóng cửa giờ hành chính. Tôi đưa con đi khám sáng thứ hai thì khóa cửa, không có ai trực.",
     "Sáng thứ hai trạm y tế xã Vũ Lễ khóa cửa, không có người trực, con tôi sốt phải đi nơi khác."),
    ("Nước máy đục ở phường Kỳ Lừa. Ba ngày nay nước máy có màu vàng đục, mùi tanh, không dùng nấu ăn được.",
     "Nước máy màu vàng đục, có mùi tanh từ thứ bảy tại phường Kỳ Lừa, đề nghị công ty cấp nước kiểm tra."),
]  # fmt: skip
TWO_STORIES = [
    ("Chậm cấp sổ đỏ ở xã Cai Kinh. Nộp hồ sơ từ tháng 3, quá hẹn hai tháng chưa trả kết quả.",
     "Chậm cấp giấy phép xây dựng. Nộp hồ sơ từ tháng 5, quá hẹn một tháng chưa trả kết quả."),
    ("Làm khai sinh cho con bị đòi thêm giấy tờ, cán bộ hẹn đi hẹn lại.",
     "Làm căn cước cho mẹ phải chờ lâu, cán bộ hẹn đi hẹn lại ba lần."),
    ("Ổ gà lớn trên quốc lộ 1A đoạn Chi Lăng rất nguy hiểm, đề nghị sửa.",
     "Ổ gà trên đường tỉnh 242 đoạn Hữu Lũng, xe tải tránh nhau khó, đề nghị vá."),
    ("Kính gửi Văn phòng Ủy ban nhân dân tỉnh. Tôi xin phản ánh việc sau. Nhà máy xả khói. Trân trọng cảm ơn.",
     "Kính gửi Văn phòng Ủy ban nhân dân tỉnh. Tôi xin phản ánh việc sau. Trường thu quỹ. Trân trọng cảm ơn."),
]  # fmt: skip


def story(code: str, text: str, field: str = "a", place: str = "") -> Story:
    title, _, content = text.partition(". ")
    return Story(code, title, content, field, place)


@pytest.mark.parametrize(("one", "two"), TOLD_TWICE)
def test_one_story_told_twice(one: str, two: str) -> None:
    match = compare(story("1", one), story("2", two))
    assert match.score >= THRESHOLD
    assert match.shared
    assert compare(story("2", two), story("1", one)).score == match.score


@pytest.mark.parametrize(("one", "two"), TWO_STORIES)
def test_two_stories_of_one_matter(one: str, two: str) -> None:
    assert compare(story("1", one), story("2", two)).score < THRESHOLD


def test_the_labelled_pairs_and_no_other() -> None:
    stories = [Story(one.id, one.title, one.text, one.field) for one in samples()]
    found = {tuple(sorted((one.code, m.code))) for one in stories for m in most_similar(one, stories)}
    assert found == {("S06", "S07"), ("S08", "S09")}


def test_another_place_is_another_story() -> None:
    text = "Trạm y tế đóng cửa giờ hành chính. Trạm khóa cửa, không có ai trực."
    same = compare(story("1", text, place="htd-01"), story("2", text, place="htd-01"))
    other = compare(story("1", text, place="htd-01"), story("2", text, place="htd-02"))
    assert other.score <= same.score / 2 < same.score


def test_phones_and_sums_in_common_say_nothing() -> None:
    one = story("1", "Gọi 0900 000 123 nộp 5 000 000 đồng ngày 12/03/2026", field="")
    two = story("2", "Số 0900 000 123, ngày 12/03/2026, 5 000 000", field="")
    assert compare(one, two).score < THRESHOLD


def test_the_best_first_at_most_three_and_never_itself() -> None:
    texts = [story(str(n), TOLD_TWICE[0][0] + " Xin cảm ơn." * (n % 2)) for n in range(6)]
    found = most_similar(texts[0], texts)
    assert len(found) == 3
    assert "0" not in [match.code for match in found]
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)


def test_only_what_shares_words_with_the_title_is_fetched() -> None:
    titles = [story(str(n), f"Việc khác số {n}. ", field="b") for n in range(100)] + [
        story("x", "Đèn đường phố Muối hỏng")
    ]
    assert worth_reading(story("me", TOLD_TWICE[0][1]), titles) == ["x"]


@pytest.mark.parametrize("text", ["", "a", "và của là", "???"])
def test_nothing_said_is_like_nothing(text: str) -> None:
    assert compare(story("1", text), story("2", text)).score < THRESHOLD
