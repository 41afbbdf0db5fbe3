"""Urging, and the agency's own days: what fell due before it was called on is not held against it."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM
from chalicelib.domain.errors import InvalidFields
from chalicelib.domain.timeline import entries
from tests.unit.test_naming import START, facts, head, life, lost, names
from tests.unit.test_naming_fair import unreached
from tests.unit.world import FOCAL, Life, code_of


def test_urging_forgets_the_letters_that_failed_and_calls_anew() -> None:
    story = unreached().tick_daily(date(2026, 9, 1))
    assert "forwarded-agency-SNNMT" in head(story).bounced
    assert "acknowledgement" in names(story), "nobody acknowledges a letter that never came"
    assert all(x.clock != "acknowledgement" for x in facts(story, e.StepReached))
    story.do(FOCAL, c.Urge())
    case = head(story)
    assert (case.bounced, case.called_on, case.unreached) == ((), date(2026, 9, 1), False)
    clock = case.clock("acknowledgement")
    assert clock is not None and clock.start_on == date(2026, 9, 1)
    story.do(SYSTEM, lost("forwarded", "forwarded-agency-SNNMT", 4), body=False)
    assert head(story).bounced == (), "the first letter's second bounce is of before the call"
    story.do(FOCAL, c.ProposeNaming(failure="evasion", content="x"))


def test_urging_in_vain_is_no_call() -> None:
    story = unreached().do(FOCAL, c.Urge())
    story.do(SYSTEM, lost("urged", "urged-agency-SNNMT", story.events[-1].seq), body=False)
    with pytest.raises(InvalidFields) as found:
        story.do(FOCAL, c.ProposeNaming(failure="evasion", content="x"))
    assert code_of(found) == ("agency", "not_reached")


def test_what_fell_due_before_the_agency_was_called_on_is_not_held_against_it() -> None:
    """The limit is over on 9 September; the agency hears of the case on the 14th, and is late from then on."""
    story = unreached().tick_daily(date(2026, 9, 14)).do(FOCAL, c.Urge()).tick_daily(date(2026, 10, 6))
    called = next(event.seq for event in story.events if isinstance(event.fact, e.Urged))
    after = [x.fact.step for x in story.events if x.seq > called and isinstance(x.fact, e.StepReached)
             and x.fact.clock == "publication"]  # fmt: skip
    assert after == ["chair", "propose_naming"]
    assert "ppc_office" not in [step for step, _ in story.steps]
    assert facts(story, e.NamingProposed) == [], "that limit was over before it was called on"


def test_a_new_routing_is_a_call_and_an_over_limit_stays_a_fact() -> None:
    story = Life(START).receive()
    story.today = date(2026, 9, 11)
    story.forwarded()
    assert head(story).called_on == date(2026, 9, 11)
    story.do(SYSTEM, c.Tick(), body=False)
    taken = [x.step for x in facts(story, e.StepReached) if x.clock == "publication"]
    assert taken == ["overdue"], "neither heads-up nor reminder of days before it was called on"


def test_urging_is_public_and_its_words_are_not() -> None:
    story = life().do(FOCAL, c.Urge(note="x"))
    entry = entries(story.events)[-1]
    assert (entry.key, dict(entry.agencies), entry.note) == ("event.urged", {"agency": "SNNMT"}, 0)
