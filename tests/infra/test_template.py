"""What the deployed template must say; the emulator would accept much that is wrong."""

import json
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from chalicelib.publishing.pages import template_of
from infra.deploy import ENVIRONMENT_OUTPUTS
from infra.headers import security_headers
from infra.template.functions import ENVIRONMENT

FUNCTIONS = {"APIHandler", "Sweep", "Mail", "Publish", "Report", "MailEvent"}
Template = dict[str, Any]


def resources(template: Template, kind: str) -> dict[str, Any]:
    return {name: value for name, value in template["Resources"].items() if value["Type"] == kind}


def statements(template: Template, role: str) -> list[dict[str, Any]]:
    return [
        statement
        for policy in template["Resources"][role]["Properties"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def test_merging_added_no_function(template: Template) -> None:
    assert resources(template, "AWS::Serverless::Function").keys() == FUNCTIONS
    for function in resources(template, "AWS::Serverless::Function").values():
        assert function["Properties"]["Handler"].startswith("app.")


def test_handlers_are_the_entry_points(template: Template) -> None:
    found = {
        name: value["Properties"]["Handler"] for name, value in resources(template, "AWS::Serverless::Function").items()
    }
    assert found == {
        "APIHandler": "app.app",
        "Sweep": "app.sweep",
        "Mail": "app.mail",
        "Publish": "app.publish",
        "Report": "app.report",
        "MailEvent": "app.mail_event",
    }


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_has_memory_time_and_environment(template: Template, name: str) -> None:
    properties = template["Resources"][name]["Properties"]
    assert properties["MemorySize"] >= 1024
    assert properties["Timeout"] >= 29
    assert properties["Environment"]["Variables"].keys() >= ENVIRONMENT.keys()


def test_outputs_carry_the_environment(template: Template) -> None:
    assert ENVIRONMENT_OUTPUTS.keys() == ENVIRONMENT.keys()
    assert set(ENVIRONMENT_OUTPUTS.values()) <= template["Outputs"].keys()
    for name, output in ENVIRONMENT_OUTPUTS.items():
        assert template["Outputs"][output]["Value"] == ENVIRONMENT[name]


def test_tables(template: Template) -> None:
    tables = resources(template, "AWS::DynamoDB::Table")
    assert tables.keys() == {"CasesTable", "SealedTable", "OutboxTable"}
    for table in tables.values():
        properties = table["Properties"]
        assert properties["BillingMode"] == "PAY_PER_REQUEST"
        assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert "WarmThroughput" in properties
        assert table["DeletionPolicy"] == "Retain"
    streams = {name: value["Properties"].get("StreamSpecification") for name, value in tables.items()}
    assert streams == {"CasesTable": None, "SealedTable": None, "OutboxTable": {"StreamViewType": "KEYS_ONLY"}}
    for index in tables["CasesTable"]["Properties"]["GlobalSecondaryIndexes"]:
        assert index["Projection"] == {"ProjectionType": "KEYS_ONLY"}
        assert "WarmThroughput" in index


@pytest.mark.parametrize(("function", "rows"), [("Mail", "mail#"), ("Publish", "publish#")])
def test_doorbells_ring_for_inserts_of_their_own_rows(template: Template, function: str, rows: str) -> None:
    bell = template["Resources"][function]["Properties"]["Events"]["Doorbell"]["Properties"]
    assert bell["StartingPosition"] == "LATEST"
    assert bell["MaximumRecordAgeInSeconds"] == 60
    assert bell["MaximumBatchingWindowInSeconds"] <= 2
    assert [json.loads(entry["Pattern"]) for entry in bell["FilterCriteria"]["Filters"]] == [
        {"eventName": ["INSERT"], "dynamodb": {"Keys": {"pk": {"S": [{"prefix": rows}]}}}}
    ]


def test_schedules_are_in_vietnam_time(template: Template) -> None:
    schedules = {
        f"{name}.{event}": (
            value["Properties"]["ScheduleExpression"],
            value["Properties"]["ScheduleExpressionTimezone"],
        )
        for name, function in resources(template, "AWS::Serverless::Function").items()
        for event, value in function["Properties"].get("Events", {}).items()
        if value["Type"] == "ScheduleV2"
    }
    zone = "Asia/Ho_Chi_Minh"
    assert schedules == {
        "Sweep.Hourly": ("cron(5 * * * ? *)", zone),
        "Mail.Tick": ("cron(* * * * ? *)", zone),
        "Publish.Tick": ("cron(* * * * ? *)", zone),
        "Report.Morning": ("cron(30 7 * * ? *)", zone),
    }


def test_buckets_are_private(template: Template) -> None:
    buckets = resources(template, "AWS::S3::Bucket")
    assert buckets.keys() == {"SiteBucket", "FilesBucket"}
    for bucket in buckets.values():
        assert set(bucket["Properties"]["PublicAccessBlockConfiguration"].values()) == {True}


def test_uploads_come_from_the_site_alone_and_expire(template: Template) -> None:
    files = template["Resources"]["FilesBucket"]["Properties"]
    [rule] = files["CorsConfiguration"]["CorsRules"]
    assert rule["AllowedMethods"] == ["POST"]
    assert "*" not in rule["AllowedOrigins"]
    [lifecycle] = files["LifecycleConfiguration"]["Rules"]
    assert (lifecycle["Prefix"], lifecycle["Status"]) == ("quarantine/", "Enabled")


def test_the_gateway_never_answers_403(template: Template) -> None:
    body = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    responses = body["x-amazon-apigateway-gateway-responses"]
    assert all(response.get("statusCode") != "403" for response in responses.values())
    # API Gateway's own 403s, by its documentation: each must be given another status.
    forbidden = ["ACCESS_DENIED", "EXPIRED_TOKEN", "INVALID_API_KEY", "INVALID_SIGNATURE", "WAF_FILTERED"]
    assert all("statusCode" in responses[name] for name in [*forbidden, "MISSING_AUTHENTICATION_TOKEN"])
    for response in responses.values():
        assert response["responseParameters"]["gatewayresponse.header.Content-Type"] == "'application/problem+json'"
        assert {"type", "title", "code"} <= json.loads(response["responseTemplates"]["application/json"]).keys()


def test_cdn_maps_only_missing_keys_and_sends_our_headers(template: Template) -> None:
    site = template["Resources"]["SiteDistribution"]["Properties"]["DistributionConfig"]
    assert [(error["ErrorCode"], error["ResponseCode"]) for error in site["CustomErrorResponses"]] == [(403, 404)]
    behaviours = [site["DefaultCacheBehavior"], *site["CacheBehaviors"]]
    assert all(behaviour["ResponseHeadersPolicyId"] == {"Ref": "SiteHeaders"} for behaviour in behaviours)
    config = template["Resources"]["SiteHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    policy = config["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"][0]
    assert policy == security_headers("${FilesOrigin}")["Content-Security-Policy"]
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_policies_grant_no_wildcards(template: Template, name: str) -> None:
    role = {"APIHandler": "ApiHandlerRole"}.get(name, f"{name}Role")
    for statement in statements(template, role):
        assert statement["Effect"] == "Allow"
        for action in statement["Action"]:
            assert "*" not in action
        for resource in statement["Resource"]:
            assert resource != "*", f"{name}: {statement.get('Sid')}"


@pytest.mark.parametrize(
    ("name", "forbidden"),
    [
        ("ApiHandlerRole", "ses:SendEmail"),  # nothing is sent inside a request
        ("ApiHandlerRole", "dynamodb:Scan"),
        ("SweepRole", "ses:SendEmail"),
        ("SweepRole", "dynamodb:Scan"),
        ("MailRole", "s3:PutObject"),
        ("PublishRole", "ses:SendEmail"),
        ("MailEventRole", "ses:SendEmail"),
    ],
)
def test_no_function_may_do_anothers_work(template: Template, name: str, forbidden: str) -> None:
    granted = {action for statement in statements(template, name) for action in statement["Action"]}
    assert forbidden not in granted


def test_the_publisher_alone_tells_the_distributions_what_to_forget(template: Template) -> None:
    """Their ids reach no function that the distributions themselves need; without a CDN there is nothing to tell."""
    told = {"CDN_SITE": "SiteDistribution", "CDN_FILES": "FilesDistribution"}
    for name in FUNCTIONS:
        variables = template["Resources"][name]["Properties"]["Environment"]["Variables"]
        found = {key: variables[key] for key in told if key in variables}
        ids = {key: {"Fn::If": ["Cdn", {"Ref": id_}, ""]} for key, id_ in told.items()}
        assert found == (ids if name == "Publish" else {})
    [grant] = [one for one in statements(template, "PublishRole") if "cloudfront:CreateInvalidation" in one["Action"]]
    granted = [resource["Fn::If"][1]["Fn::Sub"].rpartition("/")[2] for resource in grant["Resource"]]
    assert granted == [f"${{{id_}}}" for id_ in told.values()]


def test_replaced_pages_do_not_pile_up(template: Template) -> None:
    [rule] = template["Resources"]["SiteBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], rule["NoncurrentVersionExpiration"]) == ("Enabled", {"NoncurrentDays": 1})


def test_every_english_page_has_a_way_to_the_api(template: Template) -> None:
    config = template["Resources"]["SiteDistribution"]["Properties"]["DistributionConfig"]
    patterns = [one["PathPattern"] for one in config["CacheBehaviors"] if one["TargetOriginId"] == "english"]
    keys = ["index", "ho-so", "ho-so/LS.20260807.K7M4Q", "co-quan/A", "co-quan/A/1", "linh-vuc/a", "danh-sach/1",
            "thong-ke", "dinh-chinh", "dinh-chinh/1", "neu-ten"]  # fmt: skip
    for key in keys:
        assert template_of(key), key
        path = "/en" if key == "index" else f"/en/{key}"
        assert any(fnmatchcase(path, pattern) for pattern in patterns), path


def test_cloudformation_would_accept_it(template: Template, tmp_path: Path) -> None:
    """The emulator takes circles and wrong properties; cfn-lint knows what CloudFormation refuses."""
    copy = json.loads(json.dumps(template))
    for function in resources(copy, "AWS::Serverless::Function").values():
        function["Properties"]["CodeUri"] = {"Bucket": "b", "Key": "k"}
    file = tmp_path / "template.json"
    file.write_text(json.dumps(copy))
    linter = str(Path(sys.executable).with_name("cfn-lint"))
    options = ["--regions", "ap-southeast-1", "--non-zero-exit-code", "error"]
    done = subprocess.run([linter, *options, "--", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_became_of_a_mail_can_be_written_down(template: Template) -> None:
    """An arrival beside the case, and the row that a crash left open; the emulator grants everything, AWS does not."""
    role = template["Resources"]["MailEvent"]["Properties"]["Role"]["Fn::GetAtt"][0]
    allowed = {one["Sid"]: set(one["Action"]) for one in statements(template, role)}
    assert {"dynamodb:PutItem", "dynamodb:Query", "dynamodb:GetItem"} <= allowed["Cases"]
    assert {"dynamodb:Query", "dynamodb:UpdateItem", "dynamodb:PutItem"} <= allowed["Outbox"]
    assert "dynamodb:DeleteItem" not in allowed["Outbox"]


@pytest.mark.parametrize("name", ["Mail", "Publish", "Sweep"])
def test_who_takes_rows_out_of_the_outbox_may(template: Template, name: str) -> None:
    """They are deleted in batches, which is a permission of its own."""
    role = template["Resources"][name]["Properties"]["Role"]["Fn::GetAtt"][0]
    [outbox] = [set(one["Action"]) for one in statements(template, role) if one["Sid"] == "Outbox"]
    assert {"dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem"} <= outbox
