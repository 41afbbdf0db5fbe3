"""Every route says who may call it; the OpenAPI document says the same of exactly the same routes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app import app
from chalicelib.domain.commands import COMMANDS
from chalicelib.domain.decide.rules import RULES
from chalicelib.domain.vocabulary import INSPECTORS, Role
from tests.fakes.system import System
from tests.web.driver import Web

ROUTES: dict[tuple[str, str], str] = {
    ("GET", "/health"): "public",
    ("GET", "/openapi.json"): "public",
    ("GET", "/catalogue"): "public",
    ("POST", "/cases"): "public",
    ("POST", "/uploads"): "public",
    ("POST", "/cases/{code}/secret"): "public",
    ("POST", "/desk/links"): "public",
    ("GET", "/en"): "public",
    ("GET", "/en/{section}"): "public",
    ("GET", "/en/{section}/{item}"): "public",
    ("GET", "/en/{section}/{item}/{page}"): "public",
    ("GET", "/cases/{code}"): "submitter",
    ("POST", "/cases/{code}/actions/{name}"): "submitter",
    ("GET", "/link"): "link",
    ("POST", "/link/actions/{name}"): "link",
    ("POST", "/link/renew"): "link",
    ("GET", "/agency/cases"): "link",
    ("GET", "/desk/cases"): "desk",
    ("POST", "/desk/cases"): "desk",
    ("GET", "/desk/cases/{code}"): "desk",
    ("POST", "/desk/cases/{code}/actions/{name}"): "desk",
}
# Whatever may be read without a token may also be asked for without its body.
ROUTES |= {("HEAD", path): who for (method, path), who in list(ROUTES.items()) if method == "GET" and who == "public"}
SCHEMES: dict[str, list[dict[str, list[str]]]] = {
    "public": [], "submitter": [{"secret": []}], "link": [{"link": []}], "desk": [{"link": []}],
}  # fmt: skip
CLOSED = sorted(route for route, who in ROUTES.items() if who != "public")


def document() -> dict[str, Any]:
    from chalicelib.web.openapi import document as made

    return made()


def test_every_route_is_declared_here() -> None:
    assert {(method, path) for path, methods in app.routes.items() for method in methods} == set(ROUTES)


@pytest.mark.parametrize(("method", "path"), CLOSED)
@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer  ", "Basic abc", "abc"])
def test_no_token_no_entry(web: Web, method: str, path: str, header: str | None) -> None:
    code, _ = web.submit()
    before = web.system.everything_stored()
    answer = bare(method, path.format(code=code, name="claim"), header)
    assert (answer.status_code, answer.json_body["code"]) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert web.system.everything_stored() == before


def bare(method: str, path: str, header: str | None) -> Any:
    from tests.web.driver import client

    headers = {"Content-Type": "application/json"} | ({} if header is None else {"Authorization": header})
    return client().http.request(method, path, headers=headers, body=b"{}" if method == "POST" else b"")


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_a_token_of_nobody_is_no_entry(web: Web, method: str, path: str) -> None:
    code, _ = web.submit()
    before = web.system.everything_stored()
    strangers = System()
    strangers.secrets.newest = 2  # signs with a key that this system does not have
    token = strangers.desk()
    body: dict[str, str] | None = {} if method == "POST" else None
    answer = web.send(method, path.format(code=code, name="claim"), body, token=token, key="x" * 20)
    assert answer.status_code == 401
    assert answer.json_body["code"] in ("link_invalid", "secret_invalid")
    assert web.system.everything_stored() == before


def test_what_anybody_may_call_asks_for_nothing(web: Web) -> None:
    web.system.publisher().publish_empty()
    sent = {("POST", "/cases"): 400, ("POST", "/uploads"): 422}
    sent |= {route: 404 for route in ROUTES if route[1].startswith("/en/")}
    for (method, path), who in ROUTES.items():
        if who == "public":
            answer = bare(method, path.format(code="x", page="x", section="x", item="x"), None)
            expected = sent.get((method, path), 202 if method == "POST" else 200)
            assert answer.status_code == expected, (path, answer.body)


def test_the_document_lists_exactly_the_routes() -> None:
    found = {}
    for path, methods in document()["paths"].items():
        route = re.sub(r"/actions/\w+$", "/actions/{name}", path)
        for method, operation in methods.items():
            found[method.upper(), route] = operation.get("security", [])
    described = {route: who for route, who in ROUTES.items() if route[0] != "HEAD" and not route[1].startswith("/en")}
    wanted = {route: SCHEMES[who] for route, who in described.items()}
    assert found == wanted


def test_the_document_lists_every_action_where_it_may_be_asked_for() -> None:
    doors = {
        "/cases/{code}/actions/": {Role.SUBMITTER},
        "/link/actions/": {Role.AGENCY, Role.COORDINATING, Role.LEADER, Role.EXPERT},
        "/desk/cases/{code}/actions/": {Role.FOCAL, Role.CLERK, Role.LEADER, *INSPECTORS},
    }
    paths = document()["paths"]
    people = {name for name, command in COMMANDS.items() if command.asked_of_people()}
    seen = set()
    for prefix, roles in doors.items():
        listed = {path.removeprefix(prefix) for path in paths if path.startswith(prefix)}
        assert listed - {"register"} == {name for name in people if RULES[name].roles & roles}
        seen |= listed
    assert seen - {"register"} == people


def test_the_document_describes_what_the_server_checks(web: Web) -> None:
    schema = document()["paths"]["/link/actions/answer"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    _, _, lead = web.forwarded()
    form = next(action for action in web.ok(web.get("/link", lead))["actions"] if action["name"] == "answer")
    assert list(schema["properties"]) == [item["name"] for item in form["fields"]]
    assert schema["required"] == [item["name"] for item in form["fields"] if item["required"]]
    assert schema["properties"]["content"]["maxLength"] == 10_000
    petition = document()["paths"]["/cases"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    errors = web.post("/cases", {}, key="x" * 20).json_body["errors"]
    assert {error["field"].split(".")[0] for error in errors} == set(petition["required"])
    assert web.ok(web.get("/openapi.json")) == document()


def test_the_catalogue_offers_what_the_server_takes(web: Web) -> None:
    vi, en = web.ok(web.get("/catalogue")), web.ok(web.get("/catalogue", lang="en"))
    assert vi["notice_version"]
    assert vi["privacy_notice"] != en["privacy_notice"]
    assert (vi["limits"]["title"], vi["limits"]["content"]) == (200, 10_000)
    for name in ("fields", "agencies", "places", "kinds"):
        assert [row["id"] for row in vi[name]] == [row["id"] for row in en[name]]
        assert all(row["label"] for row in en[name])
    assert "SKHDT" not in {row["id"] for row in vi["agencies"]}, "merged in 2025"
    for kind in vi["kinds"]:
        for subtype in [None, *(item["id"] for item in kind["subtypes"])]:
            web.submit(kind=kind["id"], subtype=subtype)
    web.submit(field=vi["fields"][0]["id"], agency=vi["agencies"][0]["id"], place=vi["places"][-1]["id"],
               consents=[item["id"] for item in vi["consents"]])  # fmt: skip
