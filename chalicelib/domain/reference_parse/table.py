"""Semicolon tables as text, read with the number of each row, and the problems found in them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

_MAILBOX = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_KEY = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: `row` is the line in the file (the header is 1), 0 for the file as a whole."""

    file: str
    row: int
    code: str
    detail: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.row}" if self.row else self.file
        return f"{where}: {self.code}: {self.detail}"


class ReferenceError_(Exception):  # noqa: N801 (the builtin ReferenceError is about weak references)
    """The files are refused as a whole: nothing of them is loaded. `problems` holds all of them, in reading order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)

    @property
    def file(self) -> str:
        return self.problems[0].file

    @property
    def row(self) -> int:
        return self.problems[0].row

    @property
    def code(self) -> str:
        return self.problems[0].code


@dataclass
class Problems:
    """Collects, so that an owner mends a file in one round."""

    found: list[Problem] = field(default_factory=list)

    def add(self, file: str, row: int, code: str, detail: str) -> None:
        self.found.append(Problem(file, row, code, detail))

    def refuse(self) -> None:
        """Raises ReferenceError_ when anything was found."""
        if self.found:
            raise ReferenceError_(self.found)


@dataclass(frozen=True)
class Row:
    """One line of a table. Readers report what they cannot read and return a harmless value, to go on reading."""

    file: str
    number: int
    values: Mapping[str, str]
    problems: Problems

    def refuse(self, code: str, detail: str) -> None:
        self.problems.add(self.file, self.number, code, detail)

    def text(self, column: str) -> str:
        """A value that may be empty, in composed form."""
        return self.values[column]

    def required(self, column: str) -> str:
        if not self.values[column]:
            self.refuse("blank", column)
        return self.values[column]

    def key(self, column: str) -> str:
        """A code or id: ASCII letters, digits and hyphens, since it goes into paths."""
        value = self.required(column)
        if value and not _KEY.fullmatch(value):
            self.refuse("malformed_code", f"{column}: {value}")
        return value

    def day(self, column: str) -> date | None:
        value = self.values[column]
        if not value:
            return None
        found = parse_date(value)
        if found is None:
            self.refuse("malformed_date", f"{column}: {value}")
        return found

    def required_day(self, column: str) -> date:
        self.required(column)
        return self.day(column) or date.min

    def choice(self, column: str, choices: Sequence[str]) -> str:
        value = self.values[column]
        if value not in choices:
            self.refuse("unknown_choice", f"{column}: {value or '(blank)'}, expected {' | '.join(choices)}")
            return choices[0]
        return value

    def mailbox(self, column: str) -> str:
        value = self.required(column)
        if value and not _MAILBOX.fullmatch(value):
            self.refuse("bad_mailbox", f"{column}: {value}")
        return value

    def items(self, column: str) -> tuple[str, ...]:
        """Values separated by `|`, without empty ones."""
        return tuple(item.strip() for item in self.values[column].split("|") if item.strip())


def parse_date(value: str) -> date | None:
    """Only YYYY-MM-DD: Python 3.11 would also take 20250102 and week dates."""
    if not _ISO_DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def read_rows(file: str, text: str, columns: Sequence[str], problems: Problems) -> Iterator[Row]:
    """Rows of a table whose header names exactly `columns` (any order); empty lines are skipped.
    A byte order mark, as spreadsheets write it, is taken off.
    """
    reader = csv.reader(io.StringIO(unicodedata.normalize("NFC", text.removeprefix("\ufeff"))), delimiter=";")
    header = next(reader, [])
    if not _header_fits(file, header, columns, problems):
        return
    start = reader.line_num + 1
    for cells in reader:
        number, start = start, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            problems.add(file, number, "wrong_number_of_columns", f"{len(cells)}, expected {len(header)}")
            continue
        values = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        if any(unicodedata.category(char) == "Cc" for value in values.values() for char in value):
            problems.add(file, number, "control_character", "line break or control character inside a cell")
            continue
        yield Row(file, number, values, problems)


def _header_fits(file: str, header: Sequence[str], columns: Sequence[str], problems: Problems) -> bool:
    before = len(problems.found)
    for name in columns:
        if name not in header:
            problems.add(file, 1, "missing_column", name)
    for name in dict.fromkeys(header):
        if name not in columns:
            problems.add(file, 1, "unknown_column", name)
        elif header.count(name) > 1:
            problems.add(file, 1, "duplicate_column", name)
    return len(problems.found) == before
