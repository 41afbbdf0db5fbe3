"""What a file is, by its bytes alone: neither name nor declared type is believed."""

from __future__ import annotations

import io

OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX = f"{OFFICE}wordprocessingml.document", f"{OFFICE}spreadsheetml.sheet"

# Type -> suffix of the file's id, and the suffixes that its name may have.
TYPES: dict[str, tuple[str, ...]] = {
    "image/jpeg": ("jpg", "jpeg", "jfif"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    "application/pdf": ("pdf",),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
}
HEAD_BYTES = 4096
# The directory of a zip stands at its end; [Content_Types].xml comes first from Word, last from LibreOffice.
TAIL_BYTES = 65536
_MACROS = ("vbaproject.bin", "vbadata.xml", "/macrosheets/", "/activex/")


def is_zip(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04")


def sniff(head: bytes, tail: bytes = b"") -> str | None:
    """The media type that the first 4 KB say, None for anything that is not taken.

    `tail` is the last 64 KB, needed for a zip only: Word and Excel files are told apart by what they hold, and one
    that holds macros is refused whatever it is called.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return "image/png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    return _office(tail) if is_zip(head) else None


def _office(tail: bytes) -> str | None:
    from zipfile import BadZipFile, ZipFile

    try:
        # zipfile looks for the directory from the end, and takes what is missing before it for a cut-off prefix.
        names = [info.filename.lower() for info in ZipFile(io.BytesIO(tail)).infolist()]
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if "[content_types].xml" not in names or any(mark in f"/{name}" for name in names for mark in _MACROS):
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None
