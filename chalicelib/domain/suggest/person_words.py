"""Word lists for names and addresses: family names, titles, roles, what stands before places and ends a name."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.text import fold

Table = Mapping[str, frozenset[str]]
"""Folded word -> how it is written with its marks."""


def table(text: str) -> Table:
    words = text.split()
    return {fold(word): frozenset(other for other in words if fold(other) == fold(word)) for word in words}


def phrases(text: str) -> frozenset[str]:
    """Folded phrases."""
    return frozenset(fold(phrase) for phrase in text.split("|"))


def by_first(text: str) -> Mapping[str, tuple[str, ...]]:
    """Folded first syllable -> phrases with their marks."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase in text.split("|"):
        first = fold(phrase).split()[0]
        found[first] = (*found.get(first, ()), phrase)
    return found


# Kinh, Tày, Nùng and Dao family names of the province first.
SURNAMES = table(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý nông hứa lường đàm triệu đinh trịnh "
    "lương mai tô đoàn vi lăng bế chu hà la lâm lộc ma mã mông phùng tạ tăng thái tống trương vy đào đồng cao "
    "lành liễu âu hà lưu quách tôn từ viên ninh nghiêm khổng kiều giáp thân cung sầm lù bàn chìu phương hạ"
)
MIDDLE = table("văn thị")
TITLES = table("ông bà anh chị cô chú bác em cháu dì cậu thím cụ mợ mr mrs ms")
KIN = table("mẹ bố cha vợ chồng con anh chị em ông bà bác cô chú cháu cậu dì thầy")
ROLES = table(
    "giáo thầy chủ tịch phó bí thư giám đốc trưởng phòng thôn bản cán bộ công an xã phường huyện chuyên viên "
    "nhân chức địa chính tư pháp kế toán y sĩ bác thẩm phán đồng chí khoa đội tổ hiệu hàng xóm nguyên lái xe "
    "luật sư này ta nhiệm"
)
INTRODUCTIONS = by_first(
    "tôi là|tên là|tên tôi là|tôi tên là|tôi tên|tên tôi|em là|cháu là|họ và tên|họ tên|người tố cáo"
    "|người bị tố cáo|người làm đơn|người viết đơn|người gửi|người phản ánh|người khiếu nại"
    "|người đại diện|đại diện là|ký tên|kính đơn|chủ hộ|đồng chí|hộ ông|hộ bà"
)
PLACE_WORDS = table(
    "xã phường huyện tỉnh quận đường phố ngõ ngách hẻm thôn bản xóm khu trường tnhh cầu sông núi thpt thcs ptdt "
    "non ty lộ nước tiếng quốc tp viện chợ đền chùa hiệu hãng giải nghiệp trại"
)
ADMINISTRATIVE = frozenset({"xa", "phuong", "huyen", "tinh"})
OFFICE_HOLDERS = frozenset({"tich", "thu", "bo", "an", "truong", "chuc", "vien"})
# Capitals that begin a title, an office or the next thing said, and end a name.
STOPS = by_first(
    "ubnd|hđnd|tnhh|cccd|cmnd|cmt|mttq|htx|sđt|xã|phường|huyện|tỉnh|thôn|người|tôi|kính|và|gửi|ngày|công an|công ty"
    "|công chức|công nhân|công đoàn|công dân|giám đốc|chủ tịch|chủ hộ|chủ nhiệm|chủ sở|chủ đầu|chủ cơ|chủ doanh"
    "|trưởng phòng|trưởng ban|trưởng thôn|trưởng công|trưởng khoa|trưởng trạm|trưởng đoàn|trưởng khối|trưởng xóm"
    "|phó chủ|phó giám|phó trưởng|phó phòng|phó bí|phó ban|phó viện|bí thư|ban quản|ban tiếp|ban giám|ban chỉ|ban chấp"
    "|số điện|số nhà|số tài|số cccd|hộ khẩu|hồ sơ|hộ kinh|họ tên|họ và|hộ tịch|địa chỉ|địa chính|thanh tra|thành phố"
    "|thanh niên|thường trú|hiện ở|hiện trú|hiện đang|hiện nay|hội nông|hội phụ|hội cựu|hội đồng|hội viên|trung tâm"
    "|việt nam|chi cục|chi nhánh|chi bộ|cục trưởng|cục thuế|cục hải|đội trưởng|đội quản|quốc hội|quốc lộ|sinh năm"
    "|sinh ngày|nội vụ|nội dung|nơi ở|viện kiểm|viên chức|viện trưởng|phòng tài|phòng kinh|phòng nội|phòng tư"
    "|phòng giáo|phòng lao|ủy ban|đề nghị|đã"
)
# Streets, schools and offices carry these; after a title they are still names.
NO_PERSON = phrases(
    "hồ chí minh|trần hưng đạo|hoàng văn thụ|lương văn tri|lê lợi|lý thường kiệt|hà nội|hà giang|cao bằng|cao lộc|hồ sơ"
    "|thái nguyên|thái bình|thái lan|vi phạm|đoàn kết|đồng đăng|mai pha|lý lịch|đào tạo|cao tốc|lương thực|hạ long"
    "|đoàn thanh|đoàn kiểm|lương tối|hạ tầng|thái độ|cao su|mã số|đồng bào|lâm nghiệp|lộc bình|cao cấp|la bàn"
)
ADDRESS = {
    "thon": ("thôn", True, True),
    "ban": ("bản", True, False),
    "xom": ("xóm", True, True),
    "khoi": ("khối", True, True),
    "to": ("tổ", False, True),
    "ap": ("ấp", True, True),
    "buon": ("buôn", True, False),
    "ngo": ("ngõ", False, True),
    "ngach": ("ngách", False, True),
    "hem": ("hẻm", False, True),
    "tdp": ("tdp", True, True),
}
"""First syllable of an address -> (marked, may have a name, may have a number)."""
STREETS = {"duong": "đường", "pho": "phố", "ngo": "ngõ", "ngach": "ngách", "hem": "hẻm"}
# "bản" (hamlet, or copy) before these is a document.
DOCUMENT_WORDS = phrases("báo|kế|hợp|cam|đồ|sao|tự|tin|nghị|đăng|giải|khai|tra|diễn|ghi|chính|scan")
