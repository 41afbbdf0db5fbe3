"""`data/demo.jsonl`: one petition a line with everything that happens to it, in working days since the demo's start.

A step: {"day", "who", "do", "with"}. `who` is submitter, clerk, desk, leader, inspectorate or an agency's code. Values
in `with`: "@12" is the date of the demo's day 12, "@S06" the code of that petition's case.

Besides the actions of the API: `take_in` (a few at once), `let_through` (the focal officer publishes what waits beside
the handling), `bounce` (the agency's mailbox sends its newest letter about the case back),
`look` (the inspectors' queue).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.domain.calendar import Calendar
from infra.local.supervisor import ROOT

FILE = ROOT / "data" / "demo.jsonl"
LAST_DAY = 122
# What the focal officer does with each new case, in this order.
TAKE_IN = ("claim", "classify", "write_texts")
LET_THROUGH, BOUNCE = "let_through", "bounce"


@dataclass(frozen=True)
class Step:
    """`key` names it within the demo, whatever else is added to the file's other lines."""

    row: str
    day: int
    who: str
    do: str
    values: Mapping[str, Any]
    key: str


@dataclass(frozen=True)
class Row:
    """`raw` as in the file. `ends`: the status in which the case is left."""

    raw: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.raw["id"])

    @property
    def ends(self) -> str:
        return str(self.raw["ends"])

    @property
    def shows(self) -> frozenset[str]:
        """What its page must show besides (`outcome.marks`)."""
        return frozenset(self.raw.get("shows", ()))

    @property
    def by_clerk(self) -> bool:
        return bool(self.raw["channel"] != "web")

    @property
    def has_page(self) -> bool:
        """Denunciations and legal complaints have none."""
        reasons = [raw.get("with", {}).get("reason") for raw in self.raw["steps"] if raw["do"] == "redirect"]
        return self.ends != "restricted" and "legal_complaint" not in reasons

    def steps(self) -> list[Step]:
        found = []
        for number, raw in enumerate(self.raw["steps"]):
            for name in TAKE_IN if raw["do"] == "take_in" else (raw["do"],):
                key = f"{self.id}-{number}-{name}"
                found.append(Step(self.id, raw["day"], raw["who"], name, raw.get("with", {}), key))
        return found

    def personal(self) -> list[str]:
        """What must not appear in anything that is published."""
        submitter = self.raw["submitter"]
        given = [submitter.get(name) for name in ("name", "email", "phone", "address")]
        return [text for text in (*self.raw["pii"], *given) if text and text != "không rõ"]

    def petition(self) -> dict[str, Any]:
        """The body of the submission, without the notice and the attachments."""
        names = ("kind", "subtype", "field", "place", "agency", "language", "title")
        found = {name: self.raw[name] for name in names if self.raw.get(name)}
        return {**found, "content": self.raw["text"], "submitter": self.raw["submitter"]}


def read(file: Path = FILE) -> list[Row]:
    return [Row(json.loads(line)) for line in file.read_text("utf-8").splitlines() if line.strip()]


def timetable(rows: list[Row]) -> list[Step]:
    """All steps in order of days; within a day in the order of the file."""
    return sorted((step for row in rows for step in row.steps()), key=lambda step: step.day)


def start_day(calendar: Calendar, today: date) -> date:
    """Day 0: so early that day LAST_DAY is the last working day before `today`."""
    return calendar.add_working_days(today, -LAST_DAY - 1)


def day_of(calendar: Calendar, start: date, number: int) -> date:
    return calendar.add_working_days(start, number)
