"""Suggestions stand beside a case on the focal officer's desk, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.case import Actor
from chalicelib.domain.suggest.personal import KINDS
from chalicelib.domain.vocabulary import Role
from chalicelib.messages import catalogue
from chalicelib.ports import Claim, Unavailable
from tests.fakes.faulty import Fault, Mode, faulty
from tests.web.driver import Web, form

FEES = {
    "title": "Thu phí hai lần một xe tại cửa khẩu",
    "content": "Xe tải biển số 12C-000.00 bị thu phí bến bãi 2 lần, lần sau không xuất hóa đơn. Gọi tôi 0900 000 123.",
}
PUBLIC_FEES = {
    "public_title": "Một xe bị thu phí bến bãi hai lần",
    "public_content": "Xe tải bị thu phí bến bãi hai lần tại cửa khẩu, lần sau không xuất hóa đơn.",
    "handling_content": "Như trên.",
}


def on_desk(web: Web, code: str, token: str = "") -> dict[str, Any]:
    found: dict[str, Any] = web.ok(web.get(f"/desk/cases/{code}", token or web.system.desk()))["suggestions"]
    return found


def ids(guesses: list[dict[str, Any]]) -> list[str]:
    return [guess["id"] for guess in guesses]


def published(web: Web) -> str:
    code, _ = web.submit(**FEES)
    web.at_desk(code, "write_texts", PUBLIC_FEES)
    web.system.settle()
    return code


def test_the_focal_officer_reads_guesses_with_their_reasons(web: Web) -> None:
    code, _ = web.submit(**FEES)
    found = on_desk(web, code)
    assert (ids(found["kind"])[0], ids(found["field"])[0], ids(found["lead"])[0]) == (
        "conduct",
        "phi-cua-khau",
        "BQLKKT",
    )
    assert "phí bến bãi" in [reason["vi"] for reason in found["field"][0]["reasons"]]
    assert found["kind"][0]["name"] == {"vi": catalogue("vi")["kind.conduct"], "en": catalogue("en")["kind.conduct"]}
    assert [(one["part"], one["kind"], one["text"]) for one in found["personal"]] == [
        ("original", "plate", "12C-000.00"),
        ("original", "phone", "0900 000 123"),
    ]
    assert "similar" not in found


def test_a_confirmed_office_complained_of_is_not_proposed_and_its_superior_is_first(web: Web) -> None:
    code, _ = web.submit(**FEES)
    assert ids(on_desk(web, code)["lead"])[0] == "BQLKKT"
    web.at_desk(code, "classify", {"kind": "conduct", "field": "phi-cua-khau", "complained_of": "BQLKKT"})
    web.at_desk(code, "write_texts", PUBLIC_FEES)
    superior = form(web, code, "forward")["lead"]["value"]
    found = ids(on_desk(web, code)["lead"])
    assert found[0] == superior and "BQLKKT" not in found and len(set(found)) == len(found)


def test_nobody_else_gets_any(web: Web) -> None:
    code, secret = web.submit(**FEES)
    web.at_desk(code, "classify", {"kind": "conduct", "field": "phi-cua-khau"})
    web.at_desk(code, "write_texts", PUBLIC_FEES)
    web.at_desk(code, "forward", {"lead": "BQLKKT", "coordinating": ["TTRA"]})
    leader = web.system.links.sign(Claim("case", Role.LEADER, "chu-tich", code))
    for token in (web.link_of("forwarded-agency-BQLKKT"), web.link_of("coordinate"), leader):
        assert web.ok(web.get("/link", token))["suggestions"] == {}
    assert web.ok(web.get(f"/cases/{code}", secret))["suggestions"] == {}
    services = web.system.services
    for actor in (Actor(Role.SUBMITTER), Actor(Role.AGENCY, "BQLKKT", "BQLKKT"), Actor(Role.LEADER, "chu-tich")):
        assert services.suggest(services.read(code, actor)) == {}, "not even if the view forgot to ask"


def test_the_inspectorate_s_case_is_forgotten(web: Web) -> None:
    code, other = published(web), web.submit(**FEES)[0]
    assert [one["code"] for one in on_desk(web, other)["similar"]] == [code]
    web.at_desk(code, "restrict", {"ground": "denunciation", "note": "Là tố cáo"})
    assert "similar" not in on_desk(web, other), "although its page still stands"
    inspector = web.system.desk("thanh-tra-1", Role.INSPECTORATE)
    assert on_desk(web, code, inspector) == {}


def test_similar_cases_are_published_ones(web: Web) -> None:
    code, other = published(web), web.submit(**FEES)[0]
    similar = on_desk(web, other)["similar"]
    assert [(one["code"], one["title"]) for one in similar] == [(code, PUBLIC_FEES["public_title"])]
    assert code in similar[0]["label"]
    web.at_desk(code, "merge", {"into": other})
    assert "similar" not in on_desk(web, other)


def test_older_pages_are_looked_through_as_well(web: Web) -> None:
    code = published(web)
    for number in range(55):
        web.submit(title=f"Việc khác {number}", content="Nội dung khác hẳn.")
    web.system.settle()
    assert [one["code"] for one in on_desk(web, web.submit(**FEES)[0])["similar"]] == [code]


def test_a_site_that_does_not_answer_costs_a_hint_and_no_more(web: Web) -> None:
    from chalicelib import wiring

    published(web)
    other, _ = web.submit(**FEES)
    broken = Fault("read", 1, Mode.FAIL, Unavailable)
    wiring.install(web.system.build(lambda name, port: faulty(port, broken) if name == "site" else port))
    found = on_desk(web, other)
    assert "similar" not in found
    assert ids(found["lead"])[0] == "BQLKKT"


def test_what_is_about_to_be_published_is_searched_for_personal_data(web: Web) -> None:
    code, _, lead = web.forwarded()
    assert "personal" not in on_desk(web, code)
    web.by_link(lead, "answer", {"content": "Đã trả sổ cho bà Lăng Thị Thu.", "completed_on": "2026-08-07"})
    found = on_desk(web, code)
    assert set(found) == {"personal"}, "where it goes is decided"
    assert [(one["part"], one["kind"], one["text"]) for one in found["personal"]] == [
        ("pending", "name", "Lăng Thị Thu")
    ]
    item = web.ok(web.get(f"/desk/cases/{code}", web.system.desk()))["pending"][0]["item"]
    assert found["personal"][0]["item"] == item
    web.at_desk(code, "write_texts", {**PUBLIC_FEES, "public_content": "Ông Hà Văn Sáng, 0912 345 678."})
    parts = [(one["part"], one["field"], one["text"]) for one in on_desk(web, code)["personal"]]
    assert parts[:2] == [("public", "content", "Hà Văn Sáng"), ("public", "content", "0912 345 678")]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_everything_that_can_be_suggested_has_words(lang: str) -> None:
    from chalicelib.domain.suggest import lexicon

    flags = [*lexicon.THRESHOLDS, "test", "place_missing"]
    rules = ["superior", "denunciation", "bulk", "place", "link", "list"]
    shown = ["kind", "subtype", "field", "subindex", "place", "lead", "complained_of", "flags", "similar", "personal"]
    wanted = [f"suggest.flag.{flag}" for flag in flags] + [f"suggest.rule.{rule}" for rule in rules]
    wanted += [f"personal.{kind}" for kind in KINDS] + [f"ui.suggest_{name}" for name in shown]
    wanted += [f"suggest.part.{part}" for part in ("original", "public", "pending")]
    assert [key for key in wanted if key not in catalogue(lang)] == []
    prefixes = ("suggest.", "personal.", "ui.suggest_")
    assert sorted(key for key in catalogue(lang) if key.startswith(prefixes)) == sorted(wanted)
