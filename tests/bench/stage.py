"""The real system in this process, over an emulator in another: every adapter is the deployed one."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import boto3

from chalicelib import config, wiring, wiring_publication
from chalicelib.domain.deadlines import VIETNAM
from chalicelib.domain.reference import to_payload
from infra.operator.data_files import read_reference
from tests.bench.texts import petition
from tests.contract.emulator import emulator
from tests.contract.schema import create_tables

SERVICES = "dynamodb,dynamodbstreams,s3,kms,ses,sts,iam"
REGION = "ap-southeast-1"
SITE, FILES, MAIL_FROM = "bench-site", "bench-files", "hoiam@example.vn"


@dataclass
class Stage:
    """`now` is the clock of all use cases."""

    endpoint: str
    now: datetime = field(default_factory=lambda: datetime(2026, 8, 7, 9, 0, tzinfo=VIETNAM))

    def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)

    @property
    def today(self) -> date:
        return self.now.astimezone(VIETNAM).date()

    def submit(self, number: int) -> str:
        return wiring.services().submit(petition(), f"bench-idempotency-key-{number:08d}").code


@contextmanager
def stage() -> Iterator[Stage]:
    """Everything deployed but the functions themselves. Changes the process's AWS environment: for benches alone."""
    with tempfile.TemporaryDirectory() as folder, emulator(Path(folder), SERVICES) as endpoint:
        found = Stage(endpoint)
        _furnish(endpoint)
        wiring.clock_override = lambda: found.now
        _forget()
        wiring.ring().ensure()
        wiring.services().deps.reference.save(to_payload(read_reference()), read_reference().version, found.now)
        yield found


def _furnish(endpoint: str) -> None:
    """Tables by the template, buckets, key and sender; then the functions' own environment."""
    os.environ.update(
        AWS_ENDPOINT_URL=endpoint,
        AWS_DEFAULT_REGION=REGION,
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",
    )
    tables = create_tables(boto3.client("dynamodb"), "bench")
    s3, kms, ses = boto3.client("s3"), boto3.client("kms"), boto3.client("sesv2")
    for bucket in (SITE, FILES):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    ses.create_email_identity(EmailIdentity=MAIL_FROM)
    ses.create_configuration_set(ConfigurationSetName="bench")
    os.environ.update(
        TABLE_CASES=tables.cases,
        TABLE_SEALED=tables.sealed,
        TABLE_OUTBOX=tables.outbox,
        BUCKET_SITE=SITE,
        BUCKET_FILES=FILES,
        KMS_KEY_ID=kms.create_key()["KeyMetadata"]["KeyId"],
        MAIL_FROM=MAIL_FROM,
        MAIL_CONFIGURATION_SET="bench",
        SITE_ORIGIN="https://hoiam.example.vn",
        FILES_ORIGIN="https://tep.hoiam.example.vn",
    )


def _forget() -> None:
    """What the composition root kept of an earlier stage."""
    wiring.install(None)
    for kept in (config.load, wiring.ring, wiring_publication.publisher):
        kept.cache_clear()
    from chalicelib.storage import aws

    aws._client.cache_clear()
    aws._session.cache_clear()


@cache
def _context() -> Any:
    class Context:
        function_name = "bench"
        function_version = "1"
        invoked_function_arn = "arn:aws:lambda:ap-southeast-1:1:function:bench"
        memory_limit_in_mb = 1024
        aws_request_id = "1"
        log_group_name = log_stream_name = "bench"

        def get_remaining_time_in_millis(self) -> int:
            return 30_000

    return Context()


def request(method: str, resource: str, body: Any = None, **headers: str) -> tuple[dict[str, Any], Any]:
    """(event, context) as API Gateway hands a request to the function."""
    named = {"Content-Type": "application/json", "Accept-Language": "vi", "Host": "hoiam.example.vn"}
    event = {
        "resource": resource,
        "path": resource,
        "httpMethod": method,
        "headers": named | headers,
        "multiValueHeaders": {name: [value] for name, value in (named | headers).items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": f"/api{resource}",
            "stage": "api",
            "requestId": "1",
            "identity": {"sourceIp": "203.0.113.9", "userAgent": "Mozilla/5.0"},
        },
        "body": None if body is None else json.dumps(body, ensure_ascii=False),
        "isBase64Encoded": False,
    }
    return event, _context()
