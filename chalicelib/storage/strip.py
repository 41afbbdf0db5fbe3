"""Pictures without what they tell on the side (place, device, owner, thumbnails), pixels untouched.

A phone writes where it stood into every photo; the public copy of a complaint's photo would show the way to whoever
complained. Formats: JPEG (ITU-T T.81, Exif 2.3), PNG (W3C, third edition), WebP (RFC 9649).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length: TEM, RST0..7
_KEPT_APP = ((0xE0, b"JFIF\x00"), (0xE2, b"ICC_PROFILE\x00"), (0xEE, b"Adobe"))  # needed to show the right colours
_PNG_DROPPED = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_PNG_START = b"\x89PNG\r\n\x1a\n"
_WEBP_DROPPED = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS = 0x08 | 0x04  # "has Exif", "has XMP" in VP8X


def strip(type_: str, data: bytes) -> bytes:
    """The picture without metadata; other types as they are. Raises ValueError if it is not built as it should be."""
    match type_:
        case "image/jpeg":
            return b"".join(_jpeg(data))
        case "image/png":
            return b"".join(_png(data))
        case "image/webp":
            return _webp(data)
        case _:
            return data


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Everything up to the end marker but APPn and comments. What follows it (previews, videos) is left out as well."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("no start of image")
    yield data[:2]
    upright = True
    for code, segment in _segments(data, 2):
        if _kept(code, segment):
            yield segment
        elif code == 0xE1 and upright and (orientation := _orientation(segment)) != 1:
            yield _turned(orientation)  # the one thing of Exif that readers need: which side is up
            upright = False


def _kept(code: int, segment: bytes) -> bool:
    if 0xE0 <= code <= 0xEF:
        return any(code == marker and segment[4:].startswith(name) for marker, name in _KEPT_APP)
    return code != _COM


def _segments(data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """(marker code, bytes of the segment with what is coded after it) up to and including the end of the image."""
    while True:
        if at + 2 > len(data) or data[at] != 0xFF:
            raise ValueError("a marker is missing")
        code = data[at + 1]
        if code == 0xFF:  # fill byte
            at += 1
            continue
        if code == _EOI:
            yield code, data[at : at + 2]
            return
        end = at + 2 if code in _ALONE else at + 2 + _length(data, at + 2)
        if code == _SOS:
            end = _scan_end(data, end)
        yield code, data[at:end]
        at = end


def _length(data: bytes, at: int) -> int:
    if at + 2 > len(data):
        raise ValueError("cut short")
    (length,) = struct.unpack_from(">H", data, at)
    if length < 2 or at + length > len(data):
        raise ValueError("cut short")
    return int(length)


def _scan_end(data: bytes, at: int) -> int:
    """Where the coded pixels end: at the first marker that is neither a stuffed zero nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise ValueError("no end of image")
        following = data[at + 1]
        if following == 0xFF:
            at += 1
        elif following == 0 or following in _ALONE:
            at += 2
        else:
            return at


def _orientation(segment: bytes) -> int:
    """Exif tag 0x0112 of the first directory, 1..8; 1 (upright) for anything unreadable."""
    tiff = segment[10:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if not segment[4:].startswith(b"Exif\x00\x00") or order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for entry in range(start + 2, start + 2 + 12 * count, 12):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if tag == 0x0112 and kind == 3:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def _turned(orientation: int) -> bytes:
    tiff = b"MM\x00\x2a" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> Iterator[bytes]:
    if not data.startswith(_PNG_START):
        raise ValueError("not a PNG")
    yield _PNG_START
    at = len(_PNG_START)
    while True:
        if at + 12 > len(data):
            raise ValueError("cut short")
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise ValueError("cut short")
        if name not in _PNG_DROPPED:
            yield data[at:end]
        if name == b"IEND":
            return
        at = end


def _webp(data: bytes) -> bytes:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 20:
        raise ValueError("not a WebP")
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    kept, at = [b"WEBP"], 12
    while at + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, at)
        following = at + 8 + length + (length & 1)
        if at + 8 + length > end or (length == 0 and name == b"VP8X"):
            raise ValueError("cut short")
        chunk = data[at:following]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS]) + chunk[9:]
        if name not in _WEBP_DROPPED:
            kept.append(chunk)
        at = following
    body = b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body
