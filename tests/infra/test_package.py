"""The package: the same bytes each time, within the budget, and nothing in it that belongs to one machine."""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra import package

LIMIT = 8 * 1024 * 1024
HANDLERS = ["app.app", "app.sweep", "app.mail", "app.publish", "app.report", "app.mail_event"]


def names(built: package.Package) -> set[str]:
    with zipfile.ZipFile(built.zip) as archive:
        return set(archive.namelist())


def test_size_is_within_the_budget(live: package.Package) -> None:
    assert live.zip.stat().st_size <= LIMIT


@pytest.mark.slow
def test_two_builds_have_the_same_hash(live: package.Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "BUILD", tmp_path)  # nothing to reuse: requirements and all are built again
    again = package.build()
    assert hashlib.sha256(again.zip.read_bytes()).digest() == hashlib.sha256(live.zip.read_bytes()).digest()
    assert again.template.read_text() == live.template.read_text()


def test_unchanged_sources_are_not_built_again(live: package.Package) -> None:
    before = live.zip.stat().st_mtime_ns
    assert package.build() == live
    assert live.zip.stat().st_mtime_ns == before


def test_deployed_package_holds_nothing_local(live: package.Package) -> None:
    assert not {name for name in names(live) if "local_handlers" in name or name.startswith(("infra", "tests"))}
    template = live.template.read_text()
    for word in ("local_handlers", "LOCAL_CLOCK_FILE", "__local", "127.0.0.1", "localhost"):
        assert word not in template
    with zipfile.ZipFile(live.zip) as archive:
        ours = [name for name in archive.namelist() if name == "app.py" or name.startswith("chalicelib/")]
        for name in ours:
            content = archive.read(name)
            for word in (b"local_handlers", b"LOCAL_CLOCK_FILE", b"/__local"):
                assert word not in content, f"{name} holds {word!r}"


def test_local_package_differs_by_its_handlers_alone(live: package.Package) -> None:
    local = package.build(local=True)
    added = {name for name in names(local) ^ names(live) if ".pyc" not in name}
    assert added == {"local_handlers.py"}
    assert '"Handler": "local_handlers.sweep"' in local.template.read_text()
    assert local.template.read_text().replace("local_handlers.", "app.") == live.template.read_text()


def test_all_of_chalicelib_is_packaged(live: package.Package) -> None:
    files = [
        path for path in (package.ROOT / "chalicelib").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    expected = {path.relative_to(package.ROOT).as_posix() for path in files}
    assert expected <= names(live)


def test_every_source_is_compiled_and_kept(live: package.Package) -> None:
    found = names(live)
    tag = sys.implementation.cache_tag
    for name in found:
        if name.endswith(".py"):
            folder, _, file = name.rpartition("/")
            compiled = f"{folder}/__pycache__/{file[:-3]}.{tag}.pyc".lstrip("/")
            assert compiled in found
            with zipfile.ZipFile(live.zip) as archive:
                flags = int.from_bytes(archive.read(compiled)[4:8], "little")
            assert flags == 1, "hash-based and never checked: Lambda's disk is read-only"
            break


@pytest.mark.parametrize("handler", HANDLERS)
def test_handlers_import_from_the_package_alone(unpacked: Path, handler: str) -> None:
    """As Lambda does: from the packaged handler string, without the packages of this machine."""
    module, name = handler.split(".")
    program = f"import sys; sys.path.insert(0, {str(unpacked)!r}); import {module}; assert callable({module}.{name})"
    environment = {"PATH": os.environ["PATH"], "AWS_DEFAULT_REGION": "ap-southeast-1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
