"""Letters that never arrived: whose they were, what the public hears of them, and whether the lead knows of the case.

Design, section 2: a step whose mail was never delivered is shown as "not delivered" and does not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from chalicelib.domain import events as e
from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import vietnam_date
from chalicelib.domain.record import record, replace
from chalicelib.domain.vocabulary import HANDLING, Role

# Whose mailbox is the business of the public: the submitter's, an expert's and an inspector's are not.
OFFICES = frozenset({Role.AGENCY, Role.COORDINATING, Role.NAMED, Role.FOCAL, Role.LEADER})
KEPT = 4
"""The head of a case is bounded."""


@record
class Addressee:
    """To whom a letter went: `id` is an officer's id, an agency's code, "" for the submitter; `head`: to its head."""

    role: str
    id: str
    head: bool


def addressee(notice: str, key: str) -> Addressee:
    """From a letter's name and its notice's key (`notices.Notice.key`)."""
    rest = key.removeprefix(f"{notice}-")
    head = rest.endswith("-head")
    role, _, id_ = rest.removesuffix("-head").partition("-")
    return Addressee(role, id_, head)


def is_public(fact: e.MailFailed) -> bool:
    """Whether the public page says so: a letter to an office, about an event whose number is known."""
    return fact.item > 0 and addressee(fact.notice, fact.to).role in OFFICES


def without_letter(events: Sequence[e.Event]) -> frozenset[int]:
    """Numbers of the events about which a letter did not reach an office."""
    return frozenset(x.fact.item for x in events if isinstance(x.fact, e.MailFailed) and is_public(x.fact))


def loses_lead(case: Case, notice: str, key: str, item: int) -> bool:
    """Whether this failure means that the lead does not know of the case.

    It must be the lead's own mailbox, and the newest call or a later letter: what failed before the office was called
    on anew is past. An agency that has acted knows of the case, whatever comes back later. `item` 0: a mail of an
    earlier version, of which nobody knows what it was about.
    """
    to = addressee(notice, key)
    own = to.role == Role.AGENCY and to.id == case.lead and not to.head
    newest = 0 < case.unconfirmed <= item
    return own and newest and not case.unreached and case.status in HANDLING


def lead_missed(case: Case) -> bool:
    """Whether the lead of this routing did not get a letter of this arming, whether or not it knows of the case."""
    return any(_to_lead(case, key) for key in case.bounced)


def _to_lead(case: Case, key: str) -> bool:
    """Whether the letter was for the lead's own mailbox, not its head's."""
    to = addressee(key.partition("-")[0], key)
    return to.role == Role.AGENCY and to.id == case.lead and not to.head


def failed(case: Case, fact: e.MailFailed) -> Case:
    """`bounced` keeps the last letters that whoever may be named for a delay did not get: nobody is named on their
    strength.
    """
    case, to = replace(case, unreached=case.unreached or fact.unreached), addressee(fact.notice, fact.to)
    concerned = to.role in (Role.FOCAL, Role.NAMED) or (to.role == Role.AGENCY and to.id == case.lead)
    if not concerned or fact.to in case.bounced or _past(case, fact):
        return case
    return replace(case, bounced=(*case.bounced, fact.to)[-KEPT:])


def _past(case: Case, fact: e.MailFailed) -> bool:
    """A letter of before the newest call, or about an earlier proposal to name: another one went out since."""
    naming, to = case.naming, addressee(fact.notice, fact.to)
    if naming and (to.role, to.id) == (Role.NAMED, naming.agency):
        return 0 < fact.item < naming.item
    return 0 < fact.item < case.unconfirmed and _to_lead(case, fact.to)


def after(before: Case, event: e.Event, case: Case) -> Case:
    """`case`, which `event` has changed, with what this tells of the lead: called on anew, or heard from."""
    # After the second officer's no, new links go out: until then nobody could act.
    if case.routing != before.routing or isinstance(event.fact, e.PurgeRejected):
        return replace(case, unconfirmed=event.seq, unreached=False, bounced=(), called_on=_called_on(event))
    if isinstance(event.fact, e.Urged):
        # A new letter goes out, and may arrive this time.
        kept = tuple(key for key in case.bounced if not _to_lead(case, key))
        called = vietnam_date(event.at) if before.unreached else case.called_on
        newest = event.seq if before.unconfirmed else 0
        case = replace(case, unconfirmed=newest, unreached=False, bounced=kept, called_on=called)
    elif before.unconfirmed and event.by.role is Role.AGENCY and event.by.agency == before.lead:
        case = replace(case, unconfirmed=0, unreached=False)
    return replace(case, bounced=_of_this_arming(before, case)) if case.bounced else case


def _called_on(event: e.Event) -> date | None:
    """A successor is late from the day on which it took over, whenever that was recorded; what was taken back is as it
    was.
    """
    if isinstance(event.fact, e.Undone):
        return event.fact.restored.called_on
    if isinstance(event.fact, e.Succeeded):
        return event.fact.since - timedelta(days=1)
    return vietnam_date(event.at)


def _of_this_arming(before: Case, case: Case) -> tuple[str, ...]:
    """A new arming takes its steps again, and their letters may arrive this time."""
    old, new = before.clock("publication"), case.clock("publication")
    if old and old.steps and not (new and new.steps):
        return tuple(key for key in case.bounced if not key.startswith("step_"))
    return case.bounced
