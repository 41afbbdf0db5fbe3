"""Which letters share a mail, and which tags say to the provider's events whose letters they were.

Tags of one letter: `case` its code, `items` the number of its event, `notice` the key. More of one key are joined by
"_" in `case` and `items`; more keys by "@" in all three, so that the parts of the three belong together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from chalicelib.domain.vocabulary import Role
from chalicelib.ports import LetterItem
from chalicelib.usecases.asked import Job

LINES = 40  # letters in one mail: more are not read
# Characters of each tag. SES takes 256 in one: `delivery.ses` cuts them into ten tags at most.
FITS = (1280, 512, 512)
_OFFICES = frozenset({Role.AGENCY, Role.COORDINATING})
_JOIN, _KEYS = "_", "@"


def grouped(jobs: Sequence[Job]) -> list[list[Job]]:
    """Single mails first, in order of time; then one digest per mailbox, kind of reader and language."""
    jobs = sorted(jobs, key=lambda job: job.row.id)  # rows come shard by shard
    digests: dict[tuple[str, str, str], list[Job]] = defaultdict(list)
    for job in jobs:
        if job.notice.digest:
            reader = "office" if job.notice.role in _OFFICES else job.notice.role.value
            digests[job.to, reader, job.lang].append(job)
    single = [[job] for job in jobs if not job.notice.digest]
    return single + [part for group in digests.values() for part in _fitting(group)]


def _fitting(jobs: Sequence[Job]) -> Iterator[list[Job]]:
    """As many as their tags have room for, the most urgent first."""
    part: list[Job] = []
    for job in sorted(jobs, key=_urgency):
        if part and not _fits([*part, job]):
            yield part
            part = []
        part.append(job)
    yield part


def _fits(jobs: Sequence[Job]) -> bool:
    return len(jobs) <= LINES and all(len(tag) <= most for tag, most in zip(named(jobs), FITS, strict=True))


def _urgency(job: Job) -> date:
    return job.item.due_on or date.max


def sections(jobs: Sequence[Job]) -> list[tuple[str, list[LetterItem]]]:
    """(letter, its items), the most urgent first in and among them. An agency's own list is linked once."""
    found: dict[str, list[LetterItem]] = {}
    lists: set[str] = set()
    for job in sorted(jobs, key=_urgency):
        known = not job.item.overview or job.notice.id in lists
        lists |= {job.notice.id} if job.item.overview else set()
        item = replace(job.item, overview="") if known else job.item
        found.setdefault(job.notice.name, []).append(item)
    return list(found.items())


def named(jobs: Sequence[Job]) -> tuple[str, str, str]:
    """The tags `case`, `items`, `notice` of a mail: whose record hears what became of it. Nameless letters bear no
    code."""
    found: dict[str, list[tuple[str, int]]] = {}
    for job in jobs:
        code = job.row.code if job.row.seq else job.item.code
        found.setdefault(job.notice.key, []).extend([(code, job.row.seq)] if job.item.code else [])
    return (
        _KEYS.join(_JOIN.join(code for code, _ in letters) for letters in found.values()),
        _KEYS.join(_JOIN.join(str(seq) for _, seq in letters) for letters in found.values()),
        _KEYS.join(found),
    )


def letters_of(codes: str, items: str, notice: str) -> list[tuple[str, int, str]]:
    """(code, number of the event, key of the notice) from the tags; 0 where the number is unknown.

    [] where the tags do not belong together.
    """
    cases, keys, numbers = codes.split(_KEYS), notice.split(_KEYS), items.split(_KEYS)
    if len(cases) != len(keys):
        return []
    if len(numbers) != len(keys):
        numbers = [""] * len(keys)
    return [
        (code, number, key)
        for case, seqs, key in zip(cases, numbers, keys, strict=True)
        for code, number in _numbered(case, seqs)
    ]


def _numbered(codes: str, items: str) -> list[tuple[str, int]]:
    named = [code for code in codes.split(_JOIN) if code]
    numbers = [int(item) if item.isascii() and item.isdigit() else 0 for item in items.split(_JOIN)]
    return list(zip(named, numbers if len(numbers) == len(named) else [0] * len(named), strict=True))
