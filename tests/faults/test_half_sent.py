"""Two thousand unfinished requests: all are closed in time, and others are answered meanwhile."""

import resource
import selectors
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.load import READ
from tests.faults.server import Served

pytestmark = pytest.mark.faults

HEADS, BODIES, FILES = 1_000, 1_000, 6_000
HEAD_SECONDS, BODY_SECONDS, MARGIN = 10, 25, 2.5
LINGERS = 2.0
"""Seconds that a connection stays to be read from after its answer (`transport/lingering_close.py`)."""
P99_SECONDS, GROWTH_MB = 0.25, 50
HALF_A_HEAD = b"POST /graphql HTTP/1.1\r\nHost: x\r\nX-Half:"
HALF_A_BODY = b'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{"query": "'


@contextmanager
def many_files() -> Iterator[None]:
    """As many open files as it takes, for this process and those that it starts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < FILES:
        pytest.skip(
            f"TOO FEW OPEN FILES ALLOWED HERE: {hard}; {FILES} are needed for two thousand connections"
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, FILES), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_half_sent_request_is_closed_in_time_and_delays_no_other(
    install: Callable[..., Served],
) -> None:
    with many_files():
        served = install()
        served.start()
        before = memory(served)
        with ThreadPoolExecutor(1) as pool:
            let_go = pool.submit(hold, served)
            seconds = ask(served, let_go.done)
            heads, bodies, told = let_go.result()
        growth, p99 = memory(served) - before, sorted(seconds)[len(seconds) * 99 // 100]
    print(
        f"\nhalf-sent: {HEADS} heads let go within {max(heads):.1f} s, {BODIES} bodies within {max(bodies):.1f} s, {told} of them told 408; meanwhile "
        f"{len(seconds)} questions of somebody signed in, p99 {p99 * 1000:.0f} ms, longest {max(seconds) * 1000:.0f} ms; memory + {growth:.0f} MB",
        flush=True,
    )
    assert len(heads) + len(bodies) == told == HEADS + BODIES
    assert max(heads) < HEAD_SECONDS + LINGERS + MARGIN
    assert max(bodies) < BODY_SECONDS + LINGERS + MARGIN
    assert p99 < P99_SECONDS
    assert growth < GROWTH_MB


def hold(served: Served) -> tuple[list[float], list[float], int]:
    """Begin the requests and wait: how long each head and body was waited for, and how many were told that it took too long."""
    selector, told = selectors.DefaultSelector(), 0
    lasted: dict[bytes, list[float]] = {HALF_A_HEAD: [], HALF_A_BODY: []}
    for number in range(HEADS + BODIES):
        half = HALF_A_HEAD if number % 2 else HALF_A_BODY
        connection = socket.create_connection(("127.0.0.1", served.port), timeout=10)
        connection.sendall(half)
        connection.setblocking(False)
        selector.register(connection, selectors.EVENT_READ, (half, time.monotonic()))
    deadline = time.monotonic() + 60
    while selector.get_map() and time.monotonic() < deadline:
        for key, _ in selector.select(1):
            half, began = key.data
            connection = key.fileobj
            assert isinstance(connection, socket.socket)
            answer = received(connection)
            if answer:
                told += b" 408 " in answer
                continue
            lasted[half].append(time.monotonic() - began)
            selector.unregister(connection)
            connection.close()
    return lasted[HALF_A_HEAD], lasted[HALF_A_BODY], told


def received(connection: socket.socket) -> bytes:
    """Return the bytes received; empty where the connection has ended."""
    try:
        return connection.recv(65_536)
    except ConnectionResetError:
        return b""


def ask(served: Served, is_over: Callable[[], bool]) -> list[float]:
    """Return the seconds that each query took, ten a second, until the end."""
    seconds = []
    with served.client() as client:
        while not is_over():
            began = time.monotonic()
            assert "errors" not in client.post("/graphql", json={"query": READ}).json()
            seconds.append(time.monotonic() - began)
            time.sleep(0.1)
    return seconds


def memory(served: Served) -> float:
    """The resident memory of the process, in MB."""
    assert served.process is not None
    (line,) = [
        line
        for line in Path(f"/proc/{served.process.pid}/status").read_text().splitlines()
        if line.startswith("VmRSS")
    ]
    return int(line.split()[1]) / 1000
