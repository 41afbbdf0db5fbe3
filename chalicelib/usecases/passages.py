"""Keeping a passage back, and taking that back: what only somebody who can open texts can check."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Case
from chalicelib.domain.errors import FieldError, InvalidFields
from chalicelib.domain.passages import PASSAGE_PARTS, letters_of, occurs, redacted, times, words_of
from chalicelib.domain.published import public_bodies
from chalicelib.domain.story import tell
from chalicelib.usecases.deps import Deps

LETTERS = 3
PLACES = 20
"""What stands in more places is no slip of the pen: the text is written anew, or the part kept back whole."""


@dataclass(frozen=True, slots=True)
class Passages:
    deps: Deps

    def withhold(self, case: Case, command: c.Withhold) -> c.Withhold:
        """Raises InvalidFields when the words do not stand in what the public reads of that part: a slip of the hand
        would look like a redaction and be none.
        """
        if command.part not in PASSAGE_PARTS:
            return command  # which the domain refuses
        if letters_of(command.passage) < LETTERS:
            raise InvalidFields([FieldError("passage", "too_short", LETTERS)])
        events = self.deps.cases.events(case.code)
        story = tell(events)
        wanted = public_bodies(events, story) if story else {}
        opened = self.deps.vault.open(case, list(wanted.values()))
        texts = redacted(events, {seq: opened[id_] for seq, id_ in wanted.items() if id_ in opened})
        words = words_of(events, command.part, texts)
        if not occurs(command.passage, words):
            raise InvalidFields([FieldError("passage", "not_found")])
        if times(command.passage, words) > PLACES:
            raise InvalidFields([FieldError("passage", "too_many_places", PLACES)])
        return command

    def disclose(self, case: Case, command: c.Disclose) -> c.Disclose:
        """With the part that the passage belongs to: the record names it."""
        events = self.deps.cases.events(case.code, after=command.withheld - 1)
        part = next((x.fact.part for x in events if x.seq == command.withheld and isinstance(x.fact, e.Withheld)), "")
        return replace(command, part=part)
