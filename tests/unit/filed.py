"""Stories under other reference data than the province's: another policy, another office or officer on file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.domain.case import Actor
from chalicelib.domain.decide import Context
from chalicelib.domain.directory import Agency, Officer, OfficerRole
from chalicelib.domain.reference import Reference, from_payload, to_payload
from tests.unit.stories import START, Act, Tale
from tests.unit.world import reference

Row = dict[str, Any]


class Filed(Tale):
    """`data`: what is on file from now on."""

    data: Reference

    def context(self, actor: Actor, body: bool = True) -> Context:
        self.asked = replace(super().context(actor, body), reference=self.data)
        return self.asked


def lived(data: Reference, *acts: Act, start: date = START, **received: Any) -> Filed:
    """A case received on `start`, and what was done with it."""
    tale = Filed(start)
    tale.data = data
    tale.receive(**received)
    tale.act(*acts)
    return tale


def from_now_on(data: Reference) -> Act:
    def act(tale: Tale) -> None:
        assert isinstance(tale, Filed)
        tale.data = data

    return act


def policy(change: Callable[[Row], None]) -> Reference:
    """`change` edits each version as it stands in `data/policy.json`, with nothing left to inherit."""
    payload: Row = to_payload(reference())
    for version in payload["policies"]["versions"]:
        change(version)
    return from_payload(payload)


def agencies(*rows: Agency, without: tuple[str, ...] = ()) -> Reference:
    """These rows instead of those with their codes."""
    data, new = reference(), {row.code: row for row in rows}
    kept = tuple(new.get(row.code, row) for row in data.directory.agencies if row.code not in without)
    return replace(data, directory=replace(data.directory, agencies=kept))


def officers(*rows: Officer) -> Reference:
    return replace(reference(), directory=replace(reference().directory, officers=rows))


def with_former(role: OfficerRole) -> Reference:
    """Somebody who had that office until July 2026 stands first on file."""
    rows = reference().directory.officers
    now = next(officer for officer in rows if officer.role is role)
    former = replace(now, id="former", mailbox="former@example.vn", valid_to=date(2026, 7, 31))
    return officers(former, *rows)


def without(role: OfficerRole) -> Reference:
    return officers(*(officer for officer in reference().directory.officers if officer.role is not role))
