"""Codes -> {"id", "name": {"vi", "en"}}. A code that is not on file stands for itself: no page fails over a name."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.domain.directory import Agency, UnknownAgency, UnknownField, UnknownPlace
from chalicelib.domain.reference import Reference

Named = dict[str, Any]


def agency_name(reference: Reference, code: str) -> dict[str, str]:
    """A renamed agency is another code, so a code's name is the name of the time at which it was used."""
    try:
        found = reference.directory.agency(code)
    except UnknownAgency:
        return {"vi": code, "en": code}
    return {"vi": found.name_vi, "en": found.name_en}


def agency(reference: Reference, code: str) -> Named | None:
    return {"id": code, "name": agency_name(reference, code)} if code else None


def field_name(reference: Reference, code: str) -> dict[str, str]:
    try:
        found = reference.directory.field(code)
    except UnknownField:
        return {"vi": code, "en": code}
    return {"vi": found.name_vi, "en": found.name_en}


def field(reference: Reference, code: str) -> Named | None:
    return {"id": code, "name": field_name(reference, code)} if code else None


def place(reference: Reference, code: str) -> Named | None:
    if not code:
        return None
    try:
        found = reference.directory.place(code)
    except UnknownPlace:
        return {"id": code, "name": {"vi": code, "en": code}}
    return {"id": code, "name": {"vi": found.name_vi, "en": found.name_en}}


def agency_profile(reference: Reference, code: str) -> Named:
    """The heading of an agency's page."""
    try:
        found = reference.directory.agency(code)
    except UnknownAgency:
        bare = {"id": code, "name": {"vi": code, "en": code}, "group": None}
        return {**bare, "valid_from": None, "valid_to": None, "successors": []}
    return {
        "id": code,
        "name": {"vi": found.name_vi, "en": found.name_en},
        "group": found.group.value,
        "valid_from": _iso(found.valid_from),
        "valid_to": _iso(found.valid_to),
        "successors": [agency(reference, heir) for heir in found.successors],
    }


def known_agencies(reference: Reference, day: date) -> dict[str, Agency]:
    """The agencies that exist on `day`, in the directory's order."""
    return {found.code: found for found in reference.directory.current(day)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
