"""Suggestions in words, for the desk: labels in both languages, and the phrases of the text that speak for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.domain.reference import Reference
from chalicelib.domain.suggest.classify import Ranked
from chalicelib.domain.suggest.found import Similar, Suggestions
from chalicelib.domain.suggest.personal import Finding
from chalicelib.messages import both
from chalicelib.publishing.names import agency_name, field_name, place

Named = Callable[[str], dict[str, str]]


def suggestions_view(found: Suggestions, reference: Reference) -> dict[str, Any]:
    """`{flags, kind, subtype, field, subindex, place, lead, complained_of, similar, personal}` without empty ones.

    Each is a list, best first, of `{id, name, score, reasons}`; see docs/documents.md for the other two.
    """
    view: dict[str, Any] = {}
    guesses = found.guesses
    if guesses:
        view = {
            "flags": _ranked(guesses.flags, lambda key: both(f"suggest.flag.{key}")),
            "kind": _ranked(guesses.kinds, lambda key: both(f"kind.{key}")),
            "subtype": _ranked(guesses.subtypes, lambda key: both(f"subtype.{key}")),
            "field": _ranked(guesses.fields, lambda code: field_name(reference, code)),
            "subindex": _ranked(guesses.subindexes, lambda key: both(f"subindex.{key}")),
            "place": _ranked(guesses.places, lambda code: (place(reference, code) or {})["name"]),
            "lead": _ranked(guesses.leads, lambda code: agency_name(reference, code)),
            "complained_of": _ranked(guesses.complained_of, lambda code: agency_name(reference, code)),
        }
    view["similar"] = [_similar(one) for one in found.similar]
    view["personal"] = [_personal(one) for one in found.personal]
    return {name: guessed for name, guessed in view.items() if guessed}


def _ranked(guesses: Ranked, named: Named) -> list[dict[str, Any]]:
    return [
        {"id": g.value, "name": named(g.value), "score": g.score, "reasons": [_reason(r) for r in g.reasons]}
        for g in guesses
    ]


def _reason(reason: str) -> dict[str, str]:
    """A rule by its label; a phrase of the text as it stands there, in whatever language that is."""
    return both(f"suggest.{reason}") if reason.startswith("rule.") else {"vi": reason, "en": reason}


def _similar(one: Similar) -> dict[str, Any]:
    code = one.match.code
    return {"code": code, "label": f"{code}: {one.title}", "title": one.title, "score": one.match.score}


def _personal(one: Finding) -> dict[str, Any]:
    """Where it stands (`part`, `start`, `end`), what it seems to be, and the words to look for."""
    span = one.span
    part, _, item = one.part.partition(".")
    kind, where = both(f"personal.{span.kind}"), both(f"suggest.part.{part}")
    return {
        "part": part,
        "item": int(item) if item.isdigit() else None,
        "field": None if item.isdigit() else item,
        "start": span.start,
        "end": span.end,
        "kind": span.kind,
        "text": span.text,
        "name": {lang: f"{kind[lang]} {span.text} ({where[lang]})" for lang in kind},
    }
