"""What was written in reply, as far as it is public, and what the submitter said about it."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain import events as e
from chalicelib.domain.deadlines import vietnam_date
from chalicelib.domain.published import public_items
from chalicelib.domain.reading import published_items
from chalicelib.domain.reference import Reference
from chalicelib.domain.story import Story
from chalicelib.publishing.gone import Gone, nameable
from chalicelib.publishing.names import agency
from chalicelib.publishing.shapes import Attachments, Doc, Texts, iso


def replies(
    events: Sequence[e.Event], story: Story, texts: Texts, reference: Reference, files: Attachments, gone: Gone = ()
) -> list[Doc]:
    """Status reports and answers in the order of their publication, without the parts that are withheld."""
    return [
        _kept_back(_reply(item, events, texts, reference, files, gone), story.case.withheld)
        for item in public_items(events, story)
        if isinstance(item.fact, (e.StatusReported, e.AnswerGiven))
    ]


_OF_REPLY = {"answer": "answers", "status": "reports"}


def _kept_back(reply: Doc, withheld: Sequence[str]) -> Doc:
    """The reply without the parts that are withheld; that there is one, and of which day, stays public."""
    if _OF_REPLY[reply["type"]] in withheld:
        reply = reply | {"content": "", "document_number": None, "signer": None, "attachments": []}
    return reply | {"attachments": []} if "attachments" in withheld else reply


def rating(story: Story, events: Sequence[e.Event]) -> Doc | None:
    if not story.case.rating:
        return None
    rated = [event for event in events if isinstance(event.fact, e.Rated)]
    return {"value": story.case.rating, "on": vietnam_date(rated[-1].at).isoformat()}


def _reply(
    item: e.Event, events: Sequence[e.Event], texts: Texts, reference: Reference, files: Attachments, gone: Gone
) -> Doc:
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
        "document_date": iso(answer.document_date) if answer else None,
        "signer": text.get("signer") or None,
        "completed_on": iso(answer.completed_on) if answer else None,
        "promised_on": iso(promised),
        "cites": nameable(answer.cites, gone) if answer else None,
        "attachments": [dict(files[id_]) for id_ in (answer.files if answer else ()) if id_ in files],
    }
