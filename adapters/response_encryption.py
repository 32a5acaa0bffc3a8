"""Encryption of the responses stored for idempotency keys.

Decryption needs both the idempotency key of the client and the secret key of the deployment.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class ResponseEncryption:
    """Encryption of responses under idempotency keys; rows alone reveal no owner and no content."""

    def __init__(self, secret_key: str) -> None:
        self._key = hashlib.sha256(b"guichet kept answers" + secret_key.encode()).digest()

    def record_name(self, owner: str, key: str) -> str:
        """Return the primary key of a record: an HMAC of 64 hexadecimal digits."""
        return self._derive("name", owner, key).hex()

    def encrypt(self, owner: str, key: str, content: bytes, response: bytes) -> bytes:
        """Encrypt the response to a request by AES-256-GCM, with its content as associated data."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self._derive("seal", owner, key)).encrypt(nonce, response, content)

    def decrypt(self, owner: str, key: str, content: bytes, encrypted: bytes) -> bytes | None:
        """Return the response, or None if the request had other content."""
        try:
            return AESGCM(self._derive("seal", owner, key)).decrypt(
                encrypted[:NONCE_BYTES], encrypted[NONCE_BYTES:], content
            )
        except InvalidTag:
            return None

    def _derive(self, *parts: str) -> bytes:
        """Derive a key for one purpose, owner and idempotency key; no part contains a null."""
        return hmac.digest(self._key, "\0".join(parts).encode(), "sha256")
