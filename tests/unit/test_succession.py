"""Agencies over time: who goes on with an open case when its agency has ended (agencies.md, sections 1 to 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import reduce

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import apply, fold
from chalicelib.domain.case import SYSTEM, Actor, Case
from chalicelib.domain.deadlines import vietnam_midnight
from chalicelib.domain.decide import Context, actions_for, decide
from chalicelib.domain.decide.ladder import next_check_at
from chalicelib.domain.directory import Agency, Directory, Group
from chalicelib.domain.notices import notices
from chalicelib.domain.queues import queue_of
from chalicelib.domain.reading import line_of
from chalicelib.domain.timeline import entries
from chalicelib.domain.vocabulary import HANDLING, Kind, Role, Status
from tests.unit.world import FOCAL, LEADER, SUBMITTER, Life, at, reference

DIRECTORY = reference().directory
START, MERGED, COMMUNES = date(2025, 2, 12), date(2025, 3, 1), date(2025, 7, 1)


def agency(code: str) -> Actor:
    return Actor(Role.AGENCY, code, code)


def at_agency(lead: str, field: str = "dat-dai", place: str = "", on: date = START, coordinating: str = "") -> Life:
    """A case that an agency works on."""
    life = Life(on).receive(kind=Kind.REGULATION, place=place)
    life.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    beside = tuple(filter(None, coordinating.split()))
    return life.do(FOCAL, c.Forward(lead=lead, field=field, coordinating=beside))


def tick(life: Life, on: date) -> Life:
    life.today = on
    return life.do(SYSTEM, c.Tick(), body=False)


def case_of(life: Life) -> Case:
    assert life.case
    assert fold(life.events) == life.case
    return life.case


def last(life: Life) -> e.Fact:
    return life.events[-1].fact


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


def answered(life: Life) -> Life:
    life.do(agency(case_of(life).lead), c.AnswerCase(content="x", completed_on=life.today))
    return life.do(FOCAL, c.Review(item=life.events[-1].seq, decision="publish"), last(life))


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
    life.today = MERGED
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
    assert [n.role for n in heard(life)] == [Role.LEADER], "no mail goes to an agency that has ended"
    assert case_of(tick(life, date(2025, 3, 3))).lead == "SNNMT"


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
    life.do(FOCAL, c.Forward(lead="STTTT"))
    tick(life, MERGED)
    fact = last(life)
    assert isinstance(fact, e.ReassignNeeded)
    assert fact.reason == "complained_of"


# --- the ladder over the end of an agency ---


def test_steps_before_the_end_are_the_old_agencys_and_later_ones_its_successors() -> None:
    """SLDTBXH is urged as a department; its successor in security is the police, which can only be requested."""
    daily = at_agency("SLDTBXH", "an-ninh", on=date(2025, 1, 24)).tick_daily(date(2025, 4, 10))
    late = tick(at_agency("SLDTBXH", "an-ninh", on=date(2025, 1, 24)), date(2025, 4, 10))
    assert daily.steps == late.steps
    names = [step for step, _ in late.steps]
    # received 24/01/2025, due 28/02/2025, the last day of the old agency
    assert names == ["heads_up", "reminder", "due_today", "overdue", "ppc_office", "request_superior", "government_office"]
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


def told(life: Life, upto: int) -> tuple:  # type: ignore[type-arg]
    case = fold(life.events[:upto])
    assert case
    return notices(life.context(SYSTEM), fold(life.events[: upto - 1]), case, life.events[upto - 1])


def heard(life: Life) -> tuple:  # type: ignore[type-arg]
    return told(life, len(life.events))


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
