"""Sample documents in the shapes of docs/documents.md: a usual one of each, and extreme ones for the tests."""

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


def figures(received: int = 0, answered: int = 0, on_time: int = 0, median: int | None = None, overdue: int = 0) -> Doc:
    days: dict[str, int] = {}
    if median:
        # A plausible shape around the median, with a tail beyond the 20th day.
        for n in range(answered):
            day = max(1, min(47, median + (n * 7 % 13) - 6 + (n % 17 == 0) * 14))
            days[str(day)] = days.get(str(day), 0) + 1
    return {
        "received": received,
        "open": received - answered,
        "overdue": overdue,
        "answered": answered,
        "on_time": on_time,
        "late": answered - on_time,
        "refused": received // 9,
        "withdrawn": received // 70,
        "redirected": received // 12,
        "closed": answered * 2 // 3,
        "reopened": answered // 15,
        "rearms": answered // 3,
        "satisfied": answered // 5,
        "acceptable": answered // 11,
        "not_satisfied": answered // 14,
        "days": days,
        "median_days": median,
    }


def case(**changes: Any) -> Doc:
    explained, over = deadline("2026-08-07", 20, over=3)
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
        "content": "Doanh nghiệp xuất khẩu thanh long phản ánh cùng một xe bị thu phí bến bãi hai lần ở hai điểm, không có hóa đơn ở điểm thứ hai.\n\nĐề nghị kiểm tra mức phí và niêm yết công khai.",
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
                "content": "Đã yêu cầu hai đơn vị khai thác bến bãi cung cấp hồ sơ thu phí từ 01/7. Dự kiến kết luận trước 08/9/2026.",
                "document_number": None,
                "document_date": None,
                "signer": None,
                "completed_on": None,
                "promised_on": "2026-09-08",
                "attachments": [],
            },
        ],
        "rating": None,
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
                    "vi": "Văn phòng UBND tỉnh chuyển Ban Quản lý Khu kinh tế cửa khẩu (chủ trì), Sở Tài chính (phối hợp)",
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
        "content": "Qua kiểm tra, điểm thu thứ hai thu sai đối tượng từ 01/7 đến 20/8/2026. Đơn vị khai thác đã hoàn lại 214 triệu đồng cho 37 doanh nghiệp và niêm yết giá tại hai điểm.\nDoanh nghiệp chưa nhận được tiền hoàn xin liên hệ Phòng Quản lý thương mại cửa khẩu.",
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


def row(slot: int, **changes: Any) -> Doc:
    doc = {
        "slot": slot,
        "code": f"LS.20260807.K7M{slot:02d}",
        "title": "Chậm cấp giấy chứng nhận cho nhà xưởng tại xã Cai Kinh",
        "kind": "conduct",
        "status": "answered",
        "timeliness": "on_time",
        "received_on": "2026-08-07",
        "due_on": "2026-09-08",
        "answered_on": "2026-08-25",
        "working_days": 12,
        "lead": SNNMT,
        "field": LAND,
        "rating": "satisfied",
        "moved_to": None,
    }
    return doc | changes


def rows() -> list[Doc]:
    return [
        row(1),
        row(
            2,
            title="Đề nghị công khai bảng giá đất cụ thể trước khi thẩm định",
            kind="regulation",
            lead=STC,
            working_days=19,
            answered_on="2026-09-01",
            rating=None,
        ),
        row(
            3,
            title=None,
            status="received",
            timeliness="none",
            answered_on=None,
            working_days=None,
            lead=None,
            field=None,
            due_on="2026-09-14",
            rating=None,
        ),
        row(
            4,
            title="Bến bãi thu phí chồng phí tại cửa khẩu",
            status="in_process",
            timeliness="overdue",
            answered_on=None,
            working_days=None,
            lead=KKT,
            field=FEES,
            rating=None,
        ),
        row(
            5,
            title=None,
            status="refused",
            timeliness="none",
            due_on=None,
            answered_on=None,
            working_days=None,
            lead=None,
            field=None,
            rating=None,
        ),
        row(6, moved_to=STC),
        row(
            7,
            title="Lát vỉa hè đường Trần Đăng Ninh dở dang hai tháng",
            kind="incident",
            status="in_process",
            timeliness="due_soon",
            answered_on=None,
            working_days=None,
            rating=None,
        ),
    ]


def agencies() -> list[Doc]:
    return [
        {**SNNMT, "group": "so", "figures": figures(301, 240, 214, 14, 6)},
        {**STC, "group": "so", "figures": figures(214, 180, 173, 8, 1)},
        {**KKT, "group": "so", "figures": figures(97, 80, 64, 17, 5)},
        {
            "id": "HQKV6",
            "name": {"vi": "Chi cục Hải quan khu vực VI", "en": "Regional Customs Sub-department VI"},
            "group": "nganh_doc",
            "figures": figures(44, 31, 29, 9, 0),
        },
        {
            "id": "HHL-08",
            "name": {"vi": "UBND xã Cai Kinh", "en": "People's Committee of xã Cai Kinh"},
            "group": "xa",
            "figures": figures(3),
        },
    ]


def home() -> Doc:
    total = figures(3120, 2802, 2588, 11, 17)
    return {
        "schema": 1,
        "sequence": 18204,
        "figures": total,
        "year": {"year": 2026, "figures": figures(1284, 1102, 1006, 11, 17)},
        "answered": rows()[:2],
        "overdue": rows()[3:4],
        "agencies": agencies(),
    }


def empty_home() -> Doc:
    return {
        "schema": 1,
        "sequence": 0,
        "figures": figures(),
        "year": {"year": 2026, "figures": figures()},
        "answered": [],
        "overdue": [],
        "agencies": [],
    }


def months() -> list[Doc]:
    return [
        {"month": f"2026-{m:02d}", "figures": figures(90 + m * 7, 70 + m * 4, 60 + m * 4, 9 + m % 4, m % 3)}
        for m in range(1, 9)
    ]


def agency(**changes: Any) -> Doc:
    return {
        "schema": 1,
        "sequence": 18204,
        "agency": {**SNNMT, "group": "so", "valid_from": "2025-03-01", "valid_to": None, "successors": []},
        "figures": figures(301, 240, 214, 14, 6),
        "months": months(),
        "pages": 7,
        "rows": rows(),
    } | changes


def ended_agency() -> Doc:
    return agency(
        agency={**STC, "group": "huyen", "valid_from": None, "valid_to": "2025-02-28", "successors": [SNNMT, KKT]},
        rows=[],
        months=[],
        pages=0,
        figures=figures(),
    )


def field() -> Doc:
    doc = agency()
    doc.pop("agency")
    return doc | {"field": {**LAND, "subindex": "PCI-1"}}


def index() -> Doc:
    return {"schema": 1, "sequence": 18204, "rows": agencies()}


def field_index() -> Doc:
    return {
        "schema": 1,
        "sequence": 18204,
        "rows": [
            {**LAND, "group": None, "figures": figures(120, 90, 80, 12, 2)},
            {**FEES, "group": None, "figures": figures()},
        ],
    }


def case_list(page: int = 3, pages: int = 3) -> Doc:
    return {"schema": 1, "sequence": 18204, "page": page, "pages": pages, "rows": rows()}


def statistics() -> Doc:
    def some(*ids: str) -> list[Doc]:
        return [
            {"id": i, "figures": figures(200 - 11 * n, 160 - 9 * n, 140 - 8 * n, 8 + n, n % 3)}
            for n, i in enumerate(ids)
        ]

    return {
        "schema": 1,
        "sequence": 18204,
        "figures": figures(1284, 1102, 1006, 11, 17),
        "months": months(),
        "kinds": some("conduct", "regulation", "initiative", "question", "praise", "incident"),
        "channels": some("web", "hotline", "zalo", "letter", "government_office"),
        "submitter_types": some("citizen", "business", "organisation", "association"),
        "subindexes": some("PCI-1", "PCI-2", "PCI-7", "PCI-10", "PGI-1"),
        "refusals": [
            {"reason": "out_of_scope", "n": 41},
            {"reason": "anonymous", "n": 12},
            {"reason": "legal_complaint", "n": 9},
        ],
        "agencies": agencies(),
        "fields": field_index()["rows"],
    }


RECEIPT: Doc = {
    "code": "LS.20260807.K7M4Q",
    "secret": "kq3w-9dxm-72hp-trva",
    "links": {"track": "/tra-cuu#LS.20260807.K7M4Q:kq3w-9dxm-72hp-trva", "public": "/ho-so/LS.20260807.K7M4Q"},
}
PROBLEM: Doc = {
    "type": "about:blank",
    "title": "Cần xem lại",
    "status": 422,
    "code": "invalid_fields",
    "detail": "Có 2 chỗ cần sửa.",
    "errors": [
        {"field": "title", "code": "required", "message": "Hãy viết tiêu đề"},
        {"field": "submitter.email", "code": "required", "message": "Cần ít nhất e-mail hoặc điện thoại"},
    ],
}
REFERENCE: Doc = {
    "fields": [LAND, FEES],
    "agencies": [STC, KKT],
    "places": [{"id": "hhl-08", "name": {"vi": "xã Cai Kinh", "en": "Cai Kinh Commune"}}],
    "notice_version": "2026-11",
}
TYPED = {
    "kind": "conduct",
    "content": "<b>Chậm</b> trả kết quả\nhai lần",
    "place": "hhl-08",
    "submitter.name": 'Nông Văn "A"',
    "submitter.type": "citizen",
    "consents": "survey",
    "notice_accepted": "true",
}

# (file name, template, path, context)
PAGES: list[tuple[str, str, str, Doc]] = [
    ("home", "home.html", "/", {"doc": home()}),
    ("home-empty", "home.html", "/", {"doc": empty_home()}),
    ("case-late", "case.html", "/ho-so/LS.20260807.K7M4Q", {"doc": case()}),
    ("case-answered", "case.html", "/ho-so/LS.20260807.K7M4Q", {"doc": answered_case()}),
    ("case-bare", "case.html", "/ho-so/LS.20260807.K7M4Q", {"doc": bare_case()}),
    ("case-hostile", "case.html", "/ho-so/LS.20260807.K7M4Q", {"doc": hostile_case()}),
    ("case-long", "case.html", "/ho-so/LS.20260807.K7M4Q", {"doc": long_case()}),
    ("agency", "agency.html", "/co-quan/SNNMT", {"doc": agency()}),
    ("agency-ended", "agency.html", "/co-quan/STC2025", {"doc": ended_agency()}),
    ("agencies", "agencies.html", "/co-quan", {"doc": index()}),
    ("field", "field.html", "/linh-vuc/dat-dai", {"doc": field()}),
    ("fields", "fields.html", "/linh-vuc", {"doc": field_index()}),
    ("list", "list.html", "/ho-so", {"doc": case_list()}),
    (
        "list-old",
        "list.html",
        "/co-quan/STC2025/2",
        {"doc": case_list(2), "base": "/co-quan/STC2025", "newest": "/co-quan/STC2025", "name_of": STC["name"]},
    ),
    ("list-empty", "list.html", "/ho-so", {"doc": {"schema": 1, "sequence": 0, "page": 1, "pages": 1, "rows": []}}),
    ("statistics", "statistics.html", "/thong-ke", {"doc": statistics()}),
    ("not-found", "not_found.html", "/404", {"doc": {}}),
    ("receipt", "receipt.html", "/gui", {"doc": RECEIPT}),
    ("problem", "problem.html", "/gui", {"doc": PROBLEM, "values": TYPED, "reference": REFERENCE}),
    (
        "problem-bare",
        "problem.html",
        "/gui",
        {
            "doc": {"title": "Hỏng", "errors": [], "detail": None},
            "values": {"place": "hhl-08"},
            "reference": REFERENCE | {"fields": [], "agencies": [], "places": []},
        },
    ),
]
