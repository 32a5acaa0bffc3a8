"""Requests that do not arrive: told so in time, while others are answered as ever."""

import asyncio
import json
import socket
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from threading import Thread
from typing import Any

import pytest
import uvicorn

from server import process
from tests.support import wire
from tests.support.portal import Client, free_port
from transport import timeouts
from transport.timeouts import TimeoutProtocol


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answers with the length of the body, once it has come."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message["body"], message["more_body"]
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-length", b"%d" % len(str(len(body))))],
        }
    )
    await send({"type": "http.response.body", "body": str(len(body)).encode()})


async def tell_much(scope: Any, receive: Any, send: Any) -> None:
    """Answers with 32 megabytes."""
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-length", b"%d" % 2**25)],
        }
    )
    await send({"type": "http.response.body", "body": bytes(2**25)})


class Served:
    """A server of its own whose clock for receipts is fifty times as fast."""

    def __init__(self, port: int) -> None:
        self.port = port

    def talk(self, *pieces: bytes, pause: float = 0.0) -> tuple[bytes, float]:
        """Send the pieces with a pause between two, and read to the end of the connection; how long it stayed open."""
        began = time.perf_counter()
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            answer = b""
            try:
                for piece in pieces:
                    connection.sendall(piece)
                    time.sleep(pause)
                while received := connection.recv(65536):
                    answer += received
            except (BrokenPipeError, ConnectionResetError):
                pass
        return answer, time.perf_counter() - began


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    for name in ("HEAD_SECONDS", "BODY_SECONDS", "UPLOAD_SECONDS"):
        monkeypatch.setattr(timeouts, name, getattr(timeouts, name) / 50)
    monkeypatch.setattr(timeouts, "UPLOAD_BYTES_A_SECOND", timeouts.UPLOAD_BYTES_A_SECOND * 50)
    port = free_port()
    config = uvicorn.Config(
        echo,
        http=TimeoutProtocol,
        port=port,
        log_config=None,
        lifespan="off",
        timeout_keep_alive=1,
    )
    server = uvicorn.Server(config)
    thread = Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Served(port)
    server.should_exit = True
    thread.join(10)


HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"


def test_half_a_head_is_closed_after_ten_seconds(served: Served) -> None:
    answer, seconds = served.talk(HEAD)
    assert answer.startswith(b"HTTP/1.1 408")
    assert 0.15 < seconds < 0.6


def test_a_connection_without_a_byte_is_closed_after_ten_seconds(served: Served) -> None:
    answer, seconds = served.talk()
    assert answer.startswith(b"HTTP/1.1 408")
    assert 0.15 < seconds < 0.6


def test_a_head_that_trickles_in_gains_no_time(served: Served) -> None:
    _, seconds = served.talk(*(HEAD[at : at + 1] for at in range(25)), pause=0.03)
    assert seconds < 1.0


def test_half_a_body_is_closed_after_twenty_five_seconds(served: Served) -> None:
    answer, seconds = served.talk(HEAD + b"Content-Length: 100\r\n\r\n", b"half")
    assert answer.startswith(b"HTTP/1.1 408")
    assert 0.4 < seconds < 1.0


@pytest.mark.parametrize(("length", "least", "most"), [(100, 1.1, 1.7), (2_000_000, 1.9, 2.6)])
def test_an_upload_has_a_minute_and_a_second_for_each_fifty_kilobytes(
    length: int, least: float, most: float, served: Served
) -> None:
    head = (
        HEAD
        + b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n" % length
    )
    answer, seconds = served.talk(head, b"half")
    assert answer.startswith(b"HTTP/1.1 408")
    assert least < seconds < most


def test_a_changed_clock_changes_no_deadline(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    days, real = cycle((86_400, -86_400, 0)), time.time
    monkeypatch.setattr("time.time", lambda: real() + next(days))
    _, half_a_head = served.talk(HEAD)
    _, half_a_body = served.talk(HEAD + b"Content-Length: 100\r\n\r\n", b"half")
    assert 0.15 < half_a_head < 0.6
    assert 0.4 < half_a_body < 1.0


def test_a_head_of_more_than_thirty_two_kilobytes_is_refused(served: Served) -> None:
    answer, _ = served.talk(HEAD + b"X: " + b"x" * 20_000, b"x" * 20_000)
    assert answer.startswith(b"HTTP/1.1 431")


def test_a_client_that_sends_in_time_gets_every_response(served: Served) -> None:
    answer, _ = served.talk(*[HEAD + b"Content-Length: 4\r\n\r\nbody"] * 3, pause=0.3)
    assert answer.count(b"HTTP/1.1 200") == 3
    assert b" 408 " not in answer


def test_unfinished_requests_delay_no_other_client(anonymous: Client) -> None:
    portal = anonymous.portal
    waiting = [wire.connection(portal) for _ in range(150)]
    try:
        for number, connection in enumerate(waiting):
            connection.sendall(
                b"POST /graphql HTTP/1.1\r\n"
                if number % 2
                else b"POST /graphql HTTP/1.1\r\nContent-Length: 9\r\n\r\n{"
            )
        assert json.loads(anonymous.ask("{ viewer { role } }").response.content)["data"] == {
            "viewer": None
        }
    finally:
        for connection in waiting:
            connection.close()


@pytest.mark.skipif(
    not hasattr(socket, "TCP_USER_TIMEOUT"),
    reason="only Linux ends connections whose other end reads nothing",
)
def test_a_client_that_reads_no_response_is_disconnected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "UNREAD_MS", 500)
    sock = process.bind("127.0.0.1", 0)
    server = uvicorn.Server(
        uvicorn.Config(tell_much, http=TimeoutProtocol, log_config=None, lifespan="off")
    )
    thread = Thread(target=lambda: asyncio.run(server.serve(sockets=[sock])), daemon=True)
    thread.start()
    assert waited_for(lambda: server.started)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(sock.getsockname())
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert waited_for(lambda: bool(server.server_state.tasks))
        assert waited_for(lambda: not server.server_state.connections), (
            "its answer and its connection stay for ever"
        )
    server.should_exit = True
    thread.join(10)


def waited_for(what: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not what() and time.monotonic() < until:
        time.sleep(0.01)
    return what()
