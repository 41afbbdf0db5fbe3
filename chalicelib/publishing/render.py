"""Documents -> HTML: one Jinja2 environment for the publish Lambda, the no-JS pages of the API and the static build.

Nothing is imported or compiled before the first page: the API handler imports this module for its receipt page only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from chalicelib.messages import LANGUAGES, translator

if TYPE_CHECKING:
    from jinja2 import Environment

Lang = Literal["vi", "en"]

HERE = Path(__file__).parent
NBSP = "\u00a0"
OVER_SHOWN = 20
"""Days over that a strip shows: a case that is late for years has a page all the same, and all its days in the JSON."""
FILTER_NAMES = {"long_date": "date", "short_date": "short"}

WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def render(template: str, lang: str, **context: Any) -> str:
    """The page `template` (for example `case.html`) in `lang`.

    Every template needs `doc` (the published document, or the page's own dict) and `path` (the page's path without
    the `/en` prefix, for example `/ho-so/LS.20260807.K7M4Q`). `assets` may be given to replace `assets.json`.
    """
    page = {"assets": asset_urls() if "assets" not in context else context["assets"], **context}
    return _environment(lang).get_template(template).render(page)


@lru_cache(maxsize=1)
def asset_urls() -> Mapping[str, str]:
    """Logical name -> hashed URL, as `infra/site.py` wrote it before packaging."""
    file = HERE / "assets.json"
    return cast("dict[str, str]", json.loads(file.read_text("utf-8")))


@lru_cache(maxsize=2)
def _environment(lang: str) -> Environment:
    """One per language, because imported macros see globals but not the page's context.

    Built once per process; templates compile when first asked for.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    for function in (name, long_date, short_date, day_month, moment, month, number, percent, size):
        environment.filters[FILTER_NAMES.get(function.__name__, function.__name__)] = _in(lang, function)
    environment.globals.update(lang=lang, t=translator(lang), url=_url_for(lang), strip_weeks=strip_weeks)
    tongues = {tongue: translator(tongue) for tongue in LANGUAGES}
    environment.globals.update(over_shown=OVER_SHOWN, tongues=tongues)
    return environment


def _in(lang: str, function: Callable[..., str]) -> Callable[..., str]:
    """`function(value, lang, ...)` as a filter of this language."""
    return lambda value, *args: function(value, lang, *args)


def _url_for(lang: str) -> Callable[[str], str]:
    """Vietnamese pages stand at `/x`, English ones at `/en/x`; the English home page is `/en`."""
    prefix = "" if lang == "vi" else f"/{lang}"
    return lambda path: (prefix + path).rstrip("/") or "/"


def name(value: Mapping[str, str] | None, lang: str) -> str:
    """The name in the page's language, in Vietnamese if there is no other."""
    return (value.get(lang) or value.get("vi") or "") if value else ""


def long_date(value: str | None, lang: str) -> str:
    """`2026-09-08` -> `thứ Ba, 08/09/2026` or `Tue 8 Sep 2026`; empty when there is no date."""
    if not value:
        return ""
    day = date.fromisoformat(value[:10])
    weekday = WEEKDAYS[lang][day.weekday()]
    joint = ", " if lang == "vi" else " "
    return weekday + joint + short_date(value, lang)


def short_date(value: str | None, lang: str) -> str:
    """`08/09/2026` or `8 Sep 2026`."""
    if not value:
        return ""
    day = date.fromisoformat(value[:10])
    return f"{day:%d/%m/%Y}" if lang == "vi" else f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"


def day_month(value: str, lang: str) -> str:
    """`07/08` or `7 Aug`, under the first day of a week in the deadline strip."""
    day = date.fromisoformat(value)
    return f"{day:%d/%m}" if lang == "vi" else f"{day.day} {MONTHS_EN[day.month - 1]}"


def moment(value: str | None, lang: str) -> str:
    """An instant with its minute, as it stands (documents carry Vietnam time)."""
    if not value:
        return ""
    return f"{short_date(value, lang)}, {datetime.fromisoformat(value):%H:%M}"


def month(value: str, lang: str) -> str:
    """`2026-08` -> `08/2026` or `Aug 2026`."""
    return f"{value[5:7]}/{value[:4]}" if lang == "vi" else f"{MONTHS_EN[int(value[5:7]) - 1]} {value[:4]}"


def number(value: float | None, lang: str, decimals: int = 0) -> str:
    """`1284` -> `1 284` (with a space that does not break) or `1,284`; a dash for an unknown one."""
    if value is None:
        return "–"
    text = f"{value:,.{decimals}f}"
    return text.replace(",", NBSP).replace(".", ",") if lang == "vi" else text


def percent(part: int, lang: str, whole: int) -> str:
    """`part / whole` as `91,3 %` or `91.3%`; a dash when there is nothing to divide by. Show `whole` beside it."""
    if not whole:
        return "–"
    return number(100 * part / whole, lang, 1) + (NBSP + "%" if lang == "vi" else "%")


def size(value: int, lang: str) -> str:
    """Bytes as kB or MB."""
    return f"{number(value / 1e6, lang, 1)} MB" if value >= 1e6 else f"{number(max(1, value / 1e3), lang)} kB"


def strip_weeks(
    deadline: Mapping[str, Any], over: list[Mapping[str, Any]], off: Sequence[Mapping[str, Any]] = ()
) -> list[list[dict[str, Any]]]:
    """The deadline strip: counted, skipped and over days in order, by calendar week; weekends are the gaps between.

    `off`: what the days over skip. `stripWeeks` in view.js does the same in the browser: change both.
    """
    days: list[dict[str, Any]] = [
        *({**d, "type": "day"} for d in deadline["counted"]),
        *({**d, "type": "over"} for d in over),
        *({**d, "type": "off"} for d in (*deadline["skipped"], *off) if d["kind"] != "weekend"),
    ]
    weeks: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for day in sorted(days, key=lambda d: cast("str", d["date"])):
        year, week, _ = date.fromisoformat(day["date"]).isocalendar()
        day["due"] = day["date"] == deadline["due_on"]
        day["maybe"] = day["date"] in deadline["provisional_days"]
        weeks.setdefault((year, week), []).append(day)
    return list(weeks.values())
