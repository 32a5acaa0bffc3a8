"""Lingering close: a client refused while still sending reads the refusal, however fast it sends."""

import json
import socket

import pytest

from tests.support import wire
from tests.support.portal import Portal
from tests.support.world import World
from transport import lingering_close

PIECE = b"x" * 65_536


def push(portal: Portal, head: bytes, megabytes: int) -> bytes:
    """Send it all, as browsers do before they look at an answer, then read."""
    with socket.create_connection(("127.0.0.1", portal.settings.port), timeout=10) as connection:
        connection.sendall(head)
        for _ in range(megabytes * 16):
            connection.sendall(PIECE)
        answer = b""
        while received := connection.recv(65_536):
            answer += received
    return answer


def head_of(**headers: str) -> bytes:
    lines = [
        "POST /graphql HTTP/1.1",
        "Host: portal.example",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode()


@pytest.mark.parametrize("kind", ["application/json", wire.MULTIPART, "text/plain"])
def test_a_client_that_sends_four_megabytes_too_much_reads_its_refusal(
    kind: str, world: World
) -> None:
    headers = {
        **wire.authorization(world.client("user with claims")),
        "Content-Type": kind,
        "Content-Length": str(4 * 2**20),
    }
    answer = push(world.portal, head_of(**headers), 4)
    head, _, body = answer.partition(b"\r\n\r\n")
    code = json.loads(body)["errors"][0]["extensions"]["code"]
    assert (head[9:12], code) == (
        (b"415", "UNSUPPORTED_MEDIA_TYPE")
        if kind == "text/plain"
        else (b"413", "PAYLOAD_TOO_LARGE")
    )


def test_a_client_that_never_stops_sending_is_disconnected(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lingering_close, "SECONDS", 0.2)
    head = head_of(Content_Type="application/json", Content_Length=str(10**12))
    with pytest.raises(ConnectionError):
        push(portal, head, 100_000)
