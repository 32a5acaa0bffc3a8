"""The demo's persona switch: a session as signing in makes it, and only where `guichet demo` serves."""

import pytest

from demo.persona_switch import persona_switch_routes
from errors import StartError
from settings import Environment, Settings
from tests.support.portal import Client


@pytest.fixture
def production(settings: Settings) -> Settings:
    return settings.model_copy(update={"environment": Environment.PRODUCTION})


def test_production_refuses_the_endpoints_of_the_demo(production: Settings) -> None:
    with pytest.raises(StartError):
        persona_switch_routes(production)


@pytest.mark.parametrize("address", ["/", "/demo/personas", "/demo/sign-in/claims"])
def test_an_application_that_is_not_the_demo_has_none_of_its_endpoints(
    address: str, anonymous: Client
) -> None:
    assert anonymous.http.get(address).status_code == 404
    assert anonymous.http.post(address, headers={"X-Requested-With": "tests"}).status_code == 404
