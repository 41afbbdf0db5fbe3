"""What became of each letter: a table of records, of the provider's word, and of what still waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM
from chalicelib.domain.deliveries import Delivery, Letter, letters
from chalicelib.domain.undelivered import Addressee
from tests.unit.filed import officers
from tests.unit.stories import LATER, START, Story, after, by, forwarded, lost, received, triage, undo, wait
from tests.unit.whom import DRAWN
from tests.unit.world import FOCAL, at, reference

Key = tuple[int, str]
MINE, NEW = "received-submitter", f"new_case-focal-{DRAWN}"
LEAD, BESIDE, AGAIN = "forwarded-agency-SNNMT", "coordinate-coordinating-STC2025", "urged-agency-SNNMT"
BACK = "recalled-agency-SNNMT"
TO = {MINE: Addressee("submitter", "", False), NEW: Addressee("focal", DRAWN, False),
      LEAD: Addressee("agency", "SNNMT", False), BESIDE: Addressee("coordinating", "STC2025", False),
      AGAIN: Addressee("agency", "SNNMT", False), BACK: Addressee("agency", "SNNMT", False)}  # fmt: skip
NIGHT = datetime(2026, 8, 12, 17, 30, tzinfo=UTC)  # the 13th in Vietnam


def letter(seq: int, key: str, state: str = "sent", on: date | None = None, reason: str = "") -> Letter:
    """Of the day of its event, unless it is said: what is received on 7 August is forwarded on the 12th."""
    day = on or (START if seq == 1 else LATER)
    return Letter(seq, key, key.partition("-")[0], TO[key], Delivery(state), day, reason)


# fmt: off
FIRST = [letter(1, MINE), letter(1, NEW)]
SENT = [letter(4, LEAD), letter(4, BESIDE)]
bounced = after(forwarded, lost(LEAD, 4))
twice = after(forwarded, by(FOCAL, c.Urge(), on=date(2026, 8, 13)))


def failed(cause: str, item: int = 4, key: str = LEAD) -> Story:
    """Reported on the 14th."""
    command = c.ReportMailFailure(notice=key.partition("-")[0], to=key, cause=cause, item=item)
    return after(twice, by(SYSTEM, command, on=date(2026, 8, 14), body=False))


DAY = date(2026, 8, 14)
URGED = letter(5, AGAIN, on=date(2026, 8, 13))
ROWS: list[tuple[str, Story, Mapping[Key, datetime], set[Key], list[Letter]]] = [
    ("sent", forwarded, {}, set(), [*FIRST, *SENT]),
    ("waiting", received, {}, {(1, NEW)}, [letter(1, MINE), letter(1, NEW, "waiting")]),
    ("only that one waits", forwarded, {}, {(4, LEAD), (1, BESIDE)},
     [*FIRST, letter(4, LEAD, "waiting"), letter(4, BESIDE)]),
    ("delivered, on the day of Vietnam", forwarded, {(4, LEAD): NIGHT}, set(),
     [*FIRST, letter(4, LEAD, "delivered", date(2026, 8, 13)), letter(4, BESIDE)]),
    ("delivered, whatever still waits", forwarded, {(4, LEAD): NIGHT}, {(4, LEAD)},
     [*FIRST, letter(4, LEAD, "delivered", date(2026, 8, 13)), letter(4, BESIDE)]),
    ("bounced", failed("bounced"), {}, set(),
     [*FIRST, letter(4, LEAD, "bounced", DAY, "bounced"), letter(4, BESIDE), URGED]),
    ("bounced, for a reason of the provider's", failed("mailbox_full"), {}, set(),
     [*FIRST, letter(4, LEAD, "bounced", DAY, "mailbox_full"), letter(4, BESIDE), URGED]),
    ("no address", failed("no_address"), {}, set(),
     [*FIRST, letter(4, LEAD, "no_address", DAY, "no_address"), letter(4, BESIDE), URGED]),
    ("unsure", failed("unsure"), {}, set(),
     [*FIRST, letter(4, LEAD, "unsure", DAY, "unsure"), letter(4, BESIDE), URGED]),
    ("taken, and sent back", failed("bounced"), {(4, LEAD): NIGHT}, {(4, LEAD)},
     [*FIRST, letter(4, LEAD, "bounced", DAY, "bounced"), letter(4, BESIDE), URGED]),
    ("the second letter", failed("bounced", 5, AGAIN), {}, set(),
     [*FIRST, *SENT, letter(5, AGAIN, "bounced", DAY, "bounced")]),
    ("of an earlier version: the last such letter", failed("bounced", 0), {}, set(),
     [*FIRST, letter(4, LEAD, "bounced", DAY, "bounced"), letter(4, BESIDE), URGED]),
    ("of an earlier version: the last of two", after(twice, by(FOCAL, c.Urge(), on=DAY), lost(AGAIN, 0)), {}, set(),
     [*FIRST, *SENT, URGED, letter(6, AGAIN, "bounced", DAY, "x")]),
    ("of an earlier version: of which nobody knows", after(triage, lost(LEAD, 0)), {}, set(),
     [*FIRST, letter(4, LEAD, "bounced", LATER, "x")]),
    ("taken back: who had it hears that", after(forwarded, undo), {}, {(5, "recalled-agency-SNNMT")},
     [*FIRST, *SENT, letter(5, BACK, "waiting")]),
    ("taken back, of an earlier version", after(forwarded, undo, lost(BACK, 0)), {}, set(),
     [*FIRST, *SENT, letter(5, BACK, "bounced", LATER, "x")]),
    ("a letter of that name to another role is another one", forwarded, {(4, "forwarded-coordinating-SYT"): NIGHT},
     set(), [*FIRST, *SENT]),
    ("what nobody would send today", triage, {(2, LEAD): NIGHT}, set(),
     [*FIRST, letter(2, LEAD, "delivered", date(2026, 8, 13))]),
]
# fmt: on


def fates(
    story: Story, delivered: Mapping[Key, datetime], waiting: set[Key], *, addressed: bool = True
) -> list[Letter]:
    tale = story()
    ctx = tale.context(SYSTEM)

    def waits(event: e.Event, key: str) -> bool:
        return (event.seq, key) in waiting

    return letters(ctx, tale.events, delivered, waits, addressed)


@pytest.mark.parametrize(
    ("story", "delivered", "waiting", "found"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_each_letter(story: Story, delivered: Mapping[Key, datetime], waiting: set[Key], found: list[Letter]) -> None:
    assert [x for x in fates(story, delivered, waiting) if x.key in TO] == found


def test_a_bounce_asks_for_a_letter_of_its_own() -> None:
    found = fates(bounced, {}, set())
    undelivered = f"undelivered-focal-{DRAWN}"
    to = Addressee("focal", DRAWN, False)
    assert found[-1] == Letter(5, undelivered, "undelivered", to, Delivery.SENT, LATER, "")
    assert len(found) == 5


@pytest.mark.parametrize(
    ("addressed", "delivered", "waiting", "state"),
    [
        (True, {}, set(), "sent"),
        (False, {}, set(), "no_address"),
        (False, {}, {(1, MINE)}, "waiting"),
        (False, {(1, MINE): NIGHT}, set(), "delivered"),
    ],
)
def test_a_submitter_without_an_address(
    addressed: bool, delivered: Mapping[Key, datetime], waiting: set[Key], state: str
) -> None:
    mine, new = fates(received, delivered, waiting, addressed=addressed)
    assert (mine.state.value, new.state.value) == (state, "sent")


def test_who_got_it_is_certain_and_who_would_get_it_today_is_not() -> None:
    """The letter went to an officer whom the case draws no more."""
    tale = received()
    file = officers(*(row for row in reference().directory.officers if row.id != DRAWN))
    ctx = replace(tale.context(SYSTEM), reference=file)
    keys = [x.key for x in letters(ctx, tale.events, {(1, NEW): NIGHT}, lambda event, key: False)]
    assert keys == [MINE, NEW]
    guessed = [x.key for x in letters(ctx, tale.events, {}, lambda event, key: False)]
    assert guessed[:1] == [MINE] and guessed[1].startswith("new_case-focal-") and guessed[1] != NEW


def test_the_officer_of_that_day_had_it() -> None:
    """Asked for days later, when that officer had left: and nothing on record says who got it."""
    rows = (replace(row, valid_to=date(2026, 8, 10)) if row.id == DRAWN else row
            for row in reference().directory.officers)  # fmt: skip
    tale = received()
    ctx = replace(tale.context(SYSTEM), reference=officers(*rows), now=at(LATER))
    assert [x.key for x in letters(ctx, tale.events, {}, lambda event, key: False)] == [MINE, NEW]
    tale.act(lost(NEW, 0))
    bounced_ = [x for x in letters(ctx, tale.events, {}, lambda event, key: False) if x.key == NEW]
    assert bounced_ == [letter(1, NEW, "bounced", LATER, "x")]


def test_a_submitter_has_an_address_unless_it_is_said() -> None:
    tale = received()
    found = letters(tale.context(SYSTEM), tale.events, {}, lambda event, key: False)
    assert [x.state for x in found] == [Delivery.SENT, Delivery.SENT]


def test_a_letter_to_the_head_is_another_one() -> None:
    tale = forwarded().act(wait(date(2026, 9, 9)))
    overdue = {x.key for x in letters(tale.context(SYSTEM), tale.events, {}, lambda event, key: False)}
    own, head = "step_overdue-agency-SNNMT", "step_overdue-agency-SNNMT-head"
    assert {own, head} <= overdue
    number = next(x.seq for x in tale.events if isinstance(x.fact, e.StepReached) and x.fact.step == "overdue")
    found = letters(tale.context(SYSTEM), tale.events, {(number, head): NIGHT}, lambda event, key: False)
    states = {x.key: (x.state.value, x.to) for x in found if x.name == "step_overdue"}
    assert states == {
        own: ("sent", Addressee("agency", "SNNMT", False)),
        head: ("delivered", Addressee("agency", "SNNMT", True)),
    }
