"""The options of the submission form, for the static page and for the page that shows a refused form again."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.domain.directory import Group
from chalicelib.domain.petition import NOTICE_VERSION
from chalicelib.domain.reference import Reference


def form_options(reference: Reference, today: date) -> dict[str, Any]:
    """{"fields", "agencies", "places": [{"id", "name"}], "notice_version"}.

    Agencies are those in force today, without communes: those are chosen as places, and 65 more lines help nobody.
    """

    def named(key: str, row: Any) -> dict[str, Any]:
        return {"id": getattr(row, key), "name": {"vi": row.name_vi, "en": row.name_en}}

    directory = reference.directory
    agencies = [agency for agency in directory.current(today) if agency.group is not Group.COMMUNE]
    return {
        "fields": [named("code", row) for row in directory.fields],
        "agencies": [named("code", row) for row in agencies],
        "places": [named("id", row) for row in directory.places],
        "notice_version": NOTICE_VERSION,
    }
