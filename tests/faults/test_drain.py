"""SIGTERM during uploads: accepted requests are answered, later ones refused, the process ends in thirty seconds."""

import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from tests.faults.server import UPLOAD, Served
from tests.support import wire
from tests.support.claim_files import PDF

pytestmark = pytest.mark.faults

BODY_AT_ONCE = 2_000
CONTENT = PDF + bytes(3_000_000)


@dataclass
class Drained:
    """Outcome of a SIGTERM."""

    refused_after: float
    answered_after: float
    gone_after: float
    answer: wire.Reply
    given_up: wire.Reply
    """Last response to the client that hangs."""


def test_sigterm_drains_and_a_client_that_hangs_does_not_keep_the_process(
    install: Callable[..., Served],
) -> None:
    one, two = install(), install()
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(drain, (one, two), ((), ("--workers", "2"))))
    for served, drained in zip((one, two), outcomes, strict=True):
        assert drained.answer.status == 200
        assert drained.answer.json["data"]["uploadDocuments"]["errors"] == []
        assert drained.refused_after < 2
        assert drained.gone_after < 30
        (row,) = served.sql("SELECT storage_key FROM document")
        assert [path.name for path in served.files()] == [row["storage_key"]]
        assert (drained.given_up.status, drained.given_up.code) == (503, "UNAVAILABLE")
        assert drained.given_up.headers["x-request-id"]
        log = served.log.read_text()
        assert '"event":"fault"' not in log
        assert "Exception in ASGI" not in log
        assert log.count('"codes":["UNAVAILABLE"]') == 1
    told = [
        f"refused after {d.refused_after:.1f} s, answered after {d.answered_after:.1f} s, gone after {d.gone_after:.1f} s"
        for d in outcomes
    ]
    print(f"\ndrain: one process: {told[0]}; two workers: {told[1]}", flush=True)


def test_an_idle_process_ends_at_once(install: Callable[..., Served]) -> None:
    served = install()
    served.start()
    with served.client() as idle:
        assert idle.get("/healthz").status_code == 200
        assert served.stop() < 3


def drain(served: Served, arguments: tuple[str, ...]) -> Drained:
    """Two uploads under way, one that is slow and one that hangs; then SIGTERM."""
    served.start(*arguments)
    claim = served.draft()
    with (
        begin(served, claim) as slow,
        begin(served, claim) as hanging,
        ThreadPoolExecutor(1) as pool,
    ):
        time.sleep(1)
        began = time.monotonic()
        stopping = pool.submit(served.stop)
        while accepted(served):
            assert time.monotonic() < began + 10, "new connections are still accepted"
            time.sleep(0.05)
        refused_after = time.monotonic() - began
        time.sleep(3)
        slow.sendall(body(claim)[BODY_AT_ONCE:])
        answer = wire.receive(slow)
        answered_after = time.monotonic() - began
        gone_after = stopping.result()
        given_up = wire.receive(hanging)
    return Drained(refused_after, answered_after, gone_after, answer, given_up)


def begin(served: Served, claim: str) -> socket.socket:
    """An upload of which the beginning is sent."""
    connection = socket.create_connection(("127.0.0.1", served.port), timeout=40)
    length = str(len(body(claim)))
    headers = {
        "Authorization": f"Bearer {served.token}",
        "X-Requested-With": "tests",
        "Content-Type": wire.MULTIPART,
        "Content-Length": length,
    }
    wire.begin(connection, headers, body(claim)[:BODY_AT_ONCE])
    return connection


def body(claim: str) -> bytes:
    return wire.upload_body(UPLOAD, [(b"certificat.pdf", CONTENT)], claimId=claim)


def accepted(served: Served) -> bool:
    """Return True if a new connection is accepted."""
    try:
        socket.create_connection(("127.0.0.1", served.port), timeout=2).close()
    except (ConnectionRefusedError, TimeoutError):
        return False
    return True
