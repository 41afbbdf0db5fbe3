"""The security headers of every page, defined once: the CDN (template/cdn.py) and the local gateway both send these."""

SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"


def content_security_policy(files_origin: str) -> str:
    """What a page may load and where it may send. Nothing inline: text of strangers is on every page.

    `files_origin` takes uploads (fetch and plain form posts); pages show no picture from it, it serves downloads only.
    """
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",  # blob: the preview of a photo before it is sent
        "font-src": "'self'",
        "manifest-src": "'self'",
        "connect-src": f"'self' {files_origin}",
        "form-action": f"'self' {files_origin}",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def security_headers(files_origin: str) -> dict[str, str]:
    """Headers of the site and the API. No HSTS here: the CDN adds it, on a loopback address it would be wrong."""
    return {
        "Content-Security-Policy": content_security_policy(files_origin),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # Signed links carry a token in the fragment; the code in the path is nobody else's business either.
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def files_headers() -> dict[str, str]:
    """Headers of downloads: files of strangers, never to be run or framed in our name."""
    return {
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
