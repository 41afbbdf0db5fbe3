"""`GET /api/openapi.json`: made from the same declarations that the server checks with, so it cannot drift."""

from __future__ import annotations

from typing import Any

from chalicelib.domain import commands as c
from chalicelib.domain import vocabulary as v
from chalicelib.domain.commands import COMMANDS, Command, Spec
from chalicelib.domain.decide.rules import RULES
from chalicelib.domain.parsing import CONSENTS
from chalicelib.domain.petition import LANGUAGE
from chalicelib.domain.vocabulary import INSPECTORS, Role

_PROBLEM = {"$ref": "#/components/responses/Problem"}
_VIEW = {"description": "The case as this reader may see it", "content": {"application/json": {}}}
_KEY = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "minLength": 16, "maxLength": 200}}
_TYPES: dict[str, dict[str, Any]] = {
    "date": {"type": "string", "format": "date"},
    "item": {"type": "integer"},
    "email": {"type": "string", "format": "email"},
    "agencies": {"type": "array", "items": {"type": "string"}},
    "choices": {"type": "array", "items": {"type": "string"}},
    "files": {"type": "array", "items": {"type": "string"}},
    "parts": {
        "type": "array",
        "minItems": 2,
        "maxItems": c.PARTS_LIMIT,
        "items": {
            "type": "object",
            "properties": {
                "title": {"type": "string", "maxLength": c.TITLE_LIMIT},
                "content": {"type": "string", "maxLength": c.CONTENT_LIMIT},
            },
            "required": ["title", "content"],
        },
    },
}
_SECURITY: dict[str, list[dict[str, list[str]]]] = {"secret": [{"secret": []}], "link": [{"link": []}], "none": []}


def document() -> dict[str, Any]:
    """An OpenAPI 3.1 description of every route but the English HTML pages."""
    paths: dict[str, Any] = {
        "/health": {"get": _plain("Whether the store answers")},
        "/openapi.json": {"get": _plain("This document")},
        "/catalogue": {"get": _plain("Lists, limits and the privacy notice")},
        "/cases": {"post": _post("Submit a petition", _petition(), 201, key=True)},
        "/uploads": {"post": _post("Offer a file", _upload(), 201)},
        "/cases/{code}": {"get": _get("The submitter's view", "secret", ["code"])},
        "/cases/{code}/secret": {"post": _post("Send a new secret to the contact on file", None, 202, params=["code"])},
        "/link": {"get": _get("What a signed link opens", "link", [])},
        "/link/renew": {"post": _post("Mail a new link to the mailbox on file", None, 202, security="link")},
        "/agency/cases": {"get": _get("One page of an agency's own open cases", "link", [], query=["cursor"])},
        "/desk/links": {"post": _post("Mail a desk link", _object({"email": {"type": "string"}}, ["email"]), 202)},
        "/desk/cases": {
            "get": _get("One page of a queue", "link", [], query=["queue", "cursor"]),
            "post": _post("Enter what came by another channel", _registration(), 201, key=True, security="link"),
        },
        "/desk/cases/{code}": {"get": _get("A case at the desk", "link", ["code"])},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hồi Âm", "version": "1"},
        "servers": [{"url": "/api"}],
        "paths": paths | _actions(),
        "components": {
            "securitySchemes": {
                "secret": {"type": "http", "scheme": "bearer", "description": "The submitter's secret"},
                "link": {"type": "http", "scheme": "bearer", "description": "The token of a signed link"},
            },
            "responses": {"Problem": {"description": "RFC 9457", "content": {"application/problem+json": {}}}},
        },
    }


def _actions() -> dict[str, Any]:
    """The path of each action, under each of the three views that may offer it."""
    paths: dict[str, Any] = {}
    for prefix, security, roles in (
        ("/cases/{code}/actions/", "secret", {Role.SUBMITTER}),
        ("/link/actions/", "link", {Role.AGENCY, Role.COORDINATING, Role.LEADER, Role.EXPERT}),
        ("/desk/cases/{code}/actions/", "link", {Role.FOCAL, Role.CLERK, Role.LEADER, *INSPECTORS}),
    ):
        for name, command in COMMANDS.items():
            if command.asked_of_people() and RULES[name].roles & roles:
                params = ["code"] if "{code}" in prefix else []
                paths[prefix + name] = {
                    "post": _post(name, _command(command), 200, params=params, key=True, security=security)
                }
    return paths


def _upload() -> dict[str, Any]:
    return _object(
        {"name": {"type": "string"}, "size": {"type": "integer"}, "type": {"type": "string"}}, ["name", "size", "type"]
    )


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required}


def _command(command: type[Command]) -> dict[str, Any]:
    asked = command.asked()
    return _object({name: _schema(spec) for name, spec in asked}, [name for name, spec in asked if spec.required])


def _schema(spec: Spec) -> dict[str, Any]:
    schema = dict(_TYPES.get(spec.type, {"type": "string"}))
    if spec.limit and schema["type"] == "string":
        schema["maxLength"] = spec.limit
    return schema


def _petition() -> dict[str, Any]:
    text = {"type": "string"}
    submitter = _object(
        {"type": {"enum": list(v.SubmitterType)}, "name": text, "email": text, "phone": text, "address": text},
        ["type", "name", "address"],
    )
    return _object(
        {
            "kind": {"enum": list(v.Kind)},
            "title": {"type": "string", "maxLength": c.TITLE_LIMIT},
            "content": {"type": "string", "maxLength": c.CONTENT_LIMIT},
            "submitter": submitter,
            "notice_version": text,
            "consents": {"type": "array", "items": {"enum": list(CONSENTS)}},
            "subtype": text,
            "field": text,
            "agency": text,
            "place": text,
            "language": {"type": "string", "pattern": f"^{LANGUAGE.pattern}$"},
            "ownership": {"enum": list(v.Ownership)},
            "from_province": {"enum": list(v.FromProvince)},
            "attachments": {"type": "array", "items": text, "maxItems": c.FILES_LIMIT},
        },
        ["kind", "title", "content", "submitter", "notice_version"],
    )


def _registration() -> dict[str, Any]:
    """A clerk's intake: how and when it came; an anonymous letter has no name."""
    petition = _petition()
    channels = [channel for channel in v.Channel if channel is not v.Channel.WEB]
    own = {
        "channel": {"enum": channels},
        "received_on": {"type": "string", "format": "date"},
        "anonymous": {"type": "boolean"},
    }
    submitter = {**petition["properties"]["submitter"], "required": []}
    properties = {**petition["properties"], **own, "submitter": submitter}
    del properties["notice_version"]
    return _object(properties, ["kind", "title", "content", "channel"])


def _params(names: list[str], where: str, required: bool) -> list[dict[str, Any]]:
    return [{"name": name, "in": where, "required": required, "schema": {"type": "string"}} for name in names]


def _plain(summary: str) -> dict[str, Any]:
    return {"summary": summary, "responses": {"200": {"description": summary}}}


def _get(summary: str, security: str, params: list[str], query: list[str] | None = None) -> dict[str, Any]:
    return {
        "summary": summary,
        "security": _SECURITY[security],
        "parameters": _params(params, "path", True) + _params(query or [], "query", False),
        "responses": {"200": _VIEW, "401": _PROBLEM, "404": _PROBLEM},
    }


def _post(
    summary: str,
    body: dict[str, Any] | None,
    status: int,
    *,
    params: list[str] | None = None,
    key: bool = False,
    security: str = "none",
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "summary": summary,
        "security": _SECURITY[security],
        "parameters": _params(params or [], "path", True) + ([_KEY] if key else []),
        "responses": {str(status): _VIEW, "4XX": _PROBLEM, "503": _PROBLEM},
    }
    if body is not None:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return found
