"""Whether the process lives, and whether it can serve: for whoever runs it, and no more than that for anybody else."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic

import orjson
from starlette.requests import Request
from starlette.responses import Response

LIMIT_SECONDS = 1.5
"""How long each part may take to answer."""
KEPT_SECONDS = 1.0
"""How long an answer is good for, however many ask."""


class _Part:
    """Something that serving needs. It is not asked again while it still owes an answer."""

    def __init__(self, check: Callable[[], Awaitable[object]]) -> None:
        self._check = check
        self._asked: asyncio.Future[object] | None = None

    async def answers(self) -> bool:
        """Whether it answers in time."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.ensure_future(self._check())
        await asyncio.wait((self._asked,), timeout=LIMIT_SECONDS)
        return (
            self._asked.done() and not self._asked.cancelled() and self._asked.exception() is None
        )


class Readiness:
    """What serving needs, by name: all of it is looked at together, at most once a second."""

    def __init__(self, checks: Mapping[str, Callable[[], Awaitable[object]]]) -> None:
        self._parts = {name: _Part(check) for name, check in checks.items()}
        self._looking: asyncio.Task[list[str]] | None = None
        self._since = 0.0

    async def missing(self) -> list[str]:
        """The parts that do not answer."""
        now = monotonic()
        if self._looking is None or (self._looking.done() and now - self._since > KEPT_SECONDS):
            self._since = now
            self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(self._looking)

    async def _look(self) -> list[str]:
        answers = await asyncio.gather(*(part.answers() for part in self._parts.values()))
        return [name for name, answered in zip(self._parts, answers, strict=True) if not answered]


async def alive(request: Request) -> Response:
    """`GET /healthz`: the process answers. Nothing else is asked."""
    return _told({"alive": True})


def ready_endpoint(readiness: Readiness) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of `GET /readyz`: 200, or 503 with the names of what is missing."""

    async def ready(request: Request) -> Response:
        missing = await readiness.missing()
        return _told({"ready": not missing, "missing": missing}, 503 if missing else 200)

    return ready


def _told(body: Mapping[str, object], status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, media_type="application/json")
