"""Files made by hand, as small as their formats allow, with everything in them that must not become public."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

SECRET = b"21.0278N-105.8342E"  # stands for place, owner and device in every kind of metadata


def _segment(code: int, body: bytes) -> bytes:
    return bytes([0xFF, code]) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int, order: str = ">") -> bytes:
    start = b"MM\x00\x2a" if order == ">" else b"II\x2a\x00"
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"Exif\x00\x00" + start + struct.pack(f"{order}IH", 8, 1) + entry + struct.pack(f"{order}I", 0) + SECRET


# Stuffed zero, restart marker, and a fill byte before the end marker: what a scan may hold without ending.
SCAN = b"\x12\xff\x00\x34\xff\xd0\x56\xff\xff"
TABLES = _segment(0xDB, b"\x00" + bytes(64)) + _segment(0xC0, b"\x08\x00\x01\x00\x01\x01\x01\x11\x00")
JFIF = _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
ICC = _segment(0xE2, b"ICC_PROFILE\x00\x01\x01profile")
ADOBE = _segment(0xEE, b"Adobe\x00\x64\x00\x00\x00\x00\x00")
PIXELS = TABLES + _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + SCAN + b"\xff\xd9"


def jpeg(orientation: int = 1, order: str = ">") -> bytes:
    told = _segment(0xE1, exif(orientation, order)) + _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + SECRET)
    told += _segment(0xE2, b"MPF\x00" + SECRET) + _segment(0xED, b"Photoshop 3.0\x00" + SECRET) + _segment(0xFE, SECRET)
    return b"\xff\xd8" + JFIF + told + ICC + ADOBE + PIXELS + b"\xff\xd8motion" + SECRET


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png() -> bytes:
    told = b"".join(_chunk(name, SECRET) for name in (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"))
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = _chunk(b"IDAT", zlib.compress(b"\x00\x7f"))
    return b"\x89PNG\r\n\x1a\n" + header + told + pixels + _chunk(b"IEND", b"") + SECRET


def webp() -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return name + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)

    body = b"WEBP" + chunk(b"VP8X", b"\x2c" + bytes(9)) + chunk(b"VP8L", b"\x2f" + bytes(6))
    body += chunk(b"EXIF", SECRET) + chunk(b"XMP ", SECRET + b"!")
    return b"RIFF" + struct.pack("<I", len(body)) + body + SECRET


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def office(*names: str, comment: bytes = b"", padding: int = 0) -> bytes:
    """A zip with those members; `padding` bytes that do not compress come in the first one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for n, name in enumerate(names):
            archive.writestr(name, b"x" * (padding if n == 0 else 10))
        archive.comment = comment
    return made.getvalue()


DOCX = office("word/document.xml", "word/styles.xml", "[Content_Types].xml")
XLSX = office("[Content_Types].xml", "xl/workbook.xml")
DOCM = office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
