"""A real `guichet serve` that faults may hit, with a signed-in user."""

import json
import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import httpx2 as httpx

from tests.support import ROOT
from tests.support.first_database import run_sql
from tests.support.portal import free_port

DRAFT = "mutation ($reference: String!) { draftClaim(draft: {kind: ILLNESS, companyReference: $reference}) { claim { id } errors { code } } }"
UPLOAD = """mutation ($claimId: ID!, $files: [Upload!]!) {
  uploadDocuments(claimId: $claimId, files: $files) { documents { sha256 } errors { code } } }"""
WHO = "{ viewer { role } }"


class Served:
    """An installation with its data, and the process that serves it."""

    def __init__(self, folder: Path, database_url: str, **settings: str) -> None:
        self.database_url, self.documents, self.log = (
            database_url,
            folder / "documents",
            folder / "server.log",
        )
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        own = {
            "PORT": str(self.port),
            "DATABASE_URL": database_url,
            "DOCUMENTS": str(self.documents),
            "OUTBOX": str(folder / "outbox"),
        }
        rates = {"RATE_POINTS": "1000000", "RATE_REFILL": "100000", "RATE_REQUESTS": "100000"}
        named = {f"GUICHET_{name}": value for name, value in {**own, **rates, **settings}.items()}
        self.environment = {**os.environ, "TMPDIR": str(folder), **named}
        self.token = self._prepared()
        self.process: subprocess.Popen[bytes] | None = None

    def _prepared(self) -> str:
        command = [sys.executable, "-m", "tests.faults.prepare"]
        run = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert run.returncode == 0, run.stderr
        return run.stdout.split()[-1]

    def start(self, *arguments: str, under: tuple[str, ...] = ()) -> float:
        """Start the process; returns the seconds until it answered."""
        began = time.monotonic()
        command = [*under, sys.executable, "-m", "cli", "serve", *arguments]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        while not self.answers("/healthz"):
            assert self.process.poll() is None, self.log.read_text()[-2000:]
            assert time.monotonic() < began + 30, "the server does not come up"
            time.sleep(0.02)
        return time.monotonic() - began

    def answers(self, path: str) -> bool:
        """Return True if a path is answered with 200 at once."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> float:
        """SIGTERM; returns the seconds until the process was gone."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(40)
        finally:
            if self.process.poll() is None:
                self.kill()
        return time.monotonic() - began

    def client(self, timeout: float = 30) -> httpx.Client:
        """Signed-in client."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "X-Requested-With": "tests",
            "Accept-Language": "en",
        }
        return httpx.Client(base_url=self.url, headers=headers, timeout=timeout, trust_env=False)

    def ask(self, document: str, **variables: Any) -> Any:
        """The body that answers a document."""
        with self.client() as client:
            return client.post("/graphql", json={"query": document, "variables": variables}).json()

    def draft(self, reference: str = "") -> str:
        """The ID of a new claim."""
        return str(self.ask(DRAFT, reference=reference)["data"]["draftClaim"]["claim"]["id"])

    def sql(self, statement: str) -> list[dict[str, Any]]:
        """The rows of a statement, by the database's own driver."""
        return run_sql(self.database_url, statement)

    def files(self) -> set[Path]:
        """All that is kept in the folder of the documents, half-received files included."""
        return {path for path in self.documents.rglob("*") if path.is_file()}

    def temporary_files(self) -> list[str]:
        """Return the files open in the temporary folder: nameless, removed when the process ends."""
        assert self.process is not None
        links = []
        for descriptor in Path(f"/proc/{self.process.pid}/fd").iterdir():
            try:
                links.append(str(descriptor.readlink()))
            except FileNotFoundError:
                continue
        return [
            link
            for link in links
            if link.startswith(self.environment["TMPDIR"]) and link.endswith("(deleted)")
        ]

    def end(self) -> None:
        """Stop every process of the server, whatever happened."""
        if self.process is not None and self.process.poll() is None:
            self.stop()


def multipart(document: str, files: list[tuple[str, bytes]], **variables: Any) -> dict[str, Any]:
    """The parts of an upload, as httpx takes them."""
    operations = {"query": document, "variables": {**variables, "files": [None] * len(files)}}
    places = {str(index): [f"variables.files.{index}"] for index in range(len(files))}
    return {
        "data": {"operations": json.dumps(operations), "map": json.dumps(places)},
        "files": {
            str(index): (name, content, "application/octet-stream")
            for index, (name, content) in enumerate(files)
        },
    }
