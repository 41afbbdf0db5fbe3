"""Events -> a case's published document of docs/documents.md, pure. It holds dates only, so that no page needs a clock.

Views for links and the desk are made of the same parts: `case_view` with the texts that the reader may read.
"""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain import events as e
from chalicelib.domain.reference import Reference
from chalicelib.domain.story import ONCE_SEEN, Story, tell
from chalicelib.domain.vocabulary import FINAL, Role
from chalicelib.messages import both
from chalicelib.publishing.chronicle import timeline_of
from chalicelib.publishing.deadline import days_over, deadline_of, reasons_over
from chalicelib.publishing.gone import Gone, nameable
from chalicelib.publishing.names import agency, field, place
from chalicelib.publishing.namings import named
from chalicelib.publishing.proceedings import armings, policy_of, proceedings
from chalicelib.publishing.replies import rating, replies
from chalicelib.publishing.shapes import SCHEMA, Attachments, Doc, Texts, iso, spoken


def case_document(
    events: Sequence[e.Event], texts: Texts, reference: Reference, files: Attachments, sequence: int, gone: Gone = ()
) -> Doc | None:
    """`ho-so/{code}.json`; None when the case may have no page. `texts` beyond the public ones are not used.

    `version` is the number of the last event that it shows; `merged_into` makes a merged case a stub.
    """
    story = tell(events)
    if story is None or story.gone:
        return None
    document, deadline, line = case_view(events, texts, reference, files, gone)
    if story.unseen:
        document, line = document | dict.fromkeys(ONCE_SEEN & document.keys()), _by_day(line)
    return {"schema": SCHEMA, "sequence": sequence, **document, "deadline": deadline, "timeline": line}


def _by_day(line: list[Doc]) -> list[Doc]:
    """The timeline without times of day, and without the way in which it came."""
    return [
        {**entry, "at": None, "on": entry["on"] or entry["at"][:10]}
        | ({"text": both("timeline.received")} if entry["type"] == "received" else {})
        for entry in line
    ]


def case_view(
    events: Sequence[e.Event], texts: Texts, reference: Reference, files: Attachments, gone: Gone = ()
) -> tuple[Doc, Doc | None, list[Doc]]:
    """(case without sequence, deadline and timeline; deadline; timeline), for any reader who may open the case.

    `gone`: other cases that it must not name.
    """
    story = tell(events)
    assert story is not None, "a case has events"
    due = deadline_of(story, reference.calendar)
    own = spoken({story.texts: texts.get(story.texts, {})}, _language(story))
    texts = {**spoken(texts), **own}
    document: Doc = {
        **_petition(story, texts),
        **_standing(story, due, gone),
        **_places(story, reference),
        **_time(story, reference),
        "replies": replies(events, story, texts, reference, files, gone),
        "rating": rating(story, events),
        **proceedings(events, story, texts, reference),
        **named(events, texts, reference, files, story.case.withheld),
    }
    if due:
        due |= {"armings": armings(events), "policy": policy_of(story, reference)}
    hidden = story.hidden or "reasons" in story.case.withheld
    return document, due, timeline_of(events, texts, reference, gone, hidden=hidden)


def _language(story: Story) -> str:
    """Of the published text."""
    return story.language or story.case.language


def _petition(story: Story, texts: Texts) -> Doc:
    """What was asked, by what kind of submitter, in which words."""
    case = story.case
    written = {} if story.hidden else texts.get(story.texts, {})
    return {
        "code": case.code,
        "version": case.version,
        "kind": case.kind.value,
        "subtype": case.subtype or None,
        "channel": case.channel.value,
        "submitter_type": case.submitter_type.value,
        "language": _language(story),
        "original_language": case.language,
        "title": (written.get("public_title") or None) if "title" not in case.withheld else None,
        "content": (written.get("public_content") or None) if "content" not in case.withheld else None,
    }


def _standing(story: Story, due: Doc | None, gone: Gone) -> Doc:
    """Status and timeliness, and how it hangs together with other cases."""
    case = story.case
    return {
        "status": case.status.value,
        "timeliness": story.timeliness.value,
        "provisional": bool(due and due["provisional"]) and story.open,
        "noindex": story.noindex,
        "merged_into": nameable(case.merged_into, gone),
        "merged": case.merged,
        "repeats": case.repeats,
        "split_from": nameable(case.split_from, gone),
        "received_on": case.received_on.isoformat(),
    }


def _places(story: Story, reference: Reference) -> Doc:
    """Where it belongs, and with whom it is."""
    case = story.case
    return {
        "field": field(reference, case.field),
        "subindex": case.subindex or None,
        "place": place(reference, case.place),
        "lead": agency(reference, case.lead),
        "coordinating": [agency(reference, code) for code in case.coordinating],
        "holder": _holder(story, reference),
    }


def _time(story: Story, reference: Reference) -> Doc:
    return {
        "rearms": story.case.rearms,
        "overdue_on": iso(story.overdue_on),
        "over": days_over(story, reference.calendar),
        "over_reasons": reasons_over(story, reference.calendar),
        "working_days": story.case.working_days,
    }


def _holder(story: Story, reference: Reference) -> Doc | None:
    if story.case.status in FINAL:
        return None
    role, code = story.case.holder
    office = agency(reference, code) if role is Role.AGENCY else None
    return {"type": role.value, "id": office["id"] if office else None, "name": office["name"] if office else None}
