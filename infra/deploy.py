"""Deploy to AWS: package, stack, reference data, static site. Seconds when nothing changed.

    python -m infra.deploy --stack hoiam --region ap-southeast-1 --set MailFrom=hoiam@example.vn --set WarmWrites=8000

The local runner calls the same functions with the emulator as target.
"""

import argparse
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra import hooks, package, stack
from infra.stack import Target

NOTES = "notes.json"  # in the artifacts bucket: digests of what was loaded and uploaded

# Environment of the functions -> output of the stack. Tests compare it with the template.
ENVIRONMENT_OUTPUTS = {
    "TABLE_CASES": "CasesTableName",
    "TABLE_SEALED": "SealedTableName",
    "TABLE_OUTBOX": "OutboxTableName",
    "BUCKET_SITE": "SiteBucketName",
    "BUCKET_FILES": "FilesBucketName",
    "KMS_KEY_ID": "CaseKeyId",
    "MAIL_FROM": "MailFromAddress",
    "MAIL_CONFIGURATION_SET": "MailConfigurationName",
    "SITE_ORIGIN": "SiteOriginGiven",
    "FILES_ORIGIN": "FilesOriginGiven",
}

Say = Callable[[str], None]


def environment(target: Target, outputs: dict[str, str]) -> dict[str, str]:
    """The functions' environment, for code that runs here instead of in Lambda (hooks, manage.py, tests)."""
    values = {name: outputs.get(key, "") for name, key in ENVIRONMENT_OUTPUTS.items()}
    if target.endpoint:
        values |= {
            "AWS_ENDPOINT_URL": target.endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }
    if target.region:
        values["AWS_DEFAULT_REGION"] = values["AWS_REGION"] = target.region
    return values


def deploy_stack(target: Target, built: package.Package, parameters: dict[str, str]) -> dict[str, str]:
    """The stack, told its own addresses: the first deployment learns them and updates once with them."""
    previous = stack.describe(target)
    known = stack.outputs_of(previous) if previous else {}
    given = dict(parameters)
    for parameter, output in (("SiteOrigin", "SiteUrl"), ("FilesOrigin", "FilesUrl")):
        if not given.get(parameter) and known.get(output):
            given[parameter] = known[output]
    outputs = stack.deploy(target, built, given)
    missing = {"SiteOrigin": "SiteUrl", "FilesOrigin": "FilesUrl"}
    if any(not given.get(parameter) for parameter in missing) and "SiteUrl" in outputs:
        given |= {parameter: outputs[output] for parameter, output in missing.items()}
        outputs = stack.deploy(target, built, given)
    return outputs


def _notes(s3: Any, bucket: str) -> dict[str, Any]:
    try:
        return dict(json.loads(s3.get_object(Bucket=bucket, Key=NOTES)["Body"].read()))
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        return {}


def _fingerprint(file: hooks.SiteFile) -> str:
    return hashlib.sha256(f"{file.content_type}\0{file.cache_control}\0".encode() + file.body).hexdigest()


def upload_site(target: Target, bucket: str, before: dict[str, str]) -> dict[str, str]:
    """Upload what changed since `before` (key -> fingerprint), delete what is gone; returns the new fingerprints."""
    s3, after = target.client("s3"), {}
    for file in hooks.site_files():
        after[file.key] = _fingerprint(file)
        if before.get(file.key) != after[file.key]:
            s3.put_object(
                Bucket=bucket,
                Key=file.key,
                Body=file.body,
                ContentType=file.content_type,
                CacheControl=file.cache_control,
            )
    # Published pages and caches still ask for older assets by their hashed names: these stay.
    for key in (key for key in before.keys() - after.keys() if not key.startswith("assets/")):
        s3.delete_object(Bucket=bucket, Key=key)
    return after


def fill(target: Target, outputs: dict[str, str], say: Say) -> None:
    """Reference data and static site, each only when it changed. Notes are written after the work they record."""
    s3, artifacts = target.client("s3"), target.artifacts()
    notes = _notes(s3, artifacts)
    before = json.dumps(notes, sort_keys=True)
    os.environ.update(environment(target, outputs))
    digest = hooks.reference_digest()
    if not digest or notes.get("reference") != digest:
        say("reference data")
        hooks.load_reference()
        notes["reference"] = digest
    notes["site"] = upload_site(target, outputs["SiteBucketName"], notes.get("site", {}))
    if json.dumps(notes, sort_keys=True) != before:
        s3.put_object(Bucket=artifacts, Key=NOTES, Body=json.dumps(notes).encode())


def main() -> None:
    parser = argparse.ArgumentParser(description="Deploy to AWS.")
    parser.add_argument("--stack", default="hoiam")
    parser.add_argument("--region", default=None, help="default: as configured for boto3")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a template parameter")
    options = parser.parse_args()
    target = Target(region=options.region, stack=options.stack)
    parameters = dict(pair.split("=", 1) for pair in options.set)
    try:
        outputs = deploy_stack(target, package.build(), parameters)
    except stack.DeploymentError as error:
        raise SystemExit(f"deployment failed: {error}") from error
    fill(target, outputs, print)
    stack.write_outputs(Path(".build") / f"outputs-{options.stack}.json", outputs)
    print(outputs.get("SiteUrl", outputs["EndpointURL"]))


if __name__ == "__main__":
    main()
