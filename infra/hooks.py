"""What a deployment does beyond resources: the project's reference data, keys, and its static site.

Called by infra/deploy.py (AWS) and by the local runner at each start, with the functions' own environment set in
os.environ, so chalicelib.config reads them as in Lambda. All of it is idempotent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chalicelib.domain.deadlines import vietnam_date
from infra import site
from infra.operator.data_files import read_reference

BUILD = Path(__file__).resolve().parent.parent / ".build" / "site"


@dataclass(frozen=True)
class SiteFile:
    """One object of the site bucket: `key` is the URL path without extension, `index` for the root."""

    key: str
    body: bytes
    content_type: str
    cache_control: str = "public, max-age=60, stale-while-revalidate=600"


def before_packaging() -> None:
    """Write what is generated into chalicelib: the names of hashed assets. Same input, same bytes."""
    site.write_asset_names()


def reference_digest() -> str:
    """What load_reference depends on, by content: it runs when this changes."""
    return read_reference().version


def load_reference() -> None:
    """Make sure that there is a key, load data/, and publish the pages that exist before the first case.

    Other data than before: every open case is looked at again, as `manage.py load-...` does.
    """
    from chalicelib import wiring
    from chalicelib.wiring_publication import publisher
    from infra.operator.load import REVISITS, revisit, save

    wiring.ring().ensure()
    reference, known = read_reference(), _loaded()
    save(reference)
    if known not in ("", reference.version):
        for command in REVISITS:
            revisit(command)
    publisher().publish_empty()


def _loaded() -> str:
    from chalicelib import wiring
    from chalicelib.ports import Unavailable

    try:
        return wiring.services().deps.reference.current().version
    except Unavailable:
        return ""


def site_files() -> Iterator[SiteFile]:
    """Every static object of the site; what disappears from here is deleted there, published pages are left alone."""
    manifest = site.build(BUILD, read_reference(), vietnam_date(datetime.now(UTC)))
    for key, entry in manifest.items():
        body = (BUILD / entry["file"]).read_bytes()
        yield SiteFile(key, body, entry["content_type"], entry["cache_control"])
