"""One line of a list: a case as it stands, or that it went to another agency or field."""

from __future__ import annotations

from chalicelib.domain.corrections import REMOVED, TAKEN_DOWN, Correction
from chalicelib.domain.reference import Reference
from chalicelib.domain.story import Story
from chalicelib.messages import both
from chalicelib.publishing.names import agency, field
from chalicelib.publishing.shapes import Doc, iso


def row_of(story: Story, title: str | None, reference: Reference | None, slot: int) -> Doc:
    """One line of a list; without names when no reference is given."""
    case = story.case
    runs = story.open and not story.ended_on
    clock = story.clock if runs and story.clock is not None and not story.clock.paused else None
    return {
        "slot": slot,
        "code": case.code,
        "title": None if story.hidden else title,
        "kind": case.kind.value,
        "status": case.status.value,
        "timeliness": story.timeliness.value,
        "received_on": case.received_on.isoformat(),
        "due_on": iso(clock.due_on) if clock else None,
        "provisional": clock is not None and clock.provisional,
        "answered_on": iso(case.answered_on),
        "working_days": case.working_days,
        "lead": agency(reference, case.lead) if reference else None,
        "field": field(reference, case.field) if reference and not story.unseen else None,
        "rating": case.rating or None,
        "moved_to": None,
    }


def correction_row(line: Correction, story: Story, slot: int) -> Doc:
    """One line of the register of corrections: that something changed, when, of what kind, and why."""
    named = line.type != TAKEN_DOWN and not story.gone
    grounds = "status" if line.type == REMOVED else "withhold_ground"
    return {
        "slot": slot,
        "on": iso(line.on),
        "type": line.type,
        "label": both(f"correction.{line.type}"),
        "code": story.case.code if named else None,
        "part": both(f"part.{line.part}") if line.part else None,
        "ground": both(f"{grounds}.{line.ground}") if line.ground else None,
    }


def moved_row(story: Story, slot: int, to: Doc | None) -> Doc:
    """What stays on the page of an agency or field that the case left: its slot, and where it went.

    Nothing else: what happens to the case afterwards does not come back to this page.
    """
    row = row_of(story, None, None, slot)
    kept = {"slot", "code", "received_on"}
    return {name: value if name in kept else None for name, value in row.items()} | {"moved_to": to}
