"""CPU of one accepted submission in the handler, against the bare call that writes the same items."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import secrets
from collections.abc import Callable
from typing import Any

from botocore.session import get_session

from chalicelib import wiring
from chalicelib.storage.session import connection
from tests.bench.figures import Figure, Figures, cpu, pairs
from tests.bench.stage import request, stage
from tests.bench.texts import petition

BUDGET = 2.0
# The handler's log lines cost what they cost, but the bench's own output is figures alone.
LOG = open(os.devnull, "w")  # noqa: SIM115 -- as long as the process
TIMES, WARM = 150, 30


def submissions(times: int) -> Callable[[], str]:
    """Each call is another person's petition through the API handler, prepared beforehand; the new case's code."""
    with contextlib.redirect_stdout(LOG):
        from app import app

    keys = [secrets.token_hex(12) for _ in range(times)]
    waiting = [request("POST", "/cases", petition(), **{"Idempotency-Key": key}) for key in keys]

    def submit() -> str:
        answer = app(*waiting.pop())
        if answer["statusCode"] != 201:
            raise RuntimeError(answer["body"])
        code: str = json.loads(answer["body"])["code"]
        return code

    return submit


def written(call: Callable[[], str]) -> tuple[dict[str, Any], str, str]:
    """The transaction that `call` sends, with the code and the origin in it."""
    seen: list[dict[str, Any]] = []
    events = connection().client.meta.events

    def note(params: dict[str, Any], **_: Any) -> None:
        seen.append(params)

    events.register("provide-client-params.dynamodb.TransactWriteItems", note)
    try:
        code = call()
    finally:
        events.unregister("provide-client-params.dynamodb.TransactWriteItems", note)
    [params] = seen
    keys = [item["Put"]["Item"]["pk"]["S"] for item in params["TransactItems"] if "Put" in item]
    origin = next(key for key in keys if key.startswith("s#")).removeprefix("s#")
    return params, code, origin


def renamed(value: Any, names: dict[str, str]) -> Any:
    """`value` with other keys of the same length, so that the same write may be done again."""
    if isinstance(value, dict):
        return {key: renamed(part, names) for key, part in value.items()}
    if isinstance(value, list):
        return [renamed(part, names) for part in value]
    if isinstance(value, str):
        for old, new in names.items():
            value = value.replace(old, new)
    return value


def bare(params: dict[str, Any], code: str, origin: str, times: int) -> Callable[[], object]:
    """Each call is one plain botocore `transact_write_items` of the same items; they are prepared beforehand."""
    client = get_session().create_client("dynamodb")

    def prepared() -> dict[str, Any]:
        names = {code: code[:-5] + secrets.token_hex(3)[:5], origin: secrets.token_hex(len(origin) // 2)}
        return renamed(params, names) | {"ClientRequestToken": secrets.token_hex(16)}

    waiting = [prepared() for _ in range(times)]
    return lambda: client.transact_write_items(**waiting.pop())


def measure() -> Figures:
    with stage():
        wiring.services()
        submit = submissions(TIMES + WARM + 1)
        floor = bare(*written(submit), TIMES + WARM)
        for _ in range(WARM):
            submit()
            floor()
        gc.collect()
        ours, least = pairs(cpu, submit, floor, TIMES)
        yield Figure("submission.cpu", ours, "ms", least, BUDGET)
