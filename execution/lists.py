"""Lists in the arguments of an operation: how long those are that are written out, and which argument a variable fills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import ListValueNode, ObjectValueNode, ValueNode, VariableNode


@dataclass(slots=True)
class Lists:
    """The longest list that an operation itself has, and where its variables go."""

    longest: int = 0
    argument: str = ""
    """Where the longest one stands, such as `filter.status`."""
    filled: dict[str, str] = field(default_factory=dict)
    """The argument that each variable fills, the first where there are several."""

    def look(self, value: ValueNode | None, argument: str) -> None:
        """Look at the value of an argument, or of a variable's default."""
        if isinstance(value, VariableNode):
            self.filled.setdefault(value.name.value, argument)
        elif isinstance(value, ObjectValueNode):
            for one in value.fields:
                self.look(one.value, f"{argument}.{one.name.value}")
        elif isinstance(value, ListValueNode):
            if len(value.values) > self.longest:
                self.longest, self.argument = len(value.values), argument
            for inner in value.values:
                self.look(inner, argument)

    def too_long(self, variables: Mapping[str, Any] | None, most: int) -> str | None:
        """The argument of a list with more items than that, written out or in the variables; None where there is none."""
        if self.longest > most:
            return self.argument
        for name, value in variables.items() if variables else ():
            if isinstance(value, list | dict):
                for argument, length in _lengths(value, self.filled.get(name, name)):
                    if length > most:
                        return argument
        return None


def _lengths(value: Any, argument: str) -> Iterator[tuple[str, int]]:
    """How long each list in a variable is; its nesting is bounded where it is read."""
    if isinstance(value, list):
        yield argument, len(value)
        for inner in value:
            if isinstance(inner, list | dict):
                yield from _lengths(inner, argument)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, list | dict):
                yield from _lengths(inner, f"{argument}.{name}")
