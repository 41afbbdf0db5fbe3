"""Files that were public and are so no more: gone from the bucket and told to the CDN, whatever took them back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.storage.files import public_folder
from tests.unit.newsroom import People, agency, newsroom
from tests.unit.test_publish_names import NAMED, SIGNER
from tests.unit.world import FOCAL, LEADER

PDF = b"%PDF-1.4\n%%EOF\n"
SECOND = {"part": "attachments", "ground": "personal_data"}


def put(people: People) -> str:
    return people.files.put("a.pdf", "application/pdf", PDF)


def answered(people: People) -> tuple[str, str]:
    code, file = people.forwarded(), put(people)
    people.answer(code, attachments=[file])
    return code, file


def promised(people: People) -> tuple[str, str]:
    code, file = people.forwarded(), put(people)
    day = (people.today + timedelta(days=30)).isoformat()
    people.do(code, agency("SNNMT"), "answer", content="Sẽ xong", promised_on=day, attachments=[file])
    people.publish(code)
    return code, file


def named(people: People) -> tuple[str, str]:
    """With the agency's reply and its file beside the naming."""
    code, file = people.forwarded(), put(people)
    people.do(code, FOCAL, "propose_naming", failure="evasion", content="x")
    people.do(code, NAMED, "reply_to_naming", content="x", attachments=[file])
    people.publish(code)
    people.do(code, LEADER, "decide_naming", decision="name", content="x", signer=SIGNER)
    return code, file


TAKEN: list[tuple[Any, str, dict[str, str]]] = [
    (answered, "withhold", {"part": "answers", "ground": "personal_data"}),
    (answered, "withhold", SECOND),
    (answered, "restrict", {"ground": "denunciation"}),
    (answered, "purge", {"reason": "x"}),
    (promised, "withhold", {"part": "reports", "ground": "personal_data"}),
    (named, "withhold", SECOND),
    (named, "withhold", {"part": "namings", "ground": "personal_data"}),
    (named, "restrict", {"ground": "denunciation"}),
    (named, "purge", {"reason": "x"}),
]


@pytest.mark.parametrize(("begin", "name", "raw"), TAKEN)
def test_what_is_taken_back_is_no_download_any_more(begin: Any, name: str, raw: dict[str, str]) -> None:
    people = People()
    code, file = begin(people)
    room = newsroom(people)
    room.settle()
    assert len(people.files.public) == 1 and people.files.recalled == []
    people.do(code, FOCAL, name, **raw)
    room.settle()
    assert people.files.public == {}
    assert set(people.files.recalled) == {public_folder(file)}


@pytest.mark.parametrize(("begin", "part"), [(answered, "reports"), (promised, "answers"), (named, "answers")])
def test_another_part_leaves_the_file_where_it_is(begin: Any, part: str) -> None:
    people = People()
    code, _ = begin(people)
    room = newsroom(people)
    room.settle()
    people.do(code, FOCAL, "withhold", part=part, ground="personal_data")
    room.settle()
    assert len(people.files.public) == 1
