"""Who hears of what: a table of stories, and the rule that the same question has the same answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.notices import may_notify, notices
from chalicelib.domain.vocabulary import Role
from tests.unit.samples import all_events
from tests.unit.world import AGENCY, FOCAL, LEADER, OTHER_FOCAL, SUBMITTER, Life

DAY = date(2026, 8, 7)
COORDINATING = Actor(Role.COORDINATING, "STC2025", "STC2025")
OFFICERS = {"van-phong-1", "van-phong-2", "van-phong-3"}


def told(life: Life) -> list[tuple[str, str, str]]:
    """(letter, role, mailbox or addressee) of the newest event; a focal officer is only called one."""
    before, case = fold(life.events[:-1]), fold(life.events)
    assert case
    found = notices(life.context(SYSTEM), before, case, life.events[-1])
    assert found == notices(life.context(SYSTEM), before, case, life.events[-1])
    return [(x.name, x.role.value, "officer" if x.id in OFFICERS else x.mailbox.split("@")[0]) for x in found]


def new() -> Life:
    return Life(DAY).receive()


def forwarded() -> Life:
    life = new().do(FOCAL, c.Classify(kind="conduct", field="dat-dai"))
    life.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    return life.do(FOCAL, c.Forward(lead="SNNMT", coordinating=("STC2025",)))


def refused() -> Life:
    return new().do(FOCAL, c.Refuse(reason="abuse", content="x"))


def granted() -> Life:
    life = forwarded().do(AGENCY, c.RequestExtension(reason="x", until=date(2026, 9, 30)))
    return life.do(FOCAL, c.GrantExtension(), life.events[-1].fact)


def rated(rating: str) -> Life:
    return forwarded().answered().do(SUBMITTER, c.Rate(rating=rating, reason="x"))


AGENCY_MAIL, FOCAL_MAIL = "snnmt.dau-moi", "officer"
STORIES: list[tuple[str, Any, list[tuple[str, str, str]]]] = [
    ("received", new, [("received", "submitter", ""), ("new_case", "focal", FOCAL_MAIL)]),
    ("claimed", lambda: new().do(FOCAL, c.Claim()), []),
    ("classified", lambda: new().do(FOCAL, c.Classify(kind="praise")), []),
    ("asked", lambda: new().do(FOCAL, c.AskSupplement(content="x")), [("supplement_asked", "submitter", "")]),
    ("refused", refused, [("refused", "submitter", "")]),
    ("redirected", lambda: new().do(FOCAL, c.Redirect(reason="court", content="x")), [("redirected", "submitter", "")]),
    ("restricted", lambda: new().do(FOCAL, c.Restrict()),
     [("guidance", "submitter", ""), ("new_denunciation", "inspectorate", "thanh.tra.1")]),
    ("contested", lambda: refused().do(SUBMITTER, c.ContestRefusal(content="x")),
     [("refusal_contested", "focal", FOCAL_MAIL)]),
    ("forwarded", forwarded, [("forwarded", "agency", AGENCY_MAIL), ("coordinate", "coordinating", "stc2025.dau-moi")]),
    ("acknowledged", lambda: forwarded().do(AGENCY, c.Acknowledge()), []),
    ("passed on", lambda: forwarded().do(AGENCY, c.PassOn(email="snnmt.x@example.vn")), [("forwarded", "agency", "")]),
    ("contributed", lambda: forwarded().do(COORDINATING, c.Contribute(content="x")),
     [("contributed", "focal", FOCAL_MAIL), ("contribution", "agency", AGENCY_MAIL)]),
    ("returned", lambda: forwarded().do(AGENCY, c.ReturnCase(reason="x")), [("case_returned", "focal", FOCAL_MAIL)]),
    ("reported", lambda: forwarded().do(AGENCY, c.ReportStatus(content="x")), [("to_review", "focal", FOCAL_MAIL)]),
    ("answered", lambda: forwarded().answered(), [("answered", "submitter", "")]),
    ("urged", lambda: forwarded().do(FOCAL, c.Urge()), [("urged", "agency", AGENCY_MAIL)]),
    ("satisfied", lambda: rated("satisfied"), []),
    ("acceptable", lambda: rated("acceptable"), []),
    ("not satisfied", lambda: rated("not_satisfied"),
     [("reopened", "agency", AGENCY_MAIL)]),
    ("directed", lambda: rated("not_satisfied").do(LEADER, c.Direct(content="x")),
     [("directed", "agency", AGENCY_MAIL)]),
    ("refused again", lambda: refused().do(SUBMITTER, c.ContestRefusal(content="x"))
     .do(OTHER_FOCAL, c.Refuse(reason="abuse", content="x")), [("refused_again", "submitter", "")]),
    ("extended", lambda: granted(), [("extended", "submitter", ""), ("extension_granted", "agency", AGENCY_MAIL)]),
    ("merged", lambda: new().do(FOCAL, c.Merge(into="LS.20260807.K7M4R")), [("merged", "submitter", "")]),
    ("took in", lambda: new().do(SYSTEM, c.TakeIn(codes=("A", "B"))), [("took_in", "submitter", "")]),
    ("took in more", lambda: new().do(SYSTEM, c.TakeIn(codes=("A",))).do(SYSTEM, c.TakeIn(codes=("B",))), []),
    ("linked", lambda: new().do(FOCAL, c.Link(to="LS.20260807.K7M4R")), []),
    ("raised again", lambda: new().do(FOCAL, c.Link(to="LS.20260807.K7M4R", answered=True)),
     [("linked_again", "submitter", "")]),
    ("repeated", lambda: new().do(SYSTEM, c.NoteRepeat(code="A")), [("repeat_noted", "submitter", "")]),
    ("repeated more", lambda: new().do(SYSTEM, c.NoteRepeat(code="A")).do(SYSTEM, c.NoteRepeat(code="B")), []),
    ("split up", lambda: new().do(FOCAL, c.Split(codes=("A", "B"))), [("split_up", "submitter", "")]),
    ("a part", lambda: Life(DAY).receive(split_from="A"), [("new_case", "focal", FOCAL_MAIL)]),
    ("escalated", lambda: forwarded().do(FOCAL, c.Escalate(ground="overdue", note="x")),
     []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "story", "expected"), STORIES, ids=[row[0] for row in STORIES])
def test_who_hears_of_it(name: str, story: Any, expected: list[tuple[str, str, str]]) -> None:
    assert told(story()) == expected


def test_another_officer_looks_at_a_contested_refusal() -> None:
    for officer in (FOCAL, OTHER_FOCAL):
        life = new().do(officer, c.Claim()).do(officer, c.Refuse(reason="abuse", content="x"))
        life.do(SUBMITTER, c.ContestRefusal(content="x"))
        found = notices(life.context(SYSTEM), fold(life.events[:-1]), life.case, life.events[-1])  # type: ignore[arg-type]
        assert found[0].id in OFFICERS - {officer.id}


def test_new_cases_spread_over_the_officers() -> None:
    found = set()
    for n in range(30):
        life = Life(DAY, code=f"LS.20260807.K7M{n:02d}").receive()
        found |= {x.id for x in notices(life.context(SYSTEM), None, life.case, life.events[-1])}  # type: ignore[arg-type]
    assert found >= OFFICERS


def test_a_step_that_a_later_one_overtook_is_not_mailed() -> None:
    event = next(events[-1] for events in all_events() if isinstance(events[-1].fact, e.StepReached))
    assert may_notify(event)
    superseded = e.StepReached("publication", "heads_up", DAY, DAY, superseded=True)
    assert not may_notify(replace(event, fact=superseded))


def test_no_event_of_any_kind_breaks_the_question() -> None:
    for events in all_events():
        case = fold(events)
        assert case
        found = (
            notices(Life(DAY).context(SYSTEM), fold(events[:-1]), case, events[-1])
            if case.lead in ("", "SNNMT")
            else ()
        )
        assert all(x.name for x in found)
        assert bool(found) <= may_notify(events[-1])
