"""Servers of the benchmark: each runs as one process on its own port."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2 as httpx

from benchmarks.dataset import World
from benchmarks.dataset_rows import TOKENS
from benchmarks.peer import PEER, SECRET, install_peer, node, peer_token
from benchmarks.scenarios import BenchmarkRequest

ROOT = Path(__file__).parent.parent
UNLIMITED_RATES = {
    "GUICHET_RATE_POINTS": "1000000000",
    "GUICHET_RATE_REFILL": "50000000",
    "GUICHET_RATE_REQUESTS": "1000000000",
}
"""Settings that keep the rate limiter active but never exhausted."""
SERVE = """
import os
if os.path.exists("serving.py"):  # the layout before issue 13
    from serving import bind, serve_on
else:
    from server.process import bind, serve_on
serve_on(bind("127.0.0.1", int(os.environ["GUICHET_PORT"])), 1)
"""
"""Entry point of both layouts, run in the tree, as `guichet serve` without its check of migrations.

An older tree would refuse the database of a newer one. The file decides, not `ImportError`: an
editable installation could provide the missing module from another tree.
"""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """Running server."""

    name: str
    pid: int
    port: int
    world: World

    def headers(self, ask: BenchmarkRequest) -> dict[str, str]:
        """Return the request's headers, with the session."""
        if not ask.who:
            return ask.headers
        token = peer_token(self.world, ask.who) if self.name == "postgraphile" else TOKENS[ask.who]
        return {**ask.headers, "Authorization": f"Bearer {token}"}

    def answer(self, ask: BenchmarkRequest) -> str:
        """Return the response; raise `AssertionError` unless it has the expected content."""
        url = f"http://127.0.0.1:{self.port}{ask.path}"
        text: str = httpx.post(
            url, content=ask.body, headers=self.headers(ask), timeout=60, trust_env=False
        ).text
        short = any(text.replace(" ", "").count(part) != times for part, times in ask.times.items())
        if short or ask.part not in text or ('"errors":[{' in text and ask.who == "administrator"):
            raise AssertionError(f"{self.name} answered {ask.path}: {text[:2000]}")
        return text

    def cpu_seconds(self) -> float:
        """Return the CPU seconds of the process and its children so far."""
        ticks, parents, found = {}, {}, {self.pid}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                number = int(stat.parent.name)
                ticks[number], parents[number] = int(fields[11]) + int(fields[12]), int(fields[1])
        for number in sorted(parents):
            if parents[number] in found:
                found.add(number)
        return sum(ticks[number] for number in found) / TICKS

    def memory(self) -> float:
        """Return VmRSS in MB."""
        (line,) = (
            line
            for line in Path(f"/proc/{self.pid}/status").read_text().splitlines()
            if line.startswith("VmRSS")
        )
        return int(line.split()[1]) / 1000


@contextmanager
def serving(name: str, world: World, folder: Path, tree: Path = ROOT) -> Iterator[Server]:
    """Run a server of a tree on a data set for the duration of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command, environment = _command(name, world, folder, port)
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=tree,
            env={**os.environ, "PYTHONPATH": str(tree), **environment},
            stdout=log,
            stderr=log,
        )
    try:
        _wait_for(port, process, folder / f"{name}.log")
        yield Server(name, process.pid, port, world)
    finally:
        process.terminate()
        process.wait(30)


def _command(name: str, world: World, folder: Path, port: int) -> tuple[list[str], dict[str, str]]:
    if name == "postgraphile":
        address = urlsplit(world.database_url)
        database = {
            "PEER_DATABASE": address.path[1:],
            "PEER_DATABASE_HOST": parse_qs(address.query)["host"][0],
        }
        environment = {
            **database,
            "PEER_DATABASE_USER": address.username or "postgres",
            "PEER_PORT": str(port),
            "PEER_JWT_SECRET": SECRET,
        }
        install_peer()
        return [node(), str(PEER / "server.mjs")], {**environment, "NODE_ENV": "production"}
    own = {
        "GUICHET_DATABASE_URL": world.database_url,
        "GUICHET_PORT": str(port),
        "GUICHET_DOCUMENTS": str(folder / "documents"),
        "GUICHET_OUTBOX": str(folder / "outbox"),
        "GUICHET_MAX_DOCUMENTS": "1000000",
        **UNLIMITED_RATES,
    }
    if name == "guichet":
        return [sys.executable, "-c", SERVE], own
    quiet = ["--factory", "--no-access-log", "--log-level", "warning", "--port", str(port)]
    return [sys.executable, "-m", "uvicorn", f"benchmarks.{name}:create_app", *quiet], own


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text()[-2000:]}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens: {log.read_text()[-2000:]}")


def check_tools() -> None:
    """Exit with a message if wrk is missing."""
    if shutil.which("wrk") is None:
        sys.exit("The benchmark needs wrk (Debian: apt-get install wrk).")
