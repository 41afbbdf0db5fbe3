"""CloudFormation, by boto3: the same calls for AWS and for the emulator."""

import hashlib
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.package import Package

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
BUILD_TAG = "hoiam-build"
PATIENCE = 1800.0  # seconds


class DeploymentError(Exception):
    """CloudFormation gave up; the message says which resources failed, and why."""


@dataclass(frozen=True)
class Target:
    """Where to: AWS (no endpoint: credentials and region as boto3 finds them) or the emulator (its address)."""

    endpoint: str | None = None
    region: str | None = None
    stack: str = "hoiam"
    _clients: dict[str, Any] = field(default_factory=dict)

    def client(self, service: str, **config: Any) -> Any:
        name = f"{service}{sorted(config.items())}"
        if name not in self._clients:
            more: dict[str, Any] = {}
            if self.endpoint:
                more = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
            settings = Config(retries={"mode": "standard"}, **config)
            session = boto3.session.Session(region_name=self.region)
            self._clients[name] = session.client(service, endpoint_url=self.endpoint, config=settings, **more)
        return self._clients[name]

    def artifacts(self) -> str:
        """The bucket for zips, templates and our own notes; created when missing."""
        account = self.client("sts").get_caller_identity()["Account"]
        s3 = self.client("s3")
        name, region = f"{self.stack}-artifacts-{account}-{s3.meta.region_name}", s3.meta.region_name
        try:
            s3.head_bucket(Bucket=name)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
                raise
            where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
            s3.create_bucket(Bucket=name, **where)
            blocked = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"]
            s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=dict.fromkeys(blocked, True))
        return name


def describe(target: Target) -> dict[str, Any] | None:
    """The stack as CloudFormation describes it; None when there is none."""
    try:
        return dict(target.client("cloudformation").describe_stacks(StackName=target.stack)["Stacks"][0])
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise


def outputs_of(stack: dict[str, Any]) -> dict[str, str]:
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def deploy(target: Target, package: Package, parameters: dict[str, str]) -> dict[str, str]:
    """Bring the stack to `package` and `parameters`; returns its outputs. One call when it is there already.

    Raises DeploymentError. Safe to repeat after any interruption: uploads are named by their content.
    """
    build = hashlib.sha256(json.dumps([package.digest, parameters], sort_keys=True).encode()).hexdigest()[:32]
    stack = describe(target)
    if stack and stack["StackStatus"] == "ROLLBACK_COMPLETE":  # a first creation that failed: nothing in it is ours
        _delete(target)
        stack = None
    if stack and stack["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE") and _tag(stack) == build:
        return outputs_of(stack)
    request = {
        "StackName": target.stack,
        "TemplateURL": _upload(target, package),
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        "Capabilities": CAPABILITIES,
        "Tags": [{"Key": BUILD_TAG, "Value": build}],
    }
    cloudformation = target.client("cloudformation")
    started = time.time()
    try:
        (cloudformation.update_stack if stack else cloudformation.create_stack)(**request)
    except ClientError as error:
        if "No updates are to be performed" not in str(error):
            raise
    return outputs_of(_wait(target, started))


def _tag(stack: dict[str, Any]) -> str | None:
    return next((tag["Value"] for tag in stack.get("Tags", []) if tag["Key"] == BUILD_TAG), None)


def _upload(target: Target, package: Package) -> str:
    """Put zip and template where CloudFormation reads them; the template is beyond what a request may carry."""
    s3, bucket = target.client("s3"), target.artifacts()
    code = package.zip.read_bytes()
    code_key = f"{hashlib.sha256(code).hexdigest()}.zip"
    _put_once(s3, bucket, code_key, code)
    template = json.loads(package.template.read_text())
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": code_key}
    body = json.dumps(template, sort_keys=True).encode()
    template_key = f"{hashlib.sha256(body).hexdigest()}.json"
    _put_once(s3, bucket, template_key, body)
    if target.endpoint:
        return f"{target.endpoint}/{bucket}/{template_key}"
    return f"https://{bucket}.s3.{s3.meta.region_name}.amazonaws.com/{template_key}"


def _put_once(s3: Any, bucket: str, key: str, body: bytes) -> None:
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        s3.put_object(Bucket=bucket, Key=key, Body=body)


def _wait(target: Target, started: float) -> dict[str, Any]:
    pause = 0.1 if target.endpoint else 5.0
    while time.time() - started < PATIENCE:
        stack = describe(target)
        if stack is None:
            raise DeploymentError(f"the stack {target.stack} is gone")
        status = stack["StackStatus"]
        if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            return stack
        if not status.endswith(("_IN_PROGRESS",)):
            raise DeploymentError(f"{status}:\n" + "\n".join(_failures(target, started)))
        time.sleep(pause)
    raise DeploymentError(f"not finished after {PATIENCE:.0f} s")


def _failures(target: Target, started: float) -> list[str]:
    events = target.client("cloudformation").describe_stack_events(StackName=target.stack)["StackEvents"]
    failed = [
        f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
        for event in events
        if event["ResourceStatus"].endswith("_FAILED") and event["Timestamp"].timestamp() >= started - 5
    ]
    return failed or ["  (CloudFormation names no resource)"]


def _delete(target: Target) -> None:
    target.client("cloudformation").delete_stack(StackName=target.stack)
    while (stack := describe(target)) and stack["StackStatus"] != "DELETE_COMPLETE":
        time.sleep(0.1 if target.endpoint else 5.0)


def write_outputs(file: Path, outputs: dict[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(outputs, indent=1, sort_keys=True) + "\n")
