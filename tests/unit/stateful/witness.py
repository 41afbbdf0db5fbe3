"""What is seen from outside while the system works: which notice each mail was for, and every line of the logs."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.ports import Clock, Mail, OutboxRow

Notice = tuple[str, str]
"""An outbox row's id, and the key of one of its notices."""


@dataclass(frozen=True)
class Sent:
    """`word`: how the row was marked before the mail went: "sending", or "again" after 15 minutes of doubt."""

    at: datetime
    word: str
    mail: Mail


@dataclass
class Postbook:
    """Stands between the mail consumer and the world: the marks in the rows say for which notices a mail goes out.

    `later`: how often the provider said "later" about a notice: it may have the mail all the same. `told`: tags of
    mails that the provider said it delivered.
    """

    clock: Clock
    sent: dict[Notice, list[Sent]] = field(default_factory=lambda: defaultdict(list))
    later: dict[Notice, int] = field(default_factory=lambda: defaultdict(int))
    told: set[str] = field(default_factory=set)
    claimed: list[tuple[Notice, str]] = field(default_factory=list)

    def around(self, name: str, port: Any) -> Any:
        if name == "outbox":
            return _Marks(port, self)
        return _Mailer(port, self) if name == "mailer" else port


class _Marks:
    def __init__(self, inner: Any, book: Postbook) -> None:
        self.inner, self.book = inner, book

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def progress(self, row: OutboxRow, values: Mapping[str, str], **more: Any) -> bool:
        done: bool = self.inner.progress(row, values, **more)
        for key, value in values.items() if done else ():
            word = value.partition("@")[0]
            if word in ("sending", "again"):
                self.book.claimed.append(((row.id, key), word))
            elif word == "later":
                self.book.later[row.id, key] += 1
        return done


class _Mailer:
    def __init__(self, inner: Any, book: Postbook) -> None:
        self.inner, self.book = inner, book

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def send(self, mail: Mail) -> None:
        claimed, self.book.claimed = self.book.claimed, []
        self.inner.send(mail)
        for notice, word in claimed:
            self.book.sent[notice].append(Sent(self.book.clock(), word, mail))


class Logbook(logging.Handler):
    """All that is logged, as text; `problems` are the lines that should wake somebody up."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.problems: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        extra = {name: value for name, value in record.__dict__.items() if name not in _USUAL}
        self.lines.append(f"{record.getMessage()} {extra} {trace}")
        if record.levelno >= logging.ERROR:
            self.problems.append(self.lines[-1])


_USUAL = frozenset(logging.LogRecord("", 0, "", 0, "", (), None).__dict__)
