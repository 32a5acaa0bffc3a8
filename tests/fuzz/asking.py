"""Sends generated operations and checks that each response is valid GraphQL with an error of this API."""

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from graphql import (
    FieldNode,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    parse,
    print_ast,
    value_from_ast_untyped,
    visit,
)

from permissions.persona import ANONYMOUS
from tests.fuzz.filled_world import FilledWorld, fill_world
from tests.fuzz.kinds import FILES, SIGN
from tests.support.frontend_guide import codes_in_table
from tests.support.hostile import EXCEPTION
from tests.support.portal import Client, Portal
from tests.support.schema_walk import CORE

OURS = {"INTERNAL_SERVER_ERROR", "UNAVAILABLE"}
REFUSALS = codes_in_table("code of a refusal") - OURS
PROBLEMS = codes_in_table("code in a payload")
LIFE = 70
"""Mutations that a world is good for: they remove its users and close its claims."""

ENDING = frozenset({
    "signIn", "signOut", "switchCompany", "proveAgain", "changePassword", "resetPassword", "endSession", "endUserSessions", "removeUser",
    "confirmTwoFactorChange", "confirmPasskey", "verifySecondFactor", "verifySecondFactorByPasskey", "signInWithPasskey", "approveFactorReset",
    "changePersonalInformation",
})  # fmt: skip
"""Mutations that may replace or end a session: before each, the client signs in anew."""


@dataclass
class Tally:
    """Number of examples and their outcomes."""

    examples: int = 0
    executed: int = 0
    carried_out: int = 0
    codes: Counter[str] = field(default_factory=Counter)

    def add(self, answer: dict[str, Any]) -> None:
        """Count one answer."""
        codes = [error["extensions"]["code"] for error in answer.get("errors", ())]
        found = [value for value in (answer.get("data") or {}).values() if value is not None]
        self.examples += 1
        self.executed += "data" in answer
        self.carried_out += any(
            not (isinstance(value, dict) and value.get("errors")) for value in found
        )
        self.codes.update(codes)


@dataclass
class Asker:
    """Somebody, or several people in turn, who ask one operation again and again."""

    portal: Portal
    operation: str
    tally: Tally
    world: FilledWorld
    """For queries, of which none changes anything; mutations have worlds of their own."""
    asked: int = 0
    clients: dict[str, Client] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.is_mutation = self.operation.startswith("Mutation.")
        self.ends = self.operation.partition(".")[2] in ENDING

    def ask(
        self, person: str, document: str, headers: dict[str, str], *, by_variables: bool
    ) -> None:
        """Ask one document, in a world that is as good as new; its values stand in it, or come as variables."""
        if self.is_mutation and self.asked % LIFE == 0:
            self.end()
            self.world, self.clients = fill_world(self.portal), {}
        if self.ends or person not in self.clients:
            self.clients[person] = self.world.client(person)
        self.asked += 1
        self.world.signs["key"] = uuid4().hex  # each time another one
        known = SIGN.sub(lambda sign: self.world.signs.get(sign[1], sign[0]), document)
        response = self._sent(self.clients[person], known, headers, by_variables=by_variables)
        answer = examined(response, self.world.secrets)
        assert person == ANONYMOUS or self.ends or "UNAUTHENTICATED" not in response.text, (
            f"{person} was signed out unasked"
        )
        self.tally.add(answer)

    def end(self) -> None:
        """Assert that a client that did not sign out is still signed in."""
        for person, client in self.clients.items():
            assert self.ends or (client.ask("{ viewer { role } }")["viewer"] is None) is (
                person == ANONYMOUS
            )

    def _sent(
        self, client: Client, document: str, headers: dict[str, str], *, by_variables: bool
    ) -> Any:
        http = client.http
        http.cookies.clear()
        if self.is_mutation:  # tries are counted for each address
            http.headers["X-Forwarded-For"] = self.portal.change_network()
        declared, names = with_files(document)
        if not names:
            query, variables = with_variables(document) if by_variables else (document, {})
            return http.post(
                "/graphql", json={"query": query, "variables": variables}, headers=headers
            )
        operations = {"query": declared, "variables": dict.fromkeys(names)}
        fields = {
            "operations": json.dumps(operations),
            "map": json.dumps({name: [f"variables.{name}"] for name in names}),
        }
        files = {name: (*FILES[name], "application/pdf") for name in names}
        return http.post(
            "/graphql", data=fields, files=files, headers={**headers, "X-Requested-With": "tests"}
        )


def with_variables(document: str) -> tuple[str, dict[str, Any]]:
    """The same document, with the values of its root field's arguments as variables."""
    (operation,) = parse(document).definitions
    assert isinstance(operation, OperationDefinitionNode)
    (field,) = operation.selection_set.selections
    assert isinstance(field, FieldNode)
    kind = operation.operation.value
    known = CORE.type_map[kind.title()].fields[field.name.value].args
    given = [argument for argument in field.arguments or () if argument.name.value in known]
    if not given:
        return document, {}
    declared = ", ".join(f"${one.name.value}: {known[one.name.value].type}" for one in given)
    arguments = ", ".join(f"{one.name.value}: ${one.name.value}" for one in given)
    selected = print_ast(field.selection_set) if field.selection_set else ""
    values = {one.name.value: value_from_ast_untyped(one.value) for one in given}
    return f"{kind} ({declared}) {{ {field.name.value}({arguments}) {selected} }}", values


def with_files(document: str) -> tuple[str, list[str]]:
    """The document with its files declared as variables, and their names."""
    if "$" not in document:
        return document, []
    names: dict[str, None] = {}

    class Finder(Visitor):
        def enter_variable(self, node: VariableNode, *_: Any) -> None:
            names[node.name.value] = None

    (operation,) = parse(document).definitions
    assert isinstance(operation, OperationDefinitionNode)
    visit(operation, Finder())
    declared = ", ".join(f"${name}: Upload!" for name in names)
    return (
        (document.replace("mutation", f"mutation ({declared})", 1), list(names))
        if names
        else (document, [])
    )


def examined(response: Any, secrets: set[str]) -> dict[str, Any]:
    """The answer as JSON: of the shape that GraphQL says, with our codes, without exceptions' texts, and silent about others."""
    assert response.status_code < 500, response.text
    assert response.headers["content-type"].split(";")[0] in (
        "application/json",
        "application/graphql-response+json",
    )
    answer = response.json()
    assert isinstance(answer, dict)
    assert set(answer) <= {"data", "errors", "extensions"}
    assert "data" in answer or "errors" in answer
    for error in answer.get("errors", [None] if "errors" in answer else []):
        assert isinstance(error["message"], str)
        assert set(error) <= {"message", "locations", "path", "extensions"}
        assert error["extensions"]["code"] in REFUSALS, error
    for problem in problems_in(answer.get("data")):
        assert problem.get("code", "REQUIRED") in PROBLEMS, problem
    assert not (found := EXCEPTION.search(response.text)), f"{found}: {response.text}"
    assert not (leaked := {secret for secret in secrets if secret in response.text}), leaked
    return answer


def problems_in(data: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The problems of the payloads."""
    payloads = [value for value in (data or {}).values() if isinstance(value, dict)]
    return [problem for payload in payloads for problem in payload.get("errors") or ()]


SEED = int(os.environ.get("GUICHET_FUZZ_SEED", "6"))
"""Seed of the examples of this run."""
TALLY = Tally()
"""Counts of this run."""
