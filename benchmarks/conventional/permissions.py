"""Permission classes and shared field helpers."""

import base64
from typing import Any

import strawberry

from models import Access

Info = strawberry.Info[Any, None]


class SignedIn(strawberry.BasePermission):
    """Permission of a signed-in user."""

    message = "Sign in first."

    def has_permission(self, source: Any, info: Info, **kwargs: Any) -> bool:
        """Return True if the request's session is live."""
        return info.context["session"] is not None


class SeesInvoices(strawberry.BasePermission):
    """Permission of a user with the access INVOICES."""

    message = "You may not see invoices."

    def has_permission(self, source: Any, info: Info, **kwargs: Any) -> bool:
        """Return True if the membership has the access."""
        session = info.context["session"]
        return session is not None and Access.INVOICES in session.membership.accesses


def locked(
    resolver: Any = None, by: type[strawberry.BasePermission] = SignedIn, **options: Any
) -> Any:
    """Return a field with a permission class."""
    return strawberry.field(resolver, permission_classes=[by], **options)


def to_global_id(row: Any) -> strawberry.ID:
    """Return the global ID of a row, as Guichet's."""
    return strawberry.ID(
        base64.urlsafe_b64encode(f"{type(row).__name__}:{row.pk.hex}".encode()).decode().rstrip("=")
    )
