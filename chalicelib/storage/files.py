"""Attachments in S3: `quarantine/<id>` as uploaded, `kept/<id>` with a case, `public/<public id>/<name>`."""

from __future__ import annotations

import hashlib
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from chalicelib.domain.errors import FieldError, InvalidFields
from chalicelib.ports import FileInfo
from chalicelib.storage import aws, sniff
from chalicelib.storage.aws import error_code, missing, reached, status_of
from chalicelib.storage.cdn import Cdn
from chalicelib.storage.filenames import as_attachment, ascii_name, tidy_name

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

FIELD = "attachments"
OWNER = "case"  # in a kept file's metadata: the origin of the one case that it belongs to
MAX_BYTES = 10 * 1024 * 1024
UPLOAD_SECONDS = 3600
DOWNLOAD_SECONDS = 300
_PUBLIC_CACHE = "public, max-age=3600"
_SUFFIXES = {suffixes[0]: type_ for type_, suffixes in sniff.TYPES.items()}
_ID = re.compile(rf"[A-Za-z0-9_-]{{22}}\.({'|'.join(_SUFFIXES)})")


def new_id(type_: str) -> str:
    """128 random bits and the type: nobody guesses one, and `info` needs no list."""
    return f"{secrets.token_urlsafe(16)}.{sniff.TYPES[type_][0]}"


def type_of(id_: str) -> str | None:
    """The media type in an id, None if it is no id of ours."""
    match = _ID.fullmatch(id_)
    return _SUFFIXES[match[1]] if match else None


def public_folder(id_: str) -> str:
    """The address must not give the id away. It needs no name: what is erased must be recalled as well."""
    digest = hashlib.sha256(f"hoi-am/public-file/1/{id_}".encode()).digest()[:16]
    return f"public/{urlsafe_b64encode(digest).rstrip(b'=').decode()}/"


def public_key(file: FileInfo) -> str:
    return public_folder(file.id) + ascii_name(file.name)


def check_offer(name: str, size: int, type_: str) -> str:
    """The tidied name. Raises InvalidFields on `attachments`: type, empty, too_large."""
    if type_ not in sniff.TYPES:
        raise InvalidFields([FieldError(FIELD, "type")])
    if size > MAX_BYTES:
        raise InvalidFields([FieldError(FIELD, "too_large", MAX_BYTES)])
    if size < 1:
        raise InvalidFields([FieldError(FIELD, "empty")])
    return tidy_name(name, type_)


class S3Files:
    """The `Files` of ports. `origin` is what browsers reach the bucket by (FILES_ORIGIN); "" for S3's own address."""

    def __init__(self, client: Callable[[], S3Client], bucket: str, origin: str, cdn: Cdn | None = None) -> None:
        self._client, self._bucket, self._origin = client, bucket, origin.rstrip("/")
        self._cdn = cdn or Cdn(aws.cloudfront)

    def offer(self, name: str, size: int, type_: str) -> tuple[str, str, Mapping[str, str]]:
        """The form's file field is called `file` and comes last. Raises InvalidFields (see `check_offer`)."""
        kept_name, id_ = check_offer(name, size, type_), new_id(type_)
        fields = {"Content-Type": type_, "x-amz-meta-name": quote(kept_name)}
        post = self._client().generate_presigned_post(
            self._bucket,
            f"quarantine/{id_}",
            Fields=dict(fields),
            Conditions=[*({key: value} for key, value in fields.items()), ["content-length-range", 1, MAX_BYTES]],
            ExpiresIn=UPLOAD_SECONDS,
        )
        return id_, f"{self._origin}/" if self._origin else post["url"], post["fields"]

    def accept(self, ids: Sequence[str], owner: str) -> list[FileInfo]:
        """All files are looked at before the first one moves.

        What is kept already is never replaced: the form stays good for an hour, and somebody could upload another
        file under the same id after an officer has read the first.
        """
        found: list[FileInfo] = []
        fresh: list[tuple[FileInfo, str]] = []
        errors: list[FieldError] = []
        for id_ in dict.fromkeys(ids):
            try:
                kept = self._kept(id_)
                if kept is None:
                    fresh.append(self._inspect(id_))
                elif kept[1] != owner:
                    raise InvalidFields([FieldError(FIELD, "missing")])
                found.append(kept[0] if kept else fresh[-1][0])
            except InvalidFields as refused:
                errors.extend(refused.errors)
        if errors:
            raise InvalidFields(errors)
        for file, etag in fresh:
            self._keep(file, etag, owner)
        return found

    def info(self, ids: Sequence[str]) -> list[FileInfo]:
        return [file for id_ in dict.fromkeys(ids) if (file := self._head(id_)) is not None]

    def download_url(self, file: FileInfo) -> str:
        """Five minutes. Signed for the bucket's own host, which the CDN puts in when it forwards to S3."""
        url = self._client().generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": f"kept/{file.id}",
                "ResponseContentDisposition": as_attachment(file.name),
            },
            ExpiresIn=DOWNLOAD_SECONDS,
        )
        if not self._origin:
            return url
        parts = urlsplit(url)
        # Emulators are addressed by path, /bucket/key; the files origin has keys alone, and puts the bucket back.
        return f"{self._origin}{parts.path.removeprefix(f'/{self._bucket}')}?{parts.query}"

    def publish(self, file: FileInfo) -> str:
        """A picture goes out without its metadata. Raises InvalidFields (type) if it is too broken to be cleaned."""
        from chalicelib.storage.strip import strip

        key, type_ = public_key(file), type_of(file.id) or file.type
        with reached("s3"):
            original = self._client().get_object(Bucket=self._bucket, Key=f"kept/{file.id}")["Body"].read()
            try:
                cleaned = strip(type_, original)
            except ValueError as broken:
                raise InvalidFields([FieldError(FIELD, "type")]) from broken
            self._client().put_object(
                Bucket=self._bucket,
                Key=key,
                Body=cleaned,
                ContentType=type_,
                ContentDisposition=as_attachment(file.name),
                CacheControl=_PUBLIC_CACHE,
            )
        return f"{self._origin}/{key}"

    def withdraw(self, ids: Sequence[str]) -> None:
        for id_ in dict.fromkeys(ids):
            self._delete(public_folder(id_))

    def recall(self, ids: Sequence[str]) -> None:
        self._cdn.invalidate([f"/{public_folder(id_)}*" for id_ in dict.fromkeys(ids)])

    def erase(self, ids: Sequence[str]) -> None:
        self.withdraw(ids)
        for id_ in (id_ for id_ in dict.fromkeys(ids) if type_of(id_) is not None):
            self._delete(f"kept/{id_}")

    def _delete(self, place: str) -> None:
        """The key or the folder, all versions: the bucket keeps what was deleted or replaced."""
        with reached("s3"):
            listed = self._client().list_object_versions(Bucket=self._bucket, Prefix=place)
            for version in (*listed.get("Versions", ()), *listed.get("DeleteMarkers", ())):
                key = version["Key"]
                if key == place or place.endswith("/"):
                    self._client().delete_object(Bucket=self._bucket, Key=key, VersionId=version["VersionId"])

    def _head(self, id_: str) -> FileInfo | None:
        kept = self._kept(id_)
        return kept[0] if kept else None

    def _kept(self, id_: str) -> tuple[FileInfo, str] | None:
        """A kept file and the origin of its case ("" if it was kept before files had one), None if there is none."""
        from botocore.exceptions import ClientError

        type_ = type_of(id_)
        if type_ is None:
            return None
        try:
            with reached("s3"):
                head = self._client().head_object(Bucket=self._bucket, Key=f"kept/{id_}")
        except ClientError as error:
            if missing(error):
                return None
            raise
        metadata = head["Metadata"]
        return FileInfo(id_, _name(metadata, type_), head["ContentLength"], type_), metadata.get(OWNER, "")

    def _inspect(self, id_: str) -> tuple[FileInfo, str]:
        """(file, etag) of an upload that is what it says. Raises InvalidFields: missing, type, too_large."""
        from botocore.exceptions import ClientError

        type_ = type_of(id_)
        if type_ is None:
            raise InvalidFields([FieldError(FIELD, "missing")])
        try:
            head, size, etag, metadata = self._range(id_, f"bytes=0-{sniff.HEAD_BYTES - 1}")
            tail = self._range(id_, f"bytes=-{sniff.TAIL_BYTES}")[0] if sniff.is_zip(head) else b""
        except ClientError as error:
            code = "missing" if missing(error) else "type" if status_of(error) == 416 else ""
            if code:
                raise InvalidFields([FieldError(FIELD, code)]) from error
            raise
        if size > MAX_BYTES:
            raise InvalidFields([FieldError(FIELD, "too_large", MAX_BYTES)])
        if sniff.sniff(head, tail) != type_:
            raise InvalidFields([FieldError(FIELD, "type")])
        return FileInfo(id_, _name(metadata, type_), size, type_), etag

    def _range(self, id_: str, wanted: str) -> tuple[bytes, int, str, Mapping[str, str]]:
        with reached("s3"):
            answer = self._client().get_object(Bucket=self._bucket, Key=f"quarantine/{id_}", Range=wanted)
            data = answer["Body"].read()
        total = answer.get("ContentRange", "").rpartition("/")[2]
        return data, int(total) if total.isdigit() else len(data), answer["ETag"], answer["Metadata"]

    def _keep(self, file: FileInfo, etag: str, owner: str) -> None:
        """Copy what was looked at, nothing that was uploaded since. A crash before the delete repeats harmlessly."""
        from botocore.exceptions import ClientError

        quarantined = f"quarantine/{file.id}"
        try:
            with reached("s3"):
                self._client().copy_object(
                    Bucket=self._bucket,
                    Key=f"kept/{file.id}",
                    CopySource={"Bucket": self._bucket, "Key": quarantined},
                    CopySourceIfMatch=etag,
                    MetadataDirective="REPLACE",
                    Metadata={"name": quote(file.name), OWNER: owner},
                    ContentType=file.type,
                )
        except ClientError as error:
            if not missing(error) and error_code(error) != "PreconditionFailed":
                raise
            # Another request with the same ids was faster, or the file was replaced under our eyes.
            kept = self._kept(file.id)
            if kept is None or kept[1] != owner:
                raise InvalidFields([FieldError(FIELD, "missing")]) from error
        with reached("s3"):
            self._client().delete_object(Bucket=self._bucket, Key=quarantined)


def _name(metadata: Mapping[str, str], type_: str) -> str:
    return tidy_name(unquote(metadata.get("name", "")), type_)
