"""A letter's addressee: which officer, which mailbox of an agency. `notices` says about what."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from chalicelib.domain.case import Case
from chalicelib.domain.decide.context import Context
from chalicelib.domain.directory import Officer, OfficerRole
from chalicelib.domain.record import record
from chalicelib.domain.vocabulary import Role


@record
class Notice:
    """`name` is the letter's template; `role` and `id` say to whom: an officer's id, an agency's code, or nothing for
    the submitter. `mailbox` is "" where it is sealed (submitter, colleague) or not on file. `digest`: may share one
    mail with others of its kind to the same mailbox.
    """

    name: str
    role: Role
    id: str = ""
    mailbox: str = ""
    digest: bool = False
    head: bool = False

    @property
    def key(self) -> str:
        """Names the notice among those of one event, in the outbox row and in delivery events."""
        return "-".join(part for part in (self.name, self.role.value, self.id, "head" if self.head else "") if part)


def focal_officer(ctx: Context, case: Case, *, avoid: str = "") -> Officer | None:
    """The officer who claimed the case, else one drawn by its code, so that new cases spread evenly."""
    officers = [o for o in ctx.directory.officers_with(OfficerRole.FOCAL, ctx.today) if o.id != avoid]
    claimed = next((o for o in officers if o.id == case.claimed_by), None)
    if claimed or not officers:
        return claimed
    return officers[zlib.crc32(case.code.encode()) % len(officers)]


def to_officer(name: str, role: Role, officer: Officer | None, *, digest: bool = False) -> Notice:
    if officer is None:
        return Notice(name, role)
    return Notice(name, role, officer.id, officer.mailbox, digest)


def to_agency(
    ctx: Context, name: str, code: str, *, role: Role = Role.AGENCY, head: bool = False, digest: bool = False
) -> Notice:
    if not ctx.directory.has_agency(code):
        return Notice(name, role, code, "", digest, head)
    agency = ctx.directory.agency(code)
    mailbox = agency.head_mailbox if head else agency.focal_mailbox
    return Notice(name, role, code, mailbox or agency.mailbox, digest, head)


def to_leader(ctx: Context, name: str, case: Case, *, digest: bool = False) -> Iterator[Notice]:
    leader = ctx.directory.leader_in_charge(case.field, ctx.today)
    yield to_officer(name, Role.LEADER, leader, digest=digest)
