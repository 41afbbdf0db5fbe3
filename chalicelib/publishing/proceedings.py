"""How a case was handled, as its document tells it: whose days, which clocks, who was heard, what was kept back.

Like the rest of the document it has no clock of its own: "today" is the day of the case's last event.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.calendar import CalendarYearMissing
from chalicelib.domain.case import Clock
from chalicelib.domain.deadlines import vietnam_date
from chalicelib.domain.holders import age_of
from chalicelib.domain.named import PRIVATE_CLOCKS
from chalicelib.domain.passages import kept_back
from chalicelib.domain.published import public_voices
from chalicelib.domain.reading import published_items
from chalicelib.domain.reference import Reference
from chalicelib.domain.story import Story
from chalicelib.domain.vocabulary import BESIDE, Role
from chalicelib.messages import both
from chalicelib.publishing.names import agency
from chalicelib.publishing.shapes import Doc, Texts

# The first stands by itself; before a leader's decision nothing of a naming is public.
_NOT_PUBLIC = ("publication", *PRIVATE_CLOCKS)


def proceedings(events: Sequence[e.Event], story: Story, texts: Texts, reference: Reference) -> Doc:
    """`age`, `holders`, `clocks`, `rearms_cap`, `national`, `handed_over`, `directives`, `contributions`, `opinions`,
    `withheld` of docs/documents.md.
    """
    age, holders = _age(events, reference)
    policy = reference.policies.policy_of(story.case.received_on, story.today)
    return {
        "age": age,
        "holders": holders,
        "rearms_cap": policy.limits["rearms"],
        "extensions": story.case.extensions,
        "extensions_cap": policy.limits["extensions"],
        "returns": story.case.returns,
        "clocks": [_clock(clock, story.today) for clock in story.case.clocks if clock.name not in _NOT_PUBLIC],
        "national": _national(events, story),
        "handed_over": _handed_over(events),
        "directives": _directives(events, story, texts),
        "contributions": _contributions(events, story, texts, reference),
        "opinions": [] if story.hidden else _opinions(events, story, texts),
        "withheld": withheld(events),
    }


def _age(events: Sequence[e.Event], reference: Reference) -> tuple[Doc | None, list[Doc]]:
    try:
        age = age_of(events, reference.calendar_ahead)
    except CalendarYearMissing:
        return None, []
    rows = []
    for held in age.held:
        office = agency(reference, held.id) if held.role is Role.AGENCY else None
        name = office["name"] if office else both(f"role.{held.role.value}")
        rows.append({"type": held.role.value, "id": held.id or None, "name": name, "working_days": held.working_days})
    return {"working_days": age.working_days, "until": age.until.isoformat()}, rows


def _clock(clock: Clock, today: date) -> Doc:
    over = not clock.paused and today > clock.due_on
    return {
        "name": clock.name,
        "label": both(f"event.clock.{clock.name}"),
        "start_on": clock.start_on.isoformat(),
        "due_on": None if clock.paused else clock.due_on.isoformat(),
        "overdue_on": (clock.due_on + timedelta(days=1)).isoformat() if over else None,
        "provisional": clock.provisional,
    }


def _national(events: Sequence[e.Event], story: Story) -> Doc | None:
    """Its own limit on the national portal, and when the answer was posted there (R1-09, section G)."""
    posted = next((x.fact for x in reversed(events) if isinstance(x.fact, e.PostedNationally)), None)
    if posted is not None:
        return {"due_on": posted.due_on.isoformat(), "posted_on": posted.on.isoformat()}
    clock = story.case.clock("national")
    return {"due_on": clock.due_on.isoformat(), "posted_on": None} if clock else None


def _handed_over(events: Sequence[e.Event]) -> Doc | None:
    found = [(vietnam_date(x.at), x.fact) for x in events if isinstance(x.fact, e.HandedOver)]
    if not found:
        return None
    on, fact = found[-1]
    dated = fact.document_date.isoformat() if fact.document_date else None
    return {"up_class": fact.up_class, "label": both(f"up_class.{fact.up_class}"), "document_date": dated,
            "on": on.isoformat()}  # fmt: skip


def _directives(events: Sequence[e.Event], story: Story, texts: Texts) -> list[Doc]:
    """Each with its time limit, the publication that fulfilled it, and its words once they are public (R2-02)."""
    rows: list[Doc] = []
    public = {event.seq: texts.get(event.seq, {}) for event in public_voices(events, story)}
    for event in events:
        fact = event.fact
        if isinstance(fact, (e.Directed, e.Settled)):
            due = next((clock.due_on for clock in event.clocks or () if clock.name == "directive"), None)
            dated = fact.document_date if isinstance(fact, e.Directed) else None
            row = {"on": vietnam_date(event.at), "document_date": dated, "due_on": due, "fulfilled_on": None}
            words = public.get(event.seq, {})
            said = {"document_number": words.get("number") or None, "content": words.get("content") or None}
            rows.append(row | {"seq": event.seq, "settled": isinstance(fact, e.Settled), **said})
        elif isinstance(fact, e.ItemPublished) and fact.type not in BESIDE:
            for row in rows:
                row["fulfilled_on"] = row["fulfilled_on"] or vietnam_date(event.at)
    return [{name: _iso(value) for name, value in row.items()} for row in rows]


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _contributions(events: Sequence[e.Event], story: Story, texts: Texts, reference: Reference) -> list[Doc]:
    """The last word of each coordinating agency: its position, and what it said once that was let through."""
    public = {event.seq: texts.get(event.seq, {}) for event in public_voices(events, story)}
    latest = {x.fact.agency: x for x in events if isinstance(x.fact, e.Contributed)}
    return [
        {
            "agency": agency(reference, code),
            "position": event.fact.position,
            "on": vietnam_date(event.at).isoformat(),
            "content": public.get(event.seq, {}).get("content") or None,
        }
        for code, event in latest.items()
        if isinstance(event.fact, e.Contributed)
    ]


def _opinions(events: Sequence[e.Event], story: Story, texts: Texts) -> list[Doc]:
    """Reviewed opinions, under the title that the focal office gave in the invitation."""
    published = published_items(events)
    kept_back = "opinions" in story.case.withheld
    return [
        {
            "item": event.seq,
            "on": vietnam_date(published[event.seq].at).isoformat(),
            "title": texts.get(event.seq, {}).get("title") or None,
            "content": "" if kept_back else texts.get(event.seq, {}).get("content") or "",
        }
        for event in events
        if isinstance(event.fact, e.OpinionGiven) and event.seq in published
    ]


def withheld(events: Sequence[e.Event]) -> list[Doc]:
    """What is kept back at the moment, with its ground (R4-60): whole parts, and how many `passages` of others."""
    parts: dict[tuple[str, str], Doc] = {}
    for event in events:
        match event.fact:
            case e.Withheld(passage=False) as fact:
                parts[fact.part, ""] = _withheld(event, fact)
            case e.Disclosed(item=0, part=part):
                parts.pop((part, ""), None)
            case _:
                pass
    for event in kept_back(events):
        assert isinstance(event.fact, e.Withheld)
        row = parts.setdefault((event.fact.part, event.fact.ground), _withheld(event, event.fact))
        row["passages"] += 1
    return list(parts.values())


def _withheld(event: e.Event, fact: e.Withheld) -> Doc:
    return {
        "part": fact.part,
        "label": both(f"part.{fact.part}"),
        "ground": fact.ground,
        "ground_label": both(f"withhold_ground.{fact.ground}"),
        "on": vietnam_date(event.at).isoformat(),
        "passages": 0,
    }


def armings(events: Sequence[e.Event]) -> list[Doc]:
    """Every change of the publication clock: when it began, began again, or moved, and by which event."""
    rows: list[Doc] = []
    last: tuple[date, int, date] | None = None
    for event in events:
        clock = next((clock for clock in event.clocks or () if clock.name == "publication"), None)
        now = (clock.start_on, clock.length, clock.due_on) if clock else None
        if now and now != last:
            row = {"seq": event.seq, "on": vietnam_date(event.at).isoformat(), "because": event.type}
            days = {"start_on": now[0].isoformat(), "length": now[1], "due_on": now[2].isoformat()}
            rows.append(row | days)
            last = now
    return rows


def policy_of(story: Story, reference: Reference) -> Doc:
    """By which version of the policy the limit is that long, and on whose authority."""
    policy = reference.policies.policy_of(story.case.received_on, story.today)
    basis, source = policy.authority("publication", story.case.kind)
    return {"id": policy.id, "basis": basis.value, "source": source or None}
