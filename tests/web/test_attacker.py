"""What somebody tried who knew the system well: each of it found once in a trial of our own."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from chalice.local import LambdaContext

from app import mail_event
from chalicelib.delivery.ses import _tags
from chalicelib.domain.case import Actor
from chalicelib.domain.vocabulary import Role
from chalicelib.ports import Claim, Mail
from chalicelib.usecases.tags import genuine
from tests.web.driver import FIRST, FORM, PDF, Web, client, petition, published, upload

WORDS = "CHỮ-GIỮ-LẠI-5521"


# --- files of others ---


def test_nobody_attaches_a_file_of_another_case(web: Web) -> None:
    code, _, lead = web.forwarded()
    file = upload(web)
    web.by_link(lead, "answer", {"content": "x", "completed_on": "2026-08-07", "attachments": [file]})
    web.review(code)
    refused = web.post("/cases", petition(attachments=[file]), key=web.new_key())
    assert (refused.status_code, refused.json_body["errors"][0]["code"]) == (422, "missing")
    other, secret = web.submit()
    web.at_desk(other, "ask_supplement", {"content": "x"})
    body = {"content": "x", "attachments": [file]}
    refused = web.post(f"/cases/{other}/actions/supplement", body, secret, key=web.new_key())
    assert refused.json_body["errors"][0]["code"] == "missing"
    assert web.system.files.kept[file][0] == PDF


def test_no_view_says_the_id_of_a_file(web: Web) -> None:
    file = upload(web)
    code, secret, _lead = web.forwarded(attachments=[file])
    for view in (web.get(f"/cases/{code}", secret), web.get(f"/desk/cases/{code}", web.system.desk())):
        shown = web.ok(view)["case"]["attachments"]
        assert [set(item) for item in shown] == [{"name", "size", "type", "href"}]


# --- what is kept back from the public is kept back from all who do not handle the case ---


def withheld(web: Web, part: str) -> tuple[str, str]:
    code, secret, lead = web.forwarded(coordinating=("STC2025",))
    if part == "directives":
        directive = {"leader": "x", "date": "2026-08-07", "number": "1", "content": WORDS}
        web.at_desk(code, "record_directive", directive)
    elif part == "contributions":
        web.by_link(web.link_of("coordinate"), "contribute", {"content": WORDS})
        web.review(code)
    elif part == "reasons":
        web.by_link(lead, "return_case", {"reason": WORDS})
        web.review(code)
    return code, secret


@pytest.mark.parametrize("part", ["directives", "contributions", "reasons"])
@pytest.mark.parametrize("passage", ["", WORDS])
def test_the_submitter_does_not_read_what_is_withheld(web: Web, part: str, passage: str) -> None:
    code, secret = withheld(web, part)
    assert WORDS in web.get(f"/cases/{code}", secret).body.decode()
    web.at_desk(code, "withhold", {"part": part, "ground": "personal_data", "passage": passage})
    web.system.settle()
    assert WORDS not in web.get(f"/cases/{code}", secret).body.decode()
    assert WORDS not in published(web)
    assert WORDS in web.get(f"/desk/cases/{code}", web.system.desk()).body.decode(), "whoever handles it reads on"


def test_withheld_attachments_are_not_the_submitters_either(web: Web) -> None:
    code, secret, lead = web.forwarded()
    file = upload(web)
    web.by_link(lead, "answer", {"content": "x", "completed_on": "2026-08-07", "attachments": [file]})
    web.review(code)
    assert file in web.get(f"/cases/{code}", secret).body.decode()
    web.at_desk(code, "withhold", {"part": "attachments", "ground": "personal_data"})
    assert file not in web.get(f"/cases/{code}", secret).body.decode()
    read = web.system.services.read
    office = Actor(Role.AGENCY, "SNNMT", "SNNMT")
    readers = (Actor(Role.SUBMITTER), Actor(Role.FOCAL), office)
    opens = {actor.role: file in read(code, actor).files for actor in readers}
    assert opens == {Role.SUBMITTER: False, Role.FOCAL: True, Role.AGENCY: True}


def test_a_withheld_title_is_in_no_mail(web: Web) -> None:
    code, _, _ = web.forwarded()
    web.at_desk(code, "withhold", {"part": "title", "ground": "personal_data"})
    web.at_desk(code, "invite_opinion", {"email": "chuyen.gia@example.org", "title": "Chuyên gia"})
    web.system.settle()
    (mail,) = web.system.mails("chuyen.gia@example.org")
    title = "Chậm trả giấy chứng nhận"
    assert title not in mail.subject + mail.text + mail.html and code in mail.text


# --- old links ---


def test_a_leader_of_another_field_reads_and_directs_no_more(web: Web) -> None:
    code, _, _ = web.forwarded()
    token = web.leader_link(code)
    assert web.get("/link", token).status_code == 200
    web.at_desk(code, "classify", {"kind": "conduct", "field": "y-te"})
    assert web.get("/link", token).status_code == 401
    assert web.post("/link/actions/direct", {"content": "x"}, token, key=web.new_key()).status_code == 401
    web.ok(web.post("/link/renew", {}, token))
    web.system.settle()
    assert web.system.mails("pho.chu.tich.2@example.vn", "new_link") == []


def test_the_government_office_looks_and_does_nothing(web: Web) -> None:
    code, _, _ = web.forwarded()
    web.at_desk(code, "escalate", {"ground": "beyond_competence", "note": "x"})
    web.system.clock.forward(days=40)
    assert web.system.services.sweep.run()["failed"] == 0
    token = web.leader_link(code, "vpcp")
    assert web.ok(web.get("/link", token))["actions"] == []
    refused = web.post("/link/actions/direct", {"content": "x"}, token, key=web.new_key())
    assert (refused.status_code, refused.json_body["code"]) == (409, "action_not_allowed")


def test_links_of_a_case_that_is_locked_or_withdrawn_are_not_renewed(web: Web) -> None:
    code, secret, lead = web.forwarded()
    web.by_submitter(code, secret, "ask_withdrawal", {"reason": "x"})
    web.at_desk(code, "grant_withdrawal")
    assert web.get("/link", lead).json_body["code"] == "link_superseded"
    other, _, _ = web.forwarded()
    web.at_desk(other, "propose_naming", {"failure": "evasion", "content": "x"})
    item = web.system.types(other).index("naming_proposed") + 1
    token = web.system.links.sign(Claim("case", Role.NAMED, "SNNMT", other, item))
    web.system.settle()
    web.at_desk(other, "purge", {"reason": "x"})
    for renewed in (lead, token):
        web.ok(web.post("/link/renew", {}, renewed))
    web.system.settle()
    assert web.system.mails(notice="new_link") == []


def test_letters_about_a_state_secret_name_nothing(web: Web) -> None:
    code, _, _ = web.forwarded()
    web.system.settle()
    web.at_desk(code, "purge", {"reason": "x"}, web.system.desk(FIRST))
    web.system.settle()
    mails = [*web.system.mails(notice="state_secret"), *web.system.mails(notice="purge_asked")]
    assert len(mails) == 3
    for mail in mails:
        assert code not in mail.subject + mail.text + mail.html + mail.case
        assert "Chậm trả giấy chứng nhận" not in mail.subject + mail.text + mail.html
    second = web.link_of("purge_asked")
    assert web.ok(web.get("/desk/cases", second))["focus"] == code, "the second officer finds it"


# --- an office does not judge itself ---


def test_the_assistants_do_not_decide_about_their_own_office(web: Web) -> None:
    code, _, _ = web.forwarded(lead="VPUB")
    web.at_desk(code, "propose_naming", {"failure": "evasion", "content": "x"})
    web.system.clock.forward(days=12)
    web.system.services.sweep.run()
    team = web.system.desk("tro-ly-chu-tich", Role.LEADER)
    body = {"decision": "name", "content": "x", "signer": "x", "document_number": "1"}
    path = f"/desk/cases/{code}/actions"
    assert web.post(f"{path}/decide_naming", body, team, key=web.new_key()).status_code == 409
    web.at_desk(code, "decide_naming", body, web.system.desk("chu-tich", Role.LEADER))
    assert web.post(f"{path}/retire_naming", {"content": "x"}, team, key=web.new_key()).status_code == 409
    web.at_desk(code, "answer", {"content": "x", "completed_on": web.system.clock().date().isoformat()})
    honour = {"whom": "agency", "content": "x", "signer": "x"}
    refused = web.post(f"{path}/honour", honour, team, key=web.new_key())
    assert refused.json_body["errors"][0]["code"] == "own_office"


# --- delivery events ---


def told(mail: Mail, outcome: str, at: str = "2026-08-07T03:00:00.000Z", **tags: str) -> dict[str, int]:
    own = {row["Name"]: [row["Value"]] for row in _tags(mail)} | {name: [value] for name, value in tags.items()}
    message = {
        "eventType": outcome,
        "mail": {"destination": [mail.to], "timestamp": at, "tags": own},
        "delivery": {"recipients": [mail.to], "timestamp": at},
        "bounce": {"bounceType": "Permanent", "timestamp": at, "bouncedRecipients": [{"emailAddress": mail.to}]},
    }
    found: dict[str, int] = mail_event({"Records": [{"Sns": {"Message": json.dumps(message)}}]}, LambdaContext("m", 1))
    return found


FORGED: list[dict[str, str]] = [
    {"tag": "x"}, {"tag": "x.1.0"}, {"tag": ""}, {"items": "99"}, {"notice": "overdue-agency-SNNMT"},
    {"tag": "x.9.0"}, {"tag": "é.1.0"},
]  # fmt: skip


@pytest.mark.parametrize("outcome", ["Delivery", "Bounce"])
@pytest.mark.parametrize("tags", FORGED)
def test_a_forged_delivery_event_changes_nothing(web: Web, outcome: str, tags: dict[str, str]) -> None:
    code, _, _ = web.forwarded()
    (mail,) = web.system.mails(notice="forwarded")
    before = web.system.everything_stored() + repr(web.system.services.deps.deliveries.of(code))
    assert told(mail, outcome, **tags) == {"taken": 0, "refused": 1}
    assert web.system.everything_stored() + repr(web.system.services.deps.deliveries.of(code)) == before
    other, _, _ = web.forwarded()
    assert told(mail, outcome, case=other)["taken"] == 0


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "x", ""])
def test_our_own_mail_is_believed_whatever_its_instant(web: Web, at: str) -> None:
    code, _, _ = web.forwarded()
    (mail,) = web.system.mails(notice="forwarded")
    assert told(mail, "Delivery", at) == {"taken": 1, "refused": 0}
    [(key, when)] = web.system.services.deps.deliveries.of(code).items()
    assert key[1] == "forwarded-agency-SNNMT" and abs(when - web.system.clock()) < timedelta(hours=1)


def test_a_tag_is_good_for_as_long_as_its_key(web: Web) -> None:
    web.forwarded()
    (mail,) = web.system.mails(notice="forwarded")
    secrets = web.system.secrets
    assert genuine(secrets, mail.tag, mail.case, mail.items, mail.notice)
    secrets.newest = 2
    assert genuine(secrets, mail.tag, mail.case, mail.items, mail.notice)
    secrets.retired.add("1")
    assert not genuine(secrets, mail.tag, mail.case, mail.items, mail.notice)


def test_a_letter_that_comes_back_after_the_agency_has_acted_moves_nobody(web: Web) -> None:
    code, _, lead = web.forwarded()
    (mail,) = web.system.mails(notice="forwarded")
    told(mail, "Delivery")
    web.by_link(lead, "acknowledge")
    assert told(mail, "Bounce")["taken"] == 1
    web.system.settle()
    assert web.system.doc(f"ho-so/{code}")["holder"]["id"] == "SNNMT"


# --- keys, floods, forms ---


def test_the_same_key_with_another_text_is_refused_and_not_lost(web: Web) -> None:
    code, _, lead = web.forwarded()
    key = web.new_key()
    for _ in range(2):
        assert web.post("/link/actions/report_status", {"content": "Một"}, lead, key=key).status_code == 200
    refused = web.post("/link/actions/report_status", {"content": "Hai"}, lead, key=key)
    assert (refused.status_code, refused.json_body["code"]) == (422, "idempotency_key_reused")
    assert web.system.types(code).count("status_reported") == 1


FLOODS: list[tuple[str, dict[str, Any], str, int]] = [
    ("ask_correction", {"content": "{n}"}, "correction_asked", 3),
    ("pass_on", {"email": "a{n}@example.vn"}, "passed_on", 5),
    ("contribute", {"content": "{n}"}, "contributed", 5),
]


@pytest.mark.parametrize(("name", "body", "type_", "most"), FLOODS)
def test_what_writes_to_others_is_done_so_often_a_day(
    web: Web, name: str, body: dict[str, Any], type_: str, most: int
) -> None:
    code, secret, lead = web.forwarded(coordinating=("STC2025",))
    token = {"ask_correction": secret, "pass_on": lead}.get(name) or web.link_of("coordinate")
    path = f"/cases/{code}/actions/{name}" if token == secret else f"/link/actions/{name}"
    if name == "pass_on":
        mailbox = web.system.reference.current().directory.agency("SNNMT").focal_mailbox
        body = {"email": f"{mailbox.partition('.')[0]}.a{{n}}@{mailbox.partition('@')[2]}"}

    def once(n: int) -> Any:
        return web.post(path, {k: v.format(n=n) for k, v in body.items()}, token, key=web.new_key())

    answers = [once(n) for n in range(most + 1)]
    assert [answer.status_code for answer in answers[:-1]] == [200] * most, answers[0].body
    assert answers[-1].json_body["errors"][0]["code"] == "too_often"
    assert web.system.types(code).count(type_) == most
    web.system.clock.forward(days=1)
    assert once(99).status_code == 200


def test_a_consent_that_changes_nothing_is_no_event(web: Web) -> None:
    code, secret = web.submit(consents=["survey"])
    for consents in (["survey"], ["survey"], ["be_named", "survey"], ["survey", "be_named"]):
        web.by_submitter(code, secret, "consent", {"consents": consents})
    assert web.system.types(code).count("consent_changed") == 1
    for n in range(4):
        web.by_submitter(code, secret, "consent", {"consents": ["be_named"] if n % 2 else []})
    refused = web.post(f"/cases/{code}/actions/consent", {"consents": []}, secret, key=web.new_key())
    assert refused.json_body["errors"][0]["code"] == "too_often"


def test_corrections_share_a_mail(web: Web) -> None:
    codes = [web.forwarded()[:2] for _ in range(2)]
    for code, secret in codes:
        web.at_desk(code, "claim")
        web.by_submitter(code, secret, "ask_correction", {"content": "x"})
    web.system.settle()
    (mail,) = web.system.mails(notice="correction_asked")
    assert all(code in mail.text for code, _ in codes)


@pytest.mark.parametrize(
    ("name", "body", "error"),
    [
        ("restrict", {}, ("ground", "missing")),
        ("restrict", {"note": "x"}, ("ground", "missing")),
        ("withhold", {"part": "content", "ground": "personal_data", "passage": " \n "}, ("passage", "missing")),
        ("withhold", {"part": "content", "ground": "personal_data", "passage": "\u200c"}, ("passage", "too_short")),
        ("withhold", {"part": "content", "ground": "personal_data", "passage": "ba"}, ("passage", "too_short")),
    ],
)
def test_an_empty_field_takes_nothing_down(web: Web, name: str, body: Any, error: tuple[str, str]) -> None:
    code, _, _ = web.forwarded()
    stored = web.system.everything_stored()
    answer = web.post(f"/desk/cases/{code}/actions/{name}", body, web.system.desk(), key=web.new_key())
    assert [(x["field"], x["code"]) for x in answer.json_body["errors"]] == [error]
    assert web.system.everything_stored() == stored


FROM: list[tuple[dict[str, str], int]] = [
    ({}, 201),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 201),
    ({"Sec-Fetch-Site": "none"}, 201),
    ({"Origin": "https://hoiam.example.vn"}, 201),
    ({"Sec-Fetch-Site": "cross-site"}, 400),
    ({"Sec-Fetch-Site": "same-site", "Origin": "https://khac.example.vn"}, 400),
    ({"Origin": "https://khac.example.vn"}, 400),
]


@pytest.mark.parametrize(("headers", "status"), FROM)
@pytest.mark.parametrize("type_", [FORM, "application/json"])
def test_another_sites_page_submits_nothing(web: Web, headers: dict[str, str], status: int, type_: str) -> None:
    body = petition()
    raw = json.dumps(body).encode()
    if type_ == FORM:
        flat = {k: v for k, v in body.items() if isinstance(v, str)} | {"notice_accepted": "true"}
        flat |= {f"submitter.{k}": v for k, v in body["submitter"].items()}
        raw = urlencode(flat).encode()
    sent = {"Content-Type": type_, "Idempotency-Key": web.new_key(), **headers}
    answer = client().http.request("POST", "/cases", headers=sent, body=raw)
    assert answer.status_code in ((200, 201) if status == 201 else (status,)), answer.body.decode()
    assert len(web.system.tables.heads) == (1 if status == 201 else 0)


# --- what comes back ---


def test_a_legal_complaint_that_was_none_leaves_no_trace(web: Web) -> None:
    code, _ = web.submit()
    web.at_desk(code, "redirect", {"reason": "legal_complaint", "content": "x"})
    web.at_desk(code, "undo")
    web.system.settle()
    types = [line["type"] for line in web.system.doc(f"ho-so/{code}")["timeline"]]
    assert "redirected" not in types and "undone" not in types and types


def test_a_name_that_was_taken_back_needs_another_decision(web: Web) -> None:
    code, secret, lead = web.forwarded(consents=["be_named"])
    web.answered(lead, code)
    chair = web.system.desk("chu-tich", Role.LEADER)
    honour = {"whom": "submitter", "content": "Hữu ích", "signer": "x"}
    web.at_desk(code, "honour", honour, chair)
    web.system.settle()
    name = petition()["submitter"]["name"]
    assert name in published(web)
    for consents in ([], ["be_named"]):
        web.by_submitter(code, secret, "consent", {"consents": consents})
        web.system.settle()
        assert name not in published(web), consents
    web.at_desk(code, "honour", honour, chair)
    web.system.settle()
    assert name in published(web)


def test_an_erased_case_names_nobody_in_the_figures(web: Web) -> None:
    code, _, _ = web.forwarded()
    web.at_desk(code, "propose_naming", {"failure": "evasion", "content": "x"})
    web.system.clock.forward(days=12)
    web.system.services.sweep.run()
    body = {"decision": "name", "content": "x", "signer": "x", "document_number": "1"}
    web.at_desk(code, "decide_naming", body, web.system.desk("chu-tich", Role.LEADER))
    web.system.settle()
    assert web.system.doc("thong-ke")["figures"]["named"] == 1
    web.at_desk(code, "purge", {"reason": "x"}, web.system.desk("van-phong-1"))
    web.at_desk(code, "confirm_purge", {"decision": "confirm"}, web.system.desk("van-phong-2"))
    web.system.settle()
    assert web.system.doc("thong-ke")["figures"]["named"] == 0
    assert web.system.doc("co-quan/SNNMT")["figures"]["named"] == 0


@pytest.mark.parametrize("email", ["nguyễn@example.vn", "a b@example.vn", ".a@example.vn", "a..b@example.vn"])
def test_an_address_that_the_provider_never_takes_is_named_at_once(web: Web, email: str) -> None:
    code, _, lead = web.forwarded()
    answer = web.post("/link/actions/pass_on", {"email": email}, lead, key=web.new_key())
    assert answer.json_body["errors"][0]["code"] == "email"
    assert "passed_on" not in web.system.types(code)
