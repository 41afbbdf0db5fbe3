"""What the province may decide about the procedure, as versions with validity dates: clocks, limits, ladder, roles.

A case keeps the policy of its day (issue: Time). Lengths that the law fixes carry `basis` "law" and their source.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from chalicelib.domain.calendar import Calendar
from chalicelib.domain.deadlines import overdue_from
from chalicelib.domain.errors import DomainError
from chalicelib.domain.record import record

ANY_KIND = "*"


class Anchor(StrEnum):
    """What a ladder step is relative to: the due day, or the day after it, when the delay begins."""

    DUE_ON = "due_on"
    OVERDUE_FROM = "overdue_from"


class Recipient(StrEnum):
    """Whom a step tells. `ppc_office`: the focal office; `vice_chair`: the one in charge of the field; `readers`:
    duty-inspection team and special task force.
    """

    HOLDER = "holder"
    HOLDER_HEAD = "holder_head"
    PPC_OFFICE = "ppc_office"
    VICE_CHAIR = "vice_chair"
    CHAIR = "chair"
    GOVERNMENT_OFFICE = "government_office"
    READERS = "readers"


class Ladder(StrEnum):
    """Which ladder applies follows who holds the case; vertical bodies can only be requested."""

    AGENCY = "agency"
    VERTICAL = "vertical"
    FOCAL = "focal"
    LEADER = "leader"
    SUBMITTER = "submitter"


class Basis(StrEnum):
    """Where a clock's length comes from."""

    LAW = "law"
    POLICY = "policy"


class UnknownPolicy(DomainError):
    """No policy version was in force on that day, or it has no such clock."""

    code = "unknown_policy"


@record
class LadderStep:
    """One step of the overdue check, in working days relative to its anchor; its id is stamped once per arming."""

    id: str
    anchor: Anchor
    working_days: int
    recipients: tuple[Recipient, ...]

    def day(self, calendar: Calendar, due_on: date) -> date:
        """The day on which this step falls due for a limit that ends on `due_on`."""
        base = due_on if self.anchor is Anchor.DUE_ON else overdue_from(due_on)
        return calendar.add_working_days(base, self.working_days)


@record
class ClockRule:
    """Length in working days; `by_kind` is keyed kind -> urgency -> length (a pothole is not a decree).

    `basis` and `source` are of the length for all kinds; lengths by kind are policy, `by_kind_source` is theirs.
    """

    working_days: int
    basis: Basis
    source: str
    by_kind: Mapping[str, Mapping[str, int]]
    by_kind_source: str = ""


@record
class RoleRule:
    """An office that is data: by kind (`*`: all) and from a date on (R0, R2, R3, R4: requirements.md F1)."""

    kind: str
    since: date
    agency: str


@record
class Policy:
    """One version, in force from `valid_from` until the next one."""

    id: str
    valid_from: date
    source: str
    prefix: str
    province_vi: str
    province_en: str
    kinds: tuple[str, ...]
    clocks: Mapping[str, ClockRule]
    limits: Mapping[str, int]
    switches: Mapping[str, bool]
    trusted_agencies: tuple[str, ...]
    focal: tuple[RoleRule, ...]
    standing: tuple[RoleRule, ...]
    inspectorate: tuple[RoleRule, ...]
    ladders: Mapping[Ladder, tuple[LadderStep, ...]]

    def has_clock(self, clock: str) -> bool:
        return clock in self.clocks

    def length(self, clock: str, kind: str = "", urgency: str = "normal") -> int:
        """Working days of a clock for a kind and urgency. Raises UnknownPolicy for an unknown clock."""
        rule = self.clocks.get(clock)
        if rule is None:
            raise UnknownPolicy(clock)
        return rule.by_kind.get(kind, {}).get(urgency, rule.working_days)

    def authority(self, clock: str, kind: str = "", urgency: str = "normal") -> tuple[Basis, str]:
        """Who fixed that `length`, and where ("": no source is on file)."""
        rule = self.clocks[clock]
        own = urgency in rule.by_kind.get(kind, {})
        return (Basis.POLICY, rule.by_kind_source) if own else (rule.basis, rule.source)

    def focal_agency(self, kind: str, day: date) -> str:
        """The office that receives and forwards (cơ quan đầu mối) petitions of a kind."""
        return _role(self.focal, kind, day)

    def standing_agency(self, day: date) -> str:
        """The standing agency (cơ quan thường trực, R2-08, R4-106): who sums up, and urges."""
        return _role(self.standing, ANY_KIND, day)

    def inspectorate_agency(self, day: date) -> str:
        """The office of the restricted queue."""
        return _role(self.inspectorate, ANY_KIND, day)

    def ladder(self, ladder: Ladder) -> tuple[LadderStep, ...]:
        """Steps in the order in which they fall due."""
        return self.ladders[ladder]


def _role(rules: tuple[RoleRule, ...], kind: str, day: date) -> str:
    """The youngest rule in force for this kind, else for all kinds."""
    for wanted in (kind, ANY_KIND):
        found = [rule for rule in rules if rule.kind == wanted and rule.since <= day]
        if found:
            return max(found, key=lambda rule: rule.since).agency
    raise UnknownPolicy(f"no office for {kind} on {day.isoformat()}")


@record
class Policies:
    """All versions, oldest first."""

    version: str
    versions: tuple[Policy, ...]

    def policy_on(self, day: date) -> Policy:
        """The version in force on `day`. Raises UnknownPolicy before the first."""
        found = [policy for policy in self.versions if policy.valid_from <= day]
        if not found:
            raise UnknownPolicy(day.isoformat())
        return found[-1]

    def policy_of(self, received_on: date, today: date) -> Policy:
        """The version that a case is judged by. A case keeps the policy of its day: a shorter limit must not make it
        overdue overnight, nor a longer one excuse it. The owner may say otherwise (`case_keeps_policy_of_its_day`).
        """
        current = self.policy_on(today)
        if not current.switches["case_keeps_policy_of_its_day"]:
            return current
        found = [policy for policy in self.versions if policy.valid_from <= received_on]
        return found[-1] if found else self.versions[0]
