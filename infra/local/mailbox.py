"""The mails that the system has sent, kept in a file that survives the emulator."""

import base64
import email
import email.policy
import json
import os
import re
from pathlib import Path
from typing import Any

_LINK = re.compile(r"https?://[^\s<>\"']+")
_HREF = re.compile(r"href=[\"'](https?://[^\"']+)[\"']")

Mail = dict[str, Any]


def links_of(text: str, html: str) -> list[str]:
    """Every address a reader can follow, in order, once each; entities in HTML attributes undone."""
    found = [link.rstrip(".,;:)!?") for link in _LINK.findall(text)]
    found += [link.replace("&amp;", "&") for link in _HREF.findall(html)]
    return list(dict.fromkeys(found))


def _raw_parts(data: str) -> tuple[str, str, str, list[str]]:
    message = email.message_from_bytes(base64.b64decode(data), policy=email.policy.default)
    bodies = {}
    for kind in ("plain", "html"):
        part = message.get_body(preferencelist=(kind,))
        bodies[kind] = part.get_content() if part is not None else ""
    to = [address.addr_spec for header in message.get_all("to", []) for address in header.addresses]
    return str(message["subject"] or ""), bodies["plain"], bodies["html"], to


def mail_of(request: dict[str, Any], message_id: str, at: str) -> Mail:
    """What the workbench shows of an SES v2 SendEmail request (Simple or Raw content)."""
    content, destination = request.get("Content", {}), request.get("Destination", {})
    to = [address for kind in ("To", "Cc", "Bcc") for address in destination.get(f"{kind}Addresses") or []]
    if "Raw" in content:
        subject, text, html, named = _raw_parts(content["Raw"]["Data"])
        to = to or named
    else:
        simple = content.get("Simple", {})
        body = simple.get("Body", {})
        subject = simple.get("Subject", {}).get("Data", "")
        text, html = body.get("Text", {}).get("Data", ""), body.get("Html", {}).get("Data", "")
    return {
        "id": message_id,
        "from": request.get("FromEmailAddress", ""),
        "to": to,
        "subject": subject,
        "text": text,
        "html": html,
        "links": links_of(text, html),
        "at": at,
        "tags": {tag["Name"]: tag["Value"] for tag in request.get("EmailTags") or []},
        "configuration_set": request.get("ConfigurationSetName", ""),
    }


def append(file: Path, mail: Mail) -> None:
    """Add one mail, on disk before SES's answer: a `kill -9` loses none that was answered."""
    with file.open("ab") as out:
        out.write(json.dumps(mail, ensure_ascii=False).encode() + b"\n")
        out.flush()
        os.fsync(out.fileno())


def read(file: Path, offset: int = 0) -> tuple[list[Mail], int]:
    """The mails from byte `offset` on, and the offset after the last whole line."""
    try:
        with file.open("rb") as source:
            source.seek(offset)
            data = source.read()
    except FileNotFoundError:
        return [], offset
    whole = data[: data.rfind(b"\n") + 1]
    mails = []
    for line in whole.splitlines():
        try:
            mails.append(json.loads(line))
        except ValueError:
            continue  # the half line of a power cut, closed by the next mail
    return mails, offset + len(whole)
