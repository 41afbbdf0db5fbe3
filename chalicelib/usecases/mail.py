"""The mail consumer: outbox rows -> letters -> provider, each notice once.

SES has no idempotency token, so a notice is marked "sending" in its row before the call. The crash that this survives:
after the mark, before or after the call. Such a notice is sent again once, after 15 minutes without a delivery event.
While the overdue check runs, digests wait: its letters to one mailbox are one mail (`batch`).
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.case import SYSTEM
from chalicelib.domain.commands import ReportMailFailure
from chalicelib.domain.events import MailFailed
from chalicelib.ports import Letters, Links, Mail, Mailer, MailLater, MailRefused, Outbox, OutboxRow
from chalicelib.usecases.act import Act
from chalicelib.usecases.asked import SWEEP_LIMIT, SWEEPING, Job, asked_at, still_asked
from chalicelib.usecases.deps import Deps
from chalicelib.usecases.digests import grouped, letters_of, named, sections
from chalicelib.usecases.letters import plan
from chalicelib.usecases.tags import seal

log = logging.getLogger("hoiam.mail")

RETRY_AFTER = timedelta(minutes=15)
BACKLOG = 1000  # rows of a shard among which marks are looked for
READ = 500  # rows of a shard that share digests: what a drain can plan in a fifth of its time
CAUSE = 60  # characters of the provider's word that are kept
_FINAL = frozenset({"sent", "refused", "no_address", "unsure"})


@dataclass(frozen=True, slots=True)
class SendMail:
    deps: Deps
    outbox: Outbox
    mailer: Mailer
    letters: Letters
    links: Links
    act: Act
    origin: str  # of the public site

    def drain(self, out_of_time: Callable[[], bool] = lambda: False) -> dict[str, int]:
        """One pass over all shards: {"sent", "failed", "left"}. Safe to run twice at once."""
        counts = {"sent": 0, "failed": 0, "left": 0}
        # Asked before the rows are read and after: a check that ends or begins in between has left some unread.
        held = self._sweeping()
        jobs = self._collect(out_of_time, counts)
        held = held or (any(job.notice.digest for job in jobs) and self._sweeping())
        waiting: dict[str, set[str]] = defaultdict(set)
        for job in jobs:
            waiting[job.row.id].add(job.notice.key)
        ready = [job for job in jobs if not (held and job.notice.digest)]
        counts["left"] += len(jobs) - len(ready)
        for group in grouped(ready):
            if out_of_time():
                counts["left"] += len(group)
                continue
            try:
                for job, state in self._send(group, counts):
                    waiting[job.row.id].discard(job.notice.key)
                    self._settle(job, state, last=not waiting[job.row.id])
            except Exception:
                # What is wrong with one mail must not keep the others from being sent.
                counts["left"] += len(group)
                log.exception("mail not sent", extra={"case": group[0].row.code, "notice": group[0].notice.name})
        return counts

    def _sweeping(self) -> bool:
        """Whether an overdue check is under way. The mark of one that died is taken away."""
        now = self.deps.clock()
        marks, _ = self.outbox.waiting("mail", SWEEPING, limit=BACKLOG)
        left = [row for row in marks if abs(now - asked_at(row)) >= SWEEP_LIMIT]
        self.outbox.done(left)
        return len(left) < len(marks)

    def _collect(self, out_of_time: Callable[[], bool], counts: dict[str, int]) -> list[Job]:
        """Open jobs of all rows together, so that digests can form; rows without any are deleted.

        A row that cannot be judged stays, and does not keep the others from being sent.
        """
        jobs: list[Job] = []
        for shard in range(self.outbox.shards):
            for row in self.outbox.pending("mail", shard, limit=READ):
                if out_of_time():
                    return jobs
                if row.code == SWEEPING:
                    continue
                try:
                    planned = plan(self.deps, self.links, self.origin, row)
                except Exception:
                    counts["failed"] += 1
                    log.exception("row not understood", extra={"case": row.code})
                    continue
                if planned is None:
                    continue
                waiting = [job for job in planned if not is_final(row, job.notice.key)]
                if not waiting and not still_asked(row, self.deps.clock()):
                    self.outbox.done([row])
                jobs += waiting
        return jobs

    def _settle(self, job: Job, state: str, *, last: bool) -> None:
        """Nothing of this notice waits any more: mark it, or delete the row with its last one (one write saved)."""
        if last and not still_asked(job.row, self.deps.clock()):
            self.outbox.done([job.row])
        else:
            self.outbox.progress(job.row, {job.notice.key: state}, expect={})

    def _send(self, group: list[Job], counts: dict[str, int]) -> list[tuple[Job, str]]:
        """Send one mail; the jobs that are final now, each with its state."""
        now = self.deps.clock()
        claimed = [job for job in group if self._claim(job, now, _tag(group))]
        if not claimed:
            counts["left"] += len(group)
            return []
        first = claimed[0]
        if not first.to:
            return self._fail(claimed, "no_address", counts)
        subject, text, html = self.letters.compose(first.lang, sections(claimed))
        codes, items, notice = named(claimed)
        tag = seal(self.deps.secrets, _tag(group), codes, items, notice)
        mail = Mail(first.to, subject, text, html, tag, codes, notice, items)
        try:
            self.mailer.send(mail)
        except MailRefused as refused:
            return self._fail(claimed, "refused", counts, str(refused))
        except MailLater:
            for job in claimed:
                self.outbox.progress(job.row, {job.notice.key: "later"}, expect={})
            counts["left"] += len(claimed)
            return []
        counts["sent"] += 1
        log.info("mail sent", extra={"case": codes, "notice": notice})
        return [(job, "sent") for job in claimed]

    def _claim(self, job: Job, now: datetime, tag: str) -> bool:
        """Mark the notice as being sent; False if it is somebody else's, or waits for its delivery event."""
        key = job.notice.key
        state = job.row.progress.get(key)
        if state in (None, "later"):
            word = "sending"
        else:
            word, since, _ = state.split("@")
            if now - datetime.fromisoformat(since) < RETRY_AFTER:
                return False
            if word == "again":
                self.outbox.progress(job.row, {key: "unsure"}, expect={key: state})
                self._report(job, "unsure", "")
                return False
            word = "again"
        return self.outbox.progress(job.row, {key: f"{word}@{now.isoformat()}@{tag}"}, expect={key: state})

    def _fail(self, jobs: Sequence[Job], state: str, counts: dict[str, int], cause: str = "") -> list[tuple[Job, str]]:
        for job in jobs:
            # First on the record, then forgotten: a crash in between records it twice at worst, which shows once.
            self._report(job, state, cause)
        counts["failed"] += len(jobs)
        return [(job, state) for job in jobs]

    def _report(self, job: Job, state: str, cause: str) -> None:
        if job.row.seq == 0 or (state == "no_address" and job.notice.role == "submitter"):
            return  # no case, or a submitter who gave a phone only: a clerk calls, nothing failed
        command = ReportMailFailure(job.notice.name, job.notice.key, (cause or state)[:CAUSE], job.row.seq)
        self._record(job.row.code, command)

    def _record(self, code: str, command: ReportMailFailure) -> None:
        """Once for each letter: the provider repeats its events, and so does a run after a crash."""
        facts = [event.fact for event in self.deps.cases.events(code) if isinstance(event.fact, MailFailed)]
        if all((fact.to, fact.item) != (command.to, command.item) for fact in facts):
            self.act.run(code, SYSTEM, command)

    def delivered(
        self, tag: str, codes: str = "", notice: str = "", items: str = "", at: datetime | None = None
    ) -> None:
        """The provider says that the mail with these tags arrived: on the record, and it need not be sent again.

        Mails of earlier versions bear no `items`: of them only the row hears. Repeating is harmless.
        """
        for code, item, key in letters_of(codes, items, notice):
            case = self.deps.cases.load(code) if item else None
            if case is not None and not case.purge:
                self.deps.deliveries.record(code, item, key, at or self.deps.clock())
        self._close(tag, "sent")

    def bounced(self, codes: str, notice: str, cause: str, items: str = "", tag: str = "") -> None:
        """The provider could not deliver: on the record of every case in that mail. Repeating is harmless."""
        for code, item, key in letters_of(codes, items, notice):
            if self.deps.cases.load(code) is not None:
                self._record(code, ReportMailFailure(key.partition("-")[0], key, cause[:CAUSE], item))
        self._close(tag, "refused")

    def _close(self, tag: str, state: str) -> None:
        """The notice of which a crash left unknown whether it was sent is settled by its own event."""
        if not tag:
            return
        tag = tag.partition(".")[0]  # as it stands in the row: what follows proves to `wiring` that it is ours
        for shard in range(self.outbox.shards):
            for row in self.outbox.pending("mail", shard, limit=READ):
                for key, marked in row.progress.items():
                    if marked.endswith(f"@{tag}"):
                        self.outbox.progress(row, {key: state}, expect={key: marked})


def is_final(row: OutboxRow, key: str) -> bool:
    """Whether nothing of this notice waits in the row any more."""
    return row.progress.get(key) in _FINAL


def _tag(group: Sequence[Job]) -> str:
    names = ",".join(f"{job.row.id}:{job.notice.key}" for job in group)
    return hashlib.sha256(names.encode()).hexdigest()[:24]
