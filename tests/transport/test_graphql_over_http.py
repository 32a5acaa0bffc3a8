"""GraphQL over HTTP, audit by audit: the list of `graphql-http` (src/audits/server.ts), each under its id, against a real server."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2 as httpx
import pytest

from settings import Settings
from tests.support.portal import Portal
from tests.support.processes import serving
from transport.accept import GRAPHQL_JSON, JSON

TYPENAME = "{ __typename }"
TYPE = "query Type($name: String!) { __type(name: $name) { name } }"
NO_CLIENT = "{ f8f31403dfe404bccbb0e835f2629c6a7 }"
COERCE = "query CoerceFailure($id: ID!) { __typename }"
INVALID_TEXTS: tuple[Any, ...] = ({"obj": "ect"}, 0, False, ["array"])
INVALID_MAPS: tuple[Any, ...] = ("string", 0, False, ["array"])

Check = Callable[[httpx.Response], bool]


@dataclass(frozen=True)
class Audit:
    """Request of an audit and the condition on its response."""

    level: str
    title: str
    check: Check
    body: Any = None
    accept: str | None = None
    content_type: str | None = JSON
    method: str = "POST"
    params: dict[str, str] = field(default_factory=dict)

    def ask(self, client: httpx.Client) -> httpx.Response:
        headers = {
            name: value
            for name, value in (("Accept", self.accept), ("Content-Type", self.content_type))
            if value is not None
        }
        if self.method == "GET":
            headers = {**headers, "X-Requested-With": "audit"}
        content = self.body if isinstance(self.body, str | None) else json.dumps(self.body)
        request = client.build_request(
            self.method, "/graphql", content=content, headers=headers, params=self.params
        )
        if self.accept is None:
            del request.headers["accept"]
        return client.send(request)


def status(*allowed: int | range) -> Check:
    return lambda answer: any(
        answer.status_code in one if isinstance(one, range) else answer.status_code == one
        for one in allowed
    )


def typed(kind: str) -> Check:
    return lambda answer: answer.status_code == 200 and kind in answer.headers["content-type"]


def without_errors(answer: httpx.Response) -> bool:
    return answer.status_code == 200 and "errors" not in answer.json()


def without_data(answer: httpx.Response) -> bool:
    return "data" not in answer.json()


def in_utf_8(answer: httpx.Response) -> bool:
    return (
        answer.status_code == 200
        and bool(answer.content.decode("utf-8"))
        and "charset=utf-8" in answer.headers["content-type"]
    )


REQUEST_FAULT, ANY_FAULT = range(400, 500), range(400, 600)
AUDITS = {
    "22EB": Audit("SHOULD", "accept graphql-response+json and match the content type", typed(GRAPHQL_JSON), {"query": TYPENAME}, GRAPHQL_JSON),
    "4655": Audit("MUST", "accept application/json and match the content type", typed(JSON), {"query": TYPENAME}, JSON),
    "47DE": Audit("SHOULD", "accept */* and use application/json", typed(JSON), {"query": TYPENAME}, "*/*"),
    "80D8": Audit("SHOULD", "assume application/json when accept is missing", typed(JSON), {"query": TYPENAME}),
    "82A3": Audit("MUST", "use UTF-8 when responding", in_utf_8, {"query": TYPENAME}),
    "BF61": Audit("MUST", "accept UTF-8 encoded requests", status(200), {"query": '{ __type(name: "Run🏃Swim🏊") { name } }'}, content_type=f"{JSON}; charset=utf-8"),
    "78D5": Audit("MUST", "assume UTF-8 if no encoding is said", status(200), {"query": TYPENAME}),
    "2C94": Audit("MUST", "accept POST", status(200), {"query": TYPENAME}),
    "5A70": Audit("MAY", "accept urlencoded GET", status(200), method="GET", content_type=None, params={"query": TYPENAME}),
    "9C48": Audit("MAY NOT", "execute mutations on GET", status(405), None, GRAPHQL_JSON, None, "GET", {"query": "mutation { __typename }"}),
    "9ABE": Audit("SHOULD", "answer 4xx to a POST without a content type", status(REQUEST_FAULT), {"query": TYPENAME}, content_type=None),
    "03D4": Audit("MUST", "accept application/json POST", status(200), {"query": TYPENAME}),
    "A5BF": Audit("MAY", "answer 400 where the body is missing", status(400)),
    "423L": Audit("MAY", "answer 400 where the query is missing", status(400), {"notquery": TYPENAME}, GRAPHQL_JSON),
    **{f"LKJ{n}": Audit("MAY", f"answer 400 where the query is {one!r}", status(400), {"query": one}) for n, one in enumerate(INVALID_TEXTS)},
    "34A2": Audit("SHOULD", "allow a query that is a string (new type)", status(200), {"query": TYPENAME}, GRAPHQL_JSON),
    "13EE": Audit("MUST", "allow a query that is a string", without_errors, {"query": TYPENAME}, JSON),
    **{
        f"6C0{n}": Audit("MAY", f"answer 400 where the operation's name is {one!r}", status(400), {"query": TYPENAME, "operationName": one})
        for n, one in enumerate(INVALID_TEXTS)
    },
    "8161": Audit("SHOULD", "allow an operation's name (new type)", status(200), {"query": "query Query { __typename }", "operationName": "Query"}, GRAPHQL_JSON),
    "B8B3": Audit("MUST", "allow an operation's name", without_errors, {"query": "query Query { __typename }", "operationName": "Query"}, JSON),
    **{
        f"{code}{n}": Audit(level, f"allow {name} that is null", without_errors, {"query": TYPENAME, name: None}, accept)
        for code, level, accept in (("94B", "SHOULD", GRAPHQL_JSON), ("022", "MUST", JSON))
        for n, name in enumerate(("variables", "operationName", "extensions"))
    },
    **{
        f"{code}{n}": Audit("MAY", f"answer 400 where {name} is {one!r}", status(400), {"query": TYPENAME, name: one})
        for code, name in (("476", "variables"), ("58B", "extensions"))
        for n, one in enumerate(INVALID_MAPS)
    },
    "2EA1": Audit("SHOULD", "allow variables (new type)", status(200), {"query": TYPE, "variables": {"name": "sometype"}}, GRAPHQL_JSON),
    "28B9": Audit("MUST", "allow variables", without_errors, {"query": TYPE, "variables": {"name": "sometype"}}, JSON),
    **{
        code: Audit("MAY", f"allow variables in the address ({accept})", without_errors, None, accept, None, "GET", {"query": TYPE, "variables": '{"name": "sometype"}'})
        for code, accept in (("D6D5", GRAPHQL_JSON), ("6A70", JSON))
    },
    "428F": Audit("SHOULD", "allow extensions (new type)", status(200), {"query": TYPENAME, "extensions": {"some": "value"}}, GRAPHQL_JSON),
    "1B7A": Audit("MUST", "allow extensions", without_errors, {"query": TYPENAME, "extensions": {"some": "value"}}, JSON),
    "B6DC": Audit("MAY", "answer 2xx, 4xx or 5xx to what is no JSON", status(range(200, 300), ANY_FAULT), '{ "not a JSON', JSON),
    "BCF8": Audit("SHOULD", "answer 400 to what is no JSON", status(400), '{ "not a JSON', JSON),
    "B7N8": Audit("SHOULD", "answer 400 to what is no JSON (new type)", status(400), '{ "not a JSON', GRAPHQL_JSON),
    "8764": Audit("MAY", "answer 4xx or 5xx to invalid parameters", status(ANY_FAULT), {"qeury": TYPENAME}),
    "3E3A": Audit("MAY", "answer 400 to invalid parameters", status(400), {"qeury": TYPENAME}),
    "572B": Audit("SHOULD", "answer 200 to a document that cannot be parsed", status(200), {"query": "{"}, JSON),
    "FDE2": Audit("SHOULD", "answer 200 to a document that is not valid", status(200), {"query": NO_CLIENT}, JSON),
    "7B9B": Audit("SHOULD", "answer 200 to variables that do not fit", status(200), {"query": COERCE, "variables": {"id": None}}, JSON),
    "865D": Audit("SHOULD", "answer 4xx or 5xx to a document that cannot be parsed (new type)", status(ANY_FAULT), {"query": "{"}, GRAPHQL_JSON),
    "556A": Audit("SHOULD", "answer 400 to a document that cannot be parsed (new type)", status(400), {"query": "{"}, GRAPHQL_JSON),
    "D586": Audit("SHOULD", "leave out data where a document cannot be parsed (new type)", without_data, {"query": "{"}, GRAPHQL_JSON),
    "51FE": Audit("SHOULD", "answer 4xx or 5xx to a document that is not valid (new type)", status(ANY_FAULT), {"query": NO_CLIENT}, GRAPHQL_JSON),
    "74FF": Audit("SHOULD", "answer 400 to a document that is not valid (new type)", status(400), {"query": NO_CLIENT}, GRAPHQL_JSON),
    "5E5B": Audit("SHOULD", "leave out data where a document is not valid (new type)", without_data, {"query": NO_CLIENT}, GRAPHQL_JSON),
    "86EE": Audit("SHOULD", "answer 400 to variables that do not fit (new type)", status(400), {"query": COERCE, "variables": {"id": None}}, GRAPHQL_JSON),
}  # fmt: skip


@pytest.fixture(scope="module")
def client(
    portal: Portal, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A client of a server that takes queries by GET too."""
    log = tmp_path_factory.mktemp("served") / "log"
    with (
        serving(settings, log, get_queries="true") as served,
        httpx.Client(base_url=served.url, trust_env=False) as client,
    ):
        yield client


def test_every_audit_is_here() -> None:
    assert len(AUDITS) == 61


@pytest.mark.parametrize(
    "code", AUDITS, ids=[f"{code} {audit.level} {audit.title}" for code, audit in AUDITS.items()]
)
def test_audit(code: str, client: httpx.Client) -> None:
    answer = AUDITS[code].ask(client)
    assert AUDITS[code].check(answer), (
        answer.status_code,
        answer.headers.get("content-type"),
        answer.text,
    )
