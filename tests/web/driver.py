"""HTTP against the app in memory, and the people of the story with their habits."""

from __future__ import annotations

import base64
import itertools
import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from chalice.local import LambdaContext
from chalice.test import Client, HTTPResponse

from app import app
from chalicelib.domain.petition import NOTICE_VERSION
from chalicelib.domain.vocabulary import Role
from chalicelib.ports import Claim
from tests.fakes.system import System, tokens

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
NAME, MAIL, PHONE, ADDRESS = "Nguyễn Thị Lộ-Danh", "lo.danh@example.vn", "0912 345 678", "Số 9 Ngõ Kín"
IDENTITY = (NAME, MAIL, PHONE, ADDRESS)
"""Who speaks: must not be where nobody asked for it."""
ORIGINAL, HANDLING, NOTE = "NGUYÊN-VĂN-4471", "VĂN-BẢN-XỬ-LÝ-8812", "GHI-CHÚ-NGƯỜI-GỬI-3390"
"""Stand in the original, in the handling text, and in what the submitter adds later."""


@lru_cache(maxsize=1)
def client() -> Client:
    return Client(app)


def petition(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "conduct",
        "title": f"Chậm trả sổ đỏ {ORIGINAL}",
        "content": f"Tôi nộp hồ sơ đã ba tháng. {ORIGINAL}",
        "submitter": {"type": "business", "name": NAME, "email": MAIL, "phone": PHONE, "address": ADDRESS},
        "notice_version": NOTICE_VERSION,
        **changes,
    }


TEXTS = {
    "public_title": "Chậm trả giấy chứng nhận",
    "public_content": "Hồ sơ nộp ba tháng chưa được trả kết quả.",
    "handling_content": f"Hồ sơ số 12345. {HANDLING}",
}


@dataclass
class Web:
    """`receipt` of the newest submission; short ways through the story."""

    system: System
    keys: itertools.count[int] = field(default_factory=itertools.count)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str = "",
        key: str = "",
        lang: str = "",
        type_: str = JSON,
        raw: bytes | None = None,
    ) -> HTTPResponse:
        headers = {"Content-Type": type_}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        headers |= {"Idempotency-Key": key} if key else {}
        headers |= {"Accept-Language": lang} if lang else {}
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        return client().http.request(method, path, headers=headers, body=data)

    def get(self, path: str, token: str = "", **more: Any) -> HTTPResponse:
        return self.send("GET", path, token=token, **more)

    def post(self, path: str, body: Any = None, token: str = "", **more: Any) -> HTTPResponse:
        return self.send("POST", path, body, token=token, **more)

    def new_key(self) -> str:
        return f"idempotency-key-{next(self.keys):06d}"

    def submit(self, **changes: Any) -> tuple[str, str]:
        """(code, secret) of a new case."""
        answer = self.post("/cases", petition(**changes), key=self.new_key())
        assert answer.status_code == 201, answer.body.decode()
        return answer.json_body["code"], answer.json_body["secret"]

    def at_desk(self, code: str, name: str, body: Any = None, token: str = "") -> Any:
        path = f"/desk/cases/{code}/actions/{name}"
        return self.ok(self.post(path, body or {}, token or self.system.desk(), key=self.new_key()))

    def by_link(self, token: str, name: str, body: Any = None) -> Any:
        return self.ok(self.post(f"/link/actions/{name}", body or {}, token, key=self.new_key()))

    def by_submitter(self, code: str, secret: str, name: str, body: Any = None) -> Any:
        return self.ok(self.post(f"/cases/{code}/actions/{name}", body or {}, secret, key=self.new_key()))

    @staticmethod
    def ok(answer: HTTPResponse) -> Any:
        assert answer.status_code in (200, 201, 202), answer.body.decode()
        return answer.json_body

    def link_of(self, notice: str) -> str:
        """The token in the newest mail of that letter, after all mails went out."""
        self.system.settle()
        return tokens(self.system.mails(notice=notice)[-1])[0]

    def leader(self) -> str:
        """The desk token in the newest daily list of decisions."""
        self.system.services.morning.run()
        return self.link_of("decisions")

    def leader_link(self, code: str, officer: str = "pho-chu-tich-2") -> str:
        """A leader's link to one case, as the ladder mails it."""
        return self.system.links.sign(Claim("case", Role.LEADER, officer, code))

    def forwarded(
        self, lead: str = "SNNMT", coordinating: tuple[str, ...] = (), **changes: Any
    ) -> tuple[str, str, str]:
        """(code, secret, token of the lead agency)."""
        code, secret = self.submit(**changes)
        self.at_desk(code, "classify", {"kind": "conduct", "field": "dat-dai"})
        self.at_desk(code, "write_texts", TEXTS)
        self.at_desk(code, "forward", {"lead": lead, "coordinating": list(coordinating), "note": "Khẩn"})
        return code, secret, self.link_of(f"forwarded-agency-{lead}")

    def answered(self, token: str, code: str, content: str = "Đã trả giấy chứng nhận.") -> None:
        """The agency answers, and the focal officer publishes it."""
        today = self.system.clock().date().isoformat()
        self.by_link(token, "answer", {"content": content, "completed_on": today})
        self.review(code)
        self.system.settle()

    def review(self, code: str, decision: str = "publish", **more: str) -> Any:
        """The focal officer decides about the last item that waits."""
        item = self.ok(self.get(f"/desk/cases/{code}", self.system.desk()))["pending"][-1]["item"]
        return self.at_desk(code, "review", {"item": item, "decision": decision, **more})


def lambda_event(path: str, body: bytes, type_: str) -> dict[str, Any]:
    """What API Gateway gives for a body that it took for binary."""
    return {
        "requestContext": {"httpMethod": "POST", "resourcePath": path, "path": path, "identity": {"sourceIp": "::1"}},
        "headers": {"content-type": type_},
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "isBase64Encoded": True,
        "body": base64.b64encode(body).decode(),
    }


def call_with_base64(path: str, body: bytes, type_: str, **headers: str) -> dict[str, Any]:
    event = lambda_event(path, body, type_)
    event["headers"] |= headers
    found: dict[str, Any] = app(event, LambdaContext("api", 1024))
    return found


FIRST, SECOND = "van-phong-1", "van-phong-2"
PDF = b"%PDF-1.4\n%%EOF\n"


def inspector(web: Web) -> str:
    return web.system.desk("thanh-tra-1", Role.INSPECTORATE)


def alternate(web: Web) -> str:
    return web.system.desk("noi-chinh-1", Role.INSPECTORATE_ALTERNATE)


def form(web: Web, code: str, name: str, token: str = "", lang: str = "") -> dict[str, Any]:
    view = web.ok(web.get(f"/desk/cases/{code}", token or web.system.desk(), lang=lang))
    action = next(action for action in view["actions"] if action["name"] == name)
    return {item["name"]: item for item in action["fields"]}


def published(web: Web) -> str:
    return "\n".join([*(x.body.decode() for x in web.system.site.documents.values()), *web.system.site.documents])


def upload(web: Web) -> str:
    offer = web.ok(web.post("/uploads", {"name": "Quyết định.pdf", "size": len(PDF), "type": "application/pdf"}))
    assert web.system.files.upload(offer["fields"], PDF) == 204
    return str(offer["id"])
