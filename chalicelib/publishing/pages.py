"""Which page shows which document: a key of the site is its path, the JSON twin adds `.json`.

The pages of all documents are rendered here, in either language; the English ones only on demand (`english`).
"""

from __future__ import annotations

import json
import re
from typing import Any

from chalicelib.publishing.render import Lang, render

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
Doc = dict[str, Any]

_SINGLE = {
    "index": "home.html",
    "ho-so": "list.html",
    "co-quan": "agencies.html",
    "linh-vuc": "fields.html",
    "thong-ke": "statistics.html",
    "dinh-chinh": "corrections.html",
    "neu-ten": "names.html",
}
_PATTERNS = (
    (re.compile(r"ho-so/[A-Z0-9.]+"), "case.html"),
    (re.compile(r"danh-sach/[0-9]+"), "list.html"),
    (re.compile(r"dinh-chinh/[0-9]+"), "corrections.html"),
    (re.compile(r"neu-ten/[0-9]+"), "names.html"),
    (re.compile(r"co-quan/[A-Za-z0-9-]+"), "agency.html"),
    (re.compile(r"linh-vuc/[A-Za-z0-9-]+"), "field.html"),
    (re.compile(r"(?:co-quan|linh-vuc)/[A-Za-z0-9-]+/[0-9]+"), "list.html"),
)


def template_of(key: str) -> str | None:
    """The template of a key, None for a key that has no rendered page."""
    if key in _SINGLE:
        return _SINGLE[key]
    return next((template for pattern, template in _PATTERNS if pattern.fullmatch(key)), None)


def html(key: str, doc: Doc, lang: Lang) -> str:
    """The page of a document. Raises ValueError for a key without a page."""
    template = template_of(key)
    if template is None:
        raise ValueError(key)
    context: Doc = {}
    owner = key.rpartition("/")[0]
    if template == "list.html" and owner not in ("", "danh-sach"):
        context = {"name_of": doc["name"], "base": f"/{owner}", "newest": f"/{owner}"}
    return render(template, lang, doc=doc, path="/" if key == "index" else f"/{key}", **context)


def dump(doc: Doc) -> bytes:
    """The JSON twin: readable Vietnamese, no white space, keys in the order of docs/documents.md."""
    return json.dumps(doc, ensure_ascii=False, separators=(",", ":")).encode()
