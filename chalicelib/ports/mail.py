"""How the system writes to people: letters, mails, signed links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from chalicelib.domain.record import record


@record
class Mail:
    """One message. `tag` identifies it to the provider's delivery events; the others go along as tags too.

    `case`: codes, joined by "_"; `items`: of each of them the number of the event that the letter is about.
    """

    to: str
    subject: str
    text: str
    html: str
    tag: str
    case: str
    notice: str
    items: str = ""


class MailRefused(Exception):
    """The provider will never deliver this one (bad address, suppressed): retrying is useless."""


class MailLater(Exception):
    """The provider failed or throttled: try again later."""


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Hand over to the provider. Raises `MailRefused` or `MailLater`. A crash around it may send twice."""


@record
class Claim:
    """What a signed link says. `audience`: case, desk or agency; `subject`: an officer's id or an agency's code."""

    audience: str
    role: str
    subject: str
    code: str = ""
    routing: int = 0


class Links(Protocol):
    """Signed, expiring links whose token travels in the URL fragment."""

    def url(self, claim: Claim) -> str:
        """The absolute address with a fresh token for `claim`."""

    def read(self, token: str, audience: str) -> Claim:
        """The claim of a genuine, unexpired token for that audience. Raises `LinkInvalid` or `LinkExpired`."""

    def read_expired(self, token: str) -> Claim:
        """The claim of a genuine token, expired or not: for sending a new link to the mailbox on file."""


@record
class LetterRow:
    """One line of a list in a letter: a message key, what stands there, and for a case its code and due day."""

    label: str = ""
    text: str = ""
    code: str = ""
    due_on: date | None = None


@record
class LetterItem:
    """One case in a letter: what may be said about it in a mail, and where its link leads.

    `rows` make a list under one link; `overview` is the link to all cases of the agency that is written to. `clock`
    names the time limit that ends on `due_on`. `secret`: for the submitter alone, in letters that must tell it.
    """

    code: str
    kind: str
    title: str
    due_on: date | None
    link: str
    agency: str  # code of the lead agency, "" before forwarding
    clock: str = ""
    secret: str = ""
    rows: tuple[LetterRow, ...] = ()
    overview: str = ""


class Letters(Protocol):
    """Composes mails from the catalogues: title, code, due date and link, never the petition's text or a person."""

    def compose(self, name: str, lang: str, items: Sequence[LetterItem]) -> tuple[str, str, str]:
        """(subject, text, html) of the letter `name`; several items make a digest."""
