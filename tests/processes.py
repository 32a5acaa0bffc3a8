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
from tests.leaks import LEAKS
from tests.portal import free_port

ROOT = Path(__file__).parent.parent
RATES = ("rate_points", "rate_refill", "rate_requests")
"""The same for all: the processes of a run share its buckets."""


@dataclass(frozen=True)
class Served:
    """A process that serves, and the file that its log goes to."""

    port: int
    log: Path
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def serving(settings: Settings, log: Path, *options: str, **changes: str) -> Iterator[Served]:
    """A process that serves beside the portal; `changes` are settings, and it is told to stop at the end of the block."""
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
