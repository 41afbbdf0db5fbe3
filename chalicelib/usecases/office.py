"""Small services around the cases: new links and secrets, uploads, delivery events, the morning report."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.domain.case import SYSTEM
from chalicelib.domain.commands import RenewSecret
from chalicelib.domain.directory import OfficerRole, normal_mailbox
from chalicelib.domain.errors import DomainError
from chalicelib.domain.parsing import Checks
from chalicelib.domain.queues import DESK_QUEUES
from chalicelib.domain.repeats import LEAST, MONTHS, Repeat, repeats
from chalicelib.domain.vocabulary import INSPECTORS, Role
from chalicelib.ports import Claim, LetterItem, Letters, Links, Mail, Mailer, MailLater, MailRefused, Outbox
from chalicelib.usecases.access import DESK_ROLES
from chalicelib.usecases.act import Act
from chalicelib.usecases.asked import ASK_SECONDS, NOBODY, subject_of
from chalicelib.usecases.deps import Deps

log = logging.getLogger("hoiam.office")
COUNT_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Office:
    deps: Deps
    act: Act
    links: Links
    letters: Letters
    mailer: Mailer
    outbox: Outbox
    token_id: Callable[[], str]
    conduct_counts: Callable[[], Mapping[str, int]] = dict  # see `domain.repeats`

    def send_desk_links(self, email: str) -> None:
        """Ask for a desk link to each role that this mailbox holds; the same work for an address not on file."""
        ctx = self.deps.context(SYSTEM)
        officers = ctx.directory.officers_at(normal_mailbox(email), ctx.today)
        claims = [Claim("desk", DESK_ROLES[o.role], o.id) for o in officers if o.role in DESK_ROLES]
        for claim in claims or [NOBODY]:
            self._ask(claim)

    def renew_link(self, token: str) -> None:
        """A new link for a genuine token that has expired, to the mailbox on file and nowhere else."""
        self._ask(self.links.read_expired(token))

    def _ask(self, claim: Claim) -> None:
        """Nothing is sent inside a request. One row in five minutes: asking often must not flood a mailbox."""
        now = self.deps.clock()
        self.outbox.ask("mail", subject_of(claim), now - timedelta(seconds=now.timestamp() % ASK_SECONDS))

    def renew_secret(self, code: str) -> None:
        """A new secret to the mail address on file. Says nothing about whether the code exists.

        Codes are public and anybody may ask, so without an address nothing changes: the old secret must stay good.
        """
        try:
            if self._has_address(code.upper()):
                self.act.run(code.upper(), SYSTEM, RenewSecret())
        except DomainError as problem:
            log.info("secret not renewed", extra={"problem": problem.code})

    def _has_address(self, code: str) -> bool:
        case = self.deps.cases.load(code)
        if case is None:
            return False
        first = self.deps.cases.events(code)[0]
        bodies = self.deps.vault.open(case, [first.body.id]) if first.body else {}
        return any(body.get("submitter", {}).get("email") for body in bodies.values())

    def offer_upload(self, raw: Any) -> dict[str, Any]:
        """{"id", "url", "fields"} of a presigned POST. Raises InvalidFields on name, size, type."""
        checks = Checks()
        raw = raw if isinstance(raw, dict) else {}
        name = checks.text("name", raw.get("name"), limit=200, lines=False, required=True)
        size, type_ = raw.get("size"), raw.get("type")
        if not isinstance(size, int) or isinstance(size, bool) or not 0 < size <= 10 * 1024 * 1024:
            checks.add("size", "too_large")
        if not isinstance(type_, str) or type_ not in FILE_TYPES:
            checks.add("type", "file_type")
        checks.finish()
        id_, url, fields = self.deps.files.offer(name, size, type_)
        return {"id": id_, "url": url, "fields": dict(fields)}

    def repeats_for(self, role: Role) -> list[Repeat]:
        """Offices with repeated conduct cases within the policy's window. The inspectorate is not its own judge."""
        ctx = self.deps.context(SYSTEM)
        limits = ctx.policy.limits
        months, least = limits.get("conduct_repeat_months", MONTHS), limits.get("conduct_repeats", LEAST)
        own = ctx.policy.inspectorate_agency(ctx.today)
        found = repeats(self.conduct_counts().items(), ctx.today, months, least)
        return [row for row in found if (row.agency == own) == (role is Role.INSPECTORATE_ALTERNATE)]

    def _flag_repeats(self) -> int:
        """Once a week, on Monday: a letter that comes every day is not read."""
        ctx = self.deps.context(SYSTEM)
        if ctx.today.weekday() != 0:
            return 0
        sent = 0
        for kind, role in DESK_ROLES.items():
            found = self.repeats_for(role) if role in INSPECTORS else []
            for officer in ctx.directory.officers_with(kind, ctx.today) if found else ():
                url = self.links.url(Claim("desk", role, officer.id))
                lines = [LetterItem("", "", self._counted(row), None, url, row.agency) for row in found]
                subject, text, html = self.letters.compose("repeated_conduct", "vi", lines)
                sent += self._send(Mail(officer.mailbox, subject, text, html, self.token_id(), "", "repeated_conduct"))
        return sent

    def _counted(self, row: Repeat) -> str:
        directory = self.deps.reference.current().directory
        name = directory.agency(row.agency).name_vi if directory.has_agency(row.agency) else row.agency
        return f"{name}: {row.count} ({row.since:%d/%m/%Y})"

    def _send(self, mail: Mail) -> int:
        try:
            self.mailer.send(mail)
        except (MailRefused, MailLater):
            log.warning("report not sent", extra={"notice": mail.notice})
            return 0
        return 1

    def morning_report(self) -> dict[str, int]:
        """Mail the focal office how many cases wait in each queue. Counts up to 200 a queue: more is "200+"."""
        ctx = self.deps.context(SYSTEM)
        counts = {name: len(self.deps.cases.queue(name, limit=COUNT_LIMIT)[0]) for name in DESK_QUEUES}
        sent = 0
        for officer in ctx.directory.officers_with(OfficerRole.FOCAL, ctx.today):
            url = self.links.url(Claim("desk", Role.FOCAL, officer.id))
            subject, text, html = self.letters.report(counts, COUNT_LIMIT, url)
            try:
                self.mailer.send(Mail(officer.mailbox, subject, text, html, self.token_id(), "", "morning_report"))
                sent += 1
            except (MailRefused, MailLater):
                log.warning("report not sent", extra={"officer": officer.id})
        return {"sent": sent, "flagged": self._flag_repeats(), **counts}


FILE_TYPES = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)
