"""Passkeys (WebAuthn level 2): the options that browsers take, and the check of what they answer."""

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
MAX_ANSWER = 20_000
"""Characters of an answer that are looked at: the longest attestations that browsers send have some thousands."""
MAX_CREDENTIAL_ID = 1023
"""Bytes (WebAuthn level 2, 4)."""


@dataclass(frozen=True, slots=True)
class RegisteredPasskey:
    """A passkey that proved itself when it was made."""

    credential_id: str
    public_key: bytes
    sign_count: int


class Passkeys:
    """Makes options and checks answers, for the pages of one origin. Only they can ask for its passkeys.

    A passkey is bound to a domain, and an address is none: browsers know the loopback by its name.
    """

    def __init__(self, origins: Sequence[str], relying_party: str = "") -> None:
        self._origins = list(dict.fromkeys(_named(origin) for origin in origins))
        self._relying_party = relying_party or str(urlsplit(self._origins[0]).hostname)

    @staticmethod
    def new_challenge() -> str:
        """256 random bits to sign, as base64url."""
        return bytes_to_base64url(token_bytes(32))

    def creation_options(
        self, challenge: str, identifier: str, name: str, known: Sequence[str]
    ) -> str:
        """What `navigator.credentials.create` takes, as JSON; `known` are the user's own credentials, of which no device makes a second."""
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
            exclude_credentials=_described(known),
        )
        return webauthn.options_to_json(options)

    def request_options(self, challenge: str, known: Sequence[str]) -> str:
        """What `navigator.credentials.get` takes, as JSON; without `known` credentials the device offers those that it has."""
        options = webauthn.generate_authentication_options(
            rp_id=self._relying_party,
            challenge=base64url_to_bytes(challenge),
            allow_credentials=_described(known),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return webauthn.options_to_json(options)

    def made(self, answer: str, challenge: str) -> RegisteredPasskey | None:
        """The new passkey of an answer to creation options; None where it does not hold."""
        try:
            checked = webauthn.verify_registration_response(
                credential=_bounded(answer),
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
    def credential_of(answer: str) -> str | None:
        """Which credential an answer says it is of."""
        try:
            return bytes_to_base64url(
                webauthn.helpers.parse_authentication_credential_json(_bounded(answer)).raw_id
            )
        except (WebAuthnException, ValueError):
            return None

    @staticmethod
    def challenge_of(answer: str) -> str | None:
        """Which challenge an answer says it signs."""
        try:
            client_data = webauthn.helpers.parse_authentication_credential_json(
                _bounded(answer)
            ).response.client_data_json
            return bytes_to_base64url(
                webauthn.helpers.parse_client_data_json(client_data).challenge
            )
        except (WebAuthnException, ValueError):
            return None

    def signed(self, answer: str, challenge: str, public_key: bytes, sign_count: int) -> int | None:
        """The passkey's new count where the answer is its signature of the challenge; else None."""
        try:
            checked = webauthn.verify_authentication_response(
                credential=_bounded(answer),
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


def _bounded(answer: str) -> str:
    if len(answer) > MAX_ANSWER:
        raise ValueError("no browser answers so much")
    return answer


def _described(credentials: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(credential))
        for credential in credentials
    ]


def _named(origin: str) -> str:
    """The origin, the loopback by its name."""
    url = urlsplit(origin)
    if url.hostname not in LOOPBACK:
        return origin
    return f"{url.scheme}://localhost" + (f":{url.port}" if url.port is not None else "")
