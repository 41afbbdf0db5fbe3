"""The reference data of the province as one value, and its compact JSON form that the system stores and Lambdas read.

The payload is rows of bare values, since it is read at every cold start. Its `version` is a hash of its content: the
same data give the same version on every machine, and the calendar has one of its own, so that a new mailbox does not
look like a changed deadline.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from chalicelib.domain.calendar import Calendar, CalendarDay, CalendarYear, DayKind, OpenDay
from chalicelib.domain.directory import Agency, Directory, Field, Group, Officer, OfficerRole, Place
from chalicelib.domain.policy import Policies
from chalicelib.domain.policy_payload import policy_from_dict, policy_to_dict
from chalicelib.domain.record import record

FORMAT = 1
_VERSION_LENGTH = 12


@record
class Reference:
    """Calendar, directory and policies that belong together; `version` names their content."""

    version: str
    calendar: Calendar
    directory: Directory
    policies: Policies

    @cached_property
    def calendar_ahead(self) -> Calendar:
        """The calendar with three more years that only know weekends, all provisional.

        For live cases: a petition received in December of the last year on file must be accepted all the same, with a
        due date that says "tạm tính" (calendar.md section 3). The operator is warned long before.
        """
        last = self.calendar.years[-1].year
        ahead = tuple(CalendarYear(last + n, False, "") for n in (1, 2, 3))
        return replace(self.calendar, years=(*self.calendar.years, *ahead))


class PayloadError(ValueError):
    """A stored payload that this code cannot read: another format, or content that does not fit its version."""


def content_version(content: object) -> str:
    """The first 12 hex digits of SHA-256 over the canonical JSON of `content`."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_VERSION_LENGTH]


def build(
    days: Sequence[CalendarDay],
    years: Sequence[CalendarYear],
    open_days: Sequence[OpenDay],
    directory: Directory,
    policies: Policies,
) -> Reference:
    """One reference with versions computed from the content; rows in canonical order, so order in files is free."""
    calendar = Calendar(
        "",
        tuple(sorted(days, key=lambda row: row.day)),
        tuple(sorted(years, key=lambda row: row.year)),
        tuple(sorted(open_days, key=lambda row: row.day)),
    )
    payload = to_payload(Reference("", calendar, directory, policies))
    for part in ("calendar", "directory", "policies"):
        payload[part]["version"] = content_version({**payload[part], "version": ""})
    payload["version"] = content_version(payload)
    return from_payload(payload)


def to_payload(reference: Reference) -> dict[str, Any]:
    """JSON-ready value of about 60 KB: {"format", "version", "calendar", "directory", "policies"}."""
    calendar, directory = reference.calendar, reference.directory
    return {
        "format": FORMAT,
        "version": reference.version,
        "calendar": {
            "version": calendar.version,
            "days": [
                [_iso(d.day), d.kind.value, d.name_vi, d.name_en, d.source, _iso(d.announced_on), d.provisional]
                for d in calendar.days
            ],
            "years": [[year.year, year.official, year.source] for year in calendar.years],
            "open": [[_iso(d.day), d.question_vi, d.question_en, d.source] for d in calendar.open_days],
        },
        "directory": {
            "version": directory.version,
            "agencies": [_agency_row(agency) for agency in directory.agencies],
            "fields": [
                [f.code, f.name_vi, f.name_en, f.subindex, [[_iso(d), code] for d, code in f.leads], [*f.keywords_vi]]
                for f in directory.fields
            ],
            "places": [[p.id, p.name_vi, p.name_en, p.district, p.agency] for p in directory.places],
            "officers": [_officer_row(officer) for officer in directory.officers],
        },
        "policies": {
            "version": reference.policies.version,
            "versions": [policy_to_dict(policy) for policy in reference.policies.versions],
        },
    }


def from_payload(payload: Mapping[str, Any]) -> Reference:
    """The reference of a payload, trusted as written (`check_payload` verifies). Raises PayloadError on the format."""
    if payload.get("format") != FORMAT:
        raise PayloadError(f"format {payload.get('format')!r}, expected {FORMAT}")
    calendar, directory, policies = payload["calendar"], payload["directory"], payload["policies"]
    return Reference(
        payload["version"],
        Calendar(
            calendar["version"],
            tuple(
                CalendarDay(date.fromisoformat(day), DayKind(kind), vi, en, source, _date(announced), provisional)
                for day, kind, vi, en, source, announced, provisional in calendar["days"]
            ),
            tuple(CalendarYear(*row) for row in calendar["years"]),
            tuple(OpenDay(date.fromisoformat(row[0]), *row[1:]) for row in calendar["open"]),
        ),
        Directory(
            directory["version"],
            tuple(_agency(row) for row in directory["agencies"]),
            tuple(
                Field(code, vi, en, subindex, tuple((_date(since), lead) for since, lead in leads), tuple(keywords))
                for code, vi, en, subindex, leads, keywords in directory["fields"]
            ),
            tuple(Place(*row) for row in directory["places"]),
            tuple(_officer(row) for row in directory["officers"]),
        ),
        Policies(policies["version"], tuple(policy_from_dict(item) for item in policies["versions"])),
    )


def check_payload(payload: Mapping[str, Any]) -> None:
    """Raises PayloadError when the content is not what its versions say (for the operator, not for cold starts)."""
    for part in ("calendar", "directory", "policies"):
        if payload[part]["version"] != content_version({**payload[part], "version": ""}):
            raise PayloadError(f"{part} does not fit its version")
    if payload["version"] != content_version({**payload, "version": ""}):
        raise PayloadError("content does not fit its version")


def _agency_row(agency: Agency) -> list[Any]:
    return [
        agency.code,
        agency.name_vi,
        agency.name_en,
        agency.group.value,
        _iso(agency.valid_from),
        _iso(agency.valid_to),
        {key: [*codes] for key, codes in agency.succession.items()},
        agency.superior,
        agency.mailbox,
        agency.head,
        agency.head_mailbox,
        agency.focal_officer,
        agency.focal_mailbox,
        agency.note,
    ]


def _agency(row: Sequence[Any]) -> Agency:
    code, name_vi, name_en, group, valid_from, valid_to, succession, *rest = row
    heirs = {key: tuple(codes) for key, codes in succession.items()}
    return Agency(code, name_vi, name_en, Group(group), _date(valid_from), _date(valid_to), heirs, *rest)


def _officer_row(officer: Officer) -> list[Any]:
    return [
        officer.id,
        officer.role.value,
        officer.title_vi,
        officer.title_en,
        officer.mailbox,
        officer.agency,
        [*officer.fields],
        _iso(officer.valid_from),
        _iso(officer.valid_to),
    ]


def _officer(row: Sequence[Any]) -> Officer:
    key, role, vi, en, mailbox, agency, fields, valid_from, valid_to = row
    return Officer(key, OfficerRole(role), vi, en, mailbox, agency, tuple(fields), _date(valid_from), _date(valid_to))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None
