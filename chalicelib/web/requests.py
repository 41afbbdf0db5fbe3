"""What a view needs of a request: body, bearer, language, key. Nothing of it is trusted or logged."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from chalice.app import Blueprint, Request, Response

from chalicelib.domain.errors import CrossSite, NotJson, TooLarge, Unauthorized
from chalicelib.messages import preferred

# AWS passes at most 6 MB to a function; a petition with all its fields is far below this.
BODY_LIMIT = 256 * 1024
JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


def current(routes: Blueprint) -> tuple[Callable[[], Request], Callable[[], str]]:
    """How the views of `routes` get the request that they answer, and the language to answer in."""

    def request() -> Request:
        found = routes.current_request
        assert found is not None
        return found

    return request, lambda: language(routes.current_request)


def language(request: Request | None) -> str:
    return preferred(request.headers.get("accept-language", "")) if request else "vi"


def bearer(request: Request) -> str:
    """The token of `Authorization: Bearer ...`. Raises Unauthorized."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthorized
    return str(token).strip()[:4096]


def idempotency_key(request: Request) -> str:
    """As it was sent: cutting a long one would make two keys equal."""
    return str(request.headers.get("idempotency-key", "")).strip()


def _raw(request: Request) -> bytes:
    raw = request.raw_body
    body = raw.encode() if isinstance(raw, str) else raw
    if len(body) > BODY_LIMIT:
        raise TooLarge
    return body


def json_body(request: Request) -> Any:
    """The parsed body; an empty one is {}. Raises NotJson, TooLarge."""
    raw = _raw(request)
    if not raw.strip():
        return {}
    try:
        return json.loads(raw, parse_constant=_no_constants)
    except (ValueError, RecursionError) as problem:
        raise NotJson from problem


def action_body(request: Request) -> Any:
    """The body of an action, which must be there, if only as `{}`: mail scanners send empty POSTs to what they find."""
    if not _raw(request).strip():
        raise NotJson
    return json_body(request)


def _no_constants(name: str) -> Any:
    raise ValueError(name)  # NaN and Infinity are Python's, not JSON's


def form_body(request: Request) -> dict[str, Any]:
    """An urlencoded form as the JSON it stands for: `submitter.name=...` becomes a nested object.

    Undecodable bytes become lone surrogates on purpose: the text check names them to the person.
    """
    raw = _raw(request)
    try:
        text = raw.decode("utf-8", "surrogateescape")
        pairs = parse_qsl(text, keep_blank_values=True, errors="surrogateescape", max_num_fields=60)
    except ValueError as problem:
        raise NotJson from problem
    found: dict[str, Any] = {}
    submitter: dict[str, str] = {}
    for name, value in pairs:
        head, _, tail = name.partition(".")
        if tail and head == "submitter":
            submitter[tail] = value
        elif name == "consents":
            found.setdefault("consents", []).append(value)
        elif not tail:
            found[name] = value
    return found | {"submitter": submitter}


def refuse_other_sites(request: Request, origin: str) -> None:
    """Another site's page can post a form from a visitor's browser, in his name. Raises CrossSite.

    Browsers say where a request comes from: newer ones by `Sec-Fetch-Site`, others by `Origin` ("null" where the
    referrer is kept secret). Who sends neither is no browser.
    """
    site, sender = (str(request.headers.get(name, "")).lower() for name in ("sec-fetch-site", "origin"))
    foreign = site not in ("same-origin", "none") if site else sender not in ("", "null", origin.lower())
    if foreign:
        raise CrossSite


def is_form(request: Request) -> bool:
    return str(request.headers.get("content-type", "")).split(";")[0].strip().lower() == FORM_TYPE


def answer(body: Any, status: int = 200) -> Response:
    """JSON that no cache may keep: it is about one person or one office."""
    headers: dict[str, str | list[str]] = {"Content-Type": JSON_TYPE, "Cache-Control": "no-store"}
    return Response(json.dumps(body, ensure_ascii=False), status_code=status, headers=headers)
