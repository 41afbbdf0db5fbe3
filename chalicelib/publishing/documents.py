"""Events -> the published documents of docs/documents.md, pure. They hold dates only, so that no page needs a clock.

Views for links and the desk are made of the same parts: `case_view` with the texts that the reader may read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain import timeline
from chalicelib.domain.calendar import Calendar, CalendarYearMissing
from chalicelib.domain.case import Clock
from chalicelib.domain.deadlines import VIETNAM, explain, pause_between, to_json, vietnam_date
from chalicelib.domain.reading import published_items
from chalicelib.domain.reference import Reference
from chalicelib.domain.story import Story, tell
from chalicelib.domain.vocabulary import FINAL, Role
from chalicelib.messages import LANGUAGES, translator
from chalicelib.publishing.names import agency, agency_name, field, place
from chalicelib.publishing.proceedings import armings, policy_of, proceedings

SCHEMA = 1
Doc = dict[str, Any]
Texts = Mapping[int, Mapping[str, Any]]
"""Number of an event -> the fields of its typed text that may be read."""
Attachments = Mapping[str, Mapping[str, Any]]
"""File id -> {"name", "size", "type", "href"} of the files that may be read."""


def public_items(events: Sequence[e.Event], story: Story) -> list[e.Event]:
    """The status reports and answers that the focal officer let through, in the order of their publication."""
    if story.hidden:
        return []
    by_seq = {event.seq: event for event in events}
    return [by_seq[item] for item in published_items(events) if item in by_seq]


def public_notes(events: Sequence[e.Event], story: Story) -> list[e.Event]:
    """Requests whose reason is public, because they were granted."""
    if story.hidden:
        return []
    by_seq = {event.seq: event for event in events}
    return [by_seq[entry.note] for entry in timeline.entries(events) if entry.note in by_seq]


def public_bodies(events: Sequence[e.Event], story: Story) -> dict[int, str]:
    """Event number -> id of its sealed text, for the texts that the public may read. Nothing else is ever opened."""
    if story.hidden:
        return {}
    wanted = [event for event in events if event.seq == story.texts]
    wanted += [*public_items(events, story), *public_notes(events, story)]
    return {event.seq: event.body.id for event in wanted if event.body}


def public_files(events: Sequence[e.Event], story: Story) -> list[str]:
    """Attachments of published answers: the decision to publish the answer is the decision about them."""
    if {"answers", "attachments"} & set(story.case.withheld):
        return []
    facts = [event.fact for event in public_items(events, story)]
    return [file for fact in facts if isinstance(fact, e.AnswerGiven) for file in fact.files]


def case_document(
    events: Sequence[e.Event], texts: Texts, reference: Reference, files: Attachments, sequence: int
) -> Doc | None:
    """`ho-so/{code}.json`; None when the case may have no page. `texts` beyond the public ones are not used.

    `version` is the number of the last event that it shows; `merged_into` makes a merged case a stub.
    """
    story = tell(events)
    if story is None or story.gone:
        return None
    document, deadline, line = case_view(events, texts, reference, files)
    return {"schema": SCHEMA, "sequence": sequence, **document, "deadline": deadline, "timeline": line}


def case_view(
    events: Sequence[e.Event], texts: Texts, reference: Reference, files: Attachments
) -> tuple[Doc, Doc | None, list[Doc]]:
    """(case without sequence, deadline and timeline; deadline; timeline), for any reader who may open the case."""
    story = tell(events)
    assert story is not None, "a case has events"
    case = story.case
    written = {} if story.hidden else texts.get(story.texts, {})
    due = deadline_of(story, reference.calendar)
    document: Doc = {
        "code": case.code,
        "version": case.version,
        "kind": case.kind.value,
        "subtype": case.subtype or None,
        "channel": case.channel.value,
        "submitter_type": case.submitter_type.value,
        "language": story.language or case.language,
        "original_language": case.language,
        "title": (written.get("public_title") or None) if "title" not in case.withheld else None,
        "content": (written.get("public_content") or None) if "content" not in case.withheld else None,
        "status": case.status.value,
        "timeliness": story.timeliness.value,
        "provisional": bool(due and due["provisional"]) and story.open,
        "noindex": story.noindex,
        "merged_into": case.merged_into or None,
        "merged": case.merged,
        "repeats": case.repeats,
        "split_from": case.split_from or None,
        "received_on": case.received_on.isoformat(),
        "field": field(reference, case.field),
        "subindex": case.subindex or None,
        "place": place(reference, case.place),
        "lead": agency(reference, case.lead),
        "coordinating": [agency(reference, code) for code in case.coordinating],
        "holder": _holder(story, reference),
        "rearms": case.rearms,
        "overdue_on": _iso(story.overdue_on),
        "over": _over(story, reference.calendar),
        "working_days": case.working_days,
        "replies": [
            _kept_back(_reply(item, events, texts, reference, files), case.withheld)
            for item in public_items(events, story)
            if not isinstance(item.fact, e.OpinionGiven)
        ],
        "rating": _rating(story, events),
        **proceedings(events, story, texts, reference),
    }
    if due:
        due |= {"armings": armings(events), "policy": policy_of(story, reference)}
    return document, due, timeline_of(events, texts, reference, hidden=story.hidden)


_OF_REPLY = {"answer": "answers", "status": "reports"}


def _kept_back(reply: Doc, withheld: Sequence[str]) -> Doc:
    """The reply without the parts that are withheld; that there is one, and of which day, stays public."""
    if _OF_REPLY[reply["type"]] in withheld:
        reply = reply | {"content": "", "document_number": None, "signer": None, "attachments": []}
    return reply | {"attachments": []} if "attachments" in withheld else reply


def row_of(story: Story, title: str | None, reference: Reference | None, slot: int) -> Doc:
    """One line of a list; without names when no reference is given."""
    case = story.case
    running = story.open and story.clock is not None and not story.ended_on and not story.clock.paused
    return {
        "slot": slot,
        "code": case.code,
        "title": None if story.hidden else title,
        "kind": case.kind.value,
        "status": case.status.value,
        "timeliness": story.timeliness.value,
        "received_on": case.received_on.isoformat(),
        "due_on": _iso(story.clock.due_on) if running and story.clock else None,
        "answered_on": _iso(case.answered_on),
        "working_days": case.working_days,
        "lead": agency(reference, case.lead) if reference else None,
        "field": field(reference, case.field) if reference else None,
        "rating": case.rating or None,
        "moved_to": None,
    }


def moved_row(story: Story, slot: int, to: Doc | None) -> Doc:
    """What stays on the page of an agency or field that the case left: its slot, and where it went.

    Nothing else: what happens to the case afterwards does not come back to this page.
    """
    row = row_of(story, None, None, slot)
    kept = {"slot", "code", "received_on"}
    return {name: value if name in kept else None for name, value in row.items()} | {"moved_to": to}


def deadline_of(story: Story, calendar: Calendar) -> Doc | None:
    """The explained publication clock that runs or ran last.

    The clock in the case is what the case is judged by: should the calendar have moved since, its day stands until an
    event recomputes it.
    """
    clock = story.clock
    if clock is None:
        return None
    pauses = [pause for pause in (pause_between(*pair) for pair in clock.pauses) if pause]
    try:
        explained = to_json(explain(calendar, clock.start_on, clock.length, pauses))
    except (CalendarYearMissing, ValueError):
        # Publication must not stop for one year that the board has not entered yet.
        return None
    return explained if clock.paused else explained | _as_judged(clock)


def _as_judged(clock: Clock) -> Doc:
    first_over = date.fromordinal(clock.due_on.toordinal() + 1)
    return {
        "due_on": clock.due_on.isoformat(),
        "overdue_from": first_over.isoformat(),
        "provisional": clock.provisional,
        "calendar_version": clock.calendar,
    }


def _over(story: Story, calendar: Calendar) -> list[Doc]:
    """The working days over that have begun when the last event happened."""
    if story.overdue_on is None:
        return []
    days = range(story.overdue_on.toordinal(), story.last_day.toordinal() + 1)
    try:
        working = [day for day in map(date.fromordinal, days) if calendar.is_working_day(day)]
    except CalendarYearMissing:
        return []
    return [{"date": day.isoformat(), "n": n} for n, day in enumerate(working, 1)]


def _holder(story: Story, reference: Reference) -> Doc | None:
    if story.case.status in FINAL:
        return None
    role, code = story.case.holder
    office = agency(reference, code) if role is Role.AGENCY else None
    return {"type": role.value, "id": office["id"] if office else None, "name": office["name"] if office else None}


def _rating(story: Story, events: Sequence[e.Event]) -> Doc | None:
    if not story.case.rating:
        return None
    rated = [event for event in events if isinstance(event.fact, e.Rated)]
    return {"value": story.case.rating, "on": vietnam_date(rated[-1].at).isoformat()}


def _reply(item: e.Event, events: Sequence[e.Event], texts: Texts, reference: Reference, files: Attachments) -> Doc:
    published = published_items(events)[item.seq]
    fact, text = item.fact, texts.get(item.seq, {})
    answer = fact if isinstance(fact, e.AnswerGiven) else None
    promised = fact.promised_on if isinstance(fact, (e.AnswerGiven, e.StatusReported)) else None
    assert isinstance(published.fact, e.ItemPublished)
    return {
        "item": item.seq,
        "type": published.fact.type,
        "agency": agency(reference, published.fact.agency),
        "on": vietnam_date(published.at).isoformat(),
        "content": text.get("content") or "",
        "document_number": text.get("document_number") or None,
        "document_date": _iso(answer.document_date) if answer else None,
        "signer": text.get("signer") or None,
        "completed_on": _iso(answer.completed_on) if answer else None,
        "promised_on": _iso(promised),
        "cites": (answer.cites or None) if answer else None,
        "attachments": [dict(files[id_]) for id_ in (answer.files if answer else ()) if id_ in files],
    }


def timeline_of(events: Sequence[e.Event], texts: Texts, reference: Reference, *, hidden: bool = False) -> list[Doc]:
    """Entries in both languages; `note` is the published reason of a granted extension."""
    return [
        {
            "seq": entry.seq,
            "at": _moment(entry.at),
            "on": _iso(entry.on),
            "type": entry.type,
            "tone": entry.tone,
            "text": {lang: _words(entry, reference, lang) for lang in LANGUAGES},
            "note": None if hidden or not entry.note else texts.get(entry.note, {}).get("reason") or None,
        }
        for entry in timeline.entries(events)
    ]


def _words(entry: timeline.Entry, reference: Reference, lang: str) -> str:
    t = translator(lang)
    args: dict[str, object] = {name: agency_name(reference, code)[lang] for name, code in entry.agencies.items()}
    args |= {name: _spoken(day, lang) for name, day in entry.dates.items()}
    args |= {name: t(word) if word.startswith(_LABELLED) else word for name, word in entry.words.items()}
    return t(entry.key, **args)


_LABELLED = ("event.", "part.", "withhold_ground.")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _spoken(day: date, lang: str) -> str:
    return f"{day:%d/%m/%Y}" if lang == "vi" else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(VIETNAM).isoformat(timespec="seconds") if at else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
