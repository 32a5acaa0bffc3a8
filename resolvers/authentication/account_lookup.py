"""Whom an identifier stands for, looked up by the same statements whether it stands for anybody or not."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import models
from pipeline.context import Context
from resolvers.authentication.attempts import find_known_network

NO_USER_ID: Final = UUID(int=0)
"""The key of no user: what an identifier that nobody has is looked up by."""
CREDENTIAL_COLUMNS: Final = (
    "status",
    "password_hash",
    "two_factor_method",
    "totp_secret",
    "passkey_alone",
)
"""The columns of a user that a session begins by."""


@dataclass(frozen=True, slots=True)
class AccountLookup:
    """What an identifier stands for, as it was read."""

    identifier: str
    user: models.User | None
    password_hash: str | None
    """What a password is compared with; for an identifier that nobody has, another user's, so that it takes as long as theirs."""
    manager: models.Manager | None
    membership: models.Membership | None
    known_network: str

    @property
    def may_sign_in(self) -> bool:
        """Whether this is somebody whom the right password lets in."""
        active = self.user is not None and self.user.status is models.UserStatus.ACTIVE
        return active and (self.manager is not None or self.membership is not None)

    async def is_unchanged(self) -> bool:
        """Whether the user still signs in as was read, which holds until the transaction ends: the row is locked."""
        locked = (
            await models.User.select_for_update().get_or_none(id=self.user.id)
            if self.user is not None
            else None
        )
        return locked is not None and all(
            getattr(locked, name) == getattr(self.user, name) for name in CREDENTIAL_COLUMNS
        )


async def look_up_account(context: Context, identifier: str) -> AccountLookup:
    """Whom an identifier stands for."""
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
