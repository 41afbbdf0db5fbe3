"""The local system itself: `make run` as a person uses it, kills included."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from infra.headers import security_headers
from infra.local.testing import LocalSystem, free_port, local_system


def client(system: LocalSystem, service: str, **config: Any) -> Any:
    outputs = system.outputs()
    return boto3.client(
        service,
        endpoint_url=outputs["Endpoint"],
        region_name=outputs["Region"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(**config),
    )


def send(system: LocalSystem, to: str, subject: str) -> None:
    outputs = system.outputs()
    body = {
        "Text": {"Data": "Xin mở http://127.0.0.1/tra-loi/#a.b-c."},
        "Html": {"Data": '<a href="http://x/?a=1&amp;b=2">x</a>'},
    }
    client(system, "sesv2").send_email(
        FromEmailAddress=outputs["MailFromAddress"],
        Destination={"ToAddresses": [to]},
        Content={"Simple": {"Subject": {"Data": subject}, "Body": body}},
        EmailTags=[{"Name": "case", "Value": "LS.1"}],
        ConfigurationSetName=outputs["MailConfigurationName"],
    )


def runs(system: LocalSystem, function: str) -> int:
    """How often a function has run since the emulator started."""
    logs, group = client(system, "logs"), f"/aws/lambda/{system.outputs()[f'{function}FunctionName']}"
    if not logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]:
        return 0
    events = logs.filter_log_events(logGroupName=group)["events"]
    return sum(event["message"].startswith("REPORT") for event in events)


def put(system: LocalSystem, table: str, **item: str) -> None:
    values = {name: {"S": value} for name, value in item.items()}
    client(system, "dynamodb").put_item(TableName=system.outputs()[f"{table}TableName"], Item=values)


def count(system: LocalSystem, table: str, pk: str) -> int:
    answer = client(system, "dynamodb").query(
        TableName=system.outputs()[f"{table}TableName"],
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": pk}},
    )
    return int(answer["Count"])


def until(condition: Any, patience: float = 15.0) -> bool:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_site_api_and_errors(system: LocalSystem) -> None:
    status, headers, body = system.request("GET", "/")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert body
    for name, value in security_headers(system.files_url).items():
        assert headers[name] == value
    assert system.request("GET", "/api/health")[0] == 200
    for method, path in (("GET", "/api/khong-co"), ("DELETE", "/api/health"), ("GET", "/api")):
        status, headers, body = system.request(method, path)
        assert (status, headers["Content-Type"]) == (404, "application/problem+json"), (method, path)
        assert json.loads(body)["code"]
    status, headers, _ = system.request("GET", "/khong-co")
    assert (status, headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    for path in ("//", "/../", "/%2e%2e/", "/?list-type=2"):
        assert b"ListBucket" not in system.request("GET", path)[2]


@pytest.mark.parametrize("size", [6 * 1024 * 1024 + 1, 20 * 1024 * 1024])
def test_too_large_is_said_and_heard(system: LocalSystem, size: int) -> None:
    status, headers, body = system.request("POST", "/api/health", b"x" * size)
    assert (status, headers["Content-Type"]) == (413, "application/problem+json")
    assert json.loads(body)["code"] == "too_large"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "attacker.example:80"},
        {"Origin": "http://attacker.example"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"},
    ],
)
def test_workbench_refuses_other_origins(system: LocalSystem, headers: dict[str, str]) -> None:
    assert system.request("GET", "/__local/outbox.json", **headers)[0] == 421
    assert system.request("POST", "/__local/clock", {"now": None}, **headers)[0] == 421


def test_workbench_page_opens(system: LocalSystem) -> None:
    for path in ("/__local/", "/__local", "/__local/workbench.js", "/__local/workbench.css"):
        assert system.request("GET", path)[0] == 200


def test_clock_moves_and_comes_back(system: LocalSystem) -> None:
    system.set_clock("2026-08-07T09:00:00+07:00")
    moved = datetime.fromisoformat(system.get("/__local/clock")["now"])
    assert timedelta(0) <= moved - datetime(2026, 8, 7, 2, tzinfo=UTC) < timedelta(seconds=30)
    for wrong in ({"now": "soon"}, {"now": 5}, {}, []):
        assert system.request("POST", "/__local/clock", wrong)[0] == 400
    system.set_clock(None)
    assert abs(datetime.fromisoformat(system.get("/__local/clock")["now"]) - datetime.now(UTC)) < timedelta(seconds=30)


def test_jobs_run_once_on_demand(system: LocalSystem) -> None:
    for job in ("sweep", "mail", "publish", "report"):
        system.run(job)
    assert system.request("POST", "/__local/run/khong-co")[0] == 404


def test_mails_are_kept_whole_and_bounce(system: LocalSystem) -> None:
    before, events = len(system.mails()), runs(system, "MailEvent")
    send(system, "a@example.vn", "Phản ánh")
    mail = system.mails()[-1]
    assert len(system.mails()) == before + 1
    assert (mail["to"], mail["subject"], mail["tags"]) == (["a@example.vn"], "Phản ánh", {"case": "LS.1"})
    assert mail["links"] == ["http://127.0.0.1/tra-loi/#a.b-c", "http://x/?a=1&b=2"]
    assert until(lambda: runs(system, "MailEvent") > events), "the delivery is reported through the topic"
    assert system.request("POST", "/__local/bounce", {"id": "khong-co"})[0] == 404


def test_doorbells_ring_for_their_own_rows(system: LocalSystem) -> None:
    mail, publish = runs(system, "Mail"), runs(system, "Publish")
    put(system, "Outbox", pk="mail#0", sk="2026-01-01T00:00:00.000000Z#desk|focal|-||0#00000")
    assert until(lambda: runs(system, "Mail") > mail, 5)
    # A tick may fall into these seconds, so at most one.
    assert runs(system, "Publish") <= publish + 1


def test_uploads_and_downloads(system: LocalSystem) -> None:
    outputs = system.outputs()
    s3 = client(system, "s3", signature_version="s3v4", s3={"addressing_style": "virtual"})
    bucket = outputs["FilesBucketName"]
    form = s3.generate_presigned_post(bucket, "quarantine/1", Conditions=[["content-length-range", 1, 10]])
    assert upload(system, form["fields"], b"12345", system.base_url)[0] in (200, 201, 204)
    assert upload(system, form["fields"], b"12345678901", system.base_url)[0] == 400
    assert (
        upload(system, form["fields"], b"12345", "http://attacker.example")[1].get("Access-Control-Allow-Origin")
        is None
    )
    s3.put_object(
        Bucket=bucket, Key="public/a.pdf", Body=b"pdf", ContentDisposition="attachment", ContentType="application/pdf"
    )
    status, headers, body = files(system, "/public/a.pdf")
    assert (status, body, headers["Content-Disposition"]) == (200, b"pdf", "attachment")
    assert files(system, "/quarantine/1")[0] == 404
    assert files(system, "/quarantine/1?X-Amz-Signature=0")[0] == 404
    assert files(system, "/quarantine/1?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0")[0] == 404
    assert files(system, "/public/../quarantine/1")[0] == 404
    signed = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "quarantine/1"})
    path = "/" + signed.split("/", 3)[3]
    assert files(system, path)[::2] == (200, b"12345")
    assert files(system, path[:-4] + "0000")[0] == 404


def files(system: LocalSystem, path: str, body: bytes | None = None, **headers: str) -> tuple[int, Message, bytes]:
    origin = LocalSystem(system.paths.root, system.port + 1)
    return origin.request("POST" if body else "GET", path, body, **headers)


def upload(system: LocalSystem, fields: dict[str, str], content: bytes, origin: str) -> tuple[int, Message, bytes]:
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()
    ]
    head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nContent-Type: text/plain\r\n\r\n'
    body = "".join(parts).encode() + head.encode() + content + b"\r\n--b--\r\n"
    return files(system, "/", body, Content_Type="multipart/form-data; boundary=b", Origin=origin)


@pytest.mark.slow
def test_two_hundred_clients_at_once(system: LocalSystem) -> None:
    with ThreadPoolExecutor(200) as pool:
        found = list(pool.map(lambda _: system.request("GET", "/api/health")[0], range(400)))
    assert set(found) == {200}


@pytest.mark.slow
def test_data_survive_stop_and_kill(tmp_path: Path) -> None:
    with local_system(tmp_path) as system:
        put(system, "Cases", pk="stopped", sk="head")
        send(system, "a@example.vn", "before")
        assert system.stop() == 0
        started = time.monotonic()
        system.start()
        assert time.monotonic() - started < 15
        assert count(system, "Cases", "stopped") == 1
        system.kill()
        system.start()  # at once: the old emulator may still be ending
        put(system, "Cases", pk="killed", sk="head")
        time.sleep(5)  # a save follows a change within seconds while the tables are small
        system.kill()
        system.start()
        assert count(system, "Cases", "killed") == 1
        assert [mail["subject"] for mail in system.mails()] == ["before"]
        assert "publishing the site again" in system.output.read_text()
        rung = runs(system, "Mail")
        put(system, "Outbox", pk="mail#0", sk="after")
        assert until(lambda: runs(system, "Mail") > rung, 5), "the doorbell rings after a restart"


@pytest.mark.slow
def test_a_taken_port_and_a_taken_directory_are_said(system: LocalSystem, tmp_path: Path) -> None:
    for data, message in ((tmp_path, f"port {system.port} is taken"), (system.paths.root, "another system is running")):
        second = LocalSystem(data, system.port if data == tmp_path else free_port())
        second.output = tmp_path / "second.log"
        try:
            with pytest.raises(RuntimeError, match=message):
                second.start()
        finally:
            second.kill()
    assert system.request("GET", "/api/health")[0] == 200
