"""Intake and triage: supplements, refusals, conduct, joining. Each test names its source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.apply import fold
from chalicelib.domain.case import SYSTEM
from chalicelib.domain.decide import actions_for
from chalicelib.domain.errors import ActionNotAllowed, InvalidFields, SamePerson
from chalicelib.domain.notices import may_notify
from chalicelib.domain.parsing import parse_command
from chalicelib.domain.petition import parse_petition
from chalicelib.domain.policy import Policies
from chalicelib.domain.queues import queue_of
from chalicelib.domain.repeats import repeats
from chalicelib.domain.statistics import Sums, contribution_of
from chalicelib.domain.story import tell
from chalicelib.domain.timeline import entries
from chalicelib.domain.vocabulary import Kind, RefusalReason, Role, Status
from tests.unit import world
from tests.unit.world import AGENCY, FOCAL, OTHER_FOCAL, SUBMITTER, Life, code_of, told

DAY = date(2026, 8, 7)  # a Friday
PETITION = {"kind": "conduct", "title": "t", "content": "c", "channel": "letter"}


def new(**changes: Any) -> Life:
    return Life(DAY).receive(**changes)


# --- supplements: NĐ 92/2017; R4-51 "hạn chế tối đa việc bổ sung hồ sơ từ 02 lần trở lên" ---


def test_a_second_request_to_supplement_needs_a_reason() -> None:
    life = new().do(FOCAL, c.AskSupplement(content="x")).do(SUBMITTER, c.Supplement(content="x"))
    with pytest.raises(InvalidFields) as problem:
        life.do(FOCAL, c.AskSupplement(content="x"))
    assert code_of(problem) == ("reason", "missing")
    life.do(FOCAL, c.AskSupplement(content="x", reason="y"))
    assert life.case and life.case.supplements == 2
    assert [x.key for x in entries(life.events)][-1] == "event.supplement_asked.again"


def test_the_submitter_is_reminded_and_at_the_end_an_officer_is_asked() -> None:
    life = new().do(FOCAL, c.AskSupplement(content="x"))
    assert life.case
    clock = life.case.clock("supplement")
    assert clock and clock.due_on == date(2026, 8, 21)
    letters = []
    while life.today < date(2026, 8, 24):
        count = len(life.events)
        life.tick_daily(date.fromordinal(life.today.toordinal() + 1))
        letters += [(life.today, *told(life)[0][:2]) for _ in life.events[count:]]
    assert letters == [
        (date(2026, 8, 14), "supplement_reminder", "submitter"),
        (date(2026, 8, 20), "supplement_reminder", "submitter"),
        (date(2026, 8, 22), "step_expired", "focal"),
    ]
    assert (life.case.status, life.case.proposal, queue_of(life.case)) == (Status.RECEIVED, "no_supplement", "triage")
    assert life.case.holder == (Role.FOCAL, "")
    assert fold(life.events) == life.case


@pytest.mark.parametrize("late", [0, 1, 9])
def test_the_pause_ends_with_its_own_limit_however_late_the_run(late: int) -> None:
    life = new().do(FOCAL, c.AskSupplement(content="x"))
    life.today = date.fromordinal(date(2026, 8, 22).toordinal() + late)
    life.do(SYSTEM, c.Tick(), body=False)
    assert life.case and life.case.clock("supplement") is None
    clock = life.case.clock("publication")
    # The submitter had 10 working days, to 21 August; the due day moves by these, not by when the check ran.
    assert clock and clock.pauses == ((DAY, date(2026, 8, 21)),) and not clock.paused


def test_what_comes_late_is_still_welcome_and_the_proposal_falls() -> None:
    life = new().do(FOCAL, c.AskSupplement(content="x")).tick_daily(date(2026, 8, 24))
    assert life.case and "supplement" in actions_for(life.case, SUBMITTER)
    life.do(SUBMITTER, c.Supplement(content="x"))
    assert (life.case.status, life.case.proposal) == (Status.RECEIVED, "")
    with pytest.raises(ActionNotAllowed):
        life.do(SUBMITTER, c.Supplement(content="x"))


def test_nothing_is_refused_by_a_machine() -> None:
    life = new().do(FOCAL, c.AskSupplement(content="x")).tick_daily(date(2026, 12, 1))
    assert life.case and life.case.status is Status.RECEIVED
    life.do(FOCAL, c.Refuse(reason="no_supplement", content="x"))
    assert life.case.status is Status.REFUSED


def test_without_the_pause_of_the_policy_the_clocks_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    known = world.reference()
    off = tuple(
        replace(policy, switches={**policy.switches, "pause_while_awaiting_supplement": False})
        for policy in known.policies.versions
    )
    monkeypatch.setattr(world, "reference", lambda: replace(known, policies=Policies("", off)))
    life = new().do(FOCAL, c.AskSupplement(content="x")).tick_daily(date(2026, 8, 24))
    assert life.case
    steps = {clock.name: clock.steps for clock in life.case.clocks}
    assert "overdue" in steps["forwarding"], "steps of the same run are kept when the limit ends"
    assert life.case.proposal == "no_supplement"


# --- refusals: NĐ 20/2008 art. 7 as amended by NĐ 92/2017 ---


@pytest.mark.parametrize("reason", list(RefusalReason))
def test_every_refusal_is_told_but_for_tests_and_advertising(reason: RefusalReason) -> None:
    life = new().do(FOCAL, c.Refuse(reason=reason.value, content="x"))
    silent = reason in (RefusalReason.TEST, RefusalReason.ADVERTISING)
    assert may_notify(life.events[-1]) is not silent
    assert told(life) == ([] if silent else [("refused", "submitter", "")])


DECIDING: list[c.Command] = [
    c.Claim(),
    c.Refuse(reason="abuse", content="x"),
    c.Redirect(reason="court", content="x"),
    c.Forward(lead="SNNMT", field="dat-dai"),
    c.AskSupplement(content="x", reason="x"),
    c.Merge(into="LS.20260807.ZZZZZ"),
    c.Split(parts=(("a", "b"), ("c", "d")), codes=("A", "B")),
    c.AnswerCase(content="x", completed_on=DAY),
]


@pytest.mark.parametrize("command", DECIDING, ids=lambda command: command.name)
def test_who_refused_does_not_judge_the_contest(command: c.Command) -> None:
    life = new().do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    life.do(FOCAL, c.Refuse(reason="abuse", content="x")).do(SUBMITTER, c.ContestRefusal(content="x"))
    assert life.case and life.case.refused_by == FOCAL.id
    assert told(life)[0][2] != FOCAL.id, "the letter goes to somebody else"
    assert command.name not in actions_for(life.case, FOCAL)
    with pytest.raises(SamePerson):
        life.do(FOCAL, command)
    assert life.do(OTHER_FOCAL, command).events[-1].by == OTHER_FOCAL


def test_once_another_officer_forwarded_it_the_first_one_works_on_it_again() -> None:
    life = new().do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    life.do(FOCAL, c.Refuse(reason="abuse", content="x")).do(SUBMITTER, c.ContestRefusal(content="x"))
    life.do(OTHER_FOCAL, c.Forward(lead="SNNMT", field="dat-dai")).do(AGENCY, c.ReturnCase(reason="x"))
    life.do(FOCAL, c.Forward(lead="STC2025"))
    assert life.case and life.case.lead == "STC2025"


# --- anonymous letters, languages, R4-76: parsing ---


def parsed(raw: dict[str, Any], *, by_clerk: bool = True) -> Any:
    return parse_petition(raw, world.reference(), DAY, by_clerk=by_clerk)


def problems(raw: dict[str, Any], *, by_clerk: bool = True) -> set[tuple[str, str]]:
    with pytest.raises(InvalidFields) as problem:
        parsed(raw, by_clerk=by_clerk)
    return {(error.field, error.code) for error in problem.value.errors}


def test_a_clerk_enters_an_anonymous_letter_and_nobody_else_does() -> None:
    found = parsed({**PETITION, "anonymous": True})
    assert (found.anonymous, found.submitter.name, found.submitter.type) == (True, "", "citizen")
    assert ("submitter.name", "missing") in problems(PETITION)
    assert ("submitter.name", "missing") in problems({**PETITION, "anonymous": True}, by_clerk=False)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"channel": "web"}, ("channel", "unknown")),
        ({"channel": ""}, ("channel", "missing")),
        ({"received_on": "2026-08-08"}, ("received_on", "in_future")),
        ({"received_on": "hôm qua"}, ("received_on", "date")),
        ({"ownership": "mine"}, ("ownership", "unknown")),
        ({"from_province": "both"}, ("from_province", "unknown")),
        ({"language": "English"}, ("language", "unknown")),
        ({"language": 7}, ("language", "unknown")),
        ({"anonymous": "maybe"}, ("anonymous", "type")),
    ],
)
def test_what_a_clerk_may_not_enter(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert expected in problems({**PETITION, "submitter": {"type": "citizen", "name": "A"}, **changes})


@pytest.mark.parametrize("language", ["vi", "en", "zh", "zh-Hans", "tyz", "fr"])
def test_no_petition_is_refused_for_its_language(language: str) -> None:
    """Requirements, section G: accept other languages, do not refuse for language alone."""
    raw = {**PETITION, "submitter": {"type": "citizen", "name": "A"}, "language": language}
    assert parsed(raw).language == language


def test_ownership_and_province_are_compared_in_the_statistics() -> None:
    """R4-76: "Bình đẳng trong giải quyết ... của doanh nghiệp trong tỉnh và ngoài tỉnh"."""
    sums = Sums()
    for ownership, place in (("fdi", "outside"), ("fdi", "inside"), ("", "")):
        seen = new(ownership=ownership, from_province=place).do(FOCAL, c.WriteTexts("a", "b", "c"))
        sums.add(contribution_of(tell(seen.events)))  # type: ignore[arg-type]
    assert {key: figures.received for key, figures in sums.tables["ownerships"].items()} == {"fdi": 2}
    assert {key: figures.received for key, figures in sums.tables["from_provinces"].items()} == {
        "inside": 1,
        "outside": 1,
    }


# --- conduct: led by the superior, never by the office complained of (design, section 2) ---


def conduct(named: str = "", confirmed: str = "") -> Life:
    life = new(agency=named).do(FOCAL, c.Classify(kind="conduct", field="dat-dai", complained_of=confirmed))
    return life.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))


def test_the_office_complained_of_never_leads_and_the_superior_is_named() -> None:
    life = conduct(confirmed="SNNMT")
    with pytest.raises(InvalidFields) as problem:
        life.do(FOCAL, c.Forward(lead="SNNMT"))
    [error] = problem.value.errors
    assert (error.field, error.code) == ("lead", "complained_of")
    assert error.names == ("Văn phòng UBND tỉnh", "Office of the Provincial People's Committee")
    life.do(FOCAL, c.Forward(lead="VPUB"))
    with pytest.raises(InvalidFields):
        life.do(FOCAL, c.Reassign(lead="SNNMT", note="x"))


def test_the_office_that_the_submitter_only_names_may_lead() -> None:
    life = conduct(named="SNNMT").do(FOCAL, c.Forward(lead="SNNMT"))
    assert life.case and (life.case.named, life.case.complained_of, life.case.lead) == ("SNNMT", "", "SNNMT")


def test_a_regulation_is_answered_by_the_office_that_it_is_about() -> None:
    life = new(kind=Kind.REGULATION).do(FOCAL, c.Classify(kind="regulation", field="dat-dai", complained_of="SNNMT"))
    life.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    assert life.do(FOCAL, c.Forward(lead="SNNMT")).case


def test_who_leads_already_is_reassigned_before_it_is_named() -> None:
    life = conduct().do(FOCAL, c.Forward(lead="SNNMT"))
    with pytest.raises(InvalidFields) as problem:
        life.do(FOCAL, c.Classify(kind="conduct", complained_of="SNNMT"))
    assert code_of(problem) == ("complained_of", "leads_case")


def test_the_focal_office_does_not_answer_for_its_own_conduct() -> None:
    life = conduct(confirmed="VPUB")
    with pytest.raises(ActionNotAllowed):
        life.do(FOCAL, c.AnswerCase(content="x", completed_on=DAY))


def test_repeated_conduct_cases_about_one_office_are_counted_within_the_window() -> None:
    sums = Sums()
    lives = [conduct(confirmed="SNNMT") for _ in range(3)] + [conduct(confirmed="STC2025"), conduct(named="STC2025")]
    for life in lives:
        sums.add(contribution_of(tell(life.events)))  # type: ignore[arg-type]
    counts = {key: figures.received for key, figures in sums.tables["complained"].items()}
    assert counts == {"SNNMT|2026-08": 3, "STC2025|2026-08": 1}
    [found] = repeats(counts.items(), date(2026, 12, 31), 6, 3)
    assert (found.agency, found.count, found.since) == ("SNNMT", 3, date(2026, 7, 1))
    assert repeats(counts.items(), date(2027, 2, 1), 6, 3) == [], "out of the window"
    sums.subtract(contribution_of(tell(lives[0].events)))  # type: ignore[arg-type]
    lives[0].do(FOCAL, c.Restrict())
    assert contribution_of(tell(lives[0].events)) is None  # type: ignore[arg-type]


# --- joining ---


def test_a_bulk_petition_ends_with_its_parts() -> None:
    """R4-40: associations collect their members' recommendations."""
    life = new().do(FOCAL, c.Split(parts=(("a", "b"), ("c", "d")), codes=("A", "B")), body=False)
    assert life.case and (life.case.status, life.case.split, life.case.clocks) == (Status.CLOSED, 2, ())
    assert "raise_again" not in actions_for(life.case, SUBMITTER)
    with pytest.raises(InvalidFields):
        new().do(FOCAL, c.Split(codes=("A",)))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (None, ("parts", "missing")),
        ("x", ("parts", "type")),
        ([], ("parts", "too_few")),
        ([{"title": "a", "content": "b"}], ("parts", "too_few")),
        ([{"title": "a", "content": "b"}] * 51, ("parts", "too_many")),
        ([{"title": "a", "content": "b"}, {"title": "", "content": "b"}], ("parts.1.title", "missing")),
        ([{"title": "a"}, {"title": "a", "content": "b"}], ("parts.0.content", "missing")),
    ],
)
def test_points_of_a_bulk_petition_are_checked(parts: Any, expected: tuple[str, str]) -> None:
    with pytest.raises(InvalidFields) as problem:
        parse_command(c.Split, {"parts": parts}, world.reference(), DAY)
    assert code_of(problem) == expected
    good = [{"title": " a ", "content": "b"}, {"title": "c", "content": "d"}]
    command, texts = parse_command(c.Split, {"parts": good}, world.reference(), DAY)
    assert isinstance(command, c.Split) and command.parts == (("a", "b"), ("c", "d")) and texts == {}


def test_a_repeat_of_what_was_answered_is_marked_on_both_sides() -> None:
    """R1-11: "vẫn tiếp tục phản ánh, kiến nghị"."""
    life = new().do(FOCAL, c.Link(to="LS.20260807.ZZZZZ", answered=True))
    assert entries(life.events)[-1].key == "event.linked.again"
    answered = new().forwarded().answered().do(SYSTEM, c.NoteRepeat("LS.20260807.ZZZZZ"), body=False)
    assert answered.case and answered.case.repeats == 1 and entries(answered.events)[-1].type == "repeat_noted"
    assert entries(new().do(FOCAL, c.Link(to="LS.20260807.ZZZZZ")).events)[-1].key == "event.linked"
