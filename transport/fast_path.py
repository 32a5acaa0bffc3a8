"""Fast path of the one path of nearly all requests, in front of the router."""

from starlette.types import ASGIApp, Receive, Scope, Send


class FastPath:
    """ASGI middleware: requests for exactly this path skip the router.

    Starlette's router and exception handler cost as much as the log; the endpoint raises no
    exception.
    """

    def __init__(self, app: ASGIApp, *, path: str, endpoint: ASGIApp) -> None:
        self._app, self._path, self._endpoint = app, path, endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request to the endpoint or the router."""
        if scope["type"] == "http" and scope["path"] == self._path:
            await self._endpoint(scope, receive, send)
        else:
            await self._app(scope, receive, send)
