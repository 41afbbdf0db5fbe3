"""Plays the mailboxes: each mail sent is soon reported as delivered, or as bounced, through the topic as SES does.

Without it no mail would ever count as delivered, and a step whose mail did not arrive does not count.
An address that begins with `bounce` (bounce@..., bounce+7@...) bounces, as in SES's mailbox simulator.
"""

import contextlib
import json
import threading
from typing import Any

from infra.local import events, mailbox
from infra.local.clock import Clock
from infra.local.paths import Paths

EVERY = 0.3


class Postman(threading.Thread):
    """Follows the file of mails; how far it came is on disk, so that a restart neither repeats nor forgets."""

    def __init__(self, paths: Paths, sns: Any, topic: str) -> None:
        super().__init__(name="postman", daemon=True)
        self._paths, self._sns, self._topic = paths, sns, topic
        self._clock = Clock(paths.clock)
        self._stopped = threading.Event()

    def stop(self) -> None:
        self._stopped.set()

    def run(self) -> None:
        offset = self._offset()
        while not self._stopped.wait(EVERY):
            with contextlib.suppress(Exception):  # the emulator is stopping, or busy: the same mails come again
                offset = self._round(offset)

    def _offset(self) -> int:
        try:
            return int(self._paths.delivered.read_text() or 0)
        except FileNotFoundError:
            return 0

    def _round(self, offset: int) -> int:
        mails, after = mailbox.read(self._paths.mails, offset)
        for mail in mails:
            happened = events.bounce if any(to.startswith("bounce") for to in mail["to"]) else events.delivery
            message = json.dumps(happened(mail, self._clock.now()), ensure_ascii=False)
            self._sns.publish(TopicArn=self._topic, Message=message)
        if after != offset:
            self._paths.delivered.write_text(str(after))
        return after
