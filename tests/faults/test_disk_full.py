"""A full disk: a clean error, no temporary file, queries are answered, and recovery once there is room."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.faults.server import DRAFT, UPLOAD, Served, multipart
from tests.support.claim_files import PDF

pytestmark = pytest.mark.faults

SIZE = 8_000_000
CONTENT = PDF + bytes(2_000_000)
CLAIMS = "{ claims { totalCount edges { node { documents { name } } } } }"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    if os.geteuid() != 0:
        pytest.skip(
            "NO ROOT, NO DISK TO FILL: tests/adapters/test_storage.py has the storage refused at each step instead"
        )
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    if mount.returncode != 0:
        pytest.skip(
            f"NO DISK TO FILL: {mount.stderr.strip()}; tests/adapters/test_storage.py has the storage refused at each step instead"
        )
    yield folder
    subprocess.run(["umount", folder], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """The disk has no room."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    try:
        yield
    finally:
        filler.unlink()


def upload(served: Served, claim: str) -> Any:
    """The answer to an upload."""
    with served.client() as client:
        return client.post(
            "/graphql", **multipart(UPLOAD, [("certificat.pdf", CONTENT)], claimId=claim)
        ).json()


def code(answer: Any) -> str:
    (error,) = answer["errors"]
    return str(error["extensions"]["code"])


def is_ready(served: Served) -> bool:
    time.sleep(1.1)  # an answer is good for a second
    return served.answers("/readyz")


def test_where_documents_have_no_room_uploads_are_refused_and_all_else_goes_on(
    disk: Path, install: Callable[..., Served]
) -> None:
    served = install(DOCUMENTS=str(disk / "documents"))
    served.documents = disk / "documents"
    served.start()
    claim = served.draft()
    with full(disk):
        assert code(upload(served, claim)) == "UNAVAILABLE"
        assert served.files() == set()
        assert served.ask(CLAIMS)["data"]["claims"]["totalCount"] == 1
        assert served.draft()
        assert not is_ready(served)
    began = time.monotonic()
    assert upload(served, claim)["data"]["uploadDocuments"]["errors"] == []
    assert len(served.files()) == 1
    assert is_ready(served)
    assert served.temporary_files() == []
    print(
        f"\ndisk full (documents): UNAVAILABLE, nothing stays, questions and drafts go on; well again {time.monotonic() - began:.1f} s later",
        flush=True,
    )


def test_where_the_temporary_folder_has_no_room_uploads_are_refused_and_all_else_goes_on(
    disk: Path, install: Callable[..., Served]
) -> None:
    served = install()
    served.environment["TMPDIR"] = str(disk)
    served.start()
    claim = served.draft()
    assert "errors" not in upload(
        served, claim
    )  # Python looks for a temporary folder once, and takes another one where it has no room
    with full(disk):
        assert code(upload(served, claim)) == "UNAVAILABLE"
        assert served.temporary_files() == []
        assert served.ask(CLAIMS)["data"]["claims"]["totalCount"] == 1
    assert upload(served, claim)["data"]["uploadDocuments"]["errors"] == []
    assert served.temporary_files() == []
    assert list(disk.iterdir()) == []
    print(
        "\ndisk full (temporary folder): UNAVAILABLE, nothing stays, questions go on; well again at once",
        flush=True,
    )


def test_a_full_database_refuses_mutations_and_answers_queries(
    disk: Path, install: Callable[..., Served]
) -> None:
    served = install(DATABASE_URL=f"sqlite://{disk / 'guichet.sqlite3'}")
    served.start()
    claim = served.draft("before")
    with full(disk):
        outcomes = [served.ask(DRAFT, reference=f"full-{number}") for number in range(20)]
        refused = [answer for answer in outcomes if "errors" in answer]
        assert {code(answer) for answer in refused} == {"UNAVAILABLE"}
        assert code(upload(served, claim)) == "UNAVAILABLE"
        assert served.files() == set()
        kept = served.ask(CLAIMS)["data"]["claims"]["totalCount"]
        assert kept == 1 + len(outcomes) - len(refused)
    assert served.draft("after")
    assert upload(served, claim)["data"]["uploadDocuments"]["errors"] == []
    assert '"event":"fault"' not in served.log.read_text()
    print(
        f"\ndisk full (SQLite): {len(refused)} of {len(outcomes)} drafts UNAVAILABLE, none of them half there, questions go on; well again at once",
        flush=True,
    )
