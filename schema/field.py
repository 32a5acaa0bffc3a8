"""The one door: a field enters with its rule, or not at all.

    invoices: Connection[Invoice] = field(list_invoices, needs=SeeInvoices)     a question
    draft_claim = order(draft_claim, gives={"claim": Claim}, needs=…)           an order, see `schema/mutation_field.py`

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
from data.parents import JOINS, READS, Parents
from execution.column import METADATA_KEY, Column
from permissions import Anyone, Rule
from permissions.lock import RULE, described, lock
from pipeline.context import Context, Info
from resolvers.parts import list_same

Resolver = Callable[..., Any]


def field(
    resolver: Resolver | None = None,
    *,
    needs: type[Rule],
    graphql_type: Any = None,
    description: str | None = None,
) -> Any:
    """A field of the schema, open to those whom the rule `needs` allows."""
    permissions = [] if needs is Anyone else [needs()]
    extensions: list[Any] = (
        [PermissionExtension(list(permissions), use_directives=False)] if permissions else []
    )
    metadata: dict[str, Any] = {RULE: needs}
    if resolver is not None:
        metadata[METADATA_KEY] = as_column(resolver, permissions)
    return strawberry.field(
        resolver=with_parents(resolver) if resolver is not None else None,  # type: ignore[arg-type]
        graphql_type=graphql_type,
        description=described(
            description or (inspect.getdoc(resolver) if resolver is not None else None), needs
        ),
        extensions=extensions,
        directives=lock(needs),
        metadata=metadata,
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


def column(description: str) -> Any:
    """A plain column of the row, with a word on what it is; its lock is that of its type."""
    return strawberry.field(description=description)


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
    if key not in context.operation.loaders:
        context.operation.loaders[key] = DataLoader(
            lambda roots: resolver(Parents(roots), **arguments), cache=False
        )
    return _raised(await context.operation.loaders[key].load(root))


def _raised(result: Any) -> Any:
    if isinstance(result, Exception):
        raise result
    return result
