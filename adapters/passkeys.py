"""Passkeys (WebAuthn level 2): options for browsers and verification of their responses."""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_bytes
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

NAME = "Guichet"
LOOPBACK = ("127.0.0.1", "::1")
MAX_RESPONSE = 20_000
"""Maximal length of a response; the longest attestations of browsers have some thousands."""
MAX_CREDENTIAL_ID = 1023
"""Bytes (WebAuthn level 2, 4)."""


@dataclass(frozen=True, slots=True)
class RegisteredPasskey:
    """Credential of a verified registration."""

    credential_id: str
    public_key: bytes
    sign_count: int


class Passkeys:
    """WebAuthn relying party for the pages of some origins.

    A passkey is bound to a domain, never to an IP address: loopback addresses become `localhost`.
    """

    def __init__(self, origins: Sequence[str], relying_party: str = "") -> None:
        self._origins = list(dict.fromkeys(_with_domain(origin) for origin in origins))
        self._relying_party = relying_party or str(urlsplit(self._origins[0]).hostname)

    @staticmethod
    def new_challenge() -> str:
        """Return 256 random bits to sign, in base64url."""
        return bytes_to_base64url(token_bytes(32))

    def creation_options(
        self, challenge: str, identifier: str, name: str, registered: Sequence[str]
    ) -> str:
        """Return the JSON for `navigator.credentials.create`.

        registered: credential ids of the user; their devices create no second passkey
        """
        options = webauthn.generate_registration_options(
            rp_id=self._relying_party,
            rp_name=NAME,
            user_id=identifier.encode(),
            user_name=identifier,
            user_display_name=name,
            challenge=base64url_to_bytes(challenge),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=_descriptors(registered),
        )
        return webauthn.options_to_json(options)

    def request_options(self, challenge: str, allowed: Sequence[str]) -> str:
        """Return the JSON for `navigator.credentials.get`.

        allowed: credential ids; if empty, the device offers all those that it has
        """
        options = webauthn.generate_authentication_options(
            rp_id=self._relying_party,
            challenge=base64url_to_bytes(challenge),
            allow_credentials=_descriptors(allowed),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return webauthn.options_to_json(options)

    def verify_registration(self, response: str, challenge: str) -> RegisteredPasskey | None:
        """Return the new passkey of a registration response; None if it is invalid."""
        try:
            checked = webauthn.verify_registration_response(
                credential=_bounded(response),
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self._relying_party,
                expected_origin=self._origins,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError):
            return None
        if len(checked.credential_id) > MAX_CREDENTIAL_ID:
            return None
        return RegisteredPasskey(
            bytes_to_base64url(checked.credential_id),
            checked.credential_public_key,
            checked.sign_count,
        )

    @staticmethod
    def credential_id_of(response: str) -> str | None:
        """Return the credential id that an authentication response claims; unverified."""
        try:
            return bytes_to_base64url(
                webauthn.helpers.parse_authentication_credential_json(_bounded(response)).raw_id
            )
        except (WebAuthnException, ValueError):
            return None

    @staticmethod
    def challenge_of(response: str) -> str | None:
        """Return the challenge that an authentication response claims to sign; unverified."""
        try:
            client_data = webauthn.helpers.parse_authentication_credential_json(
                _bounded(response)
            ).response.client_data_json
            return bytes_to_base64url(
                webauthn.helpers.parse_client_data_json(client_data).challenge
            )
        except (WebAuthnException, ValueError):
            return None

    def verify_authentication(
        self, response: str, challenge: str, public_key: bytes, sign_count: int
    ) -> int | None:
        """Return the new signature counter of a valid authentication response; else None."""
        try:
            checked = webauthn.verify_authentication_response(
                credential=_bounded(response),
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self._relying_party,
                expected_origin=self._origins,
                credential_public_key=public_key,
                credential_current_sign_count=sign_count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError):
            return None
        return checked.new_sign_count


def _bounded(response: str) -> str:
    if len(response) > MAX_RESPONSE:
        raise ValueError("no browser sends such a long response")
    return response


def _descriptors(credentials: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(credential))
        for credential in credentials
    ]


def _with_domain(origin: str) -> str:
    """Return the origin with `localhost` in place of a loopback address."""
    url = urlsplit(origin)
    if url.hostname not in LOOPBACK:
        return origin
    return f"{url.scheme}://localhost" + (f":{url.port}" if url.port is not None else "")
