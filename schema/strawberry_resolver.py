"""Resolvers as Strawberry calls them: one object at a time, with the arguments described."""

import inspect
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, get_origin

from strawberry.dataloader import DataLoader

from data.parents import Parents
from pipeline.context import Context, Info
from schema.description import ARGUMENTS, describe_names, with_description

Resolver = Callable[..., Any]


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
