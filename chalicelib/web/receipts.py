"""The receipt that a clerk prints for whoever has no e-mail (QĐ 31/2021 art. 43: what comes by letter is entered)."""

from __future__ import annotations

from typing import Any

from chalicelib import wiring
from chalicelib.domain.case import Case
from chalicelib.messages import translator
from chalicelib.usecases.submit import Accepted


def clerk_receipt(accepted: Accepted) -> dict[str, Any]:
    """`{code, secret, links, receipt: {language, title, lines}}`; the receipt is in the submitter's language."""
    services = wiring.services()
    origin = services.origin
    case = services.deps.cases.load(accepted.code)
    return {
        "code": accepted.code,
        "secret": accepted.secret,
        "links": {
            "track": f"{origin}/tra-cuu#{accepted.code}:{accepted.secret}",
            "public": f"{origin}/ho-so/{accepted.code}",
        },
        "receipt": _printed(case, accepted, origin) if case else None,
    }


def _printed(case: Case, accepted: Accepted, origin: str) -> dict[str, Any]:
    language = "vi" if case.language.partition("-")[0] == "vi" else "en"
    t = translator(language)
    clock = case.clock("publication")
    lines = [
        t("receipt.received", date=f"{case.received_on:%d/%m/%Y}"),
        t("receipt.code", code=accepted.code),
        t("receipt.secret", secret=accepted.secret),
        *([t("receipt.due", date=f"{clock.due_on:%d/%m/%Y}")] if clock else []),
        t("receipt.follow", origin=origin),
    ]
    return {"language": language, "title": t("receipt.title"), "lines": lines}
