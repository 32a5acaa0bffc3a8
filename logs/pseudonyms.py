"""Whose line it is: the same name for the same person, which only the holder of the key can find."""

from hashlib import blake2b
from uuid import UUID


class Pseudonyms:
    """Names made of user ids by a keyed hash (BLAKE2b as a MAC, RFC 7693), its key made of the deployment's secret."""

    def __init__(self, secret: str) -> None:
        self._key = blake2b(secret.encode(), person=b"guichet log", digest_size=32).digest()

    def name(self, user_id: UUID) -> str:
        """Sixteen hexadecimal digits."""
        return blake2b(user_id.bytes, key=self._key, digest_size=8).hexdigest()
