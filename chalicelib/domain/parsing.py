"""Raw JSON to typed commands and petitions: every field checked, all errors reported at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.domain import vocabulary as v
from chalicelib.domain.commands import CONTENT_LIMIT, FILES_LIMIT, TITLE_LIMIT, Command, Spec
from chalicelib.domain.errors import FieldError, InvalidFields
from chalicelib.domain.reference import Reference
from chalicelib.domain.text import TextProblem, clean

# A dot neither begins nor ends the local part, nor follows another (RFC 5321); the provider takes ASCII alone.
EMAIL = re.compile(
    r"(?!\.)(?!.*\.[.@])[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
PHONE = re.compile(r"\+?[0-9][0-9 .()-]{6,19}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CODE = re.compile(r"[A-Z]{2,6}\.[0-9]{8}\.[0-9A-Z]{5}")

POSITIONS = ("comment", "nothing_to_add", "disagree")
AGENCIES_LIMIT = 40  # coordinating in one case: each is an item of its transaction, which takes a hundred
GROUNDS = ("beyond_competence", "agencies_disagree", "not_satisfied", "raised_again", "overdue")
DECISIONS = ("publish", "return")
NAMING_DECISIONS = ("name", "not_name")
PURGE_DECISIONS = ("confirm", "reject")
RETURN_REASONS = ("vague", "no_result_or_date", "off_the_point", "personal_data", "other")
CONSENTS = ("be_named", "survey")


@dataclass
class Checks:
    """Collects what is wrong; `finish` raises it all together."""

    errors: list[FieldError] = field(default_factory=list)

    def add(self, name: str, code: str, limit: int | None = None) -> None:
        self.errors.append(FieldError(name, code, limit))

    def text(self, name: str, value: Any, *, limit: int, lines: bool, required: bool) -> str:
        try:
            cleaned = clean("" if value is None else value, limit=limit, lines=lines)
        except TextProblem as problem:
            self.add(name, problem.code, problem.limit)
            return ""
        if required and not cleaned:
            self.add(name, "missing")
        return cleaned

    def choice(self, name: str, value: Any, allowed: Collection[str], *, required: bool) -> str:
        if value is None or value == "":
            if required:
                self.add(name, "missing")
            return ""
        if not isinstance(value, str) or value not in allowed:
            self.add(name, "unknown")
            return ""
        return value

    def choices(self, name: str, value: Any, allowed: Collection[str] | None) -> tuple[str, ...]:
        if value is None or value == "":
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.add(name, "type")
            return ()
        if allowed is not None and any(item not in allowed for item in value):
            self.add(name, "unknown")
            return ()
        return tuple(dict.fromkeys(value))

    def day(self, name: str, value: Any, *, required: bool) -> date | None:
        if value is None or value == "":
            if required:
                self.add(name, "missing")
            return None
        try:
            # `fromisoformat` alone would take week dates as well.
            if not isinstance(value, str) or not DAY.fullmatch(value):
                raise ValueError
            parsed = date.fromisoformat(value)
            if not 1990 <= parsed.year <= 2100:
                raise ValueError
        except ValueError:
            self.add(name, "date")
            return None
        return parsed

    def flag(self, name: str, value: Any) -> bool:
        """A tick: true or false, and what an HTML form sends for one."""
        if value in (None, "", False, "false"):
            return False
        if value not in (True, "true", "on"):
            self.add(name, "type")
        return value in (True, "true", "on")

    def email(self, name: str, value: Any, *, required: bool) -> str:
        text = self.text(name, value, limit=200, lines=False, required=required)
        if text and not EMAIL.fullmatch(text):
            self.add(name, "email")
            return ""
        return text

    def finish(self) -> None:
        if self.errors:
            raise InvalidFields(self.errors)


_FIXED: Mapping[str, Collection[str]] = {
    "subtype": [subtype for values in v.SUBTYPES.values() for subtype in values],
    "subindex": v.SUBINDEXES,
    "rating": list(v.Rating),
    "refusal_reason": list(v.RefusalReason),
    "redirect_reason": list(v.RedirectReason),
    "position": POSITIONS,
    "ground": GROUNDS,
    "decision": DECISIONS,
    "naming_decision": NAMING_DECISIONS,
    "failure": v.FAILURES,
    "whom": v.HONOUREES,
    "return_reason": RETURN_REASONS,
    "up_class": v.UP_CLASSES,
    "part": v.PARTS,
    "withhold_ground": v.WITHHOLD_GROUNDS,
    "consents": CONSENTS,
    "channel": [channel for channel in v.Channel if channel is not v.Channel.WEB],
    "submitter_type": list(v.SubmitterType),
    "restrict_ground": list(v.RestrictGround),
    "against": list(v.Against),
    "purge_decision": PURGE_DECISIONS,
    "ownership": list(v.Ownership),
    "from_province": list(v.FromProvince),
    "language": v.LANGUAGES,
    "text_language": v.TEXT_LANGUAGES,
}


def choices_for(name: str, reference: Reference, today: date) -> Collection[str]:
    """The keys that a field of this kind may take today; an unknown kind is a KeyError."""
    if name in _FIXED:
        return _FIXED[name]
    if name == "kind":
        return reference.policies.policy_on(today).kinds
    directory = reference.directory
    if name in ("agency", "agencies", "agency_of_case"):
        return {agency.code for agency in directory.current(today)}
    if name == "field":
        return {item.code for item in directory.fields}
    if name == "place":
        return {place.id for place in directory.places}
    raise KeyError(name)


def parse_command(kind: type[Command], raw: Any, reference: Reference, today: date) -> tuple[Command, dict[str, Any]]:
    """The typed command and its typed text (what will be sealed). Unknown keys are ignored; raises InvalidFields."""
    if not isinstance(raw, Mapping):
        raise InvalidFields([FieldError("", "type")])
    checks = Checks()
    values: dict[str, Any] = {}
    for name, spec in kind.asked():
        values[name] = _value(checks, name, spec, raw.get(name), reference, today)
    checks.finish()
    texts = {name: values[name] for name in kind.sealed() if values[name]}
    return kind(**values), texts


def _value(checks: Checks, name: str, spec: Spec, value: Any, reference: Reference, today: date) -> Any:
    match spec.type:
        case "text" | "line":
            lines = spec.type == "text"
            required = spec.required or _typed(spec, value)
            return checks.text(name, value, limit=spec.limit, lines=lines, required=required)
        case "email":
            return checks.email(name, value, required=spec.required)
        case "flag":
            return checks.flag(name, value)
        case "date":
            return checks.day(name, value, required=spec.required)
        case "files" | "parts" | "item":
            return _structured(checks, name, spec, value)
        case "case":
            code = checks.text(name, value, limit=40, lines=False, required=True).upper()
            if code and not CODE.fullmatch(code):
                checks.add(name, "no_case")
            return code
        case "agencies" | "choices":
            found = checks.choices(name, value, choices_for(spec.choices, reference, today))
            if spec.type == "agencies" and len(found) > AGENCIES_LIMIT:
                checks.add(name, "too_many", AGENCIES_LIMIT)
            return found
        case _:
            return checks.choice(name, value, choices_for(spec.choices, reference, today), required=spec.required)


def _typed(spec: Spec, value: Any) -> bool:
    """Whether something was typed where nothing and white space differ: without a passage a whole part is meant."""
    return not spec.blank and value not in (None, "")


def _structured(checks: Checks, name: str, spec: Spec, value: Any) -> Any:
    if spec.type == "parts":
        return _parts(checks, name, value, spec.limit)
    return checks_files(checks, name, value) if spec.type == "files" else _item(checks, name, value, spec.required)


def _item(checks: Checks, name: str, value: Any, required: bool) -> int:
    if isinstance(value, str) and value.isdecimal() and len(value) < 8:
        value = int(value)
    if value is None or value == "":
        if required:
            checks.add(name, "missing")
    elif not isinstance(value, int) or isinstance(value, bool):
        checks.add(name, "type")
    else:
        return value
    return 0


def _parts(checks: Checks, name: str, value: Any, limit: int) -> tuple[tuple[str, str], ...]:
    """The points of a bulk petition, `[{"title", "content"}]`: two at least, or there is nothing to split."""
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        checks.add(name, "missing" if value in (None, "") else "type")
        return ()
    if not 2 <= len(value) <= limit:
        checks.add(name, "too_few" if len(value) < 2 else "too_many", 2 if len(value) < 2 else limit)
        return ()
    return tuple(
        (
            checks.text(f"{name}.{n}.title", item.get("title"), limit=TITLE_LIMIT, lines=False, required=True),
            checks.text(f"{name}.{n}.content", item.get("content"), limit=CONTENT_LIMIT, lines=True, required=True),
        )
        for n, item in enumerate(value)
    )


def checks_files(checks: Checks, name: str, value: Any) -> tuple[str, ...]:
    ids = checks.choices(name, value, None)
    if len(ids) > FILES_LIMIT:
        checks.add(name, "too_many", FILES_LIMIT)
        return ()
    if any(len(item) > 100 for item in ids):
        checks.add(name, "unknown")
        return ()
    return ids
