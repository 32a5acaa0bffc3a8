"""The schema's reference: nothing of the SDL is missing, and every link leads somewhere."""

import re

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    is_specified_scalar_type,
)

from scripts.schema_reference import ROOTS, anchor, reference
from tests.support import ROOT
from tests.support.schema_walk import API, CORE

PAGE = reference(API.as_str())
SECTIONS = dict(part.split("\n", 1) for part in re.split(r"^#{2,3} ", PAGE, flags=re.MULTILINE)[1:])
TYPES = {
    name: kind
    for name, kind in CORE.type_map.items()
    if not name.startswith("__") and not is_specified_scalar_type(kind)
}


def test_the_committed_reference_is_this_one() -> None:
    assert (ROOT / "docs" / "schema.md").read_text(encoding="utf-8") == PAGE, "run `make docs`"


@pytest.mark.parametrize("name", sorted(set(TYPES) - set(ROOTS)))
def test_every_type_has_a_section_with_all_that_it_consists_of(name: str) -> None:
    kind = TYPES[name]
    members: set[str] = set()
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        members = set(kind.fields)
    if isinstance(kind, GraphQLEnumType):
        members = set(kind.values)
    assert set(re.findall(r"^\| `(\w+)", SECTIONS[name], re.MULTILINE)) == members


@pytest.mark.parametrize("root", sorted(set(TYPES) & set(ROOTS)))
def test_every_root_field_has_a_section_with_its_arguments_and_description(
    root: str,
) -> None:
    kind = TYPES[root]
    assert isinstance(kind, GraphQLObjectType)
    for name, field in kind.fields.items():
        section = SECTIONS[f"{root}.{name}"]
        assert set(re.findall(r"^\| `(\w+)", section, re.MULTILINE)) == set(field.args)
        assert " ".join((field.description or "").split()) in section


def test_the_lock_stands_where_the_reader_looks() -> None:
    assert "`@needs(access: INVOICES)`" in SECTIONS["Query.invoices"]
    assert "Lock: `@needs(access: CLAIMS)`." in SECTIONS["Claim"]
    assert re.search(
        r"^\| `settlements`.*\| `@needs\(access: SETTLEMENTS\)` \|", SECTIONS["Claim"], re.MULTILINE
    )
    assert "Lock: none." in SECTIONS["Query.contact"]


def test_every_link_leads_to_one_heading() -> None:
    assert anchor("Query.draft_claim of ours") == "querydraft_claim-of-ours"
    anchors = [anchor(heading) for heading in re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)]
    assert len(set(anchors)) == len(anchors)
    assert set(re.findall(r"\(#([^)]+)\)", PAGE)) <= set(anchors)


def test_a_deprecation_names_the_replacement() -> None:
    page = reference(
        'type Query { old(a: Int = 1): [Int!] @deprecated(reason: "Use `new`."), new: Int }'
    )
    assert '**Deprecated:** `@deprecated(reason: "Use `new`.")`' in page


def test_a_field_with_arguments_shows_them() -> None:
    page = reference(
        'type Query { thing: Thing }\n"A thing."\ntype Thing { "Some | all." parts("How many." first: Int! = 20): [Thing!] }'
    )
    assert (
        "| `parts(first: Int! = 20)` | \\[[Thing](#thing)!\\] |  | Some \\| all. `first`: How many. |"
        in page
    )
