"""What a person may see of one case: opened for this reader, and only as far as this reader may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.case import Actor, Case
from chalicelib.domain.decide import actions_for
from chalicelib.domain.deciders import may_decide
from chalicelib.domain.errors import NotFound
from chalicelib.domain.events import AnswerGiven, Event, Forwarded, NamingReplied, Received, Supplemented
from chalicelib.domain.passages import kept_back, kept_whole, redacted
from chalicelib.domain.published import public_files
from chalicelib.domain.reading import cut, line_of, may_open, published_items, reads_whole, wanted_bodies
from chalicelib.domain.signed import signed
from chalicelib.domain.story import tell
from chalicelib.domain.vocabulary import INSPECTORS, Role
from chalicelib.ports import FileInfo
from chalicelib.usecases.deps import Deps


@dataclass(frozen=True, slots=True)
class Dossier:
    """One case as one reader may see it. `texts` are fields by event number; `files` are those the reader may open."""

    case: Case
    events: tuple[Event, ...]
    texts: Mapping[int, Mapping[str, Any]]
    files: Mapping[str, FileInfo]
    actor: Actor
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    deps: Deps

    def __call__(self, code: str, actor: Actor) -> Dossier:
        """Raises `NotFound` for an unknown case and for one that this actor may not open: the same answer."""
        case = self.deps.cases.load(code)
        if case is None or not may_open(case, actor):
            raise NotFound(code)
        events = tuple(self.deps.cases.events(code))
        # The text that must not be on this channel is not sent back on it, not even to whoever wrote it.
        closed = bool(case.purge) and actor.role is Role.SUBMITTER
        now = self.deps.clock()
        taken_out = {} if reads_whole(actor) else {x.seq: x.body.id for x in kept_back(events) if x.body}
        opened = [*wanted_bodies(events, actor, now), *taken_out.values()]
        bodies = {} if closed else self.deps.vault.open(case, opened)
        texts: dict[int, Mapping[str, Any]] = {**cut(events, actor, bodies, now)}
        if taken_out:
            texts = redacted(events, texts | {seq: bodies[id_] for seq, id_ in taken_out.items() if id_ in bodies})
        if not reads_whole(actor):
            hidden = {seq for seq in kept_whole(events) if not _own(events[seq - 1], actor, events)}
            texts = {seq: body for seq, body in texts.items() if seq not in hidden}
        wanted = [] if closed else readable_files(events, actor)
        files = {file.id: file for file in self.deps.files.info(wanted)} if wanted else {}
        ctx = self.deps.context(actor)
        looks_only = actor.role is Role.LEADER and not may_decide(ctx, case, actor.id)
        offered = () if looks_only else actions_for(case, actor, ctx.policy_of(case), ctx.today)
        return Dossier(case, events, texts, files, actor, offered)


def readable_files(events: tuple[Event, ...], actor: Actor) -> list[str]:
    """Attachments are private until decided: the submitter's for the desk, an answer's for all who read the answer."""
    published, line = {*published_items(events), *signed(events)}, line_of(events, actor.agency)
    story = tell(events)
    # What is kept back from the public is kept back from all who do not handle the case.
    public = set(public_files(events, story)) if story and not reads_whole(actor) else None
    found: list[str] = []
    for event in events:
        fact = event.fact
        if isinstance(fact, (Received, Supplemented)):
            if actor.role in (Role.FOCAL, Role.SUBMITTER, *INSPECTORS):
                found += fact.files
        elif isinstance(fact, Forwarded):
            # What the focal officer sent along: evidence that the agency needs, with personal data taken out.
            if actor.role in (Role.FOCAL, Role.AGENCY, Role.COORDINATING, Role.LEADER):
                found += fact.files
        elif isinstance(fact, (AnswerGiven, NamingReplied)):
            own = event.by.agency in line and actor.role is not Role.COORDINATING
            own |= isinstance(fact, NamingReplied) and fact.agency in line
            if own or actor.role in (Role.FOCAL, Role.LEADER, *INSPECTORS):
                found += fact.files
            elif event.seq in published:
                found += [file for file in fact.files if public is None or file in public]
    return found


def _own(event: Event, actor: Actor, events: tuple[Event, ...]) -> bool:
    """Whoever said it may read it, whatever of it is public."""
    by = event.by
    return by.agency in line_of(events, actor.agency) or (by.role is actor.role and by.id == actor.id != "")
