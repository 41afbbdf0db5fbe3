"""Conduct: the office complained of is caught under whatever name it has today, and so is its superior."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.apply import apply
from chalicelib.domain.case import Actor, Case
from chalicelib.domain.decide import decide
from chalicelib.domain.decide.conduct import same_office, superior_of
from chalicelib.domain.directory import Agency, Directory, Group
from chalicelib.domain.errors import InvalidFields
from chalicelib.domain.vocabulary import Channel, Kind, Role, SubmitterType
from tests.unit.world import FOCAL, Life, code_of, reference

MERGED = date(2025, 3, 1)
DIRECTORY = reference().directory


def case(field: str = "", place: str = "", kind: Kind = Kind.CONDUCT, about: str = "") -> Case:
    day = date(2025, 2, 10)
    given = Case("LS.20250210.K7M4Q", kind, Channel.WEB, SubmitterType.CITIZEN, day, "o", field=field, place=place)
    return replace(given, complained_of=about)


# agencies.csv: SKHCN took over STTTT and kept its name; STNMT went into SNNMT; HTD's communes divide it by place.
SAME = [
    ("STNMT", "STNMT", "dat-dai", "", date(2025, 2, 28), True),
    ("STNMT", "SNNMT", "dat-dai", "", date(2025, 2, 28), False),
    ("STNMT", "SNNMT", "dat-dai", "", MERGED, True),
    ("STNMT", "STC2025", "dat-dai", "", MERGED, False),
    ("SNNMT", "STNMT", "dat-dai", "", MERGED, False),
    ("STNMT", "", "dat-dai", "", MERGED, False),
    ("not-on-file", "SNNMT", "dat-dai", "", MERGED, False),
    ("HTD", "HTD-01", "dat-dai", "htd-01", date(2025, 7, 1), True),
    ("HTD", "HTD-02", "dat-dai", "htd-01", date(2025, 7, 1), False),
    ("HTD", "HTD-02", "dat-dai", "", date(2025, 7, 1), True),
]


@pytest.mark.parametrize(("about", "code", "field", "place", "day", "expected"), SAME)
def test_an_office_is_the_same_under_its_new_name(
    about: str, code: str, field: str, place: str, day: date, expected: bool
) -> None:
    assert same_office(DIRECTORY, day, case(field, place), about, code) is expected


def life(kind: str = "conduct", about: str = "STNMT") -> Life:
    """Received while STNMT exists; it is March now, and SNNMT holds its tasks."""
    story = Life(date(2025, 2, 10)).receive(kind=Kind(kind))
    story.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    story.do(FOCAL, c.Classify(kind=kind, field="dat-dai", complained_of=about))
    story.today = date(2025, 3, 5)
    return story


def test_the_successor_does_not_lead_and_the_letter_names_who_does() -> None:
    with pytest.raises(InvalidFields) as problem:
        life().do(FOCAL, c.Forward(lead="SNNMT"))
    assert code_of(problem) == ("lead", "complained_of")
    superior = superior_of(DIRECTORY, date(2025, 3, 5), case("dat-dai"), "STNMT")
    assert superior and problem.value.errors[0].names[0] == DIRECTORY.agency(superior).name_vi
    assert life().do(FOCAL, c.Forward(lead=superior)).case


@pytest.mark.parametrize(("kind", "about"), [("regulation", "STNMT"), ("conduct", ""), ("conduct", "SKHDT")])
def test_nothing_else_is_barred(kind: str, about: str) -> None:
    story = life(kind, about).do(FOCAL, c.Forward(lead="SNNMT", note="x"))
    assert story.case and story.case.lead == "SNNMT"


def test_an_office_that_leads_cannot_be_found_to_be_the_one_complained_of() -> None:
    story = life(about="").do(FOCAL, c.Forward(lead="SNNMT"))
    with pytest.raises(InvalidFields) as problem:
        story.do(FOCAL, c.Classify(kind="conduct", field="dat-dai", complained_of="STNMT"))
    assert code_of(problem) == ("complained_of", "leads_case")


def office(code: str, superior: str, until: date | None = None, heir: str = "") -> Agency:
    succession = {"*": (heir,)} if heir else {}
    mailbox = f"{code.lower()}@example.vn"
    return Agency(code, code, code, Group.DEPARTMENT, None, until, succession, superior, mailbox, "", "", "", "")


END = date(2025, 2, 28)
CHAINS: list[tuple[str, tuple[Agency, ...], str | None]] = [
    ("as on file", (office("A", "UP"), office("UP", "")), "UP"),
    ("of the office that it is now", (office("A", "OLD", END, "B"), office("B", "UP"), office("OLD", ""),
                                      office("UP", "")), "UP"),
    ("itself under a new name", (office("A", "UP", END, "UP"), office("UP", "")), None),
    ("which has ended, too", (office("A", "OLD"), office("OLD", "", END, "UP"), office("UP", "")), "UP"),
    ("merged into the office complained of", (office("A", "OLD"), office("OLD", "", END, "A")), None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "agencies", "expected"), CHAINS, ids=[row[0] for row in CHAINS])
def test_the_superior_is_todays(name: str, agencies: tuple[Agency, ...], expected: str | None) -> None:
    assert superior_of(Directory("v", agencies, (), ()), MERGED, case("x"), "A") == expected


def test_the_focal_office_does_not_answer_for_its_former_self() -> None:
    """VPUB under an earlier name: the officer's own agency code says nothing of it."""
    former = replace(DIRECTORY.agency("VPUB"), code="VP-CU", valid_to=END, succession={"*": ("VPUB",)}, superior="")
    directory = replace(DIRECTORY, agencies=(*DIRECTORY.agencies, former))
    story = life(about="VP-CU").do(FOCAL, c.Forward(lead="SNNMT"))
    assert story.case
    given = story.context(Actor(Role.FOCAL, "van-phong-1", "VPUB"))
    given = replace(given, reference=replace(reference(), directory=directory))
    with pytest.raises(InvalidFields) as problem:
        decide(story.case, c.AnswerCase(content="x", completed_on=story.today), given)
    assert code_of(problem) == ("content", "complained_of")
    assert apply(story.case, decide(story.case, c.Urge(), given)[0])


# --- the lead is the superior, unless somebody says why not; the office complained of does not coordinate ---

REPORTED = date(2026, 8, 7)


def about_the_commune(status: str = "triage") -> Life:
    """A commune's conduct: the provincial office leads."""
    story = Life(REPORTED).receive()
    story.do(FOCAL, c.WriteTexts(public_title="T", public_content="C", handling_content="H"))
    story.do(FOCAL, c.Classify(kind="conduct", field="ho-tich", complained_of="HTD-05"))
    return story if status == "triage" else story.do(FOCAL, c.Forward(lead="VPUB"))


LEADS: list[tuple[str, c.Command, tuple[str, str] | None]] = [
    ("triage", c.Forward(lead="VPUB"), None),
    ("triage", c.Forward(lead="STP"), ("note", "not_superior")),
    ("triage", c.Forward(lead="STP", note="Sở đang kiểm tra xã"), None),
    ("triage", c.Forward(lead="HTD-05", note="x"), ("lead", "complained_of")),
    ("triage", c.Forward(lead="VPUB", coordinating=("STP", "HTD-05")), ("coordinating", "complained_of_beside")),
    ("triage", c.Forward(lead="VPUB", coordinating=("STP",)), None),
    ("forwarded", c.Reassign(lead="STP"), ("note", "not_superior")),
    ("forwarded", c.Reassign(lead="STP", note="x"), None),
    ("forwarded", c.Reassign(lead="VPUB", coordinating=("HTD-05",)), ("coordinating", "complained_of_beside")),
]  # fmt: skip


@pytest.mark.parametrize(("status", "command", "error"), LEADS)
def test_another_lead_than_the_superior_needs_a_reason(
    status: str, command: c.Forward, error: tuple[str, str] | None
) -> None:
    story = about_the_commune(status)
    if error is None:
        story.do(FOCAL, command)
        assert story.case and story.case.lead == command.lead
        return
    with pytest.raises(InvalidFields) as problem:
        story.do(FOCAL, command)
    assert code_of(problem) == error
    if error[1] == "not_superior":
        assert problem.value.errors[0].names[0] == DIRECTORY.agency("VPUB").name_vi


def test_a_coordinating_office_is_not_found_to_be_the_one_complained_of() -> None:
    story = Life(REPORTED).receive().forwarded("VPUB")
    story.do(FOCAL, c.Reassign(lead="VPUB", coordinating=("HTD-05",)))
    with pytest.raises(InvalidFields) as problem:
        story.do(FOCAL, c.Classify(kind="conduct", field="ho-tich", complained_of="HTD-05"))
    assert code_of(problem) == ("complained_of", "coordinates_case")
