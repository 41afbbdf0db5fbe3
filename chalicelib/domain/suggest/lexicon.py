"""Hand-made cues for kinds, sub-types and warnings: `phrase=weight`, a weight being about a log-odds.

General words of the trade, not of particular petitions. Fields have their own list in `lexicon_fields`.
"""

from __future__ import annotations

from functools import lru_cache

from chalicelib.domain.suggest.words import MASK, Lexicon, parse_cues

# Compounds whose syllables mean something else alone, and set phrases of politeness.
MASKS = (
    "yêu cầu|nhu cầu|toàn cầu|cầu thị|cầu lông|điện thoại|điện tử|đại diện|bưu điện|môi trường|thị trường|"
    "hiện trường|trường hợp|nông trường|công trường|quảng trường|lập trường|chủ trương|trưởng phòng|đường dây nóng|"
    "đường link|đường dẫn|không hài lòng|chưa hài lòng|trân trọng cảm ơn|xin chân thành cảm ơn|thuốc lá|chợ búa|"
    "kịch bản|văn bản|không cảm ơn|dự kiến|luật sư|kỷ luật|pháp luật|bán hàng|mua bán|chi trả|trả lời|cửa khẩu|"
    "cửa hàng|con đường|đường biên|không tham nhũng|chống tham nhũng|thử nghiệm|thử thách|xử phạt|xe máy|giấy tờ xe"
)

CUES = {
    MASK: MASKS,
    # R1-05: delay, harassment, non-performance, wrong performance.
    "conduct": (
        "cán bộ=1|công chức=1.5|viên chức=1|chuyên viên=1|bộ phận một cửa=1.5|thái độ=1.5|tắc trách=2|"
        "vô trách nhiệm=2.5|chấn chỉnh=2|xin lỗi=1|kiểm điểm=1.5|đoàn kiểm tra=1.5|đoàn thanh tra=1.5|"
        "làm thủ tục=0.5|nộp hồ sơ=1|không xuất hóa đơn=1.5|thu phí=0.8|bị thu=1|ban quản lý=0.5"
    ),
    "conduct/delay": (
        "chậm trễ=2.5|chậm=1.2|chậm trả=2|chậm cấp=2|quá hẹn=2.5|trễ hẹn=2.5|quá hạn=1.5|phiếu hẹn=2|"
        "chưa trả kết quả=2.5|chưa được trả=2|chưa có kết quả=2|chưa có giấy=1.5|chờ mãi=1.5|đã nhiều tháng=1.5|"
        "ngâm hồ sơ=3|bao giờ trả kết quả=1.5|chưa được giải quyết=1.5|chưa nhận được=1.5|kéo dài thời gian=1"
    ),
    "conduct/harassment": (
        "hạch sách=3|nhũng nhiễu=3|sách nhiễu=3|gây khó=2|gây khó dễ=3|gây phiền hà=3|phiền hà=2|vòi vĩnh=3|"
        "vòi tiền=3|đi lại nhiều lần=3|đòi thêm=2|đòi hỏi=1|bắt bổ sung=2.5|bắt nộp thêm=2.5|yêu cầu thêm giấy=2.5|"
        "giấy tờ ngoài quy định=2.5|ngoài quy định=1.5|thiếu giấy=1.5|quát mắng=3|quát=1.5|cửa quyền=3|hách dịch=3|"
        "thái độ=1|làm khó=2|lót tay=3|chi thêm=2|bồi dưỡng=1|hoạnh họe=3"
    ),
    "conduct/non_performance": (
        "không giải quyết=2.5|chưa giải quyết=2.5|vẫn chưa=1|chưa ai=1.5|đã phản ánh=1|không ai giải quyết=2.5|"
        "không trả lời=2|không tiếp nhận=2.5|từ chối tiếp nhận=2.5|từ chối nhận=2|đùn đẩy=3|né tránh=2.5|"
        "đá bóng=1.5|không thực hiện=1.5|bỏ mặc=2|làm ngơ=2.5|không ai xử lý=2|không xử lý=2|chưa xử lý=1.5|"
        "vẫn không=1|không nghe máy=2|không ai nghe=2|không ai trực=2|không có người trực=2"
    ),
    "conduct/wrong_performance": (
        "sai quy định=2.5|không đúng quy định=2.5|trái quy định=2|thu sai=2.5|thu trùng=2.5|thu phí hai lần=2.5|"
        "thu 2 lần=2|thu hai lần=2|bị thu phí=1.5|không có hóa đơn=1.5|không xuất hóa đơn=1.5|không niêm yết=1.5|"
        "niêm yết công khai=0.5|tính sai=2|cấp sai=2.5|làm sai=2|ghi sai=2|nhầm=1|áp sai=2|lộ thông tin=2.5|"
        "để lộ=2|trùng lặp=1|cùng nội dung=1.5|nhiều đoàn=1.5|xử phạt oan=2|phạt oan=2|cưỡng chế sai=2.5"
    ),
    # R1-06: unfit, not synchronised, inconsistent, illegal, contrary to treaties.
    "regulation": (
        "quy định=0.6|cơ chế=1.5|chính sách=1.5|nghị định=1.5|thông tư=1.5|nghị quyết=1|văn bản hướng dẫn=1.5|"
        "vướng mắc=1.5|kiến nghị=0.8|kiến nghị tỉnh=1|đề nghị sửa=2|sửa đổi=2|sửa quy định=2.5|ban hành=1|"
        "quy định rõ=1.5|tháo gỡ=1|hội viên=0.8|bảng giá=0.8|mức thu=0.5|điều kiện=0.5|chưa có quy định=2|"
        "chưa có hướng dẫn=2|rườm rà=1.5|cắt giảm=1"
    ),
    "regulation/unfit": (
        "không phù hợp=2|chưa phù hợp=2|bất cập=2.5|không khả thi=3|khó thực hiện=2|không sát thực tế=2.5|"
        "xa thực tế=2|lạc hậu=2|quá cao=0.5|không hợp lý=1.5|bất hợp lý=2|gây khó cho doanh nghiệp=1.5"
    ),
    "regulation/not_synchronised": (
        "không đồng bộ=3|chưa đồng bộ=3|chồng chéo=2.5|thiếu hướng dẫn=1.5|thiếu đồng bộ=3"
    ),
    "regulation/inconsistent": (
        "không thống nhất=2.5|chưa thống nhất=2.5|mâu thuẫn=2|mỗi nơi một kiểu=2.5|khác nhau giữa=1.5"
    ),
    "regulation/illegal": "trái luật=3|không hợp pháp=3|trái hiến pháp=3|trái với luật=3|vượt thẩm quyền=1.5",
    "regulation/contrary_to_treaty": ("điều ước quốc tế=4|cam kết quốc tế=3|hiệp định=2.5|wto=3|evfta=3|cptpp=3"),
    # R1-07: new solutions.
    "initiative": (
        "đề xuất=2|sáng kiến=3|giải pháp=1.5|hiến kế=3|nên có=1|nên làm=1|thí điểm=2|xây dựng một=1.5|"
        "dùng chung=1.5|mô hình=1|ứng dụng=0.5|góp ý=1|đề xuất xây dựng=1|áp dụng mô hình=1.5|ý tưởng=2|"
        "lắp thêm=0.8"
    ),
    "question": (
        "cho hỏi=3|cho tôi hỏi=3.5|cho em hỏi=3.5|xin hỏi=2.5|muốn hỏi=2.5|hỏi thủ tục=2.5|hỏi về=2|"
        "hướng dẫn giúp=1.5|nộp ở đâu=2|ở đâu=1|bao nhiêu=1.2|bao lâu=1|cần giấy tờ gì=2.5|cần những gì=2|"
        "gồm những gì=2|như thế nào=1|thế nào=0.5|thủ tục gì=2|có được không=1.5|được không ạ=1.5|làm sao=1|"
        "mấy ngày=0.8|phải không=0.5|là gì=0.8"
    ),
    "praise": (
        "khen=3|khen ngợi=3.5|tuyên dương=3|biểu dương=3.5|tận tình=2.5|nhiệt tình=2|chu đáo=2|niềm nở=2.5|"
        "tận tâm=2.5|cảm ơn=1.2|xin cảm ơn=0.8|cám ơn=1.2|nhân rộng=2|hài lòng=1.5|rất hài lòng=2.5|ân cần=2.5|"
        "nêu gương=3|gương tốt=3|nhanh gọn=2"
    ),
    # Field incidents: things out there, seen or smelt, now.
    "incident": (
        "ổ gà=3|ổ voi=3|hố=1|hố ga=2|nắp cống=2.5|cống=1|sụt lún=2.5|sạt lở=2.5|ngập=2|ngập nước=2.5|đèn đường=2.5|"
        "đèn tín hiệu=2.5|biển báo=2|cắm biển=2|biển cảnh báo=2|cây đổ=3|cây gãy=3|dây điện=2|mất điện=2|"
        "mất nước=2|vỡ ống=2.5|rác thải=1.5|đổ rác=2|bãi rác=1.5|rác=0.8|đốt rác=2.5|đốt=1|khói=1.5|khét=1.5|"
        "mùi hôi=1.5|hôi thối=2|tiếng ồn=2|ồn=1.5|ô nhiễm=1|xả thải=1.5|nước thải=1.5|nguy hiểm=1.2|tai nạn=1.5|"
        "bị ngã=1.5|ngã=1|hỏng=1|hư hỏng=1.5|vá=1|lấn chiếm=1.5|vỉa hè=1.5|đêm=0.5|ban đêm=1|hằng đêm=1.5|"
        "hàng đêm=1.5|karaoke=1.5|chó thả rông=2|đá rơi=2|rơi vãi=1.5|xử lý sớm=0.8"
    ),
}

FLAGS = {
    MASK: MASKS,
    # Luật Tố cáo 2018 art. 2: a violation of law by somebody named or found.
    "denunciation": (
        "tố cáo=3|tố giác=3|tham nhũng=2|nhận tiền=1.5|nhận hối lộ=3|đưa hối lộ=2.5|hối lộ=2.5|tham ô=3|"
        "chiếm đoạt=2|biển thủ=3|xử lý hình sự=2|khởi tố=1.5|ghi âm=1|tôi tố cáo=1|vòi tiền=1.5|ăn chặn=2.5|"
        "lợi dụng chức vụ=2.5|đơn tố cáo=1|vi phạm pháp luật=1|bao che=1.5|làm giả=1.5"
    ),
    # Luật Khiếu nại 2011 art. 2: to review a decision against oneself.
    "legal_complaint": (
        "khiếu nại=2.5|đơn khiếu nại=1.5|tôi khiếu nại=1.5|không đồng ý với quyết định=3|không đồng ý quyết định=3|"
        "hủy quyết định=2.5|thu hồi quyết định=2|khởi kiện=2.5|quyết định thu hồi đất=1|quyết định xử phạt=1|"
        "quyết định cưỡng chế=1.5|khiếu nại quyết định=2|xem xét lại quyết định=3|đề nghị hủy=1|"
        "giải quyết khiếu nại=1"
    ),
    "court": "bản án=3|tòa án=2|toà tuyên=2|xét xử=2|phúc thẩm=3|sơ thẩm=3|thi hành án=1.5|viện kiểm sát=1.5",
    "advertising": (
        "vay tiền=1.5|vay tiền nhanh=2|cho vay=1|vay vốn=0.5|không thế chấp=2|không cần thế chấp=2|giải ngân=1|"
        "lãi suất=0.5|0 lãi=2|khuyến mãi=2|giảm giá=1.5|liên hệ zalo=1.5|liên hệ ngay=2|hotline=1|inbox=2|"
        "việc nhẹ lương cao=4|cộng tác viên=1.5|cá cược=3|nhà cái=3|casino=3|trúng thưởng=2|đặt hàng=1.5|"
        "bấm vào=1.5|bấm=1|click=2|giá rẻ=2|uy tín=1|chuyên cung cấp=2|nhận làm=1|cam kết=0.3|miễn phí=0.5|bán=0.5|"
        "sim số đẹp=3|bất động sản=0.5|chính chủ=1.5|đề nghị=-1.5|kiến nghị=-1.5|phản ánh=-1.5"
    ),
    "raised_again": (
        "đã phản ánh=2|đã kiến nghị=2|đã gửi phản ánh=2.5|phản ánh nhiều lần=3|phản ánh lần=2|tiếp tục phản ánh=3|"
        "tiếp tục kiến nghị=3|phản ánh lại=3|kiến nghị lại=3|gửi lại=1|lần thứ hai=0.8|lần thứ ba=0.8|"
        "lần thứ tư=0.8|mã cũ=2|hồ sơ cũ=1|mã hồ sơ cũ=2|vẫn chưa=0.8|vẫn không=0.8|vẫn như cũ=1.5|"
        "đã được trả lời=1.5|đã trả lời nhưng=2|chưa hài lòng=1.5|không hài lòng=1.5|lần trước=1.5|"
        "đâu lại vào đấy=2"
    ),
    "wants_confidentiality": (
        "giấu tên=3|giữ kín=2.5|giữ bí mật=2.5|giữ bí mật danh tính=3|bảo mật danh tính=3|bảo mật thông tin=1.5|"
        "không nêu tên=3|không công khai tên=3|không công khai danh tính=3|ẩn danh=2.5|đừng nêu tên=3|"
        "sợ bị trả thù=3|sợ trả thù=2.5|trù dập=2.5|không muốn lộ=2.5|tránh lộ=2|bảo vệ người tố cáo=2"
    ),
    # CĐ 89/2025: law-making documents go to the Ministry of Justice's system; both halves must be there.
    "legal_document:what": (
        "nghị định=1|thông tư=1|bộ luật=1|luật đất đai=1|luật thuế=1|luật doanh nghiệp=1|luật đầu tư=1|pháp lệnh=1|"
        "quyết định của thủ tướng=1|nghị quyết của quốc hội=1|luật=0.7|văn bản quy phạm=1|điều luật=1"
    ),
    "legal_document:change": (
        "sửa nghị định=1|sửa đổi=1|sửa thông tư=1|sửa luật=1|sửa quy định=1|bãi bỏ=1|bất cập=1|không khả thi=1|"
        "bổ sung quy định=1|thay thế nghị định=1|không phù hợp thực tế=1|chưa phù hợp=1|đề nghị sửa=1|"
        "chồng chéo=0.7|mâu thuẫn=0.7"
    ),
    "bulk": (
        "tổng hợp=1|tổng hợp kiến nghị=2|nhóm vấn đề=1.5|của hội viên=1.5|hội viên=0.5|các hội viên=1|"
        "từng nội dung=1.5|các nội dung sau=1|hiệp hội=0.5|nhiều nội dung=1"
    ),
}

THRESHOLDS = {
    "denunciation": 3.0,
    "legal_complaint": 2.5,
    "court": 3.0,
    "advertising": 3.0,
    "raised_again": 2.5,
    "wants_confidentiality": 2.5,
    "legal_document": 1.7,
    "bulk": 3.0,
}
"""Least sum of weights at which a warning is shown; `legal_document` needs both of its halves."""


@lru_cache(maxsize=1)
def kinds() -> Lexicon:
    return Lexicon(parse_cues(CUES))


@lru_cache(maxsize=1)
def flags() -> Lexicon:
    return Lexicon(parse_cues(FLAGS))
