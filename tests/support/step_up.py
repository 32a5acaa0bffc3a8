"""Step-up authentication: proving the second factor again, and sessions whose proof is old."""

from datetime import timedelta

import models
from tests.support.portal import Client
from tests.support.world import World

PROVE_AGAIN = """mutation ($code: String) { proveAgain(code: $code) { token challenge { method destination }
  viewer { can { seeSettlementLines { allowed } } } errors { code field } } }"""


def age_session(world: World, client: Client, minutes: int = 16) -> models.Session:
    """Move the proof of the client's session so many minutes into the past; returns the session."""
    token = client.http.headers["Authorization"].removeprefix("Bearer ")

    async def change() -> models.Session:
        session = await models.Session.get(token_hash=models.hash_token(token))
        assert session.proved_at is not None
        session.proved_at -= timedelta(minutes=minutes)
        await session.save()
        return session

    found: models.Session = world.portal.run(change())
    return found
