"""One running system and one Chromium for all tests here; visitors in contexts of their own, and what they saw kept."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from infra.local.supervisor import ROOT
from infra.local.testing import LocalSystem, local_system
from tests.e2e.api import Api

KEPT = ROOT / ".build" / "e2e"
# A Monday; time only goes forward from here, whatever the order of the tests.
START = "2026-08-03T09:00:00+07:00"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"]
Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSystem]:
    with local_system(tmp_path_factory.mktemp("e2e")) as running:
        running.set_clock(START)
        yield running


@pytest.fixture(scope="session")
def api(system: LocalSystem) -> Api:
    return Api(system)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if path is None:
        pytest.fail("no Chromium: make setup-browser")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, system: LocalSystem, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """`visit(path, ...)` opens a page for a new person. Errors in its console fail the test, except `expected` ones."""
    pages: list[Page] = []
    errors: list[str] = []

    def open_page(path: str = "/", width: int = 360, height: int = 780, expected: str = "", **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, base_url=system.base_url, locale="vi-VN", **options
        )
        context.set_default_timeout(15_000)
        page = context.new_page()

        def note(message: ConsoleMessage) -> None:
            text = f"{message.text} {message.location.get('url', '')}"
            if message.type in ("error", "warning") and not (expected and re.search(expected, text)):
                errors.append(text)

        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        page.goto(path)
        return page

    yield open_page
    if request.node.stash.get(FAILED, False) or errors:
        _keep(pages, request.node.name)
    for page in pages:
        page.context.close()
    assert errors == []


def _keep(pages: list[Page], name: str) -> None:
    """What the people saw when it failed: a picture and the page."""
    KEPT.mkdir(parents=True, exist_ok=True)
    stem = re.sub(r"[^\w-]+", "_", name)
    for number, page in enumerate(pages):
        if not page.is_closed():
            page.screenshot(path=KEPT / f"{stem}-{number}.png", full_page=True)
            (KEPT / f"{stem}-{number}.html").write_text(f"<!-- {page.url} -->\n{page.content()}", "utf-8")
