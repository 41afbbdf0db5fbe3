"""What the public pages must say once the demo has been played, and what they say otherwise."""

import json
from collections.abc import Iterator
from typing import Any

from chalicelib.delivery.ses import tag_of
from chalicelib.usecases.digests import letters_of
from infra.local.demo.rows import Row
from infra.local.demo.state import State
from infra.local.testing import LocalSystem

Doc = dict[str, Any]


def check(system: LocalSystem, state: State, rows: list[Row]) -> list[str]:
    """One line for each difference; none if all is as told."""
    codes = {row.id: state.cases[row.id][0] for row in rows}
    return [*_cases(system, codes, rows), *_lists(system, codes), *_mails(system, codes)]


def _cases(system: LocalSystem, codes: dict[str, str], rows: list[Row]) -> Iterator[str]:
    """Status, and the marks that a row promises (`shows`)."""
    for row in rows:
        status, _, body = system.request("GET", f"/ho-so/{codes[row.id]}.json")
        doc: Doc = json.loads(body) if status == 200 else {}
        found = doc["status"] if doc else "no page" if status in (404, 410) else status
        expected = row.ends if row.has_page else "no page"
        if found != expected:
            yield f"{row.id} {codes[row.id]}: {found}, expected {expected}"
        for missing in sorted(row.shows - marks(doc)):
            yield f"{row.id} {codes[row.id]}: {missing} is not on its page"


def marks(doc: Doc) -> set[str]:
    """What a case's document shows: types of its timeline, who stands named or was, words that were let through."""
    entries = doc.get("timeline", [])
    found = {entry["type"] for entry in entries}
    found |= {"undelivered" for entry in entries if entry["undelivered"]}
    found |= {"retired" if naming["ended"] else "standing" for naming in doc.get("namings", [])}
    found |= {"naming_reply" for naming in doc.get("namings", []) if naming["reply"]}
    found |= {f"honour_{honour['whom']}" for honour in doc.get("honours", [])}
    found |= {"submitter_name" for honour in doc.get("honours", []) if honour["name"]}
    for part in ("directives", "contributions"):
        found |= {part for said in doc.get(part, []) if said["content"]}
    found |= {"passage" for kept in doc.get("withheld", []) if kept["passages"]}
    return found


def _lists(system: LocalSystem, codes: dict[str, str]) -> Iterator[str]:
    """The page of names has one that stands and one that ended, and not the one that was not followed."""
    names, corrections = system.get("/neu-ten.json"), system.get("/dinh-chinh.json")
    standing = [row["code"] for row in names["standing"]]
    ended = [row["code"] for row in names["rows"] if any(naming["ended"] for naming in row["namings"])]
    anywhere = [row["code"] for row in names["rows"]]
    passages = [row["code"] for row in corrections["rows"] if row["type"] == "passage_withheld"]
    for what, told, expected in (
        ("standing on /neu-ten", standing, [codes["K01"]]),
        ("ended on /neu-ten", ended, [codes["S11"]]),
        ("not followed, yet on /neu-ten", [code for code in anywhere if code == codes["S16"]], []),
        ("passages in /dinh-chinh", passages, [codes["S06"]]),
    ):
        if told != expected:
            yield f"{what}: {told}, expected {expected}"


def _mails(system: LocalSystem, codes: dict[str, str]) -> Iterator[str]:
    """Letters that only their readers see."""
    tags = [[tag_of(mail["tags"], name) for name in ("case", "items", "notice")] for mail in system.mails()]
    sent = {(code, key.partition("-")[0]) for found in tags for code, _, key in letters_of(*found)}
    for row, notice in (
        ("S12", "extended"),
        ("S12", "recalled"),
        ("K01", "not_acknowledged"),
        ("K01", "step_propose_naming"),
        ("K02", "undelivered"),
    ):
        if (codes[row], notice) not in sent:
            yield f"{row} {codes[row]}: no letter {notice}"
