"""Error masking: an unexpected error is logged with an id, and the client gets only the id.

This also writes the log line of each request. A failure before an operation can begin (the
session's look-up, the upload folder's disk) is 503.
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
from logs import REQUEST_LOG, begin, current, note_code, report
from transport.accept import fallback_response_type
from transport.header_fields import get_header
from transport.request_id import request_id
from transport.response import CONTENT_TYPES

LOCALIZED_TYPES = frozenset(CONTENT_TYPES.values())
"""Media types of localized responses; files and the explorer's page have no language."""
LANGUAGE_HEADERS = {
    language: [(b"content-language", language.encode()), (b"vary", b"Accept-Language")]
    for language in LANGUAGES
}

Endpoint = Callable[[Request], Awaitable[Response]]


class ErrorMasking:
    """ASGI application of an endpoint: unexpected errors become a masked 500 response.

    Each request has one line in the log under the endpoint's name, written with its response.
    """

    def __init__(self, endpoint: Endpoint, name: str) -> None:
        self._endpoint, self._name = endpoint, name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request in its negotiated language."""
        request = Request(scope, receive, send)
        entry = current() or begin(request_id(scope))
        activate(get_header(request, b"accept-language") or None)
        response = await self._answer(request)
        REQUEST_LOG.info(self._name, **entry.facts(response.status_code))
        if response.media_type in LOCALIZED_TYPES:
            response.raw_headers += LANGUAGE_HEADERS[get_language()]
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        try:
            return await self._endpoint(request)
        except Unavailable as error:
            return _unavailable(request, error.message)
        except asyncio.CancelledError:  # the grace period of the shutdown is over
            task = asyncio.current_task()
            assert task is not None, "a request is one"
            task.uncancel()
            return _unavailable(
                request, gettext("The operation took too long and was cancelled: try again later.")
            )
        except Exception as error:
            error_id = uuid4().hex
            report("fault", error, id=error_id)
        note_code(GuichetError.code)
        return _error_response(
            request,
            500,
            gettext("Something went wrong on our side."),
            {"code": GuichetError.code, "id": error_id},
        )


def _unavailable(request: Request, message: str) -> Response:
    note_code(Unavailable.code)
    return _error_response(
        request,
        503,
        message,
        {"code": Unavailable.code},
        {"Retry-After": "1", "Connection": "close"},
    )


def _error_response(
    request: Request,
    status: int,
    message: str,
    extensions: dict[str, str],
    headers: dict[str, str] | None = None,
) -> Response:
    body = {"errors": [{"message": message, "extensions": extensions}]}
    return Response(
        orjson.dumps(body), status, headers, CONTENT_TYPES[fallback_response_type(request)]
    )
