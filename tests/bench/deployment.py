"""The deployment package: its size, whether two builds are the same bytes, and what its import costs."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from infra import package
from tests.bench.figures import Figure, Figures, pairs

SIZE_BUDGET, IMPORT_BUDGET = 8.0, 1.5
PAIRS = 15

# Each in a fresh process that sees the package and the standard library alone, and says what it took.
_RUN = "import sys, time; sys.path[:] = [{task!r}] + [p for p in sys.path if 'site-packages' not in p and p]; {body}"
_BODY = "t = time.process_time(); {work}; print(time.process_time() - t)"
HANDLER = "import app; app.app"
FLOOR = "from botocore.session import get_session; get_session().create_client('dynamodb')"
SERVICES = "import app; from chalicelib import wiring; wiring.services().deps.cases.load"


def size_and_hash() -> Figures:
    built = package.build()
    first = built.zip.read_bytes()
    yield Figure("package.size", len(first) / 1e6, "MB", budget=SIZE_BUDGET)
    with tempfile.TemporaryDirectory(dir=package.BUILD) as folder:
        again = package.Package(built.digest, Path(folder) / "again.zip", Path(folder) / "again.json")
        with package._one_builder():
            package._build(again, local=False)
        hashes = {hashlib.sha256(data).hexdigest() for data in (first, again.zip.read_bytes())}
    yield Figure("package.different_builds", len(hashes), "hashes of two builds", budget=1)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    names = ("TABLE_CASES", "TABLE_SEALED", "TABLE_OUTBOX", "BUCKET_SITE", "BUCKET_FILES", "KMS_KEY_ID", "MAIL_FROM")
    names += ("MAIL_CONFIGURATION_SET", "SITE_ORIGIN", "FILES_ORIGIN")
    kept |= dict.fromkeys(names, "bench")
    kept |= {"AWS_DEFAULT_REGION": "ap-southeast-1", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    return kept | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}


def fresh(task: Path, work: str) -> float:
    """CPU milliseconds of `work` in a process of its own."""
    program = _RUN.format(task=str(task), body=_BODY.format(work=work))
    # -s and -S keep this machine's packages out; -B as on Lambda's read-only disk.
    command = [sys._base_executable, "-s", "-S", "-B", "-c", program]  # type: ignore[attr-defined]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=True, cwd=task)
    return 1000 * float(done.stdout.splitlines()[-1])


def cold_start() -> Figures:
    """The handler's import against the least that any function with a DynamoDB client must import."""
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(package.build().zip) as archive:
        task = Path(folder)
        archive.extractall(task)
        _check_compiled(task)
        for name, work, budget in (("import.handler", HANDLER, IMPORT_BUDGET), ("import.and_wire", SERVICES, None)):
            ours, least = pairs(lambda what: fresh(task, what), work, FLOOR, PAIRS)
            yield Figure(name, ours, "ms CPU", least, budget)


def _check_compiled(task: Path) -> None:
    """Both sides run from the same kind of bytecode."""
    missing = [path for path in task.rglob("*.py") if not list(path.parent.glob(f"__pycache__/{path.stem}.*.pyc"))]
    if missing:
        raise RuntimeError(f"not compiled: {missing[:5]}")


def measure() -> Figures:
    yield from size_and_hash()
    yield from cold_start()
