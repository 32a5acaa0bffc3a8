"""Variables of `@skip` and `@include`; an operation has one plan for each of their values."""

from collections.abc import Sequence
from typing import Any

from graphql import DirectiveNode, VariableNode, Visitor, visit


def conditions_of(node: Any) -> Sequence[str]:
    """Return the variables that directives of the node's selections use."""
    visitor = _Conditions()
    visit(node, visitor)
    return visitor.names


class _Conditions(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        self.names += [
            argument.value.name.value
            for argument in node.arguments or ()
            if isinstance(argument.value, VariableNode)
        ]
