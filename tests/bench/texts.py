"""A petition as people write them: 1,000 characters, with a phone, an e-mail and an address."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.petition import NOTICE_VERSION

_CONTENT = """Kính gửi Văn phòng Ủy ban nhân dân tỉnh Lạng Sơn. Công ty chúng tôi chuyên xuất khẩu thanh long và \
dưa hấu qua \
cửa khẩu quốc tế Hữu Nghị từ năm 2019. Từ đầu tháng 7 năm nay, mỗi xe hàng vào bãi đều phải nộp phí bến bãi \
hai lần: một lần tại cổng chính, một lần nữa tại điểm kiểm tra phía trong, cách nhau chưa đầy 500 mét. Điểm \
thu thứ hai không niêm yết giá, không xuất hóa đơn, người thu chỉ ghi biển số xe vào sổ tay. Khi lái xe hỏi \
căn cứ thu thì được trả lời là "quy định của bãi", ai không nộp phải quay đầu và xếp lại từ cuối hàng, có hôm \
mất thêm 14 giờ, hàng hỏng gần một phần ba.

Trong tháng 7, công ty đã nộp trùng 37 lượt với số tiền 22.200.000 đồng. Chúng tôi biết ít nhất sáu doanh \
nghiệp khác cũng gặp tình trạng tương tự nhưng ngại lên tiếng vì sợ bị gây khó ở những chuyến sau. Đề nghị \
tỉnh kiểm tra việc thu phí tại hai điểm nói trên, công bố mức thu đúng và căn cứ pháp lý, hoàn lại số tiền đã \
thu sai, đồng thời cho biết cơ quan nào chịu trách nhiệm."""
CONTENT = f"{_CONTENT} Xin trân trọng cảm ơn. ".ljust(1000, "*")
TITLE = "Một xe hàng bị thu phí bến bãi hai lần tại cửa khẩu Hữu Nghị"
ANSWER = CONTENT.replace("Kính gửi Văn phòng", "Qua kiểm tra, trả lời").replace("chúng tôi", "quý công ty")
STATUS = CONTENT[200:700]


def petition(**changes: Any) -> dict[str, Any]:
    assert len(CONTENT) == 1000
    return {
        "kind": "conduct",
        "subtype": "harassment",
        "title": TITLE,
        "content": CONTENT,
        "submitter": {
            "type": "business",
            "name": "Công ty TNHH Nông sản Bình Minh",
            "email": "lien.he@nongsanbinhminh.example.vn",
            "phone": "0912 345 678",
            "address": "Số 15, đường Trần Đăng Ninh, phường Lương Văn Tri, tỉnh Lạng Sơn",
        },
        "notice_version": NOTICE_VERSION,
        "consents": ["survey"],
        "field": "phi-cua-khau",
        **changes,
    }
