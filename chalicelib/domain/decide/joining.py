"""Cases that belong together: duplicates into one, a bulk petition into many, repeats to what was answered."""

from __future__ import annotations

from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain.case import Case
from chalicelib.domain.decide.context import Context, event, refuse


def merge(ctx: Context, case: Case, command: c.Merge) -> tuple[e.Event, ...]:
    """The submitter of the merged case hears from now on what the other one's submitter hears."""
    if command.into == case.code:
        raise refuse("into", "same_case")
    return (event(ctx, case, e.Merged(command.into), clocks=()),)


def take_in(ctx: Context, case: Case, command: c.TakeIn) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.TookIn(command.codes)),) if command.codes else ()


def link(ctx: Context, case: Case, command: c.Link) -> tuple[e.Event, ...]:
    """R1-11: what was answered and comes again is marked as raised again, on both sides."""
    if command.to == case.code:
        raise refuse("to", "same_case")
    return (event(ctx, case, e.Linked(command.to, command.answered)),)


def note_repeat(ctx: Context, case: Case, command: c.NoteRepeat) -> tuple[e.Event, ...]:
    return (event(ctx, case, e.RepeatNoted(command.code)),)


def split(ctx: Context, case: Case, command: c.Split) -> tuple[e.Event, ...]:
    """R4-40: an association's list of many members' points. The cases exist already; this one ends with their codes."""
    if len(command.codes) < 2:
        raise refuse("parts", "too_few", 2)
    return (event(ctx, case, e.SplitUp(command.codes), clocks=()),)
