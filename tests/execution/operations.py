"""Random operations of a schema: fragments, aliases, merged selections, arguments, variables, directives."""

from random import Random
from typing import Any
from zlib import crc32

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

SCALARS: dict[str, tuple[Any, ...]] = {
    "String": ('"x"', '"é \\" y"', '""'),
    "Int": ("0", "1", "-3", "100"),
    "Float": ("0.5", "2"),
    "Boolean": ("true", "false"),
    "ID": ('"1"', '"nonsense"'),
    "Date": ('"2026-01-01"',),
}


class Writer:
    """Writes one operation; what is random comes from `chance`, so that a failure comes again."""

    def __init__(
        self,
        schema: GraphQLSchema,
        chance: Random,
        *,
        depth: int,
        skip_fields: frozenset[str] = frozenset(),
    ) -> None:
        self.schema, self.chance, self.depth, self.skip_fields = schema, chance, depth, skip_fields
        self.fragments: list[str] = []
        self.variables: dict[str, Any] = {}
        self.declared: dict[str, str] = {}

    def operation(self, kind: str = "query") -> str:
        """The whole document."""
        root = self.schema.query_type if kind == "query" else self.schema.mutation_type
        assert root is not None
        selection = self.selection_set(root, self.depth)
        declared = ", ".join(f"${name}: {kind}" for name, kind in self.declared.items())
        return f"{kind} Generated{f'({declared})' if declared else ''} {selection}\n" + "\n".join(
            self.fragments
        )

    def selection_set(self, kind: Any, depth: int) -> str:
        parts = [self.selection(kind, depth) for _ in range(self.chance.randint(1, 4))]
        if self.chance.random() < 0.2:
            parts.append(self.chance.choice(parts))
        return "{ " + " ".join(parts) + " }"

    def selection(self, kind: Any, depth: int) -> str:
        roll = self.chance.random()
        if depth > 0 and roll < 0.12:
            target = self.fragment_type(kind)
            return f"... on {target}{self.directives()} {self.selection_set(target, depth - 1)}"
        if depth > 0 and roll < 0.2:
            target, name = self.fragment_type(kind), f"F{len(self.fragments)}"
            self.fragments.append("")
            self.fragments[int(name[1:])] = (
                f"fragment {name} on {target} {self.selection_set(target, depth - 1)}"
            )
            return f"...{name}{self.directives()}"
        return self.field(kind, depth)

    def fragment_type(self, kind: Any) -> Any:
        if is_abstract_type(kind) and self.chance.random() < 0.8:
            return self.chance.choice(list(self.schema.get_possible_types(kind)))
        if isinstance(kind, GraphQLObjectType) and kind.interfaces and self.chance.random() < 0.3:
            return self.chance.choice(list(kind.interfaces))
        return kind

    def field(self, kind: Any, depth: int) -> str:
        fields = kind.fields if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) else {}
        names = [
            name for name, field in fields.items() if self.usable(f"{kind}.{name}", field, depth)
        ]
        if not names or self.chance.random() < 0.08:
            return f"__typename{self.directives()}"
        name = self.chance.choice(names)
        arguments, mark = self.arguments(fields[name])
        alias = f"{name}{mark}: " if mark or self.chance.random() < 0.15 else ""
        if alias and not mark:
            alias = f"{name}_again: "
        child = get_named_type(fields[name].type)
        below = f" {self.selection_set(child, depth - 1)}" if is_composite_type(child) else ""
        return f"{alias}{name}{arguments}{self.directives()}{below}"

    def usable(self, coordinate: str, field: Any, depth: int) -> bool:
        return coordinate not in self.skip_fields and (
            depth > 0 or is_leaf_type(get_named_type(field.type))
        )

    def arguments(self, field: Any) -> tuple[str, str]:
        """The arguments, and a mark for the alias: the same mark means the same arguments."""
        given = []
        for name, argument in field.args.items():
            if is_required_argument(argument) or self.chance.random() < 0.4:
                given.append(f"{name}: {self.value(argument.type)}")
        if not given:
            return "", ""
        text = f"({', '.join(given)})"
        return text, f"_{crc32(text.encode())}"

    def value(self, kind: Any) -> str:
        if self.chance.random() < 0.25 and not isinstance(
            get_named_type(kind), GraphQLInputObjectType
        ):
            return self.variable(kind)
        return self.literal(kind)

    def variable(self, kind: Any) -> str:
        name = f"v{len(self.declared)}"
        self.declared[name] = str(kind)
        self.variables[name] = self.python(kind)
        return f"${name}"

    def literal(self, kind: Any) -> str:
        if isinstance(kind, GraphQLNonNull):
            return self.literal(kind.of_type)
        if isinstance(kind, GraphQLList):
            return (
                "["
                + ", ".join(self.literal(kind.of_type) for _ in range(self.chance.randint(0, 2)))
                + "]"
            )
        if isinstance(kind, GraphQLEnumType):
            return self.chance.choice(list(kind.values))
        if isinstance(kind, GraphQLInputObjectType):
            wanted = [
                name
                for name, field in kind.fields.items()
                if is_required_input_field(field) or self.chance.random() < 0.3
            ]
            return (
                "{"
                + ", ".join(f"{name}: {self.literal(kind.fields[name].type)}" for name in wanted)
                + "}"
            )
        return str(self.chance.choice(SCALARS[kind.name]))

    def python(self, kind: Any) -> Any:
        if isinstance(kind, GraphQLNonNull):
            return self.python(kind.of_type)
        if isinstance(kind, GraphQLList):
            return [self.python(kind.of_type) for _ in range(self.chance.randint(0, 2))]
        if isinstance(kind, GraphQLEnumType):
            return self.chance.choice(list(kind.values))
        return {
            "String": "v",
            "Int": 2,
            "Float": 1.5,
            "Boolean": True,
            "ID": "7",
            "Date": "2026-02-02",
        }[kind.name]

    def directives(self) -> str:
        if self.chance.random() > 0.1:
            return ""
        name = self.chance.choice(("skip", "include"))
        value = self.chance.choice(("true", "false", "variable"))
        if value == "variable":
            value = self.variable(GraphQLNonNull(self.schema.type_map["Boolean"]))
            self.variables[value[1:]] = self.chance.random() < 0.5
        return f" @{name}(if: {value})"
