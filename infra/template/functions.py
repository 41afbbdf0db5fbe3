"""What rings each function, and what each is told. Chalice declares the functions; this adds events and environment."""

import json
from typing import Any

ZONE = "Asia/Ho_Chi_Minh"

ENVIRONMENT: dict[str, Any] = {
    "TABLE_CASES": {"Ref": "CasesTable"},
    "TABLE_SEALED": {"Ref": "SealedTable"},
    "TABLE_OUTBOX": {"Ref": "OutboxTable"},
    "BUCKET_SITE": {"Ref": "SiteBucket"},
    "BUCKET_FILES": {"Ref": "FilesBucket"},
    "KMS_KEY_ID": {"Ref": "CaseKey"},
    "MAIL_FROM": {"Ref": "MailFrom"},
    "MAIL_CONFIGURATION_SET": {"Ref": "MailConfiguration"},
    # Parameters, not the distributions themselves: those need the API, which needs the functions (a circle).
    "SITE_ORIGIN": {"Ref": "SiteOrigin"},
    "FILES_ORIGIN": {"Ref": "FilesOrigin"},
}


def _distribution(name: str) -> dict[str, Any]:
    return {"Fn::If": ["Cdn", {"Ref": name}, ""]}


# Told to the publisher alone: the API function comes before the distributions, and this one after them.
CDN = {"CDN_SITE": _distribution("SiteDistribution"), "CDN_FILES": _distribution("FilesDistribution")}


def _schedule(expression: str) -> dict[str, Any]:
    return {
        "Type": "ScheduleV2",
        "Properties": {
            "ScheduleExpression": expression,
            "ScheduleExpressionTimezone": ZONE,
            # A missed tick is made good by the next one; a late one must not run beside it.
            "RetryPolicy": {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60},
        },
    }


def _doorbell(rows: str) -> dict[str, Any]:
    """Inserts of this reader's own rows, as a bell: old rings are worthless, because the tick rings every minute."""
    pattern = {"eventName": ["INSERT"], "dynamodb": {"Keys": {"pk": {"S": [{"prefix": f"{rows}#"}]}}}}
    return {
        "Type": "DynamoDB",
        "Properties": {
            "Stream": {"Fn::GetAtt": ["OutboxTable", "StreamArn"]},
            "StartingPosition": "LATEST",
            "BatchSize": 1000,
            "MaximumBatchingWindowInSeconds": 1,
            "MaximumRecordAgeInSeconds": 60,
            "MaximumRetryAttempts": 0,
            "FilterCriteria": {"Filters": [{"Pattern": json.dumps(pattern, separators=(",", ":"))}]},
        },
    }


def _function(
    events: dict[str, Any] | None = None, single: bool = False, told: dict[str, Any] | None = None
) -> dict[str, Any]:
    properties: dict[str, Any] = {"Environment": {"Variables": ENVIRONMENT | (told or {})}}
    if events:
        properties["Events"] = events
    if single:
        properties["ReservedConcurrentExecutions"] = {
            "Fn::If": ["Reserved", {"Ref": "ReservedConcurrency"}, {"Ref": "AWS::NoValue"}]
        }
    return {"Properties": properties}


def template() -> dict[str, Any]:
    tick = "cron(* * * * ? *)"
    mail_event = {"Type": "SNS", "Properties": {"Topic": {"Ref": "MailTopic"}}}
    functions = {
        "APIHandler": _function(),
        "Sweep": _function({"Hourly": _schedule("cron(5 * * * ? *)")}, single=True),
        "Mail": _function({"Tick": _schedule(tick), "Doorbell": _doorbell("mail")}, single=True),
        "Publish": _function({"Tick": _schedule(tick), "Doorbell": _doorbell("publish")}, single=True, told=CDN),
        "Report": _function({"Morning": _schedule("cron(30 7 * * ? *)")}),
        "MailEvent": _function({"Mailboxes": mail_event}),
    }
    return {
        "Resources": functions,
        "Outputs": {f"{name}FunctionName": {"Value": {"Ref": name}} for name in functions},
    }
