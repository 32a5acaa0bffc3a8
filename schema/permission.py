"""The catalogue of accesses: what each opens, and who grants it."""

from collections.abc import Iterator
from typing import Any

import strawberry
from strawberry.types.base import StrawberryObjectDefinition

from languages import later, say
from models import Access
from permissions import GRANTED_BY, Anyone, AskWho, Rule
from resolvers.context import Info
from schema.field import column, field

OPENS = {
    Access.CLAIMS: later("Declare claims, transfer documents and follow claim files."),
    Access.SETTLEMENTS: later("See settlements."),
    Access.INVOICES: later("See premium invoices."),
    Access.USER_MANAGEMENT: later("Add, change and remove users' accesses; for administrators."),
}


@strawberry.type(description="An access: what it opens, and who grants it.")
class Permission:
    """An access: what it opens, and who grants it."""

    access: Access
    description: str
    granted_by: AskWho
    fields: list[str] = column("The schema coordinates that need it, such as `Query.invoices`.")


def list_permissions(info: Info) -> list[Permission]:
    """The catalogue: each access, what it opens, and who grants it."""
    guarded = sorted(guarded_fields(info.schema))
    return [
        Permission(
            access=access,
            description=say(OPENS[access]),
            granted_by=granter,
            fields=[name for name, rule in guarded if rule.access is access],
        )
        for access, granter in GRANTED_BY.items()
    ]


def guarded_fields(api: Any) -> Iterator[tuple[str, type[Rule]]]:
    """Each field that entered through `field`, as its schema coordinate, with its rule."""
    for concrete in api.schema_converter.type_map.values():
        definition = concrete.definition
        if not isinstance(definition, StrawberryObjectDefinition):
            continue
        for one in definition.fields:
            if (rule := one.metadata.get("rule")) is not None:
                yield f"{api.config.name_converter.from_type(definition)}.{api.config.name_converter.get_graphql_name(one)}", rule


CATALOGUE = field(list_permissions, needs=Anyone)
