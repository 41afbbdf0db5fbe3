"""From an outbox row to what must be sent about it: to whom, in which language, with which link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import SYSTEM, Case
from chalicelib.domain.notices import Notice, notices
from chalicelib.domain.vocabulary import Role, Status
from chalicelib.ports import Claim, LetterItem, Links, OutboxRow
from chalicelib.usecases.asked import Job, plan_asked
from chalicelib.usecases.deps import Deps


def plan(deps: Deps, links: Links, origin: str, row: OutboxRow) -> list[Job]:
    """The mails that the row asks for. The same row gives the same plan, before a crash and after it."""
    if row.seq == 0:
        return plan_asked(deps, links, row)
    events = [event for event in deps.cases.events(row.code) if event.seq <= row.seq]
    before, case = fold(events[:-1]), fold(events)
    head = deps.cases.load(row.code)
    # A restricted case is forgotten by the outbox: nobody but the inspectorate hears of it any more.
    if case is None or head is None or head.status is Status.RESTRICTED:
        return []
    due = notices(deps.context(SYSTEM), before, case, events[-1])
    if not due:
        return []
    opened = _opened(deps, head, events, due)
    return [_job(deps, links, origin, row, case, notice, opened) for notice in due]


def _opened(deps: Deps, head: Case, events: Sequence[e.Event], due: Sequence[Notice]) -> Mapping[str, str]:
    """Address of the submitter or colleague and the public title, as far as these notices need them."""
    bodies = deps.vault.open(head, [x.body.id for x in _relevant(events, due) if x.body])
    found: dict[str, Any] = {"email": "", "title": "", "colleague": ""}
    for event in _relevant(events, due):
        body = bodies.get(event.body.id, {}) if event.body else {}
        if isinstance(event.fact, e.Received):
            found["email"] = body.get("submitter", {}).get("email", "")
        elif isinstance(event.fact, e.TextsWritten):
            found["title"] = body.get("public_title", "")
        elif isinstance(event.fact, (e.PassedOn, e.OpinionInvited)):
            found["colleague"] = body.get("email", "")
    return found


def _relevant(events: Sequence[e.Event], due: Sequence[Notice]) -> list[e.Event]:
    to_submitter = any(notice.role is Role.SUBMITTER for notice in due)
    texts = [event for event in events if isinstance(event.fact, e.TextsWritten)][-1:]
    first = [event for event in events[:1] if to_submitter]
    invited = {notice.id for notice in due if notice.role is Role.EXPERT}
    experts = [event for event in events if str(event.seq) in invited]
    return [*first, *texts, *experts, *(event for event in events[-1:] if isinstance(event.fact, e.PassedOn))]


def _job(
    deps: Deps, links: Links, origin: str, row: OutboxRow, case: Case, notice: Notice, opened: Mapping[str, str]
) -> Job:
    secret = ""
    to, lang = notice.mailbox, "vi"
    if notice.role is Role.SUBMITTER:
        secret = deps.secrets.submitter_secret(case.origin, case.secret_generation)
        to, lang = opened["email"], case.language
    elif not to:
        to = opened["colleague"]
    clock = case.clock("forwarding" if notice.role is Role.FOCAL and case.clock("forwarding") else "publication")
    item = LetterItem(
        code=case.code,
        kind=case.kind.value,
        title=opened["title"],
        due_on=clock.due_on if clock else None,
        link=_link(links, origin, case, notice, secret),
        agency=case.lead,
    )
    shown = secret if notice.name in ("received", "new_secret") else ""
    return Job(row, notice, to, lang, item, shown)


def _link(links: Links, origin: str, case: Case, notice: Notice, secret: str) -> str:
    match notice.role:
        case Role.SUBMITTER:
            return f"{origin}/tra-cuu#{case.code}:{secret}"
        case Role.FOCAL:
            return links.url(Claim("desk", Role.FOCAL, notice.id, case.code))
        case Role.LEADER:
            return links.url(Claim("case", Role.LEADER, notice.id, case.code))
        case Role.AGENCY if notice.id != case.lead:
            return f"{origin}/ho-so/{case.code}"
        case _:
            return links.url(Claim("case", notice.role, notice.id, case.code, case.routing))
