"""A small valid PDF of one page, so that the demo has something to attach."""

from chalicelib.domain.text import fold


def make(title: str) -> bytes:
    """One page with `title`, without diacritics: the built-in fonts have no Vietnamese letters."""
    text = fold(title).capitalize().encode("ascii", "replace").decode().replace("(", "").replace(")", "")
    stream = f"BT /F1 20 Tf 72 760 Td ({text}) Tj 0 -32 Td /F1 11 Tf (Tai lieu thu nghiem / demo document) Tj ET"
    fonts = "<< /Font << /F1 5 0 R >> >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources {fonts} >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    out += f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    return f"{out}startxref\n{out.index('xref')}\n%%EOF\n".encode("ascii")
