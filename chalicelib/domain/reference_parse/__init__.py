"""From the owner's files, as text, to a reference: everything is validated, and one bad row refuses the whole."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain import reference
from chalicelib.domain.reference_parse import calendar, directory_checks, policy
from chalicelib.domain.reference_parse.calendar import CalendarRows, parse_calendar
from chalicelib.domain.reference_parse.directory import DirectoryTexts, parse_directory
from chalicelib.domain.reference_parse.policy import parse_policies
from chalicelib.domain.reference_parse.table import Problem, Problems, ReferenceError_

FILES = (
    *(calendar.DAYS, calendar.YEARS, calendar.OPEN),
    *(directory_checks.AGENCIES, directory_checks.FIELDS, directory_checks.PLACES, directory_checks.OFFICERS),
    policy.FILE,
)

__all__ = ["FILES", "CalendarRows", "Problem", "Problems", "ReferenceError_", "parse_reference"]


def parse_reference(texts: Mapping[str, str]) -> reference.Reference:
    """The reference of the files in `FILES` (name -> text). Raises ReferenceError_ with every problem found."""
    problems = Problems()
    for name in FILES:
        if name not in texts:
            problems.add(name, 0, "missing_file", name)
    problems.refuse()
    rows = parse_calendar(texts[calendar.DAYS], texts[calendar.YEARS], texts[calendar.OPEN], problems)
    checks = directory_checks
    found = parse_directory(
        DirectoryTexts(texts[checks.AGENCIES], texts[checks.FIELDS], texts[checks.PLACES], texts[checks.OFFICERS]),
        problems,
    )
    policies = parse_policies(texts[policy.FILE], found, problems)
    problems.refuse()
    return reference.build(rows.days, rows.years, rows.open_days, found, policies)
