"""Actions as forms: each command's declared fields with labels and options in the person's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.commands import COMMANDS, CONTENT_LIMIT, FILES_LIMIT, TITLE_LIMIT, Spec
from chalicelib.domain.named import Naming
from chalicelib.domain.parsing import choices_for
from chalicelib.domain.reference import Reference
from chalicelib.messages import Translate, translator
from chalicelib.web.prefill import prefill

# Where the labels of a list of keys stand in the catalogues.
_LABELS = {
    "refusal_reason": "reason",
    "redirect_reason": "reason",
    "kind": "kind",
    "subtype": "subtype",
    "subindex": "subindex",
    "rating": "rating",
    "channel": "channel",
    "submitter_type": "submitter_type",
    "text_language": "language",
}

# The intake of what came by letter, telephone or at the counter: `domain.petition` checks it.
_REGISTER = (
    ("channel", Spec("choice", choices="channel")),
    ("anonymous", Spec("flag", False)),
    ("language", Spec("choice", False, choices="language")),
    ("received_on", Spec("date", False)),
    ("national_due_on", Spec("date", False)),
    ("kind", Spec("choice", choices="kind")),
    ("subtype", Spec("choice", False, choices="subtype")),
    ("title", Spec("line", limit=TITLE_LIMIT)),
    ("content", Spec("text", limit=CONTENT_LIMIT)),
    ("field", Spec("field", False, choices="field")),
    ("place", Spec("place", False, choices="place")),
    ("agency", Spec("agency", False, choices="agency")),
    ("submitter.type", Spec("choice", False, choices="submitter_type")),
    ("submitter.name", Spec("line", False, 200)),
    ("submitter.address", Spec("line", False, 300)),
    ("submitter.email", Spec("email", False, 200)),
    ("submitter.phone", Spec("line", False, 30)),
    ("ownership", Spec("choice", False, choices="ownership")),
    ("from_province", Spec("choice", False, choices="from_province")),
    ("attachments", Spec("files", False, FILES_LIMIT)),
)


def actions(names: Iterable[str], case: Case, reference: Reference, today: date, lang: str) -> list[dict[str, Any]]:
    """`[{name, label, hint, fields}]` as in docs/documents.md."""
    t = translator(lang)
    forms: list[dict[str, Any]] = [
        {
            "name": name,
            "label": t(f"action.{name}"),
            "hint": _warning(name, case, reference, today, t) or t(f"action.{name}.hint"),
            "fields": [_field(field, spec, case, reference, today, t, lang) for field, spec in COMMANDS[name].asked()],
        }
        for name in names
        if COMMANDS[name].asked_of_people()
    ]
    for form in forms:
        prefill(form["name"], form["fields"], case, reference, today, lang)
    return forms


def _warning(name: str, case: Case, reference: Reference, today: date, t: Translate) -> str:
    """What an officer must know before acting, because a cap of the policy is reached."""
    policy = reference.policies.policy_of(case.received_on, today)
    cap = policy.limits["rearms"]
    if name in ("report_status", "review", "follow_up") and case.rearms >= cap:
        return t("limit.rearms", cap=cap)
    if name in ("forward", "return_case") and case.final:
        return t("limit.returns", cap=policy.limits["returns_before_focal_decision"])
    if name == "decide_naming" and case.naming:
        return _of_reply(case, case.naming, t)
    contest = case.clock("contest")
    if name == "contest_refusal" and contest:
        return t("limit.contest", date=f"{contest.due_on:%d/%m/%Y}")
    return ""


def _of_reply(case: Case, naming: Naming, t: Translate) -> str:
    """Before a leader decides he knows whether the agency's reply is still being looked at, or came back."""
    waits = any(item.item == naming.reply for item in case.pending)
    word = "limit.reply_waits" if waits else "limit.reply_returned" if naming.returned and not naming.reply else ""
    return " ".join([t("action.decide_naming.hint"), *([t(word)] if word else [])])


def register_form(reference: Reference, today: date, lang: str) -> dict[str, Any]:
    """The desk's intake form; a dotted name stands for a nested object."""
    t = translator(lang)
    return {
        "name": "register",
        "label": t("action.register"),
        "hint": t("action.register.hint"),
        "fields": [_field(name, spec, None, reference, today, t, lang) for name, spec in _REGISTER],
    }


def _field(
    name: str, spec: Spec, case: Case | None, reference: Reference, today: date, t: Translate, lang: str
) -> dict[str, Any]:
    return {
        "name": name,
        "type": spec.type,
        "label": t(f"field.{name}"),
        "hint": "",
        "required": spec.required,
        "max": spec.limit or None,
        "options": _options(spec, case, reference, today, t, lang),
    }


def _options(
    spec: Spec, case: Case | None, reference: Reference, today: date, t: Translate, lang: str
) -> list[dict[str, Any]] | None:
    if spec.choices == "passages":
        return []  # of the record, which the head does not hold: see `kept`
    if spec.type == "item" and case:
        return [{"value": item.item, "label": f"{t(f'item.{item.type}')} {item.on:%d/%m/%Y}"} for item in case.pending]
    if not spec.choices or spec.type == "case":
        return None
    if spec.choices == "agency_of_case" and case:
        concerned = [code for code in (case.lead, *case.coordinating) if not reference.directory.is_vertical(code)]
        return [row for row in _named(spec.type, reference, today, lang) if row["value"] in concerned]
    if spec.type in ("agency", "agencies", "field", "place"):
        return _named(spec.type, reference, today, lang)
    prefix = _LABELS.get(spec.choices, spec.choices)
    return [{"value": key, "label": t(f"{prefix}.{key}")} for key in choices_for(spec.choices, reference, today)]


def _named(type_: str, reference: Reference, today: date, lang: str) -> list[dict[str, Any]]:
    directory = reference.directory
    rows: Mapping[str, tuple[Any, ...]] = {
        "agency": directory.current(today),
        "agencies": directory.current(today),
        "field": directory.fields,
        "place": directory.places,
    }
    return [
        {"value": getattr(row, "code", None) or row.id, "label": row.name_en if lang == "en" else row.name_vi}
        for row in rows[type_]
    ]
