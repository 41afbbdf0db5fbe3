"""Sample case documents (docs/documents.md): a usual one, an answered one, a bare one, hostile and very long ones."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

Doc = dict[str, Any]

KKT = {
    "id": "BQLKKT",
    "name": {
        "vi": "Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng - Lạng Sơn",
        "en": "Management Board of Dong Dang - Lang Son Border-Gate Economic Zone",
    },
}
STC = {"id": "STC2025", "name": {"vi": "Sở Tài chính", "en": "Dept of Finance"}}
SNNMT = {"id": "SNNMT", "name": {"vi": "Sở Nông nghiệp và Môi trường", "en": "Dept of Agriculture and Environment"}}
FEES = {"id": "phi-cua-khau", "name": {"vi": "Phí, lệ phí tại cửa khẩu", "en": "Fees at border gates"}}
LAND = {"id": "dat-dai", "name": {"vi": "Đất đai, giấy chứng nhận", "en": "Land, certificates"}}

HOLIDAYS = {
    "2026-08-31": ("Nghỉ hoán đổi, làm bù 22/08", "Day off in exchange for 22 Aug", "9441/TB-BNV"),
    "2026-09-01": ("Quốc khánh", "National Day", "9441/TB-BNV"),
    "2026-09-02": ("Quốc khánh", "National Day", "BLLĐ 45/2019/QH14"),
}
WORKED = {"2026-08-22"}


def deadline(start: str, length: int, *, over: int = 0) -> tuple[Doc, list[Doc]]:
    """A deadline as the domain explains it, and the first `over` days over."""
    day, counted, skipped, late = date.fromisoformat(start), [], [], []
    while len(late) < over or len(counted) < length:
        day += timedelta(days=1)
        key = day.isoformat()
        into = counted if len(counted) < length else late
        if key in HOLIDAYS:
            vi, en, source = HOLIDAYS[key]
            if into is counted:
                skipped.append({"date": key, "kind": "holiday", "name": {"vi": vi, "en": en}, "source": source})
        elif day.weekday() > 4 and key not in WORKED:
            if into is counted:
                skipped.append(
                    {"date": key, "kind": "weekend", "name": {"vi": "Cuối tuần", "en": "Weekend"}, "source": None}
                )
        else:
            into.append({"date": key, "n": len(into) + 1})
    due = counted[-1]["date"]
    explained = {
        "start_on": start,
        "length": length,
        "due_on": due,
        "overdue_from": late[0]["date"] if late else due,
        "provisional": False,
        "provisional_days": [],
        "counted": counted,
        "skipped": skipped,
        "pauses": [],
        "calendar_version": "2026-3",
    }
    return explained, late


def named(vi: str, en: str) -> Doc:
    return {"vi": vi, "en": en}


HANDLED: Doc = {
    "age": {"working_days": 23, "until": "2026-09-11"},
    "holders": [
        {"type": "focal", "id": None, "name": named("Cơ quan đầu mối", "Focal office"), "working_days": 1},
        {"type": "agency", "id": "BQLKKT", "name": KKT["name"], "working_days": 22},
    ],
    "rearms_cap": 3,
    "extensions": 0,
    "extensions_cap": 1,
    "returns": 0,
    "clocks": [
        {"name": "promise", "label": named("kết quả đã hẹn", "the promised result"), "start_on": "2026-08-21",
         "due_on": "2026-09-08", "overdue_on": "2026-09-09", "provisional": False},
        {"name": "directive", "label": named("thực hiện ý kiến chỉ đạo", "the directive"), "start_on": "2026-09-10",
         "due_on": "2026-09-24", "overdue_on": None, "provisional": False},
    ],
    "national": {"due_on": "2026-09-08", "posted_on": None},
    "handed_over": None,
    "directives": [],
    "contributions": [{"agency": STC, "position": "nothing_to_add", "on": "2026-08-14"}],
    "opinions": [
        {"item": 9, "on": "2026-09-02", "title": "Hiệp hội Doanh nghiệp tỉnh", "content": "Nên niêm yết phí."},
    ],
    "withheld": [
        {"part": "attachments", "label": named("Tệp đính kèm", "Attachments"), "ground": "personal_data",
         "ground_label": named("Dữ liệu cá nhân", "Personal data"), "on": "2026-09-02"},
    ],
}  # fmt: skip


def case(**changes: Any) -> Doc:
    explained, over = deadline("2026-08-07", 20, over=3)
    explained |= {
        "armings": [
            {"seq": 1, "on": "2026-08-07", "because": "received", "start_on": "2026-08-07", "length": 20,
             "due_on": explained["due_on"]},
            {"seq": 6, "on": "2026-08-21", "because": "item_published", "start_on": "2026-08-21", "length": 20,
             "due_on": "2026-09-22"},
        ],
        "policy": {"id": "2023.1", "basis": "law", "source": "475/TTg-KSTT điểm 3"},
    }  # fmt: skip
    doc: Doc = {
        "schema": 1,
        "sequence": 18204,
        "code": "LS.20260807.K7M4Q",
        "kind": "conduct",
        "subtype": "harassment",
        "channel": "hotline",
        "submitter_type": "business",
        "language": "vi",
        "title": "Bến bãi thu phí chồng phí tại cửa khẩu",
        "content": "Doanh nghiệp xuất khẩu thanh long phản ánh cùng một xe bị thu phí bến bãi hai lần ở hai điểm, "
        "không có hóa đơn ở điểm thứ hai.\n\nĐề nghị kiểm tra mức phí và niêm yết công khai.",
        "status": "in_process",
        "timeliness": "overdue",
        "provisional": False,
        "noindex": True,
        "received_on": "2026-08-07",
        "field": FEES,
        "subindex": "PCI-7",
        "place": {"id": "hclo-01", "name": {"vi": "xã Đồng Đăng", "en": "Đồng Đăng Commune"}},
        "lead": KKT,
        "coordinating": [STC],
        "holder": {"type": "agency", **KKT},
        "deadline": explained,
        "rearms": 1,
        "overdue_on": over[0]["date"],
        "over": over,
        "working_days": None,
        "replies": [
            {
                "item": 5,
                "type": "status",
                "agency": KKT,
                "on": "2026-08-21",
                "content": "Đã yêu cầu hai đơn vị khai thác bến bãi cung cấp hồ sơ thu phí từ 01/7. "
                "Dự kiến kết luận trước 08/9/2026.",
                "document_number": None,
                "document_date": None,
                "signer": None,
                "completed_on": None,
                "promised_on": "2026-09-08",
                "attachments": [],
            },
        ],
        "rating": None,
        **HANDLED,
        "timeline": [
            {
                "seq": 1,
                "at": "2026-08-07T09:14:00+07:00",
                "on": None,
                "type": "received",
                "tone": "",
                "text": {"vi": "Tiếp nhận qua đường dây nóng", "en": "Received by the hotline"},
            },
            {
                "seq": 2,
                "at": "2026-08-10T10:02:00+07:00",
                "on": None,
                "type": "forwarded",
                "tone": "",
                "text": {
                    "vi": "Văn phòng UBND tỉnh chuyển Ban Quản lý Khu kinh tế cửa khẩu (chủ trì), "
                    "Sở Tài chính (phối hợp)",
                    "en": "The PPC Office forwarded it to the Management Board (lead) and the Dept of Finance",
                },
            },
            {
                "seq": 3,
                "at": "2026-08-21T16:40:00+07:00",
                "on": None,
                "type": "status_published",
                "tone": "done",
                "text": {"vi": "Báo cáo tình hình lần 1", "en": "First status report"},
            },
            {
                "seq": 4,
                "at": None,
                "on": "2026-09-03",
                "type": "due_soon",
                "tone": "soon",
                "text": {"vi": "Nhắc việc: sắp đến hạn", "en": "Reminder: due soon"},
            },
            {
                "seq": 5,
                "at": None,
                "on": "2026-09-09",
                "type": "overdue",
                "tone": "late",
                "text": {
                    "vi": "Quá hạn. Đã báo cáo Chánh Văn phòng UBND tỉnh",
                    "en": "Overdue. Reported to the head of the PPC Office",
                },
            },
        ],
    }
    return doc | changes


def answered_case() -> Doc:
    explained, _ = deadline("2026-08-07", 20)
    reply = case()["replies"][0]
    answer = reply | {
        "item": 9,
        "type": "answer",
        "on": "2026-09-04",
        "promised_on": None,
        "completed_on": "2026-09-03",
        "content": "Qua kiểm tra, điểm thu thứ hai thu sai đối tượng từ 01/7 đến 20/8/2026. "
        "Đơn vị khai thác đã hoàn lại 214 triệu đồng cho 37 doanh nghiệp và niêm yết giá tại hai điểm.\n"
        "Doanh nghiệp chưa nhận được tiền hoàn xin liên hệ Phòng Quản lý thương mại cửa khẩu.",
        "document_number": "412/BC-BQLKKT",
        "document_date": "2026-09-04",
        "signer": "Trưởng ban",
        "attachments": [
            {
                "name": "Báo cáo kết quả kiểm tra.pdf",
                "size": 1482000,
                "type": "application/pdf",
                "href": "https://files.example.vn/public/a.pdf",
            }
        ],
    }
    return case(
        status="closed",
        timeliness="on_time",
        deadline=explained,
        over=[],
        overdue_on=None,
        working_days=18,
        replies=[reply, answer],
        rating={"value": "satisfied", "on": "2026-09-07"},
    )


def bare_case() -> Doc:
    """Just received: everything unknown is null or empty."""
    nothing = dict.fromkeys(
        (
            "subtype",
            "title",
            "content",
            "field",
            "subindex",
            "place",
            "lead",
            "holder",
            "deadline",
            "overdue_on",
            "working_days",
            "rating",
        )
    )
    return case(
        **nothing,
        coordinating=[],
        over=[],
        replies=[],
        timeline=[],
        rearms=0,
        status="received",
        timeliness="none",
        kind="question",
        channel="web",
    )


def hostile_case() -> Doc:
    """Markup and quotes wherever people or agencies write."""
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"
    names = {"vi": evil, "en": evil}
    reply = answered_case()["replies"][1] | {
        "content": evil,
        "signer": evil,
        "document_number": evil,
        "attachments": [
            {"name": evil, "size": 1, "type": "application/pdf", "href": "https://files.example.vn/" + evil}
        ],
    }
    return case(
        title=evil,
        content=evil,
        lead={"id": "X", "name": names},
        coordinating=[{"id": "X", "name": names}],
        place={"id": "x", "name": names},
        replies=[reply],
        timeline=[{"seq": 1, "at": None, "on": "2026-08-07", "type": "received", "tone": "", "text": names}],
    )


def long_case() -> Doc:
    """Many skipped days, a pause, a provisional due day, a title without spaces, 40 days over."""
    explained, over = deadline("2026-01-02", 60, over=40)
    off = [
        {
            "date": (date(2026, 2, 1) + timedelta(days=n)).isoformat(),
            "kind": "holiday",
            "name": {"vi": "Nghỉ", "en": "Off"},
            "source": None,
        }
        for n in range(60)
    ]
    taken = {d["date"] for d in off}
    explained["skipped"] = off
    explained["counted"] = [d for d in explained["counted"] if d["date"] not in taken]
    explained["provisional"], explained["provisional_days"] = True, [explained["due_on"]]
    explained["pauses"] = [{"from": "2026-03-02", "to": "2026-03-09"}]
    return case(
        title="Đ" * 200,
        content="ẫ" * 10000,
        deadline=explained,
        over=[d for d in over if d["date"] not in taken],
        coordinating=[STC] * 12,
    )
