"""The mailer's promise, and what SES's own words become."""

from __future__ import annotations

import base64
import contextlib
import email.header
import json
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from chalicelib.delivery.ses import SesMailer, from_header, parse_delivery_event
from chalicelib.ports import Mail, Mailer, MailLater, MailRefused
from infra.local import events, mailbox
from tests.contract.clouds import Cloud, every_adapter
from tests.fakes.mailer import MemoryMailer

pytest_plugins = ["tests.contract.conftest_aws"]
SENDER = "hoiam@example.vn"
MAIL = Mail(
    to="vanthu@example.vn",
    subject="[LS.20260807.K7M4Q] Phản ánh mới",
    text="Hạn: 14/08/2026\nhttp://127.0.0.1/tra-loi/#1.a.b",
    html='<p>Hạn: 14/08/2026 <a href="http://127.0.0.1/tra-loi/#1.a.b">Trả lời</a></p>',
    tag="LS.20260807.K7M4Q-3-forwarded",
    case="LS.20260807.K7M4Q",
    notice="forwarded",
    items="3",
)


@pytest.fixture
def mailer(cloud_named: Cloud | None) -> Mailer:
    if cloud_named is None:
        return MemoryMailer()
    sesv2 = cloud_named.sesv2
    with contextlib.suppress(sesv2.exceptions.AlreadyExistsException):  # the emulator serves all tests
        sesv2.create_configuration_set(ConfigurationSetName="hoiam")
        sesv2.create_email_identity(EmailIdentity=SENDER)
    return SesMailer(lambda: cloud_named.sesv2, SENDER, "hoiam")


@every_adapter
def test_a_mail_is_taken(mailer: Mailer) -> None:
    mailer.send(MAIL)
    mailer.send(replace(MAIL, tag="", notice="", case=""))


@every_adapter
@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "a@b",
        "a b@example.vn",
        "a@example.vn,b@example.vn",
        "A <a@example.vn>",
        "a@example.vn\nBcc: b@c.vn",
        "văn.thư@example.vn",
        "@example.vn",
        "a@example.vn ",
        "a" * 65 + "@example.vn",
        "a@" + "b." * 130 + "vn",
    ],
)
def test_an_address_that_is_none_is_refused_for_good(mailer: Mailer, to: str) -> None:
    with pytest.raises(MailRefused):
        mailer.send(replace(MAIL, to=to))


def test_the_fake_refuses_and_fails_as_told() -> None:
    fake = MemoryMailer()
    fake.refused.add(MAIL.to)
    with pytest.raises(MailRefused):
        fake.send(MAIL)
    fake.down = True
    with pytest.raises(MailLater):
        fake.send(MAIL)
    assert fake.sent == []


@pytest.mark.parametrize("cloud_named", ["ministack"], indirect=True)
def test_what_arrives_is_what_was_written(mailer: Mailer, cloud_named: Cloud) -> None:
    subject = f"{MAIL.subject} (thử)"
    mailer.send(replace(MAIL, subject=subject))
    with urllib.request.urlopen(f"{cloud_named.endpoint}/_ministack/ses/messages", timeout=5) as answer:
        accounts = json.load(answer)["messages"].values()
    found = [mail for mails in accounts for mail in mails if mail["Subject"] == subject]
    assert [(mail["To"], mail["BodyText"], mail["BodyHtml"]) for mail in found] == [([MAIL.to], MAIL.text, MAIL.html)]


class Recorder:
    """An SES client that answers with `error`, or keeps the request."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.request = error, {}  # type: ignore[var-annotated]

    def send_email(self, **request: Any) -> dict[str, str]:
        if self.error:
            raise self.error
        self.request = request
        return {"MessageId": "1"}


def mailer_over(client: Recorder) -> SesMailer:
    give: Callable[[], Any] = lambda: client  # noqa: E731
    return SesMailer(give, SENDER, "hoiam")


def test_the_request_is_what_ses_documents() -> None:
    client = Recorder()
    mailer_over(client).send(replace(MAIL, subject="Hai\r\nBcc: x@y.vn dòng", notice="đến hạn!"))
    simple = client.request["Content"]["Simple"]
    assert simple["Subject"] == {"Data": "Hai Bcc: x@y.vn dòng", "Charset": "UTF-8"}
    assert simple["Body"]["Text"] == {"Data": MAIL.text, "Charset": "UTF-8"}
    assert simple["Body"]["Html"] == {"Data": MAIL.html, "Charset": "UTF-8"}
    assert client.request["EmailTags"] == [
        {"Name": "case", "Value": "LS.20260807.K7M4Q"},
        {"Name": "notice", "Value": "__n_h_n_"},
        {"Name": "tag", "Value": "LS.20260807.K7M4Q-3-forwarded"},
        {"Name": "items", "Value": "3"},
    ]
    assert client.request["Destination"] == {"ToAddresses": [MAIL.to]}
    assert client.request["ConfigurationSetName"] == "hoiam"
    assert "ReplyToAddresses" not in client.request


@pytest.mark.parametrize(
    ("sender", "name"),
    [(SENDER, "Hồi Âm"), (f"Lạng Sơn trả lời <{SENDER}>", "Lạng Sơn trả lời"), (f"<{SENDER}>", "Hồi Âm")],
)
def test_the_sender_is_named_in_ascii(sender: str, name: str) -> None:
    header = from_header(sender)
    assert header.isascii()
    assert header.endswith(f" <{SENDER}>")
    [(raw, charset)] = email.header.decode_header(header.rpartition(" ")[0])
    assert isinstance(raw, bytes)
    assert raw.decode(charset or "ascii") == name


def client_error(code: str, message: str = "") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "SendEmail")


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (client_error("MessageRejected", "Address blacklisted."), MailRefused),
        (client_error("BadRequestException", "Missing final '@domain'"), MailRefused),
        (client_error("MessageRejected", "Email address is not verified."), MailLater),
        (client_error("BadRequestException", "Configuration set <hoiam> does not exist."), MailLater),
        (client_error("NotFoundException"), MailLater),
        (client_error("MailFromDomainNotVerifiedException"), MailLater),
        (client_error("TooManyRequestsException"), MailLater),
        (client_error("LimitExceededException"), MailLater),
        (client_error("AccountSuspendedException"), MailLater),
        (client_error("SendingPausedException"), MailLater),
        (client_error("AccessDeniedException"), MailLater),
        (client_error("InternalFailure"), MailLater),
        (ConnectTimeoutError(endpoint_url="https://email"), MailLater),
        (ReadTimeoutError(endpoint_url="https://email"), MailLater),
    ],
)
def test_only_what_will_never_arrive_is_given_up(error: Exception, raised: type[Exception]) -> None:
    with pytest.raises(raised):
        mailer_over(Recorder(error)).send(MAIL)


SENT = mailbox.mail_of(
    {
        "Destination": {"ToAddresses": [MAIL.to]},
        "EmailTags": [{"Name": "tag", "Value": "t-1"}, {"Name": "case", "Value": "C"}, {"Name": "items", "Value": "7"}],
    },
    "m-1",
    "2026-08-07T02:14:05.000Z",
)
NOW = datetime(2026, 8, 7, 2, 14, 9, tzinfo=UTC)


def sns(message: object) -> dict[str, Any]:
    return {"Records": [{"EventSource": "aws:sns", "Sns": {"Message": json.dumps(message)}}]}


def complaint(**more: Any) -> dict[str, Any]:
    details = {"complainedRecipients": [{"emailAddress": MAIL.to}], "timestamp": "2026-08-07T02:14:09.000Z", **more}
    return {"eventType": "Complaint", "mail": events.delivery(SENT, NOW)["mail"], "complaint": details}


@pytest.mark.parametrize(
    ("message", "outcome", "permanent", "reason"),
    [
        (events.delivery(SENT, NOW), "delivered", False, ""),
        (events.bounce(SENT, NOW), "bounced", True, "smtp; 550 5.1.1 user unknown"),
        (complaint(complaintFeedbackType="abuse"), "complained", True, "abuse"),
        (complaint(), "complained", True, "complaint"),
    ],
)
def test_what_became_of_a_mail_is_understood(
    message: dict[str, Any], outcome: str, permanent: bool, reason: str
) -> None:
    [event] = parse_delivery_event(events.by_sns("arn:aws:sns:x:0:topic", message, NOW))
    assert (event.outcome, event.to, event.tag, event.case, event.notice) == (outcome, MAIL.to, "t-1", "C", "")
    assert (event.at, event.permanent, event.reason, event.items) == (NOW, permanent, reason, "7")


def test_rejects_soft_bounces_and_the_first_api_are_understood() -> None:
    mail = {"timestamp": "2026-08-07T02:14:05.000Z", "destination": ["a@b.vn", "c@d.vn"], "tags": {"tag": ["t"]}}
    rejected = parse_delivery_event(sns({"eventType": "Reject", "mail": mail, "reject": {"reason": "Bad content"}}))
    assert [(event.to, event.outcome, event.reason) for event in rejected] == [
        ("a@b.vn", "rejected", "Bad content"),
        ("c@d.vn", "rejected", "Bad content"),
    ]
    details = {
        "bounceType": "Transient",
        "bounceSubType": "MailboxFull",
        "bouncedRecipients": [{"emailAddress": "a@b.vn"}],
    }
    [soft] = parse_delivery_event(
        sns({"notificationType": "Bounce", "mail": {**mail, "tags": None}, "bounce": details})
    )
    assert (soft.permanent, soft.reason, soft.tag) == (False, "MailboxFull", "")
    assert soft.at == datetime(2026, 8, 7, 2, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "record",
    [
        None,
        [],
        "x",
        {},
        {"Records": []},
        {"Records": [None, 1, {}]},
        {"Sns": {}},
        {"Sns": {"Message": None}},
        {"Sns": {"Message": "not json"}},
        {"Sns": {"Message": "[" * 100_000}},
        sns(None),
        sns([1]),
        sns("Successfully validated SNS topic for Amazon SES event publishing."),
        sns({"eventType": "Delivery"}),
        sns({"eventType": "Delivery", "mail": {}, "delivery": {}}),
        sns({"eventType": "Bounce", "mail": {"tags": []}, "bounce": {}}),
        sns({"eventType": "Bounce", "mail": {}, "bounce": {"bouncedRecipients": [{}]}}),
        sns({"eventType": ["Delivery"], "mail": {}}),
        sns({"eventType": "Open", "mail": {"tags": {"tag": ["t"]}}, "open": {}}),
        sns({"eventType": "Send", "mail": {"tags": {"tag": ["t"]}}, "send": {}}),
        sns({"eventType": "DeliveryDelay", "mail": {"tags": {"tag": ["t"]}}, "deliveryDelay": {}}),
        {"Records": [{"eventSource": "aws:s3", "s3": {"object": base64.b64encode(b"x").decode()}}]},
    ],
)
def test_garbage_is_nothing(record: object) -> None:
    assert parse_delivery_event(record) == []


def test_one_bad_record_does_not_hide_the_next() -> None:
    good = sns(events.delivery(SENT, NOW))["Records"][0]
    assert len(parse_delivery_event({"Records": [{"Sns": {"Message": "{"}}, good, None, good]})) == 2
