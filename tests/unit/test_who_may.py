"""Who may do what, and just not: beside role and state, what must hold of the case and of who asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.case import SYSTEM, Actor
from chalicelib.domain.decide import actions_for, allowed
from chalicelib.domain.decide.rules import require
from chalicelib.domain.errors import ActionNotAllowed, SamePerson, UndoOver
from chalicelib.domain.named import Naming
from chalicelib.domain.vocabulary import Channel, Kind, Role, Status
from tests.unit.stories import (
    BESIDE,
    LATER,
    NAMED,
    Story,
    Tale,
    after,
    answer_given,
    answered,
    by,
    closed,
    disputed,
    escalated,
    extension_asked,
    forwarded,
    grant,
    handed_over,
    in_process,
    invited,
    named,
    naming_proposed,
    naming_replied,
    opinion_given,
    purge_asked,
    received,
    refused,
    reopened,
    reported,
    restricted,
    returned,
    review,
    supplement_asked,
    supplement_over,
    triage,
    withdrawal_asked,
)
from tests.unit.world import AGENCY, ALTERNATE, FOCAL, INSPECTOR, LEADER, OTHER_FOCAL, SUBMITTER


def but(story: Story, **fields: Any) -> Story:
    """The story, with something else in the head."""

    def changed() -> Tale:
        tale = story()
        tale.case = replace(tale.head, **fields)
        return tale

    return changed


def standing(count: int) -> tuple[Naming, ...]:
    return tuple(Naming(n + 1, f"A{n}", "delay", "stands") for n in range(count))


# fmt: off
TEAM, NOBODY = Actor(Role.LEADER, "tro-ly-chu-tich", "VPUB"), Actor(Role.FOCAL, "", "VPUB")
EXPERT, OTHER_EXPERT = Actor(Role.EXPERT, "6"), Actor(Role.EXPERT, "7")
LAND_LEADER = Actor(Role.LEADER, "x", "SNNMT")
FINANCE = Actor(Role.AGENCY, "STC2025", "STC2025")
contested = after(refused, by(SUBMITTER, c.ContestRefusal(content="x")))
OVERDUE = by(FOCAL, c.Escalate(ground="overdue", note="x"))
directive_returned = after(escalated, by(LEADER, c.Direct(content="x")), review("return", reason="personal_data"))
reply_returned = after(naming_replied, review("return", reason="personal_data"))
granted = after(extension_asked, grant)
split = after(triage, by(FOCAL, c.Split(codes=("A", "B"))))
withheld = after(in_process, by(FOCAL, c.Withhold(part="content", ground="personal_data")))
passage = after(in_process, by(FOCAL, c.Withhold(part="content", ground="personal_data", passage="x")))
named_refused = but(refused, namings=standing(1))
about_office = but(triage, complained_of="VPUB")
national = partial(triage, channel=Channel.NATIONAL_PORTAL)
OLD_PURGE = but(purge_asked, purge="done", status=Status.REFUSED)

# Action; then who may, in which story; then who just may not.
Side = tuple[Actor, Story]
ROWS: list[tuple[str, list[Side], list[Side]]] = [
    ("claim", [(FOCAL, triage), (FOCAL, but(triage, claimed_by="van-phong-2"))],
     [(FOCAL, but(triage, claimed_by="van-phong-1")), (FOCAL, refused), (AGENCY, in_process)]),
    ("forward", [(FOCAL, triage), (OTHER_FOCAL, but(contested, texts=3))],
     [(FOCAL, received), (FOCAL, but(contested, texts=3)), (SUBMITTER, triage)]),
    ("hand_over", [(FOCAL, triage), (FOCAL, in_process), (FOCAL, opinion_given)],
     [(FOCAL, received), (FOCAL, reported), (FOCAL, answer_given), (FOCAL, handed_over)]),
    ("reassign", [(FOCAL, in_process), (FOCAL, handed_over), (LEADER, escalated), (LEADER, reopened)],
     [(LEADER, in_process), (FOCAL, but(in_process, texts=0)), (LEADER, but(escalated, texts=0)), (FOCAL, triage)]),
    ("escalate", [(FOCAL, in_process), (FOCAL, escalated), (FOCAL, reopened)],
     [(FOCAL, after(escalated, OVERDUE)), (FOCAL, after(in_process, OVERDUE)), (FOCAL, but(in_process, texts=0)),
      (AGENCY, in_process)]),
    ("answer", [(FOCAL, triage), (FOCAL, handed_over), (AGENCY, in_process), (AGENCY, but(in_process, texts=0)),
                (AGENCY, reported), (FOCAL, reported), (FOCAL, but(about_office, kind=Kind.QUESTION)),
                (FOCAL, but(about_office, complained_of="SYT"))],
     [(FOCAL, received), (AGENCY, answer_given), (FOCAL, answer_given), (AGENCY, escalated), (FOCAL, escalated),
      (FINANCE, in_process), (BESIDE, in_process), (FOCAL, about_office), (FOCAL, answered),
      (AGENCY, returned), (AGENCY, handed_over)]),
    ("cite_answer", [(FOCAL, triage)], [(FOCAL, about_office), (AGENCY, in_process), (FOCAL, received)]),
    ("report_status", [(AGENCY, in_process), (AGENCY, answer_given)], [(AGENCY, reported), (AGENCY, escalated)]),
    ("request_extension", [(AGENCY, in_process), (AGENCY, but(granted, extensions=0))],
     [(AGENCY, reported), (AGENCY, granted), (AGENCY, extension_asked)]),
    ("return_case", [(AGENCY, in_process)], [(AGENCY, but(in_process, final=True)), (AGENCY, reported)]),
    ("propose_escalation", [(AGENCY, in_process), (AGENCY, reopened), (AGENCY, disputed)],
     [(AGENCY, reported), (AGENCY, escalated), (AGENCY, extension_asked), (BESIDE, disputed)]),
    ("pass_on", [(AGENCY, in_process), (BESIDE, in_process)], [(FOCAL, in_process), (AGENCY, answered)]),
    ("acknowledge", [(AGENCY, forwarded), (AGENCY, but(reopened, acknowledged=False))],
     [(AGENCY, in_process), (AGENCY, but(forwarded, acknowledged=True)), (FINANCE, forwarded)]),
    ("direct", [(LEADER, escalated), (LEADER, reopened), (LEADER, directive_returned)],
     [(LEADER, in_process), (FOCAL, escalated)]),
    ("settle", [(LEADER, escalated)], [(LEADER, in_process), (LEADER, directive_returned)]),
    # --- submitters and experts ---
    ("rate", [(SUBMITTER, answered)], [(SUBMITTER, but(answered, clocks=())), (SUBMITTER, closed)]),
    ("raise_again", [(SUBMITTER, answered), (SUBMITTER, closed)], [(SUBMITTER, split), (SUBMITTER, refused)]),
    ("contest_refusal", [(SUBMITTER, refused)], [(SUBMITTER, but(refused, contested=True)), (FOCAL, refused)]),
    ("supplement", [(SUBMITTER, supplement_asked), (SUBMITTER, supplement_over)],
     [(SUBMITTER, triage), (SUBMITTER, but(supplement_over, proposal="out_of_scope"))]),
    ("withdraw", [(SUBMITTER, triage)], [(SUBMITTER, but(triage, routing=1)), (SUBMITTER, forwarded)]),
    ("ask_withdrawal", [(SUBMITTER, forwarded)],
     [(SUBMITTER, triage), (SUBMITTER, withdrawal_asked), (SUBMITTER, answered)]),
    ("grant_withdrawal", [(FOCAL, withdrawal_asked)], [(FOCAL, in_process)]),
    ("decline_withdrawal", [(FOCAL, withdrawal_asked)], [(FOCAL, in_process)]),
    ("ask_correction", [(SUBMITTER, triage), (SUBMITTER, refused)], [(SUBMITTER, received), (SUBMITTER, restricted)]),
    ("give_opinion", [(EXPERT, invited)], [(OTHER_EXPERT, invited), (EXPERT, opinion_given), (EXPERT, in_process)]),
    ("invite_opinion", [(FOCAL, in_process)], [(FOCAL, but(in_process, texts=0)), (FOCAL, triage)]),
    ("post_nationally", [(FOCAL, national)], [(FOCAL, triage)]),
    # --- what is kept back ---
    ("withhold", [(FOCAL, triage), (FOCAL, named_refused), (FOCAL, but(refused, honoured=("SNNMT",)))],
     [(FOCAL, received), (FOCAL, refused), (FOCAL, but(named_refused, texts=0)), (FOCAL, restricted)]),
    ("disclose", [(FOCAL, withheld), (FOCAL, passage)],
     [(FOCAL, in_process), (FOCAL, but(withheld, status=Status.REFUSED)), (FOCAL, but(withheld, texts=0))]),
    # --- restricted, erased, taken back ---
    ("restrict", [(FOCAL, triage), (FOCAL, refused), (INSPECTOR, restricted), (ALTERNATE, restricted)],
     [(FOCAL, restricted), (INSPECTOR, triage)]),
    ("acknowledge_denunciation", [(INSPECTOR, restricted)], [(INSPECTOR, but(restricted, acknowledged=True))]),
    ("confirm_purge", [(OTHER_FOCAL, purge_asked)],
     [(FOCAL, purge_asked), (OTHER_FOCAL, in_process), (OTHER_FOCAL, OLD_PURGE)]),
    ("urge", [(FOCAL, in_process)], [(FOCAL, purge_asked), (FOCAL, reported)]),
    ("tick", [(SYSTEM, in_process), (SYSTEM, purge_asked)], [(SYSTEM, restricted), (FOCAL, in_process)]),
    ("report_mail_failure", [(SYSTEM, restricted), (SYSTEM, purge_asked)], []),
    ("reveal_identity", [(FOCAL, in_process)], [(FOCAL, but(in_process, anonymous=True)), (FOCAL, purge_asked)]),
    ("undo", [(FOCAL, forwarded)], [(OTHER_FOCAL, forwarded), (NOBODY, in_process), (FOCAL, in_process)]),
    # --- naming and honours ---
    ("propose_naming", [(FOCAL, in_process), (FOCAL, answered), (FOCAL, but(in_process, namings=standing(3)))],
     [(FOCAL, naming_proposed), (FOCAL, but(in_process, namings=standing(4))), (FOCAL, but(in_process, lead="")),
      (LEADER, in_process)]),
    ("reply_to_naming", [(NAMED, naming_proposed), (AGENCY, naming_proposed), (NAMED, reply_returned)],
     [(NAMED, naming_replied), (NAMED, in_process), (BESIDE, naming_proposed), (NAMED, named)]),
    ("decide_naming", [(LEADER, naming_replied), (OTHER_FOCAL, naming_replied), (TEAM, naming_replied)],
     [(LEADER, naming_proposed), (FOCAL, naming_replied), (LAND_LEADER, naming_replied), (LEADER, named),
      (LEADER, in_process)]),
    ("retire_naming", [(LEADER, named), (LAND_LEADER, but(named, namings=standing(1)))],
     [(LEADER, naming_replied), (LAND_LEADER, named), (FOCAL, named)]),
    ("honour", [(LEADER, answered), (LEADER, closed)],
     [(LEADER, but(closed, answered_on=None)), (LEADER, split), (LEADER, but(answered, split=2)), (FOCAL, answered)]),
]
# fmt: on


def may(actor: Actor, story: Story, name: str) -> bool:
    tale = story()
    return allowed(tale.head, actor, name, tale.context(actor).policy_of(tale.head))


@pytest.mark.parametrize(("name", "yes", "no"), ROWS, ids=[row[0] for row in ROWS])
def test_who_may_and_who_may_not(name: str, yes: list[Side], no: list[Side]) -> None:
    assert [may(actor, story, name) for actor, story in yes] == [True] * len(yes)
    assert [may(actor, story, name) for actor, story in no] == [False] * len(no)


# In the order in which an officer meets them. `False`: without the policy that the case is judged by.
@pytest.mark.parametrize(
    ("actor", "story", "day", "judged", "offered"),
    [
        (SUBMITTER, refused, date(2026, 8, 25), True, "contest_refusal ask_correction consent"),
        (SUBMITTER, refused, date(2026, 8, 26), True, "ask_correction consent"),  # its last day was the 25th
        (SUBMITTER, refused, None, True, "contest_refusal ask_correction consent"),
        (AGENCY, granted, LATER, True, "answer report_status return_case propose_escalation pass_on"),
        (AGENCY, granted, LATER, False,
         "answer report_status request_extension return_case propose_escalation pass_on"),
        (LEADER, escalated, LATER, True, "reassign direct settle"),
        (BESIDE, in_process, LATER, True, "pass_on contribute"),
        (INSPECTOR, restricted, LATER, True, "acknowledge_denunciation note release restrict"),
        (NAMED, naming_proposed, LATER, True, "reply_to_naming"),
        (FOCAL, restricted, LATER, True, ""),
    ],
)  # fmt: skip
def test_what_is_offered(actor: Actor, story: Story, day: date | None, judged: bool, offered: str) -> None:
    tale = story()
    policy = tale.context(actor).policy_of(tale.head) if judged else None
    assert " ".join(actions_for(tale.head, actor, policy, day)) == offered


def test_a_cap_of_the_policy_is_kept() -> None:
    tale = granted()
    policy = tale.context(AGENCY).policy_of(tale.head)
    with pytest.raises(ActionNotAllowed):
        require(tale.head, AGENCY, "request_extension", policy)
    require(tale.head, AGENCY, "request_extension")


def test_an_unknown_action_is_nobodys() -> None:
    assert not may(FOCAL, triage, "nothing")


@pytest.mark.parametrize(
    ("actor", "story", "name", "error", "detail"),
    [
        (FOCAL, but(contested, texts=3), "forward", SamePerson, "forward by van-phong-1"),
        (FOCAL, purge_asked, "confirm_purge", SamePerson, "confirm_purge by van-phong-1"),
        (FOCAL, in_process, "undo", UndoOver, "undo in in_process"),
        (OTHER_FOCAL, forwarded, "undo", ActionNotAllowed, "undo in forwarded by focal"),
        (FOCAL, purge_asked, "undo", ActionNotAllowed, "undo in forwarded by focal"),
        (AGENCY, in_process, "undo", ActionNotAllowed, "undo in in_process by agency"),
        (LEADER, in_process, "direct", ActionNotAllowed, "direct in in_process by leader"),
        (FOCAL, in_process, "nothing", ActionNotAllowed, "nothing in in_process by focal"),
    ],
)
def test_why_not(actor: Actor, story: Story, name: str, error: type[Exception], detail: str) -> None:
    with pytest.raises(error) as found:
        require(story().head, actor, name)
    assert type(found.value) is error
    assert str(found.value) == detail
