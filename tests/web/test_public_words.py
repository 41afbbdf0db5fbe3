"""Words for the public over HTTP: directives and contributions after review, and passages that are kept back."""

from __future__ import annotations

import json
from typing import Any

from tests.web.driver import TEXTS, Web, form
from tests.web.test_handling import page

NAME = "ông Nông Văn Tý"


def shown(web: Web, code: str) -> str:
    page(web, code)
    document = web.system.site.read(f"ho-so/{code}")
    assert document
    return document.body.decode()


def test_a_contribution_is_read_by_the_public_once_the_desk_lets_it_through(web: Web) -> None:
    code, _, _ = web.forwarded(coordinating=("STC2025",))
    other = web.link_of("coordinate")
    web.by_link(other, "contribute", {"content": "Đã có trong quy hoạch."})
    assert "Đã có trong quy hoạch." not in shown(web, code)
    (pending,) = web.ok(web.get(f"/desk/cases/{code}", web.system.desk()))["pending"]
    assert (pending["type"], pending["content"], pending["agency"]["id"]) == (
        "contribution", "Đã có trong quy hoạch.", "STC2025"
    )  # fmt: skip
    assert form(web, code, "review")["item"]["options"][0]["label"].startswith("Ý kiến phối hợp")
    web.review(code)
    assert "Đã có trong quy hoạch." in shown(web, code)


def test_a_contribution_that_comes_back_can_be_given_anew(web: Web) -> None:
    code, _, _ = web.forwarded(coordinating=("STC2025",))
    web.by_link(web.link_of("coordinate"), "contribute", {"content": f"Hỏi {NAME}."})
    web.review(code, "return", reason="personal_data", note="Bỏ tên người.")
    again = web.link_of("item_returned-coordinating-STC2025")
    view = web.ok(web.get("/link", again))
    assert "Bỏ tên người." in [field["value"] for note in view["notes"] for field in note["fields"]]
    web.by_link(again, "contribute", {"content": "Đã hỏi."})
    web.review(code)
    assert NAME not in shown(web, code) and "Đã hỏi." in shown(web, code)


def test_a_leaders_words_are_for_the_agency_at_once_and_for_the_public_after_review(web: Web) -> None:
    code, _, lead = web.forwarded()
    web.by_link(lead, "propose_escalation", {"ground": "beyond_competence", "advice": "MẬT-1", "proposal": "MẬT-2"})
    web.by_link(web.leader_link(code), "direct", {"content": "Giải quyết dứt điểm."})
    view = web.ok(web.get("/link", web.link_of("directed-agency-SNNMT")))
    assert "Giải quyết dứt điểm." in [field["value"] for note in view["notes"] for field in note["fields"]]
    assert "Giải quyết dứt điểm." not in shown(web, code)
    web.review(code)
    assert "Giải quyết dứt điểm." in shown(web, code)
    assert "MẬT" not in shown(web, code), "advice to a leader is thought before a decision"


def test_a_passage_is_kept_back_and_disclosed_by_the_generated_forms(web: Web) -> None:
    code, secret, _ = web.forwarded()
    web.at_desk(code, "write_texts", TEXTS | {"public_content": f"Gặp {NAME} ba lần."})
    fields = form(web, code, "withhold")
    assert (fields["passage"]["type"], fields["passage"]["required"]) == ("text", False)
    given = {"part": "content", "ground": "personal_data", "passage": NAME}
    wrong = web.post(f"/desk/cases/{code}/actions/withhold", given | {"passage": "không có"}, web.system.desk(),
                     key=web.new_key())  # fmt: skip
    assert (wrong.status_code, wrong.json_body["errors"][0]["code"]) == (422, "not_found")
    web.at_desk(code, "withhold", given)
    assert NAME not in shown(web, code) and "[đoạn này không công khai" in shown(web, code)
    seen = json.dumps(web.ok(web.get(f"/cases/{code}", secret)), ensure_ascii=False)
    assert NAME not in seen, "the submitter follows what the public reads"
    desk = web.ok(web.get(f"/desk/cases/{code}", web.system.desk()))
    assert NAME in [field["value"] for note in desk["notes"] for field in note["fields"] if note["type"] == "withheld"]
    (option,) = form(web, code, "disclose")["withheld"]["options"]
    web.at_desk(code, "disclose", {"withheld": option["value"]})
    assert NAME in shown(web, code)
    assert [row["type"] for row in register(web)] == ["disclosed", "passage_withheld", "rewritten"]


def register(web: Web) -> list[dict[str, Any]]:
    web.system.settle()
    rows: list[dict[str, Any]] = web.system.doc("dinh-chinh")["rows"]
    return rows
