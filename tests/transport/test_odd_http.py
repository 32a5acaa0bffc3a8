"""Unusual and invalid HTTP over bare sockets: answered or refused, never a 5xx, always with the same headers."""

import socket
import time

import pytest

from tests.support import wire
from tests.support.portal import Client, Portal
from transport.headers import HEADERS
from transport.timeouts import MAX_PIPELINED

HOST = b"Host: portal.example\r\n"
QUESTION = b'{"query": "{ viewer { role } }"}'
POST = b"POST /graphql HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
WHOLE = POST + b"Content-Length: %d\r\n\r\n" % len(QUESTION) + QUESTION
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n"
UPGRADE = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
SOCKET = b"GET /graphql HTTP/1.1\r\n" + HOST + UPGRADE


def talk(portal: Portal, *pieces: bytes) -> bytes:
    """Send these bytes, and read until the server ends the connection or has no more to say."""
    answer = b""
    with socket.create_connection(("127.0.0.1", portal.settings.port), timeout=2) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
            while received := connection.recv(65_536):
                answer += received
                connection.settimeout(0.3)
        except (TimeoutError, ConnectionError):
            pass
    return answer


def statuses(answer: bytes) -> list[int]:
    return [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]]


SERVED = {
    "HTTP/1.0": WHOLE.replace(b"HTTP/1.1", b"HTTP/1.0"),
    "HTTP/1.0 without a host": WHOLE.replace(b"HTTP/1.1", b"HTTP/1.0").replace(HOST, b""),
    "a target with another site's address": WHOLE.replace(
        b"/graphql", b"http://evil.example/graphql"
    ),
    "an odd host": WHOLE.replace(b"portal.example", b"evil.example:99999"),
    "a host that is none": WHOLE.replace(b"portal.example", b'\'; DROP TABLE "user" --'),
    "an empty host": WHOLE.replace(b"portal.example", b""),
    "header names in capitals": WHOLE.replace(b"Content-Type", b"CONTENT-TYPE"),
    "chunks": CHUNKED + b"\r\n%x\r\n" % len(QUESTION) + QUESTION + b"\r\n0\r\n\r\n",
    "chunks of one byte": CHUNKED
    + b"\r\n"
    + b"".join(b"1\r\n%c\r\n" % byte for byte in QUESTION)
    + b"0\r\n\r\n",
    "chunks with extensions and a trailer": CHUNKED
    + b"\r\n%x;a=b\r\n" % len(QUESTION)
    + QUESTION
    + b"\r\n0\r\nX-Trailer: x\r\n\r\n",
    "an expectation": WHOLE.replace(HOST, HOST + b"Expect: 200-ok\r\n"),
}
REFUSED = {
    "a length and chunks": (CHUNKED + b"Content-Length: 3\r\n\r\n0\r\n\r\n", 400),
    "chunks and a length": (POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    "two lengths": (POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n{}", 400),
    "the same length twice": (POST + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400),
    "two lengths in one": (POST + b"Content-Length: 2, 2\r\n\r\n{}", 400),
    "a coding that nobody knows": (POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
    "a chunk longer than can be counted": (CHUNKED + b"\r\nfffffffffffffffff\r\nx", 400),
    "a header folded over two lines": (POST + b"X-Folded: a\r\n b\r\nContent-Length: 2\r\n\r\n{}", 400),
    "a blank before the colon": (POST + b"Content-Length : 2\r\n\r\n{}", 400),
    "a header of nothing": (POST + b": x\r\nContent-Length: 2\r\n\r\n{}", 400),
    "a zero byte in a header": (POST + b"X: a\0b\r\nContent-Length: 2\r\n\r\n{}", 400),
    "lines that end half": (WHOLE.replace(b"\r\n", b"\n"), 400),
    "no host": (WHOLE.replace(HOST, b""), 400),
    "two hosts": (WHOLE.replace(HOST, HOST + HOST), 400),
    "a head of 64 kB": (POST + b"X: " + b"x" * 65_536 + b"\r\nContent-Length: 2\r\n\r\n{}", 431),
    "six thousand headers": (POST + b"X: x\r\n" * 6_000 + b"Content-Length: 2\r\n\r\n{}", 431),
    "an address of 64 kB": (b"GET /graphql?" + b"x" * 65_536 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 431),
    "a method in small letters": (WHOLE.replace(b"POST", b"post"), 400),
    "a method that nobody knows": (WHOLE.replace(b"POST", b"GRAPHQL"), 400),
    "a tunnel": (b"CONNECT portal.example:443 HTTP/1.1\r\n" + HOST + b"\r\n", 400),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "HTTP/3.0": (WHOLE.replace(b"HTTP/1.1", b"HTTP/3.0"), 400),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    "nothing but noise": (bytes(range(128, 256)) * 10, 400),
    "a trace": (b"TRACE /graphql HTTP/1.1\r\n" + HOST + b"Authorization: Bearer x\r\n\r\n", 405),
    "WebDAV": (b"PROPFIND /graphql HTTP/1.1\r\n" + HOST + b"\r\n", 405),
    "the server's options": (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "our options, without CORS": (b"OPTIONS /graphql HTTP/1.1\r\n" + HOST + b"Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n", 405),
    "another path": (WHOLE.replace(b"/graphql", b"/graphql/"), 404),
    "a path that leads out": (b"GET /explorer/../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    "a download by POST": (WHOLE.replace(b"/graphql", b"/download/x"), 405),
    "a compressed body": (WHOLE.replace(HOST, HOST + b"Content-Encoding: gzip\r\n"), 415),
    "a body compressed as a transfer": (POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n3\r\n\x1f\x8b\x08\r\n0\r\n\r\n", 400),
    "a form": (WHOLE.replace(b"application/json", b"application/x-www-form-urlencoded"), 415),
    "a text": (WHOLE.replace(b"application/json", b"text/plain"), 415),
    "a socket of our own page": (SOCKET + b"Origin: http://portal.example\r\n\r\n", 405),
    "a socket of a foreign page": (SOCKET + b"Origin: https://evil.example\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n", 405),
    "a socket elsewhere": (SOCKET.replace(b"/graphql", b"/subscriptions") + b"\r\n", 404),
    "a socket and a cookie": (SOCKET + b"Origin: https://evil.example\r\nCookie: guichet=x\r\n\r\n", 405),
}  # fmt: skip


def assert_guarded(answer: bytes) -> None:
    """Every answer has the headers that tell browsers to do nothing with it, and no cache to keep it."""
    for head in [part.partition(b"\r\n\r\n")[0].lower() for part in answer.split(b"HTTP/1.1 ")[1:]]:
        lines = head.split(b"\r\n")
        for name, value in HEADERS.items():
            assert lines.count(name + b": " + value.lower()) == 1
        assert b"cache-control: no-store" in lines
        assert head.count(b"content-security-policy: ") == head.count(b"x-request-id: ") == 1
        assert b"server: " not in head
        assert b"location: " not in head


@pytest.mark.parametrize("title", SERVED)
def test_unusual_requests_are_answered(title: str, portal: Portal) -> None:
    answer = talk(portal, SERVED[title])
    assert statuses(answer) == [200]
    assert b'{"data":{"viewer":null}' in answer
    assert b"evil" not in answer
    assert_guarded(answer)


@pytest.mark.parametrize("title", REFUSED)
def test_an_invalid_request_is_refused_once(title: str, portal: Portal) -> None:
    sent, status = REFUSED[title]
    answer = talk(portal, sent)
    assert statuses(answer) == [status]
    assert b"Traceback" not in answer
    assert b"Bearer" not in answer
    assert_guarded(answer)


def test_http_0_9_is_refused(portal: Portal) -> None:
    """HTTP/0.9 has no heads: its one line is waited for until a head is due, and no end of a head makes it one."""
    assert statuses(talk(portal, b"GET /graphql\r\n")) == []
    assert statuses(talk(portal, b"GET /graphql\r\n\r\n")) == [400]


def test_a_body_of_sixteen_megabytes_in_chunks_is_refused(portal: Portal) -> None:
    chunk = b"10000\r\n" + b" " * 65_536 + b"\r\n"
    with wire.connection(portal) as connection:
        connection.sendall(CHUNKED + b"\r\n")
        for _ in range(256):
            connection.sendall(chunk)
        reply = wire.receive(connection)
    assert (reply.status, reply.code, reply.headers["connection"]) == (
        413,
        "PAYLOAD_TOO_LARGE",
        "close",
    )


def test_expect_100_continue_is_confirmed_or_refused(portal: Portal) -> None:
    waiting = WHOLE.replace(HOST, HOST + b"Expect: 100-continue\r\n")
    assert statuses(talk(portal, waiting)) == [100, 200]
    too_much = POST + b"Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n"
    assert statuses(talk(portal, too_much)) == [413]


def test_after_an_upgrade_request_nothing_more_is_read(portal: Portal) -> None:
    """A proxy that passed the upgrade on would take later bytes for another protocol, and a request in them would be smuggled."""
    for first in (
        SOCKET + b"\r\n",
        WHOLE.replace(HOST, HOST + b"Connection: Upgrade\r\nUpgrade: h2c\r\n"),
    ):
        answer = talk(portal, first, WHOLE)
        assert len(statuses(answer)) == 1
        assert b"connection: close" in answer.lower()


def test_requests_in_a_row_are_answered_in_a_row(portal: Portal) -> None:
    assert statuses(talk(portal, WHOLE * 5)) == [200] * 5
    assert statuses(talk(portal, WHOLE + b"\x16\x03\x01" + WHOLE)) == [200], (
        "the fault of the second is told to nobody as the first's"
    )


def test_twenty_requests_wait_for_their_turn_and_the_rest_is_not_kept(portal: Portal) -> None:
    """Each that waits costs the server a hundred times what it costs its sender, who may be anybody and need not read."""
    answer = talk(portal, WHOLE * 200)
    assert set(statuses(answer)) == {200}
    assert len(statuses(answer)) == MAX_PIPELINED + 1
    assert answer.lower().count(b"connection: close") == 1, (
        "the last of them says that no more are answered"
    )


def test_an_answer_to_half_a_request_ends_the_connection(portal: Portal) -> None:
    began = time.perf_counter()
    answer = talk(portal, b"POST /nowhere HTTP/1.1\r\n" + HOST + b"Content-Length: 1000000\r\n\r\n")
    assert statuses(answer) == [404]
    assert time.perf_counter() - began < 0.9, "the server waits for the rest"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_page_is_shown_to_browsers_by_either_method(method: str, anonymous: Client) -> None:
    answer = anonymous.http.request(
        method, "/graphql", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert bool(answer.content) is (method == "GET")
