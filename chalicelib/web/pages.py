"""The few HTML answers of the API: receipt and form without JavaScript, English pages on demand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.errors import FieldError
from chalicelib.web.problems import field_errors

_HTML = "text/html; charset=utf-8"


def form_key(raw: dict[str, Any], today: date) -> str:
    """The Idempotency-Key of a form that was sent without JavaScript: the same form on the same day is one case."""
    text = json.dumps(raw, sort_keys=True, default=str)
    return "form-" + hashlib.sha256(f"{today.isoformat()}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def form_answer(receipt: dict[str, Any], lang: str) -> Response:
    page = wiring.services().render("receipt.html", lang, doc=receipt, path="/gui")
    return Response(page, status_code=201, headers={"Content-Type": _HTML, "Cache-Control": "no-store"})


def form_page(raw: dict[str, Any], errors: Sequence[FieldError], lang: str) -> Response:
    """The form again: nothing that was typed is lost."""
    services = wiring.services()
    page = services.render_form(_encodable(raw), field_errors(tuple(errors), lang), lang)
    return Response(page, status_code=422, headers={"Content-Type": _HTML, "Cache-Control": "no-store"})


def _encodable(value: Any) -> Any:
    """Bytes that were no text show as question marks in the form that comes back."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {name: _encodable(inner) for name, inner in value.items()}
    return [_encodable(inner) for inner in value] if isinstance(value, list) else value


def english_missing(path: str) -> Response:
    """People come here with a browser, so they get a page and no problem document."""
    page = wiring.services().render("not_found.html", "en", doc={}, path=path.removeprefix("/en") or "/")
    return Response(page, status_code=404, headers={"Content-Type": _HTML, "Cache-Control": "no-store"})


def english_page(page: str) -> Response:
    headers: dict[str, str | list[str]] = {
        "Content-Type": _HTML,
        "Cache-Control": "public, max-age=30, stale-while-revalidate=300",
    }
    return Response(page, status_code=200, headers=headers)
