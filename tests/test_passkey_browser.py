"""Passkeys in a real Chromium with its virtual authenticator: what a browser answers is what the portal takes."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.portal import Client, Portal
from tests.signing_in import WHO, codes_of
from tests.test_browser import FLAGS
from tests.test_passkey import ALLOW, ALONE, BEGIN, BEGIN_ALONE, CONFIRM, VERIFY_KEY, challenged
from tests.world import World

pytestmark = pytest.mark.browser

CREATE = """
const [options, done] = arguments;
navigator.credentials.create({publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options))})
  .then(credential => done(JSON.stringify(credential.toJSON())), error => done(`failed: ${error}`));
"""
GET = """
const [options, done] = arguments;
navigator.credentials.get({publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options))})
  .then(credential => done(JSON.stringify(credential.toJSON())), error => done(`failed: ${error}`));
"""


@pytest.fixture
def browser(portal: Portal, tmp_path: Path) -> Iterator[Any]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("NO CHROMIUM: install Debian's chromium and chromium-driver")
    from selenium import webdriver  # noqa: PLC0415 - only where a browser is
    from selenium.webdriver.common.virtual_authenticator import (  # noqa: PLC0415
        Protocol,
        Transport,
        VirtualAuthenticatorOptions,
    )

    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(flag)
    options.binary_location = chromium
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    key = VirtualAuthenticatorOptions(
        protocol=Protocol.CTAP2,
        transport=Transport.INTERNAL,
        has_resident_key=True,
        has_user_verification=True,
        is_user_verified=True,
    )
    browser.add_virtual_authenticator(key)
    browser.get(
        f"{portal.settings.portal_origin}/graphql"
    )  # browsers bind passkeys to a name, never to an address
    yield browser
    browser.quit()


def answered(browser: Any, script: str, options: str) -> str:
    """What the browser's authenticator answers, as JSON."""
    answer = str(browser.execute_async_script(script, options))
    assert not answer.startswith("failed"), answer
    return answer


def test_a_passkey_of_a_browser_is_made_and_signs_in_as_second_factor_and_alone(
    portal: Portal, world: World, browser: Any
) -> None:
    person = world.a.people["user"]
    client = world.sign_in_as(person)

    made = answered(browser, CREATE, client.order(BEGIN)["change"]["passkey"])
    client.adopt(client.order(CONFIRM, credential=made))

    half, asked = challenged(portal, person.user)
    whole = half.order(VERIFY_KEY, credential=answered(browser, GET, asked))
    assert (
        Client(portal, whole["token"]).ask(WHO)["viewer"]["user"]["identifier"]
        == person.user.identifier
    )

    client.order(ALLOW, allowed=True)
    stranger = Client(portal)
    answer = answered(browser, GET, stranger.order(BEGIN_ALONE)["passkey"])
    alone = stranger.order(ALONE, credential=answer)
    assert (
        Client(portal, alone["token"]).ask(WHO)["viewer"]["user"]["identifier"]
        == person.user.identifier
    )
    assert codes_of(stranger.problems_of(ALONE, credential=answer)) == ["INVALID_CREDENTIALS"]


def test_a_device_that_does_not_know_its_user_signs_nothing(world: World, browser: Any) -> None:
    client = world.sign_in_as(world.a.people["user"])
    browser.set_user_verified(False)
    options = client.order(BEGIN)["change"]["passkey"]
    assert str(browser.execute_async_script(CREATE, options)).startswith("failed")
