"""Starts and stops the emulator's process, and holds the lock on the data directory."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from infra.local.http import HOST
from infra.local.paths import Paths

ROOT = Path(__file__).resolve().parent.parent.parent
REGION = "ap-southeast-1"


class CannotStartError(Exception):
    """Why the system cannot start, said to the person at the terminal."""


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def lock(paths: Paths, patience: float = 20.0) -> int:
    """One system per data directory. The emulator inherits the lock: one that still saves after its runner was killed
    is waited for. Returns the descriptor to keep open."""
    descriptor = os.open(paths.lock, os.O_RDWR | os.O_CREAT, 0o600)
    os.set_inheritable(descriptor, True)
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if _runner_lives(paths) or time.monotonic() > deadline:
                os.close(descriptor)
                raise CannotStartError(f"another system is running on {paths.root}") from None
            time.sleep(0.1)
        else:
            return descriptor


def _runner_lives(paths: Paths) -> bool:
    """Whether the last runner still answers. Its process id tells nothing: a killed one stays listed until reaped."""
    try:
        note = json.loads(paths.running.read_text())
        return bool(note["ready"]) and not port_is_free(note["port"])
    except (FileNotFoundError, ValueError, KeyError):
        return False


def _emulator_port(paths: Paths, taken: set[int]) -> int:
    """The one of last time when free: presigned addresses name it, and may outlive a restart."""
    with contextlib.suppress(FileNotFoundError, ValueError):
        port = int(paths.emulator_port.read_text())
        if port not in taken and port_is_free(port):
            return port
    while True:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = int(probe.getsockname()[1])
        if port not in taken:
            paths.emulator_port.write_text(str(port))
            return port


class Emulator:
    """ministack as a child in a session of its own: Ctrl-C is the runner's to handle, in the right order."""

    def __init__(self, paths: Paths, lock_descriptor: int, taken: set[int]) -> None:
        self.port = _emulator_port(paths, taken)
        self.ready = False
        self._paths = paths
        # The emulator never removes what it unpacks: 22 MB a start would fill the machine's own temporary folder.
        shutil.rmtree(paths.scratch, ignore_errors=True)
        paths.scratch.mkdir(parents=True)
        command = [sys.executable, "-m", "infra.local.emulator", str(self.port), str(paths.root)]
        with paths.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.PIPE,  # its end of file tells the child that we are gone
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=[lock_descriptor],
            )

    @property
    def endpoint(self) -> str:
        return f"http://{HOST}:{self.port}"

    def _environment(self) -> dict[str, str]:
        inherited = {
            key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "TABLE_", "BUCKET_"))
        }
        return {
            **inherited,
            "GATEWAY_PORT": str(self.port),
            "BIND_HOST": HOST,
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self._paths.state),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self._paths.objects),
            "TMPDIR": str(self._paths.scratch.resolve()),
            "LAMBDA_EXECUTOR": "local",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "MINISTACK_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "LOCAL_CLOCK_FILE": str(self._paths.clock),  # the functions inherit it
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def wait_until_ready(self, patience: float = 60.0) -> None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=5).close()
                self.ready = True
                return
            time.sleep(0.05)
        raise CannotStartError(f"the emulator did not start; see {self._paths.log}")

    def alive(self) -> bool:
        return self._process.poll() is None

    def save(self) -> None:
        """Ask it to write everything to disk soon, not only what is known to change."""
        if self.alive():
            self._process.send_signal(signal.SIGUSR1)

    def stop(self, patience: float = 30.0) -> bool:
        """Stop it, saving first; True if it did so in time."""
        if self.alive():
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(patience) == 0
        except subprocess.TimeoutExpired:
            self._process.kill()
            return False
