"""The last net: what nobody expected is logged once with an id, and the client reads the id and nothing else. And each request's line.

What does not answer before an operation can begin (the session's look-up, the disk that files are received on) is 503.
"""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from errors import GuichetError, Unavailable
from i18n import LANGUAGES, activate, get_language, gettext
from logs import REQUESTS, begin, current, note_code, report
from transport.accept import readable_type
from transport.header_fields import field
from transport.request_id import request_id
from transport.response import IN_UTF_8

IN_WORDS = frozenset(IN_UTF_8.values())
"""Answers that say something; a file, and the explorer's page, speak for themselves."""
SPOKEN = {
    language: [(b"content-language", language.encode()), (b"vary", b"Accept-Language")]
    for language in LANGUAGES
}

Endpoint = Callable[[Request], Awaitable[Response]]


class Masked:
    """An endpoint as an ASGI application, whose unexpected errors become an answer of status 500 that says only where to look.

    Each request has one line in the log, by the endpoint's name, written when its answer is made.
    """

    def __init__(self, endpoint: Endpoint, name: str) -> None:
        self._endpoint, self._name = endpoint, name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, in the language that it asks for."""
        request = Request(scope, receive, send)
        entry = current() or begin(request_id(scope))
        activate(field(request, b"accept-language") or None)
        response = await self._answer(request)
        REQUESTS.info(self._name, **entry.facts(response.status_code))
        if response.media_type in IN_WORDS:
            response.raw_headers += SPOKEN[get_language()]
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        try:
            return await self._endpoint(request)
        except Unavailable as error:
            return _unavailable(request, error.message)
        except asyncio.CancelledError:  # the process ends, and has waited for this one long enough
            task = asyncio.current_task()
            assert task is not None, "a request is one"
            task.uncancel()
            return _unavailable(
                request, gettext("The operation took too long and was cancelled: try again later.")
            )
        except Exception as error:
            fault = uuid4().hex
            report("fault", error, id=fault)
        note_code(GuichetError.code)
        return _told(
            request,
            500,
            gettext("Something went wrong on our side."),
            {"code": GuichetError.code, "id": fault},
        )


def _unavailable(request: Request, message: str) -> Response:
    note_code(Unavailable.code)
    return _told(
        request,
        503,
        message,
        {"code": Unavailable.code},
        {"Retry-After": "1", "Connection": "close"},
    )


def _told(
    request: Request,
    status: int,
    message: str,
    extensions: dict[str, str],
    headers: dict[str, str] | None = None,
) -> Response:
    body = {"errors": [{"message": message, "extensions": extensions}]}
    return Response(orjson.dumps(body), status, headers, IN_UTF_8[readable_type(request)])
