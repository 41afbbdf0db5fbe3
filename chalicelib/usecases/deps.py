"""What every use case is given. One bundle, built once by `wiring` (or by a test with fakes)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.case import Actor
from chalicelib.domain.deadlines import VIETNAM
from chalicelib.domain.decide.context import Context
from chalicelib.domain.events import BodyRef
from chalicelib.ports import CaseStore, Clock, Deliveries, Files, ReferenceStore, Secrets, Vault


@dataclass(frozen=True, slots=True)
class Deps:
    clock: Clock
    cases: CaseStore
    vault: Vault
    secrets: Secrets
    files: Files
    reference: ReferenceStore
    deliveries: Deliveries
    conduct_counts: Callable[[], Mapping[str, int]] = dict  # see `domain.repeats`

    def context(self, actor: Actor, *, body: BodyRef | None = None, request: str = "") -> Context:
        now = self.clock().astimezone(VIETNAM)
        return Context(now, actor, self.reference.current(), body, request)

    def context_today(self) -> date:
        return self.clock().astimezone(VIETNAM).date()
