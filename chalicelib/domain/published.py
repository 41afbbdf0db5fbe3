"""Which typed texts and files of a case the public reads: decided from events alone, before any text is opened."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain import events as e
from chalicelib.domain import timeline
from chalicelib.domain.passages import kept_back, part_of_answer
from chalicelib.domain.reading import at_once, published_items
from chalicelib.domain.signed import name_is_public, signed
from chalicelib.domain.story import Story
from chalicelib.domain.vocabulary import NOTES, REPLY


def public_items(events: Sequence[e.Event], story: Story) -> list[e.Event]:
    """Status reports, answers and opinions that the focal officer let through, in the order of their publication."""
    if story.hidden:
        return []
    by_seq = {event.seq: event for event in events}
    found = published_items(events).items()
    types = {item: by.fact.type for item, by in found if isinstance(by.fact, e.ItemPublished)}
    return [by_seq[item] for item, type_ in types.items() if item in by_seq and type_ not in (*NOTES, REPLY)]


def public_notes(events: Sequence[e.Event], story: Story) -> list[e.Event]:
    """Reasons that stand beside the timeline: of a granted extension, and of a case that came back."""
    if story.hidden or "reasons" in story.case.withheld:
        return []
    by_seq = {event.seq: event for event in events}
    return [by_seq[entry.note] for entry in timeline.entries(events) if entry.note in by_seq]


def public_voices(events: Sequence[e.Event], story: Story) -> list[e.Event]:
    """Directives and contributions whose words are public."""
    if story.hidden:
        return []
    published, kept = published_items(events), story.case.withheld
    parts: dict[type, str] = {e.Directed: "directives", e.Settled: "directives", e.Contributed: "contributions"}
    open_ = tuple(kind for kind, part in parts.items() if part not in kept)
    return [x for x in events if isinstance(x.fact, open_) and (x.seq in published or at_once(x.fact))]


def public_bodies(events: Sequence[e.Event], story: Story) -> dict[int, str]:
    """Event number -> id of its sealed text, for the texts that the public may read. Nothing else is ever opened, but
    for the passages that must be taken out of them.
    """
    # An office's words about an office stay, also where those of the petition are not shown.
    about = [] if story.gone else [event for event in events if event.seq in signed(events)]
    about = [event for event in about if part_signed(event.fact) not in story.case.withheld]
    if story.hidden:
        passages = kept_back(events) if about else []
        return {event.seq: event.body.id for event in (*about, *passages) if event.body}
    named = 1 if name_is_public(events, story) else 0
    wanted = [*about, *(event for event in events if event.seq in (story.texts, named))]
    wanted += [*public_items(events, story), *public_notes(events, story), *public_voices(events, story)]
    wanted += kept_back(events)
    return {event.seq: event.body.id for event in wanted if event.body}


def part_signed(fact: e.Fact) -> str:
    """Which part the words of a naming or an honour are."""
    return "honours" if isinstance(fact, e.Honoured) else "namings"


def public_files(events: Sequence[e.Event], story: Story) -> list[str]:
    """Attachments of published answers, and of replies that stand beside a naming: the decision to publish the words
    is the decision about them.
    """
    kept = set(story.case.withheld)
    if story.gone or "attachments" in kept:
        return []
    published = published_items(events)
    let_through = {event.seq for event in public_items(events, story) if part_of_answer(event, published) not in kept}
    if "namings" not in kept:
        let_through |= set(signed(events))
    return list(dict.fromkeys(file for event in events if event.seq in let_through for file in _files(event.fact)))


def ever_public(events: Sequence[e.Event]) -> list[str]:
    """All files that may have been public at some time: `public_files` never names another one."""
    return list(dict.fromkeys(file for event in events for file in _files(event.fact)))


def _files(fact: e.Fact) -> tuple[str, ...]:
    return fact.files if isinstance(fact, (e.AnswerGiven, e.NamingReplied)) else ()
