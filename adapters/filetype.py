"""What a file is, decided by its content and an allow-list, never by the client's word."""

import re
import zipfile
from pathlib import Path

from i18n import gettext_noop

HEAD = 4096
SIGNED = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}
"""By how the file begins: a table of our own, because puremagic rates signatures of three or four bytes as doubtful."""
OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ALLOWED = gettext_noop("PDF, JPEG, PNG, TIFF, HEIC, DOCX, XLSX and plain text")
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
BLANK = b"\xef\xbb\xbf \t\n\r\f"
RUNNABLE = (b"<", b"#!", b"%!", b"X5O!P%@AP[4\\PZX54(P^)")
"""How text begins that a browser, a shell or a printer would run; the last is the EICAR test file, which every scanner reports."""
END_OF_ARCHIVE = 22
ARCHIVE_LOCATOR = 20
MAX_DIRECTORY = 1_000_000
"""Bytes of an archive's list of files: reading a list of 17 MB took 110 MB of memory and two seconds."""


def detect_media_type(path: Path) -> str | None:
    """The media type of the file, or None where it is not one of those allowed. Nothing is unpacked."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(b"PK\x03\x04"):
        return _office(path)
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in HEIC_BRANDS else None
    signed = (media_type for signature, media_type in SIGNED.items() if head.startswith(signature))
    return next(signed, None) or _text(path, head)


def _office(path: Path) -> str | None:
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
    """Whether the archive ends as those of office programs do: a bounded list of files, no comment, no zip64 [APPNOTE 4.3.15, 4.3.16]."""
    with path.open("rb") as file:
        file.seek(-END_OF_ARCHIVE - ARCHIVE_LOCATOR, 2)
        locator, end = file.read(ARCHIVE_LOCATOR), file.read()
    plain = end[:4] == b"PK\x05\x06" and end[20:] == b"\0\0" and locator[:4] != b"PK\x06\x07"
    return plain and int.from_bytes(end[12:16], "little") <= MAX_DIRECTORY


def _text(path: Path, head: bytes) -> str | None:
    """Plain text: UTF-8 without control characters, and no markup that a browser or a shell would run."""
    if head.lstrip(BLANK).startswith(RUNNABLE):
        return None
    try:
        with path.open(encoding="utf-8") as file:
            while block := file.read(HEAD):
                if CONTROL.search(block):
                    return None
    except UnicodeDecodeError:
        return None
    return "text/plain" if head else None
