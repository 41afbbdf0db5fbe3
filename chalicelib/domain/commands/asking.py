"""How a command declares what it asks for: once, and forms, validation and the OpenAPI text follow (see `commands`)."""

from __future__ import annotations

from dataclasses import Field, field, fields
from typing import Any, ClassVar, cast

from chalicelib.domain.record import record

CONTENT_LIMIT = 10_000
TITLE_LIMIT = 200
REASON_LIMIT = 2_000
FILES_LIMIT = 5
PARTS_LIMIT = 50  # points of one bulk petition


@record
class Spec:
    """How a field is asked for: `type` as in docs/documents.md, `choices` names a list of keys (`web.forms`)."""

    type: str
    required: bool = True
    limit: int = 0
    sealed: bool = False
    choices: str = ""
    blank: bool = True  # white space alone counts as nothing; False: it is a mistake to be named


def ask(default: Any, spec: Spec) -> Any:
    return field(default=default, metadata={"spec": spec})


def text(limit: int = CONTENT_LIMIT, *, required: bool = True, blank: bool = True) -> Any:
    return ask("", Spec("text", required, limit, sealed=True, blank=blank))


def line(limit: int = TITLE_LIMIT, *, required: bool = True) -> Any:
    return ask("", Spec("line", required, limit, sealed=True))


def day(*, required: bool = False) -> Any:
    return ask(None, Spec("date", required))


def choice(choices: str, *, required: bool = True) -> Any:
    return ask("", Spec("choice", required, choices=choices))


def reference(type_: str, *, required: bool = True) -> Any:
    return ask("" if type_ != "agencies" else (), Spec(type_, required, choices=type_))


def flag() -> Any:
    return ask(False, Spec("flag", False))


def files() -> Any:
    return ask((), Spec("files", False, FILES_LIMIT))


SYSTEM = frozenset(
    {"tick", "renew_secret", "report_mail_failure", "recompute_deadlines", "succeed", "take_in", "note_repeat"}
)


@record
class Command:
    """Base of all commands; `name` is the action's name in the API."""

    name: ClassVar[str] = ""

    @classmethod
    def asked(cls) -> tuple[tuple[str, Spec], ...]:
        return tuple((item.name, item.metadata["spec"]) for item in fields(cast(Any, cls)) if _is_asked(item))

    @classmethod
    def asked_of_people(cls) -> bool:
        return cls.name not in SYSTEM

    @classmethod
    def sealed(cls) -> tuple[str, ...]:
        return tuple(name for name, spec in cls.asked() if spec.sealed)


def _is_asked(item: Field[Any]) -> bool:
    return "spec" in item.metadata
