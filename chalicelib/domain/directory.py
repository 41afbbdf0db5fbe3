"""Who answers for what, on which day: agencies with validity and successors per field, places, officers.

Departments merged on 01/03/2025 and districts ended on 01/07/2025 (agencies.md sections 1 to 4); a department's
functions can be split, so a successor belongs to (agency, field), and where it is not
unique the case waits for a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property

from chalicelib.domain.errors import DomainError
from chalicelib.domain.record import record

ANY_FIELD = "*"


class Group(StrEnum):
    """Level of an agency; `nganh_doc` bodies answer to ministries: the province can only request."""

    DEPARTMENT = "so"
    VERTICAL = "nganh_doc"
    DISTRICT = "huyen"
    COMMUNE = "xa"


class OfficerRole(StrEnum):
    """What a mailbox on file may open. `reader`: duty-inspection team and task force (R4-31, R4-45)."""

    FOCAL = "focal_officer"
    CLERK = "clerk"
    INSPECTORATE = "inspectorate"
    INSPECTORATE_ALTERNATE = "inspectorate_alternate"
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    ASSISTANT = "assistant"
    GOVERNMENT_OFFICE = "government_office"
    BOARD = "board"
    READER = "reader"
    ASSOCIATION = "association"


class UnknownAgency(DomainError):
    """A code that the directory does not have."""

    code = "unknown_agency"


class UnknownField(DomainError):
    """A field that the directory does not have."""

    code = "unknown_field"


class UnknownPlace(DomainError):
    """A place that the directory does not have."""

    code = "unknown_place"


def _covers(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


@record
class Agency:
    """One agency for one period, both ends included; None is open-ended. A renamed agency is another code.

    `succession` maps a field (or `*`) to the codes that took it over. `superior` leads conduct cases about this
    agency. Heads and focal officers are titles, never persons (R1-03, R1-08).
    """

    code: str
    name_vi: str
    name_en: str
    group: Group
    valid_from: date | None
    valid_to: date | None
    succession: Mapping[str, tuple[str, ...]]
    superior: str
    mailbox: str
    head: str
    head_mailbox: str
    focal_officer: str
    focal_mailbox: str
    note: str = ""

    @property
    def is_vertical(self) -> bool:
        """Central vertical body: the province can only request, and its ladder is another one."""
        return self.group is Group.VERTICAL

    @property
    def successors(self) -> tuple[str, ...]:
        """All codes that took something over, in file order."""
        return tuple(dict.fromkeys(code for codes in self.succession.values() for code in codes))

    def valid_on(self, day: date) -> bool:
        return _covers(self.valid_from, self.valid_to, day)


@record
class Field:
    """A field of petitions. `leads`: (from, agency) in order; the first has no beginning."""

    code: str
    name_vi: str
    name_en: str
    subindex: str
    leads: tuple[tuple[date | None, str], ...]
    keywords_vi: tuple[str, ...]

    def lead_on(self, day: date) -> str:
        """The agency that leads this field on `day`."""
        return [agency for since, agency in self.leads if since is None or since <= day][-1]


@record
class Place:
    """A commune of 01/07/2025, by id and never by name; `district` is the agency that answered for it before."""

    id: str
    name_vi: str
    name_en: str
    district: str
    agency: str


@record
class Officer:
    """A mailbox on file with a role, for one period. `fields`: what a vice chair is in charge of."""

    id: str
    role: OfficerRole
    title_vi: str
    title_en: str
    mailbox: str
    agency: str
    fields: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None

    def valid_on(self, day: date) -> bool:
        return _covers(self.valid_from, self.valid_to, day)


def normal_mailbox(address: str) -> str:
    """The form in which mailboxes are compared."""
    return address.strip().casefold()


@record
class Directory:
    """Agencies, fields, places and officers of the province over time."""

    version: str
    agencies: tuple[Agency, ...]
    fields: tuple[Field, ...]
    places: tuple[Place, ...]
    officers: tuple[Officer, ...] = ()

    @cached_property
    def _agencies(self) -> Mapping[str, Agency]:
        return {agency.code: agency for agency in self.agencies}

    @cached_property
    def _fields(self) -> Mapping[str, Field]:
        return {item.code: item for item in self.fields}

    @cached_property
    def _places(self) -> Mapping[str, Place]:
        return {place.id: place for place in self.places}

    @cached_property
    def _mailboxes(self) -> Mapping[str, Agency]:
        boxes = {}
        for agency in self.agencies:
            for address in filter(None, (agency.mailbox, agency.head_mailbox, agency.focal_mailbox)):
                boxes[normal_mailbox(address)] = agency
        return boxes

    @cached_property
    def _domains(self) -> Mapping[str, frozenset[str]]:
        """Mail domain -> codes that use it."""
        users: dict[str, set[str]] = {}
        for address, agency in self._mailboxes.items():
            users.setdefault(address.rpartition("@")[2], set()).add(agency.code)
        return {domain: frozenset(codes) for domain, codes in users.items()}

    def has_agency(self, code: str) -> bool:
        return code in self._agencies

    def agency(self, code: str) -> Agency:
        """The agency of that code, ended or not. Raises UnknownAgency."""
        try:
            return self._agencies[code]
        except KeyError:
            raise UnknownAgency(code) from None

    def field(self, code: str) -> Field:
        """Raises UnknownField."""
        try:
            return self._fields[code]
        except KeyError:
            raise UnknownField(code) from None

    def place(self, place_id: str) -> Place:
        """Raises UnknownPlace."""
        try:
            return self._places[place_id]
        except KeyError:
            raise UnknownPlace(place_id) from None

    def valid_on(self, code: str, day: date) -> bool:
        """Whether that agency exists on file and on that day."""
        agency = self._agencies.get(code)
        return agency is not None and agency.valid_on(day)

    def is_vertical(self, code: str) -> bool:
        """False for a code that is not on file any more: a new file must not stop the overdue check."""
        return code in self._agencies and self._agencies[code].is_vertical

    def current(self, day: date) -> tuple[Agency, ...]:
        """Agencies that exist on `day`, in file order."""
        return tuple(agency for agency in self.agencies if agency.valid_on(day))

    def lead_for(self, field_code: str, day: date) -> str:
        """Code of the agency that leads a field on a day."""
        return self.field(field_code).lead_on(day)

    def authority_of(self, place_id: str, day: date) -> str | None:
        """The People's Committee that answers for a place: the district before 01/07/2025, then the commune."""
        place = self.place(place_id)
        return next((code for code in (place.agency, place.district) if self.valid_on(code, day)), None)

    def successor(self, code: str, field_code: str, day: date, place_id: str = "") -> str | None:
        """Who holds on `day` what `code` held for a field; None: to be reassigned by a person. Raises UnknownAgency."""
        heirs = self.heirs(self.agency(code).code, field_code, day, place_id)
        return heirs[0] if len(heirs) == 1 else None

    def heirs(self, code: str, field_code: str, day: date, place_id: str = "") -> tuple[str, ...]:
        """The agency itself while it exists, else who took over, down the chain of successors. Several: a person must
        choose; none: nothing is said about this field. The place decides about districts (agencies.md section 4).
        """
        agency = self._agencies.get(code)
        while agency is not None and not agency.valid_on(day):
            if agency.valid_to is None or day <= agency.valid_to:
                return ()
            heirs = agency.succession.get(field_code) or agency.succession.get(ANY_FIELD, ())
            if len(heirs) > 1 and place_id in self._places:
                heirs = tuple(heir for heir in heirs if heir == self._places[place_id].agency) or heirs
            if len(heirs) != 1:
                return heirs
            agency = self._agencies.get(heirs[0])
        return (agency.code,) if agency else ()

    def superior(self, code: str, day: date) -> str | None:
        """Who leads a conduct case about `code` on `day`; never that office itself (design, section 2)."""
        above = self.agency(code).superior
        found = self.successor(above, ANY_FIELD, day) if above else None
        return None if found == code else found

    def belongs_to(self, mailbox: str, code: str) -> bool:
        """Whether a colleague's address is of that agency (pass_on).

        True for its addresses on file; for any address in a mail domain that it alone uses; and in a shared domain for
        `<its mailbox's local part>.<anything>`.
        """
        address = normal_mailbox(mailbox)
        agency = self.agency(code)
        known = self._mailboxes.get(address)
        if known is not None:
            return known.code == code
        local, _, domain = address.rpartition("@")
        own_local, _, own_domain = normal_mailbox(agency.mailbox).rpartition("@")
        if not local or domain != own_domain:
            return False
        prefix = f"{own_local}."
        return self._domains[domain] == {code} or (local.startswith(prefix) and local != prefix)

    def officers_with(self, role: OfficerRole, day: date) -> tuple[Officer, ...]:
        """Officers on file with that role on that day, in file order."""
        return tuple(officer for officer in self.officers if officer.role is role and officer.valid_on(day))

    def officers_at(self, mailbox: str, day: date) -> tuple[Officer, ...]:
        """What that mailbox may open on that day; one person may hold several roles."""
        address = normal_mailbox(mailbox)
        return tuple(o for o in self.officers if normal_mailbox(o.mailbox) == address and o.valid_on(day))

    def leader_in_charge(self, field_code: str, day: date) -> Officer | None:
        """The vice chair in charge of a field, else the chair."""
        vice = [o for o in self.officers_with(OfficerRole.VICE_CHAIR, day) if field_code in o.fields]
        return next(iter(vice or self.officers_with(OfficerRole.CHAIR, day)), None)
