"""Who may speak to the emulator's own port. It answers any page of any site (`Access-Control-Allow-Origin: *`), and
could be driven by whatever else the operator's browser has open: to read cases, and to send mails.

Programs on this machine send neither header; browsers send them whether a page wants it or not.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

OWN_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
App = Callable[..., Awaitable[Any]]


def is_foreign(headers: Mapping[str, str]) -> bool:
    """Whether a browser sends this for another site, or under a name that somebody else's DNS gave to this machine."""
    origin = headers.get("origin", "")
    host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
    # S3 is also spoken to as <bucket>.localhost: names under it are this machine, whatever any DNS says (RFC 6761).
    own = host in OWN_HOSTS or host.endswith(".localhost")
    return not own or headers.get("sec-fetch-site") == "cross-site" or bool(origin and not _own(origin))


def _own(origin: str) -> bool:
    try:
        return urlsplit(origin).hostname in OWN_HOSTS
    except ValueError:
        return False


def doorkeeper(app: App) -> App:
    """The ASGI `app`, which hears of no such request."""

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] in ("http", "websocket"):
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
            if is_foreign(headers):
                await _refuse(scope, send)
                return
        await app(scope, receive, send)

    return guarded


async def _refuse(scope: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "http.response.start", "status": 403, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
