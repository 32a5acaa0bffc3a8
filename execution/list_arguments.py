"""Lengths of the lists in an operation's arguments, as literals and by variable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import ListValueNode, ObjectValueNode, ValueNode, VariableNode


@dataclass(slots=True)
class ListArguments:
    """Longest list literal of an operation, and the argument that each variable fills."""

    longest: int = 0
    argument: str = ""
    """Path of the longest list, such as `filter.status`."""
    filled: dict[str, str] = field(default_factory=dict)
    """First argument that each variable fills."""

    def inspect_value(self, value: ValueNode | None, argument: str) -> None:
        """Record the lists and variables in the value of an argument, or in a default value."""
        if isinstance(value, VariableNode):
            self.filled.setdefault(value.name.value, argument)
        elif isinstance(value, ObjectValueNode):
            for one in value.fields:
                self.inspect_value(one.value, f"{argument}.{one.name.value}")
        elif isinstance(value, ListValueNode):
            if len(value.values) > self.longest:
                self.longest, self.argument = len(value.values), argument
            for inner in value.values:
                self.inspect_value(inner, argument)

    def too_long(self, variables: Mapping[str, Any] | None, max_entries: int) -> str | None:
        """Return the argument of a list longer than the limit, or None."""
        if self.longest > max_entries:
            return self.argument
        for name, value in variables.items() if variables else ():
            if isinstance(value, list | dict):
                for argument, length in _lengths(value, self.filled.get(name, name)):
                    if length > max_entries:
                        return argument
        return None


def _lengths(value: Any, argument: str) -> Iterator[tuple[str, int]]:
    """Yield the length of each list in a variable; the request parser bounds its nesting."""
    if isinstance(value, list):
        yield argument, len(value)
        for inner in value:
            if isinstance(inner, list | dict):
                yield from _lengths(inner, argument)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, list | dict):
                yield from _lengths(inner, f"{argument}.{name}")
