"""A small threaded HTTP/1.1 server and client on loopback: whole requests in, whole responses out."""

import http.client
import json
import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from infra.template.api import problem

HOST = "127.0.0.1"
HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}
PATIENCE = 900.0  # seconds: longer than any function may run
LINGER = 32 * 1024 * 1024  # bytes of a refused body that are still read, so that the client sees the answer


@dataclass(frozen=True)
class Request:
    method: str
    path: str  # as sent: still percent-encoded, without the query
    query: str
    headers: Mapping[str, str]
    body: bytes
    client: str

    def header(self, name: str) -> str:
        return self.headers.get(name) or ""


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def with_default_headers(self, defaults: Mapping[str, str]) -> "Response":
        """Add the headers that the origin has not set itself."""
        present = {name.lower() for name, _ in self.headers}
        added = [(name, value) for name, value in defaults.items() if name.lower() not in present]
        return Response(self.status, self.body, [*self.headers, *added])


Handler = Callable[[Request], Response]


def json_response(value: Any, status: int = 200) -> Response:
    headers = [("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store")]
    return Response(status, json.dumps(value, ensure_ascii=False).encode(), headers)


def problem_response(status: int, code: str, title: str, **more: Any) -> Response:
    body = json.dumps({**problem(status, code, title), **more}, ensure_ascii=False).encode()
    return Response(status, body, [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")])


def ask(port: int, method: str, target: str, headers: Iterable[tuple[str, str]], body: bytes = b"") -> Response:
    """One request to a server on this machine. A connection each: a stale one would force a guess about retrying."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value.encode("latin-1", "replace"))
        if body or method in ("POST", "PUT", "PATCH"):
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        answer = connection.getresponse()
        kept = [pair for pair in answer.getheaders() if pair[0].lower() not in HOP_BY_HOP | {"content-length"}]
        return Response(answer.status, answer.read(), kept)
    finally:
        connection.close()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024  # 200 clients at once must not be refused
    allow_reuse_address = True

    def __init__(self, port: int, handler: Handler, max_body: int) -> None:
        self.handler, self.max_body = handler, max_body
        super().__init__((HOST, port), _Connection)

    def server_bind(self) -> None:
        """As the parent's, without its look-up of the host's name, which can take seconds offline."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news."""


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "hoiam", ""
    timeout = 120
    server: Server

    def _serve(self) -> None:
        body = self._read_body()
        if isinstance(body, Response):
            self.close_connection = True
            self._answer(body)
            return
        path, _, query = self.path.partition("?")
        request = Request(self.command, path, query, self.headers, body, str(self.client_address[0]))
        try:
            response = self.server.handler(request)
        except Exception as error:  # whatever it is, the person gets an answer and the runner goes on
            self.log_error("%s %s: %r", self.command, path, error)
            response = problem_response(502, "unavailable", "Hệ thống chưa trả lời được, xin thử lại")
        self._answer(response)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve  # noqa: N815

    def _read_body(self) -> bytes | Response:
        if self.headers.get("Transfer-Encoding"):
            return problem_response(411, "length_required", "Thiếu độ dài nội dung (Content-Length)")
        length = self.headers.get("Content-Length") or "0"
        if not length.isdecimal():
            return problem_response(400, "bad_request", "Yêu cầu không hợp lệ")
        if int(length) > self.server.max_body:
            self._drain(min(int(length), LINGER))
            return problem_response(413, "too_large", "Nội dung gửi lên quá lớn")
        return self.rfile.read(int(length))

    def _drain(self, length: int) -> None:
        while length > 0 and (chunk := self.rfile.read(min(length, 65536))):
            length -= len(chunk)

    def _answer(self, response: Response) -> None:
        """Head and body in one write: two would wait for the client's delayed acknowledgement."""
        lines = [f"HTTP/1.1 {response.status} {http.client.responses.get(response.status, '')}"]
        lines += [f"{name}: {value}" for name, value in response.headers]
        if not response.header("Date"):
            lines.append(f"Date: {self.date_time_string()}")
        length = response.header("Content-Length")
        if not length and response.status not in (204, 304):
            lines.append(f"Content-Length: {len(response.body)}")
        if self.close_connection:
            lines.append("Connection: close")
        head = "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")
        self.wfile.write(head if self.command == "HEAD" else head + response.body)

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """No access log: the functions log what matters."""
