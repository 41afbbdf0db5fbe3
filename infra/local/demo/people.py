"""The demo's people at the system's door: HTTP requests, and the signed links that arrived in their mailboxes."""

import json
import time
import urllib.error
import urllib.request
import uuid
from typing import Any

from chalicelib.domain.vocabulary import Role
from infra.local.demo import pdf
from infra.local.testing import LocalSystem

DESK, CASE = "/ban-lam-viec/#", "/tra-loi/#"
PATIENCE = 20.0


class DemoError(RuntimeError):
    """What went wrong, for the person at the keyboard."""


class People:
    """`changed()` after anything that may cause a mail: the next look into a mailbox lets the post pass first."""

    def __init__(self, system: LocalSystem) -> None:
        self._system = system
        self._waiting = True
        self._tokens: dict[str, str] = {}
        self._officers: dict[str, str] = {}
        self.notice = self.ask("GET", "/api/catalogue")["notice_version"]

    def ask(self, method: str, path: str, body: Any = None, token: str = "", key: str = "") -> Any:
        """The JSON answer. DemoError with the problem's words for any other than 2xx."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if key:
            headers["Idempotency_Key"] = key
        status, _, answer = self._system.request(method, path, body, **headers)
        if status >= 300:
            raise DemoError(f"{method} {path}: {status} {answer.decode(errors='replace')[:600]}")
        return json.loads(answer)

    def changed(self) -> None:
        self._waiting = True

    def post(self) -> None:
        """Let the post pass, if anything waits."""
        if self._waiting:
            self._system.run("mail")
            self._waiting = False

    def link(self, mailbox: str, kind: str, code: str = "", *, named: bool = False) -> str:
        """The token of the newest link of that kind in the mailbox (about that case).

        `named`: the door of an agency that is to be named; else that of whoever handles the case.
        """
        mail = self._mail(mailbox, kind, code, named=named)
        return str(next(link for link in mail["links"] if kind in link).partition("#")[2])

    def send_back(self, mailbox: str, code: str) -> None:
        """The mailbox takes the newest letter about that case, and sends it back."""
        self._system.bounce(self._mail(mailbox, CASE, code))

    def _mail(self, mailbox: str, kind: str, code: str, *, named: bool = False) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE
        while True:
            self.post()
            for mail in reversed(self._system.mails()):
                fits = mailbox in mail["to"] and code in mail["subject"] and _to_named(mail) == named
                if fits and any(kind in link for link in mail["links"]):
                    return dict(mail)
            if time.monotonic() > until:
                raise DemoError(f"no mail to {mailbox} with a link {kind} {code}")
            time.sleep(0.2)
            self._waiting = True

    def desk(self, mailbox: str) -> str:
        """A desk token of that officer: the one used last, the newest in the mailbox, or one asked for."""
        token = self._tokens.get(mailbox) or self._newest(mailbox)
        if not token or not self._opens(token):
            token = self._newest(mailbox)
        if not token or not self._opens(token):
            self.ask("POST", "/api/desk/links", {"email": mailbox})
            self.changed()
            self.post()
            token = self.link(mailbox, DESK)
        self._tokens[mailbox] = token
        return token

    def _newest(self, mailbox: str) -> str:
        found = [link for mail in self._system.mails() if mailbox in mail["to"] for link in mail["links"]]
        return next((link.partition("#")[2] for link in reversed(found) if DESK in link), "")

    def _opens(self, token: str) -> bool:
        status, _, _ = self._system.request("GET", "/api/desk/cases", Authorization=f"Bearer {token}")
        return status == 200

    def officer_of(self, code: str) -> str:
        """The mailbox of the focal officer who was told of the new case."""
        until = time.monotonic() + PATIENCE
        while code not in self._officers:
            self.post()
            for mail in self._system.mails():
                if code in mail["subject"] and any(DESK in link for link in mail["links"]):
                    return self._officers.setdefault(code, str(mail["to"][0]))
            if time.monotonic() > until:
                raise DemoError(f"no focal officer was told of {code}")
            time.sleep(0.2)
            self._waiting = True
        return self._officers[code]

    def upload(self, title: str) -> str:
        """The id of a PDF, sent as the browser does: an offer, then a form to the files' origin."""
        data = pdf.make(title)
        wanted = {"name": f"{title}.pdf", "size": len(data), "type": "application/pdf"}
        offer = self.ask("POST", "/api/uploads", wanted)
        border = uuid.uuid4().hex
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in offer["fields"].items()
        ]
        head = f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
        head += "Content-Type: application/pdf\r\n\r\n"
        body = ("".join(parts) + head).encode() + data + f"\r\n--{border}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={border}"}
        try:
            urllib.request.urlopen(urllib.request.Request(offer["url"], body, kind, method="POST"), timeout=60).close()
        except urllib.error.HTTPError as error:
            raise DemoError(f"upload: {error.code} {error.read()[:300]!r}") from error
        return str(offer["id"])


def _to_named(mail: dict[str, Any]) -> bool:
    return f"-{Role.NAMED}-" in mail["tags"].get("notice", "")
