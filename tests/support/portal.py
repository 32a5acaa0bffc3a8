"""The portal under test: real sockets, a real database, real files, a real SMTP server."""

import asyncio
import email
import email.policy
import json
import re
import socket
import threading
from collections.abc import Awaitable
from contextlib import contextmanager
from email.message import EmailMessage
from itertools import count
from typing import Any

import httpx2 as httpx
import uvicorn
from aiosmtpd.controller import Controller

from adapters.database.connection import prepare_folder, tortoise_config
from migrations.apply import migrate
from server.app import create_app
from server.process import configured
from settings import Settings
from tests.support.leaks import LEAKS

CODE, LINK = r"\b(\d{6})\b", r"#token=([\w-]+)"

PROTECTED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Mailbox:
    """SMTP server that stores the messages it receives, by recipient."""

    def __init__(self) -> None:
        self._messages: list[EmailMessage] = []
        self._arrived = threading.Condition()
        self.controller = Controller(self, hostname="127.0.0.1", port=_free_port())
        self.controller.start()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        with self._arrived:
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            LEAKS.secret(
                *(
                    found
                    for pattern in (CODE, LINK)
                    for found in re.findall(pattern, message.get_content())
                )
            )
            self._messages.append(message)
            self._arrived.notify_all()
        return "250 OK"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.controller.port}"

    def to(self, address: str) -> list[str]:
        """Return the texts that this address has received, oldest first."""
        with self._arrived:
            return [message.get_content() for message in self._messages if message["To"] == address]

    def to_anybody(self) -> list[EmailMessage]:
        """Return all messages, oldest first."""
        with self._arrived:
            return list(self._messages)

    def newest(self, address: str, *, beyond: int = 0, containing: str = "") -> str:
        """Return the newest text to this address that contains the pattern.

        Waits up to ten seconds for one beyond the first so many.
        """

        def arrived() -> list[str]:
            return [text for text in self.to(address)[beyond:] if re.search(containing, text)]

        with self._arrived:
            assert self._arrived.wait_for(arrived, timeout=10), f"no mail to {address}"
            return arrived()[-1]

    def code(self, address: str, *, beyond: int = 0) -> str:
        """The six digits of the newest mail with a code."""
        return self._found(CODE, address, beyond)

    def token(self, address: str, *, beyond: int = 0) -> str:
        """Return the token of the newest mail with a link."""
        return self._found(LINK, address, beyond)

    def _found(self, pattern: str, address: str, beyond: int) -> str:
        match = re.search(pattern, self.newest(address, beyond=beyond, containing=pattern))
        assert match
        return match.group(1)

    # the condition's lock is re-entrant, so `to` may be asked inside `newest`


class Answer:
    """Response to a GraphQL request."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        body = response.json()
        self.data: dict[str, Any] | None = body.get("data")
        self.errors: list[dict[str, Any]] = body.get("errors", [])

    def __getitem__(self, field: str) -> Any:
        """Return a root field of a response without errors."""
        assert not self.errors, self.errors
        assert self.data is not None
        return self.data[field]

    @property
    def refusal(self) -> dict[str, Any]:
        """Extensions of the one error."""
        assert len(self.errors) == 1, self.errors
        extensions: dict[str, Any] = self.errors[0]["extensions"]
        return extensions

    @property
    def code(self) -> str:
        """The code of the one error."""
        return str(self.refusal["code"])


def assert_protected(response: httpx.Response) -> None:
    """Assert that a response has the security headers and the request's id."""
    found = response.headers
    assert {name: found.get(name) for name in PROTECTED} == PROTECTED, response.url
    assert "frame-ancestors 'none'" in found["content-security-policy"], response.url
    assert found["cache-control"] == "no-store" or "/explorer/" in response.url.path, response.url
    assert found["x-request-id"], response.url


class Client:
    """HTTP client of the portal; anonymous without a token."""

    def __init__(self, portal: "Portal", token: str | None = None) -> None:
        self.portal = portal
        LEAKS.secret(*([token] if token else []))
        headers = {
            "X-Forwarded-For": portal.address,
            "Accept-Language": "en",
            **({"Authorization": f"Bearer {token}"} if token else {}),
        }
        hooks = {"response": [assert_protected]}
        self.http = httpx.Client(
            base_url=portal.url,
            headers=headers,
            timeout=60,
            trust_env=False,
            verify=False,
            event_hooks=hooks,
        )
        portal.clients.append(self.http)

    def ask(self, document: str, **variables: Any) -> Answer:
        """Execute a document."""
        answer = Answer(
            self.http.post("/graphql", json={"query": document, "variables": variables})
        )
        LEAKS.answered(variables, answer.data, answer.errors)
        return answer

    def mutate(self, document: str, **variables: Any) -> Any:
        """Execute a mutation of one field that must succeed; returns its payload."""
        payload = self.payload_of(document, **variables)
        assert payload["errors"] == [], payload
        return payload

    def payload_of(self, document: str, **variables: Any) -> Any:
        """Execute a mutation of one field; returns its payload, with or without errors."""
        answer = self.ask(document, **variables)
        assert not answer.errors, answer.errors
        assert answer.data is not None
        (payload,) = answer.data.values()
        return payload

    def adopt(self, payload: Any) -> Any:
        """Go on with the new token of a payload; returns the payload."""
        self.http.headers["Authorization"] = f"Bearer {payload['token']}"
        return payload

    def upload(self, document: str, files: list[tuple[str, bytes]], **variables: Any) -> Answer:
        """Execute a mutation with `$files: [Upload!]!` (GraphQL multipart request specification)."""
        operations = {"query": document, "variables": {**variables, "files": [None] * len(files)}}
        places = {str(index): [f"variables.files.{index}"] for index in range(len(files))}
        LEAKS.personal(variables, [name for name, _ in files])
        parts = {
            str(index): (name, content, "application/octet-stream")
            for index, (name, content) in enumerate(files)
        }
        fields = {"operations": json.dumps(operations), "map": json.dumps(places)}
        return Answer(
            self.http.post(
                "/graphql", data=fields, files=parts, headers={"X-Requested-With": "tests"}
            )
        )


class Portal:
    """The application, running in a thread of its own."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clients: list[httpx.Client] = []
        self._addresses = (f"10.{number >> 8 & 255}.{number & 255}.7" for number in count(1))
        self.change_network()
        prepare_folder(settings.database_url)
        asyncio.run(migrate(tortoise_config(settings.database_url)))
        self.app = create_app(settings)
        self._server = uvicorn.Server(configured(self.app, settings))
        self._socket = socket.socket(
            proto=socket.IPPROTO_TCP
        )  # asyncio sets TCP_NODELAY only where it says TCP: else 40 ms an answer
        self._socket.bind(("127.0.0.1", settings.port))
        self._loop: asyncio.AbstractEventLoop | None = None
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._started.wait(30), "the portal did not start"

    @property
    def url(self) -> str:
        return self.settings.origin

    def change_network(self) -> str:
        """Use a new client address from now on, without failed sign-ins; returns it."""
        self.address = next(self._addresses)
        return self.address

    def run(self, work: Awaitable[Any]) -> Any:
        """Await a coroutine or a query beside the application, on its database."""
        assert self._loop is not None

        async def wait() -> Any:
            return await work

        return asyncio.run_coroutine_threadsafe(wait(), self._loop).result(60)

    def stop(self) -> None:
        """Shut down as at SIGTERM."""
        for client in self.clients:
            client.close()
        self._server.should_exit = True
        self._thread.join(30)
        self._socket.close()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        while not self._server.started and not serving.done():
            await asyncio.sleep(0.01)
        self._started.set()
        await serving


@contextmanager
def running(settings: Settings) -> Any:
    """Run a portal for the length of the block."""
    portal = Portal(settings)
    try:
        yield portal
    finally:
        portal.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


free_port = _free_port
