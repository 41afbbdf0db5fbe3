"""More words for the fields of data/fields.csv, and who is competent for matters that leave their field's agency.

The directory's own keywords count as well (`words.default_weight`); a phrase that stands here has this weight instead.
"""

from __future__ import annotations

from datetime import date

FIELDS = {
    "dat-dai": (
        "sổ đỏ=3|sổ hồng=3|giấy chứng nhận quyền sử dụng đất=4|giấy chứng nhận=1.5|thửa đất=2.5|thửa=1|"
        "giấy tờ đất=3|đất đai=3|tách thửa=4|cấp đất=3|đo đạc=2|trích đo=2|chuyển mục đích=3|"
        "văn phòng đăng ký đất đai=4|tranh chấp đất=3|quyền sử dụng đất=2.5|giao đất=3|thuê đất=3|mặt bằng=1.5|"
        "sang tên=1.5|cắm mốc=1.5|lấn đất=3"
    ),
    "gia-dat": (
        "giá đất=4|bảng giá đất=4|bồi thường=3|tái định cư=4|thẩm định giá=3|giải phóng mặt bằng=3|đền bù=3|"
        "hệ số điều chỉnh=2|tiền sử dụng đất=2.5"
    ),
    "quy-hoach": (
        "quy hoạch=3|cấp phép xây dựng=4|giấy phép xây dựng=4|trật tự xây dựng=4|xây dựng trái phép=4|xây nhà=2|"
        "công trình=1|quy hoạch treo=4|vật liệu xây dựng=1.5|nhà ở xã hội=2"
    ),
    "moi-truong": (
        "ô nhiễm=3|môi trường=2.5|khói=2|nước thải=3|rác=2|rác thải=3|đốt rác=3|xả thải=3|khí thải=3|mùi hôi=2.5|"
        "hôi=1|bụi=2|tiếng ồn=2|suối=1|tái chế=2|bãi rác=3|chất thải=3|khoáng sản=1.5|khai thác cát=2|khét=1.5|"
        "trại lợn=1.5|hố chôn=1"
    ),
    "giao-thong": (
        "đường=1|cầu=1|ổ gà=3|giấy phép lái xe=4|bằng lái xe=4|xe buýt=3|tỉnh lộ=3|quốc lộ=3|đường tỉnh=3|"
        "cao tốc=2|biển báo=2|đèn tín hiệu=2.5|vận tải=2.5|bến xe=3|đăng kiểm=3|mặt đường=3|vỉa hè=2|giao thông=3|"
        "xe khách=2|xe quá tải=3|hộ lan=2|biển cảnh báo=1.5|đèn đường=1.5"
    ),
    "dang-ky-doanh-nghiep": (
        "đăng ký doanh nghiệp=4|thành lập doanh nghiệp=4|thay đổi ngành nghề=4|đăng ký kinh doanh=4|"
        "hộ kinh doanh=2|giải thể=3|ngành nghề kinh doanh=3|giấy phép kinh doanh=2.5|đổi tên công ty=3"
    ),
    "dau-tu": (
        "dự án=1.5|chủ trương đầu tư=4|ưu đãi đầu tư=4|ưu đãi=1|hỗ trợ doanh nghiệp=3|cụm công nghiệp=2.5|"
        "khu công nghiệp=2|nhà đầu tư=3|khởi nghiệp=2.5|vốn đầu tư=2|đầu tư=1.5|hội viên=0.5|hiệp hội=0.5"
    ),
    "dau-thau": "đấu thầu=4|hồ sơ mời thầu=4|gói thầu=4|nhà thầu=2.5|mua sắm công=4|đấu giá=1.5|trúng thầu=4",
    "thue": (
        "thuế=3|hoàn thuế=4|hóa đơn=1|kê khai=1|kê khai thuế=3|hóa đơn điện tử=3|vat=2|giá trị gia tăng=3|"
        "thuế đất=2|cục thuế=3|cơ quan thuế=3|mã số thuế=2|thuế khoán=4|nợ thuế=3"
    ),
    "hai-quan": (
        "hải quan=4|thông quan=4|cửa khẩu=2|tờ khai=2|tờ khai hải quan=4|kiểm hóa=4|xuất nhập khẩu=2|xuất khẩu=1|"
        "biên giới=1"
    ),
    "phi-cua-khau": (
        "bến bãi=4|phí bến bãi=3|phí hạ tầng=4|thu phí=1.5|phí cửa khẩu=4|bãi xe=2|phí sang tải=4|sang tải=3|"
        "cửa khẩu=1|khu kinh tế=1.5|lệ phí cửa khẩu=4"
    ),
    "ngan-hang": (
        "vay vốn=3|tín dụng=3|lãi suất=3|ngân hàng=2.5|giải ngân=2|thế chấp=2|nợ xấu=3|vay ưu đãi=3|chính sách xã hội=2"
    ),
    "cong-thuong": (
        "điện=1.5|chợ=2|xúc tiến thương mại=4|xăng dầu=4|mất điện=4|tiền điện=4|điện lực=3|cúp điện=4|hàng giả=3|"
        "siêu thị=2|quản lý thị trường=4|giá điện=3|trạm biến áp=3|dây điện=2.5|công tơ=3|hàng lậu=3"
    ),
    "lao-dong": (
        "lao động=1.5|việc làm=2.5|đào tạo nghề=4|tiền lương=3|nợ lương=4|tuyển lao động=2.5|tay nghề=2.5|"
        "hợp đồng lao động=4|thất nghiệp=3|tai nạn lao động=3|tuyển dụng=2|xuất khẩu lao động=3|công nhân=1.5|"
        "lương tối thiểu=3"
    ),
    "nguoi-co-cong": (
        "người có công=4|trợ cấp=2.5|bảo trợ=3|bảo trợ xã hội=4|hộ nghèo=2|cận nghèo=2.5|thương binh=4|liệt sĩ=4|"
        "khuyết tật=3.5|người cao tuổi=3|trợ cấp xã hội=3|mai táng=3"
    ),
    "bao-hiem": (
        "bảo hiểm=2|bhxh=3|bhyt=3|bảo hiểm xã hội=4|bảo hiểm y tế=4|thẻ bảo hiểm=3|sổ bảo hiểm=3|lương hưu=4|chốt sổ=3"
    ),
    "y-te": (
        "bệnh viện=3|khám bệnh=3|thuốc=1.5|an toàn thực phẩm=2|trạm y tế=4|bác sĩ=3|tiêm chủng=4|y tế=2|ngộ độc=3|"
        "dịch bệnh=2|phòng khám=3|nhà thuốc=3|viện phí=4"
    ),
    "giao-duc": (
        "trường=1.5|trường học=3|học phí=4|giáo viên=3|thu tự nguyện=4|học sinh=3|mầm non=3|tuyển sinh=4|lạm thu=3|"
        "dạy thêm=4|nhà trường=3|quỹ lớp=4|phụ huynh=3|lớp học=3|cô giáo=2.5|tiểu học=3|thầy giáo=2.5|"
        "sách giáo khoa=3|bán trú=3"
    ),
    "nong-nghiep": (
        "cây trồng=3|rừng=2.5|thủy lợi=4|chăn nuôi=3|phá rừng=4|nông sản=1|phân bón=3|giống=1|dịch tả lợn=4|"
        "hạn hán=3|ruộng=2|kênh mương=4|nông thôn mới=3|lâm nghiệp=4|kiểm lâm=4|thuốc trừ sâu=3|"
        "nước sạch nông thôn=3"
    ),
    "khoa-hoc": (
        "phần mềm=2.5|dịch vụ công trực tuyến=3|công nghệ=1.5|chuyển đổi số=4|internet=2|sóng di động=4|"
        "viễn thông=4|mạng di động=3|chữ ký số=3|sáng chế=4|trạm phát sóng=4|sóng điện thoại=3|sở hữu trí tuệ=4"
    ),
    "van-hoa": (
        "du lịch=3|lễ hội=4|di tích=4|karaoke=2.5|thể thao=3|văn hóa=2|quảng cáo=1.5|thư viện=3|nhà văn hóa=2.5|"
        "báo chí=2.5|khách sạn=2|danh lam=4"
    ),
    "ho-tich": (
        "khai sinh=4|kết hôn=4|hộ tịch=4|chứng thực=4|khai tử=4|công chứng=4|lý lịch tư pháp=3|giấy khai sinh=2|"
        "ly hôn=2|trích lục=3|cải chính=3|trợ giúp pháp lý=4|nhận con nuôi=4|đấu giá tài sản=2"
    ),
    "an-ninh": (
        "căn cước=2|cư trú=3.5|trật tự=1.5|lừa đảo=3|tạm trú=4|thường trú=3|hộ khẩu=1.5|làm căn cước=4|"
        "cấp căn cước=4|công an=2|trộm=3|ma túy=4|đánh bạc=4|hộ chiếu=3|gây rối=3|đánh nhau=3|đua xe=3|vneid=3|"
        "cháy nổ=2.5|phòng cháy=3.5|csgt=3|cảnh sát giao thông=3"
    ),
    "thanh-tra": (
        "thanh tra=3|kiểm tra=0.5|đoàn kiểm tra=3|đoàn thanh tra=4|thanh tra trùng=3|kiểm tra chồng chéo=4|"
        "phòng chống tham nhũng=4|tố cáo=2|khiếu nại=1|tham nhũng=3|hối lộ=3|thanh tra kiểm tra=3"
    ),
    "can-bo": (
        "cán bộ=0.6|thái độ=2|hạch sách=2.5|nhũng nhiễu=2.5|cửa quyền=3|hách dịch=3|tác phong=3|công chức=1|"
        "quát mắng=2.5|giờ hành chính=2|đi muộn=2.5|uống rượu=2|biên chế=3|bổ nhiệm=3|tuyển dụng công chức=4|"
        "không ai trực=2"
    ),
    "thu-tuc": (
        "một cửa=1.5|thủ tục=0.8|hồ sơ=0.4|trả kết quả=1|báo cáo định kỳ=4|thủ tục hành chính=2|hành chính công=3|"
        "biểu mẫu=1.5|cải cách hành chính=4|giấy tờ=0.3|mẫu báo cáo=3|số liệu=0.5|phiếu hẹn=1|dịch vụ công=2"
    ),
    "du-lieu-ca-nhan": (
        "lộ thông tin=4|dữ liệu cá nhân=4|thông tin cá nhân=4|tài khoản=0.5|an toàn thông tin=3|bị lộ=2|để lộ=2|"
        "đăng ảnh=1.5|trang thông tin=0.8|lộ số điện thoại=3|cuộc gọi rác=3|mất tài khoản=2"
    ),
    "dan-toc": (
        "dân tộc=2|tôn giáo=3|dân tộc thiểu số=4|nhà thờ=2.5|vùng đồng bào=3|chùa=1.5|135=1|đồng bào=1.5|mê tín=2"
    ),
}

CAT, PCLS, SCT, SYT, SGDDT = "CAT", "PCLS", "SCT", "SYT", "SGDDT"
COMPETENCE: tuple[tuple[str, str, date | None], ...] = (
    # agencies.md section 2: driving licences and judicial records went to the police in March 2025; social protection
    # to Health, vocational training to Education, when the labour department was split.
    ("giấy phép lái xe", CAT, date(2025, 3, 1)),
    ("bằng lái xe", CAT, date(2025, 3, 1)),
    ("lý lịch tư pháp", CAT, date(2025, 3, 1)),
    ("bảo trợ xã hội", SYT, date(2025, 3, 1)),
    ("đào tạo nghề", SGDDT, date(2025, 3, 1)),
    ("cảnh sát giao thông", CAT, None),
    ("quản lý thị trường", SCT, date(2025, 3, 1)),
    ("hàng giả", SCT, date(2025, 3, 1)),
    ("mất điện", PCLS, None),
    ("tiền điện", PCLS, None),
    ("công tơ", PCLS, None),
)
"""(phrase, agency, since): who is competent although the field's lead is another ([K] in agencies.md)."""

ALIASES = {
    "TTPVHCC": "trung tâm hành chính công|trung tâm phục vụ hành chính công",
    "BQLKKT": "ban quản lý khu kinh tế|ban quản lý cửa khẩu|khu kinh tế cửa khẩu",
    "CAT": "công an tỉnh|phòng cảnh sát|csgt",
    "THUETINH": "cục thuế|chi cục thuế|cơ quan thuế|thuế tỉnh",
    "HQKV6": "hải quan cửa khẩu|chi cục hải quan|cục hải quan|cơ quan hải quan",
    "NHNN": "ngân hàng nhà nước",
    "KBNN": "kho bạc",
    "PCLS": "điện lực|công ty điện lực",
    "BHXH": "bảo hiểm xã hội tỉnh|cơ quan bảo hiểm xã hội",
    "TTRA": "thanh tra tỉnh",
    "THADS": "thi hành án dân sự",
    "SCT": "chi cục quản lý thị trường|cục quản lý thị trường",
    "SNNMT": "sở tài nguyên|sở tnmt|sở nông nghiệp|văn phòng đăng ký đất đai",
    "SXD2025": "sở giao thông",
    "STC2025": "sở kế hoạch|sở khđt",
    "SNV2025": "sở lao động",
}
"""How people call an agency that exists today, besides its name on file."""

COMMUNAL_FIELDS = frozenset({"ho-tich", "can-bo", "thu-tuc", "nguoi-co-cong", "du-lieu-ca-nhan", "an-ninh", "khac"})
"""Matters that a commune's own counter handles: there, a conduct case is most likely about the commune itself."""
