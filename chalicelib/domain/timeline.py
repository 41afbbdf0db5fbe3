"""The public timeline: everything that happened but for what `events.INTERNAL` names. Offices are named, never people.

Entries are message keys with arguments; `publishing` turns them into words in both languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as _field
from datetime import date, datetime

from chalicelib.domain import events as e
from chalicelib.domain.case import Clock
from chalicelib.domain.named import PRIVATE_CLOCKS, STEP
from chalicelib.domain.reading import published_items
from chalicelib.domain.signed import quiet
from chalicelib.domain.undelivered import without_letter
from chalicelib.domain.vocabulary import UNANSWERED_REFUSALS, RedirectReason, Role

DONE, LATE, SOON = "done", "late", "soon"


@dataclass(frozen=True, slots=True)
class Entry:
    """`agencies` and `dates` are the arguments of the text `key`; `note` is the event whose text is published with it.

    A ladder step has a day (`on`), not an instant: the day on which it fell due, however late the run.
    `undelivered`: a letter about it did not reach an office.
    """

    seq: int
    at: datetime | None
    on: date | None
    type: str
    tone: str
    key: str
    agencies: Mapping[str, str] = _field(default_factory=dict)
    dates: Mapping[str, date] = _field(default_factory=dict)
    words: Mapping[str, str] = _field(default_factory=dict)
    note: int = 0
    undelivered: bool = False


_TONES: dict[type, str] = {
    e.Refused: LATE,
    e.CaseReturned: SOON,
    e.ReassignNeeded: SOON,
    e.ItemReturned: SOON,
    e.ExtensionRequested: SOON,
    e.EscalationProposed: LATE,
    e.Escalated: LATE,
    e.HandedOver: LATE,
    e.Withheld: SOON,
    e.WithdrawalAsked: SOON,
    e.Undone: SOON,
    e.RaisedAgain: LATE,
    e.SupplementAsked: SOON,
    e.Urged: SOON,
    e.RepeatNoted: LATE,
    e.Honoured: DONE,
    e.Closed: DONE,
}
# Steps before the delay begins; all others tell of a delay.
_EARLY = frozenset({"heads_up", "reminder", "due_today"})
# Whose end is no delay of the case itself.
_MILD = frozenset({"acknowledgement"})
# What a step of this name states is true even when a later step of the same run made its mail needless.
_FACTS = frozenset({"overdue"})
# Who handles it has its own office in the text.
_WITH_AGENCY = (
    e.Acknowledged,
    e.StatusReported,
    e.Contributed,
    e.AnswerGiven,
    e.ItemPublished,
    e.ItemReturned,
    e.CaseReturned,
    e.ExtensionRequested,
    e.ExtensionGranted,
    e.ExtensionRefused,
    e.EscalationProposed,
    e.Urged,
)


def entries(events: Sequence[e.Event]) -> list[Entry]:
    """Entries in the order of the record."""
    lost = without_letter(events)
    return [replace(entry, undelivered=True) if entry.seq in lost else entry for entry in _entries(events)]


def _entries(events: Sequence[e.Event]) -> Iterator[Entry]:
    written = False
    request = 0
    published, unsaid = published_items(events), _unsaid(events)
    for event in events:
        fact = event.fact
        if event.type in e.INTERNAL or quiet(fact) or event.seq in unsaid:
            continue
        if isinstance(fact, e.StepReached):
            if fact.step == STEP:
                continue  # to say so before a leader has signed would be to name
            if fact.step in _FACTS or not fact.superseded:
                yield _step(event, fact)
            continue
        again = isinstance(fact, e.TextsWritten) and written
        written = written or isinstance(fact, e.TextsWritten)
        if isinstance(fact, e.ExtensionRequested):
            request = event.seq
        # Policy asks that the reason of an extension be public: it is, once the extension is granted.
        note = request if isinstance(fact, e.ExtensionGranted) else 0
        if isinstance(fact, e.CaseReturned) and event.seq in published:
            note = event.seq
        yield _entry(event, again, note)


def _unsaid(events: Sequence[e.Event]) -> frozenset[int]:
    """A case that was taken for a legal complaint had no page; that it once was is nobody's business afterwards."""
    complaints = {
        x.seq for x in events if isinstance(x.fact, e.Redirected) and x.fact.reason == RedirectReason.LEGAL_COMPLAINT
    }
    back = {x.seq: x.fact.item for x in events if isinstance(x.fact, e.Undone) and x.fact.item in complaints}
    return frozenset((*back, *back.values()))


def _step(event: e.Event, fact: e.StepReached) -> Entry:
    tone = SOON if fact.step in _EARLY or fact.clock in _MILD else LATE
    key = f"event.step_reached.{fact.step}"
    clock = {"clock": f"event.clock.{fact.clock}"}
    return Entry(event.seq, None, fact.on, event.type, tone, key, dates={"due": fact.due_on}, words=clock)


def _entry(event: e.Event, again: bool, note: int) -> Entry:
    fact = event.fact
    agencies = {"agency": fact.agency} if isinstance(fact, _WITH_AGENCY) else {}
    dates: dict[str, date] = {}
    words: dict[str, str] = {}
    match fact:
        case e.Forwarded():
            agencies = {"agency": fact.lead}
        case e.Succeeded():
            agencies, dates, words = {"old": fact.old, "new": fact.new}, {"since": fact.since}, _source(fact)
        case e.ReassignNeeded():
            agencies, dates, words = {"agency": fact.agency}, {"since": fact.since}, _source(fact)
        case e.ExtensionRequested() | e.ExtensionGranted():
            dates = {"until": fact.until}
        case e.DeadlinesRecomputed():
            dates, words = _recomputed(event, fact)
        case e.Merged():
            words = {"into": fact.into}
        case e.TookIn() | e.SplitUp():
            words = {"n": str(len(fact.codes))}
        case _:
            agencies, words = _of_handling(fact, agencies)
    key = f"event.{event.type}{_variant(event)}{'.again' if again else ''}"
    return Entry(event.seq, event.at, None, event.type, _tone(event), key, agencies, dates, words, note)


def _of_handling(fact: e.Fact, agencies: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """(agencies, words) of what else is said about the handling."""
    match fact:
        case e.Settled():
            return {"agency": fact.lead}, {}
        case e.AnswerGiven(cites=code) if code:
            return agencies, {"cites": code}
        case e.NamingDecided(named=True):
            return {"agency": fact.agency}, {"failure": f"failure.{fact.failure}"}
        case e.NamingRetired() | e.Honoured(whom="agency"):
            return {"agency": fact.agency}, {}
        case e.HandedOver():
            return {}, {"up_class": fact.up_class}
        case e.Withheld():
            return {}, {"part": f"part.{fact.part}", "ground": f"withhold_ground.{fact.ground}"}
        case e.Disclosed():
            return {}, {"part": f"part.{fact.part}"}
        case e.ItemPublished(type="opinion" | "directive") | e.ItemReturned(type="opinion" | "directive"):
            return {}, {}  # the `agency` of an opinion is the number of its invitation
        case _:
            return agencies, {}


def _source(fact: e.Succeeded | e.ReassignNeeded) -> dict[str, str]:
    return {"directory": fact.directory}


def _shown(event: e.Event) -> tuple[Clock, ...]:
    """The clocks that the event left, but for what would tell of a proposal to name."""
    return tuple(clock for clock in event.clocks or () if clock.name not in PRIVATE_CLOCKS)


def _recomputed(event: e.Event, fact: e.DeadlinesRecomputed) -> tuple[dict[str, date], dict[str, str]]:
    """(dates, words): what moved from which day to which, and the version of the calendar that did it."""
    words = {"calendar": fact.calendar}
    told = _told(event, fact)
    if told is None:
        return {}, words
    clock, before = told
    days = {"old": before, "new": clock.due_on} if before else {"due": clock.due_on}
    return days, words | {"clock": f"event.clock.{clock.name}"}


def _told(event: e.Event, fact: e.DeadlinesRecomputed) -> tuple[Clock, date | None] | None:
    """The clock that is told of, one that moved and the publication's first; its day before, None if it is the same."""
    # `old` is in the order of all clocks, so names come before the private ones are left out.
    before = dict(zip([clock.name for clock in event.clocks or ()], fact.old, strict=False))
    shown = [(clock, before.get(clock.name, clock.due_on)) for clock in _shown(event)]
    shown.sort(key=lambda row: (row[0].due_on == row[1], row[0].name != "publication"))
    return next(((clock, old if old != clock.due_on else None) for clock, old in shown), None)


def _variant(event: e.Event) -> str:
    """Facts that read differently by one of their values."""
    own = _variant_of_handling(event.fact) or _variant_of_naming(event.fact) or _variant_of_passage(event.fact)
    if own:
        return own
    match event.fact:
        case e.Received(channel=value):
            return f".{value.value}"
        case e.ItemPublished(type=value) | e.ItemReturned(type=value) | e.Rated(rating=value):
            return f".{value}"
        case e.Closed(reason=value) | e.Undone(what=value):
            return f".{value}"
        case e.Forwarded(again=True) | e.SupplementAsked(again=True) | e.Linked(again=True):
            return ".again"
        case e.Succeeded(coordinating=True) | e.ReassignNeeded(coordinating=True):
            return ".coordinating"
        case e.ReassignNeeded(reason=value):
            return f".{value}"
        case e.DeadlinesRecomputed() as fact:
            told = _told(event, fact)
            return ".none" if told is None else ".moved" if told[1] else ""
        case e.AnswerGiven() if event.by.role is Role.FOCAL:
            return ".focal"
        case _:
            return ""


def _variant_of_passage(fact: e.Fact) -> str:
    passage = isinstance(fact, e.Withheld) and fact.passage
    return ".passage" if passage or (isinstance(fact, e.Disclosed) and fact.item) else ""


def _variant_of_handling(fact: e.Fact) -> str:
    match fact:
        case e.Refused(reason=value) if value in UNANSWERED_REFUSALS:
            return ".unanswered"
        case e.CaseReturned(decide=True):
            return ".decide"
        case e.Contributed(position=value) if value != "comment":
            return f".{value}"
        case e.Escalated(unadvised=True):
            return ".unadvised"
        case e.Directed(document_date=day) if day:
            return ".recorded"
        case e.Forwarded(final=True):
            return ".final"
        case e.ItemPublished(type="status", rearmed=False):
            return ".status.capped"
        case e.StatusReported(trusted=True):
            return ".trusted"
        case e.AnswerGiven(cites=code) if code:
            return ".cited"
        case _:
            return ""


def _variant_of_naming(fact: e.Fact) -> str:
    match fact:
        case e.NamingDecided(named=named):
            return ".named" if named else ".not_named"
        case e.NamingRetired(reason=value) | e.Honoured(whom=value):
            return f".{value}"
        case _:
            return ""


def _tone(event: e.Event) -> str:
    match event.fact:
        case e.ItemPublished(type="answer", on_time=on_time):
            return DONE if on_time else LATE
        case e.Rated(rating=rating):
            return LATE if rating == "not_satisfied" else DONE
        case e.Contributed(position="disagree") | e.NamingDecided(named=True):
            return LATE
        case fact:
            return _TONES.get(type(fact), "")
