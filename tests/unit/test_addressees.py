"""Which officer and which mailbox a letter goes to: claimed, drawn, of today, and what is missing on file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.case import SYSTEM, Case
from chalicelib.domain.decide import Context
from chalicelib.domain.directory import Agency, Officer, OfficerRole
from chalicelib.domain.notices.addressees import Notice, focal_officer, to_agency, to_leader, to_officer
from chalicelib.domain.vocabulary import Role
from tests.unit.stories import START, received
from tests.unit.whom import DRAWN, box
from tests.unit.world import Life, reference

YESTERDAY, TOMORROW = date(2026, 8, 6), date(2026, 8, 8)
FIRST, SECOND, THIRD = "van-phong-1", "van-phong-2", "van-phong-3"


def on_file(officer_id: str) -> Officer:
    return next(officer for officer in reference().directory.officers if officer.id == officer_id)


def context(officers: tuple[Officer, ...] | None = None, land: Agency | None = None) -> Context:
    """On 7 August, with other officers, or another row of the land office."""
    ctx, directory = Life(START).context(SYSTEM), reference().directory
    officers = directory.officers if officers is None else officers
    agencies = tuple(land if land and row.code == "SNNMT" else row for row in directory.agencies)
    directory = replace(directory, officers=officers, agencies=agencies)
    return replace(ctx, reference=replace(reference(), directory=directory))


def case(claimed_by: str = "", field: str = "") -> Case:
    return replace(received().head, claimed_by=claimed_by, field=field)


def officers(*, first: date | None = None, second: date | None = None) -> tuple[Officer, ...]:
    """Two focal officers, of whom the first one's time ends, or the second one's begins, on that day."""
    return (replace(on_file(FIRST), valid_to=first), replace(on_file(SECOND), valid_from=second))


@pytest.mark.parametrize(
    ("ctx", "claimed_by", "avoid", "found"),
    [
        (context(), "", "", DRAWN),
        (context(), SECOND, "", SECOND),
        (context(), THIRD, "", THIRD),
        (context(), "chu-tich", "", DRAWN),
        (context((on_file(SECOND),)), "", "", SECOND),
        (context((on_file(SECOND), on_file(THIRD))), "", SECOND, THIRD),
        (context((on_file(SECOND), on_file(THIRD))), SECOND, SECOND, THIRD),
        (context((on_file(SECOND), on_file(THIRD))), THIRD, SECOND, THIRD),
        (context((on_file(SECOND),)), SECOND, SECOND, None),
        (context((on_file("van-thu-1"), on_file("chu-tich"))), "", "", None),
        (context(()), FIRST, "", None),
        (context(officers(first=YESTERDAY)), FIRST, "", SECOND),
        (context(officers(first=START)), FIRST, "", FIRST),
        (context(officers(second=TOMORROW)), SECOND, "", FIRST),
        (context(officers(second=START)), SECOND, "", SECOND),
    ],
)
def test_the_focal_officer(ctx: Context, claimed_by: str, avoid: str, found: str | None) -> None:
    officer = focal_officer(ctx, case(claimed_by), avoid=avoid)
    assert (officer and officer.id) == found


def test_cases_are_drawn_by_their_code() -> None:
    """The same code, the same officer; and every officer gets some."""
    codes = [f"LS.20260807.K7M{n:02d}" for n in range(30)]
    drawn = [focal_officer(context(), replace(case(), code=code)) for code in codes]
    assert drawn == [focal_officer(context(), replace(case(), code=code)) for code in codes]
    assert {officer.id for officer in drawn if officer} == {FIRST, SECOND, THIRD}


@pytest.mark.parametrize("digest", [False, True])
def test_a_letter_to_an_officer(digest: bool) -> None:
    found = to_officer("x", Role.READER, on_file(FIRST), digest=digest)
    assert found == Notice("x", Role.READER, FIRST, box(FIRST), digest)


def test_a_letter_to_an_officer_is_no_digest_unless_asked() -> None:
    assert to_officer("x", Role.FOCAL, on_file(FIRST)) == Notice("x", Role.FOCAL, FIRST, box(FIRST), digest=False)


def test_nobody_on_file_leaves_the_letter_without_an_address() -> None:
    assert to_officer("x", Role.FOCAL, None, digest=True) == Notice("x", Role.FOCAL, "", "", digest=False)


LAND = reference().directory.agency("SNNMT")
OWN, FOCAL_BOX, HEAD_BOX = "snnmt@example.vn", "snnmt.dau-moi@example.vn", "snnmt.thu-truong@example.vn"


@pytest.mark.parametrize(
    ("row", "head", "mailbox"),
    [
        (LAND, False, FOCAL_BOX),
        (LAND, True, HEAD_BOX),
        (replace(LAND, focal_mailbox=""), False, OWN),
        (replace(LAND, head_mailbox=""), True, OWN),
        (replace(LAND, focal_mailbox="", head_mailbox="", mailbox=""), False, ""),
    ],
)
def test_a_letter_to_an_agency(row: Agency, head: bool, mailbox: str) -> None:
    for role in (Role.AGENCY, Role.COORDINATING, Role.NAMED):
        for digest in (False, True):
            found = to_agency(context(land=row), "x", "SNNMT", role=role, head=head, digest=digest)
            assert found == Notice("x", role, "SNNMT", mailbox, digest, head)


def test_a_letter_to_an_agency_is_to_itself_and_no_digest_unless_asked() -> None:
    assert to_agency(context(), "x", "SNNMT") == Notice("x", Role.AGENCY, "SNNMT", FOCAL_BOX, digest=False, head=False)


@pytest.mark.parametrize("head", [False, True])
def test_an_agency_that_left_the_file_has_no_mailbox(head: bool) -> None:
    found = to_agency(context(), "x", "GONE", role=Role.NAMED, head=head, digest=True)
    assert found == Notice("x", Role.NAMED, "GONE", "", True, head)


CHAIR, VICE = "chu-tich", "pho-chu-tich-2"


@pytest.mark.parametrize(
    ("given", "field", "found"),
    [
        (None, "dat-dai", VICE),
        (None, "thue", "pho-chu-tich-1"),
        (None, "khac", CHAIR),
        (None, "", CHAIR),
        ((on_file(CHAIR),), "dat-dai", CHAIR),
        ((on_file(CHAIR), replace(on_file(VICE), valid_to=YESTERDAY)), "dat-dai", CHAIR),
        ((replace(on_file(CHAIR), valid_to=YESTERDAY), on_file(VICE)), "khac", None),
        ((), "dat-dai", None),
    ],
)
@pytest.mark.parametrize("digest", [False, True])
def test_a_letter_to_the_leader(given: tuple[Officer, ...] | None, field: str, found: str | None, digest: bool) -> None:
    ctx = context(given)
    expected = Notice("x", Role.LEADER, found, box(found), digest) if found else Notice("x", Role.LEADER)
    assert list(to_leader(ctx, "x", case(field=field), digest=digest)) == [expected]
    assert not next(iter(to_leader(ctx, "x", case(field=field)))).digest


def test_the_roles_on_file_are_those_of_the_tables_above() -> None:
    roles = {officer.id: officer.role for officer in reference().directory.officers}
    assert (roles[FIRST], roles[CHAIR], roles[VICE]) == (OfficerRole.FOCAL, OfficerRole.CHAIR, OfficerRole.VICE_CHAIR)


@pytest.mark.parametrize(
    ("notice", "key"),
    [
        (Notice("received", Role.SUBMITTER), "received-submitter"),
        (Notice("forwarded", Role.AGENCY, "SNNMT", OWN, True), "forwarded-agency-SNNMT"),
        (Notice("named", Role.NAMED, "SNNMT", OWN, head=True), "named-named-SNNMT-head"),
    ],
)
def test_the_key_of_a_letter(notice: Notice, key: str) -> None:
    assert notice.key == key
