"""The attachments' promise: nothing is kept that was not looked at, and what is kept never changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError

from chalicelib.domain.errors import InvalidFields
from chalicelib.ports import Files, Unavailable
from chalicelib.storage import sniff
from chalicelib.storage.files import MAX_BYTES, S3Files, public_key
from tests.contract.clouds import Cloud, emulator_only, every_adapter, every_cloud
from tests.fakes.files import MemoryFiles
from tests.unit import pictures

pytest_plugins = ["tests.contract.conftest_aws"]
JPEG, PNG = "image/jpeg", "image/png"
CASE, OTHER = "0" * 32, "1" * 32


@dataclass
class Bench:
    """`post` plays the browser: the HTTP status of the form's upload."""

    files: Files
    post: Callable[[str, Mapping[str, str], bytes], int]
    bucket: str = ""

    def put(self, name: str, type_: str, data: bytes) -> str:
        id_, url, fields = self.files.offer(name, len(data), type_)
        assert self.post(url, fields, data) == 204
        return id_


def form_post(url: str, fields: Mapping[str, str], data: bytes) -> int:
    return requests.post(url, data=fields, files={"file": ("blob", data)}, timeout=20).status_code


@pytest.fixture
def bench(cloud_named: Cloud | None) -> Bench:
    if cloud_named is None:
        fake = MemoryFiles()
        return Bench(fake, lambda _, fields, data: fake.upload(fields, data))
    bucket = cloud_named.bucket()
    return Bench(S3Files(lambda: cloud_named.s3, bucket, ""), form_post, bucket)


def refusals(bench: Bench, *ids: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidFields) as refused:
        bench.files.accept(ids, CASE)
    return [(error.field, error.code) for error in refused.value.errors]


@every_adapter
@pytest.mark.parametrize(
    ("name", "type_", "data"),
    [
        ("Ảnh hiện trường.jpg", JPEG, pictures.jpeg()),
        ("ảnh.png", PNG, pictures.png()),
        ("ảnh.webp", "image/webp", pictures.webp()),
        ("đơn.pdf", "application/pdf", pictures.PDF),
        ("đơn.docx", sniff.DOCX, pictures.DOCX),
        ("bảng kê.xlsx", sniff.XLSX, pictures.XLSX),
        ("dài.docx", sniff.DOCX, pictures.office("word/document.xml", "[Content_Types].xml", padding=200_000)),
    ],
)
def test_what_was_uploaded_is_accepted_once_and_known_from_then_on(
    bench: Bench, name: str, type_: str, data: bytes
) -> None:
    id_ = bench.put(name, type_, data)
    assert bench.files.info([id_]) == []
    accepted = bench.files.accept([id_], CASE)
    assert [(file.id, file.name, file.size, file.type) for file in accepted] == [(id_, name, len(data), type_)]
    assert bench.files.accept([id_, id_], CASE) == accepted
    assert bench.files.info(["nobody", id_, "A" * 22 + ".jpg"]) == accepted


@every_adapter
@pytest.mark.parametrize(
    ("type_", "data"),
    [
        (JPEG, b"MZ\x90\x00 not a photo"),
        (PNG, pictures.jpeg()),
        (sniff.DOCX, pictures.DOCM),
        (sniff.XLSX, pictures.DOCX),
        (sniff.DOCX, b"PK\x03\x04 cut"),
        ("application/pdf", b"<script>alert(1)</script>"),
    ],
)
def test_what_is_not_what_it_says_is_refused(bench: Bench, type_: str, data: bytes) -> None:
    id_ = bench.put("a", type_, data)
    assert refusals(bench, id_) == [("attachments", "type")]
    assert bench.files.info([id_]) == []


@every_adapter
def test_what_was_never_uploaded_is_missing_and_nothing_else_moves(bench: Bench) -> None:
    good = bench.put("a.jpg", JPEG, pictures.jpeg())
    offered, _, _ = bench.files.offer("b.jpg", 5, JPEG)
    assert refusals(bench, good, offered, "../kept/x.jpg", "") == [("attachments", "missing")] * 3
    assert bench.files.info([good]) == []
    assert [file.id for file in bench.files.accept([good], CASE)] == [good]


@every_adapter
def test_a_file_belongs_to_the_case_that_it_was_accepted_for(bench: Bench) -> None:
    """Whoever knows an id of another case can neither attach the file to his own nor have it erased with that."""
    id_ = bench.put("Ảnh.jpg", JPEG, pictures.jpeg())
    accepted = bench.files.accept([id_], CASE)
    with pytest.raises(InvalidFields) as refused:
        bench.files.accept([id_], OTHER)
    assert [(error.field, error.code) for error in refused.value.errors] == [("attachments", "missing")]
    assert bench.files.accept([id_], CASE) == accepted == bench.files.info([id_])
    assert accepted[0].name == "Ảnh.jpg"


@every_adapter
def test_no_files_are_no_trouble(bench: Bench) -> None:
    assert (bench.files.accept([], CASE), bench.files.info([])) == ([], [])


@every_adapter
def test_a_kept_file_cannot_be_replaced_through_the_form_that_is_still_good(bench: Bench) -> None:
    first, second = pictures.jpeg(), pictures.jpeg() + b"forged"
    id_, url, fields = bench.files.offer("a.jpg", len(first), JPEG)
    assert bench.post(url, fields, first) == 204
    accepted = bench.files.accept([id_], CASE)
    assert bench.post(url, fields, second) == 204
    assert bench.files.accept([id_], CASE) == accepted
    assert bench.files.info([id_])[0].size == len(first)


@pytest.mark.parametrize("cloud_named", ["memory", "ministack"], indirect=True)  # moto takes any size
@pytest.mark.parametrize("size", [0, MAX_BYTES + 1])
def test_the_form_limits_the_size(bench: Bench, size: int) -> None:
    id_, url, fields = bench.files.offer("a.jpg", 100, JPEG)
    assert bench.post(url, fields, b"\xff\xd8\xff" + bytes(size - 3) if size else b"") == 400
    assert refusals(bench, id_) == [("attachments", "missing")]


@emulator_only
@pytest.mark.parametrize(
    "changed",
    [
        {"Content-Type": "text/html"},
        {"key": "public/x/index.html"},
        {"x-amz-meta-name": "other.jpg"},
    ],
)
def test_the_form_cannot_be_bent(bench: Bench, changed: dict[str, str]) -> None:
    id_, url, fields = bench.files.offer("a.jpg", 100, JPEG)
    assert bench.post(url, {**fields, **changed}, pictures.jpeg()) == 403
    assert refusals(bench, id_) == [("attachments", "missing")]


@every_cloud
def test_a_file_that_is_too_large_all_the_same_is_refused(cloud_named: Cloud) -> None:
    bucket = cloud_named.bucket()
    files = S3Files(lambda: cloud_named.s3, bucket, "")
    id_, _, _ = files.offer("a.jpg", 5, JPEG)
    cloud_named.s3.put_object(Bucket=bucket, Key=f"quarantine/{id_}", Body=b"\xff\xd8\xff" + bytes(MAX_BYTES))
    with pytest.raises(InvalidFields) as refused:
        files.accept([id_], CASE)
    assert [(error.code, error.limit) for error in refused.value.errors] == [("too_large", MAX_BYTES)]


@every_cloud
def test_a_private_link_downloads_under_the_vietnamese_name(bench: Bench) -> None:
    id_ = bench.put("Ảnh hiện trường.jpg", JPEG, pictures.jpeg())
    answer = requests.get(bench.files.download_url(bench.files.accept([id_], CASE)[0]), timeout=20)
    assert (answer.status_code, answer.content) == (200, pictures.jpeg())
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="Anh-hien-truong.jpg"; '
        "filename*=UTF-8''%E1%BA%A2nh%20hi%E1%BB%87n%20tr%C6%B0%E1%BB%9Dng.jpg"
    )


@emulator_only
def test_a_private_link_holds_for_its_own_file_alone(bench: Bench) -> None:
    one, other = (bench.put(f"{n}.jpg", JPEG, pictures.jpeg()) for n in "ab")
    file = bench.files.accept([one, other], CASE)[0]
    url = bench.files.download_url(file)
    assert requests.get(url, timeout=20).status_code == 200
    assert requests.get(url.replace(one, other), timeout=20).status_code == 403
    assert requests.get(url.replace("attachment", "inline"), timeout=20).status_code == 403


@every_cloud
def test_browsers_see_the_files_origin_and_keys_without_the_bucket(cloud_named: Cloud) -> None:
    bucket = cloud_named.bucket()
    files = S3Files(lambda: cloud_named.s3, bucket, "https://tep.example.vn/")
    id_, url, fields = files.offer("a.jpg", 5, JPEG)
    assert (url, fields["key"]) == ("https://tep.example.vn/", f"quarantine/{id_}")
    cloud_named.s3.put_object(Bucket=bucket, Key=f"quarantine/{id_}", Body=pictures.jpeg())
    file = files.accept([id_], CASE)[0]
    assert files.download_url(file).startswith(f"https://tep.example.vn/kept/{id_}?")
    assert "X-Amz-Signature=" in files.download_url(file)


@every_adapter
def test_a_published_file_has_one_address_that_does_not_give_its_id_away(bench: Bench) -> None:
    file = bench.files.accept([bench.put("Ảnh.jpg", JPEG, pictures.jpeg())], CASE)[0]
    address = bench.files.publish(file)
    assert bench.files.publish(file) == address
    assert address.endswith(public_key(file))
    assert file.id.partition(".")[0] not in address


@every_cloud
def test_the_public_copy_is_a_download_without_metadata_and_the_private_one_stays(
    bench: Bench, cloud_named: Cloud
) -> None:
    file = bench.files.accept([bench.put("Ảnh.jpg", JPEG, pictures.jpeg())], CASE)[0]
    bench.files.publish(file)
    public = cloud_named.s3.get_object(Bucket=bench.bucket, Key=public_key(file))
    assert public["ContentType"] == JPEG
    assert public["ContentDisposition"].startswith("attachment;")
    assert pictures.SECRET not in public["Body"].read()
    kept = cloud_named.s3.get_object(Bucket=bench.bucket, Key=f"kept/{file.id}")
    assert kept["Body"].read() == pictures.jpeg()


@every_adapter
def test_a_picture_that_cannot_be_cleaned_is_not_published(bench: Bench) -> None:
    file = bench.files.accept([bench.put("a.jpg", JPEG, b"\xff\xd8\xff\xe1 not a real photo")], CASE)[0]
    with pytest.raises(InvalidFields):
        bench.files.publish(file)


@every_adapter
def test_a_public_copy_can_be_taken_back_and_the_private_file_stays(bench: Bench) -> None:
    file = bench.files.accept([bench.put("Ảnh.jpg", JPEG, pictures.jpeg())], CASE)[0]
    address = bench.files.publish(file)
    for _ in range(2):
        bench.files.withdraw([file.id])
    assert bench.files.info([file.id]) == [file]
    assert bench.files.publish(file) == address, "and published again"


@every_adapter
def test_an_erased_file_is_gone_and_the_others_stay(bench: Bench) -> None:
    one, two = bench.files.accept([bench.put(name, JPEG, pictures.jpeg()) for name in ("a.jpg", "b.jpg")], CASE)
    bench.files.publish(one)
    for _ in range(2):
        bench.files.erase([one.id, "no-id-at-all", "AAAAAAAAAAAAAAAAAAAAAA.jpg"])
    assert bench.files.info([one.id, two.id]) == [two]


@every_cloud
def test_erasing_takes_every_version_of_every_copy(bench: Bench, cloud_named: Cloud) -> None:
    s3 = cloud_named.s3
    s3.put_bucket_versioning(Bucket=bench.bucket, VersioningConfiguration={"Status": "Enabled"})
    file = bench.files.accept([bench.put("a.jpg", JPEG, pictures.jpeg())], CASE)[0]
    for _ in range(2):
        bench.files.publish(file)
    s3.delete_object(Bucket=bench.bucket, Key=public_key(file))
    bench.files.erase([file.id])
    for key in (f"kept/{file.id}", public_key(file)):
        left = s3.list_object_versions(Bucket=bench.bucket, Prefix=key)
        assert [*left.get("Versions", ()), *left.get("DeleteMarkers", ())] == []


class Meddled:
    """An S3 client with one operation replaced."""

    def __init__(self, inner: Any, **replaced: Callable[..., Any]) -> None:
        self._inner, self._replaced = inner, replaced

    def __getattr__(self, name: str) -> Any:
        return self._replaced.get(name) or getattr(self._inner, name)


@emulator_only  # moto copies whatever is there
def test_a_file_that_is_swapped_after_it_was_looked_at_is_not_kept(cloud_named: Cloud) -> None:
    bucket, s3 = cloud_named.bucket(), cloud_named.s3

    def swap_then_copy(**request: Any) -> Any:
        s3.put_object(Bucket=bucket, Key=request["CopySource"]["Key"], Body=b"MZ forged")
        return s3.copy_object(**request)

    files = S3Files(lambda: Meddled(s3, copy_object=swap_then_copy), bucket, "")  # type: ignore[arg-type,return-value]
    id_, _, _ = files.offer("a.jpg", 5, JPEG)
    s3.put_object(Bucket=bucket, Key=f"quarantine/{id_}", Body=pictures.jpeg())
    with pytest.raises(InvalidFields):
        files.accept([id_], CASE)
    assert files.info([id_]) == []


@every_cloud
def test_a_crash_between_copy_and_delete_is_repaired_by_the_repeat(cloud_named: Cloud) -> None:
    bucket, s3 = cloud_named.bucket(), cloud_named.s3

    def crash(**_: Any) -> Any:
        raise KeyboardInterrupt

    id_, _, _ = S3Files(lambda: s3, bucket, "").offer("a.jpg", 5, JPEG)
    s3.put_object(Bucket=bucket, Key=f"quarantine/{id_}", Body=pictures.jpeg())
    with pytest.raises(KeyboardInterrupt):
        S3Files(lambda: Meddled(s3, delete_object=crash), bucket, "").accept([id_], CASE)  # type: ignore[arg-type,return-value]
    assert [file.id for file in S3Files(lambda: s3, bucket, "").accept([id_], CASE)] == [id_]


def answering(status: int, code: str) -> Callable[..., Any]:
    def refuse(**_: Any) -> Any:
        answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
        raise ClientError(answer, "GetObject")

    return refuse


@pytest.mark.parametrize(
    ("status", "code", "raised"),
    [(403, "AccessDenied", InvalidFields), (404, "NoSuchKey", InvalidFields), (503, "SlowDown", Unavailable)],
)
def test_functions_that_may_not_list_the_bucket_get_403_for_what_is_not_there(
    status: int, code: str, raised: type[Exception]
) -> None:
    answer = answering(status, code)
    client: Any = Meddled(None, head_object=answer, get_object=answer)
    with pytest.raises(raised):
        S3Files(lambda: client, "bucket", "").accept(["A" * 22 + ".jpg"], CASE)
