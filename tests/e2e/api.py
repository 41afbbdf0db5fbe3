"""The system as a program uses it: to set a scene quickly, and to look behind what the pages show."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infra.local.testing import LocalSystem

Json = dict[str, Any]
PETITION: Json = {
    "kind": "conduct",
    "title": "Chậm cấp giấy chứng nhận cho nhà xưởng",
    "content": "Nộp hồ sơ đã ba tháng mà chưa có kết quả.",
    "submitter": {"type": "business", "name": "Công ty Bình Minh", "email": "dn@example.vn", "address": "Lạng Sơn"},
}


@dataclass(frozen=True)
class Petition:
    """What the submitter was given."""

    code: str
    secret: str


class Refused(Exception):
    """The API said no; the message holds status and problem."""


class Api:
    def __init__(self, system: LocalSystem) -> None:
        self.system = system

    def call(self, method: str, path: str, body: Any = None, token: str = "", key: str = "") -> Any:
        """The answer's JSON. Raises Refused."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= {"Idempotency_Key": key} if key else {}
        status, _, answer = self.system.request(method, f"/api{path}", body, **headers)
        if status >= 400:
            raise Refused(f"{status} {answer.decode(errors='replace')}")
        return json.loads(answer)

    def submit(self, **changes: Any) -> Petition:
        notice = self.call("GET", "/catalogue")["notice_version"]
        body = PETITION | {"notice_version": notice} | changes
        made = self.call("POST", "/cases", body, key=str(uuid.uuid4()))
        return Petition(made["code"], made["secret"])

    def settle(self) -> None:
        """Send and publish what waits."""
        self.system.run("mail")
        self.system.run("publish")

    def mails(self, code: str, to: str = "") -> list[Json]:
        """Mails that name the case, oldest first."""
        return [m for m in self.system.mails() if code in m["subject"] + m["text"] and (not to or to in m["to"])]

    def link(self, code: str, page: str, to: str = "") -> str:
        """The newest link to `page` (for example `tra-loi`) in a mail about the case."""
        found = [link for m in self.mails(code, to) for link in _links(m, code) if f"/{page}" in link]
        assert found, f"no mail about {code} has a link to {page}: {self.mails(code, to)}"
        return str(found[-1])

    def desk(self, code: str) -> str:
        """A desk token, from the mail about the new case."""
        return self.link(code, "ban-lam-viec").partition("#")[2]

    def at_desk(self, code: str, action: str, **body: Any) -> Json:
        path = f"/desk/cases/{code}/actions/{action}"
        return dict(self.call("POST", path, body, self.desk(code), str(uuid.uuid4())))

    def at_agency(self, code: str, action: str, **body: Any) -> Json:
        token = self.link(code, "tra-loi").partition("#")[2]
        return dict(self.call("POST", f"/link/actions/{action}", body, token, str(uuid.uuid4())))

    def forwarded(self, lead: str, title: str, **changes: Any) -> Petition:
        """A case that lies at an agency, with mails sent and pages published."""
        petition = self.submit(title=title, **changes)
        self.system.run("mail")
        self.at_desk(
            petition.code, "write_texts", public_title=title, public_content="Công khai.", handling_content="Chuyển."
        )
        self.at_desk(petition.code, "forward", lead=lead, field="dat-dai", coordinating=[])
        self.settle()
        return petition

    def at_desk_view(self, code: str) -> Json:
        return dict(self.call("GET", f"/desk/cases/{code}", token=self.desk(code)))

    def publish_pending(self, code: str) -> None:
        view = self.at_desk_view(code)
        self.at_desk(code, "review", item=view["pending"][-1]["item"], decision="publish")
        self.settle()

    def answered(self, petition: Petition, **answer: Any) -> None:
        today = self.now().date().isoformat()
        filled = {"content": "Đã giải quyết xong.", "document_number": "12/CV", "completed_on": today}
        self.at_agency(petition.code, "answer", **(filled | answer))
        self.publish_pending(petition.code)

    def now(self) -> datetime:
        return datetime.fromisoformat(self.system.get("/__local/clock")["now"])

    def page(self, path: str) -> str:
        status, _, body = self.system.request("GET", path)
        assert status == 200, f"{path}: {status}"
        return body.decode()

    def document(self, path: str) -> Json:
        return dict(json.loads(self.page(f"{path}.json")))

    def received(self) -> int:
        """How many cases there are, as the home page's JSON counts them."""
        self.system.run("publish")
        status, _, body = self.system.request("GET", "/index.json")
        return int(json.loads(body)["figures"]["received"]) if status == 200 else 0


def _links(mail: Json, code: str) -> list[str]:
    """All links of a letter; in a digest those below the case."""
    below = [part.partition("\n\n")[0] for part in str(mail["text"]).split(f"- {code}")[1:]]
    return [link for link in mail["links"] if any(link in part for part in below)] or list(mail["links"])
