"""Fields of the schema; each is declared with its rule.

    invoices: Connection[Invoice] = field(list_invoices, needs=SeeInvoices)
    avs_number: str = column("Social insurance number.", needs=SeeClaims)

`field` is Strawberry's own field with one of Strawberry's own permission classes. It takes the
descriptions of the field and of its arguments from the resolver's docstring
(`schema/description.py`) and prints the lock in the SDL, `@needs(role: …, access: …, stepUp: …)`. A
resolver whose first parameter is a `Parents[…]` receives all the objects of its level at once.
Mutations are declared with `mutation` (`schema/mutation_field.py`).
"""

import inspect
from collections.abc import Sequence
from typing import Any

import strawberry
from strawberry.permission import PermissionExtension

import schema.enums  # noqa: F401 - the directive's arguments are among them
from data.parents import JOINS, READS
from execution.column import METADATA_KEY, PERMISSIONS, Column
from permissions import Anyone, Rule
from permissions.lock import RULE_KEY, describe_with_lock, lock
from pipeline.context import Info
from resolvers.parts import return_parents
from schema.description import text_of
from schema.strawberry_resolver import Resolver, as_strawberry_resolver, takes_parents


def field(
    resolver: Resolver,
    *,
    needs: type[Rule],
    graphql_type: Any = None,
    description: str | None = None,
) -> Any:
    """Declare a field with a resolver, open to viewers whom the rule `needs` allows."""
    column = column_of_resolver(resolver, _permissions(needs))
    return _declared(
        needs,
        description or text_of(resolver),
        {METADATA_KEY: column},
        as_strawberry_resolver(resolver),
        graphql_type,
    )


def column(description: str, *, needs: type[Rule] | None = None) -> Any:
    """Declare a plain column of the row, with the rule `needs` or the lock of its type.

    A type without rows has the rules that all paths to it share. `tests/schema/test_schema.py`
    lists every field that anonymous callers can select, so that none becomes public by omission.
    """
    if needs is None:
        return strawberry.field(description=description)
    return _declared(needs, description, {PERMISSIONS: _permissions(needs)})


def _permissions(needs: type[Rule]) -> tuple[Rule, ...]:
    return () if needs is Anyone else (needs(),)


def _declared(
    needs: type[Rule],
    description: str | None,
    metadata: dict[str, Any],
    resolver: Any = None,
    graphql_type: Any = None,
) -> Any:
    """Make Strawberry's field; its lock is enforced, printed in the SDL and described."""
    permissions = _permissions(needs)
    extensions: list[Any] = (
        [PermissionExtension(list(permissions), use_directives=False)] if permissions else []
    )
    return strawberry.field(
        resolver=resolver,
        graphql_type=graphql_type,
        description=describe_with_lock(description, needs),
        extensions=extensions,
        directives=lock(needs),
        metadata={RULE_KEY: needs, **metadata},
    )


def column_of_resolver(resolver: Resolver, permissions: Sequence[Rule]) -> Column:
    """Describe a resolver to the breadth-first executor.

    It is called once for all parents, and its rule is checked once.
    """
    parameters = list(inspect.signature(resolver).parameters.values())
    takes_info = any(parameter.annotation is Info for parameter in parameters)
    return Column(
        resolver,
        tuple(permissions),
        takes_info,
        root=not takes_parents(parameters),
        is_async=inspect.iscoroutinefunction(resolver),
        reads=getattr(resolver, READS, None),
        same=resolver is return_parents,
        joins=getattr(resolver, JOINS, ()),
    )
