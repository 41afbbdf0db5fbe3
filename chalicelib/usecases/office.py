"""Small services around the cases: new links and secrets, uploads."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chalicelib.domain.case import SYSTEM
from chalicelib.domain.commands import RenewSecret
from chalicelib.domain.directory import normal_mailbox
from chalicelib.domain.errors import DomainError
from chalicelib.domain.parsing import Checks
from chalicelib.ports import Claim, Links, Outbox
from chalicelib.usecases.access import DESK_ROLES
from chalicelib.usecases.act import Act
from chalicelib.usecases.asked import ASK_SECONDS, NOBODY, subject_of
from chalicelib.usecases.deps import Deps

log = logging.getLogger("hoiam.office")


@dataclass(frozen=True, slots=True)
class Office:
    deps: Deps
    act: Act
    links: Links
    outbox: Outbox

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
