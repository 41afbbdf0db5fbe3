"""ministack in a process of its own, with what it lacks for daily use. Started by supervisor.py, never by hand.

- It saves while it runs, not only when it stops: a `kill -9` costs seconds. Saving is done here, on its own event
  loop, because only there are its tables consistent; how often follows how long a save takes.
- Its stream mappings are rung again after a restart. The saved position lies beyond the new, empty stream, so nothing
  would ever be newer than it; and its poller starts only with a new mapping.
- SES mails are kept whole (it drops the tags) and across restarts.
- It stops when its parent is gone (end of file on stdin), so that a killed runner leaves no orphan behind.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from infra.local import mailbox
from infra.local.clock import Clock
from infra.local.door import doorkeeper
from infra.local.paths import Paths

SAVE_EVERY = 30.0  # at most; less while a save is quick
SAVE_SHARE = 20.0  # a save may take a twentieth of the time
QUIET_FOR = 1.0
READ_ONLY = ("Get", "Query", "Scan", "BatchGet", "Describe", "List", "TransactGet", "GenerateDataKey", "Decrypt")

Handler = Callable[..., Awaitable[Any]]


class Saver:
    """Writes changed services to disk. `touched` names those that were called with anything but a read."""

    def __init__(self, ministack: Any) -> None:
        self._app = ministack
        self.touched: set[str] = set()
        self._wanted = asyncio.Event()

    def save_now(self) -> None:
        self._wanted.set()

    async def run(self) -> None:
        pause = QUIET_FOR
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wanted.wait(), pause)
            everything = self._wanted.is_set()
            self._wanted.clear()
            started = time.monotonic()
            self._save(everything)
            pause = min(SAVE_EVERY, max(QUIET_FOR, SAVE_SHARE * (time.monotonic() - started)))

    def _save(self, everything: bool) -> None:
        from ministack.core import persistence

        touched, self.touched = self.touched, set()
        states = self._app._build_persistence_save_dict()
        modules = self._app._state_map
        for key, get_state in states.items():
            if everything or modules[key] in touched:
                persistence.save_state(key, get_state())


def _watch(module: Any, name: str, saver: Saver) -> None:
    """Note each call of a service that may have changed it."""
    original: Handler = module.handle_request

    async def handle_request(method: str, path: str, headers: Any, body: Any, query: Any, *rest: Any) -> Any:
        answer = await original(method, path, headers, body, query, *rest)
        operation = str(headers.get("x-amz-target", "")).rpartition(".")[2]
        if not (operation.startswith(READ_ONLY) if operation else method in ("GET", "HEAD")):
            saver.touched.add(name)
        return answer

    module.handle_request = handle_request


def _keep_mails(module: Any, paths: Paths) -> None:
    original: Handler = module.handle_request
    clock = Clock(paths.clock)

    async def handle_request(method: str, path: str, headers: Any, body: Any, query: Any, *rest: Any) -> Any:
        answer = await original(method, path, headers, body, query, *rest)
        if method == "POST" and path.endswith("/outbound-emails") and answer[0] == 200:
            message_id = json.loads(answer[2])["MessageId"]
            at = clock.now().isoformat(timespec="milliseconds")
            mailbox.append(paths.mails, mailbox.mail_of(json.loads(body), message_id, at))
        return answer

    module.handle_request = handle_request


def _ring_again(lambda_service: Any) -> None:
    """The stream is new and empty: zero is its end. (Forgetting the position would make the poller take the first
    record it meets for the end, and not ring for it.)"""
    with lambda_service._dynamodb_stream_positions_lock:
        for account, region, mapping in lambda_service._iter_all_esms():
            lambda_service._dynamodb_stream_positions._data[(account, region, mapping["UUID"])] = 0
    lambda_service._ensure_poller()


async def _ready_then(port: int, action: Callable[[], None]) -> None:
    """Run `action` once the server answers: only then is the saved state in memory."""
    while True:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            break
        await asyncio.sleep(0.02)
    action()


def _stop_on(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGINT, stop.set)

    def until_parent_is_gone() -> None:
        while os.read(0, 1):  # not sys.stdin: its lock would be held when the interpreter ends
            pass
        loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=until_parent_is_gone, daemon=True).start()


async def _serve(port: int, paths: Paths) -> None:
    from hypercorn.asyncio import serve
    from hypercorn.config import Config
    from ministack import app as ministack

    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    saver = Saver(ministack)
    for name in sorted(set(ministack._state_map.values()) & SERVICES):
        _watch(ministack._get_module(name), name, saver)
    _keep_mails(ministack._get_module("ses_v2"), paths)
    _stop_on(loop, stop)
    loop.add_signal_handler(signal.SIGUSR1, saver.save_now)
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    config.backlog = 1024
    config.loglevel = "WARNING"
    lambda_service = ministack._get_module("lambda_svc")
    background = [
        asyncio.create_task(saver.run()),
        asyncio.create_task(_ready_then(port, lambda: _ring_again(lambda_service))),
    ]
    await serve(doorkeeper(ministack.app), config, shutdown_trigger=stop.wait)  # type: ignore[arg-type]
    for task in background:
        task.cancel()


# What the template uses; anything else is saved at a clean stop, as ministack does.
SERVICES = {"dynamodb", "lambda_svc", "cloudformation", "apigateway_v1", "kms", "s3", "ses_v2", "sns", "scheduler"}


def main() -> None:
    port, data = int(sys.argv[1]), Path(sys.argv[2])
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    asyncio.run(_serve(port, Paths(data)))


if __name__ == "__main__":
    main()
