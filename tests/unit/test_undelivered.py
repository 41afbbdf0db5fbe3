"""Letters that never arrive: whose days they are, who hears of it, what the public reads, what comes late or twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import SYSTEM, Case
from chalicelib.domain.holders import age_of
from chalicelib.domain.notices import Notice, notices
from chalicelib.domain.queues import queue_of
from chalicelib.domain.timeline import entries
from chalicelib.domain.undelivered import Addressee, addressee, is_public, lead_missed
from chalicelib.domain.vocabulary import Role, Status
from chalicelib.usecases.change import change_of
from tests.unit.world import AGENCY, FOCAL, LEADER, SUBMITTER, Life, reference, told

DAY = date(2026, 8, 7)
OWN, HEAD, STEP = "forwarded-agency-SNNMT", "step_overdue-agency-SNNMT-head", "step_overdue-agency-SNNMT"
LOST, HELD = (Role.FOCAL, ""), (Role.AGENCY, "SNNMT")


def new() -> Life:
    return Life(DAY).receive().forwarded()


def last(life: Life, kind: type) -> int:
    return next(event.seq for event in reversed(life.events) if isinstance(event.fact, kind))


def fail(life: Life, key: str = OWN, item: int | None = None, cause: str = "bounced") -> Life:
    """`item`: the number of the event, of the newest routing if None."""
    about = last(life, e.Forwarded) if item is None else item
    return life.do(SYSTEM, c.ReportMailFailure(key.partition("-")[0], key, cause, about), body=False)


def urged(life: Life) -> Life:
    return life.do(FOCAL, c.Urge())


def fail_urged(life: Life) -> Life:
    return fail(life, "urged-agency-SNNMT", last(life, e.Urged))


def extension_refused(life: Life) -> Life:
    life.do(AGENCY, c.RequestExtension(reason="x", until=date(2026, 9, 15)))
    return life.do(FOCAL, c.RefuseExtension(note="x"))


def holder(life: Life) -> tuple[Role, str]:
    assert life.case and life.case == fold(life.events), "the head is the fold"
    return life.case.holder


Story = Callable[[], Life]
STORIES: list[tuple[str, Story, tuple[Role, str]]] = [
    ("nothing failed", new, HELD),
    ("the lead's own letter", lambda: fail(new()), LOST),
    ("no address on file", lambda: fail(new(), cause="no_address"), LOST),
    ("sent twice without a word", lambda: fail(new(), cause="unsure"), LOST),
    ("twice", lambda: fail(fail(new())), LOST),
    ("the head's letter", lambda: fail(new(), HEAD), HELD),
    ("a coordinating office's", lambda: fail(new(), "coordinate-coordinating-STC2025"), HELD),
    ("another agency's", lambda: fail(new(), "forwarded-agency-STC2025"), HELD),
    ("the submitter's", lambda: fail(new(), "received-submitter", 1), HELD),
    ("of a mail without a number", lambda: fail(new(), item=0), HELD),
    ("after it acknowledged", lambda: fail(new().do(AGENCY, c.Acknowledge())), HELD),
    ("after it asked for an extension", lambda: fail(extension_refused(new())), HELD),
    ("it acknowledges after all", lambda: fail(new()).do(AGENCY, c.Acknowledge()), HELD),
    ("it passes the case on after all", lambda: fail(new()).do(AGENCY, c.PassOn(email="snnmt.x@example.vn")), HELD),
    ("urged: a new letter", lambda: urged(fail(new())), HELD),
    ("and that fails too", lambda: fail_urged(urged(fail(new()))), LOST),
    ("the first one's bounce comes after urging", lambda: fail(urged(new())), HELD),
    ("to another office", lambda: fail(new()).do(FOCAL, c.Reassign(lead="STC2025")), (Role.AGENCY, "STC2025")),
    ("the former office's bounce", lambda: fail(new().do(FOCAL, c.Reassign(lead="STC2025"))), (Role.AGENCY, "STC2025")),
]


@pytest.mark.parametrize(("story", "held"), [row[1:] for row in STORIES], ids=[row[0] for row in STORIES])
def test_who_holds_the_case(story: Story, held: tuple[Role, str]) -> None:
    assert holder(story()) == held


def test_a_late_bounce_to_the_same_office_after_a_return_is_of_the_former_routing() -> None:
    life = new()
    first = last(life, e.Forwarded)
    life.do(AGENCY, c.ReturnCase(reason="x")).do(FOCAL, c.Forward(lead="SNNMT"))
    assert holder(fail(life, item=first)) == HELD
    assert holder(fail(life, item=last(life, e.Forwarded))) == LOST


def test_of_the_days_after_the_failure_none_is_the_agencys() -> None:
    life = new()
    life.today = date(2026, 8, 10)
    fail(life)
    life.today = date(2026, 8, 20)
    urged(life)
    life.today = date(2026, 8, 25)
    life.do(AGENCY, c.Acknowledge())
    held = {found.role: found.working_days for found in age_of(life.events, reference().calendar_ahead).held}
    # 10 August is the agency's; 11 to 20 are the focal office's; 21, 22 (worked for 31 August), 24, 25 the agency's.
    assert held == {Role.AGENCY: 1 + 4, Role.FOCAL: 8}


def test_the_ladder_follows_the_focal_office_and_names_no_agency() -> None:
    life = fail(new()).tick_daily(date(2026, 9, 9))
    steps = [x for x in life.events if isinstance(x.fact, e.StepReached) and x.fact.clock == "publication"]
    assert [x.fact.step for x in steps if isinstance(x.fact, e.StepReached)] == ["reminder", "due_today", "overdue"]
    for step in steps:
        before = [x for x in life.events if x.seq < step.seq]
        case = fold([*before, step])
        assert case
        found = notices(life.context(SYSTEM), fold(before), case, step)
        assert {(x.role, x.id) for x in found if not x.head} <= {(Role.FOCAL, f"van-phong-{n}") for n in (1, 2, 3)}
        assert {x.id for x in found if x.head} <= {"VPUB"}


def test_the_focal_officer_hears_once_and_of_the_leads_letter_alone() -> None:
    assert [row[:2] for row in told(fail(new()))] == [("undelivered", "focal")]
    for later in (fail(fail(new())), fail(new(), HEAD), fail(new().do(AGENCY, c.Acknowledge()))):
        assert told(later) == []
    assert [row[0] for row in told(fail_urged(urged(fail(new()))))] == ["undelivered"]


def test_the_case_stands_in_a_queue_of_its_own_until_the_agency_is_reached() -> None:
    life = fail(new())
    assert life.case
    assert queue_of(life.case) == "undelivered"
    assert queue_of(replace(life.case, withdrawal_asked=True)) == "decision"
    urged(life)
    assert queue_of(life.case) == "handling"


# What was not held against the agency (`bounced`): the letters of this routing and of this arming.
def after_failure(key: str, then: Callable[[Life], Life] = lambda life: life) -> Case:
    life = new().do(AGENCY, c.Acknowledge())
    life.tick_daily(date(2026, 9, 9))
    fail(life, key, last(life, e.StepReached))
    case = then(life).case
    assert case
    return case


def reported(life: Life) -> Life:
    life.do(AGENCY, c.ReportStatus(content="x"))
    return life.do(FOCAL, c.Review(item=life.events[-1].seq, decision="publish"), life.events[-1].fact)


@pytest.mark.parametrize(
    ("key", "then", "kept"),
    [
        (STEP, lambda life: life, (STEP,)),
        (STEP, fail, (STEP, OWN)),
        (STEP, reported, ()),
        (STEP, lambda life: life.do(FOCAL, c.Reassign(lead="STC2025")), ()),
        (OWN, reported, (OWN,)),
        ("step_overdue-focal-van-phong-1", lambda life: life, ("step_overdue-focal-van-phong-1",)),
        ("step_overdue-agency-VPUB-head", lambda life: life, ()),
        ("received-submitter", lambda life: life, ()),
    ],
)
def test_what_the_office_did_not_get_is_remembered_while_it_matters(
    key: str, then: Callable[[Life], Life], kept: tuple[str, ...]
) -> None:
    case = after_failure(key, then)
    assert case.bounced == kept
    assert not case.unreached, "an agency that has acknowledged knows of the case"
    assert lead_missed(case) == any("agency-SNNMT" in found for found in kept)


def test_the_list_is_bounded() -> None:
    life = new()
    for n in range(9):
        fail(life, f"step_{n}-agency-SNNMT")
    assert life.case
    assert life.case.bounced == tuple(f"step_{n}-agency-SNNMT" for n in (5, 6, 7, 8))


@pytest.mark.parametrize(
    ("key", "role", "id_", "head", "public"),
    [
        (OWN, "agency", "SNNMT", False, True),
        (HEAD, "agency", "SNNMT", True, True),
        ("coordinate-coordinating-STC2025", "coordinating", "STC2025", False, True),
        ("new_case-focal-van-phong-1", "focal", "van-phong-1", False, True),
        ("step_chair-leader-chu-tich", "leader", "chu-tich", False, True),
        ("received-submitter", "submitter", "", False, False),
        ("answered-submitter-LS.20260807.22223", "submitter", "LS.20260807.22223", False, False),
        ("opinion_invited-expert-7", "expert", "7", False, False),
        ("new_denunciation-inspectorate-thanh-tra-1", "inspectorate", "thanh-tra-1", False, False),
    ],
)
def test_a_key_says_whose_letter_it_was(key: str, role: str, id_: str, head: bool, public: bool) -> None:
    name = key.partition("-")[0]
    assert addressee(name, key) == Addressee(role, id_, head)
    assert Notice(name, Role(role), id_, head=head).key == key
    assert is_public(e.MailFailed(name, key, "bounced", 4)) == public
    assert not is_public(e.MailFailed(name, key, "bounced"))


def marked(life: Life) -> list[str]:
    return [entry.type for entry in entries(life.events) if entry.undelivered]


def test_the_public_reads_of_which_step_the_letter_did_not_arrive() -> None:
    life = new().do(AGENCY, c.Acknowledge()).tick_daily(date(2026, 9, 9))
    assert marked(life) == []
    step = last(life, e.StepReached)
    fail(life, "received-submitter", 1)
    fail(life, OWN, 0)
    assert marked(life) == []
    fail(life, STEP, step)
    fail(life, STEP, step)
    assert [(entry.seq, entry.undelivered) for entry in entries(life.events) if entry.undelivered] == [(step, True)]
    fail(life)
    assert marked(life) == ["forwarded", "step_reached"]
    assert all(entry.type != "mail_failed" for entry in entries(life.events))


@pytest.mark.parametrize(
    ("key", "item", "published", "mailed"),
    [
        (OWN, None, True, True),
        (HEAD, None, True, False),
        (OWN, 0, False, False),
        ("received-submitter", 1, False, False),
    ],
)
def test_only_what_the_page_shows_is_published(key: str, item: int | None, published: bool, mailed: bool) -> None:
    life = new()
    before = life.case
    fail(life, key, item)
    change = change_of(life.context(SYSTEM), before, (life.events[-1],))
    assert (bool(change.publish), bool(change.mail)) == (published, mailed)


def test_events_of_the_earlier_version_fold_as_they_did() -> None:
    """They say nothing of the lead, and their heads were stored without it."""
    life = new()
    old = e.Event(
        life.code, life.events[-1].seq + 1, life.events[-1].at, SYSTEM, e.MailFailed("forwarded", OWN, "x", 4)
    )
    case = fold([*life.events, old])
    assert case
    assert case.holder == HELD
    assert not case.unreached


def test_a_head_of_the_earlier_version_is_not_moved_by_what_comes_late() -> None:
    life = new()
    assert life.case
    life.case = replace(life.case, unconfirmed=0)
    fail(life)
    assert not life.case.unreached


def test_an_ended_or_reopened_case_moves_nobody() -> None:
    answered = new().answered()
    fail(answered)
    assert answered.case and not answered.case.unreached
    answered.do(SUBMITTER, c.Rate(rating="not_satisfied", reason="x"))
    fail(answered)
    assert holder(answered) == HELD
    assert answered.case.status is Status.REOPENED
    answered.do(LEADER, c.Direct(content="x"))
    assert holder(answered) == HELD


@pytest.mark.parametrize(
    ("heads_mailbox", "letters"),
    [("snnmt.dau-moi@example.vn", [False]), ("giam-doc@example.vn", [False, True])],
)
def test_an_office_and_its_head_with_one_mailbox_read_one_letter(heads_mailbox: str, letters: list[bool]) -> None:
    life = new().do(AGENCY, c.Acknowledge()).tick_daily(date(2026, 9, 9))
    assert life.case
    ctx = life.context(SYSTEM)
    agencies = tuple(
        replace(agency, head_mailbox=heads_mailbox) if agency.code == "SNNMT" else agency
        for agency in ctx.directory.agencies
    )
    directory = replace(ctx.directory, agencies=agencies)
    ctx = replace(ctx, reference=replace(ctx.reference, directory=directory))
    found = notices(ctx, fold(life.events[:-1]), life.case, life.events[-1])
    assert [x.head for x in found if (x.name, x.id) == ("step_overdue", "SNNMT")] == letters
