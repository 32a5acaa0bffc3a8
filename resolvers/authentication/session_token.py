"""Delivery of session tokens: in the payload or in a cookie, never in a URL."""

from enum import StrEnum

import models
from pipeline.context import Context
from pipeline.session import ended


class TokenDelivery(StrEnum):
    """How a client gets its session token."""

    BEARER = "BEARER"
    """In the payload, to be sent as `Authorization: Bearer …`."""
    COOKIE = "COOKIE"
    """In an HttpOnly cookie that scripts never see: for browsers."""


def delivery_of_request(context: Context) -> TokenDelivery:
    """Return how the token of the request was sent."""
    return TokenDelivery.COOKIE if context.by_cookie else TokenDelivery.BEARER


def hash_session_token(token: str, delivery: TokenDelivery) -> str:
    """Return the stored hash of a token with this delivery."""
    return models.hash_token(token, of_cookie=delivery is TokenDelivery.COOKIE)


def deliver_token(context: Context, token: str, delivery: TokenDelivery) -> str | None:
    """Return the token for the payload; set the cookie and return None for that delivery."""
    context.issued = hash_session_token(token, delivery)
    if delivery is TokenDelivery.BEARER:
        return token
    context.cookie = token
    return None


async def renew_token(context: Context) -> str | None:
    """Replace the token of the session, after its rights have changed; deliver it as before."""
    token, delivery = models.new_token(), delivery_of_request(context)
    if not await models.Session.filter(id=context.session_id).update(
        token_hash=hash_session_token(token, delivery)
    ):
        raise ended()
    return deliver_token(context, token, delivery)
