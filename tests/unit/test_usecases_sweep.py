"""The overdue check: run daily, twice, late or after skipped days, each step is taken once, with its own day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domain import events as e
from chalicelib.ports import Unavailable
from tests.fakes.faulty import Fault, Faulty, Mode, faulty
from tests.fakes.system import System
from tests.unit.world import AGENCY, FOCAL, SUBMITTER
from tests.web.driver import TEXTS, petition

START, DUE = date(2026, 8, 7), date(2026, 9, 8)
# data/policy.json, ladder "agency"; 31 August to 2 September are off, Saturday 22 August is worked instead.
STEPS = [
    ("heads_up", date(2026, 8, 27)),
    ("reminder", date(2026, 9, 4)),
    ("due_today", DUE),
    ("overdue", DUE + timedelta(days=1)),
    ("ppc_office", date(2026, 9, 11)),
    ("vice_chair", date(2026, 9, 15)),
    ("chair", date(2026, 9, 22)),
    ("propose_naming", date(2026, 9, 29)),
]


def forwarded(world: System, lead: str = "SNNMT", field: str = "dat-dai") -> str:
    code = world.services.submit(petition(), f"the-key-of-petition-{len(world.tables.heads)}").code
    world.services.act(code, FOCAL, "write_texts", TEXTS)
    world.services.act(code, FOCAL, "forward", {"lead": lead, "field": field})
    return code


def steps(world: System, code: str) -> list[tuple[str, date]]:
    facts = [event.fact for event in world.tables.events[code]]
    return [(fact.step, fact.on) for fact in facts if isinstance(fact, e.StepReached) and fact.clock == "publication"]


def live(world: System, days: list[date], times: int = 1) -> None:
    for day in days:
        world.clock.set(day, 1)
        for _ in range(times):
            assert world.services.sweep.run()["failed"] == 0
        world.services.mail.drain()


def every_day(until: date = date(2026, 10, 2)) -> list[date]:
    return [START + timedelta(days=n) for n in range(1, (until - START).days + 1)]


@pytest.mark.parametrize(
    ("days", "times"),
    [
        (every_day(), 1),
        (every_day(), 3),
        (every_day()[::2], 1),
        ([*every_day()[::9], date(2026, 10, 2)], 2),
        ([date(2026, 10, 2)], 1),
        ([date(2027, 3, 1)], 2),
    ],
    ids=["daily", "hourly", "alternate days", "seldom", "once", "half a year late"],
)
def test_each_step_is_taken_once_with_its_own_day(days: list[date], times: int) -> None:
    world = System()
    code = forwarded(world)
    live(world, days, times)
    assert steps(world, code) == STEPS
    # What the last step proposed goes on (R1-14): the time to reply, then the leader's.
    case = world.tables.heads[code].case
    assert case.naming is not None
    assert [clock.name for clock in case.clocks if clock.name.startswith("naming")] != []


def test_a_daily_check_mails_every_step_to_whom_the_policy_names() -> None:
    world = System()
    forwarded(world)
    live(world, every_day())
    sent = Counter((mail.notice.partition("-")[0].removeprefix("step_"), mail.to.split("@")[0])
                   for mail in world.mailer.sent if mail.notice.startswith("step_"))  # fmt: skip
    focal, head = "snnmt.dau-moi", "snnmt.thu-truong"
    assert sent == Counter(
        [("heads_up", focal), ("reminder", focal), ("due_today", focal), ("overdue", focal), ("overdue", head),
         ("ppc_office", "vpub.thu-truong"), ("ppc_office", head), ("vice_chair", "pho.chu.tich.2"),
         ("vice_chair", head), ("chair", "chu.tich"), ("chair", head),
         *(("chair", reader) for reader in ("vpub.thu-truong", "to.kiem.tra.cong.vu", "to.cong.tac")),
         ("propose_naming", "chu.tich")]  # the agency and its head get the notice with the right of reply
    )  # fmt: skip


def test_a_late_check_records_all_steps_and_mails_the_last_only() -> None:
    world = System()
    code = forwarded(world)
    live(world, [date(2026, 9, 16)])
    assert steps(world, code) == STEPS[:6]
    notices = {mail.notice.partition("-")[0] for mail in world.mailer.sent if mail.notice.startswith("step_")}
    assert notices == {"step_vice_chair"}
    overdue = [x.fact for x in world.tables.events[code] if isinstance(x.fact, e.StepReached) and x.fact.superseded]
    assert [fact.step for fact in overdue] == ["heads_up", "reminder", "due_today", "overdue", "ppc_office"]


def test_the_page_says_overdue_from_the_day_after_and_the_agency_counts_it() -> None:
    world = System()
    code = forwarded(world)
    live(world, every_day(DUE))
    world.settle()
    assert world.doc(f"ho-so/{code}")["timeliness"] == "due_soon"
    world.clock.set(DUE, 23)
    assert world.services.sweep.run()["checked"] == 0
    world.clock.set(DUE + timedelta(days=1), 0)
    world.services.sweep.run()
    world.settle()
    page = world.doc(f"ho-so/{code}")
    assert (page["timeliness"], page["overdue_on"]) == ("overdue", "2026-09-09")
    assert world.doc("co-quan/SNNMT")["figures"]["overdue"] == 1
    assert [row["code"] for row in world.doc("index")["overdue"]] == [code]


def test_only_what_is_due_is_read() -> None:
    world = System()
    codes = [forwarded(world) for _ in range(12)]
    for code in codes[2:]:
        world.services.act(code, AGENCY, "acknowledge", {})
    world.clock.set(date(2026, 8, 20))
    for code in codes[2:]:
        world.services.act(code, AGENCY, "report_status", {"content": "x"})
        world.services.act(code, FOCAL, "review", {"item": 5, "decision": "publish"})
    world.clock.set(date(2026, 8, 27))
    ports: dict[str, Faulty] = {}
    process = world.build(lambda name, port: ports.setdefault(name, Faulty(port)))
    assert process.sweep.run() == {"checked": 2, "failed": 0, "left": 0}
    assert ports["cases"].calls["load"] == 2
    assert ports["cases"].calls["commit"] == 2


def test_waiting_for_the_submitter_stops_the_clock_and_says_when_it_is_over() -> None:
    world = System()
    code = world.services.submit(petition(), "the-key-of-petition-0").code
    world.services.act(code, FOCAL, "ask_supplement", {"content": "Gì?"})
    live(world, every_day(date(2026, 8, 24)))
    assert steps(world, code) == []
    waits = [
        x.fact for x in world.tables.events[code] if isinstance(x.fact, e.StepReached) and x.fact.step == "expired"
    ]
    assert [(fact.clock, fact.on) for fact in waits] == [("supplement", date(2026, 8, 22))]
    assert {mail.to.split(".")[0] for mail in world.mails(notice="step_expired")} == {"van"}
    world.services.act(code, SUBMITTER, "supplement", {"content": "Đây"})
    clock = world.tables.heads[code].case.clock("publication")
    assert clock is not None
    assert date(2026, 9, 8) < clock.due_on <= date(2026, 9, 22), "days of waiting are not counted"


def test_an_answer_that_nobody_rates_closes_by_itself() -> None:
    world = System()
    code = forwarded(world)
    world.services.act(code, AGENCY, "answer", {"content": "Xong", "completed_on": "2026-08-07"})
    world.services.act(code, FOCAL, "review", {"item": 4, "decision": "publish"})
    live(world, every_day(date(2026, 8, 21)))
    assert world.tables.heads[code].case.status == "answered"
    live(world, [date(2026, 8, 22)])
    assert world.tables.heads[code].case.status == "closed"
    assert world.tables.heads[code].due_at is None
    world.services.act(code, SUBMITTER, "raise_again", {"content": "Lại thế"})
    assert world.tables.heads[code].case.status == "reopened"


@pytest.mark.parametrize("error", [Unavailable, KeyError, ZeroDivisionError])
def test_one_case_that_cannot_be_judged_does_not_stop_the_others(error: type[Exception]) -> None:
    world = System()
    codes = [forwarded(world) for _ in range(4)]
    world.clock.set(DUE)
    broken = Fault("load", 2, Mode.FAIL, error)
    process = world.build(lambda name, port: faulty(port, broken) if name == "cases" else port)
    assert process.sweep.run() == {"checked": 3, "failed": 1, "left": 0}
    assert world.services.sweep.run() == {"checked": 1, "failed": 0, "left": 0}
    assert all(steps(world, code) == STEPS[:3] for code in codes)


def test_hints_of_the_index_that_are_stale_are_no_failures() -> None:
    world = System()
    code = forwarded(world)

    class Stale:
        """An index that lags: a case that is gone, and one that is not due."""

        def __init__(self, inner: Any) -> None:
            self.inner = inner

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

        def due(self, now: Any, shard: int) -> list[str]:
            return ["LS.20200101.ZZZZZ", code] if shard == 0 else []

    process = world.build(lambda name, port: Stale(port) if name == "cases" else port)
    assert process.sweep.run() == {"checked": 2, "failed": 0, "left": 0}
    assert world.types(code)[-1] == "forwarded"


def test_time_that_runs_out_asks_to_be_called_again() -> None:
    world = System()
    for _ in range(3):
        forwarded(world)
    world.clock.set(DUE)
    calls = iter([False])
    assert world.services.sweep.run(lambda: next(calls, True)) == {"checked": 1, "failed": 0, "left": 1}
    assert world.services.sweep.run() == {"checked": 2, "failed": 0, "left": 0}
