"""Who gets in where: secrets, links (expired, tampered, of another case, of an earlier routing), wrong doors."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.domain.vocabulary import Role
from chalicelib.ports import Claim
from tests.fakes.faulty import Faulty
from tests.fakes.system import System
from tests.web.driver import TEXTS, Web

UNKNOWN = "LS.20260807.ZZZZZ"


def counted(system: System) -> dict[str, Faulty]:
    """Count every call of every port from now on."""
    ports: dict[str, Faulty] = {}
    wiring.install(system.build(lambda name, port: ports.setdefault(name, Faulty(port))))
    return ports


def refused(answer: Any, code: str, status: int = 401) -> bool:
    return (answer.status_code, answer.json_body["code"]) == (status, code)


def test_a_wrong_secret_is_an_unknown_code(web: Web) -> None:
    code, secret = web.submit()
    wrong = secret[:-1] + ("0" if secret[-1] != "0" else "2")
    ports = counted(web.system)
    seen = set()
    for path in ("/cases/{}", "/cases/{}/actions/withdraw"):
        for known, typed in ((code, wrong), (UNKNOWN, secret), (code, "x"), (UNKNOWN, "x"), (code, "é\u2160 '")):
            before = {name: dict(port.calls) for name, port in ports.items()}
            typed = typed.encode("ascii", "ignore").decode() or "x"
            method = web.post if "actions" in path else web.get
            answer = method(path.format(known), **({"body": {}} if "actions" in path else {}), token=typed)
            calls = {
                name: {k: v - before[name].get(k, 0) for k, v in port.calls.items()} for name, port in ports.items()
            }
            calls = {name: {k: v for k, v in found.items() if v} for name, found in calls.items()}
            seen.add((answer.status_code, answer.body, answer.headers["WWW-Authenticate"], repr(calls)))
    assert len(seen) == 1
    assert next(iter(seen))[0] == 401
    assert b"secret_invalid" in next(iter(seen))[1]


def test_not_even_the_secret_of_no_case_opens_an_unknown_one(web: Web) -> None:
    stand_in = web.system.secrets.submitter_secret("0" * 32, 0)
    assert refused(web.get(f"/cases/{UNKNOWN}", stand_in), "secret_invalid")


def test_a_secret_is_taken_as_people_type_it(web: Web) -> None:
    code, secret = web.submit()
    for typed in (secret.lower(), secret.replace("-", " "), secret.replace("-", ""), secret.replace("0", "O")):
        assert web.get(f"/cases/{code.lower()}", typed).status_code == 200


def test_the_secret_of_another_case_does_not_fit(web: Web) -> None:
    (one, _), (_, two) = web.submit(), web.submit()
    assert refused(web.get(f"/cases/{one}", two), "secret_invalid")


def test_links_that_are_no_good(web: Web) -> None:
    code, secret, lead = web.forwarded()
    kid, payload, signature = lead.split(".")[0], lead.split(".")[1:-1], lead.split(".")[-1]
    tampered = [
        lead[:-1] + ("a" if lead[-1] != "a" else "b"),
        lead[:-5],
        lead + "x",
        ".".join([kid, *payload, signature[::-1]]),
        ".".join(["9", *payload, signature]),
        "a.b.c",
        "x" * 5000,
        secret,
        code,
    ]
    before = web.system.everything_stored()
    for token in tampered:
        assert refused(web.get("/link", token), "link_invalid")
        assert refused(web.post("/link/actions/acknowledge", {}, token), "link_invalid")
        assert refused(web.get("/desk/cases", token), "link_invalid")
        assert refused(web.post("/link/renew", {}, token), "link_invalid")
    assert web.system.everything_stored() == before


def test_an_expired_link_says_so_and_is_renewed_to_the_mailbox_on_file(web: Web) -> None:
    code, _, lead = web.forwarded()
    web.system.clock.forward(days=61)
    assert refused(web.get("/link", lead), "link_expired")
    assert refused(web.post("/link/actions/acknowledge", {}, lead), "link_expired")
    sent = len(web.system.mailer.sent)
    for _ in range(3):
        assert web.post("/link/renew", {}, lead).status_code == 202
    fresh = web.link_of("new_link")
    new = [mail for mail in web.system.mailer.sent[sent:] if mail.notice.startswith("new_link")]
    assert [mail.to for mail in new] == ["snnmt.dau-moi@example.vn"]
    assert web.ok(web.get("/link", fresh))["case"]["code"] == code


def test_a_link_opens_its_own_case_only(web: Web) -> None:
    one, _, lead = web.forwarded()
    two, _, _ = web.forwarded("STC2025")
    assert web.ok(web.get("/link", lead))["case"]["code"] == one
    for path in (f"/desk/cases/{two}", f"/cases/{two}", "/desk/cases"):
        assert web.get(path, lead).status_code == 401


def test_a_link_dies_when_the_case_moves_on(web: Web) -> None:
    code, _, lead = web.forwarded(coordinating=("STC2025",))
    other = web.link_of("coordinate")
    web.at_desk(code, "reassign", {"lead": "SXD2025", "field": "quy-hoach"})
    for token in (lead, other):
        assert refused(web.get("/link", token), "link_superseded")
        assert refused(web.post("/link/actions/report_status", {"content": "x"}, token), "link_superseded")
        web.post("/link/renew", {}, token)
    web.system.settle()
    assert web.system.mails(notice="new_link") == []
    assert web.ok(web.get("/link", web.link_of("forwarded-agency-SXD2025")))["actor"]["id"] == "SXD2025"


def test_a_case_that_comes_back_to_the_same_agency_needs_the_new_link(web: Web) -> None:
    code, _, lead = web.forwarded()
    assert web.post("/link/actions/return_case", {"reason": "Không thuộc thẩm quyền"}, lead).status_code == 200
    assert refused(web.get("/link", lead), "link_superseded")
    web.at_desk(code, "forward", {"lead": "SNNMT"})
    assert refused(web.get("/link", lead), "link_superseded")
    assert web.get("/link", web.link_of("forwarded")).status_code == 200


def test_looking_changes_nothing_however_often(web: Web) -> None:
    code, secret, lead = web.forwarded()
    web.system.settle()
    before = web.system.everything_stored()
    desk = web.system.desk()
    paths = [("/link", lead), (f"/cases/{code}", secret), (f"/desk/cases/{code}", desk), ("/desk/cases", desk)]
    paths += [("/catalogue", ""), ("/health", ""), ("/openapi.json", "")]
    for path, token in paths:
        for _ in range(3):
            assert web.get(path, token).status_code == 200
            assert web.send("HEAD", path, token=token).status_code == (405 if token else 200)
    for name in ("acknowledge", "answer", "report_status"):
        assert web.get(f"/link/actions/{name}", lead).status_code == 405
    assert web.system.everything_stored() == before


@pytest.mark.parametrize("raw", [b"", b"   ", b"\n"])
def test_an_empty_post_changes_nothing(web: Web, raw: bytes) -> None:
    code, secret, lead = web.forwarded()
    before = web.system.everything_stored()
    for name in ("acknowledge", "answer", "report_status", "return_case", "pass_on"):
        assert refused(web.post(f"/link/actions/{name}", token=lead, raw=raw), "not_json", 400)
    for name in ("claim", "urge", "close", "restrict", "withdraw"):
        assert refused(
            web.post(f"/desk/cases/{code}/actions/{name}", token=web.system.desk(), raw=raw), "not_json", 400
        )
    assert refused(web.post(f"/cases/{code}/actions/withdraw", token=secret, raw=raw), "not_json", 400)
    form = web.post("/link/actions/acknowledge", token=lead, raw=raw, type_="application/x-www-form-urlencoded")
    assert form.status_code == 415
    assert web.system.everything_stored() == before


def test_what_the_state_forbids_is_409(web: Web) -> None:
    code, secret, lead = web.forwarded()
    before = web.system.everything_stored()
    for answer in (
        web.post(f"/cases/{code}/actions/rate", {"rating": "satisfied"}, secret),
        web.post(f"/cases/{code}/actions/withdraw", {}, secret),
        web.post(f"/desk/cases/{code}/actions/forward", {"lead": "STC2025"}, web.system.desk()),
        web.post(f"/desk/cases/{code}/actions/refuse", {}, web.system.desk()),
        web.post("/link/actions/contribute", {"content": "x"}, lead),
        web.post("/link/actions/direct", {"content": "x"}, lead),
        web.post("/link/actions/review", {"item": 1, "decision": "publish"}, lead),
        web.post("/link/actions/reveal_identity", {"note": "x"}, lead),
    ):
        assert refused(answer, "action_not_allowed", 409)
    for name in ("tick", "renew_secret", "report_mail_failure", "recompute_deadlines", "nonsense", "__class__"):
        assert refused(web.post(f"/desk/cases/{code}/actions/{name}", {}, web.system.desk()), "unknown_action", 404)
    assert web.system.everything_stored() == before


def test_the_wrong_door(web: Web) -> None:
    """A desk link is nothing at /link, an agency's link is nothing at the desk, a secret is nothing at either."""
    code, secret, lead = web.forwarded()
    desk, clerk = web.system.desk(), web.system.desk("van-thu-1", Role.CLERK)
    for token in (desk, clerk, secret):
        assert refused(web.get("/link", token), "link_invalid")
    for token in (lead, secret):
        assert refused(web.get("/desk/cases", token), "link_invalid")
        assert refused(web.get(f"/desk/cases/{code}", token), "link_invalid")
        assert refused(web.post("/desk/cases", {}, token), "link_invalid")
    for token in (lead, desk):
        assert refused(web.get(f"/cases/{code}", token), "secret_invalid")


@pytest.mark.parametrize(
    "claim",
    [
        Claim("desk", Role.FOCAL, "nobody"),
        Claim("desk", Role.FOCAL, "thanh-tra-1"),
        Claim("desk", Role.INSPECTORATE, "van-phong-1"),
        Claim("desk", Role.LEADER, "van-phong-1"),
        Claim("desk", Role.AGENCY, "SNNMT"),
        Claim("case", Role.FOCAL, "van-phong-1", "{code}"),
        Claim("case", Role.SYSTEM, "", "{code}"),
        Claim("case", Role.LEADER, "van-phong-1", "{code}"),
        Claim("case", Role.AGENCY, "STC2025", "{code}", 1),
        Claim("case", Role.COORDINATING, "STC2025", "{code}", 1),
        Claim("case", Role.AGENCY, "SNNMT", UNKNOWN, 1),
        Claim("agency", Role.AGENCY, "SNNMT"),
    ],
)
def test_genuine_claims_that_nothing_on_file_bears_out(web: Web, claim: Claim) -> None:
    code, _, _ = web.forwarded()
    token = web.system.links.sign(
        Claim(claim.audience, claim.role, claim.subject, claim.code.format(code=code), claim.routing)
    )
    for answer in (web.get("/link", token), web.get("/desk/cases", token), web.get(f"/desk/cases/{code}", token)):
        assert answer.status_code in (401, 404), answer.body
        assert "case" not in answer.json_body
        assert "rows" not in answer.json_body


def test_an_action_on_an_unknown_case_or_queue(web: Web) -> None:
    desk = web.system.desk()
    assert refused(web.get(f"/desk/cases/{UNKNOWN}", desk), "not_found", 404)
    assert refused(web.post(f"/desk/cases/{UNKNOWN}/actions/claim", {}, desk), "not_found", 404)
    assert refused(web.get("/desk/cases?queue=secrets", desk), "not_found", 404)
    assert refused(web.get("/desk/cases?queue=restricted", desk), "not_found", 404)
    assert web.get("/desk/cases?queue=triage&cursor=%27%22broken", desk).status_code == 200


def test_a_clerk_may_enter_and_nothing_else(web: Web) -> None:
    code, _ = web.submit()
    clerk = web.system.desk("van-thu-1", Role.CLERK)
    before = web.system.everything_stored()
    for name, body in (("claim", {}), ("write_texts", TEXTS), ("reveal_identity", {"note": "x"})):
        assert web.post(f"/desk/cases/{code}/actions/{name}", body, clerk).status_code == 404
    inspector = web.system.desk("thanh-tra-1", Role.INSPECTORATE)
    assert refused(web.post("/desk/cases", {}, inspector, key="x" * 20), "action_not_allowed", 409)
    assert web.system.everything_stored() == before
