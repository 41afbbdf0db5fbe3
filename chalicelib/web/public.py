"""Routes that anybody may call, and those that the submitter's secret opens."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Request, Response

from chalicelib import wiring
from chalicelib.domain.errors import InvalidFields
from chalicelib.domain.vocabulary import Status
from chalicelib.web import catalogue as lists
from chalicelib.web.pages import english_missing, english_page, form_answer, form_key, form_page
from chalicelib.web.problems import guard
from chalicelib.web.requests import (
    FORM_TYPE,
    JSON_TYPE,
    action_body,
    answer,
    bearer,
    current,
    form_body,
    idempotency_key,
    is_form,
    json_body,
    refuse_other_sites,
)
from chalicelib.web.views import case_view

routes = Blueprint(__name__)
READ = ["GET", "HEAD"]
"""Of pages and documents, which link checkers and caches ask for without their bodies."""
_request, _lang = current(routes)


@routes.route("/health", methods=READ)
@guard(_lang)
def health() -> Response:
    """Reads one item, so that "ok" means that the store answers."""
    wiring.services().deps.cases.load("health")
    return answer({"status": "ok"})


@routes.route("/catalogue", methods=READ)
@guard(_lang)
def catalogue() -> Response:
    deps = wiring.services().deps
    response = answer(lists.catalogue(deps.reference.current(), deps.context_today(), _lang()))
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Vary"] = "Accept-Language"
    return response


@routes.route("/openapi.json", methods=READ)
@guard(_lang)
def describe() -> Response:
    from chalicelib.web.openapi import document

    return answer(document())


@routes.route("/cases", methods=["POST"], content_types=[JSON_TYPE, FORM_TYPE])
@guard(_lang)
def submit() -> Response:
    request = _request()
    services = wiring.services()
    refuse_other_sites(request, services.origin)
    if is_form(request):
        return _submit_form(request)
    accepted = services.submit(json_body(request), idempotency_key(request))
    return answer(_receipt(accepted.code, accepted.secret), 201)


def _receipt(code: str, secret: str) -> dict[str, Any]:
    origin = wiring.services().origin
    links = {"track": f"{origin}/tra-cuu#{code}:{secret}", "public": f"{origin}/ho-so/{code}"}
    return {"code": code, "secret": secret, "links": links}


def _submit_form(request: Request) -> Response:
    """Without JavaScript: a plain receipt page, or the form again with everything that was typed."""
    services = wiring.services()
    raw = form_body(request)
    if raw.get("notice_accepted") != "true":
        raw["notice_version"] = ""  # the form says which notice it shows; only the tick accepts it
    lang = "en" if raw.get("language") == "en" else "vi"
    key = form_key(raw, services.deps.context_today())
    try:
        accepted = services.submit(raw, key)
    except InvalidFields as problem:
        return form_page(raw, problem.errors, lang)
    return form_answer(_receipt(accepted.code, accepted.secret), lang)


@routes.route("/cases/{code}")
@guard(_lang)
def follow(code: str) -> Response:
    services = wiring.services()
    actor = services.access.submitter(code, bearer(_request()))
    view = case_view(services.read(code.upper(), actor), _lang())
    parts = services.parts(code.upper()) if view["case"]["status"] == Status.CLOSED else ()
    shown = [_receipt(part.code, part.secret) | {"number": part.number, "title": part.title} for part in parts]
    return answer(view | {"parts": shown})


@routes.route("/cases/{code}/actions/{name}", methods=["POST"])
@guard(_lang)
def act(code: str, name: str) -> Response:
    request = _request()
    services = wiring.services()
    actor = services.access.submitter(code, bearer(request))
    services.act(code.upper(), actor, name, action_body(request), idempotency_key(request))
    return answer(case_view(services.read(code.upper(), actor), _lang()))


@routes.route("/cases/{code}/secret", methods=["POST"])
@guard(_lang)
def renew_secret(code: str) -> Response:
    """The same answer for any code: what exists is not told."""
    wiring.services().office.renew_secret(code)
    return answer({"status": "accepted"}, 202)


@routes.route("/uploads", methods=["POST"])
@guard(_lang)
def upload() -> Response:
    return answer(wiring.services().office.offer_upload(json_body(_request())), 201)


@routes.route("/en", methods=READ)
@guard(_lang)
def english_home() -> Response:
    return _english("/en")


# API Gateway takes one name for the variable at each place: siblings with two would not deploy.
@routes.route("/en/{section}", methods=READ)
@guard(_lang)
def english_index(section: str) -> Response:
    return _english(f"/en/{section}")


@routes.route("/en/{section}/{item}", methods=READ)
@guard(_lang)
def english_item(section: str, item: str) -> Response:
    return _english(f"/en/{section}/{item}")


@routes.route("/en/{section}/{item}/{page}", methods=READ)
@guard(_lang)
def english_older(section: str, item: str, page: str) -> Response:
    return _english(f"/en/{section}/{item}/{page}")


def _english(path: str) -> Response:
    page = wiring.services().render_english(path)
    return english_page(page) if page is not None else english_missing(path)
