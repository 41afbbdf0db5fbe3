"""What the province may change while petitions are open: days off, agencies, the policy. Then all open cases follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from chalicelib.domain.calendar import CalendarDay, DayKind
from chalicelib.domain.reference import Reference, build, to_payload
from chalicelib.usecases.revisit import Revisit
from infra.operator.load import REVISITS
from tests.unit.stateful.almanac import DAY, day_of
from tests.unit.stateful.forms import AGENCIES
from tests.unit.stateful.province import Province


def reform(world: Province, draw: Any) -> None:
    what = draw(st.sampled_from(["load-calendar", "load-agencies", "load-policy"]))
    old = world.system.reference.current()
    new = {"load-calendar": _day_off, "load-agencies": _agency_ends, "load-policy": _new_policy}[what](world, old, draw)
    if new.version == old.version:
        return
    world.system.reference.save(to_payload(new), new.version, world.now)
    world.know_reference()
    world.changed_references += 1
    counts = Revisit(world.services.deps, world.services.act, world.services.sweep.outbox)(REVISITS[what])
    assert counts["failed"] == 0, counts


def _rebuilt(reference: Reference, **parts: Any) -> Reference:
    whole = {"calendar": reference.calendar, "directory": reference.directory, "policies": reference.policies} | parts
    calendar = whole["calendar"]
    return build(calendar.days, calendar.years, calendar.open_days, whole["directory"], whole["policies"])


def _day_off(world: Province, reference: Reference, draw: Any) -> Reference:
    """The Government gives the next weekday that is none yet, or takes it back."""
    day = day_of(world.now) + timedelta(days=draw(st.sampled_from([1, 4, 9, 20])))
    while day.weekday() > 4:
        day += DAY
    if day.year > reference.calendar.years[-1].year:
        return reference
    rows = tuple(row for row in reference.calendar.days if row.day != day)
    if len(rows) == len(reference.calendar.days):
        rows = (*rows, CalendarDay(day, DayKind.SWAP_OFF, "Nghỉ", "Day off", "TB 1", day_of(world.now), False))
    return _rebuilt(reference, calendar=replace(reference.calendar, days=rows))


def _agency_ends(world: Province, reference: Reference, draw: Any) -> Reference:
    """One of those that lead many cases, today or soon, with one successor, several, or none."""
    code, days = draw(st.sampled_from(AGENCIES[:3])), draw(st.sampled_from([0, 3, 20]))
    heirs = draw(st.sampled_from([("SYT",), ("SYT", "STP"), ()]))
    last = day_of(world.now) + timedelta(days=days - 1)
    agencies = tuple(
        replace(row, valid_to=last, succession={"*": heirs} if heirs else {})
        if row.code == code and row.valid_to is None and (row.valid_from is None or row.valid_from < last)
        else row
        for row in reference.directory.agencies
    )
    return _rebuilt(reference, directory=replace(reference.directory, agencies=agencies))


def _new_policy(world: Province, reference: Reference, draw: Any) -> Reference:
    """Other lengths from today on: what is open keeps those of its day."""
    today, newest = day_of(world.now), reference.policies.versions[-1]
    if newest.valid_from >= today:
        return reference
    length = draw(st.sampled_from([3, 12, 30]))
    clocks = {**newest.clocks, "publication": replace(newest.clocks["publication"], working_days=length)}
    version = replace(newest, id=f"{today:%Y.%j}", valid_from=today, clocks=clocks)
    return _rebuilt(reference, policies=replace(reference.policies, versions=(*reference.policies.versions, version)))
