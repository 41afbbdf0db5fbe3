"""What rows of the directory must satisfy together: codes, periods, successors, leads, mailboxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from chalicelib.domain.directory import ANY_FIELD, Agency, Field, Group, Officer, OfficerRole, Place
from chalicelib.domain.reference_parse.table import Row

AGENCIES = "agencies.csv"
FIELDS = "fields.csv"
PLACES = "places.csv"
OFFICERS = "officers.csv"
_DAY = timedelta(days=1)
T = TypeVar("T")


@dataclass(frozen=True)
class Numbered(Generic[T]):
    """A value with the row that it came from, to which a later check can point."""

    row: Row
    value: T


def check_agencies(agencies: Sequence[Numbered[Agency]], known: Mapping[str, Agency], fields: set[str]) -> None:
    """Codes are unique for ever; the same name may stand twice only in periods that do not overlap."""
    seen: list[Agency] = []
    for item in agencies:
        row, agency = item.row, item.value
        twin = next((other for other in seen if other.code == agency.code), None)
        namesake = next((other for other in seen if other.name_vi == agency.name_vi and _overlap(other, agency)), None)
        if twin is not None and _overlap(twin, agency):
            row.refuse("overlapping_validity", f"{agency.code} is valid twice at the same time")
        elif twin is not None:
            row.refuse("duplicate_code", f"{agency.code}: a later period needs a code of its own")
        elif namesake is not None:
            row.refuse("overlapping_validity", f"{agency.name_vi} is also {namesake.code} at the same time")
        seen.append(agency)
        _check_superior(row, agency, known)
        _check_succession(row, agency, known, fields)


def _overlap(one: Agency | Officer, two: Agency | Officer) -> bool:
    return (one.valid_from or date.min) <= (two.valid_to or date.max) and (two.valid_from or date.min) <= (
        one.valid_to or date.max
    )


def _check_superior(row: Row, agency: Agency, known: Mapping[str, Agency]) -> None:
    """Never the office itself: it would lead the conduct cases about itself."""
    if agency.superior and agency.superior not in known:
        row.refuse("unknown_agency", f"superior: {agency.superior}")
    elif agency.superior == agency.code:
        row.refuse("own_superior", agency.code)


def _check_succession(row: Row, agency: Agency, known: Mapping[str, Agency], fields: set[str]) -> None:
    for field, codes in agency.succession.items():
        if field != ANY_FIELD and field not in fields:
            row.refuse("unknown_field", f"succession: {field}")
        for code in codes:
            if code not in known:
                row.refuse("unknown_successor", code)
            elif code == agency.code:
                row.refuse("own_successor", code)
            elif agency.valid_to not in (None, date.max) and not known[code].valid_on(_next(agency.valid_to)):
                row.refuse("gap_in_succession", f"{code} is not valid on the day after {agency.valid_to}")


def _next(day: date | None) -> date:
    return (day or date.min) + _DAY


def check_fields(fields: Sequence[Numbered[Field]], known: Mapping[str, Agency]) -> None:
    """Each lead exists during the whole period for which it leads: no field is ever without a lead."""
    seen: set[str] = set()
    for item in fields:
        row, field = item.row, item.value
        if field.code in seen:
            row.refuse("duplicate_code", field.code)
        seen.add(field.code)
        ends = [since - _DAY if since is not None else None for since, _ in field.leads[1:]]
        for (since, code), until in zip(field.leads, [*ends, None], strict=True):
            if code not in known:
                row.refuse("unknown_agency", f"leads: {code}")
            elif not _valid_throughout(known[code], since, until):
                exists = _period(known[code].valid_from, known[code].valid_to)
                row.refuse("lead_not_valid", f"{code} leads {_period(since, until)} but exists {exists}")


def _period(since: date | None, until: date | None) -> str:
    if since and until:
        return f"from {since} to {until}"
    return f"from {since} on" if since else f"until {until}" if until else "at all times"


def _valid_throughout(agency: Agency, since: date | None, until: date | None) -> bool:
    begins = agency.valid_from is None or (since is not None and agency.valid_from <= since)
    return begins and (agency.valid_to is None or (until is not None and until <= agency.valid_to))


def check_places(places: Sequence[Numbered[Place]], known: Mapping[str, Agency]) -> None:
    """A place has one commune and the district before it, which must name that commune as a successor."""
    ids: set[str] = set()
    agencies: set[str] = set()
    for item in places:
        row, place = item.row, item.value
        if place.id in ids:
            row.refuse("duplicate_code", place.id)
        if place.agency in agencies:
            row.refuse("duplicate_agency", place.agency)
        ids.add(place.id)
        agencies.add(place.agency)
        for column, code, group in (
            ("agency", place.agency, Group.COMMUNE),
            ("district", place.district, Group.DISTRICT),
        ):
            if code and code not in known:
                row.refuse("unknown_agency", f"{column}: {code}")
            elif code and known[code].group is not group:
                row.refuse("wrong_group", f"{column}: {code} is not {group.value}")
        both_known = place.district in known and place.agency in known
        if both_known and place.agency not in known[place.district].successors:
            row.refuse("district_without_commune", f"{place.district} does not name {place.agency}")


def check_officers(officers: Sequence[Numbered[Officer]], known: Mapping[str, Agency], fields: set[str]) -> None:
    """Fields in charge belong to vice chairs, one each at a time."""
    ids: set[str] = set()
    in_charge: dict[str, list[Officer]] = {}
    for item in officers:
        row, officer = item.row, item.value
        if officer.id in ids:
            row.refuse("duplicate_code", officer.id)
        ids.add(officer.id)
        if officer.agency and officer.agency not in known:
            row.refuse("unknown_agency", officer.agency)
        if officer.fields and officer.role is not OfficerRole.VICE_CHAIR:
            row.refuse("fields_without_charge", f"{officer.id} is no vice chair")
        for field in officer.fields:
            if field not in fields:
                row.refuse("unknown_field", field)
            if any(_overlap(other, officer) for other in in_charge.get(field, ())):
                row.refuse("overlapping_validity", f"{field} already has a vice chair in charge")
            in_charge.setdefault(field, []).append(officer)


def check_mailboxes(agencies: Sequence[Numbered[Agency]], officers: Sequence[Numbered[Officer]]) -> None:
    """An address says who signed: it belongs to one agency in one function, or to one officer.

    An agency's head may be on file as a reader, by the same address: he reads what is late, and acts for nobody there.
    """
    owner: dict[str, str] = {}
    for item in agencies:
        agency = item.value
        for column in ("mailbox", "head_mailbox", "focal_mailbox"):
            address = getattr(agency, column)
            if address and address in owner:
                item.row.refuse("duplicate_mailbox", f"{column}: {address} is also of {owner[address]}")
            owner.setdefault(address, f"{agency.code} ({column})")
    for person in officers:
        address = person.value.mailbox
        is_head = owner.get(address) == f"{person.value.agency} (head_mailbox)"
        is_head = is_head and person.value.role is OfficerRole.READER
        if address and address in owner and not is_head:
            person.row.refuse("duplicate_mailbox", f"{address} is also of {owner[address]}")
        owner.setdefault(address, person.value.id)
