"""Sample documents of the page of names, in the shapes of docs/documents.md."""

from __future__ import annotations

from typing import Any

from tests.site.sample_cases import SNNMT, STC, Doc

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"


def naming(**changes: Any) -> Doc:
    return {
        "item": 15,
        "agency": SNNMT,
        "failure": "delay",
        "label": {"vi": "chậm trễ", "en": "delay"},
        "limit": {
            "clock": "publication",
            "label": {"vi": "công khai kết quả", "en": "publishing the result"},
            "due_on": "2026-09-15",
        },
        "on": "2026-10-07",
        "signed_on": "2026-10-06",
        "signer": "Nguyễn Văn Ký, Phó Chủ tịch",
        "document_number": "1208/QĐ-UBND",
        "content": "Quá hạn 15 ngày làm việc, đã đôn đốc nhiều lần.",
        "proposal": "Không trả lời hai văn bản đôn đốc.",
        "reply": {
            "on": "2026-10-02",
            "content": "Chờ kết quả đo đạc của đơn vị tư vấn.",
            "attachments": [{"name": "bien-ban.pdf", "size": 120_000, "type": "application/pdf", "href": "/f/1"}],
        },
        "until": "2027-04-07",
        "ended": None,
    } | changes


def honour(**changes: Any) -> Doc:
    return {
        "item": 20,
        "whom": "agency",
        "agency": STC,
        "name": None,
        "on": "2026-11-02",
        "signer": None,
        "content": "Trả lời trong 3 ngày.",
    } | changes


def row(slot: int, **changes: Any) -> Doc:
    code = f"LS.20260807.K7N{slot:02d}"
    return {"slot": slot, "code": code, "title": "Chậm trả kết quả", "namings": [], "honours": []} | changes


def hostile() -> Doc:
    """Markup wherever offices write."""
    said = {"content": EVIL, "proposal": EVIL, "signer": EVIL, "document_number": EVIL}
    reply = naming()["reply"] | {"content": EVIL}
    ended = {"on": "2026-12-01", "because": "wrong", "content": EVIL}
    return row(4, title=EVIL, namings=[naming(**said, reply=reply, ended=ended)], honours=[honour(content=EVIL)])


def names(**changes: Any) -> Doc:
    bare = naming(proposal=None, reply=None, document_number=None, signer=None, content="")
    over = {"on": "2026-09-01", "because": "expired", "content": None}
    submitter = honour(whom="submitter", agency=None, name="Hợp tác xã Chi Lăng", signer="Chủ tịch")
    rows = [
        row(3, namings=[naming()], honours=[honour(), submitter, submitter | {"name": None}]),
        row(2, title=None, namings=[bare | {"ended": over}]),
        row(1, namings=[naming(ended=over | {"because": "wrong", "content": "Nhầm cơ quan."})]),
    ]
    doc = {"schema": 1, "sequence": 9, "page": 1, "pages": 1, "named": 2, "standing": [rows[0]], "rows": rows}
    return doc | changes


def empty_names() -> Doc:
    return names(page=0, pages=0, named=0, standing=[], rows=[])


def old_names() -> Doc:
    """A numbered page, which knows neither how many there are nor who stands named elsewhere."""
    doc = names(page=1, pages=None, full=True)
    return {name: value for name, value in doc.items() if name not in ("named", "standing")}


def hostile_names() -> Doc:
    return old_names() | {"rows": [hostile()]}


def marks() -> list[Doc]:
    """On the page of an agency."""
    named = {"code": "LS.20260807.K7N01", "kind": "named", "agency": "SNNMT", "on": "2026-10-07"}
    return [
        named | {"kind": "honoured", "failure": None, "until": None, "ended": False},
        named | {"failure": "delay", "until": "2027-04-07", "ended": False},
        named | {"failure": "evasion", "until": "2026-09-01", "ended": True},
    ]
