"""What one reader sees of one case: the public document, and beside it the texts that this reader may read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.case import Case
from chalicelib.domain.reference import Reference
from chalicelib.domain.story import tell
from chalicelib.domain.timeline import entries
from chalicelib.messages import both, translator
from chalicelib.publishing.documents import case_view
from chalicelib.publishing.gone import Gone
from chalicelib.publishing.names import agency
from chalicelib.publishing.namings import chosen
from chalicelib.publishing.shapes import Attachments, Doc, Texts, spoken

# Who typed what the reader may read besides the published texts, in the order of the story.
_NOTED = (
    e.Forwarded,
    e.SupplementAsked,
    e.Supplemented,
    e.Refused,
    e.RefusalContested,
    e.Redirected,
    e.CaseReturned,
    e.ItemReturned,
    e.ExtensionRequested,
    e.ExtensionRefused,
    e.EscalationProposed,
    e.Escalated,
    e.Directed,
    e.Settled,
    e.HandedOver,
    e.OpinionInvited,
    e.WithdrawalAsked,
    e.WithdrawalDeclined,
    e.Rated,
    e.RaisedAgain,
    e.Contributed,
    e.Urged,
    e.CorrectionAsked,
    e.Withdrawn,
    e.IdentityRevealed,
    e.Restricted,
    e.Noted,
    e.Withheld,
    e.Released,
    e.PurgeAsked,
    e.NamingProposed,
    e.NamingReplied,
    e.NamingDecided,
    e.NamingRetired,
    e.Honoured,
    e.Closed,
)


# What was chosen from a list, and stands in the event itself: its field and where its labels are.
_CHOSEN = {
    e.ItemReturned: ("reason", "return_reason"),
    e.Refused: ("reason", "reason"),
    e.Redirected: ("reason", "reason"),
    e.Restricted: ("ground", "restrict_ground"),
    e.EscalationProposed: ("ground", "ground"),
    e.Escalated: ("ground", "ground"),
    e.Contributed: ("position", "position"),
    e.HandedOver: ("up_class", "up_class"),
    e.Rated: ("rating", "rating"),
    e.NamingProposed: ("failure", "failure"),
    e.NamingDecided: ("failure", "failure"),
    e.Honoured: ("whom", "whom"),
}


def dossier_view(
    case: Case,
    events: Sequence[e.Event],
    texts: Texts,
    reference: Reference,
    files: Attachments,
    readable: Collection[int] = (),
    gone: Gone = (),
) -> Doc:
    """`{case, deadline, timeline, texts, notes, pending, submitter}` of docs/documents.md.

    `texts` and `files` are already cut to what the reader may read: everything that stands in them may be shown.
    `readable`: numbers of the events of which this reader may read what was said. `gone`: cases that it must not name.
    """
    document, deadline, timeline = case_view(events, texts, reference, files, gone)
    texts = spoken(texts)
    shown = _texts(events, texts)
    view: Doc = {
        "case": {**document, "texts": shown, "attachments": _evidence(events, files)},
        "deadline": deadline,
        "timeline": timeline,
        "texts": shown,
        "notes": _notes(events, texts, reference, files, readable),
        "pending": [
            _pending(item.item, item.type, item.agency, texts, reference, files, events) for item in case.pending
        ],
        "related": _related(case, events),
        "suggestions": {},
    }
    submitter = texts.get(1, {}).get("submitter")
    if submitter:
        view["submitter"] = submitter
    return view


def _texts(events: Sequence[e.Event], texts: Texts) -> Doc:
    """The three texts, each only if the reader may read it."""
    shown: Doc = {}
    first = texts.get(1, {})
    if "content" in first:
        shown["original"] = {"title": first.get("title", ""), "content": first["content"]}
    story = tell(events)
    written = texts.get(story.texts, {}) if story else {}
    # Invited experts read what the public reads; whoever handles the case reads what is kept back, too.
    handles = "handling_content" in written or "content" in first
    kept_back = story is not None and not handles and {"title", "content"} & set(story.case.withheld)
    if "public_content" in written and not kept_back:
        shown["public"] = {"title": written.get("public_title", ""), "content": written["public_content"]}
    if "handling_content" in written:
        shown["handling"] = written["handling_content"]
    return shown


def _notes(
    events: Sequence[e.Event], texts: Texts, reference: Reference, files: Attachments, readable: Collection[int]
) -> list[Doc]:
    """What was said along the way: requests, reasons, directives. The words stand beside the timeline."""
    lines = {entry.seq: entry for entry in entries(events)}
    found = []
    for event in events:
        body = texts.get(event.seq, {})
        words: Doc = {**chosen(event.fact, reference), **_chosen(event.fact)} if event.seq in readable else {}
        words |= {name: value for name, value in body.items() if isinstance(value, str) and value}
        if not words or not isinstance(event.fact, _NOTED):
            continue
        label = both(f"note.{event.type}")
        found.append(
            {
                "seq": event.seq,
                "at": event.at.isoformat(),
                "type": event.type,
                "label": label,
                "fields": [
                    {"name": name, "label": both(f"field.{name}"), "value": value} for name, value in words.items()
                ],
                "attachments": _named_files(event, files),
                "public": event.seq in lines,
            }
        )
    return found


def _chosen(fact: e.Fact) -> Doc:
    name, labels = _CHOSEN.get(type(fact), ("", ""))
    key = getattr(fact, name, "") if name else ""
    return {name: both(f"{labels}.{key}")} if key else {}


def _evidence(events: Sequence[e.Event], files: Attachments) -> list[Doc]:
    """What the submitter sent, and what the focal office sent along to the agencies, as far as the reader may open."""
    given = [event for event in events if isinstance(event.fact, (e.Received, e.Forwarded))]
    return [file for event in given for file in _named_files(event, files)]


def _named_files(event: e.Event, files: Attachments) -> list[Doc]:
    ids: tuple[str, ...] = getattr(event.fact, "files", ())
    return [dict(files[id_]) for id_ in ids if id_ in files]


def _pending(
    item: int,
    type_: str,
    by: str,
    texts: Texts,
    reference: Reference,
    files: Attachments,
    events: Sequence[e.Event],
) -> Doc:
    event = events[item - 1]
    fact = event.fact
    body: Mapping[str, Any] = texts.get(item, {})
    days = {
        name: value.isoformat() if value else None
        for name in ("document_date", "completed_on", "promised_on")
        for value in (getattr(fact, name, None),)
    }
    return {
        "item": item,
        "type": type_,
        "label": translator("vi")(f"item.{type_}"),
        "agency": agency(reference, by) if by and type_ != "opinion" else None,
        "title": body.get("title"),
        "at": event.at.isoformat(),
        "content": body.get("content") or body.get("reason"),
        "document_number": body.get("document_number"),
        "signer": body.get("signer"),
        "attachments": _named_files(event, files),
        **days,
    }


def _related(case: Case, events: Sequence[e.Event]) -> list[Doc]:
    """Other cases that this one was joined with or split from, for those who work on them."""
    found = [(case.merged_into, "merged_into"), (case.split_from, "split_from")]
    for event in events:
        match event.fact:
            case e.TookIn(codes=codes):
                found += [(code, "merged") for code in codes]
            case e.SplitUp(codes=codes):
                found += [(code, "part") for code in codes]
            case e.Linked(to=code):
                found.append((code, "linked"))
            case e.RepeatNoted(code=code):
                found.append((code, "repeat"))
            case _:
                pass
    return [{"code": code, "type": type_, "label": both(f"related.{type_}")} for code, type_ in found if code]
