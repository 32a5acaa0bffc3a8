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
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, get_origin

import strawberry
from strawberry.dataloader import DataLoader
from strawberry.permission import PermissionExtension

import schema.enums  # noqa: F401 - the directive's arguments are among them
from data.parents import JOINS, READS, Parents
from execution.column import METADATA_KEY, PERMISSIONS, Column
from permissions import Anyone, Rule
from permissions.lock import RULE_KEY, describe_with_lock, lock
from pipeline.context import Context, Info
from resolvers.parts import return_parents
from schema.description import ARGUMENTS, describe_names, text_of, with_description

Resolver = Callable[..., Any]


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


def takes_parents(parameters: Sequence[inspect.Parameter]) -> bool:
    """Return True if a resolver takes all the objects of its level."""
    return bool(parameters) and get_origin(parameters[0].annotation) is Parents


def as_strawberry_resolver(resolver: Resolver) -> Resolver:
    """Adapt a resolver to Strawberry, which calls it for one object at a time.

    Objects of one level are batched.
    """
    parameters = list(inspect.signature(resolver).parameters.values())
    if not takes_parents(parameters):
        return with_signature(resolver, resolver, _described(resolver, parameters))
    takes_info = any(parameter.annotation is Info for parameter in parameters)
    batched = (
        partial(_load_in_batch, resolver)
        if inspect.iscoroutinefunction(resolver)
        else partial(_call_with_one, resolver)
    )

    def one(root: Any, info: Info, **arguments: Any) -> Any:
        return batched(root, info.context, {"info": info, **arguments} if takes_info else arguments)

    own = [
        inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=kind)
        for name, kind in (("root", Any), ("info", Info))
    ]
    arguments = [parameter for parameter in parameters[1:] if parameter.annotation is not Info]
    return with_signature(one, resolver, [*own, *_described(resolver, arguments)])


def _described(
    resolver: Resolver, parameters: Sequence[inspect.Parameter]
) -> list[inspect.Parameter]:
    """Return the parameters, those that are arguments of the field with their descriptions."""
    names = [parameter.name for parameter in parameters if parameter.annotation is not Info]
    texts = describe_names(resolver, "Args", names, ARGUMENTS)
    return [
        one.replace(annotation=with_description(one.annotation, texts[one.name]))
        if one.name in texts
        else one
        for one in parameters
    ]


def with_signature(
    function: Resolver, as_if: Resolver, parameters: list[inspect.Parameter]
) -> Resolver:
    """Return `function` with the name of `as_if` and these parameters.

    It has no return type: the field's annotation has it.
    """

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


def _call_with_one(
    resolver: Resolver, root: Any, context: Context, arguments: dict[str, Any]
) -> Any:
    (result,) = resolver(Parents([root]), **arguments)
    return _raise_if_error(result)


async def _load_in_batch(
    resolver: Resolver, root: Any, context: Context, arguments: dict[str, Any]
) -> Any:
    key = (
        resolver,
        repr(sorted((name, value) for name, value in arguments.items() if name != "info")),
    )
    if key not in context.operation.loaders:
        context.operation.loaders[key] = DataLoader(
            lambda roots: resolver(Parents(roots), **arguments), cache=False
        )
    return _raise_if_error(await context.operation.loaders[key].load(root))


def _raise_if_error(result: Any) -> Any:
    if isinstance(result, Exception):
        raise result
    return result
