"""Contract managers and health managers of the insurer."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import Model, fields

from models.fields import EnumSet, Language

if TYPE_CHECKING:
    from models.user import User


class ManagerKind(StrEnum):
    """What a manager looks after: the contract and the platform, or claims and settlements."""

    CONTRACT = "CONTRACT"
    HEALTH = "HEALTH"


class Manager(Model):
    """Employee of the insurer as client companies see them; signs in as `user`."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "models.User", related_name="manager", on_delete=fields.RESTRICT
    )
    user_id: UUID
    kind = fields.CharEnumField(ManagerKind, max_length=8)
    name = fields.CharField(120)
    email = fields.CharField(254)
    phone = fields.CharField(32)
    languages = EnumSet(Language)

    class Meta:
        table = "manager"
