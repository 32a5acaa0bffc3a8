"""Answers that are kept for whoever has the client's key: that key and the deployment's secret together open them, neither alone does."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class ResponseEncryption:
    """Seals what is kept under a key of a client's. The rows by themselves tell neither whose they are nor what is in them."""

    def __init__(self, secret_key: str) -> None:
        self._key = hashlib.sha256(b"guichet kept answers" + secret_key.encode()).digest()

    def name(self, owner: str, key: str) -> str:
        """What an answer is found by: 64 hexadecimal digits."""
        return self._derived("name", owner, key).hex()

    def seal(self, owner: str, key: str, content: bytes, answer: bytes) -> bytes:
        """The answer to this content, sealed (AES-256-GCM; the content is its associated data)."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self._derived("seal", owner, key)).encrypt(nonce, answer, content)

    def open(self, owner: str, key: str, content: bytes, sealed: bytes) -> bytes | None:
        """The answer, or None where it was one to other content."""
        try:
            return AESGCM(self._derived("seal", owner, key)).decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], content
            )
        except InvalidTag:
            return None

    def _derived(self, *parts: str) -> bytes:
        """A key for one purpose, owner and client's key; none of them has a null character."""
        return hmac.digest(self._key, "\0".join(parts).encode(), "sha256")
