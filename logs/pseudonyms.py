"""Pseudonyms of users: stable, and resolvable only by the holder of the key."""

from hashlib import blake2b
from uuid import UUID


class Pseudonyms:
    """Pseudonyms by a keyed hash of user ids (BLAKE2b as a MAC, RFC 7693).

    The key is derived from the deployment's secret.
    """

    def __init__(self, secret: str) -> None:
        self._key = blake2b(secret.encode(), person=b"guichet log", digest_size=32).digest()

    def name(self, user_id: UUID) -> str:
        """Return the pseudonym of a user, sixteen hexadecimal digits."""
        return blake2b(user_id.bytes, key=self._key, digest_size=8).hexdigest()
