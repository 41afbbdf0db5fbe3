"""The cases that a bulk petition became, with their secrets, for its submitter.

A secret is derived from its case's origin and stands nowhere: not in events, requests or logs. Whoever left an e-mail
address gets it there, whoever has the petition's own secret finds it on its page; the officer who enters for somebody
with neither hands it out on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.events import SplitUp
from chalicelib.domain.vocabulary import Channel, Status
from chalicelib.usecases.deps import Deps
from chalicelib.usecases.submit import Accepted


def parts_of(deps: Deps, codes: Sequence[str]) -> Iterator[tuple[Case, str]]:
    """(case, secret) of each part that its submitter may open."""
    for case in filter(None, map(deps.cases.load, codes)):
        if case.status is not Status.RESTRICTED and not case.purge:
            yield case, deps.secrets.submitter_secret(case.origin, case.secret_generation)


@dataclass(frozen=True, slots=True)
class Part(Accepted):
    """`number` in the order of the petition; `title` is the one under which it was entered: for its submitter alone."""

    number: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    deps: Deps

    def __call__(self, code: str) -> tuple[Part, ...]:
        """Of the petition `code`; () if it was not split."""
        events = self.deps.cases.events(code)
        codes = next((x.fact.codes for x in reversed(events) if isinstance(x.fact, SplitUp)), ())
        found = parts_of(self.deps, codes)
        return tuple(Part(x.code, secret, codes.index(x.code) + 1, self._title(x)) for x, secret in found)

    def on_paper(self, code: str) -> tuple[Part, ...]:
        """Of a petition that an officer entered for somebody without an e-mail address; () for all others."""
        case = self.deps.cases.load(code)
        if case is None or case.channel is Channel.WEB or self._email(case):
            return ()
        return self(code)

    def _email(self, case: Case) -> str:
        return str(self._petition(case).get("submitter", {}).get("email", ""))

    def _title(self, case: Case) -> str:
        return str(self._petition(case).get("title", ""))

    def _petition(self, case: Case) -> Mapping[str, Any]:
        first = self.deps.cases.events(case.code)[0]
        return next(iter(self.deps.vault.open(case, [first.body.id] if first.body else []).values()), {})
