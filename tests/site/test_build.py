"""The static build: the same bytes twice, imports that point to hashed names, an upload of what changed."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from chalicelib.publishing.forms import form_options
from infra import site
from infra.deploy import upload_site
from infra.operator.data_files import read_reference
from infra.stack import Target

REFERENCE = read_reference()
TODAY = date(2026, 11, 21)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        site.build(tmp_path / name, REFERENCE, TODAY, tmp_path / f"{name}.json")
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_every_import_is_a_hashed_file(tmp_path: Path) -> None:
    manifest = site.build(tmp_path / "out", REFERENCE, TODAY, tmp_path / "assets.json")
    scripts = [key for key in manifest if key.endswith(".js")]
    for key in scripts:
        for target in re.findall(r'(?:from|import\()\s*"\./([^"]+)"', (tmp_path / "out" / key).read_text("utf-8")):
            assert f"assets/{target}" in manifest, key
            assert re.fullmatch(r"[\w.]+\.[0-9a-f]{10}\.js", target)
        assert manifest[key]["cache_control"] == site.IMMUTABLE


def test_pages_name_only_assets_that_exist(tmp_path: Path) -> None:
    manifest = site.build(tmp_path / "out", REFERENCE, TODAY, tmp_path / "assets.json")
    for entry in manifest.values():
        if entry["file"].endswith(".html"):
            page = (tmp_path / "out" / entry["file"]).read_text("utf-8")
            assert {a.lstrip("/") for a in re.findall(r"/assets/[\w.-]+", page)} <= set(manifest)


def test_options_leave_out_agencies_that_ended() -> None:
    options = form_options(REFERENCE, TODAY)
    ids = {agency["id"] for agency in options["agencies"]}
    assert "STC2025" in ids
    assert "SKHDT" not in ids
    assert len(options["places"]) == 65


def test_names_for_the_package_are_those_of_the_build(tmp_path: Path) -> None:
    site.build(tmp_path / "out", REFERENCE, TODAY, tmp_path / "built.json")
    site.write_asset_names(tmp_path / "named.json")
    assert (tmp_path / "built.json").read_bytes() == (tmp_path / "named.json").read_bytes()


class Bucket:
    """Takes the place of the target and of its S3 client: what was put, in order, and what was deleted."""

    def __init__(self) -> None:
        self.put: list[str] = []
        self.deleted: list[str] = []

    def client(self, service: str) -> Bucket:
        return self

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, ContentType: str, CacheControl: str) -> None:  # noqa: N803
        self.put.append(Key)

    def delete_object(self, *, Bucket: str, Key: str) -> None:  # noqa: N803
        self.deleted.append(Key)


def test_a_deployment_sends_only_what_changed_and_never_takes_an_asset_away() -> None:
    first, again = Bucket(), Bucket()
    sent = upload_site(cast(Target, first), "site", {})
    assert set(first.put) == set(sent)
    changed = sent | {"gui": "another", "gone": "x", "assets/old.0123456789.css": "x"}
    assert upload_site(cast(Target, again), "site", changed) == sent
    assert (again.put, again.deleted) == (["gui"], ["gone"])


def test_assets_go_before_the_pages_that_name_them() -> None:
    bucket = Bucket()
    upload_site(cast(Target, bucket), "site", {})
    order = [key.startswith("assets/") for key in bucket.put]
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_scripts_get_their_texts_and_no_others(tmp_path: Path, lang: str) -> None:
    manifest = site.build(tmp_path / "out", REFERENCE, TODAY, tmp_path / "assets.json")
    file = next(key for key in manifest if key.startswith(f"assets/texts.{lang}."))
    texts = json.loads((tmp_path / "out" / file).read_text("utf-8").removeprefix("export default ").rstrip(";\n"))
    assert "ui.retry" in texts
    assert not any(key.startswith(("page.about", "page.privacy", "mail.")) for key in texts)
