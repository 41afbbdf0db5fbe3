"""Words that nobody else writes, one in each typed text: wherever one turns up, it says what leaked and from where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

CANARY = re.compile(r"zq[0-9]{6}")


@dataclass(frozen=True)
class Text:
    """The field `name` of what somebody sent with `command` about the case `code` ("" as long as it has none)."""

    command: str
    name: str
    code: str = ""


@dataclass
class Canaries:
    texts: dict[str, Text] = field(default_factory=dict)

    def new(self, command: str, name: str, code: str = "") -> str:
        word = f"zq{len(self.texts):06d}"
        self.texts[word] = Text(command, name, code)
        return word

    def found(self, where: str) -> Iterable[tuple[str, Text]]:
        return [(word, self.texts[word]) for word in sorted(set(CANARY.findall(where))) if word in self.texts]


# What may stand in public, by command and field; everything else is for few eyes. Whether it may stand there at this
# moment depends on the case: see `public`.
PUBLIC = frozenset(
    {
        ("write_texts", "public_title"),
        ("write_texts", "public_content"),
        ("report_status", "content"),
        ("follow_up", "content"),
        ("answer", "content"),
        ("answer", "document_number"),
        ("answer", "signer"),
        ("cite_answer", "content"),
        ("request_extension", "reason"),
        ("give_opinion", "content"),
        ("invite_opinion", "title"),
        ("contribute", "content"),
        ("direct", "content"),
        ("settle", "content"),
        ("return_case", "reason"),
        ("reply_to_naming", "content"),
    }
)
# Who speaks, and what was said in confidence: no mail, no page, whatever else will be published one day.
SECRET = frozenset(
    {
        *(("submit", name) for name in ("title", "content", "name", "email", "address")),
        ("write_texts", "handling_content"),
        ("supplement", "content"),
        ("rate", "reason"),
        ("raise_again", "content"),
        ("contest_refusal", "content"),
        ("withdraw", "reason"),
        ("ask_withdrawal", "reason"),
        ("ask_correction", "content"),
        ("pass_on", "email"),
        ("invite_opinion", "email"),
        ("refuse", "content"),
        ("redirect", "content"),
        ("note", "content"),
        ("purge", "reason"),
        ("reveal_identity", "note"),
        ("release", "note"),
        ("restrict", "note"),
        ("ask_supplement", "content"),
        ("split", "parts"),
    }
)
