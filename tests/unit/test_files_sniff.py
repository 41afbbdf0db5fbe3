"""What a file is by its bytes, what a name may be, and what a published picture no longer tells."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import InvalidFields
from chalicelib.ports import FileInfo
from chalicelib.storage import files, sniff
from chalicelib.storage.filenames import MAX_NAME, as_attachment, ascii_name, tidy_name
from chalicelib.storage.strip import strip
from tests.unit import pictures

EXE = b"MZ\x90\x00" + bytes(200)


def sniffed(data: bytes) -> str | None:
    return sniff.sniff(data[: sniff.HEAD_BYTES], data[-sniff.TAIL_BYTES :])


@pytest.mark.parametrize(
    ("data", "type_"),
    [
        (pictures.jpeg(), "image/jpeg"),
        (pictures.png(), "image/png"),
        (pictures.webp(), "image/webp"),
        (pictures.PDF, "application/pdf"),
        (pictures.DOCX, sniff.DOCX),
        (pictures.XLSX, sniff.XLSX),
        # LibreOffice writes the table of types last, behind pictures of megabytes: the first 4 KB do not show it.
        (pictures.office("word/media/1.png", "word/document.xml", "[Content_Types].xml", padding=300_000), sniff.DOCX),
        (pictures.office("[Content_Types].xml", "xl/workbook.xml", comment=b"an invoice"), sniff.XLSX),
    ],
)
def test_the_bytes_say_what_it_is(data: bytes, type_: str) -> None:
    assert sniffed(data) == type_


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8",
        EXE,
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a" + bytes(20),
        b"  %PDF-1.7",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"\x89PNG\r\n\x1a\n" + bytes(20),
        b"PK\x03\x04" + bytes(100),
        pictures.DOCM,
        pictures.office("[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/sheet1.xml"),
        pictures.office("[Content_Types].xml", "word/document.xml", "word/activeX/activeX1.xml"),
        pictures.office("[Content_Types].xml", "ppt/presentation.xml"),
        pictures.office("word/document.xml"),
        pictures.office("a.txt"),
        pictures.DOCX[:-30],
        # Two ends of the directory: which one counts would depend on who reads it.
        pictures.office("[Content_Types].xml", "xl/workbook.xml", comment=b"PK\x05\x06" * 9),
    ],
)
def test_everything_else_is_refused(data: bytes) -> None:
    assert sniffed(data) is None


@pytest.mark.parametrize(
    ("name", "type_", "kept"),
    [
        ("Ảnh hiện trường.JPG", "image/jpeg", "Ảnh hiện trường.jpg"),
        ("a\u0309nh.jpeg", "image/jpeg", "ảnh.jpeg"),
        ("C:\\Users\\An\\đơn.pdf", "application/pdf", "đơn.pdf"),
        ("../../etc/passwd", "application/pdf", "passwd.pdf"),
        ("hoa-don\u202egpj.exe", "image/jpeg", "hoa-dongpj.exe.jpg"),
        ("a\r\nSet-Cookie: x.png", "image/png", "aSet-Cookie: x.png"),
        ("virus.exe", "application/pdf", "virus.exe.pdf"),
        ("", "image/png", "tep.png"),
        (".jpg", "image/jpeg", "jpg.jpg"),
        ("..", "image/png", "tep.png"),
        ("x" * 300 + ".pdf", "application/pdf", "x" * (MAX_NAME - 4) + ".pdf"),
    ],
)
def test_names_are_made_harmless_and_keep_their_vietnamese(name: str, type_: str, kept: str) -> None:
    assert tidy_name(name, type_) == kept
    assert tidy_name(kept, type_) == kept


def test_the_download_header_survives_any_name() -> None:
    assert ascii_name("Đơn phản ánh (bản 2).pdf") == "Don-phan-anh-ban-2.pdf"
    assert as_attachment('Đơn "1".pdf') == (
        "attachment; filename=\"Don-1.pdf\"; filename*=UTF-8''%C4%90%C6%A1n%20%221%22.pdf"
    )
    assert len("name" + "%E1%BA%A2" * MAX_NAME) < 2048  # S3's limit of metadata


@pytest.mark.parametrize(
    ("size", "type_", "code"),
    [
        (0, "image/png", "empty"),
        (files.MAX_BYTES + 1, "image/png", "too_large"),
        (5, "image/svg+xml", "type"),
        (5, "text/html", "type"),
        (5, "", "type"),
    ],
)
def test_offers_that_are_refused(size: int, type_: str, code: str) -> None:
    with pytest.raises(InvalidFields) as refused:
        files.check_offer("a.png", size, type_)
    assert [(error.field, error.code) for error in refused.value.errors] == [("attachments", code)]


@pytest.mark.parametrize("id_", ["", "x", "../../kept/a.jpg", "a" * 22, "a" * 22 + ".exe", "a" * 22 + ".jpg\n"])
def test_what_is_no_id_has_no_type(id_: str) -> None:
    assert files.type_of(id_) is None


def test_ids_say_their_type_and_public_addresses_do_not_say_the_id() -> None:
    id_ = files.new_id("image/jpeg")
    assert files.type_of(id_) == "image/jpeg"
    key = files.public_key(FileInfo(id_, "Ảnh.jpg", 5, "image/jpeg"))
    assert key.startswith("public/")
    assert key.endswith("/Anh.jpg")
    assert id_.partition(".")[0] not in key


@pytest.mark.parametrize(
    ("type_", "data"),
    [("image/jpeg", pictures.jpeg()), ("image/png", pictures.png()), ("image/webp", pictures.webp())],
)
def test_a_stripped_picture_tells_nothing_and_is_stripped_for_good(type_: str, data: bytes) -> None:
    assert pictures.SECRET in data
    clean = strip(type_, data)
    assert pictures.SECRET not in clean
    assert sniffed(clean) == type_
    assert strip(type_, clean) == clean


def test_a_photo_keeps_pixels_and_colours() -> None:
    kept = b"\xff\xd8" + pictures.JFIF + pictures.ICC + pictures.ADOBE + pictures.PIXELS
    assert strip("image/jpeg", pictures.jpeg()) == kept


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_keeps_which_side_is_up(orientation: int, order: str) -> None:
    clean = strip("image/jpeg", pictures.jpeg(orientation, order))
    turned = pictures.exif(orientation).removesuffix(pictures.SECRET)
    assert clean.count(turned) == (0 if orientation == 1 else 1)
    assert pictures.PIXELS in clean
    assert strip("image/jpeg", clean) == clean


def test_a_webp_no_longer_announces_what_was_removed() -> None:
    clean = strip("image/webp", pictures.webp())
    assert clean[20] == 0x20  # the colour profile's flag alone
    assert int.from_bytes(clean[4:8], "little") == len(clean) - 8


@pytest.mark.parametrize(
    ("type_", "data"), [("image/jpeg", pictures.jpeg()), ("image/png", pictures.png()), ("image/webp", pictures.webp())]
)
def test_a_picture_cut_anywhere_raises_or_tells_nothing(type_: str, data: bytes) -> None:
    for end in range(len(data)):
        try:
            clean = strip(type_, data[:end])
        except ValueError:
            continue
        assert pictures.SECRET not in clean


def test_other_files_stay_as_they_are() -> None:
    assert strip("application/pdf", pictures.PDF) == pictures.PDF
