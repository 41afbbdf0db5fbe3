"""Links that somebody asked for: an outbox row without an event, so that no mail leaves inside a request.

The row's subject is the claim itself. It stays for five minutes, sent or not: whoever asks again meets it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.case import SYSTEM, Case
from chalicelib.domain.decide.context import Context
from chalicelib.domain.deciders import may_look
from chalicelib.domain.notices import Notice
from chalicelib.domain.vocabulary import Role, Status
from chalicelib.ports import Claim, LetterItem, Links, OutboxRow
from chalicelib.usecases.deps import Deps

ASK_SECONDS = 300
MORNING = "morning|"
# A row that the overdue check keeps in the outbox while it takes steps: until then its letters are not complete.
SWEEPING = "sweeping"
SWEEP_LIMIT = timedelta(minutes=15)  # no function runs longer: what is older was left by one that died
_NAMES = {"desk": "desk_link", "agency": "agency_link"}
NOBODY = Claim("desk", Role.FOCAL, "-")


@dataclass(frozen=True, slots=True)
class Job:
    """One mail to be sent for one notice of one outbox row."""

    row: OutboxRow
    notice: Notice
    to: str
    lang: str
    item: LetterItem


def subject_of(claim: Claim) -> str:
    return "|".join((claim.audience, claim.role, claim.subject, claim.code, str(claim.routing)))


def still_asked(row: OutboxRow, now: datetime) -> bool:
    """Whether the row must stay although its mail has gone: it is the mark that nobody asks again meanwhile."""
    if row.seq:
        return False
    if is_morning(row):
        return todays(row, now)
    return now < asked_at(row) + timedelta(seconds=ASK_SECONDS)


def asked_at(row: OutboxRow) -> datetime:
    return datetime.fromisoformat(row.id.partition("#")[0])


def is_morning(row: OutboxRow) -> bool:
    """A letter of the morning report: one row for its whole day."""
    return row.seq == 0 and row.code.startswith(MORNING)


def todays(row: OutboxRow, now: datetime) -> bool:
    return now < asked_at(row) + timedelta(days=1)


def plan_asked(deps: Deps, links: Links, row: OutboxRow) -> list[Job]:
    """The mail with a fresh link, to the mailbox on file; nothing when nobody on file is meant any more."""
    audience, role, subject, code, routing = row.code.split("|")
    claim = Claim(audience, role, subject, code, int(routing))
    to = _mailbox(deps, claim)
    if not to:
        return []
    name = _NAMES.get(audience, "new_link")
    shown = code if audience == "case" else ""
    item = LetterItem(shown, "", "", None, links.url(claim), "")
    return [Job(row, Notice(name, Role(role), subject, to), to, "vi", item)]


def _mailbox(deps: Deps, claim: Claim) -> str:
    ctx = deps.context(SYSTEM)
    if claim.audience == "case" and not _opens(deps, ctx, claim):
        return ""
    if claim.audience == "desk" or claim.role == Role.LEADER:
        officer = next((o for o in ctx.directory.officers if o.id == claim.subject and o.valid_on(ctx.today)), None)
        return officer.mailbox if officer else ""
    if claim.audience == "agency":
        return _office(ctx, claim.subject) if ctx.directory.valid_on(claim.subject, ctx.today) else ""
    case = deps.cases.load(claim.code)
    if case is not None and claim.role == Role.EXPERT:
        return _invited(deps, case, claim.subject)
    naming = case.naming_of(claim.subject) if case and claim.role == Role.NAMED else None
    if case is None or (naming.item if naming else case.routing) != claim.routing:
        return ""
    return _office(ctx, claim.subject)


def _opens(deps: Deps, ctx: Context, claim: Claim) -> bool:
    """Whether a link to this case would open for anybody of this role (`access`): no mail about what is locked."""
    case = deps.cases.load(claim.code)
    if case is None or case.purge or case.status in (Status.RESTRICTED, Status.WITHDRAWN):
        return False
    return claim.role != Role.LEADER or may_look(ctx, case, claim.subject)


def _office(ctx: Context, code: str) -> str:
    agency = ctx.directory.agency(code)
    return agency.focal_mailbox or agency.mailbox


def _invited(deps: Deps, case: Case, invitation: str) -> str:
    """The address that the invitation went to, as long as the opinion is awaited."""
    found = [x.body.id for x in deps.cases.events(case.code) if str(x.seq) == invitation and x.body]
    if invitation not in map(str, case.invited):
        return ""
    return next((str(body.get("email", "")) for body in deps.vault.open(case, found).values()), "")
