"""Closed worlds of keys: what can be said has words in both languages, what can be done has a rule, and vice versa."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from string import Formatter

import pytest

from app import app
from chalicelib import config
from chalicelib.domain import commands as c
from chalicelib.domain import decide, notices
from chalicelib.domain import events as e
from chalicelib.domain import vocabulary as v
from chalicelib.domain.decide import ladder
from chalicelib.domain.decide.rules import RULES
from chalicelib.domain.deliveries import Delivery
from chalicelib.domain.errors import DomainError
from chalicelib.domain.listed import LEADER, OVERDUE
from chalicelib.domain.named import STEP
from chalicelib.domain.parsing import choices_for
from chalicelib.domain.queues import _BY_STATUS, QUEUES
from chalicelib.domain.timeline import entries
from chalicelib.domain.vocabulary import Role
from chalicelib.messages import catalogue
from chalicelib.publishing import views
from chalicelib.usecases import letters as letters_of_cases
from chalicelib.usecases import morning
from chalicelib.web import forms, problems
from tests.unit.samples import all_events
from tests.unit.world import reference

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [ROOT / "app.py", *sorted((ROOT / "chalicelib").rglob("*.py"))]
VI, EN = catalogue("vi"), catalogue("en")
PEOPLE = {name: command for name, command in c.COMMANDS.items() if command.asked_of_people()}
STEPS = {step.id for policy in reference().policies.versions for steps in policy.ladders.values() for step in steps}
CLOCKS = v.CLOCKS


def keys(prefix: str) -> set[str]:
    return {key.removeprefix(prefix) for key in VI if key.startswith(prefix)}


def error_codes(kind: type[DomainError] = DomainError) -> set[str]:
    return {kind.code}.union(*(error_codes(child) for child in kind.__subclasses__()))


def field_error_codes() -> set[str]:
    """What the sources give to `refuse`, `Checks.add`, `FieldError` and `TextProblem`."""
    position = {"refuse": 1, "add": 1, "FieldError": 1, "TextProblem": 0}
    found = {"missing", "type", "too_large"}  # what `ports.Files.accept` says of attachments
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                args = node.args[position.get(name, 9) :][:1]
                found |= {arg.value for arg in args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)}
    return found - {"empty"}  # of storage: never shown to a person


def letters() -> set[str]:
    by_fact = (notices._SUBMITTER, notices._FOCAL, notices._LEAD, notices._COLLEAGUE, notices._EXPERT)
    named = {name for table in by_fact for name in table.values()}
    steps = {f"step_{step}" for step in (*STEPS, ladder.EXPIRES)}
    beside = {notices._ADVICE, notices._MISSING, *notices.EXPIRED.values(), *notices._TOLD.values()}
    others = {"coordinate", "answered", "status_published", "desk_link", "new_link", "agency_link", *morning._ROWS}
    naming = {"naming_notice", "named", "not_named", "naming_retired", "naming_withdrawn", "naming_undelivered"}
    honours = {"honoured", "submitter_honoured"}
    shared = {*letters_of_cases._SHARED.values()}
    return (named | steps | beside | others | naming | honours | shared) - {""}


def options() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for command in PEOPLE.values():
        for _, spec in command.asked():
            if spec.choices and spec.type in ("choice", "choices"):
                values = choices_for(spec.choices, reference(), date(2026, 8, 7))
                found.setdefault(forms._LABELS.get(spec.choices, spec.choices), set()).update(map(str, values))
    return found


WORDS: dict[str, set[str]] = {
    "action.": {f"{name}{part}" for name in (*PEOPLE, "register") for part in ("", ".hint")},
    "field.": {name for command in PEOPLE.values() for name, _ in command.asked()}
    | {name for name, _ in forms._REGISTER},
    "error.": error_codes() | {"internal", *problems._CHALICE_CODES.values()},
    "invalid.": field_error_codes() | {"file_missing", "file_type"},
    "delivery.": {*Delivery, "submitter", "head"},
    "queue.": {*QUEUES, LEADER, OVERDUE},
    "role.": {role.value for role in Role} - {"system"},
    "note.": {e._NAMES[fact] for fact in views._NOTED},
    "item.": {"status", "answer"},
    "status.": set(v.Status),
    "timeliness.": set(v.Timeliness),
    # The board has no desk: its letter leads nowhere.
    "mail.": {f"{name}.{part}" for name in letters() for part in ("subject", "text", "action")}
    - {"calendar_missing.action"},
    "event.clock.": set(CLOCKS),
    "event.step_reached.": (STEPS - {STEP}) | {ladder.EXPIRES},
}


@lru_cache(maxsize=1)
def literals() -> frozenset[str]:
    """Every string in the sources, and the dotted parts of each."""
    nodes = (node for file in SOURCES for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    values = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(part for value in values if " " not in value for part in (value, *value.split(".")))


def in_sources(key: str) -> bool:
    return all(part in literals() for part in key.split("."))


@pytest.mark.parametrize("prefix", WORDS)
def test_what_can_be_said_has_words(prefix: str) -> None:
    assert sorted(WORDS[prefix] - keys(prefix)) == []


@pytest.mark.parametrize("prefix", WORDS)
def test_nothing_is_said_that_no_source_asks_for(prefix: str) -> None:
    assert sorted(key for key in keys(prefix) - WORDS[prefix] if not in_sources(key)) == []


@pytest.mark.parametrize("prefix", options())
def test_every_option_has_a_label(prefix: str) -> None:
    assert sorted(options()[prefix] - keys(f"{prefix}.")) == []


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    def names(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    assert set(VI) == set(EN)
    assert [key for key in VI if names(VI[key]) != names(EN[key])] == []


def message_keys() -> Iterator[tuple[str, str]]:
    """(file, key) of every literal in `t(...)` and `both(...)`; a key that is put together gives its beginning."""
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.func if isinstance(node.func, ast.Call) else node.func  # `translator(lang)(key)`
            first = node.args[0]
            first = first.values[0] if isinstance(first, ast.JoinedStr) else first
            key = str(first.value) if isinstance(first, ast.Constant) else ""
            if getattr(called, "id", "") in ("t", "both", "translator") and "." in key:
                yield file.name, key


def test_every_key_in_the_sources_exists() -> None:
    found = list(message_keys())
    assert len(found) > 20
    assert [(file, key) for file, key in found if not any(known.startswith(key) for known in VI)] == []


def test_everything_that_can_happen_has_words_on_the_timeline() -> None:
    seen = {entry.key for events in all_events() for entry in entries(events)}
    assert len(seen) > 40
    assert sorted(key for key in seen if key not in VI) == []
    clocks = {f"event.clock.{name}" for name in CLOCKS}
    steps = {key for key in VI if key.startswith("event.step_reached.")}
    others = {key for key in VI if key.startswith("event.")} - seen - clocks - steps
    assert sorted(key for key in others if not in_sources(key)) == []


def test_every_command_has_a_rule_and_a_handler() -> None:
    assert set(RULES) == set(c.COMMANDS)
    # Commands that need more than the case are taken one by one in `decide`.
    named = set(re.findall(r"isinstance\(command, c\.(\w+)\)", Path(decide.__file__).read_text("utf-8")))
    assert {kind.__name__ for kind in decide._SIMPLE} | named == {kind.__name__ for kind in c.COMMANDS.values()}
    assert all(Role.SYSTEM not in RULES[name].roles for name in PEOPLE)
    assert all(RULES[name].roles == {Role.SYSTEM} for name in set(c.COMMANDS) - set(PEOPLE))


def test_every_status_has_its_queue_and_internal_events_exist() -> None:
    assert set(e.INTERNAL) <= set(e.FACTS)
    assert set(_BY_STATUS.values()) <= set(QUEUES)
    assert set(e.FACTS.values()) >= notices.NOTIFYING


def test_every_error_has_a_status() -> None:
    def kinds(kind: type[DomainError]) -> Iterator[type[DomainError]]:
        yield kind
        for child in kind.__subclasses__():
            yield from kinds(child)

    found = {kind.code: problems.status_of(kind.__new__(kind)) for kind in kinds(DomainError)}
    assert {code for code, status in found.items() if status == 422} == {
        "invalid", "invalid_fields", "idempotency_key_reused", "calendar_year_missing", "unknown_agency",
        "unknown_field", "unknown_place", "unknown_policy",
    }  # fmt: skip
    assert 403 not in found.values(), "the CDN turns 403 into the 404 page"


def section(title: str) -> str:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    return text.split(f"## {title}", 1)[1].split("\n## ", 1)[0]


def test_every_configuration_key_is_documented_and_read_in_one_place() -> None:
    documented = set(re.findall(r"`([A-Z][A-Z_]+)`", section("Environment")))
    assert documented == {item.name.upper() for item in fields(config.Config)}
    readers = [f.name for f in SOURCES if re.search(r"os\.environ|os\.getenv|from os import", f.read_text("utf-8"))]
    assert readers == ["config.py"]


def test_every_lambda_is_documented_and_stands_in_app() -> None:
    documented = set(re.findall(r"^\| `app\.(\w+)`", section("Lambda functions"), re.M))
    assert documented == {"app", *(function.name for function in app.pure_lambda_functions)}
    assert all(function.handler_string.startswith("app.") for function in app.pure_lambda_functions)


# --- who may import whom (DESIGN section 4) ---

ALLOWED = {
    "app": {"web", "wiring"},
    "web": {"web", "usecases", "wiring", "messages", "ports", "domain"},
    "usecases": {"usecases", "ports", "domain"},
    "storage": {"storage", "ports", "domain", "messages"},
    "delivery": {"delivery", "ports", "domain", "messages"},
    "publishing": {"publishing", "ports", "domain", "messages"},
    "wiring": {"wiring", "config", "usecases", "storage", "delivery", "publishing", "ports", "domain", "messages"},
    "ports": {"ports", "domain"},
    "domain": {"domain"},
    "messages": set(),
    "config": set(),
}
ONLY = {"pynamodb": {"storage"}, "boto3": set(), "botocore": {"storage", "delivery"}, "chalice": {"app", "web"},
        "jinja2": {"publishing"}, "itsdangerous": {"delivery"}, "msgspec": {"storage"}}  # fmt: skip


def part_of(module: str) -> str:
    names = module.split(".")
    part = names[1] if names[0] == "chalicelib" and len(names) > 1 else names[0]
    return "wiring" if part.startswith("wiring") else part


def imports(file: Path) -> Iterator[str]:
    """Modules that the file imports, anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: absolute imports only"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names) if module == "chalicelib" else [module]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_import_rule(file: Path) -> None:
    me = part_of(".".join(file.relative_to(ROOT).with_suffix("").parts))
    if me == "__init__":
        return
    for module in imports(file):
        if module.startswith("chalicelib"):
            assert part_of(module) in ALLOWED[me], f"{me} imports {module}"
            continue
        top = module.partition(".")[0]
        assert me in ONLY.get(top, {me}), f"{me} imports {module}"
        if me in ("domain", "ports", "usecases", "messages", "config"):
            assert top in sys.stdlib_module_names, f"{me} imports {module}"


def test_the_domain_reads_no_clock_and_no_chance() -> None:
    banned = re.compile(r"\.now\(|utcnow|\.today\(\)|time\.time|import random|import secrets|uuid4|[^f] open\(")
    found = [file.name for file in SOURCES if "domain" in file.parts and banned.search(file.read_text("utf-8"))]
    assert found == []
