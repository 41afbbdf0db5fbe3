"""What must hold of all that is published, once nothing waits: whole, true, without a word that is not public."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from chalicelib.domain import events as e
from chalicelib.domain.apply import fold
from chalicelib.domain.case import Case
from chalicelib.domain.vocabulary import TEXT_HIDDEN, RedirectReason, Status
from chalicelib.ports import LedgerEntry
from tests.unit.stateful.almanac import day_of
from tests.unit.stateful.canaries import PUBLIC, SECRET, Text
from tests.unit.stateful.province import Province

# How an item was published decides about it: an answer that only promised a day stands there as a report.
_PARTS = {
    "status": "reports",
    "answer": "answers",
    "opinion": "opinions",
    "directive": "directives",
    "contribution": "contributions",
    "reason": "reasons",
    "naming_reply": "",
}


def gone(events: list[e.Event]) -> bool:
    """An inspector's, a state secret, or a legal complaint: no page, no row."""
    case = fold(events)
    assert case is not None
    redirected = [x.fact.reason for x in events if isinstance(x.fact, e.Redirected)]
    complaint = case.status is Status.REDIRECTED and redirected[-1] == RedirectReason.LEGAL_COMPLAINT
    return case.status is Status.RESTRICTED or bool(case.purge) or complaint


def check_words(world: Province) -> None:
    """No page holds a word of a hidden case, of the original, of an older text, or of what nobody has let through."""
    allowed = {code: _allowed(world, code) for code in world.codes}
    for key, document in world.system.site.documents.items():
        for word, text in world.canaries.found(document.body.decode("utf-8", "replace")):
            secret = (text.command, text.name) in SECRET and not _honoured(world, text)
            assert not secret, (key, word, text)
            if (text.command, text.name) in PUBLIC:
                assert text.code in allowed, (key, word, text)
                assert word in allowed[text.code], (key, word, text, world.case(text.code))


def _allowed(world: Province, code: str) -> set[str]:
    """Words of that case that may be public now, by what the vault holds: bodies are opened as an operator would."""
    events = world.events(code)
    case = fold(events)
    assert case is not None
    if gone(events) or case.status in TEXT_HIDDEN:
        return set()
    shown = _granted(events) | {x.seq for x in [y for y in events if isinstance(y.fact, e.TextsWritten)][-1:]}
    if "opinions" not in case.withheld:
        shown |= {x.seq for x in events if isinstance(x.fact, e.OpinionInvited)}
    for event in events:
        if isinstance(event.fact, e.ItemPublished) and _PARTS[event.fact.type] not in case.withheld:
            shown.add(event.fact.item)
    bodies = world.services.deps.vault.open(case, [x.body.id for x in events if x.body and x.seq in shown])
    words = {word: text for body in bodies.values() for word, text in world.canaries.found(json.dumps(body))}
    kept = {f"public_{part}" for part in case.withheld}
    return {word for word, text in words.items() if text.name not in kept}


def _honoured(world: Province, text: Text) -> bool:
    """Who is honoured stands there by name, as long as he agrees."""
    if (text.command, text.name) != ("submit", "name") or not text.code:
        return False
    case = world.case(text.code)
    return "submitter" in case.honoured and case.be_named


def _granted(events: list[e.Event]) -> set[int]:
    asked, found = 0, set()
    for event in events:
        if isinstance(event.fact, e.ExtensionRequested):
            asked = event.seq
        if isinstance(event.fact, e.ExtensionGranted):
            found.add(asked)
    return found


def check_ledger(world: Province) -> None:
    """Each public event has one number, the numbers have no gap, and every accepted petition is in the record."""
    assert not world.waiting("publish"), world.waiting("publish")
    entries = all_entries(world)
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    numbered = Counter((entry.code, entry.event) for entry in entries)
    assert max(numbered.values(), default=0) <= 1
    for code in world.codes:
        for event in world.events(code):
            assert event.type in e.INTERNAL or numbered[code, event.seq] == 1, (code, event.seq, event.type)
    assert {entry.code for entry in entries} <= set(world.codes)


def all_entries(world: Province) -> list[LedgerEntry]:
    ledger, found = world.system.publisher("reader").ledger, list[LedgerEntry]()
    while more := ledger.entries(found[-1].seq if found else 0):
        found += more
    return found


def check_pages(world: Province) -> frozenset[str]:
    """Each case has its page exactly if it may have one, as its newest event left it; gives all overdue ones. A case
    without a page is named on none.
    """
    overdue = set()
    everywhere = b"".join(document.body for document in world.system.site.documents.values()).decode("utf-8", "replace")
    for code in world.codes:
        events, page = world.events(code), world.system.doc(f"ho-so/{code}")
        assert (page is None) == gone(events), (code, world.case(code).status)
        case = world.case(code)
        late = _overdue(world, case)
        overdue |= {code} if late else set()
        if page is None:
            assert code not in everywhere, code
            continue
        assert page["status"] == case.status.value, code
        assert (page["timeliness"] == "overdue") == late, (code, page["timeliness"], page["deadline"], case)
    return frozenset(overdue)


def _overdue(world: Province, case: Case) -> bool:
    """By the naive rule: the last day is over, it is nobody's pause, and no answer is public."""
    done = case.status in (*TEXT_HIDDEN, Status.CLOSED, Status.ANSWERED)
    clock, promise = case.clock("publication"), case.clock("promise")
    if done or clock is None or clock.paused:
        return False
    today = day_of(world.now)
    return today > clock.due_on or (promise is not None and today > promise.due_on)


def check_lists(world: Province, overdue: frozenset[str]) -> None:
    """Home and statistics name the overdue cases: the longest first, and none that is not."""
    figures = world.system.doc("thong-ke")["figures"]
    assert figures["overdue"] == len(overdue), (figures, overdue)
    shown = [row["code"] for row in world.system.doc("index")["overdue"]]
    due = {code: clock.due_on for code in overdue if (clock := world.case(code).clock("publication"))}
    wanted = [code for code in sorted(due, key=lambda code: (due[code], code)) if not gone(world.events(code))]
    assert shown == wanted[: len(shown)] and len(shown) == min(5, len(wanted)), (shown, wanted)
    received = sum(1 for code in world.codes if world.case(code).status is not Status.RESTRICTED)
    assert figures["received"] == received, (figures, received)


def everything(world: Province) -> dict[str, tuple[bytes, int]]:
    return {key: (found.body, found.sequence) for key, found in sorted(world.system.site.documents.items())}


def check_rebuild(world: Province) -> None:
    """A replay of the ledger gives the same bytes. Names of agencies and days off are written as of today."""
    world.system.publisher("frame").publish_empty()
    before = everything(world)
    world.system.publisher("rebuild").rebuild()
    after = everything(world)
    assert before.keys() == after.keys(), before.keys() ^ after.keys()
    differ = [key for key in before if before[key] != after[key]]
    assert not differ, (differ, _difference(before[differ[0]], after[differ[0]]))


def _difference(one: tuple[bytes, int], two: tuple[bytes, int]) -> Any:
    pairs = zip(one[0].decode().splitlines(), two[0].decode().splitlines(), strict=False)
    return one[1], two[1], [pair for pair in pairs if pair[0] != pair[1]][:3]
