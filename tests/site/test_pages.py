"""Every page renders for usual and extreme documents, in both languages, without anything inline, within its budget."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from chalicelib.messages import translator
from chalicelib.publishing.render import OVER_SHOWN, render, strip_weeks
from infra import site
from infra.operator.data_files import read_reference
from tests.site import sample_names, samples

KILOBYTE = 1024


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, site.Entry], dict[str, str]]:
    """The static site, its manifest, and the asset URLs."""
    out = tmp_path_factory.mktemp("site")
    assets = out / "assets.json"
    manifest = site.build(out / "tree", read_reference(), date(2026, 11, 21), assets)
    return out / "tree", manifest, json.loads(assets.read_text("utf-8"))


Built = tuple[Path, dict[str, site.Entry], dict[str, str]]


class Outline(HTMLParser):
    """Collects what must never be on a page, and checks that tags close in order."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.inline: list[str] = []
        self.ids: list[str] = []
        self.counts: dict[str, int] = {}
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.counts[tag] = self.counts.get(tag, 0) + 1
        given = dict(attributes)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.inline += [f"{tag}[{name}]" for name in given if name == "style" or name.startswith("on")]
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a" and given.get("href"):
            self.hrefs.append(str(given["href"]))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """SVG's `<rect/>`."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1:] == [tag], f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser


def rendered() -> Iterator[Any]:
    for name, template, path, context in samples.PAGES:
        for lang in ("vi", "en"):
            yield pytest.param(template, lang, path, context, id=f"{name}-{lang}")


@pytest.mark.parametrize(("template", "lang", "path", "context"), list(rendered()))
def test_rendered_page_is_whole(built: Built, template: str, lang: str, path: str, context: dict[str, Any]) -> None:
    page = render(template, lang, path=path, assets=built[2], **context)
    found = outline(page)
    assert found.inline == []
    assert found.counts["h1"] == found.counts["main"] == 1
    assert len(found.ids) == len(set(found.ids))
    assert f'<html lang="{lang}">' in page
    other = f"/en{'' if path == '/' else path}" if lang == "vi" else path
    assert other in found.hrefs, "the language switch leads to this page in the other language"


def test_markup_of_strangers_is_text(built: Built) -> None:
    page = render("case.html", "vi", path="/ho-so/x", assets=built[2], doc=samples.hostile_case())
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "{{ 7*7 }}" in page
    assert page.count("&lt;script&gt;alert(1)") >= 6


def test_markup_of_offices_is_text(built: Built) -> None:
    page = render("names.html", "vi", path="/neu-ten/1", assets=built[2], doc=sample_names.hostile_names())
    assert "<script>alert" not in page and "<img" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 8


@pytest.mark.parametrize("status", ["refused", "withdrawn", "redirected", "merged", "restricted", "received"])
def test_case_without_text_says_why(built: Built, status: str) -> None:
    page = render("case.html", "vi", path="/ho-so/x", assets=built[2], doc=samples.bare_case() | {"status": status})
    assert 'class="note"' in page
    assert "text_" not in page
    assert "None" not in page


def test_case_page_names_no_number_of_days_left(built: Built) -> None:
    """Documents hold dates; the page has no clock (docs/documents.md)."""
    page = render("case.html", "vi", path="/ho-so/x", assets=built[2], doc=samples.case())
    assert "còn lại" not in page
    assert "data-past" not in page


def test_a_case_that_is_late_for_years_has_a_page_of_bounded_size(built: Built) -> None:
    """All its days are in the JSON, to which the page leads."""
    explained, over = samples.deadline("2026-08-07", 20, over=400)
    doc = samples.case() | {"deadline": explained, "over": over, "overdue_on": over[0]["date"]}
    page = render("case.html", "vi", path="/ho-so/x", assets=built[2], doc=doc)
    assert page.count('class="over"') == OVER_SHOWN
    assert f"và {400 - OVER_SHOWN} ngày làm việc quá hạn nữa" in page
    assert f'href="/ho-so/{doc["code"]}.json">Toàn bộ các ngày' in page
    assert compressed(page) + compressed(css(built)) <= 14 * KILOBYTE
    short = render("case.html", "vi", path="/ho-so/x", assets=built[2], doc=doc | {"over": over[:OVER_SHOWN]})
    assert short.count('class="over"') == OVER_SHOWN and "quá hạn nữa" not in short


def test_words_beside_the_handling_are_on_the_page_with_their_notes(built: Built) -> None:
    part, ground = {"vi": "Nội dung trả lời", "en": "Answers"}, {"vi": "Dữ liệu cá nhân", "en": "Personal data"}
    given: Any = {
        "directives": [{"seq": 9, "on": "2026-08-20", "document_date": "2026-08-19", "due_on": "2026-09-03",
                        "fulfilled_on": None, "settled": False, "document_number": "12/CĐ", "content": "Làm ngay."}],
        "contributions": [{"agency": samples.agencies()[1], "position": "disagree", "on": "2026-08-21",
                           "content": None}],
        "withheld": [{"part": "answers", "label": part, "ground": "personal_data", "ground_label": ground, "on": "",
                      "passages": 2}],
    }  # fmt: skip
    line = [entry | {"note": "Chờ đo đạc."} for entry in samples.case()["timeline"][:1]]
    doc = samples.case() | given | {"timeline": line}
    page = render("case.html", "en", path="/ho-so/x", assets=built[2], doc=doc)
    for words in ("Làm ngay.", "12/CĐ", "due 3 Sep 2026", "Disagree", "Chờ đo đạc.", "Passages withheld: 2 in Answers"):
        assert words in page, words
    outline(page)


def test_the_page_for_what_is_missing_speaks_both_languages(built: Built) -> None:
    """The CDN has one for all paths."""
    for lang, other in (("vi", "en"), ("en", "vi")):
        page = render("not_found.html", lang, path="/404", assets=built[2], doc={})
        assert f'<section lang="{other}">' in page
        assert all(translator(tongue)("page.not_found.lead") in page for tongue in ("vi", "en"))


def test_form_page_keeps_what_was_typed(built: Built) -> None:
    page = render(
        "problem.html",
        "vi",
        path="/gui",
        assets=built[2],
        doc=samples.PROBLEM,
        values=samples.TYPED,
        reference=samples.REFERENCE,
    )
    assert "&lt;b&gt;Chậm&lt;/b&gt; trả kết quả\nhai lần</textarea>" in page
    assert '<option value="hhl-08" selected>' in page
    assert 'value="conduct" checked' in page
    assert 'href="#submitter-email"' in page
    assert 'aria-describedby="title-hint title-error"' in page


def test_static_pages_are_whole(built: Built) -> None:
    tree, manifest, _ = built
    pages = [key for key, entry in manifest.items() if entry["content_type"].startswith("text/html")]
    assert len(pages) == 2 * len(site.PAGES)
    for key in pages:
        found = outline((tree / manifest[key]["file"]).read_text("utf-8"))
        assert found.inline == [], key
        assert found.counts["h1"] == 1, key


def compressed(*texts: str) -> int:
    return len(gzip.compress("".join(texts).encode(), mtime=0))


def css(built: Built, name: str = "hoiam.css") -> str:
    return (built[0] / built[2][name].lstrip("/")).read_text("utf-8")


@pytest.mark.parametrize("doc", [samples.case(), samples.answered_case(), samples.bare_case()])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_case_page_with_styles_fits_14_kilobytes(built: Built, doc: dict[str, Any], lang: str) -> None:
    page = render("case.html", lang, path="/ho-so/x", assets=built[2], doc=doc)
    assert compressed(page) + compressed(css(built)) <= 14 * KILOBYTE


@pytest.mark.parametrize("name", ["home", "agency", "statistics"])
def test_other_pages_fit_30_kilobytes(built: Built, name: str) -> None:
    template, path, context = next((t, p, c) for n, t, p, c in samples.PAGES if n == name)
    page = render(template, "vi", path=path, assets=built[2], **context)
    assert compressed(page) + compressed(css(built)) <= 30 * KILOBYTE


def test_reasons_among_the_days_over_go_as_far_as_the_strip(built: Built) -> None:
    explained, over = samples.deadline("2026-08-07", 20, over=400)
    near, far = (
        {"date": over[n]["date"], "kind": "holiday", "name": {"vi": f"Lễ {n}", "en": f"Feast {n}"}, "source": None}
        for n in (OVER_SHOWN - 1, OVER_SHOWN)
    )
    doc = samples.case() | {"deadline": explained, "over": over, "over_reasons": [near, far]}
    page = render("case.html", "vi", path="/ho-so/x", assets=built[2], doc=doc)
    assert page.count("Lễ 19") == 3, "the hole in the strip, and the list below"
    assert "Lễ 20" not in page


def test_english_strips_have_english_days(built: Built) -> None:
    """07/09 would be the ninth of July to half of its readers."""
    page = render("case.html", "en", path="/ho-so/x", assets=built[2], doc=samples.case())
    assert "<span>7 Sep</span></li>" in page and 'title="31 Aug Day off' in page
    assert not re.search(r"(?<![/\d])\d\d/\d\d(?![/\d])", page)


def test_strip_groups_days_by_week_and_leaves_weekends_out() -> None:
    explained, over = samples.deadline("2026-08-07", 20, over=3)
    weeks = strip_weeks(explained, over)
    assert [[d["type"][0] + str(d.get("n", "")) for d in week] for week in weeks] == [
        ["d1", "d2", "d3", "d4", "d5"],
        ["d6", "d7", "d8", "d9", "d10", "d11"],
        ["d12", "d13", "d14", "d15", "d16"],
        ["o", "o", "o", "d17", "d18"],
        ["d19", "d20", "o1", "o2", "o3"],
    ]
    assert [d["date"] for week in weeks for d in week if d["due"]] == ["2026-09-08"]
    weeks = strip_weeks(explained, over[1:], [{"date": over[0]["date"], "kind": "holiday"}])
    assert [d["type"] for d in weeks[-1]] == ["day", "day", "off", "over", "over"]
