"""Detection of a file's type by its content alone."""

import zipfile
from pathlib import Path

import pytest

from adapters.filetype import OFFICE, detect_media_type
from tests.support.claim_files import (
    CONTENT_TYPES,
    DOCX,
    EICAR,
    HEIC,
    PDF,
    TEXT,
    XLSX,
    archive,
    picture,
)

JPEG = picture("JPEG")
WORD, EXCEL = OFFICE.values()

ALLOWED = {
    "a PDF": (PDF, "application/pdf"),
    "a PDF of text only": (b"%PDF-1.0 and nothing binary", "application/pdf"),
    "a JPEG of the web": (JPEG, "image/jpeg"),
    "a JPEG of a camera": (b"\xff\xd8\xff\xe1\0\x10Exif\0\0MM\0*" + JPEG[20:], "image/jpeg"),
    "a JPEG without any header": (b"\xff\xd8" + JPEG[20:], "image/jpeg"),
    "a JPEG for print": (picture("JPEG", "CMYK"), "image/jpeg"),
    "a PNG": (picture("PNG"), "image/png"),
    "a TIFF of Intel's order": (picture("TIFF"), "image/tiff"),
    "a TIFF of Motorola's order": (b"MM\0*\0\0\0\x08" + bytes(64), "image/tiff"),
    "a HEIC": (HEIC, "image/heic"),
    "a HEIC of another brand": (HEIC.replace(b"ftypheic", b"ftypmif1"), "image/heic"),
    "a Word document": (DOCX, WORD),
    "an Excel workbook": (XLSX, EXCEL),
    "a text": (TEXT, "text/plain"),
    "a text with a byte order mark": (b"\xef\xbb\xbf" + TEXT, "text/plain"),
    "a text of one letter": (b"a", "text/plain"),
    "a text that speaks of <b>": (b"Voir <b>annexe</b>", "text/plain"),
    "a long text whose letters straddle the blocks": (b"a" + "é".encode() * 50_001, "text/plain"),
}

REFUSED = {
    "nothing": b"",
    "an SVG": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "an SVG as XML": b"<?xml version='1.0'?><svg/>",
    "a page": b"<!DOCTYPE html><script>alert(1)</script>",
    "a page behind white space": b"\xef\xbb\xbf \r\n\t\x0c<html>",
    "a page in UTF-16": "\ufeff<html>".encode("utf-16-le"),
    "a shell script": b"#!/bin/sh\nrm -rf /\n",
    "PostScript": b"%!PS-Adobe-3.0\n",
    "EICAR's test file": EICAR,
    "a Linux program": Path("/bin/true").read_bytes(),
    "a Windows program": b"MZ\x90\0\x03\0\0\0" + bytes(512),
    "a Mac program": b"\xcf\xfa\xed\xfe" + bytes(512),
    "a Java class": b"\xca\xfe\xba\xbe\0\0\0\x37" + bytes(64),
    "an old Word document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "a zip": archive("readme.txt"),
    "an empty zip": b"PK\x05\x06" + bytes(18),
    "a zip that is cut off": DOCX[:-30],
    "a zip with a program in front": b"MZ" + DOCX,
    "a zip with something behind": DOCX + b"<script>",
    "a Word document with a comment behind": archive(
        CONTENT_TYPES, "word/document.xml", comment=b"<script>"
    ),
    "a Word document with macros": archive(
        CONTENT_TYPES, "word/document.xml", "word/vbaProject.bin"
    ),
    "a Word document with macros in capitals": archive(
        CONTENT_TYPES, "word/document.xml", "word/VBAPROJECT.BIN"
    ),
    "an Excel workbook with macros": archive(CONTENT_TYPES, "xl/workbook.xml", "xl/vbaProject.bin"),
    "a presentation": archive(CONTENT_TYPES, "ppt/presentation.xml"),
    "a Java archive": archive("META-INF/MANIFEST.MF", "Main.class"),
    "a Word document without its table of contents": archive("word/document.xml"),
    "a GIF": picture("GIF"),
    "a BMP": picture("BMP"),
    "a WebP": picture("WEBP"),
    "a film": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
    "an AVIF": b"\0\0\0\x18ftypavif\0\0\0\0avifmif1",
    "gzip": b"\x1f\x8b\x08\0" + bytes(32),
    "text with NUL": b"a\0b",
    "text with escape sequences": b"\x1b[2Jcleared",
    "text in Latin-1": "Gen\u00e8ve".encode("latin-1"),
    "text that turns binary behind its beginning": b"a" * 100_000 + b"\0",
    "text that ends inside a letter": "é".encode()[:1],
    "a PDF behind a program": b"MZ\x90\0" + PDF,
}


@pytest.mark.parametrize("title", ALLOWED)
def test_allowed_types_are_recognized_by_content(title: str, tmp_path: Path) -> None:
    content, expected = ALLOWED[title]
    (tmp_path / "programme.exe").write_bytes(content)
    assert detect_media_type(tmp_path / "programme.exe") == expected


@pytest.mark.parametrize("title", REFUSED)
def test_everything_else_is_refused(title: str, tmp_path: Path) -> None:
    (tmp_path / "innocent.pdf").write_bytes(REFUSED[title])
    assert detect_media_type(tmp_path / "innocent.pdf") is None


def test_an_archive_with_an_enormous_list_of_files_is_not_even_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Listing 17 MB of names took 110 MB of memory: the list's length is read first."""
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bomb, "w") as members:
        for name in (
            CONTENT_TYPES,
            "word/document.xml",
            *(f"{number:064d}" for number in range(10_000)),
        ):
            members.writestr(zipfile.ZipInfo(name), "")
    monkeypatch.setattr(zipfile.ZipFile, "namelist", lambda self: pytest.fail("listed"))
    assert detect_media_type(bomb) is None
