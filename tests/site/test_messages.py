"""A closed world of texts: both languages, the same placeholders, what is used exists, nothing is idle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

import pytest

from chalicelib.domain import vocabulary
from chalicelib.messages import catalogue
from chalicelib.publishing.render import HERE
from infra.site import SOURCES, text_keys

VI, EN = catalogue("vi"), catalogue("en")
# The pages' and scripts' own prefixes; others (mail.*, event.*, error.*) belong to other tests.
OURS = (
    "page.",
    "ui.",
    "status.",
    "timeliness.",
    "kind.",
    "subtype.",
    "channel.",
    "submitter_type.",
    "subindex.",
    "group.",
    "rating.",
    "reason.",
)
LITERAL = re.compile(r"""\bt\(\s*'([\w.-]+)'\s*[,)]""")
JOINED = re.compile(r"""\bt\(\s*'([\w.-]+)'\s*~""")
CHOICE = re.compile(r"""'((?:page|ui)\.[\w.-]+)'""")  # `t('page.a' if x else 'page.b')`


def sources() -> Iterator[tuple[str, str]]:
    for file in sorted((HERE / "templates").rglob("*.html")):
        yield file.name, file.read_text("utf-8")


def used() -> tuple[set[str], set[str]]:
    keys, prefixes = text_keys(file.read_text("utf-8") for file in SOURCES.glob("*.js"))
    for _, source in sources():
        prefixes |= set(JOINED.findall(source))
        keys |= set(LITERAL.findall(source)) | {
            k for k in CHOICE.findall(source) if k not in prefixes and not k.endswith(".js")
        }
    return keys, prefixes | set(_inner_prefixes())


def _inner_prefixes() -> Iterator[str]:
    """Prefixes that templates pass on: `('kinds', 'kind.', none)` and `t(prefix ~ r.id)` in statistics.html."""
    yield from ("kind.", "channel.", "submitter_type.", "subindex.")


def test_both_languages_have_the_same_keys_in_order() -> None:
    assert list(VI) == list(EN) == sorted(VI)


@pytest.mark.parametrize("key", sorted(VI))
def test_placeholders_agree(key: str) -> None:
    def names(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    assert names(VI[key]) == names(EN[key])
    assert key.endswith(".hint") or (VI[key].strip() and EN[key].strip()), "only a hint may be empty"


def test_every_key_in_use_exists() -> None:
    keys, prefixes = used()
    assert sorted(keys - set(VI)) == []
    assert sorted(p for p in prefixes if not any(k.startswith(p) for k in VI)) == []


def test_no_text_is_idle() -> None:
    keys, prefixes = used()
    idle = [k for k in VI if k.startswith(OURS) and k not in keys and not k.startswith(tuple(prefixes))]
    assert idle == []


@pytest.mark.parametrize(
    ("prefix", "values"),
    [
        ("status.", vocabulary.Status),
        ("timeliness.", vocabulary.Timeliness),
        ("kind.", vocabulary.Kind),
        ("channel.", vocabulary.Channel),
        ("submitter_type.", vocabulary.SubmitterType),
        ("rating.", vocabulary.Rating),
        ("subindex.", vocabulary.SUBINDEXES),
        ("subtype.", [s for subtypes in vocabulary.SUBTYPES.values() for s in subtypes]),
        ("reason.", [*vocabulary.RefusalReason, *vocabulary.RedirectReason]),
    ],
)
def test_every_value_of_the_domain_has_a_label(prefix: str, values: list[str]) -> None:
    assert {prefix + str(v) for v in values} == {k for k in VI if k.startswith(prefix)}
