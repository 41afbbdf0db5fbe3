"""The public site's promise: conditional writes, the sequence in the metadata, one GET to read."""

from __future__ import annotations

import threading

import pytest

from chalicelib.ports import Conflict, Site
from chalicelib.storage.site import CHANGING, IMMUTABLE, S3Site
from tests.contract.clouds import Cloud, every_adapter, every_cloud
from tests.fakes.site import MemorySite

pytest_plugins = ["tests.contract.conftest_aws"]
KEY, HTML = "ho-so/LS.20260807.K7M4Q", "text/html; charset=utf-8"


@pytest.fixture
def site(cloud_named: Cloud | None) -> Site:
    if cloud_named is None:
        return MemorySite()
    return S3Site(lambda: cloud_named.s3, cloud_named.bucket())


@every_adapter
def test_what_is_not_there_reads_as_none_and_is_removed_without_error(site: Site) -> None:
    site.remove(KEY)
    assert site.read(KEY) is None


@every_adapter
def test_a_document_comes_back_with_its_sequence(site: Site) -> None:
    site.write(KEY, "Hồi âm".encode(), HTML, sequence=7, etag=None)
    document = site.read(KEY)
    assert document is not None
    assert (document.body.decode(), document.sequence) == ("Hồi âm", 7)
    site.remove(KEY)
    assert site.read(KEY) is None


@every_adapter
def test_a_second_creation_and_an_old_etag_conflict_and_write_nothing(site: Site) -> None:
    site.write(KEY, b"1", HTML, sequence=1, etag=None)
    with pytest.raises(Conflict):
        site.write(KEY, b"x", HTML, sequence=9, etag=None)
    first = site.read(KEY)
    assert first is not None
    site.write(KEY, b"2", HTML, sequence=2, etag=first.etag)
    with pytest.raises(Conflict):
        site.write(KEY, b"x", HTML, sequence=9, etag=first.etag)
    second = site.read(KEY)
    assert second is not None
    assert (second.body, second.sequence) == (b"2", 2)


@every_adapter
def test_what_was_removed_since_it_was_read_conflicts(site: Site) -> None:
    site.write(KEY, b"1", HTML, sequence=1, etag=None)
    document = site.read(KEY)
    assert document is not None
    site.remove(KEY)
    with pytest.raises(Conflict):
        site.write(KEY, b"2", HTML, sequence=2, etag=document.etag)
    assert site.read(KEY) is None


@every_adapter
def test_a_star_writes_over_whatever_is_there(site: Site) -> None:
    for n in (1, 2):
        site.write(KEY, b"%d" % n, HTML, sequence=n, etag="*")
    document = site.read(KEY)
    assert document is not None
    assert (document.body, document.sequence) == (b"2", 2)


@every_cloud
@pytest.mark.parametrize("taken", ["forgotten", "removed"])
def test_a_bucket_with_versions_keeps_nothing_of_what_was_taken_back(cloud_named: Cloud, taken: str) -> None:
    """Of this key alone: its twin, and keys that begin like it, keep theirs."""
    bucket = cloud_named.bucket()
    cloud_named.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    site = S3Site(lambda: cloud_named.s3, bucket)
    others = ("ho-so.json", "ho-so/LS.20260807.K7M4Q")
    for key in ("ho-so", *others):
        for n in (b"secret", b"now"):
            site.write(key, n, HTML, sequence=1, etag="*")
    site.forget("ho-so")
    if taken == "removed":
        site.remove("ho-so")
        site.forget("ho-so")
    listed = cloud_named.s3.list_object_versions(Bucket=bucket)
    left: dict[str, int] = {}
    for version in (*listed.get("Versions", ()), *listed.get("DeleteMarkers", ())):
        left[version["Key"]] = left.get(version["Key"], 0) + 1
    assert left == dict.fromkeys(others, 2) | ({} if taken == "removed" else {"ho-so": 1})
    document = site.read("ho-so")
    assert (document and document.body) == (None if taken == "removed" else b"now")


@every_adapter
def test_what_keeps_no_versions_has_nothing_to_forget(site: Site) -> None:
    site.forget(KEY)
    site.write(KEY, b"1", HTML, sequence=1, etag=None)
    site.forget(KEY)
    document = site.read(KEY)
    assert document is not None and document.body == b"1"
    site.invalidate([f"/{KEY}"])  # no distribution is named: nothing to tell


@pytest.mark.parametrize("cloud_named", ["memory", "ministack"], indirect=True)
def test_of_racing_writers_one_wins(site: Site) -> None:
    site.write(KEY, b"0", HTML, sequence=0, etag=None)
    document = site.read(KEY)
    assert document is not None
    won: list[int] = []

    def write(n: int) -> None:
        try:
            site.write(KEY, b"%d" % n, HTML, sequence=n, etag=document.etag)
        except Conflict:
            return
        won.append(n)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = site.read(KEY)
    assert stored is not None
    assert [stored.sequence] == won


@every_cloud
def test_types_and_lifetimes_are_what_browsers_are_told(cloud_named: Cloud) -> None:
    bucket = cloud_named.bucket()
    site = S3Site(lambda: cloud_named.s3, bucket)
    wanted = {"index": (HTML, CHANGING), "assets/app.0a1b2c.css": ("text/css; charset=utf-8", IMMUTABLE)}
    for key, (type_, _) in wanted.items():
        site.write(key, b"x", type_, sequence=1, etag=None)
    heads = {key: cloud_named.s3.head_object(Bucket=bucket, Key=key) for key in wanted}
    assert {key: (head["ContentType"], head["CacheControl"]) for key, head in heads.items()} == wanted
