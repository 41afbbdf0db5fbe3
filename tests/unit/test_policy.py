"""What a policy says: the version of a day, the length of a clock, the office of a kind, the day of a step."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domain.policy import (
    Anchor,
    Basis,
    ClockRule,
    Ladder,
    LadderStep,
    Policies,
    Policy,
    Recipient,
    RoleRule,
    UnknownPolicy,
)
from chalicelib.domain.record import replace
from tests.unit.world import reference

OLD, NEW, NEWEST = date(2023, 1, 1), date(2025, 6, 16), date(2026, 1, 1)
BY_KIND = {"incident": {"urgent": 1, "normal": 5}, "praise": {"complex": 9}}
PUBLICATION = ClockRule(20, Basis.LAW, "475/TTg-KSTT", BY_KIND, "QĐ 1/UBND")
REVIEW = ClockRule(2, Basis.POLICY, "", {})
REMINDER = LadderStep("reminder", Anchor.DUE_ON, -2, (Recipient.HOLDER,))
OVERDUE = LadderStep("overdue", Anchor.OVERDUE_FROM, 0, (Recipient.HOLDER, Recipient.HOLDER_HEAD))
# Written neither in the order of time nor by kind: the youngest that holds for the kind is meant.
FOCAL = (
    RoleRule("*", date(2024, 1, 1), "VPUB"),
    RoleRule("conduct", date(2025, 1, 1), "SNV2025"),
    RoleRule("*", date(2023, 1, 1), "STTTT"),
    RoleRule("conduct", date(2024, 7, 1), "SNV"),
)
POLICY = Policy(
    id="a",
    valid_from=OLD,
    source="s",
    prefix="LS",
    province_vi="tỉnh Lạng Sơn",
    province_en="Lạng Sơn Province",
    kinds=("conduct",),
    clocks={"publication": PUBLICATION, "review": REVIEW},
    limits={"rearms": 3},
    switches={"case_keeps_policy_of_its_day": True},
    trusted_agencies=(),
    focal=FOCAL,
    standing=(RoleRule("*", date(2023, 1, 1), "SKHDT"), RoleRule("*", date(2025, 3, 1), "STC2025")),
    inspectorate=(RoleRule("*", date(2023, 1, 1), "TTRA"),),
    ladders={Ladder.AGENCY: (REMINDER, OVERDUE), Ladder.FOCAL: (OVERDUE,)},
)


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ("publication", 20),
        ("publication conduct", 20),
        ("publication conduct urgent", 20),
        ("publication incident", 5),
        ("publication incident normal", 5),
        ("publication incident urgent", 1),
        ("publication incident complex", 20),
        ("publication praise", 20),
        ("publication praise complex", 9),
        ("review incident urgent", 2),
    ],
)
def test_the_length_of_a_clock(asked: str, days: int) -> None:
    """By kind and urgency where the policy says so, else the clock's own."""
    assert POLICY.has_clock(asked.split()[0])
    assert POLICY.length(*asked.split()) == days


@pytest.mark.parametrize(
    ("asked", "authority"),
    [
        ("publication", (Basis.LAW, "475/TTg-KSTT")),
        ("publication conduct", (Basis.LAW, "475/TTg-KSTT")),
        ("publication incident", (Basis.POLICY, "QĐ 1/UBND")),
        ("publication incident urgent", (Basis.POLICY, "QĐ 1/UBND")),
        ("publication incident complex", (Basis.LAW, "475/TTg-KSTT")),
        ("publication praise complex", (Basis.POLICY, "QĐ 1/UBND")),
        ("review incident", (Basis.POLICY, "")),
    ],
)
def test_on_whose_authority_a_clock_is_that_long(asked: str, authority: tuple[Basis, str]) -> None:
    """The law's 20 days are not the source of a length that the province gave to one kind."""
    assert POLICY.authority(*asked.split()) == authority


def test_a_clock_that_this_version_has_not() -> None:
    assert not POLICY.has_clock("legal_transfer")
    with pytest.raises(UnknownPolicy) as caught:
        POLICY.length("legal_transfer", "regulation")
    assert (caught.value.code, caught.value.detail) == ("unknown_policy", "legal_transfer")


@pytest.mark.parametrize(
    ("kind", "day", "office"),
    [
        ("praise", date(2023, 1, 1), "STTTT"),
        ("praise", date(2023, 12, 31), "STTTT"),
        ("praise", date(2024, 1, 1), "VPUB"),
        ("praise", date(2026, 1, 1), "VPUB"),
        ("conduct", date(2023, 6, 1), "STTTT"),
        ("conduct", date(2024, 6, 30), "VPUB"),
        ("conduct", date(2024, 7, 1), "SNV"),
        ("conduct", date(2024, 12, 31), "SNV"),
        ("conduct", date(2025, 1, 1), "SNV2025"),
    ],
)
def test_the_focal_office_of_a_kind(kind: str, day: date, office: str) -> None:
    assert POLICY.focal_agency(kind, day) == office


@pytest.mark.parametrize(
    ("day", "standing"),
    [(date(2023, 1, 1), "SKHDT"), (date(2025, 2, 28), "SKHDT"), (date(2025, 3, 1), "STC2025")],
)
def test_the_offices_of_all_kinds(day: date, standing: str) -> None:
    assert (POLICY.standing_agency(day), POLICY.inspectorate_agency(day)) == (standing, "TTRA")


@pytest.mark.parametrize(
    ("ask", "kind"),
    [
        (lambda day: POLICY.focal_agency("conduct", day), "conduct"),
        (POLICY.standing_agency, "*"),
        (POLICY.inspectorate_agency, "*"),
    ],
    ids=["focal", "standing", "inspectorate"],
)
def test_no_office_before_the_first(ask: Any, kind: str) -> None:
    with pytest.raises(UnknownPolicy) as caught:
        ask(date(2022, 12, 31))
    assert caught.value.detail == f"no office for {kind} on 2022-12-31"


def test_the_ladder_of_a_holder() -> None:
    assert POLICY.ladder(Ladder.AGENCY) == (REMINDER, OVERDUE)
    assert POLICY.ladder(Ladder.FOCAL) == (OVERDUE,)


@pytest.mark.parametrize(
    ("anchor", "working_days", "day"),
    [
        (Anchor.DUE_ON, 0, date(2026, 8, 7)),
        (Anchor.DUE_ON, -2, date(2026, 8, 5)),
        (Anchor.DUE_ON, 3, date(2026, 8, 12)),
        (Anchor.OVERDUE_FROM, 0, date(2026, 8, 8)),
        (Anchor.OVERDUE_FROM, 1, date(2026, 8, 10)),
        (Anchor.OVERDUE_FROM, -1, date(2026, 8, 7)),
    ],
)
def test_the_day_of_a_step(anchor: Anchor, working_days: int, day: date) -> None:
    """The limit ends on a Friday; the delay begins on the Saturday, counted in days and not in working days."""
    step = LadderStep("x", anchor, working_days, (Recipient.HOLDER,))
    assert step.day(reference().calendar, date(2026, 8, 7)) == day


# --- versions ---


def versions(keeps: bool = True) -> Policies:
    """Whether a case keeps the policy of its day is said by the version of today, here the last one."""
    switches = {"case_keeps_policy_of_its_day": keeps}
    other = {"case_keeps_policy_of_its_day": not keeps}
    return Policies(
        "v",
        (
            replace(POLICY, switches=other),
            replace(POLICY, id="b", valid_from=NEW, switches=other),
            replace(POLICY, id="c", valid_from=NEWEST, switches=switches),
        ),
    )


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (OLD, "a"),
        (date(2025, 6, 15), "a"),
        (NEW, "b"),
        (date(2025, 12, 31), "b"),
        (NEWEST, "c"),
        (date(2030, 1, 1), "c"),
    ],
)
def test_the_version_of_a_day(day: date, version: str) -> None:
    assert versions().policy_on(day).id == version


def test_no_version_before_the_first() -> None:
    with pytest.raises(UnknownPolicy) as caught:
        versions().policy_on(date(2022, 12, 31))
    assert caught.value.detail == "2022-12-31"


@pytest.mark.parametrize(
    ("received_on", "its", "todays"),
    [
        (date(2020, 1, 1), "a", "c"),  # older than the first: by that one
        (OLD, "a", "c"),
        (date(2025, 6, 15), "a", "c"),
        (NEW, "b", "c"),
        (date(2025, 12, 31), "b", "c"),
        (NEWEST, "c", "c"),
    ],
)
def test_the_version_of_a_case(received_on: date, its: str, todays: str) -> None:
    today = date(2026, 8, 7)
    assert versions(keeps=True).policy_of(received_on, today).id == its
    assert versions(keeps=False).policy_of(received_on, today).id == todays
