"""Letters as tables write them: which one, to whom, into which mailbox on file, and whether it may be in a digest."""

from __future__ import annotations

import zlib
from dataclasses import replace

from chalicelib.domain.apply import fold
from chalicelib.domain.case import SYSTEM
from chalicelib.domain.notices import Notice, notices
from chalicelib.domain.reference import Reference
from chalicelib.domain.vocabulary import Role
from tests.unit.stories import Act, Story, Tale
from tests.unit.world import reference


def drawn(*officers: str) -> str:
    """Which of them the code of every story's case draws."""
    return officers[zlib.crc32(b"LS.20260807.K7M4Q") % len(officers)]


DRAWN = drawn("van-phong-1", "van-phong-2", "van-phong-3")
"""Who hears while nobody has claimed the case."""


def box(officer: str) -> str:
    return f"{officer.replace('-', '.')}@example.vn"


def submitter(name: str) -> Notice:
    return Notice(name, Role.SUBMITTER)


def focal(name: str, officer: str = DRAWN, *, digest: bool = False) -> Notice:
    return Notice(name, Role.FOCAL, officer, box(officer), digest)


def office(name: str, code: str = "SNNMT", role: Role = Role.AGENCY, *, digest: bool = False) -> Notice:
    return Notice(name, role, code, f"{code.lower()}.dau-moi@example.vn", digest)


def beside(name: str, code: str = "STC2025", *, digest: bool = False) -> Notice:
    return office(name, code, Role.COORDINATING, digest=digest)


def head(name: str, code: str = "SNNMT", role: Role = Role.AGENCY, *, digest: bool = False) -> Notice:
    return Notice(name, role, code, f"{code.lower()}.thu-truong@example.vn", digest, head=True)


def named(name: str, code: str = "SNNMT", role: Role = Role.NAMED) -> list[Notice]:
    """Letters about a naming go to the agency and to its head."""
    return [office(name, code, role), head(name, code, role)]


def leader(name: str, officer: str = "pho-chu-tich-2", *, digest: bool = False) -> Notice:
    return Notice(name, Role.LEADER, officer, box(officer), digest)


def told_by(story: Story, *acts: Act) -> list[Notice]:
    """The letters of all that the last act does, or the story when there is none."""
    tale = story().act(*acts[:-1])
    known = len(tale.events) if acts else len(tale.events) - 1
    return letters_since(tale.act(*acts[-1:]), known)


def letters_since(tale: Tale, known: int, data: Reference | None = None) -> list[Notice]:
    """Of the events after the first `known` ones; `data`: what is on file by then, if it changed."""
    found: list[Notice] = []
    ctx = replace(tale.context(SYSTEM), reference=data or reference())
    for count in range(known + 1, len(tale.events) + 1):
        case = fold(tale.events[:count])
        assert case is not None
        found += notices(ctx, fold(tale.events[: count - 1]), case, tale.events[count - 1])
    return found
