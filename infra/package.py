"""Build the deployment package: a zip and a template. The same sources give the same bytes, on any machine.

    python -m infra.package [--local]

Chalice is asked for the template and its own runtime only; the requirements are installed, pruned and compiled apart,
once per change of requirements.txt. So a change of our code costs two seconds, and no change costs nothing.
The local package differs by one file (infra/local/local_handlers.py) and by the handlers that name it.
"""

import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from infra import hooks
from infra.prune import prune
from infra.template import merge_template

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build"
LOCAL_HANDLERS = ROOT / "infra" / "local" / "local_handlers.py"
PLATFORM = "manylinux2014_x86_64"
RUNTIME = f"{sys.version_info.major}.{sys.version_info.minor}"
EPOCH = (1980, 1, 1, 0, 0, 0)
KEPT_BUILDS = 6


@dataclass(frozen=True)
class Package:
    """What a deployment needs: `digest` names the sources, so equal digests mean equal deployments."""

    digest: str
    zip: Path
    template: Path


def _sources(local: bool) -> list[Path]:
    found = [ROOT / "app.py", ROOT / "requirements.txt", *sorted((ROOT / ".chalice").glob("*.json"))]
    found += [path for path in sorted((ROOT / "chalicelib").rglob("*")) if _packaged(path)]
    found += sorted((ROOT / "infra" / "template").glob("*.py"))
    found += [ROOT / "infra" / name for name in ("headers.py", "package.py", "prune.py")]
    return [*found, LOCAL_HANDLERS] if local else found


def _packaged(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".pyc", ".pyo")


def _digest(files: Iterable[Path], *extra: str) -> str:
    total = hashlib.sha256("\0".join(extra).encode())
    for path in files:
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:20]


def _target(local: bool) -> list[str]:
    """pip's options for Lambda's platform. A local run on another platform needs that one's wheels instead."""
    here = f"{platform.system()}-{platform.machine()}"
    if local and here != "Linux-x86_64":
        return []
    return ["--platform", PLATFORM, "--implementation", "cp", "--python-version", RUNTIME, "--only-binary=:all:"]


@contextlib.contextmanager
def _one_builder() -> Iterator[None]:
    """Two runs at once (a test beside `make run`) must not build into the same place."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def compile_tree(tree: Path) -> None:
    """Lambda's disk is read-only and the zip says 1980: only hash-based bytecode that is never checked counts."""
    command = [sys.executable, "-m", "compileall", "-q", "-f", "-j", "1", "-s", str(tree), "-p", "/var/task"]
    command += ["--invalidation-mode", "unchecked-hash", str(tree)]
    # In a process of its own: sets of constants are stored in the order of their hashes, which are random by default.
    done = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "0"}, check=False)
    if done.returncode:
        raise SystemExit(f"{tree} does not compile")


def _vendor(local: bool) -> Path:
    """The requirements as Lambda gets them; kept by the hash of what they depend on."""
    target = _target(local)
    inputs = [ROOT / name for name in ("requirements.txt", "infra/prune.py", "infra/package.py")]
    kept = BUILD / f"vendor-{_digest(inputs, RUNTIME, *target)}"
    if kept.exists():
        return kept
    with tempfile.TemporaryDirectory(dir=BUILD) as work:
        tree = Path(work) / "tree"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
        command += [*target, "--no-deps", "--target", str(tree), "-r", str(ROOT / "requirements.txt")]
        subprocess.run(command, check=True)
        prune(tree)
        compile_tree(tree)
        tree.rename(kept)
    return kept


def _chalice_package(stage: Path, out: Path) -> None:
    """Run `chalice package` on a copy of the application alone, with no requirements: pip is not its business here."""
    (stage / ".chalice").mkdir(parents=True)
    for path in (ROOT / ".chalice").glob("*.json"):
        shutil.copy(path, stage / ".chalice")
    shutil.copy(ROOT / "app.py", stage)
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc", "*.pyo")
    shutil.copytree(ROOT / "chalicelib", stage / "chalicelib", ignore=ignored)
    (stage / "requirements.txt").write_text("")
    (stage / "merge.json").write_text(json.dumps(merge_template()))
    command = [sys.executable, "-c", "from chalice.cli import main; main()"]
    command += ["package", "--stage", "live", "--merge-template", "merge.json", str(out)]
    # No credentials are needed, but a region is; the bytes must not depend on this machine.
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    environment.setdefault("AWS_DEFAULT_REGION", "ap-southeast-1")
    done = subprocess.run(command, cwd=stage, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"chalice package failed:\n{done.stdout}{done.stderr}")


def _template(sam: Path, local: bool) -> str:
    template = json.loads(sam.read_text())
    if local:
        for resource in template["Resources"].values():
            if resource["Type"] == "AWS::Serverless::Function":
                properties = resource["Properties"]
                properties["Handler"] = properties["Handler"].replace("app.", "local_handlers.", 1)
    return json.dumps(template, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def write_zip(trees: Iterable[Path], target: Path, level: int = 9) -> None:
    """Zip `trees` into one root: sorted, dated 1980, fixed modes. A file of a later tree wins."""
    entries = {path.relative_to(tree).as_posix(): path for tree in trees for path in tree.rglob("*") if path.is_file()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system = 3  # unix, whatever this machine is: the modes below are
            info.external_attr = (0o755 if ".so" in name else 0o644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, entries[name].read_bytes(), compresslevel=level)


def build(local: bool = False) -> Package:
    """The package of the sources as they are now; built only when there is none of the same digest."""
    with _one_builder():
        hooks.before_packaging()
        kind = "local" if local else "live"
        digest = _digest(_sources(local), kind, RUNTIME, *_target(local))
        package = Package(digest, BUILD / f"{kind}-{digest}.zip", BUILD / f"{kind}-{digest}.json")
        if not (package.zip.exists() and package.template.exists()):
            _build(package, local)
            _forget_old(kind)
        return package


def _build(package: Package, local: bool) -> None:
    vendor = _vendor(local)
    with tempfile.TemporaryDirectory(dir=BUILD) as work:
        stage, out, tree = Path(work) / "stage", Path(work) / "out", Path(work) / "tree"
        _chalice_package(stage, out)
        with zipfile.ZipFile(out / "deployment.zip") as archive:
            archive.extractall(tree)
        if local:
            shutil.copy(LOCAL_HANDLERS, tree)
        compile_tree(tree)
        write_zip([vendor, tree], Path(work) / "zip", level=1 if local else 9)
        package.template.write_text(_template(out / "sam.json", local))
        (Path(work) / "zip").rename(package.zip)


def _forget_old(kind: str) -> None:
    for pattern in (f"{kind}-*.zip", f"{kind}-*.json"):
        for path in sorted(BUILD.glob(pattern), key=lambda path: path.stat().st_mtime)[:-KEPT_BUILDS]:
            path.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the deployment package.")
    parser.add_argument("--local", action="store_true", help="the package of local runs, with the movable clock")
    package = build(parser.parse_args().local)
    size = package.zip.stat().st_size
    sha = hashlib.sha256(package.zip.read_bytes()).hexdigest()
    print(json.dumps({"zip": str(package.zip.relative_to(ROOT)), "bytes": size, "sha256": sha}))


if __name__ == "__main__":
    main()
