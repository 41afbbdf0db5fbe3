"""Signed links: no password, no account. The token says who may do what until when, and only we can have written it.

Token: `<kid>.<payload>.<signature>`, about 150 characters that survive a URL fragment and a mail client's guess where
a link ends (the last one is always a letter or a digit).
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.domain.errors import LinkExpired, LinkInvalid
from chalicelib.ports import Claim, Clock, Secrets

if TYPE_CHECKING:
    from itsdangerous import URLSafeSerializer

PATHS = {"case": "/tra-loi/", "desk": "/ban-lam-viec/", "agency": "/co-quan-cua-toi/"}
LIFETIMES = {
    "case": timedelta(days=60),
    "desk": timedelta(days=7),
    "agency": timedelta(days=30),
    "upload": timedelta(hours=1),
}
LEADER_LIFETIME = timedelta(days=30)
MAX_TOKEN = 600


@dataclass(frozen=True, slots=True)
class Issued:
    """A claim and when its token holds: whole seconds, UTC; from `expires_at` on it is expired."""

    claim: Claim
    issued_at: datetime
    expires_at: datetime


class Expired(LinkExpired):
    """Carries what the genuine, expired token said, so that a new one can go to the mailbox on file."""

    def __init__(self, claim: Claim) -> None:
        super().__init__()
        self.claim = claim


class SignedLinks:
    """The `Links` of ports."""

    def __init__(self, secrets: Secrets, clock: Clock, origin: str) -> None:
        self._secrets, self._clock, self._origin = secrets, clock, origin.rstrip("/")

    def url(self, claim: Claim) -> str:
        """Raises ValueError for an audience that has no page (`upload`)."""
        if claim.audience not in PATHS:
            raise ValueError(f"no page for {claim.audience}")
        return f"{self._origin}{PATHS[claim.audience]}#{self.sign(claim)}"

    def sign(self, claim: Claim, lifetime: timedelta | None = None) -> str:
        """A token from now on for `lifetime`, or for what LIFETIMES says of the audience."""
        now = self._clock().astimezone(UTC).replace(microsecond=0)
        return self._token(Issued(claim, now, now + (lifetime or _lifetime(claim))))

    def read(self, token: str, audience: str) -> Claim:
        """Raises `LinkInvalid`, or `Expired` (a `LinkExpired` with the claim in it)."""
        issued = self.verify(token)
        if issued.claim.audience != audience:
            raise LinkInvalid
        if self._clock() >= issued.expires_at:
            raise Expired(issued.claim)
        return issued.claim

    def read_expired(self, token: str) -> Claim:
        """Raises `LinkInvalid`."""
        return self.verify(token).claim

    def verify(self, token: str) -> Issued:
        """What a genuine token says, whatever the time. Raises `LinkInvalid`.

        A token from the future is taken: we signed it, on a machine whose clock is ahead.
        """
        from itsdangerous import BadData

        kid, _, signed = token.partition(".")
        if len(token) > MAX_TOKEN or not token.isascii() or not (kid.isdigit() and len(kid) <= 4):
            raise LinkInvalid
        try:
            issued = _from_payload(self._serializer(kid).loads(signed))
        except (KeyError, ValueError, TypeError, OverflowError, BadData):
            raise LinkInvalid from None
        # base64 has several spellings of the same bytes; one token must be one string.
        if not hmac.compare_digest(self._token(issued, kid), token):
            raise LinkInvalid
        return issued

    def _token(self, issued: Issued, kid: str | None = None) -> str:
        if kid is None:
            kid = self._secrets.signing_key()[0]
        return f"{kid}.{self._serializer(kid).dumps(_payload(issued))}"

    def _serializer(self, kid: str) -> URLSafeSerializer:
        from itsdangerous import URLSafeSerializer

        return URLSafeSerializer(
            self._secrets.signing_key(kid)[1],
            salt="hoi-am/link/1",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )


def _lifetime(claim: Claim) -> timedelta:
    return LEADER_LIFETIME if claim.role == "leader" and claim.audience == "case" else LIFETIMES[claim.audience]


def _payload(issued: Issued) -> list[Any]:
    claim, start = issued.claim, int(issued.issued_at.timestamp())
    lifetime = int((issued.expires_at - issued.issued_at).total_seconds())
    return [claim.audience, claim.role, claim.subject, claim.code, claim.routing, start, lifetime]


def _from_payload(payload: Any) -> Issued:
    audience, role, subject, code, routing, start, lifetime = payload
    issued_at = datetime.fromtimestamp(start, UTC)
    return Issued(Claim(audience, role, subject, code, routing), issued_at, issued_at + timedelta(seconds=lifetime))
