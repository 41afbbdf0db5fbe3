"""ministack as a child process on a free loopback port, with DynamoDB alone: starts in a second or two."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def emulator(folder: Path, services: str = "dynamodb,dynamodbstreams") -> Iterator[str]:
    """The endpoint of a running emulator that keeps nothing. RuntimeError with its log if it does not start."""
    port, log = free_port(), folder / "ministack.log"
    environment = {
        **os.environ,
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "SERVICES": services,
        "PERSIST_STATE": "0",
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "TMPDIR": str(folder),
        "LOG_LEVEL": "WARNING",
    }
    with log.open("wb") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "ministack.app"], cwd=folder, env=environment, stdout=output, stderr=output
        )
    endpoint = f"http://127.0.0.1:{port}"
    try:
        _wait(endpoint, child, log)
        yield endpoint
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait(endpoint: str, child: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and child.poll() is None:
        try:
            urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"ministack did not start:\n{log.read_text()[-2000:]}")
