"""What a person may see of one case: opened for this reader, and only as far as this reader may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.case import Actor, Case
from chalicelib.domain.decide import actions_for
from chalicelib.domain.errors import NotFound
from chalicelib.domain.events import AnswerGiven, Event, Forwarded, NamingReplied, Received, Supplemented
from chalicelib.domain.passages import kept_back, redacted
from chalicelib.domain.reading import cut, line_of, may_open, published_items, reads_whole, wanted_bodies
from chalicelib.domain.signed import signed
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
        wanted = [] if closed else readable_files(events, actor)
        files = {file.id: file for file in self.deps.files.info(wanted)} if wanted else {}
        ctx = self.deps.context(actor)
        offered = actions_for(case, actor, ctx.policy_of(case), ctx.today)
        return Dossier(case, events, texts, files, actor, offered)


def readable_files(events: tuple[Event, ...], actor: Actor) -> list[str]:
    """Attachments are private until decided: the submitter's for the desk, an answer's for all who read the answer."""
    published, line, public = published_items(events), line_of(events, actor.agency), signed(events)
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
        elif isinstance(fact, NamingReplied):
            if event.seq in public or fact.agency in line or actor.role in (Role.FOCAL, Role.LEADER, *INSPECTORS):
                found += fact.files
        elif isinstance(fact, AnswerGiven):
            own = actor.role is Role.AGENCY and event.by.agency in line
            if event.seq in published or own or actor.role in (Role.FOCAL, Role.LEADER, *INSPECTORS):
                found += fact.files
    return found
