"""What must hold of all mails: each notice that was due went out once, and no mail says what it must not say."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

from chalicelib.domain import events as e
from chalicelib.domain.apply import apply
from chalicelib.domain.case import SYSTEM, Case
from chalicelib.domain.notices import notices
from chalicelib.domain.vocabulary import Role, Status
from chalicelib.ports import Mail
from tests.unit.stateful.province import Province

DOUBT = timedelta(minutes=15)


def check_once(world: Province) -> None:
    """A notice goes out again only when nobody can know whether it went."""
    for notice, sent in world.book.sent.items():
        later = world.book.later[notice]
        for first, second in pairwise(sent):
            if later:
                later -= 1  # the provider said "later" and had taken it all the same
                continue
            assert second.word == "again", (notice, sent)
            assert second.at - first.at >= DOUBT, (notice, sent)
            assert first.mail.tag not in world.book.told, (notice, "was delivered, and sent again")


def check_contents(world: Province) -> None:
    """Title, code, day and link: no petition, no person, no secret but the submitter's own to himself."""
    for mail in {id(x.mail): x.mail for sent in world.book.sent.values() for x in sent}.values():
        said = f"{mail.subject}\n{mail.text}\n{mail.html}"
        for word, text in world.canaries.found(said):
            assert (text.command, text.name) == ("write_texts", "public_title"), (mail.notice, word, text)
            assert text.code in _named(world, mail), (mail.notice, "names another case", text)
        for code, secret in world.secrets.items():
            if secret and secret in said:
                assert _own(world, mail, code), (mail.notice, mail.to, "holds the secret of", code)


def _named(world: Province, mail: Mail) -> set[str]:
    """The cases of a mail, and those into which they were merged: their submitters read the same letter."""
    codes = set(re.split("[_@]", mail.case)) & set(world.codes)
    while more := {world.case(code).merged_into for code in codes} - codes - {""}:
        codes |= more
    return codes


def _own(world: Province, mail: Mail, code: str) -> bool:
    email = world.sendings[code].raw["submitter"].get("email", "")
    return bool(email) and mail.to == email


def check_all_told(world: Province) -> None:
    """Once nothing waits: every notice that was due was sent, or stands in the record as failed."""
    held = {code for code in world.codes if world.case(code).purge}  # until the second officer has decided
    waiting = [row for row in world.waiting("mail") if row.code not in held]
    assert not waiting, waiting
    sent = {(row.split("#", 1)[1], key) for row, key in world.book.sent}
    for code in world.codes:
        head, before = world.case(code), None
        failed = {(x.fact.item, x.fact.to) for x in world.events(code) if isinstance(x.fact, e.MailFailed)}
        hidden = _hidden_until(world.events(code))
        for event in world.events(code):
            case = apply(before, event)
            for key in [] if event.seq < hidden else _due(world, head, before, case, event):
                there = (f"{code}#{event.seq:05d}", key) in sent or {(event.seq, key), (0, key)} & failed
                assert there, (f"nobody got {key} about {code} #{event.seq} {event.fact}", failed, sorted(sent))
            before = case


def _hidden_until(events: list[e.Event]) -> int:
    """Whatever was to be said of a case before it became an inspector's is not said any more."""
    return max((x.seq for x in events if isinstance(x.fact, e.Restricted)), default=0)


def _due(world: Province, head: Case, before: Case | None, case: Case, event: e.Event) -> list[str]:
    """Keys of the notices that somebody with a mailbox had to get."""
    silent = head.status is Status.RESTRICTED or bool(head.purge)
    if silent or not _judged_alike(world):
        return []
    first = world.sendings.get(case.code)
    reachable = first is not None and bool(first.raw["submitter"].get("email"))
    ctx = world.services.deps.context(SYSTEM)
    found = [x for x in notices(ctx, before, case, event) if x.role is not Role.SUBMITTER or reachable]
    return [notice.key for notice in found if notice.mailbox or notice.role is Role.SUBMITTER]


def _judged_alike(world: Province) -> bool:
    """Who must be told hangs on the directory of the day on which the mail went out."""
    return not world.changed_references
