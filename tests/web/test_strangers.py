"""What strangers found when they tried the system: each finding once, so that it does not come back."""

from __future__ import annotations

import logging

import pytest

from tests.web.driver import Web, petition, upload


def test_a_retry_after_a_lost_answer_gives_a_secret_that_works(web: Web) -> None:
    key = web.new_key()
    code = web.ok(web.post("/cases", petition(), key=key))["code"]
    web.post(f"/cases/{code}/secret")
    again = web.ok(web.post("/cases", petition(), key=key))
    assert web.get(f"/cases/{code}", again["secret"]).status_code == 200


@pytest.mark.parametrize("pasted", ["{code}:{secret}", "nguyen.van.a@example.com", "0912345678", "A" * 3000])
def test_what_people_paste_into_a_path_is_not_logged(web: Web, caplog: pytest.LogCaptureFixture, pasted: str) -> None:
    code, secret = web.submit()
    text = pasted.format(code=code, secret=secret)
    with caplog.at_level(logging.INFO):
        web.get(f"/cases/{text}", secret)
        web.post(f"/cases/{text}/secret")
    logged = "\n".join(str(vars(record)) for record in caplog.records)
    assert text not in logged
    assert secret not in logged


@pytest.mark.parametrize("path", ["/cases/{}/secret", "/desk/cases/{}", "/desk/cases/{}/actions/claim"])
def test_a_code_that_is_far_too_long_is_no_fault_of_ours(web: Web, path: str) -> None:
    address = path.format("A" * 3000)
    desk = web.system.desk()
    answer = web.get(address, desk) if path.endswith("{}") else web.post(address, {}, desk)
    assert answer.status_code in (202, 404)


def test_a_look_at_the_identity_ends_after_an_hour(web: Web) -> None:
    code, _ = web.submit()
    desk = web.system.desk()
    web.at_desk(code, "reveal_identity", {"note": "Gọi điện xác minh"}, desk)
    assert "submitter" in web.ok(web.get(f"/desk/cases/{code}", desk))
    web.system.clock.forward(hours=2)
    assert "submitter" not in web.ok(web.get(f"/desk/cases/{code}", desk))
    web.at_desk(code, "reveal_identity", {"note": "Gọi lại"}, desk)
    assert web.system.types(code).count("identity_revealed") == 2


def test_the_focal_officer_sends_evidence_along_to_the_agencies(web: Web) -> None:
    """The submitter's own files stay at the desk; what the officer uploads with the forwarding goes to the handlers."""
    code, secret, _ = web.forwarded()
    file = upload(web)
    web.at_desk(code, "reassign", {"lead": "STC2025", "field": "gia-dat", "attachments": [file]})
    lead = web.link_of("forwarded-agency-STC2025")
    (shown,) = web.ok(web.get("/link", lead))["case"]["attachments"]
    assert file in shown["href"]
    assert web.ok(web.get(f"/cases/{code}", secret))["case"]["attachments"] == []
