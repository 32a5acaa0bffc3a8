"""Everything in the schema is described, in whole sentences, from one source each."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    is_specified_directive,
    is_specified_scalar_type,
)

from data.parents import Parents
from permissions import Anyone
from pipeline.context import Info
from schema import build_schema
from schema.description import text_of
from schema.field import field
from schema.mutation_field import mutation
from tests.support import ROOT

CORE = build_schema()._schema
RIDDLES = re.compile(r"(What|Who|Whom|Whose|Whether|How|Where|When|Why)\b")
"""Words that a description does not begin with: it begins with the noun or the verb."""
FORMER = re.compile(
    r"\b(ordered|strangers?|whoever|one's own|mend|answers|proved?|void)\b", re.IGNORECASE
)
"""Words of a former dialect: the schema says *mutation*, *anonymous caller*, *verify*."""


def described() -> Iterator[tuple[str, str | None]]:
    """The coordinate of everything in the schema that can have a description, with the one it has."""
    for name, kind in CORE.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(kind):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLEnumType):
            yield from ((f"{name}.{value}", one.description) for value, one in kind.values.items())
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field_name, one in kind.fields.items():
                yield f"{name}.{field_name}", one.description
                yield from (
                    (f"{name}.{field_name}({arg}:)", given.description)
                    for arg, given in getattr(one, "args", {}).items()
                )
    for directive in CORE.directives:
        if not is_specified_directive(directive):
            yield f"@{directive.name}", directive.description
            yield from (
                (f"@{directive.name}({name}:)", one.description)
                for name, one in directive.args.items()
            )


TEXTS = dict(described())


def test_everything_in_the_schema_has_a_description() -> None:
    missing = [coordinate for coordinate, text in TEXTS.items() if not text]
    assert not missing, f"describe in the docstring, or by `column(…)`: {', '.join(missing)}"


def test_a_description_begins_with_a_noun_or_a_verb_and_ends_as_a_sentence() -> None:
    riddles = [coordinate for coordinate, text in TEXTS.items() if RIDDLES.match(text or "")]
    assert not riddles, f"begin with the noun or the verb: {', '.join(riddles)}"
    open_ends = [
        coordinate for coordinate, text in TEXTS.items() if text and not text.endswith(".")
    ]
    assert not open_ends, f"end with a full stop: {', '.join(open_ends)}"


def test_descriptions_speak_the_words_of_graphql_and_of_security() -> None:
    assert {
        coordinate: word.group()
        for coordinate, text in TEXTS.items()
        if (word := FORMER.search(text or ""))
    } == {}


def test_every_custom_scalar_has_specified_by() -> None:
    own = [
        kind
        for kind in CORE.type_map.values()
        if isinstance(kind, GraphQLScalarType) and not is_specified_scalar_type(kind)
    ]
    assert {
        kind.name: (kind.specified_by_url or "").partition("://")[0] for kind in own
    } == dict.fromkeys(["Date", "DateTime", "Decimal", "Upload"], "https")


def test_an_id_is_found_on_nodes_only() -> None:
    (node,) = (kind for kind in CORE.type_map.values() if kind.name == "Node")
    objects = [kind for kind in CORE.type_map.values() if isinstance(kind, GraphQLObjectType)]
    assert [
        kind.name for kind in objects if "id" in kind.fields and node not in kind.interfaces
    ] == []


def test_a_code_that_a_description_names_is_one_that_is_given() -> None:
    given = {
        code
        for folder in ("resolvers", "models", "adapters")
        for path in (ROOT / folder).rglob("*.py")
        for code in re.findall(r'"([A-Z][A-Z_]+)"', path.read_text(encoding="utf-8"))
    }
    named: dict[str, list[str]] = {}
    for coordinate, text in TEXTS.items():
        _, _, codes = (text or "").partition("Codes in `errors`")
        for code in re.findall(r"`([A-Z][A-Z_]+)`", codes):
            named.setdefault(code, []).append(coordinate)
    assert len(named) > 30
    assert {code: where for code, where in named.items() if code not in given | {"NOT_FOUND"}} == {}


def the_field(resolver: Any) -> Any:
    return field(resolver, needs=Anyone, graphql_type=int)


def test_the_sections_of_a_docstring_are_not_the_fields_description() -> None:
    def count(info: Info, least: int, first: int = 20) -> int:
        """Number of
        things.

        Counted again each time.

        Args:
            least: Number that there are
                in any case: at least this.
        """
        return least

    one = the_field(count)
    assert one.description == text_of(count) == "Number of things. Counted again each time."
    least, first = one.base_resolver.arguments
    assert least.description == "Number that there are in any case: at least this."
    assert first.description.startswith("Maximum number of rows")


def test_arguments_of_a_nested_field_are_described() -> None:
    def count(parents: Parents[int], info: Info, least: int) -> list[int]:
        """Number of things.

        Args:
            least: Number that there are.
        """
        return parents

    (least,) = the_field(count).base_resolver.arguments
    assert least.description == "Number that there are."


def test_an_argument_without_description_is_refused_with_one_sentence() -> None:
    def count(info: Info, least: int) -> int:
        """Number of things."""
        return least

    with pytest.raises(
        TypeError, match=r"^The docstring of count does not describe in `Args`: least\.$"
    ):
        the_field(count)


def test_a_description_of_an_argument_that_does_not_exist_is_refused_with_one_sentence() -> None:
    def count(info: Info) -> int:
        """Number of things.

        Args:
            least: Number that there are.
        """
        return 1

    with pytest.raises(
        TypeError,
        match=r"^The docstring of count describes in `Args` what does not exist: least\.$",
    ):
        the_field(count)


def test_a_payload_field_without_description_is_refused_with_one_sentence() -> None:
    async def count_things(info: Info) -> int:
        """Count things."""
        return 1

    with pytest.raises(
        TypeError, match=r"^The docstring of count_things does not describe in `Returns`: things\.$"
    ):
        mutation(count_things, gives={"things": int}, needs=Anyone)
