"""Agencies over time: who goes on with an open case when its agency has ended (agencies.md, sections 1 to 4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.deadlines import vietnam_midnight
from chalicelib.domain.decide import actions_for
from chalicelib.domain.decide.ladder import next_check_at
from chalicelib.domain.decide.succession import succeed
from chalicelib.domain.directory import Group
from chalicelib.domain.queues import queue_of
from chalicelib.domain.reading import line_of
from chalicelib.domain.vocabulary import HANDLING, Role, Status
from tests.unit.handed import (
    COMMUNES,
    DIRECTORY,
    MERGED,
    agency,
    answered,
    at_agency,
    case_of,
    heard,
    last,
    tick,
)
from tests.unit.world import FOCAL, SUBMITTER, Life

# One row for each succession of data/agencies.csv that is not a district's: agency, field, the day, who holds it then.
SUCCESSIONS = [
    ("SKHDT", "dau-tu", MERGED, "STC2025"),
    ("STC", "gia-dat", MERGED, "STC2025"),
    ("SGTVT", "giao-thong", MERGED, "SXD2025"),
    ("SXD", "quy-hoach", MERGED, "SXD2025"),
    ("STNMT", "dat-dai", MERGED, "SNNMT"),
    ("SNNPTNT", "nong-nghiep", MERGED, "SNNMT"),
    ("STTTT", "du-lieu-ca-nhan", MERGED, "SKHCN2025"),
    ("STTTT", "van-hoa", MERGED, "SVHTTDL"),
    ("STTTT", "an-ninh", MERGED, "CAT"),
    ("SKHCN", "khoa-hoc", MERGED, "SKHCN2025"),
    ("SLDTBXH", "lao-dong", MERGED, "SNV2025"),
    ("SLDTBXH", "nguoi-co-cong", MERGED, "SNV2025"),
    ("SLDTBXH", "y-te", MERGED, "SYT"),
    ("SLDTBXH", "giao-duc", MERGED, "SGDDT"),
    ("SLDTBXH", "nong-nghiep", MERGED, "SNNMT"),
    ("SLDTBXH", "an-ninh", MERGED, "CAT"),
    ("SLDTBXH", "giao-thong", MERGED, "unmapped"),
    ("SLDTBXH", "khac", MERGED, "unmapped"),
    ("SNV", "can-bo", MERGED, "SNV2025"),
    ("SNV", "dan-toc", MERGED, "SDTTG"),
    ("BDT", "dan-toc", MERGED, "SDTTG"),
    ("CUCTHUE", "thue", MERGED, "CCTKV"),
    ("CUCTHUE", "thue", COMMUNES, "THUETINH"),
    ("CCTKV", "thue", COMMUNES, "THUETINH"),
    ("CUCHQ", "hai-quan", MERGED, "HQKV6"),
    ("CUCQLTT", "cong-thuong", MERGED, "SCT"),
]


@pytest.mark.parametrize(("old", "field", "day", "outcome"), SUCCESSIONS)
def test_every_succession_of_the_file(old: str, field: str, day: date, outcome: str) -> None:
    life = tick(at_agency(old, field, on=day - timedelta(days=4)), day)
    if outcome == "unmapped":
        assert last(life) == e.ReassignNeeded(old, field, DIRECTORY.version, since(old), "unmapped")
        assert case_of(life).status is Status.TO_REASSIGN
    else:
        assert last(life) == e.Succeeded(old, outcome, field, DIRECTORY.version, since(old))
        assert (case_of(life).lead, case_of(life).status) == (outcome, Status.FORWARDED)


def since(code: str) -> date:
    ended = DIRECTORY.agency(code).valid_to
    assert ended
    return ended + timedelta(days=1)


def test_the_table_has_every_succession() -> None:
    ended = [agency for agency in DIRECTORY.agencies if agency.succession and agency.group is not Group.DISTRICT]
    said = {(agency.code, field) for agency in ended for field in agency.succession if field != "*"}
    assert said <= {(old, field) for old, field, _, _ in SUCCESSIONS}
    assert {agency.code for agency in ended} == {old for old, _, _, _ in SUCCESSIONS}


@pytest.mark.parametrize("place", DIRECTORY.places, ids=lambda place: place.id)
def test_the_place_decides_where_a_district_became_communes(place) -> None:  # type: ignore[no-untyped-def]
    life = tick(at_agency(place.district, "ho-tich", place.id, date(2025, 6, 27)), COMMUNES)
    assert last(life) == e.Succeeded(place.district, place.agency, "ho-tich", DIRECTORY.version, COMMUNES)
    assert case_of(life).lead == place.agency


@pytest.mark.parametrize("district", sorted({place.district for place in DIRECTORY.places}))
@pytest.mark.parametrize("place", ["", "elsewhere", "not-on-file"])
def test_without_a_place_in_it_a_person_decides(district: str, place: str) -> None:
    elsewhere = next(other.id for other in DIRECTORY.places if other.district != district)
    life = at_agency(district, "ho-tich", elsewhere if place == "elsewhere" else place, date(2025, 6, 27))
    tick(life, COMMUNES)
    assert last(life) == e.ReassignNeeded(district, "ho-tich", DIRECTORY.version, COMMUNES, "several")
    case = case_of(life)
    assert (case.status, case.lead, queue_of(case), case.holder) == (
        Status.TO_REASSIGN, district, "triage", (Role.FOCAL, "")
    )  # fmt: skip


def test_nothing_happens_on_the_last_day_and_it_happens_once() -> None:
    life = at_agency("STNMT")
    assert next_check_at(life.context(SYSTEM), case_of(life)) == vietnam_midnight(MERGED)
    before = len(life.events)
    tick(life, MERGED - timedelta(days=1))
    assert len(life.events) == before
    tick(life, MERGED)
    assert len(life.events) == before + 1
    tick(life, MERGED).do(SYSTEM, c.Succeed(), body=False)
    assert len(life.events) == before + 1
    assert next_check_at(life.context(SYSTEM), case_of(life)) != vietnam_midnight(MERGED)


def test_the_clocks_go_on_and_the_old_links_die() -> None:
    life = at_agency("STNMT")
    before = case_of(life)
    case = case_of(tick(life, MERGED))
    assert case.clock("publication") == before.clock("publication")
    assert (case.routing, case.acknowledged, case.received_on) == (before.routing + 1, False, before.received_on)
    assert actions_for(case, agency("STNMT")) == ()
    assert "acknowledge" in actions_for(case, agency("SNNMT"))
    assert case.holder == (Role.AGENCY, "SNNMT")


def test_waiting_for_a_person_has_a_clock_of_its_own_beside_the_others() -> None:
    life = at_agency("SLDTBXH", "giao-thong")
    before = case_of(life).clock("publication")
    case = case_of(tick(life, MERGED))
    assert case.clock("publication") == before
    clock = case.clock("reassign")
    assert clock
    assert (clock.start_on, clock.length, clock.due_on) == (MERGED, 2, date(2025, 3, 4))
    tick(life, date(2025, 3, 5))
    reached = [x.fact for x in life.events if isinstance(x.fact, e.StepReached) and x.fact.clock == "reassign"]
    assert [fact.step for fact in reached] == ["reminder", "due_today", "overdue"]
    life.do(FOCAL, c.Forward(lead="SXD2025"))
    assert case_of(life).clock("reassign") is None
    assert case_of(life).status is Status.FORWARDED


def test_what_had_begun_is_begun_anew() -> None:
    life = at_agency("STNMT").do(agency("STNMT"), c.Acknowledge(), body=False)
    assert case_of(life).status is Status.IN_PROCESS
    assert case_of(tick(life, MERGED)).status is Status.FORWARDED


def test_what_was_decided_about_the_old_agency_does_not_bind_the_new_one() -> None:
    life = at_agency("STNMT").do(FOCAL, c.Reassign(lead="STNMT", final=True))
    assert case_of(life).final
    assert not case_of(tick(life, MERGED)).final


def test_an_answer_of_the_old_agency_may_still_be_published_as_its_own() -> None:
    life = at_agency("STNMT")
    life.today = date(2025, 2, 28)
    life.do(agency("STNMT"), c.AnswerCase(content="x", completed_on=life.today))
    item = life.events[-1].seq
    case = case_of(tick(life, MERGED))
    assert (case.status, case.lead, [one.agency for one in case.pending]) == (Status.UNDER_REVIEW, "SNNMT", ["STNMT"])
    life.do(FOCAL, c.Review(item=item, decision="publish"), life.events[item - 1].fact)
    assert case_of(life).status is Status.ANSWERED
    published = last(life)
    assert isinstance(published, e.ItemPublished)
    assert published.agency == "STNMT"


def test_a_returned_answer_is_the_successors_to_write_again() -> None:
    life = at_agency("STNMT")
    life.do(agency("STNMT"), c.AnswerCase(content="x", completed_on=life.today))
    item = life.events[-1].seq
    tick(life, MERGED)
    life.do(FOCAL, c.Review(item=item, decision="return", reason="vague", note="x"))
    case = case_of(life)
    assert case.status is Status.ANSWER_RETURNED
    assert [(n.name, n.id) for n in heard(life)] == [("item_returned", "SNNMT")]
    assert "answer" in actions_for(case, agency("SNNMT"))
    assert line_of(life.events, "SNNMT") == {"STNMT", "SNNMT"}
    assert line_of(life.events, "STNMT") == {"STNMT"}


def test_what_waits_for_review_can_be_judged_while_a_person_looks_for_a_successor() -> None:
    for decision, status in (("publish", Status.ANSWERED), ("return", Status.TO_REASSIGN)):
        life = at_agency("HTD", "ho-tich", on=date(2025, 6, 26))
        life.do(agency("HTD"), c.AnswerCase(content="x", completed_on=life.today))
        item = life.events[-1].seq
        assert case_of(tick(life, COMMUNES)).pending
        life.do(FOCAL, c.Review(item=item, decision=decision, reason="vague", note="x"), life.events[item - 1].fact)
        assert case_of(life).status is status


def test_an_extension_is_granted_to_the_successor() -> None:
    life = at_agency("STNMT")
    life.do(agency("STNMT"), c.Acknowledge(), body=False)
    life.do(agency("STNMT"), c.RequestExtension(reason="x", until=date(2025, 3, 20)))
    assert case_of(tick(life, MERGED)).status is Status.EXTENSION_REQUESTED
    asked = next(x.fact for x in life.events if isinstance(x.fact, e.ExtensionRequested))
    life.do(FOCAL, c.GrantExtension(), asked)
    assert (case_of(life).status, case_of(life).lead) == (Status.FORWARDED, "SNNMT")


def test_a_reopened_case_stays_the_leaders_to_decide() -> None:
    def reopened(lead: str, field: str) -> Life:
        life = answered(at_agency(lead, field, on=date(2025, 2, 27)))
        return life.do(SUBMITTER, c.Rate(rating="not_satisfied", reason="x"))

    life = tick(reopened("STNMT", "dat-dai"), MERGED)
    assert (case_of(life).status, case_of(life).lead) == (Status.REOPENED, "SNNMT")
    life = tick(reopened("SLDTBXH", "giao-thong"), MERGED)
    assert (case_of(life).status, case_of(life).clock("advice")) == (Status.TO_REASSIGN, None)
    life.today = date(2025, 3, 10)  # the old agency's time for advice would be over
    life.do(SYSTEM, c.Tick(), body=False).do(FOCAL, c.Forward(lead="SXD2025"))
    assert (case_of(life).status, queue_of(case_of(life))) == (Status.REOPENED, "leadership")
    advice = case_of(life).clock("advice")
    assert advice
    assert advice.start_on == life.today


def test_nobody_is_waited_for_when_all_who_are_left_have_spoken() -> None:
    life = at_agency("SYT", "y-te", on=date(2025, 6, 27), coordinating="HTD STP")
    life.do(Actor(Role.COORDINATING, "STP", "STP"), c.Contribute(position="nothing_to_add"), body=False)
    assert case_of(life).clock("coordination")
    assert case_of(tick(life, COMMUNES)).clock("coordination") is None


@pytest.mark.parametrize("end", ["answered", "closed", "returned", "waiting"])
def test_what_no_agency_works_on_keeps_its_name(end: str) -> None:
    life = at_agency("STNMT")
    if end in ("answered", "closed"):
        answered(life)
    if end == "closed":
        life.do(SUBMITTER, c.Rate(rating="satisfied"))
    if end in ("returned", "waiting"):
        life.do(agency("STNMT"), c.ReturnCase(reason="x"))
    if end == "waiting":
        life.do(FOCAL, c.AskSupplement(content="x", reason="x"))
    case = case_of(life)
    assert case.status not in HANDLING
    life.today = date(2025, 2, 13)
    due = next_check_at(life.context(SYSTEM), case)
    assert due != vietnam_midnight(MERGED)
    life.today = MERGED
    assert succeed(life.context(SYSTEM), case) == ()
    if end in ("answered", "returned"):
        tick(life, MERGED)
    assert not [x for x in life.events if isinstance(x.fact, (e.Succeeded, e.ReassignNeeded))]
    assert case_of(life).lead == "STNMT"


def test_a_case_that_is_reopened_after_the_end_is_succeeded_at_the_next_check() -> None:
    life = answered(at_agency("STNMT"))
    life.today = date(2025, 3, 3)
    life.do(SUBMITTER, c.Rate(rating="not_satisfied", reason="x"))
    due = next_check_at(life.context(SYSTEM), case_of(life))
    assert due == vietnam_midnight(MERGED), "it is due at once"
    assert list(heard(life)) == [], "no mail goes to an agency that has ended"
    assert case_of(tick(life, date(2025, 3, 3))).lead == "SNNMT"
