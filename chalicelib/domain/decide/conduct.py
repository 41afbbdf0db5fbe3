"""Conduct: led by the superior of the office complained of, never by that office itself (design, section 2)."""

from __future__ import annotations

from chalicelib.domain.case import Case
from chalicelib.domain.decide.context import Context, refuse
from chalicelib.domain.vocabulary import Kind


def superior_names(ctx: Context, code: str) -> tuple[str, str]:
    """Who leads instead, in Vietnamese and in English."""
    superior = ctx.directory.superior(code, ctx.today) if ctx.directory.has_agency(code) else None
    if superior is None:
        return "cơ quan cấp trên", "its superior office"
    agency = ctx.directory.agency(superior)
    return agency.name_vi, agency.name_en


def not_by_itself(ctx: Context, case: Case, lead: str, field: str = "lead") -> None:
    """Raises InvalidFields when `lead` is the office that an officer confirmed as the one complained of.

    What the submitter merely named does not count: people name the office that they know, often the competent one.
    """
    if case.kind is Kind.CONDUCT and lead and lead == case.complained_of:
        raise refuse(field, "complained_of", names=superior_names(ctx, lead))
