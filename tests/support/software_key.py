"""Passkey made of software: the answers of a browser and its authenticator."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encoded(raw: bytes) -> str:
    """Return bytes in base64url without padding, as WebAuthn's JSON has them."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class SoftwareKey:
    """One credential (ES256) for the pages of `origin`; each attribute can be made to lie."""

    origin: str
    credential_id: bytes
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    count: int = 0
    flags: int = PRESENT | VERIFIED

    def create(self, options: str) -> str:
        """Return the answer of `navigator.credentials.create` to these options, as JSON."""
        asked = json.loads(options)
        numbers = self.private.public_key().public_numbers()
        key = cbor2.dumps(
            {
                1: 2,
                3: -7,
                -1: 1,
                -2: numbers.x.to_bytes(32, "big"),
                -3: numbers.y.to_bytes(32, "big"),
            }
        )
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + key
        data = self._authenticator_data(asked["rp"]["id"], ATTESTED) + attested
        client_data = self._client_data("webauthn.create", asked["challenge"])
        statement = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            {"clientDataJSON": encoded(client_data), "attestationObject": encoded(statement)}
        )

    def get(self, options: str) -> str:
        """Return the answer of `navigator.credentials.get` to these options, as JSON."""
        asked = json.loads(options)
        self.count += 1
        data, client_data = (
            self._authenticator_data(asked["rpId"]),
            self._client_data("webauthn.get", asked["challenge"]),
        )
        signature = self.private.sign(
            data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256())
        )
        response = {
            "clientDataJSON": encoded(client_data),
            "authenticatorData": encoded(data),
            "signature": encoded(signature),
        }
        return self._answer(response)

    def _authenticator_data(self, relying_party: str, more: int = 0) -> bytes:
        return (
            hashlib.sha256(relying_party.encode()).digest()
            + bytes([self.flags | more])
            + self.count.to_bytes(4, "big")
        )

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps(
            {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        ).encode()

    def _answer(self, response: dict[str, Any]) -> str:
        key = encoded(self.credential_id)
        return json.dumps(
            {
                "id": key,
                "rawId": key,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {},
            }
        )
