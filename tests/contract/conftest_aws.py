"""S3, KMS and SES for the contract suites: moto in this process, and ministack as a child on a free loopback port.

Apart from `conftest.py`, whose emulator runs DynamoDB alone and so starts faster. A module asks for it with
`pytest_plugins = ["tests.contract.conftest_aws"]` and the marks of `clouds`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto import mock_aws

from tests.contract.clouds import Cloud, new_cloud
from tests.contract.emulator import free_port


@pytest.fixture(scope="session")
def aws_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("ministack-aws")
    port, log = free_port(), folder / "ministack.log"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    environment |= {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "SERVICES": "s3,kms,ses,sts,iam",
        "PERSIST_STATE": "0",
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "TMPDIR": str(folder),
        "LOG_LEVEL": "WARNING",
    }
    with log.open("wb") as output:
        command = [sys.executable, "-m", "ministack.app"]
        child = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
    try:
        yield _ready(f"http://127.0.0.1:{port}", child, log)
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _ready(endpoint: str, child: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end and child.poll() is None:
        try:
            urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=2).close()
            return endpoint
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"ministack did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture
def cloud_named(request: pytest.FixtureRequest, aws: pytest.MonkeyPatch) -> Iterator[Cloud | None]:
    """By indirect parameter: a cloud, or None for "memory", where no adapter stands behind the port."""
    if request.param == "ministack":
        endpoint = request.getfixturevalue("aws_emulator")
        aws.setenv("AWS_ENDPOINT_URL", endpoint)
        yield new_cloud("ministack", endpoint)
    elif request.param == "moto":
        with mock_aws():
            yield new_cloud("moto", "")
    else:
        yield None
