"""The schema of each viewer: valid for every persona, in introspection and as printed by the command."""

import asyncio
from collections.abc import Iterator
from enum import Enum
from itertools import chain, combinations
from typing import Any

import pytest
import strawberry
from graphql import (
    GraphQLObjectType,
    build_client_schema,
    get_introspection_query,
    get_named_type,
    parse,
    validate,
    validate_schema,
)
from starlette.testclient import TestClient

from execution import BreadthFirstExecutor
from models import Access, Role
from permissions import Viewer
from permissions.persona import PERSONAS
from permissions.persona import persona as viewer
from pipeline.context import Context
from pipeline.state import RequestState
from schema import Schema, build_schema
from schema.locks import Locks
from schema.view import SchemaViews, ViewRequest
from server.app import create_app
from server.services import create_services
from settings import Environment, Introspection
from tests.support.commands import assert_one_sentence, guichet
from tests.support.portal import Answer, Client
from tests.support.rule_table import PERSONA_NAMES, is_allowed
from tests.support.schema_walk import API, CORE, guarded
from tests.support.world import World
from transport.schema_view import SchemaViewRequest

TYPES = "{ __schema { types { name fields { name description } } } }"


def everybody() -> Iterator[Viewer | None]:
    yield None
    for role in Role:
        for accesses in chain.from_iterable(
            combinations(Access, size) for size in range(len(Access) + 1)
        ):
            yield viewer(role, *accesses)


def ask(client: Client, document: str, url: str = "/graphql", **headers: str) -> Answer:
    return Answer(client.http.post(url, json={"query": document}, headers=headers))


def coordinates(answer: Answer) -> set[str]:
    return {
        f"{kind['name']}.{field['name']}"
        for kind in answer["__schema"]["types"]
        for field in kind["fields"] or ()
    }


def test_every_view_is_a_valid_schema_that_leads_to_nothing_that_is_hidden() -> None:
    for who in everybody():
        for wanted in (ViewRequest(hide=True), ViewRequest(hide=True, without_deprecated=True)):
            schema = API.views.make(who, wanted)
            assert validate_schema(schema) == []
            for coordinate, rule in API.locks.declared:
                name, _, field = coordinate.partition(".")
                if not rule.allows(who) and "(" not in coordinate:
                    kind = schema.type_map.get(name)
                    assert kind is None or (field and field not in getattr(kind, "fields", {})), (
                        who,
                        coordinate,
                    )


def test_a_view_keeps_no_type_that_no_road_leads_to() -> None:
    for who in (
        None,
        viewer(Role.USER, Access.INVOICES),
        viewer(Role.HEALTH_MANAGER, Access.CLAIMS),
    ):
        schema = API.views.make(who, ViewRequest(hide=True))
        roots = [kind for kind in (schema.query_type, schema.mutation_type) if kind]
        reached, waiting = set(), [kind.name for kind in roots]
        while waiting:
            name = waiting.pop()
            if name in reached:
                continue
            reached.add(name)
            kind: Any = schema.type_map[name]
            for field in getattr(kind, "fields", {}).values():
                waiting += [
                    get_named_type(field.type).name,
                    *(get_named_type(one.type).name for one in getattr(field, "args", {}).values()),
                ]
            waiting += (
                [one.name for one in schema.get_possible_types(kind)] if name == "Node" else []
            )
        directives = {"Role", "Access", "Boolean", "String", "Int"}
        assert {
            name for name in schema.type_map if not name.startswith("__")
        } <= reached | directives


def test_every_view_keeps_the_descriptions_and_the_specifications() -> None:
    for wanted in (ViewRequest(), ViewRequest(hide=True), ViewRequest(without_deprecated=True)):
        schema = API.views.make(viewer(Role.USER, Access.CLAIMS), wanted)
        for kind in schema.type_map.values():
            whole = CORE.type_map[kind.name]
            assert getattr(kind, "specified_by_url", None) == getattr(
                whole, "specified_by_url", None
            )
            for name, field in getattr(kind, "fields", {}).items():
                for argument, one in getattr(field, "args", {}).items():
                    text = whole.fields[name].args[argument].description
                    assert text is None or one.description.startswith(text), (
                        f"{kind.name}.{name}({argument}:)"
                    )


def test_an_anonymous_caller_sees_the_sign_in_fields_only() -> None:
    schema = API.views.make(None, ViewRequest(hide=True))
    assert "signIn" in schema.type_map["Mutation"].fields
    assert set(schema.type_map["Query"].fields) >= {"contact", "permissions", "viewer"}
    assert not {"Claim", "Invoice", "User", "Company", "Node"} & set(schema.type_map)


@pytest.mark.parametrize("persona", PERSONA_NAMES)
def test_introspection_hides_what_the_truth_table_refuses(persona: str, world: World) -> None:
    client = world.client(persona)
    whole = coordinates(ask(client, TYPES))
    seen = coordinates(ask(client, TYPES, **{"Guichet-Schema": "hide"}))
    assert seen < whole
    for coordinate in guarded():
        rules = [rule.__name__ for rule in API.locks.of(coordinate)]
        assert coordinate in whole
        assert (coordinate in seen) <= all(is_allowed(rule, persona) for rule in rules), coordinate
        if coordinate.startswith("Query."):
            assert (coordinate in seen) is all(is_allowed(rule, persona) for rule in rules), (
                coordinate
            )


def test_all_is_shown_with_what_this_viewer_lacks(world: World) -> None:
    kinds = ask(world.client("user with claims"), TYPES)["__schema"]["types"]
    (query,) = (kind for kind in kinds if kind["name"] == "Query")
    told = {field["name"]: field["description"] for field in query["fields"]}
    assert (
        "Not open to you: You may not see premium invoices: the access “Premium invoices” is missing."
        in told["invoices"]
    )
    assert "Not open to you" not in told["claims"]
    assert "Requires the access INVOICES" in told["invoices"]


def test_a_hidden_field_is_still_refused_with_whom_to_ask(world: World) -> None:
    answer = ask(
        world.client("user with claims"),
        "{ invoices { totalCount } }",
        **{"Guichet-Schema": "hide"},
    )
    assert (answer.code, answer.refusal["askWho"]) == ("FORBIDDEN", "ADMINISTRATOR")


def test_one_operation_may_ask_of_the_schema_and_of_the_data(world: World) -> None:
    document = '{ viewer { role } hidden: __type(name: "Invoice") { name } shown: __type(name: "Claim") { name interfaces { name } } claims { totalCount } }'
    answer = ask(world.client("user with claims"), document, **{"Guichet-Schema": "hide"})
    assert answer.data == {
        "viewer": {"role": "USER"},
        "hidden": None,
        "shown": {"name": "Claim", "interfaces": [{"name": "Node"}]},
        "claims": {"totalCount": 0},
    }


@pytest.mark.parametrize("persona", ["user with invoices", "administrator with user management"])
def test_graphiqls_introspection_gives_a_schema_that_can_be_built(
    persona: str, world: World
) -> None:
    for mode in ("annotate", "hide"):
        answer = ask(world.client(persona), get_introspection_query(), **{"Guichet-Schema": mode})
        assert answer.data is not None
        assert validate_schema(build_client_schema(answer.data)) == []


def test_another_mode_is_a_fault_of_the_request(world: World) -> None:
    answer = ask(world.client("user"), "{ viewer { role } }", **{"Guichet-Schema": "everything"})
    assert (answer.response.status_code, answer.code) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    ("changes", "asked", "complete"),
    [
        ({"introspection": Introspection.HIDE}, "annotate", False),
        ({"introspection": Introspection.ANNOTATE}, "annotate", True),
        (
            {"introspection": Introspection.ANNOTATE, "environment": Environment.PRODUCTION},
            "annotate",
            False,
        ),
    ],
)
def test_the_deployment_says_how_much_an_anonymous_caller_may_see(
    changes: dict[str, Any], asked: str, complete: bool, settings: Any
) -> None:
    context = Context(
        create_services(settings.model_copy(update=changes)),
        request=RequestState(schema_view=SchemaViewRequest(asked == "hide", False)),
    )
    result = asyncio.run(API.execute(TYPES, context_value=context))
    assert result.data is not None
    told = {
        f"{kind['name']}.{field['name']}"
        for kind in result.data["__schema"]["types"]
        for field in kind["fields"] or ()
    }
    assert "Query.contact" in told
    assert ("Invoice.amount" in told) is complete


def test_introspection_switched_off_shows_nothing_to_anybody(settings: Any) -> None:
    result = asyncio.run(
        build_schema(introspection=False).execute(
            TYPES, context_value=Context(create_services(settings))
        )
    )
    assert result.data is None
    assert {(error.extensions or {})["code"] for error in result.errors or ()} == {"BAD_USER_INPUT"}


@strawberry.enum
class Colour(Enum):
    RED = "RED"
    GREY = strawberry.enum_value("GREY", deprecation_reason="No longer painted.")


@strawberry.type
class Old:
    name: str


@strawberry.type
class Query:
    new: str = "new"
    old: Old | None = strawberry.field(default=None, deprecation_reason="Use `new`.")

    @strawberry.field
    def painted(self, colour: Colour | None = None) -> str:
        return "grey"


def test_deprecated_fields_are_hidden_with_the_types_only_they_reach() -> None:
    old = strawberry.Schema(Query)
    views = SchemaViews(old._schema, Locks(old._schema), old.as_str)
    schema = views.make(None, ViewRequest(without_deprecated=True))
    assert isinstance(schema.query_type, GraphQLObjectType)
    assert set(schema.query_type.fields) == {"new", "painted"}
    assert "Old" not in schema.type_map
    assert set(schema.type_map["Colour"].values) == {"RED"}
    assert "Old" in views.make(None, ViewRequest()).type_map
    assert validate(schema, parse("{ old { name } }"))
    assert "Use `new`." not in views.print_all_current()


def test_a_request_without_deprecated_fields_is_validated_against_that_schema(world: World) -> None:
    client = world.client("user with claims")
    answer = ask(
        client,
        "{ claims { totalCount } __schema { queryType { name } } }",
        "/graphql?remove_deprecated=true",
    )
    assert answer["claims"] == {"totalCount": 0}


def test_a_deprecated_field_is_an_error_where_the_request_excludes_it(settings: Any) -> None:
    api = Schema(Query, execution_context_class=BreadthFirstExecutor)
    portal = create_services(settings)

    def told(without_deprecated: bool) -> Any:
        context = Context(
            portal,
            viewer=PERSONAS["user"],
            request=RequestState(schema_view=SchemaViewRequest(None, without_deprecated)),
        )
        return asyncio.run(
            api.execute("{ new old { name } }", context_value=context, root_value=Query())
        )

    assert told(False).data == {"new": "new", "old": None}
    assert (told(True).data, told(True).errors[0].message) == (
        None,
        "Cannot query field 'old' on type 'Query'.",
    )


def test_excluding_deprecated_fields_lowers_no_cost() -> None:
    document = "{ claims { edges { node { documents { id } } } } }"
    costs = [documents.find(document) for documents in (API.documents, API._current_documents)]
    first, second = (
        one.metrics.find(operation, None).cost
        for one in costs
        if (operation := one.operation(None))
    )
    assert first == second > 100


def test_a_name_of_a_type_needs_no_view_of_the_schema(settings: Any) -> None:
    api = build_schema()
    for document, views in (
        ("{ __typename viewer { __typename } }", 0),
        ('{ __type(name: "Query") { name } }', 1),
    ):
        asyncio.run(api.execute(document, context_value=Context(create_services(settings))))
        assert len(api.views) == views


def test_pages_of_another_origin_may_choose_a_schema_view(settings: Any) -> None:
    (origin,) = origins = ["https://portal.example"]
    client = TestClient(create_app(settings.model_copy(update={"allowed_origins": origins})))
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "guichet-schema",
    }
    assert client.options("/graphql", headers=asked).status_code == 200


def test_the_command_prints_the_schema_of_a_persona() -> None:
    hidden = guichet("schema", "--as", "user,INVOICES", "--mode", "hide").stdout
    assert "invoices(" in hidden
    assert "@needs(access: INVOICES)" in hidden
    assert "type Claim " not in hidden
    whole = guichet("schema", "--as", "user,INVOICES").stdout
    assert "Not open to you: You may not see claim files" in whole
    assert guichet("schema").stdout == API.as_str() + "\n"
    assert "type Claim " in guichet("schema", "--without-deprecated").stdout
    assert "type Claim " not in guichet("schema", "--as", "anonymous", "--mode", "hide").stdout
    assert_one_sentence(guichet("schema", "--as", "emperor"), "--as", "administrator", "INVOICES")


def test_views_are_kept_by_role_and_accesses_and_no_more_than_some() -> None:
    views = SchemaViews(CORE, API.locks, API.as_str)
    first = views.make(PERSONAS["user"], ViewRequest(hide=True))
    assert views.make(viewer(Role.USER), ViewRequest(hide=True)) is first
    assert views.find(viewer(Role.USER, Access.CLAIMS), ViewRequest(hide=True)) is None
