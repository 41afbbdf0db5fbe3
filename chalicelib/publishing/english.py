"""English pages, rendered when somebody asks, from the JSON that the Vietnamese page was made of."""

from __future__ import annotations

import json
from collections.abc import Callable

from chalicelib.publishing.pages import html, template_of

Read = Callable[[str], bytes | None]


def render_english(path: str, read: Read) -> str | None:
    """The page for `/en...`: home, cases, agencies, fields, statistics. None for a path without a document.

    `read(key)` gives the JSON body of the site's object `key` (for example `thong-ke.json`), or None. Keys come from a
    fixed set of patterns, so that no path can reach another object.
    """
    if path != "/en" and not path.startswith("/en/"):
        return None
    key = path.removeprefix("/en").strip("/") or "index"
    if template_of(key) is None:
        return None
    body = read(f"{key}.json")
    return html(key, json.loads(body), "en") if body is not None else None
