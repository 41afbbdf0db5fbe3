"""The letters of a working morning: what waits at whose desk. The report Lambda asks for them, the mail consumer tells.

One outbox row per letter and day, named by the day's beginning: a report that runs twice asks once. The row stays until
its day is over, so it is also the mark that the letter went; yesterday's letter is never sent. A crash while handing
over repeats a letter at worst once, as for every mail (`mail`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from chalicelib.domain.case import SYSTEM, Case
from chalicelib.domain.deadlines import VIETNAM
from chalicelib.domain.deciders import Decision, deciders, decisions
from chalicelib.domain.directory import Officer, OfficerRole
from chalicelib.domain.events import TextsWritten
from chalicelib.domain.listed import LEADER, waits_for_leader
from chalicelib.domain.notices import Notice
from chalicelib.domain.queues import DESK_QUEUES
from chalicelib.domain.repeats import LEAST, MONTHS, Repeat, repeats
from chalicelib.domain.vocabulary import INSPECTORS, Role
from chalicelib.domain.watch import begins_week, year_to_announce
from chalicelib.ports import Claim, LetterItem, LetterRow, Links, Outbox, OutboxRow
from chalicelib.usecases.access import DESK_ROLES
from chalicelib.usecases.asked import MORNING, Job, todays
from chalicelib.usecases.deps import Deps

COUNT_LIMIT = 200
SHOWN = 50  # decisions in one letter; the desk has all
_OVER = frozenset({"sent", "refused", "no_address", "unsure"})


@dataclass(frozen=True, slots=True)
class Morning:
    deps: Deps
    outbox: Outbox

    def run(self) -> dict[str, int]:
        """Ask for the letters of today: {"asked"}. None on a day off; none to whom nothing waits."""
        ctx = self.deps.context(SYSTEM)
        if not ctx.calendar.is_working_day(ctx.today):
            return {"asked": 0}
        start, asked = datetime.combine(ctx.today, time(), VIETNAM), 0
        for letter, officer in self._letters():
            self.outbox.ask("mail", f"{MORNING}{letter}|{officer.id}", start)
            asked += 1
        return {"asked": asked}

    def _letters(self) -> Iterator[tuple[str, Officer]]:
        ctx = self.deps.context(SYSTEM)
        for letter, roles in _READERS.items():
            if letter in _WEEKLY and not begins_week(ctx.calendar, ctx.today):
                continue
            for role in roles:
                for officer in ctx.directory.officers_with(role, ctx.today):
                    if _ROWS[letter](self.deps, officer):
                        yield letter, officer


def plan_morning(deps: Deps, links: Links, row: OutboxRow) -> list[Job]:
    """The letter as things stand now; none once it went, or its day is over, or nothing waits any more."""
    letter, _, id_ = row.code.removeprefix(MORNING).partition("|")
    ctx = deps.context(SYSTEM)
    officer = next((one for one in ctx.directory.officers if one.id == id_ and one.valid_on(ctx.today)), None)
    if officer is None or letter not in _ROWS or not todays(row, deps.clock()) or _OVER & {*row.progress.values()}:
        return []
    rows = _ROWS[letter](deps, officer)
    if not rows:
        return []
    # The board has no desk: what it must do, it does with the operator (runbook).
    role = DESK_ROLES.get(officer.role, Role.SYSTEM)
    link = links.url(Claim("desk", role, officer.id)) if role is not Role.SYSTEM else ""
    item = LetterItem("", "", "", None, link, "", rows=tuple(rows))
    return [Job(row, Notice(letter, role, officer.id, officer.mailbox), officer.mailbox, "vi", item)]


def repeated(deps: Deps, role: Role) -> list[Repeat]:
    """Offices with repeated conduct cases within the policy's window. The inspectorate is not its own judge."""
    ctx = deps.context(SYSTEM)
    limits = ctx.policy.limits
    months, least = limits.get("conduct_repeat_months", MONTHS), limits.get("conduct_repeats", LEAST)
    own = ctx.policy.inspectorate_agency(ctx.today)
    found = repeats(deps.conduct_counts().items(), ctx.today, months, least)
    return [row for row in found if (row.agency == own) == (role is Role.INSPECTORATE_ALTERNATE)]


def _queues(deps: Deps, officer: Officer) -> list[LetterRow]:
    """How many cases wait in each queue, up to 200; and on the week's first day what the calendar lacks."""
    found = []
    for name in DESK_QUEUES:
        n = len(deps.cases.queue(name, limit=COUNT_LIMIT)[0])
        found.append(LetterRow(f"queue.{name}", f"{n}+" if n >= COUNT_LIMIT else str(n)))
    ctx = deps.context(SYSTEM)
    return found + (_calendar(deps, officer) if begins_week(ctx.calendar, ctx.today) else [])


def _calendar(deps: Deps, officer: Officer) -> list[LetterRow]:
    ctx = deps.context(SYSTEM)
    year = year_to_announce(ctx.reference, ctx.today)
    return [LetterRow("calendar.missing", str(year))] if year else []


def _conduct(deps: Deps, officer: Officer) -> list[LetterRow]:
    directory = deps.context(SYSTEM).directory
    found = []
    for row in repeated(deps, DESK_ROLES[officer.role]):
        name = directory.agency(row.agency).name_vi if directory.has_agency(row.agency) else row.agency
        found.append(LetterRow("", f"{name}: {row.count} ({row.since:%d/%m/%Y})"))
    return found


def _decisions(deps: Deps, officer: Officer) -> list[LetterRow]:
    """What waits for this leader's decision, the most urgent first."""
    ctx = deps.context(SYSTEM)
    cases = [case for case in _before_leaders(deps) if officer in deciders(ctx, case)]
    asked = [(decision, case) for case in cases for decision in decisions(case)]
    asked.sort(key=lambda row: (row[0].due_on or date.max, row[1].code))
    found = [_decision(deps, *row) for row in asked[:SHOWN]]
    return found + ([LetterRow("mail.more", str(len(asked) - SHOWN))] if len(asked) > SHOWN else [])


def _before_leaders(deps: Deps) -> Iterator[Case]:
    cursor = ""
    while True:
        codes, cursor = deps.cases.listed(LEADER, after=cursor)
        for case in map(deps.cases.load, codes):
            if case is not None and waits_for_leader(case):
                yield case
        if not cursor:
            return


def _decision(deps: Deps, decision: Decision, case: Case) -> LetterRow:
    """Both for a case that went up and for an agency to be named: what is to be decided, and by when."""
    ctx = deps.context(SYSTEM)
    over = decision.due_on is not None and decision.due_on < ctx.today
    row = LetterRow("", _title(deps, case), case.code, decision.due_on, (), over, decision.provisional)
    naming = decision.naming
    if naming is None:
        return replace(row, label=f"ground.{decision.ground}" if decision.ground else "")
    known = ctx.directory.has_agency(naming.agency)
    name = ctx.directory.agency(naming.agency).name_vi if known else naming.agency
    words = (("agency", name), ("failure", f"failure.{naming.failure}"))
    return replace(row, label="leaders.naming", words=words)


def _title(deps: Deps, case: Case) -> str:
    """The public one: nothing else may stand in a mail."""
    if "title" in case.withheld:
        return ""
    texts = [x.body.id for x in deps.cases.events(case.code) if isinstance(x.fact, TextsWritten) and x.body][-1:]
    bodies = deps.vault.open(case, texts)
    return next((str(body.get("public_title", "")) for body in bodies.values()), "")


_ROWS: Mapping[str, Callable[[Deps, Officer], list[LetterRow]]] = {
    "morning_report": _queues,
    "decisions": _decisions,
    "calendar_missing": _calendar,
    "repeated_conduct": _conduct,
}
_READERS: Mapping[str, tuple[OfficerRole, ...]] = {
    "morning_report": (OfficerRole.FOCAL,),
    "decisions": (OfficerRole.CHAIR, OfficerRole.VICE_CHAIR, OfficerRole.ASSISTANT),
    "calendar_missing": (OfficerRole.BOARD,),
    "repeated_conduct": tuple(officer for officer, role in DESK_ROLES.items() if role in INSPECTORS),
}
# A letter that comes every day is not read.
_WEEKLY = frozenset({"calendar_missing", "repeated_conduct"})
