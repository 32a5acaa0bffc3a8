"""Audience of an object: the people who can see it."""

import strawberry

from permissions import Anyone
from resolvers.audience import count_readers, list_readers, list_reading_managers
from schema.field import field
from schema.manager import Manager
from schema.user import User


@strawberry.type
class Audience:
    """People who can see an object, by the rules that are enforced."""

    users: list[User] = field(list_readers, needs=Anyone)
    user_count: int = field(count_readers, needs=Anyone)
    managers: list[Manager] = field(list_reading_managers, needs=Anyone)
