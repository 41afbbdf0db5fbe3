"""A day that was granted and announced stays: reporting early never brings the due day forward (R1-17)."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.case import Clock
from tests.unit.test_handling import case_of, life
from tests.unit.world import AGENCY, FOCAL, Life, reference

CALENDAR = reference().calendar_ahead


def publication(story: Life) -> Clock:
    clock = case_of(story).clock("publication")
    assert clock
    return clock


def extended(days: int) -> Life:
    story = life()
    until = CALENDAR.add_working_days(publication(story).due_on, days)
    story.do(AGENCY, c.RequestExtension(reason="x", until=until))
    return story.do(FOCAL, c.GrantExtension(), story.events[-1].fact)


def reported(story: Life, on: date) -> Life:
    story.tick_daily(on)
    story.do(AGENCY, c.ReportStatus(content="x"))
    item = story.events[-1]
    return story.do(FOCAL, c.Review(item=item.seq, decision="publish"), item.fact, body=False)


@pytest.mark.parametrize(
    ("extension", "after", "kept"), [(10, 3, True), (10, 10, True), (10, 11, False), (5, 19, False)]
)
def test_the_later_of_both_days_stands(extension: int, after: int, kept: bool) -> None:
    """20 working days from the report, unless the case had longer already."""
    story = extended(extension)
    before, on = publication(story), CALENDAR.add_working_days(story.today, after)
    reported(story, on)
    fresh = CALENDAR.add_working_days(on, 20)
    now = publication(story)
    assert now.due_on == (before.due_on if kept else fresh) == max(before.due_on, fresh)
    started, counted = (before.start_on, 0) if kept else (on, 1)
    assert (now.start_on, now.steps, case_of(story).rearms) == (started, (), counted), "none is used up for nothing"
    assert now.due_on == CALENDAR.add_working_days(now.start_on, now.length), "a recount finds the same day"


def test_the_ladder_comes_again_before_the_day_that_stood() -> None:
    story = extended(10)
    reported(story, CALENDAR.add_working_days(story.today, 3))
    due = publication(story).due_on
    story.tick_daily(due)
    assert ("due_today", due) in story.steps
