"""Permission classes and what fields share."""

import base64
from typing import Any

import strawberry

from models import Access

Info = strawberry.Info[Any, None]


class SignedIn(strawberry.BasePermission):
    """Somebody is signed in."""

    message = "Sign in first."

    def has_permission(self, source: Any, info: Info, **kwargs: Any) -> bool:
        """Whether the request's session is live."""
        return info.context["session"] is not None


class SeesInvoices(strawberry.BasePermission):
    """Somebody with the access INVOICES."""

    message = "You may not see invoices."

    def has_permission(self, source: Any, info: Info, **kwargs: Any) -> bool:
        """Whether the membership has it."""
        session = info.context["session"]
        return session is not None and Access.INVOICES in session.membership.accesses


def locked(
    resolver: Any = None, by: type[strawberry.BasePermission] = SignedIn, **options: Any
) -> Any:
    """A field with a permission class."""
    return strawberry.field(resolver, permission_classes=[by], **options)


def to_global_id(row: Any) -> strawberry.ID:
    """The same global IDs as Guichet's."""
    return strawberry.ID(
        base64.urlsafe_b64encode(f"{type(row).__name__}:{row.pk.hex}".encode()).decode().rstrip("=")
    )
