"""API Gateway's own errors as problem+json, and never 403: the CDN would turn a 403 into the site's 404 page."""

import json
from typing import Any

# Gateway response type -> (status, code, title). Types that are not named keep their status.
RESPONSES: dict[str, tuple[int | None, str, str]] = {
    "MISSING_AUTHENTICATION_TOKEN": (404, "not_found", "Không có địa chỉ này"),
    "RESOURCE_NOT_FOUND": (404, "not_found", "Không có địa chỉ này"),
    "ACCESS_DENIED": (401, "unauthorized", "Không được phép"),
    "EXPIRED_TOKEN": (401, "unauthorized", "Không được phép"),
    "INVALID_SIGNATURE": (401, "unauthorized", "Không được phép"),
    "INVALID_API_KEY": (401, "unauthorized", "Không được phép"),
    "AUTHORIZER_FAILURE": (401, "unauthorized", "Không được phép"),
    "WAF_FILTERED": (400, "refused", "Yêu cầu bị từ chối"),
    "REQUEST_TOO_LARGE": (413, "too_large", "Nội dung gửi lên quá lớn"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "unsupported_media_type", "Kiểu nội dung không dùng được"),
    "THROTTLED": (429, "too_many_requests", "Quá nhiều yêu cầu, xin thử lại sau"),
    "QUOTA_EXCEEDED": (429, "too_many_requests", "Quá nhiều yêu cầu, xin thử lại sau"),
    "INTEGRATION_TIMEOUT": (504, "timeout", "Hệ thống trả lời quá chậm, xin thử lại"),
    "DEFAULT_4XX": (None, "bad_request", "Yêu cầu không hợp lệ"),
    "DEFAULT_5XX": (None, "internal", "Hệ thống đang gặp lỗi, xin thử lại"),
}


def problem(status: int | None, code: str, title: str) -> dict[str, Any]:
    """The members of RFC 9457 that we always give; without a status where the gateway keeps its own."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "code": code, "errors": []}
    return body if status is None else {**body, "status": status}


def _response(status: int | None, code: str, title: str) -> dict[str, Any]:
    response: dict[str, Any] = {
        "responseParameters": {
            "gatewayresponse.header.Content-Type": "'application/problem+json'",
            "gatewayresponse.header.Cache-Control": "'no-store'",
        },
        "responseTemplates": {"application/json": json.dumps(problem(status, code, title), ensure_ascii=False)},
    }
    return response if status is None else {**response, "statusCode": str(status)}


def template() -> dict[str, Any]:
    responses = {name: _response(*values) for name, values in RESPONSES.items()}
    body = {"x-amazon-apigateway-gateway-responses": responses}
    return {"Resources": {"RestAPI": {"Properties": {"DefinitionBody": body}}}}
