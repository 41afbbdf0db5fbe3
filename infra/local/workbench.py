"""The workbench under /__local/: the mails sent, the clock, the jobs. A developer's page; it is never deployed.

Only pages of this very origin may use it: whoever can move the clock or read mails can read signed links.
"""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.local import events, mailbox
from infra.local.clock import Clock
from infra.local.http import Request, Response, json_response, problem_response
from infra.local.paths import Paths

UNFINISHED = re.compile(rb'"(busy|left|waiting)": [1-9]')
JOBS = {
    "sweep": "SweepFunctionName",
    "mail": "MailFunctionName",
    "publish": "PublishFunctionName",
    "report": "ReportFunctionName",
}
PAGES = {
    "": ("workbench.html", "text/html; charset=utf-8"),
    "workbench.css": ("workbench.css", "text/css; charset=utf-8"),
    "workbench.js": ("workbench.js", "text/javascript; charset=utf-8"),
}
# Mails bring their own inline styles, and are shown in a sandboxed frame that inherits this policy.
POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Workbench:
    """`functions` is a boto3 Lambda client; `port` the gateway's, by which browsers must name it."""

    def __init__(self, paths: Paths, port: int, outputs: dict[str, str], functions: Any) -> None:
        self._paths, self._outputs, self._lambda = paths, outputs, functions
        self._clock = Clock(paths.clock)
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        self._routes: dict[tuple[str, str], Callable[[Request], Response]] = {
            ("GET", "outbox.json"): self._outbox,
            ("GET", "clock"): self._show_clock,
            ("POST", "clock"): self._set_clock,
            ("POST", "bounce"): self._bounce,
        }

    def __call__(self, request: Request) -> Response:
        return self._answer(request).with_default_headers(HEADERS)

    def _answer(self, request: Request) -> Response:
        if not self._from_here(request):
            return problem_response(421, "foreign_origin", "Bàn thử chỉ dùng được từ chính trang này")
        path = request.path.removeprefix("/__local").lstrip("/")
        method = "GET" if request.method == "HEAD" else request.method
        if method == "GET" and path in PAGES:
            name, kind = PAGES[path]
            return Response(200, (Path(__file__).parent / "static" / name).read_bytes(), [("Content-Type", kind)])
        if method == "POST" and path.startswith("run/"):
            return self._run(request, path.removeprefix("run/"))
        route = self._routes.get((method, path))
        return route(request) if route else problem_response(404, "not_found", "Không có địa chỉ này")

    def _from_here(self, request: Request) -> bool:
        """Browsers say where a request comes from; other programs on this machine say nothing, and may do anything.

        A link in a mail program or on another page may open the page itself (GET, a navigation), nothing else.
        """
        if request.header("host") not in self._hosts:  # also a name that was rebound to this address
            return False
        origin = request.header("origin")
        if origin and origin.removeprefix("http://") not in self._hosts:
            return False
        site = request.header("sec-fetch-site")
        navigates = request.header("sec-fetch-mode") == "navigate" and request.method == "GET"
        return site in ("", "same-origin", "none") or (navigates and request.path.strip("/") == "__local")

    def _outbox(self, _: Request) -> Response:
        return json_response(mailbox.read(self._paths.mails)[0])

    def _show_clock(self, _: Request) -> Response:
        now = self._clock.now().isoformat(timespec="seconds").replace("+00:00", "Z")
        return json_response({"now": now, "offset_seconds": round(self._clock.offset())})

    def _set_clock(self, request: Request) -> Response:
        body = _json_object(request)
        try:
            self._clock.set(body["now"])
        except (KeyError, TypeError, ValueError, OverflowError):
            return problem_response(400, "invalid", 'Cần {"now": "2026-08-07T09:00:00+07:00"} hoặc {"now": null}')
        return self._show_clock(request)

    def _run(self, request: Request, job: str) -> Response:
        if job not in JOBS:
            return problem_response(404, "not_found", f"Không có việc này; có: {', '.join(JOBS)}")
        event = {**events.scheduled(self._clock.now()), **_json_object(request)}
        answer = self._invoke(self._outputs[JOBS[job]], event)
        # Somebody else (the stream, the minute's tick) may be at the same work: "answers when done" means that what
        # was waiting at the call is done, so ask again until nobody is busy and nothing is left.
        until = time.monotonic() + (60 if job == "publish" else 5)
        while UNFINISHED.search(answer.body) and time.monotonic() < until:
            time.sleep(0.2)
            answer = self._invoke(self._outputs[JOBS[job]], event)
        return answer

    def _bounce(self, request: Request) -> Response:
        wanted = _json_object(request).get("id")
        mail = next((mail for mail in mailbox.read(self._paths.mails)[0] if mail["id"] == wanted), None)
        if mail is None:
            return problem_response(404, "not_found", "Không có thư này")
        now = self._clock.now()
        event = events.by_sns(self._outputs["MailTopicArn"], events.bounce(mail, now), now)
        return self._invoke(self._outputs["MailEventFunctionName"], event)

    def _invoke(self, function: str, event: dict[str, Any]) -> Response:
        """Call a function and wait for it: 200 with its result, 502 with its error."""
        try:
            answer = self._lambda.invoke(FunctionName=function, Payload=json.dumps(event).encode())
        except (BotoCoreError, ClientError) as error:
            return problem_response(502, "not_invoked", "Không gọi được việc này", detail=str(error))
        result = json.loads(answer["Payload"].read() or b"null")
        if "FunctionError" in answer:
            return problem_response(502, "job_failed", "Việc này bị lỗi", detail=result)
        return json_response({"status": "done", "result": result})


def _json_object(request: Request) -> dict[str, Any]:
    """The body if it is a JSON object; an empty or other body counts as an empty object."""
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
