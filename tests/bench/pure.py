"""What the pure parts cost: a due date with its explanation, a mail, a decision."""

from __future__ import annotations

import json
from datetime import date

from chalicelib.delivery.letters import CatalogueLetters
from chalicelib.domain.deadlines import explain, to_json
from chalicelib.domain.petition import parse_petition
from chalicelib.domain.reference import from_payload, to_payload
from chalicelib.ports import LetterItem
from tests.bench.figures import Figure, Figures, microseconds
from tests.bench.texts import TITLE, petition
from tests.unit.world import reference

DAY = date(2026, 8, 7)


def measure() -> Figures:
    calendar = reference().calendar_ahead
    yield Figure(
        "time.deadline", microseconds(lambda: explain(calendar, DAY, 20)), "us CPU", detail="20 days, explained"
    )
    explained = explain(calendar, DAY, 20)
    yield Figure("time.deadline_json", microseconds(lambda: to_json(explained)), "us CPU")
    letters = CatalogueLetters()
    item = LetterItem(
        "LS.20260807.K7M4Q", "conduct", TITLE, DAY, "https://hoiam.example.vn/tra-loi/#" + "x" * 120, "SNNMT"
    )
    yield Figure("time.mail", microseconds(lambda: letters.compose("vi", [("forwarded", [item])])), "us CPU")
    twelve = [item] * 12
    yield Figure("time.digest_of_12", microseconds(lambda: letters.compose("vi", [("forwarded", twelve)])), "us CPU")
    payload = json.dumps(to_payload(reference()))
    yield Figure("time.reference", microseconds(lambda: from_payload(json.loads(payload))), "us CPU")
    raw = petition()
    yield Figure("time.validation", microseconds(lambda: parse_petition(raw, reference(), DAY)), "us CPU")
