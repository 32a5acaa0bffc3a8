"""Server process: its socket, its log, its workers."""

import errno
import gc
import socket
import sys
from functools import partial
from typing import Any, cast

import uvicorn
from starlette.applications import Starlette
from uvicorn.supervisors import Multiprocess

from errors import StartError
from logs import LogFormat, configure
from server.app import create_app
from settings import Settings
from transport.timeouts import TimeoutProtocol

GC_THRESHOLD = 10_000
"""Allocations between garbage collections: a large response has some thousands of objects."""

SHUTDOWN_SECONDS = 25
"""Time limit of requests under way after the signal to stop: the process ends within thirty."""

WORKER_SECONDS = 20
"""Time limit of a worker's health check: on a busy host a start takes longer than uvicorn's 5 s."""

UNREAD_MS = 60_000
"""Milliseconds that sent data may stay unacknowledged before the system ends the connection."""


class Supervisor(Multiprocess):
    """uvicorn's supervisor, which closes the socket when it ends its workers.

    Otherwise clients would connect and wait in vain.
    """

    def terminate_all(self) -> None:
        """Take no more connections, and end the workers."""
        for sock in self.sockets:
            sock.close()
        super().terminate_all()


def bind(host: str, port: int) -> socket.socket:
    """Return a socket to serve on; raises `StartError` if the address cannot be bound."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # asyncio sets TCP_NODELAY only with the protocol named: without it a response takes 40 ms
        sock = socket.socket(family, proto=socket.IPPROTO_TCP)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; accepted connections inherit it
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MS)
        sock.bind((host, port))
    except OSError as error:
        advice = " Set GUICHET_PORT to another port." if error.errno == errno.EADDRINUSE else ""
        raise StartError(f"Cannot listen on {host}:{port}: {error.strerror}.{advice}") from None
    return sock


def log_form(settings: Settings, *, demo: bool = False) -> LogFormat:
    """Return the form of the log: the setting, else JSON, or text for a demo in a terminal."""
    return settings.log_format or (
        LogFormat.CONSOLE if demo and sys.stderr.isatty() else LogFormat.JSON
    )


def served() -> Starlette:
    """Return the application of a server process; its objects are frozen for the collector."""
    settings = Settings()
    configure(log_form(settings))
    app = create_app(settings)
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD, 20, 50)
    return app


def configured(application: Any, settings: Settings, workers: int = 1) -> uvicorn.Config:
    """Return uvicorn's configuration for an application or a factory's import path: HTTP only."""
    return uvicorn.Config(
        application,
        factory=isinstance(application, str),
        workers=workers,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        forwarded_allow_ips=settings.trusted_proxies,
        http=cast("Any", partial(TimeoutProtocol, strict_transport=settings.secure)),
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        timeout_worker_healthcheck=WORKER_SECONDS,
    )


def serve_on(
    sock: socket.socket,
    workers: int,
    application: str = "server.process:served",
    *,
    demo: bool = False,
) -> None:
    """Serve the application of the environment's settings, until a signal to stop."""
    settings = Settings()
    configure(log_form(settings, demo=demo))
    config = configured(application, settings, workers)
    if workers > 1:
        Supervisor(config, sockets=[sock]).run()
    else:
        uvicorn.Server(config).run(sockets=[sock])
