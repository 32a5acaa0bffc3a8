"""Memory cost of uploads: `python -m benchmarks.upload_memory`.

Starts `guichet serve` on an empty SQLite database with raised limits, uploads one file of 200 MB
and then ten of 25 MB at once, each streamed from disk, and reads the server's resident memory
(VmRSS, VmHWM) from /proc: Linux only. Exits with 1 if a target is missed: 30 MB for the large
file, 50 MB for the ten.
"""

import asyncio
import hashlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2 as httpx
from tortoise import Tortoise

import models
from adapters.database.connection import prepare_folder, tortoise_config
from benchmarks.servers import UNLIMITED_RATES
from cli.provisioning import NewCompany, Person, Place, create_company, create_manager
from migrations.apply import migrate
from models import Language, ManagerKind
from server.services import create_services
from settings import Settings

MB = 1_000_000
ROOT = Path(__file__).parent.parent
DRAFT = "mutation { draftClaim(draft: {kind: ILLNESS}) { claim { id } } }"
UPLOAD = """mutation ($claimId: ID!, $files: [Upload!]!) {
  uploadDocuments(claimId: $claimId, files: $files) { documents { sha256 mediaType } errors { code } } }"""


@dataclass(frozen=True)
class Server:
    """Server under load, with a session."""

    process: subprocess.Popen[bytes]
    url: str
    token: str

    def client(self) -> httpx.Client:
        """Session of a signed-in user."""
        headers = {"Authorization": f"Bearer {self.token}", "X-Requested-With": "benchmark"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=600, trust_env=False)

    def memory(self, what: str) -> float:
        """Return VmRSS (now) or VmHWM (the peak since `forget_peak`), in MB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        (line,) = (line for line in lines if line.startswith(f"{what}:"))
        return int(line.split()[1]) * 1024 / MB

    def forget_peak(self) -> None:
        """Reset VmHWM (proc(5), clear_refs)."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")


def main() -> None:
    """Measure, print, and exit with 1 if a target is missed."""
    with (
        tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder,
        serving(Path(folder)) as server,
    ):
        large, medium = (made(Path(folder) / f"{size}.pdf", size * MB) for size in (200, 25))
        fine = [
            measure(server, "one file of 200 MB", [large], target=30),
            measure(server, "ten files of 25 MB at once", [medium] * 10, target=50),
        ]
    sys.exit(0 if all(fine) else 1)


def measure(server: Server, title: str, files: list[Path], target: int) -> bool:
    """Upload the files concurrently, each by its own client; print the cost."""
    claim_id = options(server, DRAFT)["draftClaim"]["claim"]["id"]
    baseline = server.memory("VmRSS")
    server.forget_peak()
    began = time.monotonic()
    with ThreadPoolExecutor(len(files)) as clients:
        list(clients.map(lambda file: upload(server, claim_id, file), files))
    seconds, peak = time.monotonic() - began, server.memory("VmHWM")
    rise = peak - baseline
    print(
        f"{title}: baseline {baseline:.1f} MB, peak {peak:.1f} MB, rise {rise:.1f} MB (target {target} MB), {seconds:.1f} s",
        flush=True,
    )
    return rise < target


def upload(server: Server, claim_id: str, file: Path) -> None:
    """Stream one file from disk and check that it arrived unchanged."""
    operations = json.dumps({"query": UPLOAD, "variables": {"claimId": claim_id, "files": [None]}})
    with server.client() as client, file.open("rb") as stream:
        fields = {"operations": operations, "map": json.dumps({"0": ["variables.files.0"]})}
        answer = client.post(
            "/graphql", data=fields, files={"0": (file.name, stream, "application/pdf")}
        ).json()
    with file.open("rb") as stream:
        expected = [
            {
                "sha256": hashlib.file_digest(stream, "sha256").hexdigest(),
                "mediaType": "application/pdf",
            }
        ]
    assert answer["data"]["uploadDocuments"] == {"documents": expected, "errors": []}, answer


def options(server: Server, document: str) -> Any:
    """Return the data of the response to a document."""
    with server.client() as client:
        return client.post("/graphql", json={"query": document}).json()["data"]


def made(path: Path, size: int) -> Path:
    """Create a file of that size that begins like a PDF and does not repeat itself."""
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        while (missing := size - file.tell()) > 0:
            file.write(os.urandom(min(missing, MB)))
    return path


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Run a server on an empty, migrated database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(
        port=port,
        database_url=f"sqlite://{folder / 'guichet.sqlite3'}",
        documents=folder / "documents",
        outbox=folder / "outbox",
        max_file_bytes=300 * MB,
        max_upload_bytes=301 * MB,
    )
    token = asyncio.run(prepared(settings))
    named = ("port", "database_url", "documents", "outbox", "max_file_bytes", "max_upload_bytes")
    environment = {
        **os.environ,
        **{f"GUICHET_{name.upper()}": str(getattr(settings, name)) for name in named},
        **UNLIMITED_RATES,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "serve"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        server = Server(process, settings.origin, token)
        wait_for(server)
        yield server
    finally:
        process.terminate()
        process.wait(30)


def wait_for(server: Server) -> None:
    """Wait until the server responds."""
    for _ in range(200):
        try:
            options(server, "{ viewer { role } }")
        except httpx.ConnectError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server does not answer")


async def prepared(settings: Settings) -> str:
    """Migrate the database and create a company with an administrator; return a session token."""
    prepare_folder(settings.database_url)
    config = tortoise_config(settings.database_url)
    await migrate(config)
    await Tortoise.init(config=config)
    try:
        return await signed_in(settings)
    finally:
        await Tortoise.close_connections()


async def signed_in(settings: Settings) -> str:
    """Create a company with an administrator; return the token of the administrator's session."""
    person = Person("Ada", "Lovelace", "ada@example.com", "+41 79 123 45 67")
    services = create_services(settings)
    for kind in ManagerKind:
        await create_manager(services, person, kind, [Language.FR])
    contract, health = [
        (await manager.user).identifier for manager in await models.Manager.all().order_by("kind")
    ]
    new = NewCompany(
        "Alpha SA",
        "CHE-100.155.212",
        Place("Rue du Rhône", "1", "1204", "Genève"),
        contract,
        health,
        (),
        Language.FR,
    )
    await create_company(services, new, person)
    membership, token, now = (
        await models.Membership.get().select_related("user"),
        models.new_token(),
        datetime.now(UTC),
    )
    await models.User.filter(id=membership.user_id).update(status=models.UserStatus.ACTIVE)
    await models.Session.create(
        user=membership.user,
        membership=membership,
        token_hash=models.hash_token(token),
        created_at=now,
        last_used_at=now,
        expires_at=now + timedelta(hours=1),
        proved_at=now,
    )
    return token


if __name__ == "__main__":
    main()
