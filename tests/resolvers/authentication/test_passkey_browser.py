"""Passkeys in a real Chromium with its virtual authenticator: the portal accepts the browser's responses."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.explorer_page import CHROMIUM_FLAGS
from tests.support.passkeys import (
    ALLOW_PASSKEY_ALONE,
    BEGIN_PASSKEY,
    BEGIN_PASSKEY_SIGN_IN,
    CONFIRM_PASSKEY,
    SIGN_IN_WITH_PASSKEY,
    VERIFY_BY_PASSKEY,
    begin_passkey_challenge,
)
from tests.support.portal import Client, Portal
from tests.support.signing_in import READ_VIEWER, error_codes
from tests.support.world import World

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
    for flag in (*CHROMIUM_FLAGS, f"--user-data-dir={tmp_path / 'profile'}"):
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
    """Return the response of the browser's authenticator as JSON."""
    answer = str(browser.execute_async_script(script, options))
    assert not answer.startswith("failed"), answer
    return answer


def test_a_passkey_of_a_browser_is_made_and_signs_in_as_second_factor_and_alone(
    portal: Portal, world: World, browser: Any
) -> None:
    person = world.a.people["user"]
    client = world.sign_in_as(person)

    made = answered(browser, CREATE, client.mutate(BEGIN_PASSKEY)["change"]["passkey"])
    client.adopt(client.mutate(CONFIRM_PASSKEY, credential=made))

    half, asked = begin_passkey_challenge(portal, person.user)
    whole = half.mutate(VERIFY_BY_PASSKEY, credential=answered(browser, GET, asked))
    assert (
        Client(portal, whole["token"]).ask(READ_VIEWER)["viewer"]["user"]["identifier"]
        == person.user.identifier
    )

    client.mutate(ALLOW_PASSKEY_ALONE, allowed=True)
    anonymous = Client(portal)
    answer = answered(browser, GET, anonymous.mutate(BEGIN_PASSKEY_SIGN_IN)["passkey"])
    alone = anonymous.mutate(SIGN_IN_WITH_PASSKEY, credential=answer)
    assert (
        Client(portal, alone["token"]).ask(READ_VIEWER)["viewer"]["user"]["identifier"]
        == person.user.identifier
    )
    assert error_codes(anonymous.payload_of(SIGN_IN_WITH_PASSKEY, credential=answer)) == [
        "INVALID_CREDENTIALS"
    ]


def test_a_device_that_does_not_know_its_user_signs_nothing(world: World, browser: Any) -> None:
    client = world.sign_in_as(world.a.people["user"])
    browser.set_user_verified(False)
    options = client.mutate(BEGIN_PASSKEY)["change"]["passkey"]
    assert str(browser.execute_async_script(CREATE, options)).startswith("failed")
