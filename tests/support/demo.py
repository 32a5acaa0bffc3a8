"""`guichet demo` as a process."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx

from settings import Settings
from tests.support import ROOT
from tests.support.portal import Client, free_port
from tests.support.processes import wait_until_answering


@contextmanager
def running_demo(folder: Path, *options: str) -> Iterator[tuple[Client, str]]:
    """Run the demo for the length of the block; yields a client and the printed text."""
    origin = Settings(port=free_port()).origin
    environment = {
        "GUICHET_PORT": origin.rsplit(":", 1)[1],
        "GUICHET_DATABASE_URL": f"sqlite://{folder / 'guichet.sqlite3'}",
        "GUICHET_DOCUMENTS": str(folder / "documents"),
        "GUICHET_OUTBOX": str(folder / "outbox"),
    }
    printed = folder / "printed"
    with printed.open("w") as output:
        command = [sys.executable, "-m", "cli", "demo", *options]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
        )
    with httpx.Client(base_url=origin, timeout=30, trust_env=False) as http:
        try:
            wait_until_answering(http, process)
            client = Client.__new__(Client)
            client.http = http
            yield client, printed.read_text(encoding="utf-8")
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
