"""`calendar.csv`, `calendar_years.csv`, `calendar_open.csv`: which rows are refused, and why."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.calendar import CalendarDay, CalendarYear, DayKind, OpenDay
from chalicelib.domain.reference_parse.table import Problems, Row, read_rows

DAYS = "calendar.csv"
YEARS = "calendar_years.csv"
OPEN = "calendar_open.csv"
_KINDS = (DayKind.HOLIDAY, DayKind.MAKEUP_OFF, DayKind.SWAP_OFF, DayKind.SWAP_WORK)
_SATURDAY = 5


@dataclass(frozen=True)
class CalendarRows:
    """What the three files hold, each row sound by itself and with the others."""

    days: tuple[CalendarDay, ...]
    years: tuple[CalendarYear, ...]
    open_days: tuple[OpenDay, ...]


def parse_calendar(days: str, years: str, open_days: str, problems: Problems) -> CalendarRows:
    """Reads and cross-checks; what is wrong goes into `problems`."""
    found_years = _years(years, problems)
    known = {year.year for year in found_years}
    found_days = _days(days, known, problems)
    _check_years(found_years, found_days, problems)
    return CalendarRows(
        tuple(found_days), tuple(found_years), tuple(_open_days(open_days, found_days, known, problems))
    )


def _days(text: str, years: set[int], problems: Problems) -> list[CalendarDay]:
    columns = ("date", "kind", "name_vi", "name_en", "source", "announced_on", "provisional")
    found: dict[object, CalendarDay] = {}
    for row in read_rows(DAYS, text, columns, problems):
        before = len(problems.found)
        day = CalendarDay(
            day=row.required_day("date"),
            kind=DayKind(row.choice("kind", [kind.value for kind in _KINDS])),
            name_vi=row.required("name_vi"),
            name_en=row.required("name_en"),
            source=row.required("source"),
            announced_on=row.day("announced_on"),
            provisional=row.choice("provisional", ("yes", "no")) == "yes",
        )
        if len(problems.found) > before:
            continue
        _check_day(row, day, found.get(day.day), years)
        found.setdefault(day.day, day)
    return list(found.values())


def _check_day(row: Row, day: CalendarDay, twin: CalendarDay | None, years: set[int]) -> None:
    weekend = day.day.weekday() >= _SATURDAY
    works = day.kind is DayKind.SWAP_WORK
    if twin is not None:
        clash = works != (twin.kind is DayKind.SWAP_WORK)
        row.refuse("off_and_worked" if clash else "duplicate_day", day.day.isoformat())
    if works and not weekend:
        row.refuse("swap_work_on_weekday", f"{day.day.isoformat()} is worked anyway")
    if not works and weekend:
        row.refuse("off_on_weekend", f"{day.day.isoformat()} is off anyway; enter its make-up day")
    if day.day.year not in years:
        row.refuse("year_without_status", f"{day.day.year} is not in {YEARS}")


def _years(text: str, problems: Problems) -> list[CalendarYear]:
    found: dict[int, CalendarYear] = {}
    for row in read_rows(YEARS, text, ("year", "status", "source"), problems):
        value = row.required("year")
        official = row.choice("status", ("official", "unofficial")) == "official"
        source = row.required("source")
        if not (value.isascii() and value.isdigit() and len(value) == 4 and value >= "1975"):
            if value:
                row.refuse("malformed_year", value)
        elif int(value) in found:
            row.refuse("duplicate_year", value)
        else:
            found[int(value)] = CalendarYear(int(value), official, source)
    return list(found.values())


def _check_years(years: list[CalendarYear], days: list[CalendarDay], problems: Problems) -> None:
    """A year with no rows would count every holiday as a working day; a missing one in between would stop the count."""
    known = {year.year for year in years}
    for year in sorted(known - {day.day.year for day in days}):
        problems.add(YEARS, 0, "year_without_days", f"{year} has no row in {DAYS}")
    if known:
        for year in sorted(set(range(min(known), max(known))) - known):
            problems.add(YEARS, 0, "gap_between_years", str(year))
    elif not problems.found:
        problems.add(YEARS, 0, "empty", "no year at all")


def _open_days(text: str, days: list[CalendarDay], years: set[int], problems: Problems) -> list[OpenDay]:
    decided = {day.day for day in days}
    found: dict[object, OpenDay] = {}
    for row in read_rows(OPEN, text, ("date", "question_vi", "question_en", "source"), problems):
        before = len(problems.found)
        day = OpenDay(
            row.required_day("date"), row.required("question_vi"), row.required("question_en"), row.required("source")
        )
        if len(problems.found) > before:
            continue
        if day.day in decided:
            row.refuse("open_but_decided", f"{day.day.isoformat()} has a row in {DAYS}")
        if day.day in found:
            row.refuse("duplicate_day", day.day.isoformat())
        if day.day.year not in years:
            row.refuse("year_without_status", f"{day.day.year} is not in {YEARS}")
        found[day.day] = day
    return list(found.values())
