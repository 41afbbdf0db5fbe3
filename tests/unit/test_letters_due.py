"""A letter with a day says what is due on it: of a ladder step its own clock, of other letters what they ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.fakes.system import System
from tests.unit.world import AGENCY, FOCAL, SUBMITTER
from tests.web.driver import TEXTS, petition

START = date(2026, 8, 7)


def acted(world: System, *acts: tuple[Any, str, dict[str, Any]]) -> str:
    code = world.services.submit(petition(), "the-key-of-petition-1").code
    for actor, name, body in acts:
        if name == "review":
            body = {**body, "item": world.tables.heads[code].case.pending[0].item}
        world.services.act(code, actor, name, body)
    return code


FORWARD = [(FOCAL, "write_texts", TEXTS), (FOCAL, "forward", {"lead": "SNNMT", "field": "dat-dai"})]
ANSWER = (AGENCY, "answer", {"content": "x", "completed_on": "2026-08-07"})
PROMISE = (AGENCY, "answer", {"content": "x", "promised_on": "2026-10-30"})
EXTENSION = (AGENCY, "request_extension", {"reason": "x", "until": "2026-09-30"})
ROWS: list[tuple[str, list[Any], date, str]] = [
    ("new_case", [], START, "Hạn chuyển xử lý: 14/08/2026"),
    ("step_reminder", [], date(2026, 8, 13), "Hạn chuyển xử lý: 14/08/2026"),
    ("step_overdue", [], date(2026, 8, 15), "Hạn chuyển xử lý: 14/08/2026"),
    ("forwarded", FORWARD, START, "Hạn công khai kết quả: 08/09/2026"),
    ("acknowledgement_overdue", FORWARD, date(2026, 8, 12), "Hạn xác nhận đã nhận hồ sơ: 11/08/2026"),
    ("not_acknowledged", FORWARD, date(2026, 8, 12), "Hạn xác nhận đã nhận hồ sơ: 11/08/2026"),
    ("step_heads_up", FORWARD, date(2026, 8, 27), "Hạn công khai kết quả: 08/09/2026"),
    ("to_review", [*FORWARD, ANSWER], START, "Hạn duyệt công khai: 11/08/2026"),
    ("step_overdue", [*FORWARD, ANSWER], date(2026, 8, 12), "Hạn duyệt công khai: 11/08/2026"),
    ("extended", [*FORWARD, EXTENSION, (FOCAL, "grant_extension", {})], START, "Hạn công khai kết quả: 30/09/2026"),
    ("status_published", [*FORWARD, PROMISE, (FOCAL, "review", {"decision": "publish"})], START,
     "Hẹn có kết quả trước ngày: 30/10/2026"),
    ("answered", [*FORWARD, ANSWER, (FOCAL, "review", {"decision": "publish"})], START, "Hạn đánh giá: 21/08/2026"),
    ("reopened", [*FORWARD, ANSWER, (FOCAL, "review", {"decision": "publish"}),
                  (SUBMITTER, "rate", {"rating": "not_satisfied", "reason": "x"})], START,
     "Hạn công khai kết quả: 08/09/2026"),
]  # fmt: skip


@pytest.mark.parametrize(("letter", "acts", "day", "line"), ROWS, ids=[f"{i}-{row[0]}" for i, row in enumerate(ROWS)])
def test_the_letter_names_what_is_due(letter: str, acts: list[Any], day: date, line: str) -> None:
    world = System()
    acted(world, *acts)
    world.clock.set(day)
    world.services.sweep.run()
    world.services.mail.drain()
    texts = [mail.text for mail in world.mails(notice=letter)]
    assert any(line in text for text in texts), texts
