"""Forms that say what they offer: what may be disclosed, which case does not exist, what a split petition became."""

from __future__ import annotations

from datetime import date

from tests.web.driver import FIRST, MAIL, SECOND, TEXTS, Web, form
from tests.web.test_desks import overdue, reader

PASSAGE = "nộp ba tháng"


def test_only_what_is_kept_back_is_offered_with_part_ground_and_day(web: Web) -> None:
    code, _, token = web.forwarded()
    web.answered(token, code)
    assert "disclose" not in [x["name"] for x in web.ok(web.get(f"/desk/cases/{code}", web.system.desk()))["actions"]]
    web.at_desk(code, "withhold", {"part": "answers", "ground": "business_secret"})
    view = web.at_desk(code, "withhold", {"part": "content", "ground": "personal_data", "passage": PASSAGE})
    event = view["timeline"][-1]["seq"]
    fields = form(web, code, "disclose")
    day = f"{web.system.clock().date():%d/%m/%Y}"
    assert fields["part"]["options"] == [{"value": "answers", "label": f"Nội dung trả lời (Bí mật kinh doanh, {day})"}]
    label = f"1. Nội dung phản ánh (Dữ liệu cá nhân, {day})"
    assert fields["withheld"]["options"] == [{"value": event, "label": label}]
    web.at_desk(code, "disclose", {"part": "answers"})
    assert list(form(web, code, "disclose", lang="en")) == ["withheld"], "nothing whole is kept back any more"


def test_a_field_says_what_it_means_in_this_action(web: Web) -> None:
    code, secret, token = web.forwarded()
    asked = form(web, code, "invite_opinion")
    assert (asked["email"]["label"], asked["title"]["label"].split(" (")[0]) == (
        "Thư điện tử của người được mời", "Tên, chức danh người được mời")  # fmt: skip
    assert form(web, code, "reveal_identity")["note"]["label"] == "Lý do"
    web.answered(token, code)
    [rate] = [x for x in web.ok(web.get(f"/cases/{code}", secret))["actions"] if x["name"] == "rate"]
    [reason] = [field for field in rate["fields"] if field["name"] == "reason"]
    assert (reason["required"], reason["hint"]) == (False, "Nếu không hài lòng thì phải nêu lý do.")


def test_a_case_that_does_not_exist_is_called_so(web: Web) -> None:
    code, _ = web.submit()
    for name, field in (("merge", "into"), ("link", "to")):
        for unknown in ("LS.20260807.ZZZZZ", "không phải mã"):
            answer = web.post(f"/desk/cases/{code}/actions/{name}", {field: unknown}, web.system.desk())
            (error,) = answer.json_body["errors"]
            assert (error["field"], error["message"]) == (field, "Không có hồ sơ này.")


def test_what_was_missing_may_come_after_the_refusal_was_contested(web: Web) -> None:
    code, secret = web.submit()
    web.at_desk(code, "refuse", {"reason": "no_supplement", "content": "x"}, web.system.desk(FIRST))
    offered = [x["name"] for x in web.ok(web.get(f"/cases/{code}", secret))["actions"]]
    assert "contest_refusal" in offered and "supplement" not in offered
    web.by_submitter(code, secret, "contest_refusal", {"content": "Tôi ở viện"})
    assert form(web, code, "refuse", web.system.desk(SECOND))["reason"]["value"] == "no_supplement"
    view = web.by_submitter(code, secret, "supplement", {"content": "Đây là giấy hẹn"})
    assert "supplement" not in [x["name"] for x in view["actions"]], "once"
    other, own = web.submit()
    web.at_desk(other, "refuse", {"reason": "out_of_scope", "content": "x"}, web.system.desk(FIRST))
    view = web.by_submitter(other, own, "contest_refusal", {"content": "x"})
    assert "supplement" not in [x["name"] for x in view["actions"]]


def test_parts_of_a_petition_are_numbered_and_titled_for_their_submitter(web: Web) -> None:
    code, secret = web.submit(kind="regulation")
    titles = ["Đường vào xã", "Tiền điện"]
    web.at_desk(code, "split", {"parts": [{"title": title, "content": "x"} for title in titles]})
    shown = web.ok(web.get(f"/cases/{code}", secret))["parts"]
    assert [(part["number"], part["title"]) for part in shown] == [(1, titles[0]), (2, titles[1])]
    web.system.settle()
    (letter,) = web.system.mails(MAIL, "split_up")
    assert all(f"{part['number']}. {part['code']}" in letter.text for part in shown)
    assert all(title not in letter.text for title in titles), "no title in a mail before it is public"
    doc = web.system.doc(f"ho-so/{code}")
    assert doc["deadline"] is None, "each part has its own"


def test_readers_begin_with_what_is_longest_overdue(web: Web) -> None:
    late = [web.forwarded() for _ in range(3)]
    for (code, _, token), until in zip(late, ["2026-09-11", "2026-09-14", "2026-09-10"], strict=True):
        web.by_link(token, "request_extension", {"reason": "x", "until": until})
        web.at_desk(code, "grant_extension")
    overdue(web, date(2026, 9, 30))
    rows = web.ok(web.get("/desk/cases", reader(web)))["rows"]
    assert [row["code"] for row in rows] == [late[n][0] for n in (2, 0, 1)]
    assert [row["due_on"] for row in rows] == ["2026-09-10", "2026-09-11", "2026-09-14"]


def test_too_late_to_take_back_is_said_as_such(web: Web) -> None:
    code, _ = web.submit()
    web.at_desk(code, "write_texts", TEXTS)
    web.at_desk(code, "forward", {"lead": "STC2025", "field": "dau-tu"}, web.system.desk(FIRST))
    web.by_link(web.link_of("forwarded-agency-STC2025"), "acknowledge")
    answer = web.post(f"/desk/cases/{code}/actions/undo", {}, web.system.desk(FIRST))
    assert (answer.status_code, answer.json_body["code"]) == (409, "undo_over")
