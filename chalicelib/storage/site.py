"""The public site in S3. What is written carries the ledger's sequence, and says how long it may be believed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from chalicelib.ports import Conflict, Document
from chalicelib.storage import aws
from chalicelib.storage.aws import missing, reached, status_of
from chalicelib.storage.cdn import Cdn

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Names under assets/ contain their hash. Everything else changes: the CDN and browsers ask again after a minute, and
# show the old one for five more while they ask. The CDN itself is invalidated for erasures and corrections only.
IMMUTABLE = "public, max-age=31536000, immutable"
CHANGING = "public, max-age=60, stale-while-revalidate=300"


def cache_control(key: str) -> str:
    return IMMUTABLE if key.startswith("assets/") else CHANGING


class S3Site:
    """The `Site` of ports. Reads after writes are consistent (S3 since 2020)."""

    def __init__(self, client: Callable[[], S3Client], bucket: str, cdn: Cdn | None = None) -> None:
        self._client, self._bucket, self._cdn = client, bucket, cdn or Cdn(aws.cloudfront)

    def read(self, key: str) -> Document | None:
        """One GET. None also where S3 says 403, as it does to functions that may not list the bucket."""
        from botocore.exceptions import ClientError

        try:
            with reached("s3"):
                answer = self._client().get_object(Bucket=self._bucket, Key=key)
                body = answer["Body"].read()
        except ClientError as error:
            if missing(error):
                return None
            raise
        return Document(body, answer["ETag"], int(answer["Metadata"].get("sequence", "0")))

    def write(self, key: str, body: bytes, type_: str, *, sequence: int, etag: str | None) -> None:
        """One PUT. A repeat after a lost answer raises `Conflict`: read again, and the sequence says it was us."""
        from botocore.exceptions import ClientError

        condition: dict[str, str] = {} if etag == "*" else {"IfMatch": etag} if etag else {"IfNoneMatch": "*"}
        try:
            with reached("s3"):
                self._client().put_object(
                    Bucket=self._bucket,
                    Key=key,
                    Body=body,
                    ContentType=type_,
                    CacheControl=cache_control(key),
                    Metadata={"sequence": str(sequence)},
                    **condition,  # type: ignore[arg-type]
                )
        except ClientError as error:
            # 412: somebody else's version is there. 409: another conditional write is under way. 404: it was removed.
            if status_of(error) in (404, 409, 412):
                raise Conflict(key) from error
            raise

    def remove(self, key: str) -> None:
        self._delete(key, latest=True)

    def forget(self, key: str) -> None:
        self._delete(key, latest=False)

    def invalidate(self, paths: Sequence[str]) -> None:
        self._cdn.invalidate(paths)

    def _delete(self, key: str, *, latest: bool) -> None:
        """The bucket keeps what was replaced or deleted, as versions. Those of the key itself come first: other keys
        begin with it (`ho-so`, `ho-so/...`).
        """
        more: dict[str, str] = {}
        while True:
            with reached("s3"):
                listed = self._client().list_object_versions(Bucket=self._bucket, Prefix=key, **more)  # type: ignore[arg-type]
                found = [*listed.get("Versions", ()), *listed.get("DeleteMarkers", ())]
                own = [one for one in found if one["Key"] == key and (latest or not one["IsLatest"])]
                for one in own:
                    self._client().delete_object(Bucket=self._bucket, Key=key, VersionId=one["VersionId"])
            if not listed.get("IsTruncated") or any(one["Key"] != key for one in found):
                return
            more = {"KeyMarker": listed["NextKeyMarker"], "VersionIdMarker": listed["NextVersionIdMarker"]}
