"""Files hostile by size, number or name: nothing is unpacked or held in memory, and no name is logged."""

import hashlib
import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from data.global_id import to_global_id
from tests.support.claim_files import (
    CONTENT_TYPES,
    FILE,
    PDF,
    UPLOAD,
    claim_file,
    nothing_changes,
    upload,
)
from tests.support.portal import Client
from tests.support.world import World

MB = 1_000_000


def archive_bomb(name: str, megabytes: int) -> bytes:
    """A Word document of which one member unfolds to so many megabytes of zeros."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as members:
        members.writestr(CONTENT_TYPES, "<xml/>")
        with members.open(name, "w") as member:
            for _ in range(megabytes):
                member.write(bytes(MB))
    return kept.getvalue()


def nested_bomb() -> bytes:
    """A zip in a zip in a zip, each of sixteen copies of the next."""
    inner = bytes(MB)
    for _ in range(3):
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as members:
            for number in range(16):
                members.writestr(f"{number}.zip", inner)
        inner = kept.getvalue()
    return inner


def picture_bomb(side: int) -> bytes:
    """A PNG of a few hundred bytes that says it has so many pixels on each side."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content))
            + kind
            + content
            + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(200_000)))
        + chunk(b"IEND", b"")
    )


BOMBS: dict[str, Callable[[], bytes]] = {
    "a Word document of 300 MB": lambda: archive_bomb("word/document.xml", 300),
    "a workbook of 300 MB": lambda: archive_bomb("xl/workbook.xml", 300),
    "a PNG of 10 gigapixels": lambda: picture_bomb(100_000),
    "a PDF of 100 MB of zeros": lambda: (
        PDF + b"1 0 obj<</Filter/FlateDecode>>stream\n" + zlib.compress(bytes(100 * MB))
    ),
}


@contextmanager
def little_memory() -> Iterator[None]:
    """Assert that the block takes less memory at once than any bomb unfolds to."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < 20 * MB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("title", BOMBS)
def test_a_bomb_is_kept_as_it_came_and_never_unfolds(
    title: str, world: World, client: Client
) -> None:
    claim, bomb = world.claim(), BOMBS[title]()
    with little_memory():
        (document,) = upload(client, claim, ("rapport.bin", bomb))["documents"]
        link = claim_file(client, claim)["documents"][0]["downloadUrl"]
        assert (
            hashlib.sha256(client.http.get(link).content).hexdigest()
            == document["sha256"]
            == hashlib.sha256(bomb).hexdigest()
        )


def test_an_archive_of_archives_is_refused_unopened(world: World, client: Client) -> None:
    claim, bomb = world.claim(), nested_bomb()
    with nothing_changes(world), little_memory():
        assert [
            error["code"] for error in upload(client, claim, ("archive.docx", bomb))["errors"]
        ] == ["FILE_TYPE_NOT_ALLOWED"]


def test_ten_files_at_the_limit_at_once_are_all_kept(world: World) -> None:
    """Memory is measured by `benchmarks/upload_memory.py`, with files of 25 MB."""
    content = PDF.ljust(world.portal.settings.max_file_bytes)
    pairs = [(world.client("user with claims"), world.claim()) for _ in range(10)]
    with ThreadPoolExecutor(len(pairs)) as pool:
        payloads = list(pool.map(lambda pair: upload(*pair, ("grand.pdf", content)), pairs))
    sha256 = hashlib.sha256(content).hexdigest()
    assert [[document["sha256"] for document in payload["documents"]] for payload in payloads] == [
        [sha256]
    ] * 10


NAME = "Diagnose-Ophelia-Brandvold-1789.pdf"


def test_a_file_s_name_stands_in_no_line_of_the_log(
    world: World, client: Client, lines: list[dict[str, Any]]
) -> None:
    claim = world.claim()
    upload(client, claim, (NAME, PDF))
    upload(client, claim, (NAME, b"MZ\0"), (NAME, b""))
    client.upload(UPLOAD, [(NAME, PDF)], claimId=to_global_id(world.claim("b")))
    client.upload(
        UPLOAD,
        [(NAME, PDF.ljust(world.portal.settings.max_file_bytes + 1))],
        claimId=to_global_id(claim),
    )
    (document,) = claim_file(client, claim)["documents"]
    assert client.http.get(document["downloadUrl"]).content == PDF
    client.ask(
        FILE.replace("name mediaType", f'name(x: "{NAME}") mediaType'), id=to_global_id(claim)
    )
    assert len(lines) == 7
    assert "Brandvold" not in str(lines)
