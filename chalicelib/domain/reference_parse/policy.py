"""`policy.json`: versions with `extends`, resolved, judged against the directory, and turned into policies."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from chalicelib.domain.directory import Directory
from chalicelib.domain.policy import ANY_KIND, Anchor, Basis, Ladder, Policies, Policy, Recipient
from chalicelib.domain.policy_payload import policy_from_dict
from chalicelib.domain.reference_parse.table import Problems, parse_date
from chalicelib.domain.vocabulary import Kind

FILE = "policy.json"
URGENCIES = ("urgent", "normal", "complex")
CLOCKS = ("forwarding", "publication")  # without these the promise of 475/TTg-KSTT point 3 cannot be kept
LIMITS = (
    *("title_characters", "content_characters", "attachments", "attachment_bytes", "supplement_requests", "rearms"),
    *("extensions", "extension_working_days", "returns_before_focal_decision", "contests", "due_soon_working_days"),
)
# Those that a policy may leave out have a default where they are used.
OPTIONAL_LIMITS = ("conduct_repeats", "conduct_repeat_months", "naming_months")
SWITCHES = (
    *("pause_while_awaiting_supplement", "name_persons", "case_keeps_policy_of_its_day", "identity_shown_to_agency"),
)
_TEXTS = ("id", "valid_from", "source")
_OBJECTS = ("province", "clocks", "limits", "switches", "ladders")
_LISTS = ("kinds", "trusted_agencies", "focal", "standing", "inspectorate")
_SECTIONS = {**dict.fromkeys(_TEXTS, str), **dict.fromkeys(_OBJECTS, dict), **dict.fromkeys(_LISTS, list)}
_KINDS = tuple(kind.value for kind in Kind)
_MAXIMUM_DAYS = 250


def parse_policies(text: str, directory: Directory, problems: Problems) -> Policies:
    """Reads and judges; what is wrong goes into `problems`, with the version's id and the section in the detail."""
    found: list[Policy] = []
    for item in _resolved(text, problems):
        check = _Check(str(item.get("id", "?")), directory, problems)
        before = len(problems.found)
        check.version(item)
        if len(problems.found) == before:
            found.append(policy_from_dict(item))
    for older, younger in pairwise(found):
        if younger.valid_from <= older.valid_from:
            problems.add(FILE, 0, "overlapping_validity", f"{younger.id} does not begin after {older.id}")
    return Policies("", tuple(found))


def _resolved(text: str, problems: Problems) -> list[dict[str, Any]]:
    """Each version whole: `extends` copies an earlier one, objects merge, lists and values are replaced."""
    try:
        document = json.loads(text)
    except ValueError as error:
        problems.add(FILE, getattr(error, "lineno", 0), "not_json", str(error))
        return []
    versions = document.get("versions") if isinstance(document, dict) else None
    if not isinstance(versions, list) or not versions or not all(isinstance(item, dict) for item in versions):
        problems.add(FILE, 0, "empty", "versions: a list of objects is expected")
        return []
    found: dict[str, dict[str, Any]] = {}
    for item in versions:
        own = {key: value for key, value in item.items() if key != "extends"}
        base = item.get("extends")
        if base is not None and base not in found:
            problems.add(FILE, 0, "unknown_version", f"{item.get('id')} extends {base}")
            continue
        if str(item.get("id")) in found:
            problems.add(FILE, 0, "duplicate_code", str(item.get("id")))
        found[str(item.get("id"))] = _merged(found[base], own) if base is not None else own
    return list(found.values())


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        merged[key] = _merged(base[key], value) if both else value
    return merged


class _Check:
    """Judges one resolved version."""

    def __init__(self, version_id: str, directory: Directory, problems: Problems) -> None:
        self._id, self._directory, self._problems = version_id, directory, problems

    def _refuse(self, code: str, detail: str) -> None:
        self._problems.add(FILE, 0, code, f"{self._id}: {detail}")

    def version(self, item: Mapping[str, Any]) -> None:
        for name in item.keys() - _SECTIONS.keys():
            self._refuse("unknown_section", name)
        wrong = [name for name, kind in _SECTIONS.items() if not isinstance(item.get(name), kind)]
        for name in wrong:
            self._refuse("missing_section", name)
        if wrong:
            return
        if parse_date(item["valid_from"]) is None:
            self._refuse("malformed_date", f"valid_from: {item['valid_from']}")
        self._province(item["province"])
        self._names("kinds", item["kinds"], _KINDS)
        self._clocks(item["clocks"])
        limits = (*LIMITS, *(name for name in OPTIONAL_LIMITS if name in item["limits"]))
        self._numbers("limits", item["limits"], limits, int)
        self._numbers("switches", item["switches"], SWITCHES, bool)
        for code in item["trusted_agencies"]:
            self._agency("trusted_agencies", code)
        for section in ("focal", "standing", "inspectorate"):
            self._roles(section, item[section], item["valid_from"])
        self._ladders(item["ladders"])

    def _province(self, province: Mapping[str, Any]) -> None:
        prefix = province.get("prefix")
        if not (isinstance(prefix, str) and prefix.isascii() and prefix.isalpha() and prefix.isupper()):
            self._refuse("malformed_code", f"province.prefix: {prefix}")
        for name in ("name_vi", "name_en"):
            if not isinstance(province.get(name), str) or not province[name]:
                self._refuse("blank", f"province.{name}")

    def _names(self, where: str, names: Sequence[Any], known: Sequence[str]) -> None:
        if not names:
            self._refuse("empty", where)
        for name in names:
            if name not in known:
                self._refuse("unknown_choice", f"{where}: {name}")

    def _clocks(self, clocks: Mapping[str, Any]) -> None:
        for name in CLOCKS:
            if name not in clocks:
                self._refuse("missing_clock", name)
        for name, rule in clocks.items():
            if not isinstance(rule, dict) or not isinstance(rule.get("source"), str):
                self._refuse("malformed_clock", name)
                continue
            self._days(f"clocks.{name}", rule.get("working_days"))
            if rule.get("basis") not in [basis.value for basis in Basis]:
                self._refuse("unknown_choice", f"clocks.{name}.basis: {rule.get('basis')}")
            if rule.get("basis") == Basis.LAW.value and not rule["source"]:
                self._refuse("blank", f"clocks.{name}.source: what law fixes the length?")
            if not isinstance(rule.get("by_kind_source", ""), str):
                self._refuse("malformed_clock", f"{name}.by_kind_source")
            for kind, lengths in rule.get("by_kind", {}).items():
                self._names(f"clocks.{name}.by_kind", [kind], _KINDS)
                self._names(f"clocks.{name}.by_kind.{kind}", [*lengths], URGENCIES)
                for urgency, days in lengths.items():
                    self._days(f"clocks.{name}.by_kind.{kind}.{urgency}", days)

    def _days(self, where: str, days: object) -> None:
        if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= _MAXIMUM_DAYS:
            self._refuse("malformed_number", f"{where}: {days}, expected 1 to {_MAXIMUM_DAYS} working days")

    def _numbers(self, section: str, values: Mapping[str, Any], known: Sequence[str], kind: type) -> None:
        for name in known:
            if type(values.get(name)) is not kind or values[name] < 0:
                self._refuse("malformed_number", f"{section}.{name}: {values.get(name)}, expected {kind.__name__}")
        for name in values.keys() - set(known):
            self._refuse("unknown_choice", f"{section}.{name}")

    def _agency(self, where: str, code: object) -> bool:
        known = isinstance(code, str) and self._directory.has_agency(code)
        if not known:
            self._refuse("unknown_agency", f"{where}: {code}")
        return known

    def _roles(self, section: str, rules: Sequence[Any], valid_from: str) -> None:
        """Some office for all kinds from the version's first day on, and each one alive when its turn begins."""
        seen = set()
        for rule in rules:
            if not isinstance(rule, dict) or rule.keys() != {"kind", "from", "agency"}:
                self._refuse("malformed_role", section)
                return
            since = parse_date(str(rule["from"]))
            if since is None:
                self._refuse("malformed_date", f"{section}: {rule['from']}")
                return
            self._names(section, [rule["kind"]], (ANY_KIND, *_KINDS))
            if (rule["kind"], since) in seen:
                self._refuse("overlapping_validity", f"{section}: {rule['kind']} twice from {since}")
            seen.add((rule["kind"], since))
            if self._agency(section, rule["agency"]) and not self._directory.valid_on(rule["agency"], since):
                self._refuse("agency_not_valid", f"{section}: {rule['agency']} on {since}")
        if not any(kind == ANY_KIND and since.isoformat() <= valid_from for kind, since in seen):
            self._refuse("gap", f"{section}: no office for all kinds on {valid_from}")

    def _ladders(self, ladders: Mapping[str, Any]) -> None:
        self._names("ladders", [*ladders], [name.value for name in Ladder])
        for ladder in Ladder:
            if not isinstance(ladders.get(ladder.value), list):
                self._refuse("missing_ladder", ladder.value)
                continue
            seen: list[tuple[int, bool]] = []
            ids: set[str] = set()
            for step in ladders[ladder.value]:
                self._step(f"ladders.{ladder.value}", step, ids, seen)

    def _step(self, where: str, step: Any, ids: set[str], seen: list[tuple[int, bool]]) -> None:
        if not isinstance(step, dict) or step.keys() != {"id", "anchor", "working_days", "recipients"}:
            self._refuse("malformed_step", where)
            return
        name, anchor, days = f"{where}.{step['id']}", step["anchor"], step["working_days"]
        if type(days) is not int or abs(days) > _MAXIMUM_DAYS or anchor not in [item.value for item in Anchor]:
            self._refuse("malformed_step", name)
            return
        if step["id"] in ids:
            self._refuse("duplicate_code", name)
        ids.add(step["id"])
        self._names(f"{name}.recipients", step["recipients"], [item.value for item in Recipient])
        place = (days, anchor == Anchor.OVERDUE_FROM.value)
        if seen and place <= seen[-1]:
            self._refuse("steps_out_of_order", name)
        seen.append(place)
