"""Agencies, fields, places and officers, read row by row; `directory_checks` judges them together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.directory import Agency, Directory, Field, Group, Officer, OfficerRole, Place
from chalicelib.domain.reference_parse.directory_checks import (
    AGENCIES,
    FIELDS,
    OFFICERS,
    PLACES,
    Numbered,
    check_agencies,
    check_fields,
    check_mailboxes,
    check_officers,
    check_places,
)
from chalicelib.domain.reference_parse.table import Problems, Row, parse_date, read_rows
from chalicelib.domain.vocabulary import SUBINDEXES

NO_SUCCESSOR = "-"
_SUCCESSION = re.compile(r"(\*|[a-z0-9-]+):([A-Za-z0-9-]+(?:\+[A-Za-z0-9-]+)*)")


@dataclass(frozen=True)
class DirectoryTexts:
    """The four files, as text."""

    agencies: str
    fields: str
    places: str
    officers: str


def parse_directory(texts: DirectoryTexts, problems: Problems) -> Directory:
    """Reads all four and cross-checks what could be read; what is wrong goes into `problems`. Version is left empty."""
    agencies = _agencies(texts.agencies, problems)
    fields = _fields(texts.fields, problems)
    places = _places(texts.places, problems)
    officers = _officers(texts.officers, problems)
    known = {item.value.code: item.value for item in reversed(agencies)}
    check_agencies(agencies, known, {item.value.code for item in fields})
    check_fields(fields, known)
    check_places(places, known)
    check_officers(officers, known, {item.value.code for item in fields})
    check_mailboxes(agencies, officers)
    return Directory(
        "",
        tuple(item.value for item in agencies),
        tuple(item.value for item in fields),
        tuple(item.value for item in places),
        tuple(item.value for item in officers),
    )


_AGENCY_COLUMNS = (
    *("code", "name_vi", "name_en", "group", "valid_from", "valid_to", "succession", "superior", "mailbox"),
    *("head", "head_mailbox", "focal_officer", "focal_mailbox", "note"),
)


def _agencies(text: str, problems: Problems) -> list[Numbered[Agency]]:
    found = []
    for row in read_rows(AGENCIES, text, _AGENCY_COLUMNS, problems):
        valid_from, valid_to = _period(row)
        agency = Agency(
            code=row.key("code"),
            name_vi=row.required("name_vi"),
            name_en=row.required("name_en"),
            group=Group(row.choice("group", [group.value for group in Group])),
            valid_from=valid_from,
            valid_to=valid_to,
            succession=_succession(row),
            superior=row.key("superior"),
            mailbox=row.mailbox("mailbox"),
            head=row.required("head"),
            head_mailbox=row.mailbox("head_mailbox"),
            focal_officer=row.required("focal_officer"),
            focal_mailbox=row.mailbox("focal_mailbox"),
            note=row.text("note"),
        )
        if valid_to is not None and not row.text("succession"):
            row.refuse("ended_without_successor", f"{agency.code}: enter its succession, or {NO_SUCCESSOR}")
        if valid_to is None and row.text("succession"):
            row.refuse("successor_without_end", f"{agency.code} has a succession but no valid_to")
        found.append(Numbered(row, agency))
    return found


def _period(row: Row) -> tuple[date | None, date | None]:
    valid_from, valid_to = row.day("valid_from"), row.day("valid_to")
    if valid_from is not None and valid_to is not None and valid_to < valid_from:
        row.refuse("ends_before_it_begins", f"{valid_from.isoformat()} to {valid_to.isoformat()}")
    return valid_from, valid_to


def _succession(row: Row) -> Mapping[str, tuple[str, ...]]:
    """`field:CODE`, `*:CODE` for every other field, `*:A+B` where a person must choose; separated by `|`."""
    found: dict[str, tuple[str, ...]] = {}
    if row.text("succession") == NO_SUCCESSOR:
        return found
    for item in row.items("succession"):
        match = _SUCCESSION.fullmatch(item)
        if match is None:
            row.refuse("malformed_succession", item)
        elif match[1] in found:
            row.refuse("field_succeeded_twice", match[1])
        else:
            found[match[1]] = tuple(match[2].split("+"))
    return found


def _fields(text: str, problems: Problems) -> list[Numbered[Field]]:
    found = []
    columns = ("code", "name_vi", "name_en", "subindex", "leads", "keywords_vi")
    for row in read_rows(FIELDS, text, columns, problems):
        item = Field(
            code=row.key("code"),
            name_vi=row.required("name_vi"),
            name_en=row.required("name_en"),
            subindex=row.choice("subindex", ("", *SUBINDEXES)),
            leads=_leads(row),
            keywords_vi=row.items("keywords_vi"),
        )
        if item.leads:
            found.append(Numbered(row, item))
    return found


def _leads(row: Row) -> tuple[tuple[date | None, str], ...]:
    """`CODE|2025-03-01:CODE`: the first from the beginning, each next from its date, in order: no gap, no overlap."""
    found: list[tuple[date | None, str]] = []
    row.required("leads")
    for item in row.items("leads"):
        since, colon, code = item.rpartition(":")
        day = parse_date(since) if colon else None
        if bool(colon) != bool(found) or (colon and day is None) or not code:
            row.refuse("malformed_leads", item)
            return ()
        if found and day is not None and day <= (found[-1][0] or date.min):
            row.refuse("overlapping_validity", f"leads: {item} does not begin after the one before")
        found.append((day, code))
    return tuple(found)


def _places(text: str, problems: Problems) -> list[Numbered[Place]]:
    columns = ("id", "name_vi", "name_en", "district", "agency")
    return [
        Numbered(
            row,
            Place(
                row.key("id"), row.required("name_vi"), row.required("name_en"), row.key("district"), row.key("agency")
            ),
        )
        for row in read_rows(PLACES, text, columns, problems)
    ]


def _officers(text: str, problems: Problems) -> list[Numbered[Officer]]:
    found = []
    columns = ("id", "role", "title_vi", "title_en", "mailbox", "agency", "fields", "valid_from", "valid_to")
    for row in read_rows(OFFICERS, text, columns, problems):
        valid_from, valid_to = _period(row)
        officer = Officer(
            id=row.key("id"),
            role=OfficerRole(row.choice("role", [role.value for role in OfficerRole])),
            title_vi=row.required("title_vi"),
            title_en=row.required("title_en"),
            mailbox=row.mailbox("mailbox"),
            agency=row.text("agency"),
            fields=row.items("fields"),
            valid_from=valid_from,
            valid_to=valid_to,
        )
        found.append(Numbered(row, officer))
    return found
