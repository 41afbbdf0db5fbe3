"""What an error carries: its code for people, its detail for the log."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import DomainError, FieldError, InvalidFields, NotFound, SamePerson


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (DomainError(), ("invalid", "invalid", "")),
        (NotFound(), ("not_found", "not_found", "")),
        (NotFound("LS.20260807.K7M4Q"), ("not_found", "LS.20260807.K7M4Q", "LS.20260807.K7M4Q")),
        (SamePerson("refuse"), ("same_person", "refuse", "refuse")),
    ],
    ids=["any", "one of its own", "with a detail", "one of one of its own"],
)
def test_code_text_and_detail(error: DomainError, said: tuple[str, str, str]) -> None:
    assert (error.code, str(error), error.detail) == said


def test_invalid_fields_name_each_field() -> None:
    given = [FieldError("title", "missing"), FieldError("lead", "complained_of", None, ("Sở", "Dept"))]
    error = InvalidFields(given)
    assert (error.code, error.errors) == ("invalid_fields", tuple(given))
    assert str(error) == error.detail == "title:missing, lead:complained_of"
