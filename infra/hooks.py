"""What a deployment does beyond resources: the project's reference data, and its static site.

Both are called by infra/deploy.py (AWS) and by the local runner at each start, with the functions' own environment
set in os.environ, so chalicelib.config reads them as in Lambda. Both must be idempotent.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class SiteFile:
    """One object of the site bucket: `key` is the URL path without extension, `index` for the root."""

    key: str
    body: bytes
    content_type: str
    cache_control: str = "public, max-age=60, stale-while-revalidate=600"


def before_packaging() -> None:
    """Write what is generated into chalicelib (names of hashed assets, catalogues). Same input, same bytes."""


def reference_digest() -> str:
    """What load_reference depends on, by content: it runs when this changes. Empty: it runs at each deployment."""
    return "nothing"


def load_reference() -> None:
    """Load agencies, fields, calendar and policy into the tables."""


def site_files() -> Iterator[SiteFile]:
    """Every static object of the site; what disappears from here is deleted there, published pages are left alone."""
    page = "<!doctype html><html lang=vi><meta charset=utf-8><title>{0}</title><h1>{0}</h1>"
    for key, title in {"index": "Hồi Âm", "404": "Không có trang này"}.items():
        yield SiteFile(key, page.format(title).encode(), "text/html; charset=utf-8")
