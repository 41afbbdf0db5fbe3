"""What became of each letter: arrivals, bounces, digests, crashes, mails of the earlier version, erased cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.events import StepReached
from chalicelib.ports import OutboxRow
from chalicelib.usecases.digests import letters_of
from tests.fakes.store import MemoryOutbox
from tests.fakes.system import System
from tests.unit.letters import OVERDUE, arrive, at_step, bounce, case, facts, of
from tests.unit.world import AGENCY, FOCAL, OTHER_FOCAL
from tests.web.driver import petition


def test_every_letter_has_a_state_and_only_arrivals_are_written() -> None:
    world = System()
    code = case(world)
    new, mine = f"new_case-focal-{drawn(world, code)}", "received-submitter"
    lead = "forwarded-agency-SNNMT"
    assert of(world, code) == {mine: "waiting", new: "waiting", lead: "waiting"}
    world.settle()
    before = world.everything_stored()
    assert of(world, code) == {mine: "sent", new: "sent", lead: "sent"}
    for _ in range(2):  # SNS delivers at least once
        arrive(world, world.mails(notice=lead)[0])
    assert of(world, code) == {mine: "sent", new: "sent", lead: "delivered"}
    assert before == world.everything_stored(), "no event, no row, no head was written"
    for _ in range(2):
        bounce(world, world.mails(notice=lead)[0])
    assert of(world, code)[lead] == "bounced", "what a mailbox sends back it has not got"
    arrive(world, world.mails(notice=lead)[0])
    assert of(world, code)[lead] == "bounced"
    assert [(x.item, x.unreached) for x in facts(world, code)] == [(3, True)]


def drawn(world: System, code: str) -> str:
    return next(str(mail.notice).removeprefix("new_case-focal-") for mail in sent_by_copy(world) if code in mail.case)


def sent_by_copy(world: System) -> list[Any]:
    """What another world, the same until now, sends: this one has sent nothing."""
    other = world.copy()
    other.services.mail.drain()
    return other.mails(notice="new_case")


def test_each_case_of_a_digest_hears_with_its_own_number() -> None:
    world = System()
    codes = [case(world) for _ in range(3)]
    world.services.act(codes[1], AGENCY, "acknowledge", {})
    digest = next(mail for mail in at_step(world, OVERDUE) if mail.to == "snnmt.dau-moi@example.vn")
    overdue, silent = "step_overdue-agency-SNNMT", "acknowledgement_overdue-agency-SNNMT"
    expected = {code: {(number(world, code, "publication", "overdue"), overdue)} for code in codes}
    for code in (codes[0], codes[2]):
        expected[code] |= {(number(world, code, "acknowledgement", "expired"), silent)}
    arrive(world, digest)
    assert {code: {*world.services.deps.deliveries.of(code)} for code in codes} == expected
    bounce(world, digest)
    assert {code: {(fact.item, fact.to) for fact in facts(world, code)} for code in codes} == expected
    assert sum(len(facts(world, code)) for code in codes) == 5
    assert [world.tables.heads[code].case.unreached for code in codes] == [True, False, True]
    assert {code for code in codes if world.tables.heads[code].queue == "undelivered"} == {codes[0], codes[2]}
    world.services.mail.drain()
    assert [mail.case.split("_") for mail in world.mails(notice="undelivered")] in (
        [[codes[0], codes[2]]],
        [[codes[0]], [codes[2]]],
    )


def number(world: System, code: str, clock: str, step: str) -> int:
    found = [x for x in world.tables.events[code] if isinstance(x.fact, StepReached)]
    return next(x.seq for x in found if (x.fact.clock, x.fact.step) == (clock, step))  # type: ignore[union-attr]


def test_what_bears_no_seal_is_not_believed() -> None:
    """Also what the provider says of mails of an earlier version, which bore neither numbers nor a seal."""
    world = System()
    code = case(world)
    world.settle()
    letter = world.mails(notice="forwarded")[0]
    arrive(world, letter, old=True)
    bounce(world, letter, old=True)
    assert facts(world, code) == []
    assert of(world, code)[letter.notice] == "sent"
    assert not world.tables.heads[code].case.unreached


def test_a_phone_has_no_address_and_that_is_no_failure() -> None:
    world = System()
    code = case(world, submitter={"type": "citizen", "name": "A", "phone": "0912345678", "address": "B"})
    world.settle()
    assert of(world, code)["received-submitter"] == "no_address"
    assert facts(world, code) == []


def test_a_mailbox_that_is_refused_and_mended_from_the_page_to_the_urging() -> None:
    world = System()
    world.mailer.refused = {"snnmt.dau-moi@example.vn"}
    code = case(world)
    world.settle()
    world.settle()
    assert of(world, code)["forwarded-agency-SNNMT"] == "bounced"
    assert world.tables.heads[code].case.unreached
    assert world.mails(notice="undelivered")
    page = world.doc(f"ho-so/{code}")
    assert [entry["type"] for entry in page["timeline"] if entry["undelivered"]] == ["forwarded"]
    assert page["holder"]["type"] == "focal"
    world.mailer.refused = set()
    world.services.act(code, FOCAL, "urge", {})
    world.settle()
    assert world.mails(notice="urged")[0].to == "snnmt.dau-moi@example.vn"
    assert world.doc(f"ho-so/{code}")["holder"]["id"] == "SNNMT"


def test_a_bounce_settles_what_a_crash_left_open() -> None:
    world = System()
    case(world)

    class Taken:
        """The provider took it; then the process died."""

        def __init__(self, inner: Any) -> None:
            self.inner = inner

        def send(self, mail: Any) -> None:
            self.inner.send(mail)
            if mail.notice.startswith("forwarded"):
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.build(lambda name, port: Taken(port) if name == "mailer" else port).mail.drain()
    bounce(world, world.mails(notice="forwarded")[0])
    world.clock.forward(minutes=16)
    world.services.mail.drain()
    assert len(world.mails(notice="forwarded")) == 1
    assert len(world.mails(notice="undelivered")) == 1


def test_a_backlog_counts_as_waiting_as_far_as_it_is_unknown() -> None:
    world = System()
    world.mailer.down = True
    codes = [case(world) for _ in range(3)]
    narrow = Narrow(world.tables)
    dossier = world.services.read(codes[0], FOCAL)
    states = {x.key: x.state.value for x in replace(world.services.correspondence, outbox=narrow)(dossier)}
    assert set(states.values()) == {"waiting"}
    world.mailer.down = False
    world.settle()
    states = {x.key: x.state.value for x in replace(world.services.correspondence, outbox=narrow)(dossier)}
    assert set(states.values()) == {"sent"}


class Narrow(MemoryOutbox):
    """It looks at one row at a time."""

    def waiting(self, consumer: str, code: str, *, limit: int = 1) -> tuple[list[OutboxRow], str]:
        return super().waiting(consumer, code, limit=1)


def test_a_merged_submitters_letter_is_of_the_case_that_was_answered() -> None:
    world = System()
    host, guest = case(world), case(world)
    world.services.act(guest, FOCAL, "reassign", {"lead": "SNNMT"})
    third = world.services.submit(petition(), "the-key-of-the-third-petition").code
    world.services.act(third, FOCAL, "merge", {"into": host})
    world.services.act(host, AGENCY, "answer", {"content": "x" * 40, "completed_on": "2026-08-07"})
    item = world.tables.heads[host].case.pending[-1].item
    world.services.act(host, FOCAL, "review", {"item": item, "decision": "publish"})
    world.settle()
    theirs = world.mails(notice=f"merged_answered-submitter-{third}")[0]
    assert (theirs.case, world.tables.events[host][int(theirs.items) - 1].type) == (host, "item_published")
    arrive(world, theirs)
    assert of(world, host)[theirs.notice] == "delivered"


def test_nothing_is_recorded_of_an_erased_case() -> None:
    world = System()
    code = case(world)
    world.settle()
    letter = world.mails(notice="forwarded")[0]
    arrive(world, letter)
    assert world.tables.delivered[code]
    world.services.act(code, FOCAL, "purge", {"reason": "x"})
    world.services.act(code, OTHER_FOCAL, "confirm_purge", {"decision": "confirm", "note": "x"})
    assert code not in world.tables.delivered
    arrive(world, letter)
    assert code not in world.tables.delivered
    bounce(world, letter)
    assert not world.tables.heads[code].case.unreached


def test_nameless_letters_bear_no_code_to_the_provider() -> None:
    world = System()
    code = case(world)
    world.services.act(code, FOCAL, "restrict", {"ground": "denunciation"})
    world.settle()
    nameless = [*world.mails(notice="guidance"), *world.mails(notice="new_denunciation")]
    assert nameless
    assert {(mail.case, mail.items) for mail in nameless} == {("", "")}


@pytest.mark.parametrize(
    ("codes", "items", "notice", "expected"),
    [
        ("A_B", "3_17", "k", [("A", 3, "k"), ("B", 17, "k")]),
        ("A_B", "", "k", [("A", 0, "k"), ("B", 0, "k")]),
        ("A_B", "3", "k", [("A", 0, "k"), ("B", 0, "k")]),
        ("A", "x", "k", [("A", 0, "k")]),
        ("A", "²", "k", [("A", 0, "k")]),
        ("", "", "k", []),
        ("", "3", "k", []),
        ("A_B@A", "3_17@4", "k@l", [("A", 3, "k"), ("B", 17, "k"), ("A", 4, "l")]),
        ("A_B@A", "3@4", "k@l", [("A", 0, "k"), ("B", 0, "k"), ("A", 4, "l")]),
        ("A_B@A", "3_17", "k@l", [("A", 0, "k"), ("B", 0, "k"), ("A", 0, "l")]),
        ("A_B@A", "3_17@4", "k", []),
        ("A_B", "3_17", "k@l", []),
    ],
)
def test_tags_that_do_not_fit_together_name_no_event(
    codes: str, items: str, notice: str, expected: list[tuple[str, int, str]]
) -> None:
    assert letters_of(codes, items, notice) == expected
