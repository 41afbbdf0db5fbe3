"""A dossier as JSON (docs/documents.md): what the reader may see, with the forms of what the reader may do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib import wiring
from chalicelib.domain.case import Actor
from chalicelib.domain.errors import NotFound
from chalicelib.domain.events import ConsentChanged, Received
from chalicelib.domain.vocabulary import INSPECTORS, Role
from chalicelib.messages import both
from chalicelib.ports import QueueEntry
from chalicelib.usecases.read import Dossier
from chalicelib.web.forms import actions

# What waits for review, and whose mail came back, concern those who work on it.
_HIDDEN = {
    Role.SUBMITTER: ("pending", "deliveries", "related"),
    Role.COORDINATING: ("pending", "deliveries", "related"),
    Role.AGENCY: ("deliveries", "related"),
    Role.LEADER: ("related",),
}


def case_view(dossier: Dossier, lang: str) -> dict[str, Any]:
    services = wiring.services()
    reference = services.deps.reference.current()
    view = services.present(dossier)
    view |= {name: [] for name in _HIDDEN.get(dossier.actor.role, ())}
    view["suggestions"] = services.suggest(dossier) if dossier.actor.role is Role.FOCAL else {}
    view["actor"] = actor_view(dossier.actor)
    forms = actions(dossier.actions, dossier.case, reference, services.deps.context_today(), lang)
    for form in forms:
        for item in form["fields"]:
            if item["name"] == "consents":  # what is sent replaces what was given
                item["value"] = _consents(dossier)
    view["actions"] = forms
    return view


def _consents(dossier: Dossier) -> list[str]:
    given = [event.fact.consents for event in dossier.events if isinstance(event.fact, (Received, ConsentChanged))]
    return list(given[-1]) if given else []


def actor_view(actor: Actor) -> dict[str, Any]:
    """An office by its own name; a person by the role only."""
    directory = wiring.services().deps.reference.current().directory
    name = both(f"role.{actor.role.value}")
    if actor.role in (Role.AGENCY, Role.COORDINATING) and directory.has_agency(actor.agency):
        agency = directory.agency(actor.agency)
        name = {"vi": agency.name_vi, "en": agency.name_en}
    else:
        officer = next((item for item in directory.officers if item.id == actor.id), None)
        if officer:
            name = {"vi": officer.title_vi, "en": officer.title_en}
    return {"type": actor.role.value, "id": actor.id, "name": name}


def repeat_rows(services: wiring.Services, actor: Actor) -> list[dict[str, Any]]:
    """Offices with repeated conduct cases, for inspectors alone; about the inspectorate, for the other recipient."""
    if actor.role not in INSPECTORS:
        return []
    rows = [(row, services.agency_named(row.agency)) for row in services.office.repeats_for(actor.role)]
    return [{"agency": named, "n": row.count, "since": row.since.isoformat()} for row, named in rows]


def queue_rows(services: wiring.Services, entries: Sequence[QueueEntry], actor: Actor) -> list[dict[str, Any]]:
    """Rows of a desk list. Index entries are hints: each head is read again, and one that moved on is left out."""
    rows = []
    for entry in entries:
        try:
            rows.append(_row(services, services.read(entry.code, actor)))
        except NotFound:
            continue
    return rows


def _row(services: wiring.Services, dossier: Dossier) -> dict[str, Any]:
    """With the working title, which only the desk may read."""
    view = services.present(dossier)
    texts, case = view["texts"], dossier.case
    title = (texts.get("public") or texts.get("original") or {}).get("title")
    clock = case.clock("forwarding") or case.clock("publication")
    shown = ("code", "kind", "status", "timeliness", "received_on", "lead", "channel")
    row = {key: view["case"][key] for key in shown}
    return {**row, "title": title, "due_on": clock.due_on.isoformat() if clock else None}
