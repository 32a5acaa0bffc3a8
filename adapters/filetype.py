"""Media types of files, detected from the content; the client's declaration is ignored."""

import re
import zipfile
from pathlib import Path

from i18n import gettext_noop

HEAD_BYTES = 4096
SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
"""Media types by first bytes.

An own table, because puremagic treats signatures of three or four bytes as uncertain.
"""
OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ALLOWED = gettext_noop("PDF, JPEG, PNG, TIFF, HEIC, DOCX, XLSX and plain text")
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
BLANK = b"\xef\xbb\xbf \t\n\r\f"
EXECUTABLE_PREFIXES = (b"<", b"#!", b"%!", b"X5O!P%@AP[4\\PZX54(P^)")
"""First bytes of text that a browser, shell or printer would execute, and the EICAR test file."""
END_OF_ARCHIVE = 22
ARCHIVE_LOCATOR = 20
MAX_DIRECTORY = 1_000_000
"""Bytes of the central directory of a ZIP archive; one of 17 MB took 110 MB of memory and 2 s."""


def detect_media_type(path: Path) -> str | None:
    """Return the media type of a file, or None if it is not allowed. Nothing is decompressed."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(b"PK\x03\x04"):
        return _detect_office(path)
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in HEIC_BRANDS else None
    for signature, media_type in SIGNATURES.items():
        if head.startswith(signature):
            return media_type
    return _detect_text(path, head)


def _detect_office(path: Path) -> str | None:
    """Return the media type of an Office Open XML document without macros, or None."""
    try:
        if not _has_small_directory(path):
            return None
        with zipfile.ZipFile(path) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError, OSError):
        return None
    if "[content_types].xml" not in names or any(name.endswith("vbaproject.bin") for name in names):
        return None
    return next((media_type for part, media_type in OFFICE.items() if part in names), None)


def _has_small_directory(path: Path) -> bool:
    """Return True for a bounded central directory without comment and ZIP64.

    Archives of office programs are like that. Source: APPNOTE 4.3.15, 4.3.16.
    """
    with path.open("rb") as file:
        file.seek(-END_OF_ARCHIVE - ARCHIVE_LOCATOR, 2)
        locator, end = file.read(ARCHIVE_LOCATOR), file.read()
    plain = end[:4] == b"PK\x05\x06" and end[20:] == b"\0\0" and locator[:4] != b"PK\x06\x07"
    return plain and int.from_bytes(end[12:16], "little") <= MAX_DIRECTORY


def _detect_text(path: Path, head: bytes) -> str | None:
    """Return `text/plain` for UTF-8 without control characters that nothing would execute."""
    if head.lstrip(BLANK).startswith(EXECUTABLE_PREFIXES):
        return None
    try:
        with path.open(encoding="utf-8") as file:
            while block := file.read(HEAD_BYTES):
                if CONTROL.search(block):
                    return None
    except UnicodeDecodeError:
        return None
    return "text/plain" if head else None
