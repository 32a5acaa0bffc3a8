"""HTTP by hand over a bare socket, for requests that no well-behaved client sends."""

import json
import socket
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any

from tests.support.leaks import LEAKS
from tests.support.portal import Client, Portal

BOUNDARY = "gu1chet"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


@dataclass
class Reply:
    """Response with its status, headers and body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of the one error."""
        (error,) = self.json["errors"]
        return str(error["extensions"]["code"])


def send(
    portal: Portal,
    headers: dict[str, str],
    *parts: bytes,
    method: str = "POST",
    path: str = "/graphql",
) -> Reply:
    """Send a head and these bytes, no more, and read the response while the connection is open."""
    with connection(portal) as wire:
        begin(wire, headers, *parts, method=method, path=path)
        return receive(wire)


def connection(portal: Portal) -> socket.socket:
    """Return a connection that times out after ten seconds without a response."""
    return socket.create_connection(("127.0.0.1", portal.settings.port), timeout=10)


def begin(
    wire: socket.socket,
    headers: dict[str, str],
    *parts: bytes,
    method: str = "POST",
    path: str = "/graphql",
) -> None:
    """Send a request's head and the beginning of its body."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: portal.example",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    wire.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + b"".join(parts))


def receive(wire: socket.socket) -> Reply:
    """Read the response on that connection."""
    response = HTTPResponse(wire)
    response.begin()
    return Reply(
        response.status,
        {name.lower(): value for name, value in response.getheaders()},
        response.read(),
    )


def authorization(client: Client) -> dict[str, str]:
    """Return the headers of the client's uploads."""
    return {"Authorization": client.http.headers["authorization"], "X-Requested-With": "tests"}


def part(name: str, content: bytes, *, filename: bytes | None = None) -> bytes:
    """Return one part of a multipart body; the file's name is sent byte by byte as it is."""
    disposition = f'form-data; name="{name}"'.encode() + (
        b'; filename="' + filename + b'"' if filename is not None else b""
    )
    return (
        b"--"
        + BOUNDARY.encode()
        + b"\r\nContent-Disposition: "
        + disposition
        + b"\r\n\r\n"
        + content
        + b"\r\n"
    )


END = f"--{BOUNDARY}--\r\n".encode()


def upload_body(document: str, files: list[tuple[bytes, bytes]], **variables: Any) -> bytes:
    """Return the multipart body of an upload, with the files' names as raw bytes."""
    operations = {"query": document, "variables": {**variables, "files": [None] * len(files)}}
    places = {str(index): [f"variables.files.{index}"] for index in range(len(files))}
    LEAKS.personal(variables, [name.decode("utf-8", "replace") for name, _ in files])
    head = part("operations", json.dumps(operations).encode()) + part(
        "map", json.dumps(places).encode()
    )
    return (
        head
        + b"".join(
            part(str(index), content, filename=name) for index, (name, content) in enumerate(files)
        )
        + END
    )


def post(client: Client, body: bytes, content_type: str = MULTIPART, **headers: str) -> Reply:
    """Post a whole body with the client's session."""
    all_headers = {
        "Content-Type": content_type,
        "Content-Length": str(len(body)),
        **authorization(client),
        **headers,
    }
    return send(client.portal, all_headers, body)
