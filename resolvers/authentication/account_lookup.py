"""Lookup of an account by its identifier, by the same statements whether it exists or not.

Equal work for unknown identifiers prevents user enumeration by timing.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import models
from pipeline.context import Context
from resolvers.authentication.attempts import find_known_network

NO_USER_ID: Final = UUID(int=0)
"""Key of no user, used in the lookup of an unknown identifier."""
CREDENTIAL_COLUMNS: Final = (
    "status",
    "password_hash",
    "two_factor_method",
    "totp_secret",
    "passkey_alone",
)
"""Columns of a user that decide whether and how a session begins."""


@dataclass(frozen=True, slots=True)
class AccountLookup:
    """Result of looking up an identifier."""

    identifier: str
    user: models.User | None
    password_hash: str | None
    """Hash to verify the password with.

    For an unknown identifier another user's, so that verification takes equally long.
    """
    manager: models.Manager | None
    membership: models.Membership | None
    known_network: str

    @property
    def may_sign_in(self) -> bool:
        """True if the user is active and a manager or a member of a company."""
        active = self.user is not None and self.user.status is models.UserStatus.ACTIVE
        return active and (self.manager is not None or self.membership is not None)

    async def is_unchanged(self) -> bool:
        """Return True if the credentials have not changed; the row is locked until the commit."""
        locked = (
            await models.User.select_for_update().get_or_none(id=self.user.id)
            if self.user is not None
            else None
        )
        return locked is not None and all(
            getattr(locked, name) == getattr(self.user, name) for name in CREDENTIAL_COLUMNS
        )


async def look_up_account(context: Context, identifier: str) -> AccountLookup:
    """Look up the account with this identifier."""
    normalized = identifier.strip()[:20].replace("\0", "")
    nearest = await models.User.filter(identifier__gte=normalized).order_by("identifier").first()
    user = nearest if nearest is not None and nearest.identifier == normalized else None
    key = user.id if user else NO_USER_ID
    manager = await models.Manager.get_or_none(user_id=key)
    membership = await models.Membership.filter(user_id=key).order_by("created_at", "id").first()
    password_hash = nearest.password_hash if nearest is not None else None
    return AccountLookup(
        normalized, user, password_hash, manager, membership, await find_known_network(context, key)
    )
