"""Sends the bytes behind a signed link: whole or by ranges, always as an attachment."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from errors import NotFound, RequestError
from i18n import gettext
from transport.response import refuse


class File(Protocol):
    """What there is to send."""

    @property
    def path(self) -> Path:
        """Where the bytes are."""

    @property
    def name(self) -> str:
        """The name to save them under."""

    @property
    def media_type(self) -> str:
        """Their type."""


def download_endpoint(
    follow: Callable[[str], Awaitable[File]],
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint of `/download/{token}`; `follow` knows which file a token means, or raises `NotFound` or `RequestError`."""

    async def download(request: Request) -> Response:
        try:
            file = await follow(request.path_params["token"])
        except NotFound:
            return refuse(
                request,
                RequestError(
                    404,
                    NotFound.code,
                    gettext("This link is not valid or has expired: request a new one."),
                ),
            )
        except RequestError as error:
            return refuse(request, error)
        found = await asyncio.to_thread(file.path.stat)
        return FileResponse(
            file.path,
            200,
            None,
            file.media_type,
            filename=file.name,
            stat_result=found,
            content_disposition_type="attachment",
        )

    return download
