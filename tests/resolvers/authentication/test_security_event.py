"""Security events: what happened to an account is kept."""

from datetime import UTC, datetime

import models
from models import Access, SecurityEventKind, TwoFactorMethod
from permissions.persona import PERSONAS
from pipeline.client import ClientInfo
from pipeline.context import Context
from pipeline.state import RequestState
from resolvers.authentication.security_event import record
from server.services import create_services
from tests.support.world import World


def test_an_event_records_subject_actor_and_origin(world: World) -> None:
    user, company = world.a.people["user"].user, world.a.company
    viewer = PERSONAS["administrator with user management"]
    context = Context(
        create_services(world.portal.settings),
        viewer=viewer,
        request=RequestState(ClientInfo("203.0.113.77", "Firefox/1")),
    )

    async def happen() -> dict[str, object]:
        await record(
            context,
            SecurityEventKind.ACCESS_GRANTED,
            user.id,
            company_id=company.id,
            accesses=[Access.CLAIMS],
        )
        await record(
            context, SecurityEventKind.METHOD_CHANGED, user.id, method=TwoFactorMethod.TOTP
        )
        return {event.kind: event for event in await models.SecurityEvent.filter(user_id=user.id)}

    events = world.portal.run(happen())
    granted, changed = (
        events[SecurityEventKind.ACCESS_GRANTED],
        events[SecurityEventKind.METHOD_CHANGED],
    )
    assert (granted.company_id, granted.accesses, granted.method) == (
        company.id,
        {Access.CLAIMS},
        None,
    )
    assert (changed.company_id, changed.accesses, changed.method) == (
        None,
        set(),
        TwoFactorMethod.TOTP,
    )
    for event in (granted, changed):
        assert (event.actor, event.device, event.place) == (
            viewer.name,
            "Firefox",
            "203.0.113.0/24",
        )
        assert abs((datetime.now(UTC) - event.at).total_seconds()) < 60
