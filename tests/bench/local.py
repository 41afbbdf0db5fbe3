"""The local system under `make run`: 200 clients at once, and what a call costs beyond the emulator's bare Lambda."""

from __future__ import annotations

import http.client
import io
import json
import secrets
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from botocore.config import Config
from botocore.session import get_session

from infra.local.http import HOST
from infra.local.testing import LocalSystem, local_system
from tests.bench.figures import Figure, Figures, pairs
from tests.bench.texts import petition

CLIENTS, REQUESTS, WRITES = 200, 1_000, 200
CALL_BUDGET, PAIRS = 2.0, 60
PATIENCE = 120
EMPTY = """import sys
def handler(event, context):
    print("called", file=sys.stderr, flush=True)
    return {}
"""


def _ask(system: LocalSystem, method: str, path: str, body: bytes | None = None, **headers: str) -> int:
    connection = http.client.HTTPConnection(HOST, system.port, timeout=PATIENCE)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Content-Type": "application/json"} | named)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _read(system: LocalSystem) -> int:
    return _ask(system, "GET", "/api/catalogue")


def _write(system: LocalSystem) -> int:
    return _ask(system, "POST", "/api/cases", json.dumps(petition()).encode(), Idempotency_Key=secrets.token_hex(16))


def _at_once(call: Callable[[], int], wanted: int, times: int) -> tuple[int, float]:
    """(errors, seconds) of `times` calls by so many clients, who all start together."""
    together = threading.Barrier(min(CLIENTS, times))
    found: Counter[Any] = Counter()

    def client(calls: int) -> None:
        together.wait()
        for _ in range(calls):
            try:
                found[call()] += 1
            except OSError as error:
                found[type(error).__name__] += 1

    started = time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(client, [times // CLIENTS] * CLIENTS))
    if found[wanted] != times:
        print(f"# {dict(found)}")
    return times - found[wanted], time.monotonic() - started


def _bare(system: LocalSystem) -> Callable[[], object]:
    """The emulator's call of a function that does nothing but say so.

    After a silent call the emulator waits 50 ms for a line on stderr; that would make this floor too high.
    """
    outputs = system.outputs()
    client = get_session().create_client(
        "lambda",
        endpoint_url=outputs["Endpoint"],
        region_name=outputs["Region"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}, read_timeout=PATIENCE),
    )
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("nothing.py", EMPTY)
    runtime = client.list_functions()["Functions"][0]["Runtime"]
    client.create_function(
        FunctionName="bench-nothing",
        Runtime=runtime,
        Role="arn:aws:iam::000000000000:role/bench",
        Handler="nothing.handler",
        Code={"ZipFile": code.getvalue()},
        MemorySize=1024,
    )
    return lambda: client.invoke(FunctionName="bench-nothing", Payload=b"{}")["Payload"].read()


def _wall(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - started)


def _calls(system: LocalSystem) -> Figures:
    bare = _bare(system)
    calls: dict[str, Callable[[], int]] = {
        "health": lambda: _ask(system, "GET", "/api/health"),
        "catalogue": lambda: _read(system),
        "submission": lambda: _write(system),
    }
    for name, call in calls.items():
        for _ in range(5):
            call()
            bare()
        ours, least = pairs(_wall, call, bare, PAIRS)
        budget = None if name == "submission" else CALL_BUDGET
        yield Figure(f"local.call.{name}", ours, "ms", least, budget, "floor: invoking an empty function")


def measure() -> Figures:
    with tempfile.TemporaryDirectory() as folder, local_system(Path(folder)) as system:
        yield from _calls(system)
        for name, call, wanted, times in (
            ("reads", _read, 200, REQUESTS),
            ("submissions", _write, 201, WRITES),
        ):
            errors, seconds = _at_once(lambda call=call: call(system), wanted, times)  # type: ignore[misc]
            detail = f"{times} requests, {times / seconds:.0f} a second"
            yield Figure(f"local.200_clients.{name}", errors, "errors", budget=0, detail=detail)
