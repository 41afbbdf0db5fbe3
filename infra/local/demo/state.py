"""How far the demo has come, kept with the system's data: a second run goes on, or finds that all is done."""

import json
import os
import uuid
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class State:
    """`seed` makes the idempotency keys; `start` is day 0; `cases` are code and secret by row; `done` step keys.

    `files` are the uploads of a step, kept before it: the same key must come with the same body.
    """

    file: Path
    seed: str = ""
    start: str = ""
    cases: dict[str, tuple[str, str]] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    finished: bool = False

    def save(self) -> None:
        kept = {name: value for name, value in asdict(self).items() if name != "file"}
        fresh = self.file.with_suffix(".tmp")
        fresh.write_text(json.dumps(kept))
        os.replace(fresh, self.file)

    def key(self, step: str) -> str:
        """The idempotency key of a step: the same in every run on the same data."""
        return f"demo-{self.seed}-{step}"


def load(root: Path) -> State:
    """The state on file, or a new one, which counts from its first `save`."""
    file = root / "demo.json"
    try:
        return State(file, **json.loads(file.read_text()))
    except FileNotFoundError:
        return State(file, seed=uuid.uuid4().hex)
