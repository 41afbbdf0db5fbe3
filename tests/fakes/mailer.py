"""`Mailer` in memory: `sent` is the provider's memory."""

from __future__ import annotations

from chalicelib.delivery.ses import valid_address
from chalicelib.ports import Mail, MailLater, MailRefused


class MemoryMailer:
    """`refused`: addresses that will never get anything; `down`: the provider answers nobody."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []
        self.refused: set[str] = set()
        self.down = False

    def send(self, mail: Mail) -> None:
        if self.down:
            raise MailLater("down")
        if not valid_address(mail.to) or mail.to in self.refused:
            raise MailRefused("address")
        self.sent.append(mail)
