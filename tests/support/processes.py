"""`guichet serve` as an operator runs it: a process of its own, on the database of this run."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2 as httpx

from settings import Settings
from tests.support import ROOT
from tests.support.leaks import LEAKS
from tests.support.portal import Client, free_port

RATES = ("rate_points", "rate_refill", "rate_requests")
"""The same for all: the processes of a run share its buckets."""


@dataclass(frozen=True)
class Served:
    """Serving process and the file of its log."""

    port: int
    log: Path
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(settings: Settings, log: Path, *options: str, **changes: str) -> Iterator[Served]:
    """Serve from another process for the length of the block, and stop it by SIGTERM.

    `changes` are settings that differ from the portal's.
    """
    port = free_port()
    own = {
        "port": str(port),
        "database_url": settings.database_url,
        "documents": str(settings.documents),
        "outbox": str(settings.outbox),
        "smtp_url": settings.smtp_url.get_secret_value(),
        "portal_url": settings.portal_url,
        "argon2_memory_kib": str(settings.argon2_memory_kib),
        **{name: str(getattr(settings, name)) for name in RATES},
        **changes,
    }
    environment = {
        **os.environ,
        **{f"GUICHET_{name.upper()}": value for name, value in own.items()},
    }
    with log.open("ab") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli", "serve", *options],
            cwd=ROOT,
            env=environment,
            stdout=file,
            stderr=file,
        )
    served = Served(port, log, process)
    try:
        _wait_for(served)
        yield served
    finally:
        process.terminate()
        process.wait(30)
    for line in log.read_bytes().splitlines():
        LEAKS.line(line)


def _wait_for(served: Served) -> None:
    for _ in range(300):
        assert served.process.poll() is None, served.log.read_text()
        try:
            httpx.get(served.url, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("nothing answers")


def wait_until_answering(http: httpx.Client, process: subprocess.Popen[str]) -> None:
    """Wait until the server responds, thirty seconds at most."""
    for _ in range(300):
        try:
            http.get("/graphql")
        except httpx.TransportError:
            assert process.poll() is None, process.communicate()[1]
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")


def talk_to(second: str, client: Client) -> Client:
    """Send the client's further requests to another process; returns the client."""
    client.http.base_url = second
    return client
