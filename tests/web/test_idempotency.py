"""Sent twice is done once: double clicks, retries after a lost answer, requests at the same moment."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.usecases.submit import Submit
from tests.web.driver import Web, petition

KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"


def test_the_same_key_and_body_give_the_first_answer_again(web: Web) -> None:
    first = web.post("/cases", petition(), key=KEY)
    stored = web.system.everything_stored()
    web.system.clock.forward(days=3)
    again = [web.post("/cases", petition(), key=KEY) for _ in range(3)]
    assert {(answer.status_code, answer.body) for answer in again} == {(201, first.body)}
    assert web.system.everything_stored() == stored
    assert web.get(f"/cases/{first.json_body['code']}", first.json_body["secret"]).status_code == 200


def test_another_form_of_the_same_body_is_the_same_body(web: Web) -> None:
    title = "Đường sá ở Lạng Sơn"
    first = web.post("/cases", petition(title=title), key=KEY)
    body = dict(reversed(petition(title=f"  {unicodedata.normalize('NFD', title)} ").items()))
    again = web.post("/cases", body | {"unknown": 1, "subtype": ""}, key=f" {KEY} ")
    assert (again.status_code, again.body) == (201, first.body)


@pytest.mark.parametrize(
    "changes",
    [{"title": "Khác"}, {"content": "Khác"}, {"kind": "initiative"}, {"field": "dat-dai"}, {"language": "en"},
     {"consents": ["survey"]}, {"submitter": petition()["submitter"] | {"phone": "0987 654 321"}}],
)  # fmt: skip
def test_the_same_key_with_another_body_is_refused(web: Web, changes: dict[str, Any]) -> None:
    web.post("/cases", petition(), key=KEY)
    stored = web.system.everything_stored()
    answer = web.post("/cases", petition(**changes), key=KEY)
    assert (answer.status_code, answer.json_body["code"]) == (422, "idempotency_key_reused")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert web.system.everything_stored() == stored


def test_two_keys_make_two_cases(web: Web) -> None:
    assert web.submit()[0] != web.submit()[0]
    assert len(web.system.tables.heads) == 2


def test_requests_at_the_same_moment_make_one_case(web: Web) -> None:
    submit: Submit = web.system.services.submit
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: submit(petition(), KEY), range(24)))
    assert len(set(answers)) == 1
    assert len(web.system.tables.heads) == 1
    assert len(web.system.tables.submissions) == 1


def test_an_action_repeated_with_its_key_is_done_once(web: Web) -> None:
    code, secret, lead = web.forwarded()
    body = {"content": "Đang làm"}
    first = web.post("/link/actions/report_status", body, lead, key=KEY)
    web.review(code)
    again = web.post("/link/actions/report_status", body, lead, key=KEY)
    assert (first.status_code, again.status_code) == (200, 200)
    assert web.system.types(code).count("status_reported") == 1
    other = web.post("/link/actions/report_status", body, lead, key=KEY + "2")
    assert other.status_code == 200
    assert web.system.types(code).count("status_reported") == 2
    assert web.get(f"/cases/{code}", secret).status_code == 200


def test_an_action_repeated_at_once_needs_no_key(web: Web) -> None:
    code, _, lead = web.forwarded()
    for _ in range(3):
        assert (
            web.post("/link/actions/answer", {"content": "Xong", "completed_on": "2026-08-07"}, lead).status_code == 200
        )
    assert web.system.types(code).count("answer_given") == 1
    web.system.settle()
    assert len(web.system.mails(notice="to_review")) == 1


def test_keys_of_different_people_and_actions_do_not_meet(web: Web) -> None:
    code, secret = web.submit()
    desk = web.system.desk()
    assert web.post(f"/cases/{code}/actions/consent", {"consents": ["survey"]}, secret, key=KEY).status_code == 200
    assert web.post(f"/desk/cases/{code}/actions/claim", {}, desk, key=KEY).status_code == 200
    assert web.post(f"/desk/cases/{code}/actions/classify", {"kind": "praise"}, desk, key=KEY).status_code == 200
    assert web.system.types(code) == ["received", "consent_changed", "claimed", "classified"]


def test_actions_at_the_same_moment_are_done_once_each(web: Web) -> None:
    code, _ = web.submit()
    from chalicelib.domain.case import Actor
    from chalicelib.domain.vocabulary import Role

    act, officer = web.system.services.act, Actor(Role.FOCAL, "van-phong-1", "VPUB")
    with ThreadPoolExecutor(6) as pool:
        jobs = [pool.submit(act, code, officer, "classify", {"kind": kind, "field": "dat-dai"}, f"{KEY}{kind}")
                for kind in ("conduct", "praise", "question") for _ in range(3)]  # fmt: skip
        for job in jobs:
            job.result()
    assert web.system.types(code).count("classified") == 3
    assert [event.seq for event in web.system.tables.events[code]] == [1, 2, 3, 4]
