"""Mail by Amazon SES (API v2), and what SES tells afterwards about each mail."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from chalicelib.ports import Mail, MailLater, MailRefused

if TYPE_CHECKING:
    from botocore.exceptions import ClientError
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sesv2.type_defs import EmailContentTypeDef, MessageTagTypeDef

SENDER_NAME = "Hồi Âm"
# SES: "The email address in EmailAddress can contain only 7-bit ASCII"; one address and no display name is all we send.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
TAG_SIZE, TAG_PARTS = 256, 5
_NOT_IN_TAG = re.compile(r"[^A-Za-z0-9_.@-]")
# https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html: what is the mail's fault.
_REFUSED = frozenset({"MessageRejected", "BadRequestException"})


def valid_address(address: str) -> bool:
    """Whether SES takes it as an addressee: plain ASCII, one address, no display name."""
    return len(address) <= 254 and _ADDRESS.fullmatch(address) is not None


class SesMailer:
    """The `Mailer` of ports. `sender` is an address, with or without a display name."""

    def __init__(self, client: Callable[[], SESV2Client], sender: str, configuration_set: str) -> None:
        self._client, self._sender, self._configuration_set = client, sender, configuration_set

    def send(self, mail: Mail) -> None:
        from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

        if not valid_address(mail.to):
            raise MailRefused("address")
        try:
            self._client().send_email(
                FromEmailAddress=from_header(self._sender),
                Destination={"ToAddresses": [mail.to]},
                Content=_content(mail),
                EmailTags=_tags(mail),
                ConfigurationSetName=self._configuration_set,
            )
        except ParamValidationError as error:
            raise MailRefused("malformed") from error
        except BotoCoreError as error:
            raise MailLater(type(error).__name__) from error
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            raise (MailRefused(code) if _refused(error, code) else MailLater(code)) from error


def _refused(error: ClientError, code: str) -> bool:
    """An identity that is not verified, a missing configuration set or a paused account is our fault, not the mail's:
    the operator mends it, and nothing is lost until then."""
    message = error.response.get("Error", {}).get("Message", "").lower()
    return code in _REFUSED and "not verified" not in message and "configuration set" not in message


def from_header(sender: str) -> str:
    """`=?utf-8?b?...?= <hoiam@example.vn>`: SES takes names outside ASCII only as RFC 2047 writes them."""
    from email.utils import formataddr, parseaddr

    name, address = parseaddr(sender)
    return formataddr((name or SENDER_NAME, address), charset="utf-8")


def _content(mail: Mail) -> EmailContentTypeDef:
    def utf8(text: str) -> Any:
        return {"Data": text, "Charset": "UTF-8"}

    subject = " ".join(mail.subject.split())  # a line break would begin another header
    return {"Simple": {"Subject": utf8(subject), "Body": {"Text": utf8(mail.text), "Html": utf8(mail.html)}}}


def _tags(mail: Mail) -> list[MessageTagTypeDef]:
    """SES allows A-Z a-z 0-9 _ - . @, 256 characters, and no empty value: longer ones go on in "case-2", "case-3"."""
    values = {"case": mail.case, "notice": mail.notice, "tag": mail.tag, "items": mail.items}
    return [
        {"Name": f"{name}-{n}" if n > 1 else name, "Value": part}
        for name, value in values.items()
        for n, part in enumerate(_parts(_NOT_IN_TAG.sub("_", value)), start=1)
    ]


def _parts(value: str) -> list[str]:
    return [value[start : start + TAG_SIZE] for start in range(0, min(len(value), TAG_SIZE * TAG_PARTS), TAG_SIZE)]


Outcome = Literal["delivered", "bounced", "complained", "rejected"]


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """What became of one mail for one addressee.

    `tag`, `case`, `notice` and `items` are the mail's, "" if it bore none. `at` is aware, None if unreadable.
    `permanent`: the address itself is bad (or its owner complained); otherwise SES gave up on this mail, and another
    may arrive.
    """

    outcome: Outcome
    to: str
    tag: str
    case: str
    notice: str
    at: datetime | None
    reason: str = ""
    permanent: bool = False
    items: str = ""


def parse_delivery_event(record: object) -> list[DeliveryEvent]:
    """Events in a record that SNS hands to a function, or in a whole Lambda event with `Records`.

    Source: SES event publishing (`eventType`) and, for mails of the v1 API, feedback notifications
    (`notificationType`). Sends, delays, opens, and whatever is not an event at all give []; nothing is raised.
    """
    if not isinstance(record, Mapping):
        return []
    records = record.get("Records")
    if isinstance(records, list):
        return [event for part in records for event in parse_delivery_event(part)]
    try:
        message = json.loads(record["Sns"]["Message"])
        return list(_events(message))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return []


def _events(message: Mapping[str, Any]) -> Iterator[DeliveryEvent]:
    mail = message["mail"]
    tags = mail.get("tags") or {}
    tag, case, notice, items = (tag_of(tags, name) for name in ("tag", "case", "notice", "items"))

    def event(
        outcome: Outcome, to: str, details: Mapping[str, Any], reason: str = "", permanent: bool = False
    ) -> DeliveryEvent:
        return DeliveryEvent(outcome, to, tag, case, notice, _at(details, mail), reason[:200], permanent, items)

    match message.get("eventType") or message.get("notificationType"):
        case "Delivery":
            details = message["delivery"]
            for to in details.get("recipients") or mail["destination"]:
                yield event("delivered", to, details)
        case "Bounce":
            details = message["bounce"]
            permanent = details.get("bounceType") == "Permanent"
            for hit in details["bouncedRecipients"]:
                reason = hit.get("diagnosticCode") or details.get("bounceSubType") or "bounce"
                yield event("bounced", hit["emailAddress"], details, reason, permanent=permanent)
        case "Complaint":
            details = message["complaint"]
            reason = details.get("complaintFeedbackType") or "complaint"
            for hit in details["complainedRecipients"]:
                yield event("complained", hit["emailAddress"], details, reason, permanent=True)
        case "Reject":
            reason = message["reject"].get("reason") or "reject"
            for to in mail["destination"]:
                yield event("rejected", to, {}, reason)


def tag_of(tags: Mapping[str, Any], name: str) -> str:
    """The whole value, of all the tags into which it was cut; "" if there is none."""
    return "".join(_first(tags.get(f"{name}-{n}" if n > 1 else name)) for n in range(1, TAG_PARTS + 1))


def _first(values: object) -> str:
    value = values[0] if isinstance(values, list) and values else values
    return value if isinstance(value, str) else ""


def _at(details: Mapping[str, Any], mail: Mapping[str, Any]) -> datetime | None:
    try:
        at = datetime.fromisoformat(details.get("timestamp") or mail["timestamp"])
    except (KeyError, TypeError, ValueError):
        return None
    # Years at the ends of the calendar cannot be turned into another time zone.
    return at if at.tzinfo and 2000 <= at.year < 2200 else None
