"""The real local system as a fixture: its own data, its own ports, started and stopped as a person would.

with local_system(tmp_path) as system:
    requests to system.base_url; system.run("mail"); system.mails(); system.kill(); system.restart()
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import Message
from pathlib import Path
from typing import Any

from infra.local.http import HOST
from infra.local.paths import Paths
from infra.local.supervisor import ROOT, port_is_free

PATIENCE = 120.0  # the first start on a machine builds the package


class LocalSystem:
    """A runner in a process of its own. `base_url` and `files_url` stay the same across restarts."""

    def __init__(self, data: Path, port: int) -> None:
        self.paths, self.port = Paths(data), port
        self.base_url, self.files_url = f"http://{HOST}:{port}", f"http://{HOST}:{port + 1}"
        self.output = data / "runner.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and return when it answers. RuntimeError with what it printed, if it does not."""
        self.paths.root.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "infra.local.run", "--port", str(self.port), "--data", str(self.paths.root)]
        with self.output.open("ab") as output:
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True
            )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._is_ready(self._process.pid):
                return
            time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"the local system did not start:\n{self.output.read_text()}")

    def _is_ready(self, pid: int) -> bool:
        """By the runner's own word: somebody else may be answering on the port."""
        try:
            return bool(json.loads(self.paths.running.read_text()) == {"pid": pid, "port": self.port, "ready": True})
        except (FileNotFoundError, ValueError):
            return False

    def stop(self, patience: float = 60.0) -> int:
        """SIGTERM, as Ctrl-C; returns the exit status."""
        if self._process is None:
            return 0
        if self._process.poll() is None:
            self._process.terminate()
        status = self._process.wait(patience)
        self._process = None
        return status

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Kill the runner, and with SIGKILL its emulator too: as if the machine lost power, as far as we can."""
        process, self._process = self._process, None
        if process is None:
            return
        if number == signal.SIGKILL:
            for child in _children(process.pid):
                _kill(child)
        _kill(process.pid, number)
        process.wait(60)

    def restart(self) -> None:
        self.stop()
        self.start()

    def outputs(self) -> dict[str, str]:
        """The stack's outputs, with `Endpoint` and `Region` of the emulator."""
        return dict(json.loads(self.paths.outputs.read_text()))

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Message, bytes]:
        """One request to the site's origin; any status is an answer. Header names with `_` for `-`."""
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if data is not None:
            named.setdefault("Content-Type", "application/json")
        request = urllib.request.Request(self.base_url + path, data, named, method=method)
        try:
            with urllib.request.urlopen(request, timeout=900) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def get(self, path: str) -> Any:
        return self._json("GET", path, None)

    def mails(self) -> list[dict[str, Any]]:
        return list(self.get("/__local/outbox.json"))

    def set_clock(self, now: datetime | str | None) -> None:
        """Make it `now`; None for real time."""
        self._json("POST", "/__local/clock", {"now": now.isoformat() if isinstance(now, datetime) else now})

    def run(self, job: str, **event: Any) -> Any:
        """Run a job once and wait; its result. RuntimeError if it failed."""
        return self._json("POST", f"/__local/run/{job}", event)["result"]

    def bounce(self, mail: dict[str, Any]) -> Any:
        return self._json("POST", "/__local/bounce", {"id": mail["id"]})["result"]

    def _json(self, method: str, path: str, body: Any) -> Any:
        status, _, answer = self.request(method, path, body)
        if status != 200:
            raise RuntimeError(f"{method} {path}: {status} {answer.decode(errors='replace')[:2000]}")
        return json.loads(answer)


def free_port() -> int:
    """A port that is free, and the next one too (for the files)."""
    while True:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = int(probe.getsockname()[1])
        if port < 65535 and port_is_free(port) and port_is_free(port + 1):
            return port


def _children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [line.split() for line in found.splitlines()]
    return [int(child) for child, parent in pairs if int(parent) == pid]


def _kill(pid: int, number: int = signal.SIGKILL) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


@contextmanager
def local_system(data: Path, port: int | None = None) -> Iterator[LocalSystem]:
    """A started system; stopped at the end, whatever happened."""
    system = LocalSystem(data, port or free_port())
    system.start()
    try:
        yield system
    finally:
        try:
            system.stop()
        finally:
            system.kill()
