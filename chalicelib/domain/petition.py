"""What a submitter sends: checked as NĐ 20/2008 art. 7 (as amended by NĐ 92/2017) asks, and nothing more.

Clear content, name, address, and a phone or an e-mail. No identity number, no residence rule, any language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from chalicelib.domain import vocabulary as v
from chalicelib.domain.commands import CONTENT_LIMIT, TITLE_LIMIT
from chalicelib.domain.errors import FieldError, InvalidFields
from chalicelib.domain.parsing import CONSENTS, PHONE, Checks, checks_files, choices_for
from chalicelib.domain.record import record
from chalicelib.domain.reference import Reference

# Changes whenever the text of the privacy notice does: what was accepted must be provable (Law 91/2025/QH15).
NOTICE_VERSION = "2026-11"
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


@record
class Submitter:
    type: v.SubmitterType
    name: str
    email: str
    phone: str
    address: str


@record
class Petition:
    kind: v.Kind
    title: str
    content: str
    submitter: Submitter
    notice_version: str
    subtype: str = ""
    field: str = ""
    agency: str = ""
    place: str = ""
    language: str = "vi"
    consents: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    # A clerk's intake of what came by another channel (QĐ 31/2021 art. 43(2)b: it must be entered in full).
    channel: v.Channel = v.Channel.WEB
    received_on: date | None = None
    anonymous: bool = False
    ownership: str = ""
    from_province: str = ""
    national_due_on: date | None = None

    def sealed(self) -> dict[str, Any]:
        """What goes into the sealed body: everything that a person typed."""
        return {"title": self.title, "content": self.content, "submitter": dict(vars(self.submitter))}


def parse_petition(raw: Any, reference: Reference, today: date, *, by_clerk: bool = False) -> Petition:
    """Check everything and report all errors together; raises InvalidFields with dotted field names."""
    if not isinstance(raw, Mapping):
        raise InvalidFields([FieldError("", "type")])
    checks = Checks()
    get = raw.get
    kind = checks.choice("kind", get("kind"), choices_for("kind", reference, today), required=True)
    said = _said(checks, raw, kind, reference, today)
    anonymous = by_clerk and checks.flag("anonymous", get("anonymous"))
    submitter = _submitter(checks, get("submitter"), by_clerk, anonymous)
    channel, received_on, national_due_on = v.Channel.WEB, None, None
    if by_clerk:
        national_due_on = checks.day("national_due_on", get("national_due_on"), required=False)
        offered = choices_for("channel", reference, today)
        channel = checks.choice("channel", get("channel"), offered, required=True)  # type: ignore[assignment]
        received_on = _arrival(checks, get("received_on"), today)
    notice = "" if by_clerk else _notice(checks, get("notice_version"))
    checks.finish()
    assert submitter is not None
    return Petition(
        kind=v.Kind(kind),
        submitter=submitter,
        notice_version=notice,
        channel=v.Channel(channel),
        received_on=received_on,
        national_due_on=national_due_on,
        anonymous=anonymous,
        **said,
    )


def _said(checks: Checks, raw: Mapping[str, Any], kind: str, reference: Reference, today: date) -> dict[str, Any]:
    """The fields that a submitter and a clerk fill in alike, by their names in `Petition`."""
    get = raw.get
    return dict(
        subtype=_subtype(checks, kind, get("subtype")),
        title=checks.text("title", get("title"), limit=TITLE_LIMIT, lines=False, required=True),
        content=checks.text("content", get("content"), limit=CONTENT_LIMIT, lines=True, required=True),
        **{
            name: checks.choice(
                name, get(name), choices_for(name, reference, today) if get(name) else (), required=False
            )
            for name in ("field", "agency", "place")
        },
        language=_language(checks, get("language")),
        ownership=checks.choice("ownership", get("ownership"), list(v.Ownership), required=False),
        from_province=checks.choice("from_province", get("from_province"), list(v.FromProvince), required=False),
        consents=checks.choices("consents", get("consents"), CONSENTS),
        attachments=checks_files(checks, "attachments", get("attachments")),
    )


def _subtype(checks: Checks, kind: str, value: Any) -> str:
    allowed = v.SUBTYPES.get(v.Kind(kind), ()) if kind else ()
    return checks.choice("subtype", value, allowed, required=False) if kind else ""


def _language(checks: Checks, value: Any) -> str:
    """NĐ 92/2017 asks for Vietnamese; foreigners may submit, too: the desk translates (requirements.md, section G)."""
    if value is None or value == "":
        return "vi"
    if not isinstance(value, str) or not LANGUAGE.fullmatch(value):
        checks.add("language", "unknown")
        return "vi"
    return value


def _arrival(checks: Checks, value: Any, today: date) -> date | None:
    """The day of the letter's arrival, from which its days count; today if none is given."""
    day = checks.day("received_on", value, required=False)
    if day and day > today:
        checks.add("received_on", "in_future")
    return day


def _notice(checks: Checks, value: Any) -> str:
    if value is None or value == "":
        checks.add("notice_version", "missing")
    elif value != NOTICE_VERSION:
        checks.add("notice_version", "outdated")
    return NOTICE_VERSION


def _submitter(checks: Checks, raw: Any, by_clerk: bool, anonymous: bool = False) -> Submitter | None:
    """A clerk enters what there is; an anonymous letter has nothing, and counts as a citizen's unless it says more."""
    if raw is None:
        raw = {}
    if not isinstance(raw, Mapping):
        checks.add("submitter", "type")
        return None
    default = v.SubmitterType.CITIZEN if anonymous else None
    type_ = checks.choice("submitter.type", raw.get("type") or default, list(v.SubmitterType), required=True)
    name = checks.text("submitter.name", raw.get("name"), limit=200, lines=False, required=not anonymous)
    email = checks.email("submitter.email", raw.get("email"), required=False)
    phone = checks.text("submitter.phone", raw.get("phone"), limit=30, lines=False, required=False)
    if phone and not PHONE.fullmatch(phone):
        checks.add("submitter.phone", "phone")
    wrong = any(error.field in ("submitter.email", "submitter.phone") for error in checks.errors)
    if not email and not phone and not wrong and not by_clerk:
        checks.add("submitter.email", "contact_missing")
    address = checks.text("submitter.address", raw.get("address"), limit=300, lines=False, required=not by_clerk)
    return Submitter(v.SubmitterType(type_), name, email, phone, address) if type_ else None
