"""Since when the lead is called on, whether it has been heard from, and which lost letters are remembered."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import SYSTEM
from chalicelib.domain.undelivered import is_public, without_letter
from tests.unit.stories import (
    BESIDE,
    FORWARD,
    LATER,
    NAMED,
    Act,
    Story,
    after,
    bounced,
    by,
    forwarded,
    in_process,
    lost,
    naming_proposed,
    propose_naming,
    returned,
    succeeding,
    triage,
    undo,
    wait,
)
from tests.unit.world import AGENCY, FOCAL

# fmt: off
NEXT = date(2026, 8, 13)
LEAD, HEAD, URGED = "forwarded-agency-SNNMT", "forwarded-agency-SNNMT-head", "urged-agency-SNNMT"
OFFICE, MONEY = "to_review-focal-van-phong-1", "forwarded-agency-STC2025"
OWN, OTHERS = "naming_notice-named-SNNMT", "naming_notice-named-STC2025"
urge = by(FOCAL, c.Urge(), on=NEXT)
acknowledge = by(AGENCY, c.Acknowledge(), on=NEXT)
reassign = by(FOCAL, c.Reassign(lead="STC2025"), on=NEXT)
urged = after(forwarded, urge)

# What the head says afterwards: `unconfirmed`, `unreached`, `called_on`, `bounced`.
ROWS: list[tuple[str, Story, list[Act], tuple[int, bool, date | None, tuple[str, ...]]]] = [
    ("nobody was called on", triage, [], (0, False, None, ())),
    ("forwarded", forwarded, [], (4, False, LATER, ())),
    ("it acknowledges", forwarded, [acknowledge], (0, False, LATER, ())),
    ("it passes the case on", forwarded, [by(AGENCY, c.PassOn(email="snnmt.x@example.vn"))], (0, False, LATER, ())),
    ("who coordinates is not the lead", forwarded, [by(BESIDE, c.Contribute(content="x"))], (4, False, LATER, ())),
    ("a reply to a naming is no act of the lead", after(forwarded, propose_naming()),
     [by(NAMED, c.ReplyToNaming(content="x"))], (4, False, LATER, ())),
    ("the office acts", forwarded, [by(FOCAL, c.Claim())], (4, False, LATER, ())),
    ("urged", forwarded, [urge], (5, False, LATER, ())),
    ("urged after it acknowledged", in_process, [urge], (0, False, LATER, ())),
    ("not reached", bounced, [], (4, True, LATER, (LEAD,))),
    ("not reached, and urged: called on anew", bounced, [urge], (6, False, NEXT, ())),
    ("not reached, and acknowledges after all", bounced, [acknowledge], (0, False, LATER, (LEAD,))),
    ("urging leaves other letters lost", forwarded,
     [lost(OFFICE, 1), lost(HEAD, 4), lost(LEAD, 4), urge], (8, False, NEXT, (OFFICE, HEAD))),
    ("to another office", bounced, [reassign], (6, False, NEXT, ())),
    ("and that is taken back", in_process, [reassign, undo], (7, False, LATER, ())),
    ("forwarded again", returned, [by(FOCAL, FORWARD, on=NEXT)], (6, False, NEXT, ())),
    ("a successor is called on from its first day on", lambda: succeeding("STNMT", "dat-dai"),
     [wait(date(2025, 3, 5))], (5, False, date(2025, 2, 28), ())),
    # --- which lost letters are remembered ---
    ("the lead's", in_process, [lost(LEAD, 4)], (0, False, LATER, (LEAD,))),
    ("its head's", forwarded, [lost(HEAD, 4)], (4, False, LATER, (HEAD,))),
    ("the focal office's", forwarded, [lost(OFFICE, 1)], (4, False, LATER, (OFFICE,))),
    ("the submitter's", forwarded, [lost("received-submitter", 1)], (4, False, LATER, ())),
    ("of who coordinates", forwarded, [lost("coordinate-coordinating-STC2025", 4)], (4, False, LATER, ())),
    ("of another agency", forwarded, [lost(MONEY, 4)], (4, False, LATER, ())),
    ("each once", forwarded, [lost(HEAD, 4), lost(HEAD, 4)], (4, False, LATER, (HEAD,))),
    ("the call before the newest one", urged, [lost(LEAD, 4)], (5, False, LATER, ())),
    ("a letter of long before", urged, [lost(LEAD, 1)], (5, False, LATER, ())),
    ("the newest call", urged, [lost(URGED, 5)], (5, True, LATER, (URGED,))),
    ("a letter after it", urged, [lost("item_returned-agency-SNNMT", 6)],
     (5, True, LATER, ("item_returned-agency-SNNMT",))),
    ("a mail of an earlier version", urged, [lost(LEAD, 0)], (5, False, LATER, (LEAD,))),
    ("the head's, of before the newest call", urged, [lost(HEAD, 4)], (5, False, LATER, (HEAD,))),
    ("about the proposal", naming_proposed, [lost(OWN, 6)], (0, False, LATER, (OWN,))),
    ("about the proposal, of an earlier version", naming_proposed, [lost(OWN, 0)], (0, False, LATER, (OWN,))),
    ("about an earlier proposal", naming_proposed, [lost(OWN, 5)], (0, False, LATER, ())),
    ("about one of long before", naming_proposed, [lost(OWN, 1)], (0, False, LATER, ())),
    ("about another's proposal", naming_proposed, [lost(OTHERS, 1)], (0, False, LATER, (OTHERS,))),
    ("a letter of before the proposal", naming_proposed, [lost(LEAD, 4)], (0, False, LATER, (LEAD,))),
]
# fmt: on


@pytest.mark.parametrize(("story", "acts", "known"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_what_the_head_knows_of_the_lead(
    story: Story, acts: list[Act], known: tuple[int, bool, date | None, tuple[str, ...]]
) -> None:
    head = story().act(*acts).head
    assert (head.unconfirmed, head.unreached, head.called_on, head.bounced) == known
    assert type(head.unreached) is bool


@pytest.mark.parametrize(
    ("key", "item", "public"),
    [
        ("new_case-focal-van-phong-1", 1, True),
        (LEAD, 4, True),
        (OWN, 6, True),
        ("step_chair-leader-chu-tich", 9, True),
        (LEAD, 0, False),
        ("received-submitter", 1, False),
        ("opinion_invited-expert-6", 6, False),
        ("step_chair-reader-chanh-van-phong", 9, False),
    ],
)
def test_of_which_lost_letters_the_public_hears(key: str, item: int, public: bool) -> None:
    fact = e.MailFailed(key.partition("-")[0], key, "x", item)
    tale = forwarded()
    event = e.Event(tale.code, 5, tale.events[-1].at, SYSTEM, fact)
    assert is_public(fact) is public
    assert without_letter([*tale.events, event]) == (frozenset({item}) if public else frozenset())
