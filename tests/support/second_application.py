"""Second application on the portal's database, as another process would have it.

It has settings and memory of its own.
"""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from server.app import create_app
from settings import Settings
from tests.support.portal import Portal, free_port
from transport.timeouts import TimeoutProtocol


class SecondApplication(Portal):
    """Application in the portal's event loop: Tortoise has one pool in a process."""

    def __init__(self, portal: Portal, settings: Settings) -> None:
        self.settings, self.clients, self.address, self._loop = (
            settings,
            [],
            portal.address,
            portal._loop,
        )
        self.app = create_app(settings)
        self._server = uvicorn.Server(
            uvicorn.Config(self.app, log_config=None, lifespan="off", http=TimeoutProtocol)
        )
        self._socket = socket.socket(proto=socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", settings.port))
        assert self._loop is not None
        self._serving = asyncio.run_coroutine_threadsafe(
            self._server.serve(sockets=[self._socket]), self._loop
        )
        while not self._server.started and not self._serving.done():
            time.sleep(0.01)

    def stop(self) -> None:
        for client in self.clients:
            client.close()
        self._server.should_exit = True
        self._serving.result(30)
        self._socket.close()


@contextmanager
def second_application(portal: Portal, **changes: Any) -> Iterator[Portal]:
    """Serve the application with these settings changed, for the length of the block."""
    other = SecondApplication(
        portal, Settings(**{**portal.settings.model_dump(), "port": free_port(), **changes})
    )
    try:
        yield other
    finally:
        other.stop()
