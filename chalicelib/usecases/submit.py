"""A petition comes in: durable in one transaction before we say so, and one case however often it is sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.case import Actor
from chalicelib.domain.decide import receive
from chalicelib.domain.errors import Busy, KeyMissing, KeyReused
from chalicelib.domain.events import Received
from chalicelib.domain.petition import Petition, parse_petition
from chalicelib.domain.vocabulary import Role
from chalicelib.ports import CodeTaken, Conflict, Submission, Unavailable
from chalicelib.usecases.change import change_of
from chalicelib.usecases.deps import Deps

# Easy to read out on the phone: no 0/O, 1/I/L, nor U (accidental words), as Crockford's base 32 does.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_DRAWS = 6
_KEY_MIN, _KEY_MAX = 16, 200


@dataclass(frozen=True, slots=True)
class Accepted:
    """`secret` opens the submitter's view together with `code`."""

    code: str
    secret: str


@dataclass(frozen=True, slots=True)
class Submit:
    deps: Deps
    draw: Callable[[int], str]  # `n` random characters of CODE_ALPHABET

    def __call__(self, raw: Any, idempotency_key: str, *, clerk: Actor | None = None) -> Accepted:
        """Validate, store, and answer with code and secret.

        The same key with the same body answers the same again; with another body it raises `KeyReused`. Raises
        `InvalidFields`, `KeyMissing`, and `Busy` when the outcome is unknown: the same request may be sent again.
        """
        key = idempotency_key.strip()
        if not _KEY_MIN <= len(key) <= _KEY_MAX:
            raise KeyMissing
        actor = clerk or Actor(Role.SUBMITTER)
        ctx = self.deps.context(actor)
        petition = parse_petition(raw, ctx.reference, ctx.today, by_clerk=clerk is not None)
        origin = self.deps.secrets.origin_of(key)
        digest = _digest(petition)
        # The write itself is the check for a repeated key: almost every key is new, and a read costs as much CPU again.
        # Files are looked at before the write, and those of a repeat are not to be judged anew.
        stored = self.deps.cases.submission(origin) if petition.attachments else None
        stored = stored or self._store(petition, actor, origin, digest)
        if stored.body_hash != digest:
            raise KeyReused
        return Accepted(stored.code, self.deps.secrets.submitter_secret(origin, 0))

    def part(self, petition: Petition, actor: Actor, key: str, of: str) -> str:
        """The code of the case that one point of the bulk petition `of` became; the same key finds the same case."""
        origin, digest = self.deps.secrets.origin_of(key), _digest(petition)
        stored = self._store(petition, actor, origin, digest, of)
        if stored.body_hash != digest:
            raise KeyReused
        return stored.code

    def _store(self, petition: Petition, actor: Actor, origin: str, digest: str, of: str = "") -> Submission:
        files = self.deps.files.accept(petition.attachments, origin) if petition.attachments else []
        case_key = self.deps.vault.new_key()
        for _ in range(_DRAWS):
            ctx = self.deps.context(actor)
            code = f"{ctx.policy.prefix}.{ctx.today:%Y%m%d}.{self.draw(5)}"
            text = petition.sealed() | {"files": {file.id: file.name for file in files}}
            body = self.deps.vault.seal(case_key, code, text)
            ctx = self.deps.context(actor, body=body.ref)
            events = receive(ctx, code, _fact(petition, origin, petition.received_on or ctx.today, of))
            submission = Submission(origin, code, digest)
            change = change_of(ctx, None, events, bodies=(body,), submission=submission, key=case_key)
            try:
                self.deps.cases.commit(change)
                return submission
            except CodeTaken:
                continue
            except Conflict:
                # The same key came before, or twice at once: what the first request was told is our answer, too.
                stored = self.deps.cases.submission(origin)
                if stored is not None:
                    return stored
            except Unavailable as problem:
                raise Busy from problem
        raise Busy


def _fact(petition: Petition, origin: str, received_on: Any, split_from: str = "") -> Received:
    return Received(
        kind=petition.kind,
        channel=petition.channel,
        submitter_type=petition.submitter.type,
        received_on=received_on,
        origin=origin,
        language=petition.language,
        subtype=petition.subtype,
        field=petition.field,
        place=petition.place,
        agency=petition.agency,
        notice_version=petition.notice_version,
        national_due_on=petition.national_due_on,
        consents=petition.consents,
        files=petition.attachments,
        ownership=petition.ownership,
        from_province=petition.from_province,
        anonymous=petition.anonymous,
        split_from=split_from,
    )


def _digest(petition: Petition) -> str:
    """Of the cleaned petition, so that a retry in another Unicode form or field order is still the same request."""
    told = {**vars(petition), "submitter": vars(petition.submitter)}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
