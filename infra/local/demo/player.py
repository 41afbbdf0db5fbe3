"""Plays the timetable: each day the overdue check first, then what people do, each at their own minute."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from chalicelib.domain.deadlines import VIETNAM
from chalicelib.domain.reference import Reference
from chalicelib.domain.vocabulary import NOTES
from infra.local.demo.people import CASE, People
from infra.local.demo.rows import BOUNCE, LET_THROUGH, Row, Step, day_of, timetable
from infra.local.demo.state import State
from infra.local.testing import LocalSystem

CLERKS = {"hotline": "tong.dai.1@example.vn"}
CLERK = "van.thu.1@example.vn"
INSPECTOR = "thanh.tra.1@example.vn"
CHECK_AT, OPEN_AT, MINUTES = time(6, 10), time(8, 30), 7


class Player:
    """One run, from the first step that is not done yet."""

    def __init__(self, system: LocalSystem, reference: Reference, rows: list[Row], state: State) -> None:
        self._system, self._reference, self._state = system, reference, state
        self._rows = {row.id: row for row in rows}
        self._people = People(system)
        self._start = date.fromisoformat(state.start)
        self._actors: dict[str, Callable[[Step], None]] = {
            "submitter": self._by_submitter,
            "clerk": self._by_clerk,
            "desk": self._by_desk,
            "leader": self._by_leader,
            "inspectorate": self._by_inspector,
        }

    def play(self, say: Callable[[str], None]) -> None:
        done = set(self._state.done)
        steps = [step for step in timetable(list(self._rows.values())) if step.key not in done]
        checked: date | None = None
        for number, group in groupby(steps, key=lambda step: step.day):
            day = day_of(self._reference.calendar_ahead, self._start, number)
            self._checks(checked, day)
            checked = day
            todays = list(group)
            for place, step in enumerate(todays):
                self._at(day, (datetime.combine(day, OPEN_AT) + timedelta(minutes=MINUTES * place)).time())
                self._do(step)
            self._people.post()
            for line in _lines(day, todays):
                say(line)

    def _checks(self, after: date | None, until: date) -> None:
        """The overdue check of every day since the last one, weekends too: a delay begins on a Saturday as well."""
        day = until if after is None else after + timedelta(days=1)
        while day <= until:
            self._at(day, CHECK_AT)
            if self._system.run("sweep")["checked"]:
                self._people.changed()
            self._people.post()
            day += timedelta(days=1)

    def _at(self, day: date, hour: time) -> None:
        self._system.set_clock(datetime.combine(day, hour, VIETNAM))

    def _do(self, step: Step) -> None:
        self._actors.get(step.who, self._by_agency)(step)
        self._people.changed()
        self._state.done.append(step.key)
        self._state.save()

    def _by_submitter(self, step: Step) -> None:
        if step.do == "submit":
            answer = self._people.ask("POST", "/api/cases", self._petition(step), key=self._state.key(step.key))
            self._state.cases[step.row] = (answer["code"], answer["secret"])
            return
        code, secret = self._state.cases[step.row]
        self._act(f"/api/cases/{code}/actions/{step.do}", step, self._values(step), secret)

    def _petition(self, step: Step) -> dict[str, Any]:
        row = self._rows[step.row]
        files = self._uploads(step, row.raw.get("files", ()))
        body = {**row.petition(), **self._values(step), "attachments": files}
        if row.by_clerk:
            return {**body, "channel": row.raw["channel"]}
        return {**body, "notice_version": self._people.notice}

    def _by_clerk(self, step: Step) -> None:
        mailbox = CLERKS.get(self._rows[step.row].raw["channel"], CLERK)
        token = self._people.desk(mailbox)
        answer = self._people.ask("POST", "/api/desk/cases", self._petition(step), token, self._state.key(step.key))
        self._state.cases[step.row] = (answer["code"], answer["secret"])

    def _by_desk(self, step: Step) -> None:
        code = self._state.cases[step.row][0]
        token = self._people.desk(self._people.officer_of(code))
        values = {**self._from_row(step), **self._values(step)}
        if step.do == LET_THROUGH:
            for item in self._pending(code, token, notes=True):
                values, key = {"item": item, "decision": "publish"}, self._state.key(f"{step.key}-{item}")
                self._people.ask("POST", f"/api/desk/cases/{code}/actions/review", values, token, key)
            return
        if step.do == "review":
            values["item"] = self._pending(code, token, notes=False)[0]
        self._act(f"/api/desk/cases/{code}/actions/{step.do}", step, values, token)

    def _pending(self, code: str, token: str, *, notes: bool) -> list[int]:
        """What waits for review: words beside the handling, or what the case itself waits for."""
        pending = self._people.ask("GET", f"/api/desk/cases/{code}", token=token)["pending"]
        return [found["item"] for found in pending if (found["type"] in NOTES) == notes]

    def _from_row(self, step: Step) -> dict[str, Any]:
        """What the petition's line says about the focal officer's first actions."""
        names = {
            "classify": ("kind", "subtype", "field", "place", "complained_of"),
            "write_texts": ("public_title", "public_content", "handling_content"),
            "forward": ("lead", "coordinating", "field"),
        }.get(step.do, ())
        raw = self._rows[step.row].raw
        return {name: raw[name] for name in names if name in raw}

    def _by_agency(self, step: Step) -> None:
        mailbox = self._reference.directory.agency(step.who).focal_mailbox
        code = self._state.cases[step.row][0]
        if step.do == BOUNCE:
            self._people.send_back(mailbox, code)
            return
        token = self._people.link(mailbox, CASE, code, named=step.do == "reply_to_naming")
        self._act(f"/api/link/actions/{step.do}", step, self._values(step), token)

    def _by_leader(self, step: Step) -> None:
        day = day_of(self._reference.calendar_ahead, self._start, step.day)
        leader = self._reference.directory.leader_in_charge(self._rows[step.row].raw["field"], day)
        assert leader is not None
        path = f"/api/desk/cases/{self._state.cases[step.row][0]}/actions/{step.do}"
        self._act(path, step, self._values(step), self._people.desk(leader.mailbox))

    def _by_inspector(self, step: Step) -> None:
        token = self._people.desk(INSPECTOR)
        self._people.ask("GET", "/api/desk/cases?queue=restricted", token=token)

    def _act(self, path: str, step: Step, values: Mapping[str, Any], token: str) -> None:
        self._people.ask("POST", path, values, token, self._state.key(step.key))

    def _values(self, step: Step) -> dict[str, Any]:
        found = {name: self._value(value) for name, value in step.values.items() if name != "files"}
        titles = step.values.get("files", ())
        return {**found, "attachments": self._uploads(step, titles)} if titles else found

    def _uploads(self, step: Step, titles: Sequence[str]) -> list[str]:
        """The ids of these documents, sent once even when the step is tried again."""
        if titles and step.key not in self._state.files:
            self._state.files[step.key] = [self._people.upload(title) for title in titles]
            self._state.save()
        return self._state.files.get(step.key, [])

    def _value(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.startswith("@"):
            return value
        if value[1:].isdecimal():
            return day_of(self._reference.calendar_ahead, self._start, int(value[1:])).isoformat()
        return self._state.cases[value[1:]][0]


def _lines(day: date, steps: list[Step]) -> list[str]:
    """One line a case and day."""
    by_row: dict[str, list[str]] = {}
    for step in steps:
        actor = "" if step.who in ("submitter", "clerk", "desk") else f"{step.who} "
        by_row.setdefault(step.row, []).append(f"{actor}{step.do}")
    return [f"{day:%d/%m/%Y}  {row}  {', '.join(did)}" for row, did in by_row.items()]
