"""What CloudFront is on AWS: site and API from one origin, with the same paths, limits and headers."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import parse_qs

from infra.headers import files_headers, security_headers
from infra.local.gate import Gate
from infra.local.http import HOP_BY_HOP, HOST, Request, Response, ask, problem_response
from infra.template.cdn import ENGLISH

MAX_API_BODY = 6 * 1024 * 1024  # what Lambda takes
MAX_UPLOAD = 64 * 1024 * 1024  # S3 refuses by the policy of the form, long before
NOT_FOUND = (404, "not_found", "Không có địa chỉ này")
FROM_S3 = {
    "accept-ranges",
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-range",
    "content-type",
    "etag",
    "last-modified",
}
CONDITIONAL = {"if-none-match", "if-modified-since", "range"}
GATEWAY_TITLES = {
    400: ("bad_request", "Yêu cầu không hợp lệ"),
    403: NOT_FOUND[1:],
    404: NOT_FOUND[1:],
    413: ("too_large", "Nội dung gửi lên quá lớn"),
    429: ("too_many_requests", "Quá nhiều yêu cầu, xin thử lại sau"),
    504: ("timeout", "Hệ thống trả lời quá chậm, xin thử lại"),
}


@dataclass(frozen=True)
class Upstream:
    """Where the emulator keeps what the gateway serves."""

    port: int
    api: str
    site_bucket: str
    files_bucket: str
    site_origin: str
    files_origin: str


def read_object(upstream: Upstream, bucket: str, key: str, request: Request, query: str = "") -> Response:
    """An object as S3 gives it, under the headers a browser may see. `key` is percent-encoded as it came."""
    headers = [("Host", f"{HOST}:{upstream.port}")]
    headers += [(name, value) for name, value in request.headers.items() if name.lower() in CONDITIONAL]
    target = f"/{bucket}/{key}" + (f"?{query}" if query else "")
    answer = ask(upstream.port, request.method, target, headers)
    kept = [pair for pair in answer.headers if pair[0].lower() in FROM_S3]
    if request.method != "HEAD":
        kept = [pair for pair in kept if pair[0].lower() != "content-length"]
    return Response(answer.status, answer.body, kept)


class SiteGateway:
    """Answers one request of the site's origin. `workbench` is asked for everything under /__local/."""

    def __init__(self, upstream: Upstream, workbench: Callable[[Request], Response]) -> None:
        self._upstream, self._workbench = upstream, workbench
        self._gate = Gate()
        self._headers = security_headers(upstream.files_origin)

    def __call__(self, request: Request) -> Response:
        if request.path == "/__local" or request.path.startswith("/__local/"):
            return self._workbench(request)
        return self._answer(request).with_default_headers(self._headers)

    def _answer(self, request: Request) -> Response:
        if request.path == "/api" or request.path.startswith("/api/"):
            return self._api(request, request.path.removeprefix("/api"))
        if request.method not in ("GET", "HEAD"):
            response = problem_response(405, "method_not_allowed", "Không dùng được phương thức này")
            return response.with_default_headers({"Allow": "GET, HEAD"})
        path = request.path[:-1] if len(request.path) > 1 and request.path.endswith("/") else request.path
        if any(fnmatchcase(path, pattern) for pattern in ENGLISH):
            return self._api(request, path)
        return self._page(request, path)

    def _page(self, request: Request, path: str) -> Response:
        bucket = self._upstream.site_bucket
        # An empty key would list the bucket.
        page = read_object(self._upstream, bucket, path.strip("/") or "index", request)
        if page.status in (403, 404):
            missing = read_object(self._upstream, bucket, "404", request)
            return Response(404, missing.body if missing.status == 200 else b"", missing.headers)
        return page

    def _api(self, request: Request, path: str) -> Response:
        upstream = self._upstream
        dropped = HOP_BY_HOP | {"host", "content-length", "expect", "x-forwarded-for"}
        if request.method in ("GET", "HEAD"):
            # A link on another site may lead to an English page: nothing is done by reading it.
            dropped |= {"origin", "sec-fetch-site"}
        headers = [pair for pair in request.headers.items() if pair[0].lower() not in dropped]
        headers += [("Host", f"{HOST}:{upstream.port}"), ("X-Forwarded-For", request.client)]
        target = f"/_aws/execute-api/{upstream.api}/api{path or '/'}"
        if request.query:
            target += f"?{request.query}"
        with self._gate.entered():
            answer = ask(upstream.port, request.method, target, headers, request.body)
        return _as_problem(answer)


def _as_problem(answer: Response) -> Response:
    """What the emulator says in API Gateway's place becomes what infra/template/api.py makes of it on AWS.

    The application's own errors have other members, and stay as they are.
    """
    if answer.status < 400 or "problem+json" in answer.header("content-type"):
        return answer
    try:
        body = json.loads(answer.body or b'{"message": ""}')
    except ValueError:
        body = {"message": ""} if answer.status >= 500 else None
    if not isinstance(body, dict) or not body.keys() <= {"message", "Message", "__type"} or "message" not in body:
        return answer
    status = 404 if answer.status == 403 else answer.status
    code, title = GATEWAY_TITLES.get(status, ("internal", "Hệ thống đang gặp lỗi, xin thử lại"))
    return problem_response(status, code, title)


def _is_presigned(query: str) -> bool:
    """Whether the emulator will check this query: it lets in whatever lacks the one algorithm that it checks."""
    values = parse_qs(query, keep_blank_values=True)
    signature = values.get("X-Amz-Signature", [])
    return values.get("X-Amz-Algorithm") == ["AWS4-HMAC-SHA256"] and len(signature) == 1 and signature[0] != ""


class FilesGateway:
    """The foreign origin of uploads (presigned POST) and downloads (`public/`, and presigned GET)."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream

    def __call__(self, request: Request) -> Response:
        response = self._answer(request)
        # The emulator answers CORS to everybody; on AWS the bucket's rule names the site alone.
        kept = [pair for pair in response.headers if not pair[0].lower().startswith("access-control-")]
        response = Response(response.status, response.body, kept).with_default_headers(files_headers())
        if request.header("origin") == self._upstream.site_origin:
            allowed = {
                "Access-Control-Allow-Origin": self._upstream.site_origin,
                "Access-Control-Allow-Methods": "POST",
                "Access-Control-Allow-Headers": request.header("access-control-request-headers") or "Content-Type",
                "Access-Control-Max-Age": "3000",
            }
            response = response.with_default_headers(allowed)
        return response.with_default_headers({"Vary": "Origin"})

    def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            allowed = request.header("origin") == self._upstream.site_origin
            return Response(200) if allowed else problem_response(*NOT_FOUND)
        key = request.path.lstrip("/").removeprefix(f"{self._upstream.files_bucket}/")
        if request.method == "POST" and key in ("", self._upstream.files_bucket):
            return self._upload(request)
        if request.method in ("GET", "HEAD"):
            return self._download(request, key)
        return problem_response(405, "method_not_allowed", "Không dùng được phương thức này")

    def _upload(self, request: Request) -> Response:
        # The emulator takes a form without a policy for an anonymous upload to any key: S3 would refuse it.
        form = request.body.lower()
        if not all(b'name="%s"' % part in form for part in (b"policy", b"x-amz-signature")):
            return problem_response(401, "upload_not_signed", "Cần biểu mẫu tải lên đã ký")
        headers = [("Host", f"{HOST}:{self._upstream.port}"), ("Content-Type", request.header("content-type"))]
        return ask(self._upstream.port, "POST", f"/{self._upstream.files_bucket}", headers, request.body)

    def _download(self, request: Request, key: str) -> Response:
        """Without a signature only `public/` is open; a signature is checked by the emulator, host and all."""
        signed = _is_presigned(request.query)
        if ".." in key or not key or not (signed or key.startswith("public/")):
            return problem_response(*NOT_FOUND)
        answer = read_object(self._upstream, self._upstream.files_bucket, key, request, request.query if signed else "")
        return answer if answer.status < 400 else problem_response(*NOT_FOUND)
