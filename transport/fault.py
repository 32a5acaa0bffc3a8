"""The last net: what nobody expected is logged once with an id, and the client reads the id and nothing else."""

import logging
from collections.abc import Awaitable, Callable
from uuid import uuid4

import orjson
from starlette.requests import Request
from starlette.responses import Response

from errors import GuichetError

log = logging.getLogger("guichet.errors")

Endpoint = Callable[[Request], Awaitable[Response]]


def masked(endpoint: Endpoint) -> Endpoint:
    """The endpoint, whose unexpected errors become an answer of status 500 that says only where to look."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Exception:
            fault = uuid4().hex
            log.exception("fault %s at %s", fault, endpoint.__qualname__)
        error = {"message": "Something went wrong on our side.", "extensions": {"code": GuichetError.code, "id": fault}}
        return Response(orjson.dumps({"errors": [error]}), 500, media_type="application/json")

    return answer
