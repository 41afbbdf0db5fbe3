"""From an outbox row to what must be sent about it: to whom, in which language, with which link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import PURGED, SYSTEM, Case
from chalicelib.domain.deadlines import vietnam_date
from chalicelib.domain.decide.review import promise_of
from chalicelib.domain.directory import OfficerRole
from chalicelib.domain.named import REPLY_REVIEW
from chalicelib.domain.notices import NAMELESS, Notice, notices
from chalicelib.domain.vocabulary import Role, Status
from chalicelib.ports import Alleged, Claim, LetterItem, LetterRow, Links, OutboxRow
from chalicelib.usecases.asked import Job, is_morning, plan_asked
from chalicelib.usecases.deps import Deps
from chalicelib.usecases.morning import plan_morning
from chalicelib.usecases.parts import parts_of


def plan(deps: Deps, links: Links, origin: str, row: OutboxRow) -> list[Job] | None:
    """The mails that the row asks for. The same row gives the same plan, before a crash and after it.

    None: not yet. While a second officer looks at a state secret nobody hears of the case; if he says no, they do.
    """
    if row.seq == 0:
        return plan_morning(deps, links, row) if is_morning(row) else plan_asked(deps, links, row)
    events = [event for event in deps.cases.events(row.code) if event.seq <= row.seq]
    before, case = fold(events[:-1]), fold(events)
    head = deps.cases.load(row.code)
    if case is None or head is None or _forgotten(head, events[-1].fact):
        return None if head and head.purge not in ("", PURGED) and head.status is not Status.RESTRICTED else []
    due = notices(deps.context(SYSTEM), before, case, events[-1])
    if not due:
        return []
    opened = _opened(deps, head, events, due)
    fact = events[-1].fact
    jobs = [_job(deps, links, origin, row, case, notice, opened, fact) for notice in due]
    promised = _promised(events)
    if promised:
        jobs = [replace(job, item=replace(job.item, rows=(promised,))) for job in jobs]
    if isinstance(fact, e.SplitUp):
        numbers = {code: n for n, code in enumerate(fact.codes, 1)}
        parts = parts_of(deps, fact.codes)
        rows = tuple(LetterRow(code=f"{numbers[part.code]}. {part.code}", text=secret) for part, secret in parts)
        return [replace(job, item=replace(job.item, rows=rows)) for job in jobs]
    return jobs + list(_to_merged(deps, origin, row, events, jobs))


def _forgotten(head: Case, fact: e.Fact) -> bool:
    """Of a restricted case, and of one with a state secret in it, nobody hears any more but by the letter that says so.

    That letter is nameless: no code, no title, no link to the case.
    """
    if head.status is Status.RESTRICTED:
        return not isinstance(fact, e.Restricted)
    return bool(head.purge) and not isinstance(fact, e.PurgeAsked)


def _promised(events: Sequence[e.Event]) -> LetterRow | None:
    """The day that a report names, when the last event published it."""
    fact = events[-1].fact
    day = promise_of(events[fact.item - 1].fact) if isinstance(fact, e.ItemPublished) and fact.item else None
    return LetterRow("mail.promised", due_on=day) if day else None


# What the submitter of a merged case hears as well, and by which letter: another case's answer is not his to rate.
_SHARED = {
    "answered": "merged_answered",
    "status_published": "status_published",
    "extended": "extended",
    "handed_over": "handed_over",
}


def _to_merged(
    deps: Deps, origin: str, row: OutboxRow, events: Sequence[e.Event], jobs: Sequence[Job]
) -> Iterator[Job]:
    """Both submitters stay informed: a letter with the code of their own case, and the page of the one that goes on."""
    codes = dict.fromkeys(code for x in events if isinstance(x.fact, e.TookIn) for code in x.fact.codes)
    for job in jobs:
        for code in codes if job.notice.role is Role.SUBMITTER and job.notice.name in _SHARED else ():
            other = deps.cases.load(code)
            if other is None or other.status is not Status.MERGED:
                continue
            email = _opened(deps, other, deps.cases.events(code)[:1], [job.notice])["email"]
            notice = replace(job.notice, name=_SHARED[job.notice.name], id=code)
            item = replace(job.item, code=code, link=f"{origin}/ho-so/{row.code}")
            if notice.name == _SHARED["answered"]:
                item = replace(item, clock="", due_on=None)
            yield Job(row, notice, email, other.letter_language, item)


def _opened(deps: Deps, head: Case, events: Sequence[e.Event], due: Sequence[Notice]) -> Mapping[str, str]:
    """Address of the submitter or colleague and the public title, as far as these notices need them."""
    bodies = deps.vault.open(head, [x.body.id for x in _relevant(events, due) if x.body])
    found: dict[str, Any] = {"email": "", "title": "", "colleague": ""}
    for event in _relevant(events, due):
        body = bodies.get(event.body.id, {}) if event.body else {}
        if isinstance(event.fact, e.Received):
            found["email"] = body.get("submitter", {}).get("email", "")
        elif isinstance(event.fact, e.TextsWritten):
            found["title"] = body.get("public_title", "") if "title" not in head.withheld else ""
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
    deps: Deps,
    links: Links,
    origin: str,
    row: OutboxRow,
    case: Case,
    notice: Notice,
    opened: Mapping[str, str],
    fact: e.Fact,
) -> Job:
    secret = ""
    to, lang = notice.mailbox, "vi"
    if notice.role is Role.SUBMITTER:
        secret = deps.secrets.submitter_secret(case.origin, case.secret_generation)
        to, lang = opened["email"], case.letter_language
    elif not to:
        to = opened["colleague"]
    if notice.name in NAMELESS:
        # The second officer must find the case: its code stands in the signed claim, and in no word of the mail.
        desk = Claim("desk", notice.role, notice.id, case.code if notice.name == "purge_asked" else "")
        link = f"{origin}/gioi-thieu" if notice.role is Role.SUBMITTER else links.url(desk)
        return Job(row, notice, to, lang, LetterItem("", "", "", None, link, ""))
    clock, due_on, provisional = _due(case, notice, fact)
    proposed = fact if isinstance(fact, e.NamingProposed) and notice.role is Role.NAMED else None
    item = LetterItem(
        code=case.code,
        kind=case.kind.value,
        title=opened["title"],
        due_on=due_on,
        link=_link(deps, links, origin, case, notice, secret),
        agency=case.lead,
        overview=_overview(links, notice),
        clock=clock,
        secret=secret if notice.name in ("received", "new_secret") else "",
        alleged=_alleged(deps, case, proposed) if proposed else None,
        provisional=provisional,
    )
    return Job(row, notice, to, lang, item)


def _alleged(deps: Deps, case: Case, fact: e.NamingProposed) -> Alleged:
    if fact.due_on is None or case.last_at is None:
        return Alleged(fact.failure)
    calendar = deps.context(SYSTEM).calendar
    days = calendar.working_days_between(fact.due_on, vietnam_date(case.last_at))
    return Alleged(fact.failure, fact.clock, fact.due_on, days)


# Letters about a time limit of their own. The others are about the publication; to the focal office, about forwarding.
_ABOUT = {
    "supplement_asked": "supplement",
    "refused": "contest",
    "to_review": "review",
    "extension_requested": "extension_decision",
    "reassign_needed": "reassign",
    "coordinate": "coordination",
    "advice_asked": "advice",
    "directed": "directive",
    "opinion_invited": "opinion",
    "answered": "rating",
    "handed_over": "follow_up",
    "naming_notice": "naming_reply",
}
# Nothing is due by them any more.
_OVER = frozenset({"named", "not_named", "naming_retired", "naming_withdrawn", "honoured", "submitter_honoured"})


def _due(case: Case, notice: Notice, fact: e.Fact) -> tuple[str, date | None, bool]:
    """(name, last day, whether that day may still change) of the time limit that the letter is about."""
    if isinstance(fact, e.StepReached):
        clock = case.clock(fact.clock)
        return fact.clock, fact.due_on, clock is not None and clock.due_on == fact.due_on and clock.provisional
    if notice.name in _OVER or (notice.role is Role.NAMED and notice.name == "item_returned"):
        return "", None, False
    if isinstance(fact, e.NamingReplied):
        clock = case.clock(REPLY_REVIEW)
    else:
        usual = "forwarding" if notice.role is Role.FOCAL else "publication"
        clock = case.clock(_ABOUT.get(notice.name, usual)) or case.clock("publication")
    return (clock.name, clock.due_on, clock.provisional) if clock else ("", None, False)


def _overview(links: Links, notice: Notice) -> str:
    """The agency's own list, in its digests alone: they go to its mailbox on file, never to a colleague."""
    to_office = notice.role in (Role.AGENCY, Role.COORDINATING) and notice.digest and not notice.head
    return links.url(Claim("agency", Role.AGENCY, notice.id)) if to_office else ""


def _link(deps: Deps, links: Links, origin: str, case: Case, notice: Notice, secret: str) -> str:
    match notice.role:
        case Role.SUBMITTER:
            return f"{origin}/tra-cuu#{case.code}:{secret}"
        case Role.FOCAL:
            return links.url(Claim("desk", Role.FOCAL, notice.id, case.code))
        case Role.LEADER:
            return links.url(Claim("case", Role.LEADER, notice.id, case.code))
        case Role.READER:
            return links.url(Claim("desk", Role.READER, notice.id, case.code))
        case Role.NAMED:
            # The proposal's number instead of a routing: this link outlives a reassignment.
            naming = case.naming_of(notice.id)
            return links.url(Claim("case", Role.NAMED, notice.id, case.code, naming.item if naming else 0))
        case Role.AGENCY if notice.id != case.lead or notice.name == "recalled":
            return _for_head(deps, links, case, notice) or f"{origin}/ho-so/{case.code}"
        case _:
            return links.url(Claim("case", notice.role, notice.id, case.code, case.routing))


def _for_head(deps: Deps, links: Links, case: Case, notice: Notice) -> str:
    """The head of the focal office reads the case at the desk, if his mailbox is on file as a reader's."""
    ctx = deps.context(SYSTEM)
    readers = [o for o in ctx.directory.officers_at(notice.mailbox, ctx.today) if o.role is OfficerRole.READER]
    return links.url(Claim("desk", Role.READER, readers[0].id, case.code)) if notice.head and readers else ""
