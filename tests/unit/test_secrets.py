"""The submitter's secret: read out on the phone, typed with thick fingers, guessed by nobody."""

from __future__ import annotations

import re

import pytest

from chalicelib.storage.secrets import ALPHABET, origin_of, secret_text, tidy
from tests.fakes.secrets import MemorySecrets

ORIGIN, OTHER = "0" * 32, "1" * 32
KEY = bytes(range(32))


def test_the_form_is_the_one_that_was_promised() -> None:
    seen = "".join(secret_text("1", KEY, f"{n}", 0)[2:] for n in range(300))
    assert re.fullmatch(r"12-[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", secret_text("12", KEY, ORIGIN, 0))
    assert set(seen) == {*ALPHABET, "-"}
    assert set("ILOU").isdisjoint(seen)


def test_a_secret_is_pinned_for_ever() -> None:
    """People have it on paper: the same key, origin and generation must give it after any change of this code."""
    assert secret_text("1", KEY, ORIGIN, 0) == "1-3HF2-VESV-AZ51-7VZZ"


def test_it_differs_by_case_generation_and_key() -> None:
    made = [
        secret_text("1", KEY, ORIGIN, 0),
        secret_text("1", KEY, OTHER, 0),
        secret_text("1", KEY, ORIGIN, 1),
        secret_text("1", KEY[::-1], ORIGIN, 0),
        secret_text("1", KEY, ORIGIN + "/1", 0),
    ]
    assert len(set(made)) == len(made)


@pytest.mark.parametrize(
    "typed",
    [
        "1-K7M4-Q2XW-9PTR-ABC0",
        "1-k7m4-q2xw-9ptr-abc0",
        " 1 K7M4 Q2XW 9PTR ABC0 ",
        "1K7M4Q2XW9PTRABC0",
        "i-K7M4-Q2XW-9PTR-ABCO",
        "l–K7M4–Q2XW—9PTR.abco\u200b",
        "１－Ｋ７Ｍ４－Ｑ２ＸＷ－９ＰＴＲ－ＡＢＣ０",
    ],
)
def test_it_is_understood_however_it_is_typed(typed: str) -> None:
    assert tidy(typed) == ("1", "K7M4Q2XW9PTRABC0")


@pytest.mark.parametrize(
    "typed", ["", "-", "1", "K7M4-Q2XW-9PTR-ABC0", "1-K7M4", "x-K7M4-Q2XW-9PTR-ABC0", "٣-K7M4-Q2XW-9PTR-ABC0", "1" * 50]
)
def test_what_cannot_be_one_is_none(typed: str) -> None:
    assert tidy(typed) == ("", "")
    assert not MemorySecrets().secret_matches(ORIGIN, 0, typed)


def test_long_garbage_costs_nothing() -> None:
    assert tidy("\U0001f642" * 1_000_000) == ("", "")


def test_only_the_right_case_and_generation_match() -> None:
    secrets = MemorySecrets()
    secret = secrets.submitter_secret(ORIGIN, 1)
    assert secrets.secret_matches(ORIGIN, 1, secret.lower().replace("-", " "))
    assert not secrets.secret_matches(ORIGIN, 0, secret)
    assert not secrets.secret_matches(ORIGIN, 2, secret)
    assert not secrets.secret_matches(OTHER, 1, secret)
    changed = secret[:-1] + ("0" if secret[-1] != "0" else "1")
    assert not secrets.secret_matches(ORIGIN, 1, changed)


def test_a_newer_key_leaves_old_secrets_good_and_a_retired_one_does_not() -> None:
    secrets = MemorySecrets()
    secret = secrets.submitter_secret(ORIGIN, 0)
    secrets.newest = 2
    assert secrets.submitter_secret(ORIGIN, 0).startswith("2-")
    assert secrets.secret_matches(ORIGIN, 0, secret)
    secrets.retired.add("1")
    assert not secrets.secret_matches(ORIGIN, 0, secret)


def test_origins_are_pinned_for_ever() -> None:
    """A retry must find what it made, whatever happened to the keys in between."""
    assert origin_of("3f0c2b1e-5a3d-4f59-9a55-8f6f2f0d7c11") == "4c141df29bf040750d46c661491d08f3"
    assert origin_of("một") != origin_of("mot")
    assert re.fullmatch(r"[0-9a-f]{32}", origin_of("\ud800"))
