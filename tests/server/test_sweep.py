"""Sweep at startup: files left by crashes are removed, uploads that may be under way are not."""

import asyncio
import os
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tortoise import Model

import models
from adapters.storage import Storage
from server.sweep import KEYS, keep_swept, sweep
from tests.support.claim_files import PDF, files_on_disk, upload
from tests.support.portal import Portal
from tests.support.world import World

AN_HOUR = 3600.0


@pytest.fixture
def storage(portal: Portal) -> Storage:
    return Storage(portal.settings.documents)


def left(portal: Portal, *where: str, age: float) -> Path:
    """A file that a process left so many seconds ago, when it was killed."""
    path = portal.settings.documents.joinpath(*where)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"half")
    os.utime(path, (time.time() - age,) * 2)
    return path


def left_unnamed(portal: Portal, age: float) -> Path:
    key = uuid4().hex
    return left(portal, key[:2], key, age=age)


def grow_old(portal: Portal) -> None:
    for path in files_on_disk(portal):
        os.utime(path, (time.time() - 3 * AN_HOUR,) * 2)


def test_files_left_by_a_crash_are_swept_and_uploads_under_way_stay(
    world: World, storage: Storage, lines: list[dict[str, Any]]
) -> None:
    portal = world.portal
    client, claim = world.client("user with claims"), world.claim()
    upload(client, claim, *((f"{number}.pdf", PDF) for number in range(5)))
    invoiced = left_unnamed(portal, age=0)
    world.invoice(pdf_key=invoiced.name)
    grow_old(portal)
    portal.run(sweep(storage, AN_HOUR))  # what other tests have left
    kept = files_on_disk(portal)
    young = {
        left(portal, "incoming", uuid4().hex, age=0.9 * AN_HOUR),
        left_unnamed(portal, age=0.9 * AN_HOUR),
    }
    old = {
        left(portal, "incoming", uuid4().hex, age=1.1 * AN_HOUR),
        left_unnamed(portal, age=1.1 * AN_HOUR),
    }
    portal.run(sweep(storage, AN_HOUR))
    assert files_on_disk(portal) == kept | young
    assert not any(path.exists() for path in old)
    assert lines[-1]["event"] == "swept"
    assert (lines[-1]["half_received"], lines[-1]["unnamed"], lines[-1]["kept"]) == (
        1,
        1,
        len(kept) + 1,
    )
    for path in young:
        path.unlink()


def test_files_that_mostly_have_no_row_belong_to_another_database_and_stay(
    world: World, tmp_path: Path, lines: list[dict[str, Any]]
) -> None:
    storage = Storage(tmp_path / "restored")
    for number in range(30):
        path = tmp_path / "restored" / f"{number:02}" / f"{number:032}"
        path.parent.mkdir()
        path.write_bytes(PDF)
        os.utime(path, (time.time() - 2 * AN_HOUR,) * 2)
    world.portal.run(sweep(storage, AN_HOUR))
    assert len(storage.list_keys(0)) == 30
    assert lines[0]["event"].startswith("kept files have no row")
    assert (lines[0]["level"], lines[0]["unnamed"], lines[0]["kept"]) == ("error", 30, 30)


def test_one_process_sweeps_at_a_time(
    world: World, storage: Storage, lines: list[dict[str, Any]]
) -> None:
    path = left(world.portal, "incoming", uuid4().hex, age=2 * AN_HOUR)
    with storage.try_lock() as mine, Storage(world.portal.settings.documents).try_lock() as also:
        assert (mine, also) == (True, False)
        world.portal.run(sweep(storage, AN_HOUR))
        assert path.exists()
    world.portal.run(sweep(storage, AN_HOUR))
    assert not path.exists()
    assert [line["event"] for line in lines] == ["swept"]


def test_a_disk_or_a_database_that_does_not_answer_is_swept_the_next_time(
    world: World, tmp_path: Path
) -> None:
    storage = Storage(tmp_path / "documents")
    (tmp_path / "documents" / "incoming").rmdir()
    path = tmp_path / "documents" / "incoming" / "half"

    async def come_back() -> None:
        sweeping = asyncio.create_task(keep_swept(storage, 0.2))
        await asyncio.sleep(0.1)
        path.parent.mkdir()
        path.write_bytes(b"half")
        os.utime(path, (0, 0))
        for _ in range(100):
            await asyncio.sleep(0.02)
            if not path.exists():
                break
        sweeping.cancel()

    world.portal.run(come_back())
    assert not path.exists()


def test_every_column_that_names_a_file_is_known() -> None:
    tables = [
        model
        for model in vars(models).values()
        if isinstance(model, type) and issubclass(model, Model)
    ]
    assert {
        (table, name)
        for table in tables
        for name in table._meta.fields_map
        if name in ("storage_key", "pdf_key")
    } == set(KEYS.items())
    others = {
        name for table in tables for name in table._meta.fields_map if name.endswith("_key")
    } - set(KEYS.values())
    assert others == {"public_key"}, "a file's key? Then it belongs into `server.sweep.KEYS`"
