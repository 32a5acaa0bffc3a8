"""Liveness and readiness of the process, for operators; nothing more is disclosed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic

import orjson
from starlette.requests import Request
from starlette.responses import Response

CHECK_SECONDS = 1.5
"""Timeout of each dependency's check in seconds."""
CACHE_SECONDS = 1.0
"""Lifetime of a result in seconds, regardless of the number of requests."""


class _Dependency:
    """Dependency of the service; not checked again while a check is still running."""

    def __init__(self, check: Callable[[], Awaitable[object]]) -> None:
        self._check = check
        self._pending: asyncio.Future[object] | None = None

    async def answers(self) -> bool:
        """Return True if the dependency responds in time."""
        if self._pending is None or self._pending.done():
            self._pending = asyncio.ensure_future(self._check())
        await asyncio.wait((self._pending,), timeout=CHECK_SECONDS)
        return (
            self._pending.done()
            and not self._pending.cancelled()
            and self._pending.exception() is None
        )


class Readiness:
    """Readiness: dependencies by name, checked together at most once a second."""

    def __init__(self, checks: Mapping[str, Callable[[], Awaitable[object]]]) -> None:
        self._dependencies = {name: _Dependency(check) for name, check in checks.items()}
        self._running: asyncio.Task[list[str]] | None = None
        self._checked_at = 0.0

    async def missing(self) -> list[str]:
        """Return the names of the dependencies that do not respond."""
        now = monotonic()
        if self._running is None or (
            self._running.done() and now - self._checked_at > CACHE_SECONDS
        ):
            self._checked_at = now
            self._running = asyncio.create_task(self._run_checks())
        return await asyncio.shield(self._running)

    async def _run_checks(self) -> list[str]:
        answers = await asyncio.gather(
            *(dependency.answers() for dependency in self._dependencies.values())
        )
        return [
            name for name, answered in zip(self._dependencies, answers, strict=True) if not answered
        ]


async def liveness(request: Request) -> Response:
    """Respond to `GET /healthz`: the process is alive. No dependency is checked."""
    return _json({"alive": True})


def readiness_endpoint(readiness: Readiness) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of `GET /readyz`: 200, or 503 with the missing dependencies."""

    async def ready(request: Request) -> Response:
        missing = await readiness.missing()
        return _json({"ready": not missing, "missing": missing}, 503 if missing else 200)

    return ready


def _json(body: Mapping[str, object], status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json")
