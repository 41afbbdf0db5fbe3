"""Around a succession: coordinating agencies, conduct, the ladder, changed files, who hears of it, what is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import reduce

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import apply, fold
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.deadlines import vietnam_midnight
from chalicelib.domain.decide import Context, actions_for, decide
from chalicelib.domain.decide.ladder import next_check_at
from chalicelib.domain.directory import Agency, Directory
from chalicelib.domain.queues import queue_of
from chalicelib.domain.timeline import entries
from chalicelib.domain.vocabulary import Kind, Role, Status
from tests.unit.handed import (
    COMMUNES,
    DIRECTORY,
    MERGED,
    START,
    agency,
    at_agency,
    case_of,
    heard,
    last,
    tick,
    told,
)
from tests.unit.world import FOCAL, LEADER, SUBMITTER, Life, at, reference

# --- coordinating agencies ---


def test_a_coordinating_agency_is_succeeded_without_touching_the_lead() -> None:
    life = at_agency("SYT", "y-te", coordinating="SKHDT STP")
    before = case_of(life)
    case = case_of(tick(life, MERGED))
    assert (case.lead, case.coordinating) == ("SYT", ("STC2025", "STP"))
    assert (case.routing, case.status) == (before.routing, before.status)
    assert [(n.name, n.id, n.role) for n in heard(life)] == [("coordinate", "STC2025", Role.COORDINATING)]


@pytest.mark.parametrize(
    ("lead", "field", "beside", "expected"),
    [
        ("SNNPTNT", "nong-nghiep", "STNMT", ("SNNMT", ())),  # both merged into one
        ("SYT", "y-te", "SKHDT STC", ("SYT", ("STC2025",))),
        ("STNMT", "dat-dai", "SKHDT SYT", ("SNNMT", ("STC2025", "SYT"))),
        ("STNMT", "dat-dai", "SNNMT", ("SNNMT", ())),
    ],
)
def test_nobody_is_in_a_case_twice(lead: str, field: str, beside: str, expected: tuple[str, tuple[str, ...]]) -> None:
    case = case_of(tick(at_agency(lead, field, coordinating=beside), MERGED))
    assert (case.lead, case.coordinating) == expected


def test_a_new_lead_gives_everybody_new_links_and_each_of_them_works() -> None:
    life = tick(at_agency("STNMT", coordinating="SKHDT SYT"), MERGED)
    found = {
        (notice.name, notice.id, case.routing)
        for n, event in enumerate(life.events, 1)
        if isinstance(event.fact, e.Succeeded)
        for case in [fold(life.events[:n])]
        if case
        for notice in told(life, n)
    }
    routing = case_of(life).routing
    assert found == {
        ("forwarded", "SNNMT", routing),
        ("coordinate", "SYT", routing),
        ("coordinate", "STC2025", routing),
    }


def test_a_coordinating_agency_without_a_single_successor_leaves_and_the_lead_works_on() -> None:
    life = at_agency("SYT", "y-te", on=date(2025, 6, 27), coordinating="HTD STP")
    case = case_of(tick(life, COMMUNES))
    assert last(life) == e.ReassignNeeded("HTD", "y-te", DIRECTORY.version, COMMUNES, "several", coordinating=True)
    assert (case.status, case.lead, case.coordinating, case.to_replace) == (
        Status.FORWARDED, "SYT", ("STP",), ("HTD",)
    )  # fmt: skip
    assert queue_of(case) == "triage"
    assert [n.name for n in heard(life)] == ["reassign_needed"]
    tick(life, COMMUNES)
    assert len(case_of(life).to_replace) == 1
    life.do(FOCAL, c.Reassign(lead="SYT", coordinating=("HTD-05",)))
    assert (case_of(life).to_replace, queue_of(case_of(life))) == ((), "handling")


def test_what_a_coordinating_agency_said_counts_for_its_successor() -> None:
    life = at_agency("SYT", "y-te", coordinating="SKHDT")
    life.do(Actor(Role.COORDINATING, "SKHDT", "SKHDT"), c.Contribute(position="comment", content="x"))
    assert case_of(tick(life, MERGED)).contributed == ("STC2025",)


# --- conduct ---


def test_the_office_complained_of_never_becomes_its_own_judge() -> None:
    life = Life(START).receive(kind=Kind.CONDUCT)
    life.do(FOCAL, c.Classify(kind="conduct", field="khoa-hoc", complained_of="SKHCN"))
    life.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    life.do(FOCAL, c.Forward(lead="STTTT", note="x"))
    tick(life, MERGED)
    fact = last(life)
    assert isinstance(fact, e.ReassignNeeded)
    assert fact.reason == "complained_of"


def test_nor_does_it_coordinate_in_the_place_of_another() -> None:
    life = Life(START).receive(kind=Kind.CONDUCT)
    life.do(FOCAL, c.Classify(kind="conduct", field="khoa-hoc", complained_of="SKHCN"))
    life.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    life.do(FOCAL, c.Forward(lead="VPUB", coordinating=("STTTT",)))
    tick(life, MERGED)
    fact = last(life)
    assert isinstance(fact, e.ReassignNeeded) and (fact.reason, fact.coordinating) == ("complained_of", True)
    assert life.case and (life.case.coordinating, life.case.to_replace) == ((), ("STTTT",))


# --- the ladder over the end of an agency ---


def test_steps_before_the_end_are_the_old_agencys_and_later_ones_its_successors() -> None:
    """SLDTBXH is urged as a department; its successor in security is the police, which can only be requested."""
    daily = at_agency("SLDTBXH", "an-ninh", on=date(2025, 1, 24)).tick_daily(date(2025, 4, 10))
    late = tick(at_agency("SLDTBXH", "an-ninh", on=date(2025, 1, 24)), date(2025, 4, 10))
    assert daily.steps == late.steps
    names = [step for step, _ in late.steps]
    # received 24/01/2025, due 28/02/2025, the last day of the old agency
    assert names == [
        "heads_up",
        "reminder",
        "due_today",
        "overdue",
        "ppc_office",
        "request_superior",
        "government_office",
    ]
    order = [x.type for x in late.events]
    assert order.index("succeeded") == order.index("step_reached") + 3
    mailed = [x.fact.step for x in late.events if isinstance(x.fact, e.StepReached) and not x.fact.superseded]
    assert mailed == ["government_office"]
    assert [x.seq for x in late.events] == list(range(1, len(late.events) + 1))


# --- directories that change under a case ---


def with_agencies(change: dict[str, Agency | None]) -> Directory:
    kept = [change.get(agency.code, agency) for agency in DIRECTORY.agencies]
    return Directory("f" * 12, tuple(a for a in kept if a), DIRECTORY.fields, DIRECTORY.places, DIRECTORY.officers)


def judged(life: Life, directory: Directory, on: date) -> tuple[e.Event, ...]:
    given = Context(at(on), SYSTEM, replace(reference(), directory=directory))
    case = case_of(life)
    next_check_at(given, case)
    events = decide(case, c.Succeed(), given)
    after = reduce(apply, events, case)
    assert decide(case, c.Tick(), given) == events
    assert after.status is Status.TO_REASSIGN or decide(after, c.Succeed(), given) == ()
    return events


def test_a_new_file_that_ends_an_agency_moves_the_case() -> None:
    syt = DIRECTORY.agency("SYT")
    ended = replace(syt, valid_to=date(2026, 8, 31), succession={"*": ("SNV2025",)})
    life = at_agency("SYT", "y-te", on=date(2026, 8, 21))
    directory = with_agencies({"SYT": ended})
    assert judged(life, directory, date(2026, 8, 28)) == ()
    given = Context(at(date(2026, 8, 28)), SYSTEM, replace(reference(), directory=directory))
    assert next_check_at(given, case_of(life)) == vietnam_midnight(date(2026, 9, 1))
    found = judged(life, directory, date(2026, 9, 1))
    assert [x.fact for x in found] == [e.Succeeded("SYT", "SNV2025", "y-te", "f" * 12, date(2026, 9, 1))]


def test_a_code_that_left_the_file_waits_for_a_person_and_stops_nothing() -> None:
    life = at_agency("SYT", "y-te", on=date(2026, 8, 21))
    directory = with_agencies({"SYT": None})
    found = judged(life, directory, date(2026, 8, 24))
    assert [x.fact for x in found] == [e.ReassignNeeded("SYT", "y-te", "f" * 12, date(2026, 8, 24), "unmapped")]


def test_an_agency_that_begins_only_later_waits_for_a_person() -> None:
    later = replace(DIRECTORY.agency("SYT"), valid_from=date(2026, 9, 1))
    found = judged(at_agency("SYT", "y-te", on=date(2026, 8, 21)), with_agencies({"SYT": later}), date(2026, 8, 24))
    assert [x.type for x in found] == ["reassign_needed"]


# --- who hears of it, and what the public reads ---


def test_the_successor_and_nobody_else_hears_of_it() -> None:
    life = tick(at_agency("STNMT"), MERGED)
    assert [(n.name, n.role, n.id, n.mailbox, n.digest) for n in heard(life)] == [
        ("forwarded", Role.AGENCY, "SNNMT", "snnmt.dau-moi@example.vn", True)
    ]


def test_the_focal_office_hears_when_a_person_must_decide() -> None:
    life = tick(at_agency("SLDTBXH", "giao-thong"), MERGED)
    assert [(n.name, n.role, n.digest) for n in heard(life)] == [("reassign_needed", Role.FOCAL, True)]


def test_the_timeline_says_who_took_over_from_whom_since_when_and_why() -> None:
    entry = entries(tick(at_agency("STNMT"), MERGED).events)[-1]
    assert entry.key == "event.succeeded"
    assert entry.agencies == {"old": "STNMT", "new": "SNNMT"}
    assert entry.dates == {"since": MERGED}
    assert entry.words == {"directory": DIRECTORY.version}
    entry = entries(tick(at_agency("HTD", "ho-tich", on=date(2025, 6, 27)), COMMUNES).events)[-1]
    assert (entry.key, entry.agencies) == ("event.reassign_needed.several", {"agency": "HTD"})


def test_only_the_system_succeeds() -> None:
    assert not c.Succeed.asked_of_people()
    case = case_of(at_agency("STNMT"))
    for actor in (FOCAL, LEADER, SUBMITTER, agency("STNMT"), agency("SNNMT")):
        assert "succeed" not in actions_for(case, actor)
