"""A case that an agency works on, and what is told about it: for the tests of successions."""

from __future__ import annotations

from datetime import date

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import SYSTEM, Actor, Case
from chalicelib.domain.notices import Notice, notices
from chalicelib.domain.vocabulary import Kind, Role
from tests.unit.world import FOCAL, Life, reference

DIRECTORY = reference().directory
START, MERGED, COMMUNES = date(2025, 2, 12), date(2025, 3, 1), date(2025, 7, 1)


def agency(code: str) -> Actor:
    return Actor(Role.AGENCY, code, code)


def at_agency(lead: str, field: str = "dat-dai", place: str = "", on: date = START, coordinating: str = "") -> Life:
    """A case that an agency works on: it was passed on to a colleague, so nobody asks whether it arrived."""
    life = Life(on).receive(kind=Kind.REGULATION, place=place)
    life.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    beside = tuple(filter(None, coordinating.split()))
    life.do(FOCAL, c.Forward(lead=lead, field=field, coordinating=beside))
    return life.do(agency(lead), c.PassOn(email=DIRECTORY.agency(lead).mailbox))


def tick(life: Life, on: date) -> Life:
    life.today = on
    return life.do(SYSTEM, c.Tick(), body=False)


def case_of(life: Life) -> Case:
    assert life.case
    assert fold(life.events) == life.case
    return life.case


def last(life: Life) -> e.Fact:
    return life.events[-1].fact


def answered(life: Life) -> Life:
    life.do(agency(case_of(life).lead), c.AnswerCase(content="x", completed_on=life.today))
    return life.do(FOCAL, c.Review(item=life.events[-1].seq, decision="publish"), last(life))


def told(life: Life, upto: int) -> tuple[Notice, ...]:
    case = fold(life.events[:upto])
    assert case
    return notices(life.context(SYSTEM), fold(life.events[: upto - 1]), case, life.events[upto - 1])


def heard(life: Life) -> tuple[Notice, ...]:
    return told(life, len(life.events))
