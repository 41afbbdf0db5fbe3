"""What the desk may disclose again: the parts and passages that are kept back now, each with its ground and day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import vietnam_date
from chalicelib.messages import Translate, translator


def offer_kept(forms: Sequence[dict[str, Any]], case: Case, events: Sequence[e.Event], lang: str) -> None:
    """Fills the choices of the form `disclose`; a field that has nothing to choose from is left out."""
    t = translator(lang)
    for form in forms:
        if form["name"] == "disclose":
            choices = {"part": _parts(case, events, t), "withheld": _passages(case, events, t)}
            form["fields"] = [
                {**field, "options": choices[field["name"]]} for field in form["fields"] if choices[field["name"]]
            ]


def _parts(case: Case, events: Sequence[e.Event], t: Translate) -> list[dict[str, Any]]:
    last = {x.fact.part: x for x in events if isinstance(x.fact, e.Withheld) and not x.fact.passage}
    return [{"value": part, "label": _label(last[part], t)} for part in case.withheld if part in last]


def _passages(case: Case, events: Sequence[e.Event], t: Translate) -> list[dict[str, Any]]:
    found = [event for event in events if event.seq in case.passages]
    return [{"value": x.seq, "label": f"{n}. {_label(x, t)}"} for n, x in enumerate(found, 1)]


def _label(event: e.Event, t: Translate) -> str:
    assert isinstance(event.fact, e.Withheld)
    part, ground = t(f"part.{event.fact.part}"), t(f"withhold_ground.{event.fact.ground}")
    return f"{part} ({ground}, {vietnam_date(event.at):%d/%m/%Y})"
