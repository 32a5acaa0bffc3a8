"""The folder that keeps the bytes: whole or not at all."""

import asyncio
import errno
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from adapters.storage import Storage
from errors import StartError, Unavailable

BYTES = os.urandom(700_000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "documents"


@pytest.fixture
def storage(folder: Path) -> Storage:
    return Storage(folder)


def everything(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def chunks(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def breaking_off(error: BaseException) -> AsyncIterator[bytes]:
    yield BYTES
    raise error


def test_bytes_are_kept_whole_with_their_size_and_hash(storage: Storage, folder: Path) -> None:
    stored = asyncio.run(storage.save(chunks(BYTES[:300_000], BYTES[300_000:])))
    assert storage.path(stored.key).read_bytes() == BYTES
    assert (stored.size, stored.sha256) == (len(BYTES), hashlib.sha256(BYTES).hexdigest())
    assert everything(folder) == [storage.path(stored.key)]


def test_the_same_bytes_twice_are_two_files(storage: Storage) -> None:
    first, second = (asyncio.run(storage.save(chunks(BYTES))) for _ in range(2))
    assert first.key != second.key
    asyncio.run(storage.delete(first.key))
    assert storage.path(second.key).read_bytes() == BYTES


def test_while_bytes_arrive_they_are_under_a_temporary_name_only(
    storage: Storage, folder: Path
) -> None:
    seen: list[Path] = []

    async def watched() -> AsyncIterator[bytes]:
        yield BYTES
        seen.extend(path.relative_to(folder).parent for path in everything(folder))

    asyncio.run(storage.save(watched()))
    assert seen == [Path("incoming")]


def test_a_storage_key_is_random(storage: Storage, folder: Path) -> None:
    stored = asyncio.run(storage.save(chunks(BYTES)))
    assert set(stored.key) <= set("0123456789abcdef")
    assert len(stored.key) == 32
    assert storage.path(stored.key).relative_to(folder) == Path(stored.key[:2], stored.key)


@pytest.mark.parametrize(
    "error",
    [
        ConnectionError("the client went away"),
        ValueError("bad"),
        asyncio.CancelledError(),
        KeyboardInterrupt(),
    ],
)
def test_of_bytes_that_break_off_nothing_stays(
    error: BaseException, storage: Storage, folder: Path
) -> None:
    with pytest.raises(Unavailable if isinstance(error, OSError) else type(error)):
        asyncio.run(storage.save(breaking_off(error)))
    assert everything(folder) == []


def test_of_a_transfer_that_is_cancelled_nothing_stays(storage: Storage, folder: Path) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield BYTES
            await asyncio.sleep(0)

    async def cancelled() -> None:
        transfer = asyncio.create_task(storage.save(endless()))
        while not any(path.stat().st_size for path in everything(folder)):
            await asyncio.sleep(0)
        transfer.cancel()
        await asyncio.gather(transfer, return_exceptions=True)

    asyncio.run(cancelled())
    assert everything(folder) == []


def test_where_the_folder_cannot_take_the_bytes_nothing_stays(
    storage: Storage, folder: Path
) -> None:
    for first in range(256):
        (folder / f"{first:02x}").write_text("a file in the folder's place")
    with pytest.raises(Unavailable):
        asyncio.run(storage.save(chunks(BYTES)))
    assert list((folder / "incoming").iterdir()) == []


@pytest.mark.parametrize("call", ["fsync", "open"])
@pytest.mark.parametrize("after", [0, 1])
def test_a_disk_error_at_any_step_is_unavailable_and_leaves_nothing(
    call: str,
    after: int,
    storage: Storage,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    lines: list[dict[str, Any]],
) -> None:
    real, calls = getattr(os, call), iter(range(100))

    def refused(*arguments: Any) -> Any:
        if next(calls) >= after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(f"adapters.storage.os.{call}", refused)
        with pytest.raises(Unavailable):
            asyncio.run(storage.save(chunks(BYTES)))
    assert everything(folder) == []
    assert [(line["event"], line["errno"]) for line in lines] == [("file not stored", errno.ENOSPC)]
    assert asyncio.run(storage.save(chunks(BYTES))).size == len(BYTES)


def test_a_missing_folder_is_reported_by_the_probe(storage: Storage, folder: Path) -> None:
    storage.probe()
    (folder / "incoming").rmdir()
    with pytest.raises(FileNotFoundError):
        storage.probe()


def test_removal_is_idempotent(storage: Storage, folder: Path) -> None:
    stored = asyncio.run(storage.save(chunks(BYTES)))
    asyncio.run(storage.delete(stored.key))
    asyncio.run(storage.delete(stored.key))
    assert everything(folder) == []


def test_a_folder_that_cannot_be_written_gets_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(
        StartError,
        match=r"^The folder of the documents, .*documents, cannot be written: Not a directory\.$",
    ):
        Storage(tmp_path / "file" / "documents")


def test_looking_whether_the_folder_can_be_written_leaves_nothing(
    storage: Storage, folder: Path
) -> None:
    assert everything(folder) == []
