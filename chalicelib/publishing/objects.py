"""One way to put a published object: never over a newer one, never without need, never against another writer."""

from __future__ import annotations

from chalicelib.ports import Site
from chalicelib.publishing.pages import HTML, JSON, Doc, dump, html


def put_page(site: Site, key: str, doc: Doc, sequence: int, *, force: bool = False) -> int:
    """The document's page and its JSON twin; returns the number of PUTs, 0 when both are there already.

    The page goes first and the JSON twin last: whoever finds the twin under this number finds the page as well.
    """
    puts = _put(site, key, html(key, doc, "vi").encode(), HTML, sequence, force)
    return puts + put_json(site, key, doc, sequence, force=force)


def put_json(site: Site, key: str, doc: Doc, sequence: int, *, force: bool = False) -> int:
    """The JSON twin alone."""
    return _put(site, f"{key}.json", dump(doc), JSON, sequence, force)


def _put(site: Site, key: str, body: bytes, type_: str, sequence: int, force: bool) -> int:
    current = site.read(key)
    if current is not None:
        if current.sequence > sequence and not force:
            return 0
        if current.sequence == sequence and current.body == body:
            return 0
    site.write(key, body, type_, sequence=sequence, etag=current.etag if current else None)
    return 1
