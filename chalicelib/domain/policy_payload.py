"""A policy as the JSON of `data/policy.json` (after `extends` was resolved), and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chalicelib.domain.policy import Anchor, Basis, ClockRule, Ladder, LadderStep, Policy, Recipient, RoleRule


def policy_from_dict(item: Mapping[str, Any]) -> Policy:
    """Trusts the shape: `reference_parse.policy` has judged it."""
    province = item["province"]
    return Policy(
        id=item["id"],
        valid_from=date.fromisoformat(item["valid_from"]),
        source=item["source"],
        prefix=province["prefix"],
        province_vi=province["name_vi"],
        province_en=province["name_en"],
        kinds=tuple(item["kinds"]),
        clocks={name: _clock(rule) for name, rule in item["clocks"].items()},
        limits=item["limits"],
        switches=item["switches"],
        trusted_agencies=tuple(item["trusted_agencies"]),
        focal=_roles(item["focal"]),
        standing=_roles(item["standing"]),
        inspectorate=_roles(item["inspectorate"]),
        ladders={Ladder(name): tuple(_step(step) for step in steps) for name, steps in item["ladders"].items()},
    )


def policy_to_dict(policy: Policy) -> dict[str, Any]:
    """The inverse of `policy_from_dict`."""
    return {
        "id": policy.id,
        "valid_from": policy.valid_from.isoformat(),
        "source": policy.source,
        "province": {"prefix": policy.prefix, "name_vi": policy.province_vi, "name_en": policy.province_en},
        "kinds": [*policy.kinds],
        "clocks": {name: _clock_dict(rule) for name, rule in policy.clocks.items()},
        "limits": dict(policy.limits),
        "switches": dict(policy.switches),
        "trusted_agencies": [*policy.trusted_agencies],
        "focal": _role_dicts(policy.focal),
        "standing": _role_dicts(policy.standing),
        "inspectorate": _role_dicts(policy.inspectorate),
        "ladders": {name.value: [_step_dict(step) for step in steps] for name, steps in policy.ladders.items()},
    }


def _roles(items: Sequence[Mapping[str, str]]) -> tuple[RoleRule, ...]:
    return tuple(RoleRule(item["kind"], date.fromisoformat(item["from"]), item["agency"]) for item in items)


def _role_dicts(rules: Sequence[RoleRule]) -> list[dict[str, str]]:
    return [{"kind": rule.kind, "from": rule.since.isoformat(), "agency": rule.agency} for rule in rules]


def _step(item: Mapping[str, Any]) -> LadderStep:
    recipients = tuple(Recipient(name) for name in item["recipients"])
    return LadderStep(item["id"], Anchor(item["anchor"]), item["working_days"], recipients)


def _step_dict(step: LadderStep) -> dict[str, Any]:
    return {
        "id": step.id,
        "anchor": step.anchor.value,
        "working_days": step.working_days,
        "recipients": [recipient.value for recipient in step.recipients],
    }


def _clock(item: Mapping[str, Any]) -> ClockRule:
    own = item.get("by_kind_source", "")
    return ClockRule(item["working_days"], Basis(item["basis"]), item["source"], item.get("by_kind", {}), own)


def _clock_dict(rule: ClockRule) -> dict[str, Any]:
    by_kind = {kind: dict(lengths) for kind, lengths in rule.by_kind.items()}
    own = {"by_kind_source": rule.by_kind_source} if rule.by_kind_source else {}
    length = {"working_days": rule.working_days, "basis": rule.basis.value, "source": rule.source}
    return {**length, "by_kind": by_kind, **own}
