"""Tags of our own mails: the provider's events repeat them, and nobody else can make one.

Whoever may publish to the topic could otherwise tell of letters that never went out: "bounced" takes a case from an
agency's hands, "delivered" keeps the others from being sent again. The bound on such events is the letters themselves.
"""

from __future__ import annotations

import hmac

from chalicelib.ports import Secrets

_PURPOSE = "hoi-am/mail-tag/1"


def seal(secrets: Secrets, tag: str, codes: str, items: str, notice: str) -> str:
    """`<tag>.<kid>.<mac>`, over all that the event will say about the mail. `tag` is without a dot."""
    kid, key = secrets.signing_key()
    return f"{tag}.{kid}.{_mac(key, tag, codes, items, notice)}"


def genuine(secrets: Secrets, sealed: str, codes: str, items: str, notice: str) -> str:
    """The `tag` of a mail of ours with exactly these other tags; "" for anything else, and under a retired key."""
    tag, _, rest = sealed.partition(".")
    kid, _, mac = rest.partition(".")
    if not (tag and kid and mac and sealed.isascii()):
        return ""
    try:
        _, key = secrets.signing_key(kid)
    except KeyError:
        return ""
    return tag if hmac.compare_digest(mac, _mac(key, tag, codes, items, notice)) else ""


def _mac(key: bytes, *parts: str) -> str:
    return hmac.digest(key, "\n".join((_PURPOSE, *parts)).encode(), "sha256").hex()[:32]
