"""What the CDN is told: one invalidation for each call, of the distribution that the configuration names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.session import get_session
from moto import mock_aws

from chalicelib.ports import Unavailable
from chalicelib.storage import aws
from chalicelib.storage.cdn import AT_ONCE, Cdn


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        yield aws.create("cloudfront", get_session())


def distribution(client: Any) -> str:
    origin = {"Id": "o", "DomainName": "b.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    behaviour = {"TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all", "MinTTL": 0,
                 "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}}}  # fmt: skip
    config = {"CallerReference": "r", "Comment": "", "Enabled": True, "Origins": {"Quantity": 1, "Items": [origin]},
              "DefaultCacheBehavior": behaviour}  # fmt: skip
    made: str = client.create_distribution(DistributionConfig=config)["Distribution"]["Id"]
    return made


def told(client: Any, id_: str) -> list[list[str]]:
    listed = client.list_invalidations(DistributionId=id_)["InvalidationList"].get("Items", [])
    batches = [client.get_invalidation(DistributionId=id_, Id=one["Id"])["Invalidation"] for one in listed]
    return [batch["InvalidationBatch"]["Paths"]["Items"] for batch in batches]


def test_the_distribution_is_told_each_path_once(client: Any) -> None:
    id_ = distribution(client)
    Cdn(lambda: client, id_).invalidate(["/ho-so/LS.1", "/ho-so/LS.1.json", "/ho-so/LS.1", "/*", "/tệp"])
    assert told(client, id_) == [["/ho-so/LS.1", "/ho-so/LS.1.json", "/*", "/t%E1%BB%87p"]]


def test_a_repeat_is_told_again(client: Any) -> None:
    """Between the two a cache may have taken in what was still there."""
    id_ = distribution(client)
    for _ in range(2):
        Cdn(lambda: client, id_).invalidate(["/a"])
    assert told(client, id_) == [["/a"], ["/a"]]


@pytest.mark.parametrize(("id_", "paths"), [("", ["/a"]), ("E1", [])])
def test_without_a_distribution_or_a_path_nothing_is_called(id_: str, paths: list[str]) -> None:
    def nobody() -> Any:
        raise AssertionError("no client is made")

    Cdn(nobody, id_).invalidate(paths)


def test_many_paths_go_in_several_requests(client: Any) -> None:
    id_ = distribution(client)
    Cdn(lambda: client, id_).invalidate([f"/{n}" for n in range(AT_ONCE + 1)])
    assert sorted(len(paths) for paths in told(client, id_)) == [1, AT_ONCE]


def test_no_answer_is_unavailable(client: Any) -> None:
    class Throttled:
        def create_invalidation(self, **_: Any) -> None:
            from botocore.exceptions import ClientError

            answer: Any = {"Error": {"Code": "Throttling"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
            raise ClientError(answer, "CreateInvalidation")

    with pytest.raises(Unavailable):
        Cdn(Throttled, "E1").invalidate(["/a"])
