"""`guichet serve` on an empty SQLite database with raised limits, and a session of its user."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
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
from cli.provisioning import NewCompany, Person, PostalAddress, create_company, create_manager
from migrations.apply import migrate
from models import Language, ManagerKind
from server.services import create_services
from settings import Settings

MB = 1_000_000
ROOT = Path(__file__).parent.parent


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


def options(server: Server, document: str) -> Any:
    """Return the data of the response to a document."""
    with server.client() as client:
        return client.post("/graphql", json={"query": document}).json()["data"]


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
        PostalAddress("Rue du Rhône", "1", "1204", "Genève"),
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
