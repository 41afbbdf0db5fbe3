"""`GET /api/catalogue`: every list and limit that a form needs, and the privacy notice with its version."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.domain import commands as c
from chalicelib.domain import vocabulary as v
from chalicelib.domain.parsing import CONSENTS
from chalicelib.domain.petition import NOTICE_VERSION
from chalicelib.domain.reference import Reference
from chalicelib.messages import translator
from chalicelib.usecases.office import FILE_TYPES

_LIMITS = {
    "title": c.TITLE_LIMIT,
    "content": c.CONTENT_LIMIT,
    "attachments": c.FILES_LIMIT,
    "attachment_bytes": 10 * 1024 * 1024,
    "attachment_types": sorted(FILE_TYPES),
}


def catalogue(reference: Reference, today: date, lang: str) -> dict[str, Any]:
    t = translator(lang)
    directory = reference.directory

    def labelled(prefix: str, keys: Any) -> list[dict[str, Any]]:
        return [{"id": key, "label": t(f"{prefix}.{key}")} for key in keys]

    def named(row: Any, **more: Any) -> dict[str, Any]:
        return {
            "id": getattr(row, "code", None) or row.id,
            "label": row.name_en if lang == "en" else row.name_vi,
            "name": {"vi": row.name_vi, "en": row.name_en},
            **more,
        }

    kinds = [
        {**kind, "subtypes": labelled("subtype", v.SUBTYPES.get(v.Kind(kind["id"]), ()))}
        for kind in labelled("kind", reference.policies.policy_on(today).kinds)
    ]
    return {
        "kinds": kinds,
        "subtypes": {kind["id"]: kind["subtypes"] for kind in kinds},
        "submitter_types": labelled("submitter_type", list(v.SubmitterType)),
        "fields": [named(row, subindex=row.subindex or None) for row in directory.fields],
        "agencies": [named(row, group=row.group.value) for row in directory.current(today)],
        "places": [named(row, agency=row.agency) for row in directory.places],
        "consents": labelled("consents", CONSENTS),
        "channels": labelled("channel", list(v.Channel)),
        "ownerships": labelled("ownership", list(v.Ownership)),
        "from_provinces": labelled("from_province", list(v.FromProvince)),
        "languages": labelled("language", v.LANGUAGES),
        "limits": _LIMITS,
        "notice_version": NOTICE_VERSION,
        "privacy_notice": "\n".join(t(f"page.submit.notice{n}") for n in (1, 2, 3, 4)),
        "version": reference.version,
    }
