"""A dossier as JSON (docs/documents.md): what the reader may see, with the forms of what the reader may do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib import wiring
from chalicelib.domain.case import Actor, Case
from chalicelib.domain.deciders import decisions
from chalicelib.domain.errors import NotFound
from chalicelib.domain.events import ConsentChanged, Received
from chalicelib.domain.undelivered import lead_missed
from chalicelib.domain.vocabulary import INSPECTORS, Role
from chalicelib.domain.watch import year_to_announce
from chalicelib.messages import LANGUAGES, both, translator
from chalicelib.usecases.desk import AgencyCase
from chalicelib.usecases.read import Dossier
from chalicelib.web.forms import actions
from chalicelib.web.kept import offer_kept

# What waits for review, and other people's cases, concern those who work on it.
_HIDDEN = {
    Role.SUBMITTER: ("pending", "related"),
    Role.COORDINATING: ("pending", "related"),
    Role.NAMED: ("pending", "related"),
    Role.AGENCY: ("related",),
    Role.LEADER: ("related",),
    Role.READER: ("pending", "related"),
    Role.EXPERT: ("related",),
}
# Who mends addresses. No link of an agency or a leader says what became of a letter to somebody else.
_DESK = frozenset({Role.FOCAL, *INSPECTORS})


def case_view(dossier: Dossier, lang: str) -> dict[str, Any]:
    services = wiring.services()
    reference = services.deps.reference.current()
    view = services.present(dossier)
    view |= {name: [] for name in _HIDDEN.get(dossier.actor.role, ())}
    gone = services.gone(row["code"] for row in view["related"])
    view["related"] = [row for row in view["related"] if row["code"] not in gone]
    if dossier.actor.role is Role.EXPERT:
        view["pending"] = [item for item in view["pending"] if item["content"]]  # the own opinion
    view["deliveries"] = services.deliveries(dossier) if dossier.actor.role in _DESK else []
    view["suggestions"] = services.suggest(dossier) if dossier.actor.role is Role.FOCAL else {}
    view["actor"] = actor_view(dossier.actor)
    forms = actions(dossier.actions, dossier.case, reference, services.deps.context_today(), lang)
    for form in forms:
        for item in form["fields"]:
            if item["name"] == "consents":  # what is sent replaces what was given
                item["value"] = _consents(dossier)
    offer_kept(forms, dossier.case, dossier.events, lang)
    view["actions"] = forms
    return view


def _consents(dossier: Dossier) -> list[str]:
    given = [event.fact.consents for event in dossier.events if isinstance(event.fact, (Received, ConsentChanged))]
    return list(given[-1]) if given else []


def actor_view(actor: Actor) -> dict[str, Any]:
    """An office by its own name; a person by the role only."""
    directory = wiring.services().deps.reference.current().directory
    name = both(f"role.{actor.role.value}")
    if actor.role in (Role.AGENCY, Role.COORDINATING, Role.NAMED) and directory.has_agency(actor.agency):
        agency = directory.agency(actor.agency)
        name = {"vi": agency.name_vi, "en": agency.name_en}
    else:
        officer = next((item for item in directory.officers if item.id == actor.id), None)
        if officer:
            name = {"vi": officer.title_vi, "en": officer.title_en}
    return {"type": actor.role.value, "id": actor.id, "name": name}


def calendar_warning(services: wiring.Services, actor: Actor) -> dict[str, int] | None:
    """The year whose official notice is missing, for focal officers: their deadlines are provisional by it."""
    if actor.role is not Role.FOCAL:
        return None
    year = year_to_announce(services.deps.reference.current(), services.deps.context_today())
    return {"year": year} if year else None


def repeat_rows(services: wiring.Services, actor: Actor) -> list[dict[str, Any]]:
    """Offices with repeated conduct cases, for inspectors alone; about the inspectorate, for the other recipient."""
    if actor.role not in INSPECTORS:
        return []
    rows = [(row, services.agency_named(row.agency)) for row in services.repeated(actor.role)]
    return [{"agency": named, "n": row.count, "since": row.since.isoformat()} for row, named in rows]


def queue_rows(services: wiring.Services, codes: Sequence[str], actor: Actor) -> list[dict[str, Any]]:
    """Rows of a desk list. Index entries are hints: each head is read again, and one that moved on is left out."""
    rows = []
    for code in codes:
        try:
            rows.append(_row(services, services.read(code, actor)))
        except NotFound:
            continue
    if actor.role is Role.READER:  # who looks at delays begins with the longest one
        rows.sort(key=lambda row: (row["due_on"] or "9", row["code"]))
    return rows


def agency_rows(services: wiring.Services, cases: Sequence[AgencyCase]) -> list[dict[str, Any]]:
    """One page of an agency's own open cases, late ones first, each with its link."""
    rows = [
        {**row, "role": one.actor.role.value, "href": one.href}
        for one in cases
        for row in queue_rows(services, [one.code], one.actor)
    ]
    return sorted(rows, key=lambda row: (row["due_on"] or "9", row["code"]))


def _row(services: wiring.Services, dossier: Dossier) -> dict[str, Any]:
    """With the working title for the desk that may read it, else with the public one."""
    view = services.present(dossier)
    texts, case = view["texts"], dossier.case
    # Locked for a state secret: whoever decides opens it, and no list says what it is about.
    title = None if case.purge else (texts.get("public") or texts.get("original") or {}).get("title")
    clock = case.clock("forwarding") or case.clock("publication")
    due_on, provisional = (clock.due_on, clock.provisional) if clock else (None, False)
    asked = decisions(case) if dossier.actor.role is Role.LEADER else ()
    if asked and asked[0].due_on:
        due_on, provisional = asked[0].due_on, asked[0].provisional
    over = any(decision.due_on and decision.due_on < services.deps.context_today() for decision in asked)
    shown = ("code", "kind", "status", "timeliness", "received_on", "lead", "channel")
    row = {key: view["case"][key] for key in shown}
    ground = _grounds(services, case) if dossier.actor.role is Role.LEADER else None
    missed = dossier.actor.role in _DESK and lead_missed(case)
    more = {"ground": ground, "undelivered": both("queue.undelivered") if missed else None}
    more["overdue"] = both("leaders.over") if over else None
    due = {"due_on": due_on.isoformat() if due_on else None, "provisional": provisional}
    return {**row, "title": title, **due, **more}


def _grounds(services: wiring.Services, case: Case) -> dict[str, str] | None:
    """Why the case is before a leader: its ground, the agency that is to be named and for what, or both."""
    found = [both(f"ground.{case.ground}")] if case.ground else []
    if case.naming and case.naming_waits:
        agency, failure = services.agency_named(case.naming.agency), both(f"failure.{case.naming.failure}")
        name = agency["name"] if agency else {}
        found.append(
            {
                lang: translator(lang)("leaders.naming", agency=name.get(lang, ""), failure=failure[lang])
                for lang in LANGUAGES
            }
        )
    return {lang: "; ".join(words[lang] for words in found) for lang in LANGUAGES} if found else None
