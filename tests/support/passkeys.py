"""Passkeys through the API, with a key made of software."""

from secrets import token_bytes
from typing import Any

import models
from tests.support.portal import Client, Portal
from tests.support.signing_in import ERRORS, forget_failures
from tests.support.software_key import SoftwareKey
from tests.support.world import PASSWORD

BEGIN_PASSKEY = f"""mutation ($method: TwoFactorMethod! = PASSKEY) {{
  beginTwoFactorChange(method: $method, password: "{PASSWORD}") {{ change {{ method destination passkey }} {ERRORS} }} }}"""
CONFIRM_PASSKEY = f"""mutation ($credential: String!, $label: String! = "Telefon") {{
  confirmPasskey(credential: $credential, label: $label) {{ recoveryCodes token {ERRORS} }} }}"""
SIGN_IN_TO_CHALLENGE = f"""mutation ($identifier: String!) {{ signIn(identifier: $identifier, password: "{PASSWORD}") {{
  token challenge {{ method destination passkey }} {ERRORS} }} }}"""
VERIFY_BY_PASSKEY = f"mutation ($credential: String!) {{ verifySecondFactorByPasskey(credential: $credential) {{ token viewer {{ role }} {ERRORS} }} }}"
ALLOW_PASSKEY_ALONE = f"""mutation ($allowed: Boolean!, $password: String! = "{PASSWORD}") {{
  allowPasskeyAlone(allowed: $allowed, password: $password) {{ allowed {ERRORS} }} }}"""
BEGIN_PASSKEY_SIGN_IN = f"mutation {{ beginPasskeySignIn {{ passkey {ERRORS} }} }}"
SIGN_IN_WITH_PASSKEY = f"mutation ($credential: String!) {{ signInWithPasskey(credential: $credential) {{ token viewer {{ role }} {ERRORS} }} }}"
REMOVE_PASSKEY = f"mutation ($id: ID!) {{ removePasskey(passkeyId: $id) {{ removed {ERRORS} }} }}"
PASSKEY_ACCOUNT = "{ viewer { account { method maskedDestination passkeyAlone passkeys { id name createdAt lastUsedAt } } } }"


def new_passkey(portal: Portal) -> SoftwareKey:
    """Return a new software key for the portal's pages."""
    return SoftwareKey(portal.settings.portal_origin, token_bytes(32))


def add_passkey(client: Client, key: SoftwareKey) -> Any:
    """Register the key as the client's second factor; returns the payload."""
    options = client.mutate(BEGIN_PASSKEY)["change"]["passkey"]
    return client.adopt(client.mutate(CONFIRM_PASSKEY, credential=key.create(options)))


def begin_passkey_challenge(portal: Portal, user: models.User) -> tuple[Client, str]:
    """Return a session that waits for the passkey, and the options to sign."""
    forget_failures(portal)
    payload = Client(portal).mutate(SIGN_IN_TO_CHALLENGE, identifier=user.identifier)
    return Client(portal, payload["token"]), payload["challenge"]["passkey"]
