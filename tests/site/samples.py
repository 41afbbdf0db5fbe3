"""Sample documents in the shapes of docs/documents.md: a usual one of each, and extreme ones for the tests."""

from __future__ import annotations

from typing import Any

from tests.site import sample_names
from tests.site.sample_cases import (
    FEES,
    KKT,
    LAND,
    SNNMT,
    STC,
    Doc,
    answered_case,
    bare_case,
    case,
    deadline,
    hostile_case,
    long_case,
)

__all__ = ["answered_case", "bare_case", "case", "deadline", "hostile_case", "long_case"]


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
        "merged": received // 20,
        "closed": answered * 2 // 3,
        "reopened": answered // 15,
        "rearms": answered // 3,
        "satisfied": answered // 5,
        "acceptable": answered // 11,
        "not_satisfied": answered // 14,
        "named": received // 90,
        "honoured": answered // 60,
        "days": days,
        "median_days": median,
    }


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
        "by_successor": {
            "figures": figures(515, 420, 387, 12, 7),
            "from": [{**STC, "figures": figures(214, 180, 173, 8, 1)}],
        },
        "names": sample_names.marks(),
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
        "by_successor": agencies()[:3],
        "fields": field_index()["rows"],
    }


def corrections(page: int = 3, pages: int | None = 3) -> Doc:
    """Every type of line; two of them without a case."""
    part, ground = {"vi": "Nội dung phản ánh", "en": "Text"}, {"vi": "Dữ liệu cá nhân", "en": "Personal data"}
    types = ("taken_down", "removed", "disclosed", "passage_withheld", "withheld", "rewritten")
    rows = [
        {
            "slot": 106 - n,
            "on": "2026-08-21",
            "type": type_,
            "label": {"vi": f"Loại {n}", "en": f"Type {n}"},
            "code": "LS.20260807.K7M4Q" if n > 1 else None,
            "part": part if n else None,
            "ground": ground if n in (1, 3, 4) else None,
        }
        for n, type_ in enumerate(types)
    ]
    return {"schema": 1, "sequence": 18204, "page": page, "pages": pages, "full": pages is None, "rows": rows}


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
    ("names", "names.html", "/neu-ten", {"doc": sample_names.names()}),
    ("names-empty", "names.html", "/neu-ten", {"doc": sample_names.empty_names()}),
    ("names-old", "names.html", "/neu-ten/1", {"doc": sample_names.old_names()}),
    ("names-hostile", "names.html", "/neu-ten/1", {"doc": sample_names.hostile_names()}),
    ("corrections", "corrections.html", "/dinh-chinh", {"doc": corrections()}),
    ("corrections-old", "corrections.html", "/dinh-chinh/1", {"doc": corrections(1, None)}),
    ("corrections-empty", "corrections.html", "/dinh-chinh", {"doc": corrections(0, 0) | {"rows": []}}),
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
