"""Builds the static part of the site (assets, forms, texts) from templates and reference data.

Run before packaging: it also writes `chalicelib/publishing/assets.json`, which the publish Lambda needs. The same input
gives the same bytes. `infra/deploy.py` uploads it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TypedDict

from chalicelib.domain.reference import Reference
from chalicelib.messages import catalogue
from chalicelib.publishing.forms import form_options
from chalicelib.publishing.render import render

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "static_site" / "assets"
ASSETS_JSON = ROOT / "chalicelib" / "publishing" / "assets.json"
MANIFEST = "manifest.json"

IMMUTABLE = "public, max-age=31536000, immutable"
CHANGING = "public, max-age=300, stale-while-revalidate=86400"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
HTML = "text/html; charset=utf-8"

# URL path -> template. `404` is what the CDN shows for a missing key.
PAGES = {
    "gui": "gui.html",
    "tra-cuu": "tra_cuu.html",
    "tra-loi": "tra_loi.html",
    "co-quan-cua-toi": "co_quan_cua_toi.html",
    "ban-lam-viec": "ban_lam_viec.html",
    "du-lieu": "du_lieu.html",
    "quyen-rieng-tu": "quyen_rieng_tu.html",
    "gioi-thieu": "gioi_thieu.html",
    "404": "not_found.html",
}

IMPORT = re.compile(r"""(['"])\./([\w.]+\.js)\1""")
TEXT_KEY = re.compile(r"""\bt\('([\w.-]+)'(\s*\+)?""")


class Entry(TypedDict):
    """One object of the site bucket."""

    file: str
    content_type: str
    cache_control: str


def build(outdir: Path, reference: Reference, today: date, assets_json: Path = ASSETS_JSON) -> dict[str, Entry]:
    """Writes the tree below `outdir`, `outdir/manifest.json` and `assets_json`; gives the manifest by bucket key.

    The form offers what is in force on `today`.
    """
    manifest: dict[str, Entry] = {}
    options = form_options(reference, today)

    def put(key: str, content: str, content_type: str, cache_control: str) -> None:
        # A page and a folder may share a name (`en`, `en/gui`), in S3 but not on a disk: files have an ending here.
        file = key if "." in key else key + ".html"
        path = outdir / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
        manifest[key] = {"file": file, "content_type": content_type, "cache_control": cache_control}

    hashed, urls = _assets()
    for name, content in hashed.items():
        put(f"assets/{name}", content, TYPES[Path(name).suffix], IMMUTABLE)
    write_asset_names(assets_json)

    for path, template in PAGES.items():
        for lang, prefix in (("vi", ""), ("en", "en/")):
            page = render(template, lang, path=f"/{path}", doc={}, reference=options, assets=urls)
            put(prefix + path, page, HTML, CHANGING)
    put("robots.txt", "User-agent: *\nDisallow: /api/\n", "text/plain; charset=utf-8", CHANGING)
    (outdir / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")
    return manifest


def write_asset_names(assets_json: Path = ASSETS_JSON) -> None:
    """Only `assets.json`: packaging needs it, and needs no pages."""
    assets_json.write_text(json.dumps(_assets()[1], indent=1, sort_keys=True) + "\n", "utf-8")


def _assets() -> tuple[dict[str, str], dict[str, str]]:
    """Hashed file name -> content, and logical name -> URL. A module's hash covers what it imports."""
    sources = {file.name: file.read_text("utf-8") for file in sorted(SOURCES.iterdir()) if file.suffix in TYPES}
    scripts = [source for name, source in sources.items() if name.endswith(".js")]
    for lang in ("vi", "en"):
        sources[f"texts.{lang}.js"] = _texts(lang, scripts)

    contents: dict[str, str] = {}
    urls: dict[str, str] = {}

    def place(name: str, above: tuple[str, ...] = ()) -> str:
        if name in above:
            raise ValueError("modules import each other: " + " > ".join((*above, name)))
        if name not in urls:
            content = _slim(name, sources[name])
            content = IMPORT.sub(lambda m: f'"{place(m[2], (*above, name))}"', content)
            stem, _, ending = name.rpartition(".")
            file = f"{stem}.{hashlib.sha256(content.encode()).hexdigest()[:10]}.{ending}"
            contents[file] = content
            urls[name] = f"/assets/{file}"
        return urls[name]

    for name in sorted(sources):
        place(name)
    return contents, urls


def text_keys(scripts: Iterable[str]) -> tuple[set[str], set[str]]:
    """Message keys that scripts name in full, and prefixes to which they add (`t('status.' + status)`)."""
    keys: set[str] = set()
    prefixes: set[str] = set()
    for script in scripts:
        for key, joined in TEXT_KEY.findall(script):
            (prefixes if joined else keys).add(key)
    return keys, prefixes


def _texts(lang: str, scripts: Iterable[str]) -> str:
    """The module with the messages that scripts use, and no other."""
    keys, prefixes = text_keys(scripts)
    wanted: Mapping[str, str] = {
        key: text for key, text in catalogue(lang).items() if key in keys or key.startswith(tuple(prefixes))
    }
    return f"export default {json.dumps(wanted, ensure_ascii=False, sort_keys=True, indent=0)};\n"


def _slim(name: str, source: str) -> str:
    """Without comments and indentation. Rests on our style: no `/*` in strings, `//` comments on their own lines."""
    if name.endswith(".css"):
        source = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
        source = re.sub(r"\s+", " ", source)
        return re.sub(r" ?([{};,]) ?", r"\1", source).replace(";}", "}").strip() + "\n"
    if name.endswith(".js"):
        source = re.sub(r"/\*\*.*?\*/ ?", "", source, flags=re.DOTALL)
        lines = (line.strip() for line in source.splitlines())
        return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"
    return source
