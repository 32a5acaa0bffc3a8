"""Session tokens on their way to the client: in the payload or in the cookie, never in an address."""

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


def delivery_of(context: Context) -> TokenDelivery:
    """How the token of the request came."""
    return TokenDelivery.COOKIE if context.request.by_cookie else TokenDelivery.BEARER


def hashed(token: str, delivery: TokenDelivery) -> str:
    """What is kept of a token that goes this way."""
    return models.hash_token(token, of_cookie=delivery is TokenDelivery.COOKIE)


def deliver(context: Context, token: str, delivery: TokenDelivery) -> str | None:
    """The token for the payload; None where it goes into the cookie."""
    context.response.issued_hash = hashed(token, delivery)
    if delivery is TokenDelivery.BEARER:
        return token
    context.response.cookie = token
    return None


async def renew_token(context: Context) -> str | None:
    """Give the session of the request a new token, the way the old one came: what its bearer may do has changed."""
    token, delivery = models.new_token(), delivery_of(context)
    if not await models.Session.filter(id=context.session.id).update(
        token_hash=hashed(token, delivery)
    ):
        raise ended()
    return deliver(context, token, delivery)
