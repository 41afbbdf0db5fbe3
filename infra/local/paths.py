"""Where a local system keeps its data. One directory holds all of it, so that a copy of it is a backup."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """The files under the data directory (`.local/` unless told otherwise)."""

    root: Path

    @property
    def state(self) -> Path:  # tables and everything else the emulator holds in memory
        return self.root / "state"

    @property
    def objects(self) -> Path:  # S3, written through
        return self.root / "objects"

    @property
    def mails(self) -> Path:  # one JSON object a line, written through
        return self.root / "mails.jsonl"

    @property
    def delivered(self) -> Path:  # how many bytes of `mails` have been reported as delivered
        return self.root / "delivered"

    @property
    def clock(self) -> Path:
        return self.root / "clock.json"

    @property
    def outputs(self) -> Path:
        return self.root / "outputs.json"

    @property
    def scratch(self) -> Path:  # where the emulator unpacks functions; emptied at each start
        return self.root / "tmp"

    @property
    def log(self) -> Path:
        return self.root / "emulator.log"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def running(self) -> Path:  # there while a runner is alive, or after one died without cleaning up
        return self.root / "running.json"

    @property
    def emulator_port(self) -> Path:
        return self.root / "emulator.port"
