"""The two buckets: what the public reads (site), and what people hand in or download (files). Both are private;
CloudFront reads them by origin access control."""

from typing import Any

from infra.template.tables import KEEP

UPLOAD_LIFE_DAYS = 1  # an upload that no case has kept by then is nobody's


def _bucket(**more: Any) -> dict[str, Any]:
    blocked = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"]
    return {
        "Type": "AWS::S3::Bucket",
        **KEEP,
        "Properties": {
            "PublicAccessBlockConfiguration": dict.fromkeys(blocked, True),
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "VersioningConfiguration": {"Status": "Enabled"},
            **more,
        },
    }


def _rule(name: str, prefix: str, **more: Any) -> dict[str, Any]:
    return {
        "Id": name,
        "Status": "Enabled",
        "Prefix": prefix,
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
        **more,
    }


def _files_bucket() -> dict[str, Any]:
    quarantine = _rule(
        "quarantine",
        "quarantine/",
        ExpirationInDays=UPLOAD_LIFE_DAYS,
        NoncurrentVersionExpiration={"NoncurrentDays": 1},
    )
    cors = {
        "AllowedOrigins": [{"Fn::If": ["SiteOriginGiven", {"Ref": "SiteOrigin"}, "https://invalid.invalid"]}],
        "AllowedMethods": ["POST"],
        "AllowedHeaders": ["*"],
        "MaxAge": 3000,
    }
    return _bucket(LifecycleConfiguration={"Rules": [quarantine]}, CorsConfiguration={"CorsRules": [cors]})


def _policy(bucket: str, statements: list[dict[str, Any]]) -> dict[str, Any]:
    insecure = {
        "Sid": "OnlyTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [{"Fn::GetAtt": [bucket, "Arn"]}, {"Fn::Sub": f"${{{bucket}.Arn}}/*"}],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return {
        "Type": "AWS::S3::BucketPolicy",
        "Condition": "Cdn",
        "Properties": {
            "Bucket": {"Ref": bucket},
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [insecure, *statements]},
        },
    }


def _cdn_reads(bucket: str, keys: str, distribution: str) -> dict[str, Any]:
    source = {"Fn::Sub": f"arn:${{AWS::Partition}}:cloudfront::${{AWS::AccountId}}:distribution/${{{distribution}}}"}
    return {
        "Sid": "CdnReads",
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": {"Fn::Sub": f"${{{bucket}.Arn}}/{keys}"},
        "Condition": {"StringEquals": {"AWS:SourceArn": source}},
    }


def template() -> dict[str, Any]:
    # Every page can be made again from the tables. What was taken back is erased at once (storage/site.py).
    old_pages = {
        "Id": "old-pages",
        "Status": "Enabled",
        "Prefix": "",
        "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
        "ExpiredObjectDeleteMarker": True,
    }
    return {
        "Conditions": {"SiteOriginGiven": {"Fn::Not": [{"Fn::Equals": [{"Ref": "SiteOrigin"}, ""]}]}},
        "Resources": {
            "SiteBucket": _bucket(LifecycleConfiguration={"Rules": [old_pages]}),
            "FilesBucket": _files_bucket(),
            # No s3:ListBucket for the CDN: a missing key is then 403, which alone is mapped to the 404 page.
            "SiteBucketPolicy": _policy("SiteBucket", [_cdn_reads("SiteBucket", "*", "SiteDistribution")]),
            "FilesBucketPolicy": _policy("FilesBucket", [_cdn_reads("FilesBucket", "public/*", "FilesDistribution")]),
        },
        "Outputs": {
            "SiteBucketName": {"Value": {"Ref": "SiteBucket"}},
            "FilesBucketName": {"Value": {"Ref": "FilesBucket"}},
        },
    }
