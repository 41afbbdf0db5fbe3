"""Conduct: led by the superior of the office complained of, never by that office itself, which does not coordinate
either (design, section 2). Another lead than the superior needs a reason.

An office that was merged or renamed answers under its new name: successors of today, per field and place, count as it
(agencies.md section 1).
"""

from __future__ import annotations

from datetime import date

from chalicelib.domain.case import Case
from chalicelib.domain.decide.context import Context, refuse
from chalicelib.domain.directory import Directory
from chalicelib.domain.vocabulary import Kind


def same_office(directory: Directory, day: date, case: Case, about: str, code: str) -> bool:
    """Whether `code` is the office `about`, or holds on `day` what `about` held. Several heirs of it: each is."""
    return bool(code) and code in (about, *directory.heirs(about, case.field, day, case.place))


def superior_of(directory: Directory, day: date, case: Case, about: str) -> str | None:
    """Who leads on `day` a case about `about`: the superior of the office that it is now, and never that office."""
    heirs = directory.heirs(about, case.field, day, case.place)
    now = heirs[0] if len(heirs) == 1 else about
    found = directory.superior(now, day) if directory.has_agency(now) else None
    return None if found in (about, *heirs) else found


def superior_names(ctx: Context, case: Case, about: str) -> tuple[str, str]:
    """Who leads instead, in Vietnamese and in English."""
    superior = superior_of(ctx.directory, ctx.today, case, about)
    if superior is None:
        return "cơ quan cấp trên", "its superior office"
    agency = ctx.directory.agency(superior)
    return agency.name_vi, agency.name_en


def led_by_superior(ctx: Context, case: Case, lead: str, *, explained: bool) -> None:
    """Raises InvalidFields on `note` when another office than the superior shall lead, and nobody says why."""
    about = case.complained_of
    superior = superior_of(ctx.directory, ctx.today, case, about) if case.kind is Kind.CONDUCT and about else None
    if superior and lead != superior and not explained:
        raise refuse("note", "not_superior", names=superior_names(ctx, case, about))


def not_by_itself(ctx: Context, case: Case, office: str, field: str = "lead") -> None:
    """Raises InvalidFields on `field` when `office` is the one that an officer confirmed as complained of.

    What the submitter merely named does not count: people name the office that they know, often the competent one.
    """
    about = case.complained_of
    if case.kind is Kind.CONDUCT and about and same_office(ctx.directory, ctx.today, case, about, office):
        code = "complained_of_beside" if field == "coordinating" else "complained_of"
        raise refuse(field, code, names=superior_names(ctx, case, about))
