"""Letters in the whole system: a case that sends some, a sweep's mails, and the provider's events about them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from app import mail_event
from chalicelib import wiring
from chalicelib.domain.events import MailFailed
from tests.fakes.system import System
from tests.unit.world import FOCAL
from tests.web.driver import TEXTS, petition

OVERDUE = date(2026, 9, 9)


def case(world: System, lead: str = "SNNMT", field: str = "dat-dai", **changes: Any) -> str:
    code = world.services.submit(petition(**changes), f"the-key-of-petition-{len(world.tables.heads)}").code
    world.services.act(code, FOCAL, "write_texts", TEXTS | {"public_title": f"Việc {code[-2:]}"})
    world.services.act(code, FOCAL, "forward", {"lead": lead, "field": field})
    return code


def at_step(world: System, day: date) -> list[Any]:
    """The mails of a sweep on that day in which something is overdue."""
    world.settle()
    sent = len(world.mailer.sent)
    world.clock.set(day)
    assert world.services.sweep.run()["failed"] == 0
    world.services.mail.drain()
    return [mail for mail in world.mailer.sent[sent:] if "step_overdue-" in mail.notice]


def failures(world: System, code: str) -> list[tuple[str, str, str]]:
    facts = [event.fact for event in world.tables.events[code] if event.type == "mail_failed"]
    return [(fact.notice, fact.to, fact.reason) for fact in facts]  # type: ignore[union-attr]


def facts(world: System, code: str) -> list[MailFailed]:
    return [event.fact for event in world.tables.events[code] if isinstance(event.fact, MailFailed)]


def of(world: System, code: str) -> dict[str, str]:
    """Key of each letter's notice -> its state, as the desk reads it."""
    dossier = world.services.read(code, FOCAL)
    return {letter.key: letter.state.value for letter in world.services.correspondence(dossier)}


def sns(kind: str, mail: Any, **details: Any) -> dict[str, Any]:
    """What SNS hands on from the configuration set."""
    tags = {"tag": [mail.tag], "case": [mail.case], "notice": [mail.notice], "items": [mail.items]}
    message = {"eventType": kind, "mail": {"timestamp": "2026-08-07T02:00:00Z", "destination": [mail.to], "tags": tags}}
    return {"Records": [{"Sns": {"Message": json.dumps(message | details)}}]}


def play(world: System, kind: str, mail: Any, *, old: bool = False, **details: Any) -> None:
    """The provider's event on its real way: SNS, handler, parsing. `old`: the mail bore no numbers."""
    event = sns(kind, replace(mail, items="") if old else mail, **details)
    wiring.install(world.services)
    mail_event(event, None)
    wiring.install(None)


def arrive(world: System, mail: Any, *, old: bool = False) -> None:
    play(world, "Delivery", mail, old=old, delivery={"recipients": [mail.to], "timestamp": "2026-08-07T02:01:00Z"})


def bounce(world: System, mail: Any, *, old: bool = False) -> None:
    hit = {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": mail.to, "diagnosticCode": "550"}]}
    play(world, "Bounce", mail, old=old, bounce=hit)
