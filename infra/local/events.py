"""Events in the shapes that AWS gives them, for what the emulator does not send by itself."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from infra.local.mailbox import Mail


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def scheduled(now: datetime) -> dict[str, Any]:
    """What EventBridge sends on a schedule: handlers read `id` and `time`."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": "000000000000",
        "time": now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "region": "ap-southeast-1",
        "resources": [],
        "detail": {},
    }


def _about(mail: Mail) -> dict[str, Any]:
    tags = {name: [value] for name, value in mail["tags"].items()}
    return {
        "timestamp": mail["at"],
        "messageId": mail["id"],
        "source": mail["from"],
        "destination": mail["to"],
        "headersTruncated": False,
        "commonHeaders": {"from": [mail["from"]], "to": mail["to"], "subject": mail["subject"]},
        "tags": {**tags, "ses:configuration-set": [mail["configuration_set"]]},
    }


def delivery(mail: Mail, now: datetime) -> dict[str, Any]:
    """SES's event publishing, `Delivery`: the mailbox has it."""
    details = {
        "timestamp": _stamp(now),
        "processingTimeMillis": 1,
        "recipients": mail["to"],
        "smtpResponse": "250 2.0.0 OK",
        "reportingMTA": "local",
    }
    return {"eventType": "Delivery", "mail": _about(mail), "delivery": details}


def bounce(mail: Mail, now: datetime) -> dict[str, Any]:
    """SES's event publishing, `Bounce`, permanent: there is no such mailbox."""
    recipients = [
        {"emailAddress": to, "action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}
        for to in mail["to"]
    ]
    details = {
        "feedbackId": str(uuid.uuid4()),
        "bounceType": "Permanent",
        "bounceSubType": "General",
        "bouncedRecipients": recipients,
        "timestamp": _stamp(now),
        "reportingMTA": "dsn; local",
    }
    return {"eventType": "Bounce", "mail": _about(mail), "bounce": details}


def by_sns(topic: str, message: dict[str, Any], now: datetime) -> dict[str, Any]:
    """`message` as SNS hands it to a function."""
    notification = {
        "Type": "Notification",
        "MessageId": str(uuid.uuid4()),
        "TopicArn": topic,
        "Subject": "Amazon SES Email Event Notification",
        "Message": json.dumps(message, ensure_ascii=False),
        "Timestamp": _stamp(now),
        "MessageAttributes": {},
    }
    record = {"EventSource": "aws:sns", "EventVersion": "1.0", "EventSubscriptionArn": f"{topic}:local"}
    return {"Records": [{**record, "Sns": notification}]}
