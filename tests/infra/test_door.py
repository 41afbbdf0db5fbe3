"""The emulator's own port is for programs on this machine, and not for whatever page the operator's browser shows."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from infra.local.door import doorkeeper


def played(story: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: the browser tests of the same run keep a loop going in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, story).result()


HOST = {"host": "127.0.0.1:4566"}
CALLS: list[tuple[dict[str, str], bool]] = [
    (HOST, True),
    ({"host": "localhost:4566"}, True),
    ({"host": "bucket.localhost:4566"}, True),
    ({"host": "[::1]:4566"}, True),
    ({**HOST, "origin": "http://127.0.0.1:8000"}, True),
    ({**HOST, "sec-fetch-site": "same-origin"}, True),
    ({**HOST, "origin": "https://xau.example.com"}, False),
    ({**HOST, "origin": "null"}, False),
    ({**HOST, "origin": "http://127.0.0.1.xau.example.com"}, False),
    ({**HOST, "origin": "http://[x"}, False),
    ({**HOST, "sec-fetch-site": "cross-site"}, False),
    ({"host": "xau.example.com:4566"}, False),
    ({"host": "localhost.xau.example.com"}, False),
    ({}, False),
]


@pytest.mark.parametrize(("headers", "heard"), CALLS)
def test_who_is_heard(headers: dict[str, str], heard: bool) -> None:
    calls: list[str] = []
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        calls.append(scope["type"])

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "headers": [(name.encode(), value.encode()) for name, value in headers.items()]}
    played(doorkeeper(app)(scope, None, send))
    assert (calls == ["http"]) == heard
    assert heard or (sent[0]["status"] == 403 and len(sent) == 2)


def test_the_server_starts_and_stops_as_ever() -> None:
    calls: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        calls.append(scope["type"])

    played(doorkeeper(app)({"type": "lifespan"}, None, None))
    assert calls == ["lifespan"]
