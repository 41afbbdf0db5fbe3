"""Agencies named and honoured, and submitters who agreed to be: on the page of their case, and on the one of all.

R1-14, R1-26 to R1-28. A naming shows who signed it, the reply of the agency beside it, until when it stands, and what
ended it. The name of a submitter is in `texts` only while the consent stands (`CasePages.texts`): taken back, the name
is gone from the page and its JSON with the next publication, and the honour itself stays without a name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.deadlines import vietnam_date
from chalicelib.domain.published import part_signed
from chalicelib.domain.reference import Reference
from chalicelib.domain.signed import signed
from chalicelib.domain.story import Story
from chalicelib.messages import both
from chalicelib.publishing.names import agency, agency_name
from chalicelib.publishing.shapes import Attachments, Doc, Texts, iso, spoken

PUBLIC_NAME = "public_name"
"""The field of the first event's text that holds an honoured submitter's name, and nothing else of the petition."""


def name_alone(texts: Texts) -> Texts:
    """`texts` with the submitter's name out of the sealed petition, which itself goes no further."""
    first = texts.get(1)
    if first is None:
        return texts
    submitter = first.get("submitter")
    name = submitter.get("name") if isinstance(submitter, Mapping) else None
    return {**texts, 1: {PUBLIC_NAME: name} if name else {}}


def named(
    events: Sequence[e.Event], texts: Texts, reference: Reference, files: Attachments, kept: Collection[str]
) -> Doc:
    """`namings` and `honours` of docs/documents.md, in the order of the decisions.

    `kept`: parts that are withheld; that there is a naming, of whom, why and until when stays public.
    """
    open_ = signed(events)
    texts = {seq: body for seq, body in texts.items() if seq not in open_ or part_signed(open_[seq].fact) not in kept}
    files = {} if "namings" in kept else files
    return {
        "namings": [_naming(x, x.fact, events, open_, texts, reference, files) for x in events if _names(x)],
        "honours": [_honour(x, x.fact, texts, reference) for x in events if isinstance(x.fact, e.Honoured)],
    }


def _names(event: e.Event) -> bool:
    return isinstance(event.fact, e.NamingDecided) and event.fact.named


def _naming(
    event: e.Event,
    fact: Any,
    events: Sequence[e.Event],
    open_: Mapping[int, e.Event],
    texts: Texts,
    reference: Reference,
    files: Attachments,
) -> Doc:
    said = texts.get(event.seq, {})
    return {
        "item": event.seq,
        "agency": agency(reference, fact.agency),
        "failure": fact.failure,
        "label": both(f"failure.{fact.failure}"),
        "limit": _limit(fact, events),
        "on": vietnam_date(event.at).isoformat(),
        "signed_on": iso(fact.signed_on),
        "signer": said.get("signer") or None,
        "document_number": said.get("document_number") or None,
        "content": said.get("content") or "",
        "proposal": texts.get(fact.proposal, {}).get("content") or None,
        "reply": _reply(fact.proposal, events, open_, texts, files),
        "reply_waits": _reply_waits(fact.proposal, events, open_),
        "until": iso(fact.until),
        "ended": _end(fact.proposal, events, texts),
    }


def _limit(decided: e.NamingDecided, events: Sequence[e.Event]) -> Doc | None:
    """The time limit that was exceeded, of a delay: several run in one case."""
    proposed = next((x.fact for x in events if x.seq == decided.proposal), None)
    if not isinstance(proposed, e.NamingProposed) or decided.failure != proposed.failure or proposed.due_on is None:
        return None
    label = both(f"event.clock.{proposed.clock}")
    return {"clock": proposed.clock, "label": label, "due_on": proposed.due_on.isoformat()}


def _reply(
    proposal: int, events: Sequence[e.Event], open_: Mapping[int, e.Event], texts: Texts, files: Attachments
) -> Doc | None:
    for event in events:
        fact = event.fact
        if isinstance(fact, e.NamingReplied) and fact.proposal == proposal and event.seq in open_:
            attached = [dict(files[id_]) for id_ in fact.files if id_ in files]
            words = texts.get(event.seq, {}).get("content") or ""
            return {"on": vietnam_date(event.at).isoformat(), "content": words, "attachments": attached}
    return None


def _reply_waits(proposal: int, events: Sequence[e.Event], open_: Mapping[int, e.Event]) -> bool:
    """The agency has replied, and what it says is not public yet: it is looked at for personal data, or came back."""
    replies = [x.seq for x in events if isinstance(x.fact, e.NamingReplied) and x.fact.proposal == proposal]
    return bool(replies) and not set(replies) & set(open_)


def _end(proposal: int, events: Sequence[e.Event], texts: Texts) -> Doc | None:
    for event in events:
        fact = event.fact
        if isinstance(fact, e.NamingRetired) and fact.proposal == proposal:
            words = texts.get(event.seq, {}).get("content") or None
            return {"on": fact.on.isoformat(), "because": fact.reason, "content": words}
    return None


def _honour(event: e.Event, fact: Any, texts: Texts, reference: Reference) -> Doc:
    said = texts.get(event.seq, {})
    return {
        "item": event.seq,
        "whom": fact.whom,
        "agency": agency(reference, fact.agency),
        "name": (texts.get(1, {}).get(PUBLIC_NAME) or None) if fact.whom == "submitter" else None,
        "on": vietnam_date(event.at).isoformat(),
        "signer": said.get("signer") or None,
        "content": said.get("content") or "",
    }


def row(events: Sequence[e.Event], story: Story, title: str | None, texts: Texts, reference: Reference) -> Doc:
    """One case on the page of names; files stand on the page of the case."""
    head = {"code": story.case.code, "title": None if story.hidden else title}
    return {**head, **named(events, spoken(texts), reference, {}, story.case.withheld)}


def chosen(fact: e.Fact, reference: Reference) -> Doc:
    """What the words of a naming are about, for those who handle it."""
    match fact:
        case e.NamingProposed() | e.NamingReplied() | e.NamingRetired():
            return {"agency": agency_name(reference, fact.agency)}
        case e.NamingDecided():
            decision = both("naming_decision.name" if fact.named else "naming_decision.not_name")
            return {"agency": agency_name(reference, fact.agency), "decision": decision}
        case _:
            return {}
