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
    script = "async ([view, deadline, over, off]) => (await import(view)).stripWeeks(deadline, over, off)"
    explained, over = case
    off = [{"date": day["date"], "kind": "holiday", "name": {"vi": "Lễ", "en": "Feast"}} for day in over[:1]]
    assert page.evaluate(script, [view, explained, over[1:], off]) == strip_weeks(explained, over[1:], off)


WORKED = {"date": "2026-08-22", "kind": "swap_work", "name": {"vi": "Làm bù", "en": "Worked"}, "source": "9441"}
FEAST = {"date": "2026-09-10", "kind": "holiday", "name": {"vi": "Lễ", "en": "Feast"}, "source": None}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/gioi-thieu", "10/09 (Lễ). Vẫn tính là ngày làm việc: thứ Bảy, 22/08/2026 (Làm bù, 9441). Lịch phiên bản"),
        (
            "/en/gioi-thieu",
            "10 Sep (Feast). Counted as a working day: Sat 22 Aug 2026 (Worked, 9441). Calendar version",
        ),
    ],
)
def test_the_browser_gives_the_reasons_of_the_page(visit: Visit, path: str, said: str) -> None:
    page = visit(path)
    view = json.loads(ASSETS_JSON.read_text("utf-8"))["view.js"]
    explained, over = deadline("2026-08-07", 20, over=3)
    script = "async ([view, deadline, over, off]) => (await import(view)).strip(deadline, over, off).textContent"
    assert said in page.evaluate(script, [view, explained | {"worked_weekends": [WORKED]}, over, [FEAST]])
