"""AWS clients, one per service and process, made when first used. botocore alone: boto3 costs as much import again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from chalicelib.ports import Unavailable

if TYPE_CHECKING:
    from botocore.exceptions import ClientError
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sesv2 import SESV2Client

# botocore's defaults wait 60 s for a connection: longer than any of our functions lives.
_DEFAULT: dict[str, Any] = {"connect_timeout": 2, "read_timeout": 10, "retries": {"total_max_attempts": 4}}
_SETTINGS: dict[str, dict[str, Any]] = {
    # Presigned requests: SigV4 over the bucket's own regional host, which the CDN forwards to (infra/template/cdn.py).
    "s3": {
        "signature_version": "s3v4",
        "s3": {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"},
    },
    "kms": {"read_timeout": 3},
    # SES has no idempotency token: a retry inside botocore would be a second mail that nobody knows of.
    "sesv2": {"retries": {"total_max_attempts": 1}},
}
_THROTTLED = frozenset({"SlowDown", "Throttling", "ThrottlingException", "TooManyRequestsException", "RequestTimeout"})


@cache
def _session() -> Any:
    from botocore.session import get_session

    return get_session()


def create(service: str, session: Any) -> Any:
    """A new client with this system's time-outs and addressing; `session` is a botocore one."""
    from botocore.config import Config

    settings = {**_DEFAULT, **_SETTINGS.get(service, {})}
    return session.create_client(service, config=Config(**settings))


@cache
def _client(service: str) -> Any:
    return create(service, _session())


def s3() -> S3Client:
    return cast("S3Client", _client("s3"))


def kms() -> KMSClient:
    return cast("KMSClient", _client("kms"))


def sesv2() -> SESV2Client:
    return cast("SESV2Client", _client("sesv2"))


def cloudfront() -> Any:
    return _client("cloudfront")


@contextmanager
def reached(service: str) -> Iterator[None]:
    """No answer in time, throttling and faults of the service become `Unavailable`; refusals pass as they are."""
    from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

    try:
        yield
    except ParamValidationError:
        raise
    except BotoCoreError as error:
        raise Unavailable(f"{service}: {type(error).__name__}") from error
    except ClientError as error:
        if status_of(error) >= 500 or status_of(error) == 429 or error_code(error) in _THROTTLED:
            raise Unavailable(f"{service}: {error_code(error)}") from error
        raise


def error_code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")


def status_of(error: ClientError) -> int:
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)


def missing(error: ClientError) -> bool:
    """No such object. S3 says 403 to whoever may not list the bucket, and most of our functions may not."""
    return status_of(error) in (403, 404)
