"""The one door: a field enters with its rule, or not at all.

    invoices: Connection[Invoice] = field(list_invoices, needs=SeeInvoices)     a question
    draft_claim = order(draft_claim, gives={"claim": Claim}, needs=…)           an order, see `schema/mutation_field.py`
    avs_number: str = column("Social insurance number.", needs=SeeClaims)       a plain column of the row

`field` is Strawberry's own field with one of Strawberry's own permission classes. It takes the description from
the resolver's docstring and prints the lock in the SDL, `@needs(role: …, access: …, stepUp: …)`. A resolver whose first
parameter is a `Parents[…]` receives all the objects of its level at once.
"""

import inspect
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, get_origin

import strawberry
from strawberry.dataloader import DataLoader
from strawberry.permission import PermissionExtension

import schema.enums  # noqa: F401 - the directive's arguments are among them
from execution.column import METADATA_KEY, PERMISSIONS, Column
from permissions import Anyone, Rule
from permissions.lock import RULE, described, lock
from pipeline.context import JOINS, READS, Context, Info, Parents
from resolvers.parts import list_same

Resolver = Callable[..., Any]


def field(
    resolver: Resolver,
    *,
    needs: type[Rule],
    graphql_type: Any = None,
    description: str | None = None,
) -> Any:
    """Declare a field with a resolver, open to those whom the rule `needs` allows."""
    column = as_column(resolver, _permissions(needs))
    return _declared(
        needs,
        description or inspect.getdoc(resolver),
        {METADATA_KEY: column},
        with_parents(resolver),
        graphql_type,
    )


def column(description: str, *, needs: type[Rule] | None = None) -> Any:
    """Declare a plain column of the row; without `needs`, its lock is its type's, or that of all roads to a type without rows.

    `tests/schema/test_schema.py` lists every field that anonymous callers can select: none gets there unsaid.
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
    """Make Strawberry's field, with the lock enforced, printed in the SDL and said in the description."""
    permissions = _permissions(needs)
    extensions: list[Any] = (
        [PermissionExtension(list(permissions), use_directives=False)] if permissions else []
    )
    return strawberry.field(
        resolver=resolver,
        graphql_type=graphql_type,
        description=described(description, needs),
        extensions=extensions,
        directives=lock(needs),
        metadata={RULE: needs, **metadata},
    )


def as_column(resolver: Resolver, permissions: Sequence[Rule]) -> Column:
    """The resolver as the breadth-first executor calls it: once for all parents, its rule asked once."""
    parameters = list(inspect.signature(resolver).parameters.values())
    takes_info = any(parameter.annotation is Info for parameter in parameters)
    return Column(
        resolver,
        tuple(permissions),
        takes_info,
        root=not takes_parents(parameters),
        is_async=inspect.iscoroutinefunction(resolver),
        reads=getattr(resolver, READS, None),
        same=resolver is list_same,
        joins=getattr(resolver, JOINS, ()),
    )


def takes_parents(parameters: Sequence[inspect.Parameter]) -> bool:
    """Whether a resolver takes all the objects of its level."""
    return bool(parameters) and get_origin(parameters[0].annotation) is Parents


def with_parents(resolver: Resolver) -> Resolver:
    """The resolver as Strawberry calls it, one object at a time; objects of one level reach it together."""
    parameters = list(inspect.signature(resolver).parameters.values())
    if not takes_parents(parameters):
        return presented(resolver, resolver, parameters)
    takes_info = any(parameter.annotation is Info for parameter in parameters)
    batched = (
        partial(_load, resolver)
        if inspect.iscoroutinefunction(resolver)
        else partial(_call, resolver)
    )

    def one(root: Any, info: Info, **arguments: Any) -> Any:
        return batched(root, info.context, {"info": info, **arguments} if takes_info else arguments)

    own = [
        inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=kind)
        for name, kind in (("root", Any), ("info", Info))
    ]
    return presented(
        one,
        resolver,
        [*own, *(parameter for parameter in parameters[1:] if parameter.annotation is not Info)],
    )


def presented(function: Resolver, as_if: Resolver, parameters: list[inspect.Parameter]) -> Resolver:
    """`function` under the name of `as_if`, with these parameters and no return type: the field's annotation has it."""

    async def resolve_later(*args: Any, **kwargs: Any) -> Any:
        return await function(*args, **kwargs)

    def resolve(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    shown: Any = resolve_later if inspect.iscoroutinefunction(function) else resolve
    shown.__signature__ = inspect.Signature(parameters)
    shown.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    shown.__name__, shown.__module__, shown.__doc__ = (
        as_if.__name__,
        as_if.__module__,
        as_if.__doc__,
    )
    return shown  # type: ignore[no-any-return]


def _call(resolver: Resolver, root: Any, context: Context, arguments: dict[str, Any]) -> Any:
    (result,) = resolver(Parents([root]), **arguments)
    return _raised(result)


async def _load(resolver: Resolver, root: Any, context: Context, arguments: dict[str, Any]) -> Any:
    key = (
        resolver,
        repr(sorted((name, value) for name, value in arguments.items() if name != "info")),
    )
    if key not in context.loaders:
        context.loaders[key] = DataLoader(
            lambda roots: resolver(Parents(roots), **arguments), cache=False
        )
    return _raised(await context.loaders[key].load(root))


def _raised(result: Any) -> Any:
    if isinstance(result, Exception):
        raise result
    return result
