"""How the system writes to people: letters, mails, signed links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from chalicelib.domain.record import record


@record
class Mail:
    """One message. `tag` identifies it to the provider's delivery events; the others go along as tags too.

    `case`: codes; `items`: of each of them the number of the event that the letter is about; `notice`: the key of the
    letter. How those of a digest are joined, `usecases.digests` says.
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
    """One line of a list in a letter: a message key, what stands there, a day, and for a case its code.

    `words`: the arguments of the message, names of offices or keys of `failure.*`; `over`: the due day has passed;
    `provisional`: it may still change.
    """

    label: str = ""
    text: str = ""
    code: str = ""
    due_on: date | None = None
    words: tuple[tuple[str, str], ...] = ()
    over: bool = False
    provisional: bool = False


@record
class Alleged:
    """What an agency is to be named for: the failure; of a delay which limit, its last day, and by how many working
    days it was exceeded when the proposal was made.
    """

    failure: str
    clock: str = ""
    due_on: date | None = None
    days: int = 0


@record
class LetterItem:
    """One case in a letter: what may be said about it in a mail, and where its link leads.

    `rows` make a list under one link; `overview` is the link to all cases of the agency that is written to. `clock`
    names the time limit that ends on `due_on`, `provisional` if that day may still change. `secret`: for the submitter
    alone, in letters that must tell it.
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
    alleged: Alleged | None = None
    provisional: bool = False


class Letters(Protocol):
    """Composes mails from the catalogues: title, code, due date and link, never the petition's text or a person."""

    def compose(self, lang: str, sections: Sequence[tuple[str, Sequence[LetterItem]]]) -> tuple[str, str, str]:
        """(subject, text, html) of letters, each by its name and with its items; more than one item make a digest."""
