"""The one table from errors to HTTP, and the decorator that applies it to every view.

Chalice's middleware never sees a view's exceptions, so the mapping stands around each view. 403 is never used: the CDN
turns a missing key's 403 into the 404 page.
"""

from __future__ import annotations

import functools
import json
import logging
import re
from collections.abc import Callable
from typing import Any

from chalice.app import Request, Response

from chalicelib.domain import errors
from chalicelib.domain.errors import DomainError, FieldError, InvalidFields
from chalicelib.messages import preferred, translator
from chalicelib.ports import Unavailable

log = logging.getLogger("hoiam.web")

STATUS: dict[type[DomainError], int] = {
    errors.InvalidFields: 422,
    errors.KeyReused: 422,
    errors.KeyMissing: 400,
    errors.NotJson: 400,
    errors.CrossSite: 400,
    errors.TooLarge: 413,
    errors.NotFound: 404,
    errors.UnknownAction: 404,
    errors.ActionNotAllowed: 409,
    errors.LinkInvalid: 401,
    errors.LinkExpired: 401,
    errors.LinkSuperseded: 401,
    errors.SecretInvalid: 401,
    errors.Unauthorized: 401,
    errors.Busy: 503,
}


def status_of(problem: DomainError) -> int:
    """By the nearest ancestor in the table: an adapter may raise its own kind of `LinkExpired`."""
    return next((STATUS[kind] for kind in type(problem).__mro__ if kind in STATUS), 422)


def field_errors(found: tuple[FieldError, ...], lang: str) -> list[dict[str, Any]]:
    t = translator(lang)
    place = int(lang == "en")
    return [
        {
            "field": item.field,
            "code": item.code,
            "message": t(_text_of(item), limit=item.limit, name=item.names[place]),
        }
        for item in found
    ]


def _text_of(item: FieldError) -> str:
    # A file that is missing was named, but never arrived: "this is required" would be the wrong word.
    of_file = item.field == "attachments" and f"file_{item.code}" in ("file_missing", "file_type")
    return f"invalid.file_{item.code}" if of_file else f"invalid.{item.code}"


def problem_body(problem: DomainError, lang: str) -> dict[str, Any]:
    """RFC 9457, with our stable `code` and a list of field errors."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": translator(lang)(f"error.{problem.code}"),
        "status": status_of(problem),
        "code": problem.code,
    }
    if isinstance(problem, InvalidFields):
        body["errors"] = field_errors(problem.errors, lang)
    return body


def respond(body: dict[str, Any], status: int) -> Response:
    headers: dict[str, str | list[str]] = {"Content-Type": "application/problem+json", "Cache-Control": "no-store"}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        headers["Retry-After"] = "5"
    return Response(json.dumps(body, ensure_ascii=False), status_code=status, headers=headers)


_LOGGED = re.compile(r"[A-Za-z]{2,6}\.[0-9]{8}\.[0-9A-Za-z]{5}|[a-z_]{1,40}")


def _known(value: Any) -> str:
    """A path's part, only if it is a case's code or an action's name: people paste secrets and addresses anywhere."""
    return value if isinstance(value, str) and _LOGGED.fullmatch(value) else ""


def guard(language: Callable[[], str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Turn what a view raises into problem+json in the person's language; log the unexpected without its content."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            # One line a request: the route, the outcome, the case's code. No text, no address, no token.
            known = {"view": view.__name__, "case": _known(kwargs.get("code")), "action": _known(kwargs.get("name"))}
            try:
                response = view(*args, **kwargs)
            except DomainError as problem:
                log.info("request", extra={**known, "status": status_of(problem), "problem": problem.code})
                return respond(problem_body(problem, language()), status_of(problem))
            except Unavailable:
                busy = errors.Busy()
                return respond(problem_body(busy, language()), status_of(busy))
            except Exception:
                log.exception("view failed", extra=known)
                title = translator(language())("error.internal")
                return respond({"type": "about:blank", "title": title, "status": 500, "code": "internal"}, 500)
            log.info("request", extra={**known, "status": response.status_code})
            return response

        return guarded

    return decorate


_CHALICE_CODES = {405: "method_not_allowed", 415: "unsupported_media_type"}


def framework_errors(event: Request, get_response: Callable[[Request], Response]) -> Response:
    """HTTP middleware: what Chalice refuses before any view is problem+json, too."""
    response = get_response(event)
    code = _CHALICE_CODES.get(response.status_code)
    if code is None:
        return response
    title = translator(preferred(event.headers.get("accept-language", "")))(f"error.{code}")
    body = {"type": "about:blank", "title": title, "status": response.status_code, "code": code}
    return respond(body, response.status_code)
