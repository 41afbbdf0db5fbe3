"""What of the requirements Lambda does not need. Botocore alone is 20 MB of services that we do not call."""

import shutil
from pathlib import Path

# Every AWS service that a function calls. A client for another one fails with UnknownServiceError: add it here.
SERVICES = {"cloudfront", "dynamodb", "kms", "lambda", "s3", "sesv2"}

WHOLE = [
    "bin",
    "boto3/docs",
    "boto3/examples",
    "aws_lambda_powertools/event_handler",  # Chalice routes
    *(
        f"aws_lambda_powertools/utilities/{name}"  # Logger needs jmespath_utils, typing and no more
        for name in ("batch", "data_classes", "data_masking", "feature_flags", "idempotency", "kafka")
    ),
    *(
        f"aws_lambda_powertools/utilities/{name}"
        for name in ("parameters", "parser", "serialization", "streaming", "validation")
    ),
    "cffi",  # the compiler; at run time _cffi_backend is enough
    "pycparser",
    "dateutil/zoneinfo/dateutil-zoneinfo.tar.gz",  # botocore asks dateutil.tz only
]
# dist-info: keep METADATA and the licences (they ask for it), drop what names this machine or changes with pip.
RECORDS = ["INSTALLER", "RECORD", "REQUESTED", "direct_url.json", "WHEEL", "entry_points.txt", "top_level.txt"]
PATTERNS = ["**/__pycache__", "**/tests", "**/*.pyi", "**/*.dist-info/sboms", "botocore/data/**/examples-1.json"]


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def prune(tree: Path) -> None:
    """Cut `tree`, a directory that pip installed into, to what the functions import."""
    for name in WHOLE:
        _remove(tree / name)
    for pattern in PATTERNS:
        for path in list(tree.glob(pattern)):
            _remove(path)
    for info in tree.glob("*.dist-info"):
        for name in RECORDS:
            _remove(info / name)
    for package in ("botocore", "boto3"):
        for service in (tree / package / "data").iterdir():
            if service.is_dir() and service.name not in SERVICES:
                _remove(service)
