"""Secrets of the parts of a bulk petition reach its submitter, on whatever way, and nobody else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.web.driver import MAIL, NAME, Web

POINTS = [{"title": f"Điểm {n}", "content": f"Nội dung {n}"} for n in (1, 2, 3)]
BY_PHONE = {"type": "association", "name": NAME, "phone": "0912 345 678", "address": "Số 9 Ngõ Kín"}


def registered(web: Web, submitter: dict[str, Any]) -> tuple[str, str]:
    """Entered at the counter."""
    body = {"channel": "counter", "kind": "conduct", "title": "T", "content": "C", "submitter": submitter}
    made = web.ok(web.post("/desk/cases", body, web.system.desk(), key=web.new_key()))
    return made["code"], made["secret"]


def split(web: Web, code: str, key: str = "") -> dict[str, Any]:
    path = f"/desk/cases/{code}/actions/split"
    view: dict[str, Any] = web.ok(web.post(path, {"parts": POINTS}, web.system.desk(), key=key or web.new_key()))
    return view


def open_by_secret(web: Web, code: str, secret: str) -> int:
    return int(web.get(f"/cases/{code}", secret).status_code)


def test_the_counter_hands_out_each_part_once_and_no_view_shows_it_again(web: Web) -> None:
    code, secret = registered(web, BY_PHONE)
    key = web.new_key()
    parts = split(web, code, key)["parts"]
    assert len(parts) == 3
    assert [open_by_secret(web, part["code"], part["secret"]) for part in parts] == [200] * 3
    assert all(part["secret"] in json.dumps(part["receipt"], ensure_ascii=False) for part in parts)
    assert split(web, code, key)["parts"] == parts, "the answer was lost, the request came again"
    desk = web.system.desk()
    for path in (f"/desk/cases/{code}", f"/desk/cases/{parts[0]['code']}"):
        assert all(part["secret"] not in web.get(path, desk).body.decode() for part in parts)
    refused = web.post(f"/desk/cases/{code}/actions/split", {"parts": POINTS[:2]}, desk, key=web.new_key())
    assert refused.status_code == 409 and b"secret" not in refused.body
    told = web.ok(web.get(f"/cases/{code}", secret))["parts"]
    assert [(part["code"], part["secret"]) for part in told] == [(part["code"], part["secret"]) for part in parts]


@pytest.mark.parametrize("web_channel", [True, False], ids=["web", "counter"])
def test_with_an_address_one_letter_lists_them_and_the_desk_sees_none(web: Web, web_channel: bool) -> None:
    code, secret = web.submit() if web_channel else registered(web, BY_PHONE | {"email": MAIL})
    web.system.settle()
    before = len(web.system.mailer.sent)
    assert split(web, code)["parts"] == []
    web.system.settle()
    mails = [mail for mail in web.system.mailer.sent[before:] if mail.to == MAIL]
    assert [mail.notice.split("-")[0] for mail in mails] == ["split_up"], "not one letter from each part"
    parts = web.ok(web.get(f"/cases/{code}", secret))["parts"]
    assert len(parts) == 3
    for part in parts:
        assert f"{part['code']} · {part['secret']}" in mails[0].text
        assert open_by_secret(web, part["code"], part["secret"]) == 200


def test_who_gave_no_address_on_the_web_finds_them_on_the_petitions_page(web: Web) -> None:
    code, secret = web.submit(submitter=BY_PHONE)
    assert split(web, code)["parts"] == [], "an officer did not enter it, and hands out nothing"
    assert len(web.ok(web.get(f"/cases/{code}", secret))["parts"]) == 3


def test_no_secret_is_stored_logged_or_shown_where_nobody_asked(web: Web, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    code, _ = registered(web, BY_PHONE)
    secrets = [part["secret"] for part in split(web, code)["parts"]]
    web.system.settle()
    stored = repr(web.system.tables) + caplog.text + repr(web.system.mailer.sent)
    assert all(secret not in stored for secret in secrets)
    other, secret = web.submit()
    assert web.ok(web.get(f"/cases/{other}", secret))["parts"] == []


def test_a_part_that_was_restricted_is_not_handed_out_any_more(web: Web) -> None:
    code, secret = registered(web, BY_PHONE)
    first = split(web, code)["parts"][0]["code"]
    web.at_desk(first, "restrict", {"note": "x", "ground": "denunciation"})
    assert first not in [part["code"] for part in web.ok(web.get(f"/cases/{code}", secret))["parts"]]
