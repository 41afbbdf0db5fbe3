"""S3 PUTs of publication, and how large the pages are that it writes. In memory: `MemorySite` counts PUTs."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from chalicelib.publishing.english import render_english
from infra import site
from tests.bench.figures import Figure, Figures, microseconds
from tests.bench.texts import ANSWER, CONTENT, STATUS, TITLE, petition
from tests.unit.newsroom import Newsroom, People, agency, newsroom
from tests.unit.world import FOCAL

PER_CHANGE, PER_TICK = 2, 40
CASE_PAGE, OTHER_PAGE = 14.0, 30.0
FEW, MANY = 20, 2_000
LEADS = ("SNNMT", "STC2025", "BQLKKT", "VPUB")
PLACES = ("dat-dai", "dau-tu", "phi-cua-khau")


class Counter:
    """Counts, per call of the publisher, the PUTs of drains (changes) and of ticks."""

    def __init__(self, room: Newsroom) -> None:
        self.room, self.publisher = room, room.publisher()

    def drain(self) -> int:
        before = self.room.site.puts
        self.publisher.drain()
        return self.room.site.puts - before

    def ticks(self) -> Iterator[int]:
        """PUTs of each tick until nothing waits; cases are drained before."""
        waiting = True
        while waiting:
            before = self.room.site.puts
            waiting = bool(self.publisher.tick()["waiting"])
            yield self.room.site.puts - before


def town(number: int) -> tuple[People, Newsroom, list[str]]:
    """So many published cases over a year, every second one answered."""
    people = People(date(2025, 8, 4))
    codes = []
    for n in range(number):
        if n % max(1, number // 100) == 0:
            people.later(3)
        lead = LEADS[n % len(LEADS)]
        code = people.forwarded(lead, PLACES[n % len(PLACES)])
        codes.append(code)
        if n % 2:
            people.answer(code, lead)
    for code in codes:
        people.sweep(code)  # what fell due stands in the record, so that a change is one event
    room = newsroom(people)
    room.publisher().publish_empty()
    room.settle()
    return people, room, codes


def puts(number: int) -> Figures:
    people, room, codes = town(number)
    room.now += timedelta(hours=1)
    counter = Counter(room)
    # Changes: one event each in ten cases, far apart on the lists.
    changed = codes[:: max(1, number // 10)][:10]
    for code in changed:
        people.texts(code, f"Sửa {code}")
    yield Figure(f"puts.{number}.change", counter.drain() / len(changed), "PUTs per change", budget=PER_CHANGE)
    worst = max(counter.ticks())
    yield Figure(f"puts.{number}.tick_after_10", worst, "PUTs of the dearest tick", budget=PER_TICK)
    # A busy minute: a tenth of all cases changes at once.
    busy = codes[::10]
    for code in busy:
        people.texts(code, f"Lại sửa {code}")
    change = counter.drain() / len(busy)
    ticks = list(counter.ticks())
    yield Figure(f"puts.{number}.busy_change", change, "PUTs per change", budget=PER_CHANGE)
    detail = f"{len(busy)} changes, {len(ticks)} ticks"
    yield Figure(f"puts.{number}.busy_tick", max(ticks), "PUTs of the dearest tick", budget=PER_TICK, detail=detail)
    yield Figure(f"puts.{number}.average", change + sum(ticks) / len(busy), "PUTs per change, ticks included")


def usual_case(people: People) -> str:
    """A whole life with texts of 1,000 characters, a status report, one returned answer and a published one."""
    code = people.petition(**petition())
    people.do(code, FOCAL, "classify", kind="conduct", subtype="harassment", field="phi-cua-khau")
    people.do(code, FOCAL, "write_texts", public_title=TITLE, public_content=CONTENT, handling_content=CONTENT)
    people.do(code, FOCAL, "forward", lead="BQLKKT", coordinating=["STC2025"])
    people.later(5)
    people.do(code, agency("BQLKKT"), "acknowledge")
    people.do(code, agency("BQLKKT"), "report_status", content=STATUS)
    people.publish(code)
    people.later(12)
    people.answer(code, "BQLKKT", content=ANSWER[:1000], signer="Trưởng ban", document_date=people.today.isoformat())
    return code


def _gzipped(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))


@cache
def _assets() -> dict[str, bytes]:
    contents, _ = site._assets()
    return {f"/assets/{name}": text.encode() for name, text in contents.items()}


def kilobytes(html: bytes) -> float:
    """A page with the style sheets that it names, each compressed as it travels."""
    sheets = set(re.findall(r'<link rel="stylesheet" href="([^"]+)"', html.decode()))
    if not sheets:
        raise RuntimeError("a page without style")
    return (_gzipped(html) + sum(_gzipped(_assets()[sheet]) for sheet in sheets)) / 1000


def pages() -> Figures:
    people, room, _ = town(300)
    code = usual_case(people)
    room.settle()
    wanted = {
        "case": (f"ho-so/{code}", CASE_PAGE),
        "home": ("index", OTHER_PAGE),
        "agency": ("co-quan/BQLKKT", OTHER_PAGE),
        "statistics": ("thong-ke", OTHER_PAGE),
        "cases": ("ho-so", OTHER_PAGE),
    }
    for name, (key, budget) in wanted.items():
        found = room.site.read(key)
        assert found is not None, key
        if name == "case" and not all(text in found.body.decode() for text in (TITLE, CONTENT[:60], ANSWER[-60:-5])):
            raise RuntimeError("the case page lacks its texts")
        yield Figure(f"page.{name}", kilobytes(found.body), "kB gzip, HTML and CSS", budget=budget)
    english = render_english(f"/en/ho-so/{code}", lambda key: getattr(room.site.read(key), "body", None))
    assert english is not None
    yield Figure("page.case_en", kilobytes(english.encode()), "kB gzip, HTML and CSS", budget=CASE_PAGE)
    yield from render_times(room, code)


def render_times(room: Newsroom, code: str) -> Figures:
    from chalicelib.publishing.pages import html

    document = room.doc(f"ho-so/{code}")
    yield Figure("time.case_page", microseconds(lambda: html(f"ho-so/{code}", document, "vi"), 50), "us CPU")
    home = room.doc("index")
    yield Figure("time.home_page", microseconds(lambda: html("index", home, "vi"), 50), "us CPU")


def measure() -> Figures:
    for number in (FEW, MANY):
        yield from puts(number)
    yield from pages()
