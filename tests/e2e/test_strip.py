"""The deadline strip has two makers, the server's template and the browser: they agree."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.publishing.render import strip_weeks
from infra.site import ASSETS_JSON
from tests.e2e.conftest import Visit
from tests.site.sample_cases import deadline


def cases() -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    found = [deadline(start, length, over=over) for start, length, over in [
        ("2026-08-07", 20, 3), ("2026-08-21", 5, 0), ("2026-08-22", 1, 0), ("2026-12-24", 20, 8), ("2026-08-30", 10, 1)
    ]]  # fmt: skip
    explained, over = deadline("2026-12-20", 20, over=2)  # over the year's end, with days that may still change
    found.append(({**explained, "provisional_days": [day["date"] for day in explained["counted"][5:9]]}, over))
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case[0]['start_on']}+{case[0]['length']}")
def test_both_makers_give_the_same_weeks(visit: Visit, case: tuple[dict[str, Any], list[dict[str, Any]]]) -> None:
    page = visit("/gioi-thieu")
    view = json.loads(ASSETS_JSON.read_text("utf-8"))["view.js"]
    script = "async ([view, deadline, over]) => (await import(view)).stripWeeks(deadline, over)"
    assert page.evaluate(script, [view, *case]) == strip_weeks(*case)
