"""One way to put a published object: never over a newer one, never without need, never against another writer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.ports import Conflict, Site
from chalicelib.publishing.pages import HTML, JSON, Doc, dump, html


def recall(site: Site, keys: Sequence[str]) -> None:
    """Nothing keeps what these pages said before: neither old versions nor the CDN. Repeating it is harmless."""
    for key in keys:
        site.forget(key)
        site.forget(f"{key}.json")
    site.invalidate([path for key in keys for path in paths_of(key)])


def paths_of(key: str) -> list[str]:
    """Under which paths the CDN may keep a page: its own, its twin's, and its English page, rendered on demand."""
    if key == "index":
        return ["/", "/index", "/index.json", "/en"]
    return [f"/{key}", f"/{key}.json", f"/en/{key}"]


@dataclass(frozen=True, slots=True)
class Objects:
    """Puts documents for a holder who knows the ledger up to `known`; returns numbers of PUTs.

    A document with a higher number is a later holder's: the lease was lost, whatever this one has computed is stale,
    and `Conflict` is raised, also when somebody writes in between. `force` is for a rebuild: the site is not believed.
    """

    site: Site
    known: int
    force: bool = False

    def page(self, key: str, doc: Doc, sequence: int) -> int:
        """The document's page and its JSON twin: no PUT when both are there already.

        The page goes first and the twin last: whoever finds the twin under this number finds the page as well.
        """
        return self._put(key, html(key, doc, "vi").encode(), HTML, sequence) + self.json(key, doc, sequence)

    def json(self, key: str, doc: Doc, sequence: int) -> int:
        """The JSON twin alone."""
        return self._put(f"{key}.json", dump(doc), JSON, sequence)

    def _put(self, key: str, body: bytes, type_: str, sequence: int) -> int:
        current = self.site.read(key)
        if current is not None:
            if current.sequence > self.known and not self.force:
                raise Conflict(f"{key} is ahead of ledger number {self.known}")
            if current.sequence == sequence and current.body == body:
                return 0
        self.site.write(key, body, type_, sequence=sequence, etag=current.etag if current else None)
        return 1
