"""Word lists for names and addresses: family names, titles, roles, what stands before places and ends a name."""

from __future__ import annotations

from chalicelib.domain.text import fold


def table(text: str) -> dict[str, frozenset[str]]:
    """Folded word -> how it is written with its marks."""
    words = text.split()
    return {fold(word): frozenset(other for other in words if fold(other) == fold(word)) for word in words}


# Kinh, Tày, Nùng and Dao family names of the province first.
SURNAMES = table(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý nông hứa lường đàm triệu đinh trịnh lương mai "
    "tô đoàn vi lăng bế chu hà la lâm lộc ma mã mông phùng tạ tăng thái tống trương vy đào đồng cao lành liễu âu hà lưu "
    "quách tôn từ viên ninh nghiêm khổng kiều giáp thân cung sầm lù bàn chìu phương hạ"
)
MIDDLE = table("văn thị")
TITLES = table("ông bà anh chị cô chú bác em cháu dì cậu thím cụ mợ mr mrs ms")
KIN = table("mẹ bố cha vợ chồng con anh chị em ông bà bác cô chú cháu cậu dì thầy")
ROLES = table(
    "giáo thầy chủ tịch phó bí thư giám đốc trưởng phòng thôn bản cán bộ công an xã phường huyện chuyên viên nhân chức địa "
    "chính tư pháp kế toán y sĩ bác thẩm phán đồng chí khoa đội tổ hiệu hàng xóm nguyên lái xe luật sư này ta nhiệm"
)
INTRODUCTIONS = (
    "tôi là",
    "tên là",
    "tên tôi là",
    "tôi tên là",
    "tôi tên",
    "tên tôi",
    "em là",
    "cháu là",
    "họ và tên",
    "họ tên",
    "người tố cáo",
    "người bị tố cáo",
    "người làm đơn",
    "người viết đơn",
    "người gửi",
    "người phản ánh",
    "người khiếu nại",
    "người đại diện",
    "đại diện là",
    "ký tên",
    "kính đơn",
    "chủ hộ",
    "đồng chí",
    "hộ ông",
    "hộ bà",
)
BY_FIRST = {
    first: [(len(p.split()), p) for p in INTRODUCTIONS if fold(p).split()[0] == first]
    for first in {fold(p).split()[0] for p in INTRODUCTIONS}
}
PLACE_WORDS = table(
    "xã phường huyện tỉnh quận đường phố ngõ ngách hẻm thôn bản xóm khu trường tnhh cầu sông núi thpt thcs ptdt non ty lộ "
    "nước tiếng quốc tp viện chợ đền chùa hiệu hãng giải nghiệp trại"
)
ADMINISTRATIVE = frozenset({"xa", "phuong", "huyen", "tinh"})
OFFICE_HOLDERS = frozenset({"tich", "thu", "bo", "an", "truong", "chuc", "vien"})
# Capitals that begin a title or an office, not a given name, by the syllable after them.
STOP_PAIRS = {
    "cong": frozenset({"an", "ty", "chuc", "nhan", "doan", "dan"}),
    "giam": frozenset({"doc"}),
    "chu": frozenset({"tich", "ho", "nhiem", "so", "dau", "co", "doanh"}),
    "truong": frozenset({"phong", "ban", "thon", "cong", "khoa", "tram", "doan", "khoi", "xom"}),
    "pho": frozenset({"chu", "giam", "truong", "phong", "bi", "ban", "vien"}),
    "bi": frozenset({"thu"}),
    "ban": frozenset({"quan", "tiep", "giam", "chi", "chap"}),
    "so": frozenset({"dien", "nha", "tai", "cccd"}),
    "ho": frozenset({"khau", "so", "va", "kinh", "ten", "tich"}),
    "dia": frozenset({"chi", "chinh"}),
    "thanh": frozenset({"tra", "pho", "nien", "vien"}),
    "thuong": frozenset({"tru"}),
    "hien": frozenset({"o", "tru", "dang", "nay"}),
    "hoi": frozenset({"nong", "phu", "cuu", "dong", "vien"}),
    "trung": frozenset({"tam"}),
    "viet": frozenset({"nam"}),
    "chi": frozenset({"cuc", "nhanh", "bo"}),
    "doi": frozenset({"truong", "quan"}),
    "quoc": frozenset({"hoi", "lo"}),
    "sinh": frozenset({"nam", "ngay"}),
    "noi": frozenset({"vu", "dung", "o"}),
    "vien": frozenset({"kiem", "chuc", "truong"}),
    "phong": frozenset({"tai", "kinh", "noi", "tu", "giao", "ban", "lao"}),
}
ALWAYS_STOP = frozenset(["ubnd", "hdnd", "tnhh", "cccd", "cmnd", "cmt", "mttq", "htx", "sdt", "xa", "phuong", "huyen", "tinh", "thon", "nguoi", "toi", "kinh", "va", "gui", "ngay", "uy", "cuc"])
# Streets, schools and offices carry these; after a title they are still names.
NO_PERSON = frozenset(
    ["ho chi minh", "tran hung dao", "hoang van thu", "luong van tri", "le loi", "ly thuong kiet", "ha noi", "ha giang", "cao bang", "cao loc", "ho so", "thai nguyen", "thai binh", "thai lan", "vi pham", "doan ket", "dong dang", "mai pha", "ly lich", "to quoc", "dao tao", "cao toc", "luong thuc", "ha long", "chi lang", "doan thanh", "doan kiem", "luong toi", "duong sat", "ho tich", "to chuc", "phuong an", "phuong tien", "ha tang", "thai do"]
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
DOCUMENT_WORDS = frozenset(["bao", "ke", "hop", "cam", "do", "sao", "tu", "tin", "nghi", "dang", "giai", "khai", "tra", "dien", "ghi", "chinh", "scan"])
