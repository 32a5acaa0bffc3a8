"""The server process: its socket, its log, its workers."""

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

YOUNG = 10_000
"""Objects made before the collector looks at them: a large answer is made of some thousands, and gone at its end."""

DRAIN = 25
"""Seconds that requests under way have to end in, once the process was told to stop: it is gone within thirty."""

WORKER_SECONDS = 20
"""How long a worker may take to say that it is alive: on a busy host it takes more than uvicorn's five to start."""

UNREAD_MS = 60_000
"""How long a client may leave an answer untouched: the system ends its connection, which would stay for ever."""


class Supervisor(Multiprocess):
    """uvicorn's supervisor, which lets go of the socket when it ends its workers: else clients wait there for nobody."""

    def terminate_all(self) -> None:
        """Take no more connections, and tell the workers to end."""
        for sock in self.sockets:
            sock.close()
        super().terminate_all()


def bind(host: str, port: int) -> socket.socket:
    """A socket to serve on; raises `StartError` where the address is taken or not ours."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        sock = socket.socket(
            family, proto=socket.IPPROTO_TCP
        )  # asyncio sets TCP_NODELAY only where it says TCP: else 40 ms an answer
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(
            socket, "TCP_USER_TIMEOUT"
        ):  # Linux; connections have it of the socket that takes them
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MS)
        sock.bind((host, port))
    except OSError as error:
        advice = " Set GUICHET_PORT to another port." if error.errno == errno.EADDRINUSE else ""
        raise StartError(f"Cannot listen on {host}:{port}: {error.strerror}.{advice}") from None
    return sock


def log_form(settings: Settings, *, demo: bool = False) -> LogFormat:
    """What the log looks like: JSON, unless the settings say otherwise or somebody looks at a demo."""
    return settings.log_format or (
        LogFormat.CONSOLE if demo and sys.stderr.isatty() else LogFormat.JSON
    )


def served() -> Starlette:
    """The application of a process that serves: what lives as long as the process is no business of the garbage collector."""
    settings = Settings()
    configure(log_form(settings))
    app = create_app(settings)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)
    return app


def configured(application: Any, settings: Settings, workers: int = 1) -> uvicorn.Config:
    """How uvicorn serves an application, or the factory that an import path names: HTTP alone, no WebSocket, in time."""
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
        timeout_graceful_shutdown=DRAIN,
        timeout_worker_healthcheck=WORKER_SECONDS,
    )


def serve_on(
    sock: socket.socket,
    workers: int,
    application: str = "server.process:served",
    *,
    demo: bool = False,
) -> None:
    """Serve the application of this environment's settings, until told to stop."""
    settings = Settings()
    configure(log_form(settings, demo=demo))
    config = configured(application, settings, workers)
    if workers > 1:
        Supervisor(config, sockets=[sock]).run()
    else:
        uvicorn.Server(config).run(sockets=[sock])
