"""Persona switch of the demo: lists the personas and signs in as one without password or code.

Only `guichet demo` mounts these routes.
"""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

import models
from demo.personas import PERSONAS
from errors import StartError
from settings import Environment, Settings
from transport.error_masking import ErrorMasking
from transport.request_head import CSRF_HEADER, Cookie


def persona_switch_routes(settings: Settings) -> list[Route]:
    """Return the routes of the demo; raises `StartError` in production."""
    if settings.environment is not Environment.DEMO:
        raise StartError("The persona switch signs in without passwords: it is for demos only.")
    cookie = Cookie(settings.secure, int(settings.session_lifetime.total_seconds()))

    async def sign_in(request: Request) -> Response:
        if not request.headers.get(CSRF_HEADER):
            return Response(status_code=403)
        key = request.path_params["key"]
        token = await _open_session(key, settings)
        if token is None and key != "anonymous":
            return Response(status_code=404)
        if previous := request.cookies.get(cookie.name):
            token_hash = models.hash_token(previous, of_cookie=True)
            await models.Session.filter(token_hash=token_hash).delete()
        response = Response(status_code=204)
        cookie.put(response, token or "")
        return response

    return [
        Route("/", ErrorMasking(_redirect_to_explorer, "start"), methods=["GET"]),
        Route("/demo/personas", ErrorMasking(_list_personas, "personas"), methods=["GET"]),
        Route("/demo/sign-in/{key}", ErrorMasking(sign_in, "persona"), methods=["POST"]),
    ]


async def _redirect_to_explorer(_: Request) -> Response:
    return RedirectResponse("/graphql")


async def _list_personas(request: Request) -> Response:
    people = [
        {"key": persona.key, "title": f"{persona.name}, {persona.title}"} for persona in PERSONAS
    ]
    return JSONResponse([{"key": "anonymous", "title": "Anonymous"}, *people])


async def _open_session(key: str, settings: Settings) -> str | None:
    """Create a fully signed-in session; returns its token, or None for an unknown persona."""
    identifier = next((persona.identifier for persona in PERSONAS if persona.key == key), None)
    user = (
        await models.User.get_or_none(identifier=identifier, status=models.UserStatus.ACTIVE)
        if identifier
        else None
    )
    if user is None:
        return None
    manager = await models.Manager.get_or_none(user_id=user.id)
    membership = (
        None
        if manager
        else await models.Membership.filter(user_id=user.id).order_by("created_at", "id").first()
    )
    token, now = models.new_token(), datetime.now(UTC)
    await models.Session.create(
        user=user,
        manager=manager,
        membership=membership,
        token_hash=models.hash_token(token, of_cookie=True),
        created_at=now,
        last_used_at=now,
        proved_at=now,
        expires_at=now + settings.session_lifetime,
    )
    return token
