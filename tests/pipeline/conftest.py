"""Fixtures of an application whose rate limits are soon reached."""

from collections.abc import Iterator

import pytest

from tests.support.portal import Client, Portal
from tests.support.rate_limits import LOW_LIMITS
from tests.support.second_application import second_application
from tests.support.world import World


@pytest.fixture(scope="module")
def limited_portal(portal: Portal) -> Iterator[Portal]:
    """An application with small buckets."""
    with second_application(portal, **LOW_LIMITS) as limited_portal:
        yield limited_portal


@pytest.fixture
def limited(world: World, limited_portal: Portal) -> World:
    """Two companies at the portal with small buckets, from a network without earlier requests."""
    limited_portal.address = world.portal.change_network()
    return World(limited_portal, world.a, world.b)


@pytest.fixture
def limited_anonymous(limited: World) -> Client:
    """Anonymous caller of the portal with small buckets."""
    return Client(limited.portal)
