"""A calendar that changes moves the days of open cases: the event, and every clock as it stands afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.calendar import CalendarDay, DayKind, OpenDay
from chalicelib.domain.case import SYSTEM, Clock
from chalicelib.domain.decide import decide
from chalicelib.domain.reference import Reference
from chalicelib.domain.vocabulary import Channel
from tests.unit.stories import LATER, START, Story, after, alone, by, forwarded, received, wait
from tests.unit.world import FOCAL, reference

# fmt: off
DUE, NEXT, SOONER = date(2026, 9, 8), date(2026, 9, 9), date(2026, 9, 7)
OLD = reference().calendar.version


def calendar(*, off: date | None = None, worked: date | None = None, open_day: date | None = None) -> Reference:
    """One more holiday; a day off that is worked after all; one more day on which nobody has decided."""
    now = reference().calendar
    days = tuple(day for day in now.days if day.day != worked)
    if off:
        days = (*days, CalendarDay(off, DayKind.HOLIDAY, "x", "x", "x", None, False))
    open_days = (*now.open_days, OpenDay(open_day, "x", "x", "x")) if open_day else now.open_days
    return replace(reference(), calendar=replace(now, version="new", days=days, open_days=open_days))


HOLIDAY = calendar(off=date(2026, 8, 20))
WORKED = calendar(worked=date(2026, 8, 31))
UNSURE = calendar(open_day=date(2026, 8, 20))
AFTER_ALL = calendar(off=date(2026, 9, 9))
told = after(alone, wait(date(2026, 8, 27)))  # the first step, five working days before
national = partial(received, channel=Channel.NATIONAL_PORTAL, national_due_on=date(2026, 9, 1))
asking = after(national, by(FOCAL, c.AskSupplement(content="x")))
ROWS: list[tuple[str, Story, Reference, list[date], list[Clock]]] = [
    ("a holiday more", forwarded, HOLIDAY, [DUE, date(2026, 8, 19), date(2026, 8, 14)],
     [Clock("publication", START, 20, NEXT, calendar="new"),
      Clock("coordination", LATER, 5, date(2026, 8, 19), calendar="new"),
      Clock("acknowledgement", LATER, 2, date(2026, 8, 14), calendar="new")]),
    ("later: the steps come again", told, HOLIDAY, [DUE], [Clock("publication", START, 20, NEXT, calendar="new")]),
    ("sooner: the steps were taken", told, WORKED, [DUE],
     [Clock("publication", START, 20, SOONER, calendar="new", steps=("heads_up",))]),
    ("the same day, now provisional", told, UNSURE, [DUE],
     [Clock("publication", START, 20, DUE, True, "new", ("heads_up",))]),
    ("a day that was named stays", national, HOLIDAY, [date(2026, 8, 14), DUE, date(2026, 9, 1)],
     [Clock("forwarding", START, 5, date(2026, 8, 14), calendar="new"),
      Clock("publication", START, 20, NEXT, calendar="new"),
      Clock("national", START, 0, date(2026, 9, 1), calendar=OLD)]),
    ("what waits keeps its day until it resumes", asking, HOLIDAY,
     [date(2026, 8, 14), DUE, date(2026, 9, 1), date(2026, 8, 25)],
     [Clock("forwarding", START, 5, date(2026, 8, 14), calendar="new", pauses=((LATER, None),)),
      Clock("publication", START, 20, DUE, calendar="new", pauses=((LATER, None),)),
      Clock("national", START, 0, date(2026, 9, 1), calendar=OLD),
      Clock("supplement", LATER, 10, date(2026, 8, 26), calendar="new")]),
]
# fmt: on


@pytest.mark.parametrize(("story", "data", "old", "clocks"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_what_moves(story: Story, data: Reference, old: list[date], clocks: list[Clock]) -> None:
    tale = story()
    ctx = replace(tale.context(SYSTEM, body=False), reference=data)
    [event] = decide(tale.head, c.RecomputeDeadlines(), ctx)
    assert event.fact == e.DeadlinesRecomputed("new", tuple(old), tuple(clock.due_on for clock in clocks))
    assert event.clocks == tuple(clocks)
    assert (event.by, event.body, event.seq) == (SYSTEM, None, tale.head.version + 1)


@pytest.mark.parametrize("data", [reference(), AFTER_ALL], ids=["the same calendar", "a holiday after the last day"])
@pytest.mark.parametrize("story", [forwarded, told, asking])
def test_where_nothing_moves_nothing_is_recorded(story: Story, data: Reference) -> None:
    tale = story()
    assert decide(tale.head, c.RecomputeDeadlines(), replace(tale.context(SYSTEM), reference=data)) == ()
