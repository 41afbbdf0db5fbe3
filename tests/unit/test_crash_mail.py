"""Mails against a fault at every call: each notice goes out, and twice only if the provider's answer was lost."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

from tests.fakes.system import System, Wrap
from tests.unit.crashes import broken_run, every_fault, letters
from tests.unit.world import FOCAL
from tests.web.driver import TEXTS, petition


@lru_cache(maxsize=1)
def waiting() -> System:
    """Three cases whose mails wait: receipts, triage, an agency and a coordinating one, and an answered phone."""
    world = System()
    for n in range(2):
        code = world.services.submit(petition(), f"the-key-of-petition-{n}").code
        world.services.act(code, FOCAL, "write_texts", TEXTS)
    world.services.act(code, FOCAL, "forward", {"lead": "SNNMT", "field": "dat-dai", "coordinating": ["STC2025"]})
    phone = petition(submitter={"type": "citizen", "name": "A", "phone": "0912345678", "address": "B"})
    world.services.submit(phone, "the-key-of-petition-2")
    return world


def drain(world: System, wrap: Wrap) -> Any:
    return world.build(wrap).mail.drain()


def in_doubt(world: System) -> set[str]:
    """Tags of mails that the provider has, and whose row does not say so."""
    states = {
        state.rpartition("@")[2]
        for (consumer, _), rows in world.tables.rows.items()
        if consumer == "mail"
        for row in rows.values()
        for state in row.progress.values()
        if "@" in state or state == "later"
    }
    later = any("later" in row.progress.values() for rows in world.tables.rows.values() for row in rows.values())
    return {mail.tag for mail in world.mailer.sent if mail.tag.partition(".")[0] in states or later}


def drained(world: System) -> System:
    """The minutes after: a tick at once, one after a quarter of an hour, one more."""
    for minutes in (0, 1, 16, 16):
        world.clock.forward(minutes=minutes)
        drain(world, lambda name, port: port)
    return world


def test_mails() -> None:
    base = waiting()
    clean = drained(base.copy())
    assert sum(letters(clean).values()) == 7
    doubled: Counter[bool] = Counter()
    for fault in every_fault(base, drain):
        world = broken_run(base, drain, fault)
        doubtful = in_doubt(world)
        drained(world)
        times = Counter(mail.tag for mail in world.mailer.sent)
        assert set(letters(world)) == set(letters(clean)), fault
        assert world.waiting("mail") == 0, fault
        assert all(count == 1 or (count == 2 and tag in doubtful) for tag, count in times.items()), fault
        doubled[bool(doubtful)] += 1
        assert "mail_failed" not in {event.type for events in world.tables.events.values() for event in events}, fault
    assert doubled[True] < doubled[False] / 4, "doubt is the exception"


def test_a_delivery_event_takes_the_doubt_away() -> None:
    base = waiting()
    for fault in every_fault(base, drain):
        if fault.port != "mailer":
            continue
        world = broken_run(base, drain, fault)
        for mail in list(world.mailer.sent):
            world.services.mail.delivered(mail.tag)
        drained(world)
        times = Counter(mail.tag for mail in world.mailer.sent)
        lost_answer = fault.mode == "fail_and_persist"  # the provider said "later", so the next drain tries at once
        assert max(times.values()) == 1 or lost_answer, fault
        assert set(letters(world)) == set(letters(base.copy() and drained(base.copy()))), fault


def test_a_mail_that_never_gets_an_answer_is_on_the_record_and_no_third_is_sent() -> None:
    world = waiting().copy()

    class Deaf:
        """The provider takes everything, and the process dies each time."""

        def __init__(self, inner: Any) -> None:
            self.inner = inner

        def send(self, mail: Any) -> None:
            self.inner.send(mail)
            if mail.notice.startswith("forwarded"):
                raise KeyboardInterrupt

    for _ in range(4):
        try:
            drain(world, lambda name, port: Deaf(port) if name == "mailer" else port)
        except KeyboardInterrupt:
            world.clock.forward(minutes=16)
    forwarded = [mail for mail in world.mailer.sent if mail.notice.startswith("forwarded")]
    assert len(forwarded) == 2
    failed = [event.fact for events in world.tables.events.values() for event in events if event.type == "mail_failed"]
    assert [(fact.to, fact.reason) for fact in failed] == [("forwarded-agency-SNNMT", "unsure")]  # type: ignore[union-attr]
    assert world.waiting("mail") == 0
