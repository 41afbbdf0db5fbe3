"""Routes that a signed link opens: one case for an agency or a leader, an agency's own list, the officers' desk.

A GET changes nothing, so mail scanners may open links as often as they like; an action needs typed content in a POST.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalice.app import Blueprint, Request, Response

from chalicelib import wiring
from chalicelib.domain.case import Actor
from chalicelib.domain.errors import ActionNotAllowed, NotFound
from chalicelib.domain.vocabulary import Role
from chalicelib.messages import translator
from chalicelib.web.forms import register_form
from chalicelib.web.problems import guard
from chalicelib.web.receipts import clerk_receipt
from chalicelib.web.requests import action_body, answer, bearer, current, idempotency_key, json_body
from chalicelib.web.views import actor_view, agency_rows, calendar_warning, case_view, queue_rows, repeat_rows

routes = Blueprint(__name__)
REGISTRARS = (Role.CLERK, Role.FOCAL)
_request, _lang = current(routes)


@routes.route("/link")
@guard(_lang)
def open_link() -> Response:
    services = wiring.services()
    actor, code = services.access.link(bearer(_request()))
    return answer(case_view(services.read(code, actor), _lang()))


@routes.route("/link/actions/{name}", methods=["POST"])
@guard(_lang)
def act_by_link(name: str) -> Response:
    request = _request()
    services = wiring.services()
    actor, code = services.access.link(bearer(request))
    services.act(code, actor, name, action_body(request), idempotency_key(request))
    return answer(_after(code, actor, name))


def _after(code: str, actor: Actor, name: str) -> dict[str, Any]:
    """The view after the action. Returning a case ends the agency's own access: it gets a plain word instead."""
    services = wiring.services()
    try:
        return case_view(services.read(code, actor), _lang())
    except NotFound:
        return {"done": name, "code": code}


@routes.route("/link/renew", methods=["POST"])
@guard(_lang)
def renew_link() -> Response:
    """A new link to the mailbox on file, for a genuine token: the same answer for any other."""
    wiring.services().office.renew_link(bearer(_request()))
    return answer({"status": "accepted"}, 202)


@routes.route("/agency/cases")
@guard(_lang)
def agency_cases() -> Response:
    """One page of an agency's own open cases. Nothing is done here: each case has its own link."""
    services = wiring.services()
    agency = services.access.agency(bearer(_request()))
    params: Mapping[str, str] = _request().query_params or {}
    cases, cursor = services.desk.of_agency(agency, params.get("cursor", ""))
    actor = actor_view(Actor(Role.AGENCY, agency, agency))
    return answer({"actor": actor, "rows": agency_rows(services, cases), "next": cursor or None})


@routes.route("/desk/links", methods=["POST"])
@guard(_lang)
def desk_link() -> Response:
    body = json_body(_request())
    email = body.get("email") if isinstance(body, dict) else None
    wiring.services().office.send_desk_links(email if isinstance(email, str) else "")
    return answer({"status": "accepted"}, 202)


def _desk() -> tuple[Actor, str]:
    return wiring.services().access.desk(bearer(_request()))


@routes.route("/desk/cases")
@guard(_lang)
def queue() -> Response:
    """One page of a list that is this officer's own: the inspectorate's restricted one is nobody else's, and so on."""
    actor, focus = _desk()
    params: Mapping[str, str] = _request().query_params or {}
    services = wiring.services()
    own = services.desk.lists(actor)
    name = params.get("queue", own[0] if own else "")
    if own and name not in own:
        raise NotFound(name)
    codes, cursor = services.desk.page(actor, name, params.get("cursor", "")) if own else ([], "")
    t = translator(_lang())
    return answer(
        {
            "actor": actor_view(actor),
            "focus": focus or None,
            "actions": _own_actions(actor),
            "queues": [{"id": item, "label": t(f"queue.{item}"), "count": None} for item in own],
            "queue": name,
            "rows": queue_rows(services, codes, actor),
            "next": cursor or None,
            "repeats": repeat_rows(services, actor),
            "calendar": calendar_warning(services, actor),
        }
    )


def _own_actions(actor: Actor) -> list[dict[str, Any]]:
    """What is done at the desk without a case."""
    if actor.role not in REGISTRARS:
        return []
    deps = wiring.services().deps
    return [register_form(deps.reference.current(), deps.context_today(), _lang())]


@routes.route("/desk/cases/{code}")
@guard(_lang)
def open_case(code: str) -> Response:
    actor = wiring.services().access.desk_case(bearer(_request()), code.upper())
    return answer(case_view(wiring.services().read(code.upper(), actor), _lang()))


@routes.route("/desk/cases/{code}/actions/{name}", methods=["POST"])
@guard(_lang)
def act_at_desk(code: str, name: str) -> Response:
    request = _request()
    services = wiring.services()
    if name == "register":
        return _register(request, _desk()[0])
    actor = services.access.desk_case(bearer(request), code.upper())
    services.act(code.upper(), actor, name, action_body(request), idempotency_key(request))
    view = _after(code.upper(), actor, name)
    if name == "split":
        # Shown in this answer alone (and in that to the very same request again): no GET tells a secret to an officer.
        view["parts"] = [clerk_receipt(part) for part in services.parts.on_paper(code.upper())]
    return answer(view)


@routes.route("/desk/cases", methods=["POST"])
@guard(_lang)
def register() -> Response:
    actor, _ = _desk()
    return _register(_request(), actor)


def _register(request: Request, actor: Actor) -> Response:
    """A clerk's or focal officer's intake of what came by letter, hotline, Zalo, at the counter."""
    if actor.role not in REGISTRARS:
        raise ActionNotAllowed("register")
    accepted = wiring.services().submit(json_body(request), idempotency_key(request), clerk=actor)
    return answer(clerk_receipt(accepted), 201)
