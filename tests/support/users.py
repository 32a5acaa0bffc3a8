"""Users as administrators manage them."""

from typing import Any
from uuid import uuid4

import models
from tests.support.world import World

USER_ERRORS = "errors { code field }"
ADD_USER = f"""mutation ($user: NewUser!) {{ addUser(user: $user) {{
  user {{ id identifier status memberships {{ role accesses company {{ id }} }} }} {USER_ERRORS} }} }}"""


def new_user(**changes: Any) -> dict[str, Any]:
    """Return the input of a new user; `changes` override its fields."""
    return {
        "firstName": "Ada",
        "lastName": "Lovelace",
        "email": f"{uuid4().hex}@example.com",
        **changes,
    }


Rows = list[dict[str, Any]]


def user_rows(world: World) -> Rows:
    """Return all rows that a mutation about users could change, of both companies."""
    companies = [world.a.company.id, world.b.company.id]
    memberships = world.portal.run(
        models.Membership.filter(company_id__in=companies).order_by("id").values()
    )
    users = world.portal.run(
        models.User.filter(id__in=[row["user_id"] for row in memberships]).order_by("id").values()
    )
    sessions = world.portal.run(
        models.Session.filter(user_id__in=[user["id"] for user in users])
        .order_by("id")
        .values("id")
    )
    return [*memberships, *users, *sessions]
