"""Where an adapter's contract is tested: memory (the fake), moto, ministack. The fixtures are in `conftest_aws`."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from botocore.session import get_session

from chalicelib.storage import aws as clients

REGION = "ap-southeast-1"
CLOUDS = ("moto", "ministack")
every_adapter = pytest.mark.parametrize("cloud_named", ["memory", *CLOUDS], indirect=True)
every_cloud = pytest.mark.parametrize("cloud_named", CLOUDS, indirect=True)
emulator_only = pytest.mark.parametrize("cloud_named", ["ministack"], indirect=True)
_numbers = itertools.count(1)


@dataclass
class Cloud:
    """Clients with the settings that the system uses. `endpoint` is "" for moto."""

    name: str
    endpoint: str
    s3: Any
    kms: Any
    sesv2: Any

    def bucket(self) -> str:
        name = f"bucket-{next(_numbers)}"
        self.s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
        return name

    def master_key(self) -> str:
        key: str = self.kms.create_key()["KeyMetadata"]["KeyId"]
        return key


@cache
def _session(name: str) -> Any:
    """One for each cloud: a session keeps the credentials that it found first, and moto's are its own."""
    return get_session()


def new_cloud(name: str, endpoint: str) -> Cloud:
    s3, kms, sesv2 = (clients.create(service, _session(name)) for service in ("s3", "kms", "sesv2"))
    return Cloud(name, endpoint, s3, kms, sesv2)
