"""Scenarios and each server's equivalent request."""

import base64
import json
from dataclasses import dataclass, field, replace
from random import Random
from uuid import UUID

from benchmarks.dataset import World
from benchmarks.dataset_rows import PASSWORD
from benchmarks.queries import (
    CLAIM,
    DASHBOARD,
    NODE,
    PEER_CLAIM,
    PEER_DASHBOARD,
    PEER_FLAT,
    UPLOAD,
)

UPLOAD_BYTES = 10_000_000
SIGN_IN_USERS = 1_000
"""Number of users that sign in, in turn."""

TIMES = {
    "dashboard": {'"eventDate":': 50, '"mediaType":': 150, '"dueDate":': 12, '"phone":': 2},
    "claim": {'"eventDate":': 1, '"mediaType":': 3},
    "flat": {'"eventDate":': 100},
    "viewer": {'"firstName":': 1},
}


@dataclass(frozen=True)
class BenchmarkRequest:
    """Request of a scenario."""

    path: str
    body: bytes
    who: str = "administrator"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    part: str = ""
    """Substring that the response must contain."""
    times: dict[str, int] = field(default_factory=dict)
    """Required number of occurrences of substrings, which checks the number of rows."""


def graphql(
    query: str, part: str, who: str = "administrator", **variables: object
) -> BenchmarkRequest:
    """Return a GraphQL request."""
    return BenchmarkRequest(
        "/graphql", json.dumps({"query": query, "variables": variables}).encode(), who, part=part
    )


def global_id(kind: str, key: str) -> str:
    """Return Guichet's global ID of a row."""
    return base64.urlsafe_b64encode(f"{kind}:{UUID(key).hex}".encode()).decode().rstrip("=")


def page(first: int) -> str:
    """Return the query of a page of claims with their documents."""
    return f"{{ claims(first: {first}) {{ edges {{ node {{ {CLAIM} }} }} }} }}"


def scenario_requests(world: World) -> dict[str, dict[str, BenchmarkRequest]]:
    """Return each scenario's request for every server that supports it."""
    found = _queries(world)
    found["dashboard"]["onestatement"] = found["dashboard"]["handwritten"]
    refused = "{ viewer { role } invoices(first: 12) { edges { node { number } } } }"
    alone = "{ invoices(first: 12) { edges { node { number } } } }"
    found["refused"] = {
        "guichet": graphql(refused, "FORBIDDEN", "user"),
        "postgraphile": graphql("{ allInvoicesList(first: 12) { number } }", "errors", "user"),
        "conventional": graphql(alone, "may not see", "user"),
    }
    found["sign-in"] = {
        "guichet": sign_in(0, '"errors":[]'),
        "conventional": sign_in(0, '"token":'),
    }
    sent = upload(world)
    found["upload 10 MB"] = {"guichet": sent, "handwritten": replace(sent, path="/upload")}
    return found


def _queries(world: World) -> dict[str, dict[str, BenchmarkRequest]]:
    """Return the queries that all servers support."""
    one = f"query ($id: ID!) {{ claim(id: $id) {{ {CLAIM} }} }}"
    flat = f"{{ claims(first: 100) {{ edges {{ node {{ {NODE} }} }} }} }}"
    small = "{ viewer { user { firstName } } }"
    ours = {
        "dashboard": graphql(DASHBOARD, "Contract Manager"),
        "claim": graphql(one, "document-2.pdf", id=global_id("Claim", world.claim_id)),
        "flat": graphql(flat, "eventDate"),
        "viewer": graphql(small, "Administrator"),
    }
    peer_one = f"query ($id: UUID!) {{ claimByRowId(rowId: $id) {{ {PEER_CLAIM} }} }}"
    peer = {
        "dashboard": graphql(PEER_DASHBOARD, "Contract Manager"),
        "claim": graphql(peer_one, "document-2.pdf", id=world.claim_id),
        "flat": graphql(PEER_FLAT, "eventDate"),
        "viewer": graphql("{ allUsersList(first: 1) { firstName } }", "Administrator"),
    }
    body = json.dumps({"id": world.claim_id}).encode()
    return {
        name: {
            server: replace(request, times=TIMES[name])
            for server, request in (
                ("guichet", ask),
                ("postgraphile", peer[name]),
                ("conventional", ask),
                ("handwritten", BenchmarkRequest(f"/{name}", body, part=ask.part)),
            )
        }
        for name, ask in ours.items()
    }


def sign_in(number: int, part: str) -> BenchmarkRequest:
    """Return the sign-in of one of several users from its own address.

    Attempts of one account or from one address are rate-limited.
    """
    options = " errors { code }" if "errors" in part else ""
    document = (
        "mutation ($identifier: String!, $password: String!) { "
        f"signIn(identifier: $identifier, password: $password) {{ token{options} }} }}"
    )
    ask = graphql(document, part, "", identifier=str(10_000_010 + 2 * number), password=PASSWORD)
    return replace(ask, headers={**ask.headers, "X-Forwarded-For": f"2001:db8:{number:x}::1"})


def request_sequence(scenario: str, ask: BenchmarkRequest) -> list[BenchmarkRequest]:
    """Return the requests of a scenario: one, or for sign-in many in a random order."""
    return (
        Random().sample(
            [sign_in(number, ask.part) for number in range(SIGN_IN_USERS)], SIGN_IN_USERS
        )
        if scenario == "sign-in"
        else [ask]
    )


def upload(world: World) -> BenchmarkRequest:
    """Return an upload of a 10 MB file to a draft (GraphQL multipart request specification)."""
    variables = {"claimId": global_id("Claim", world.drafts[0]), "files": [None]}
    operations = json.dumps(
        {"query": UPLOAD, "variables": variables, "key": world.drafts[0]}
    )  # the key is for the hand-written one
    head = "".join(
        f'--gu1chet\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in (("operations", operations), ("map", '{"0": ["variables.files.0"]}'))
    )
    file = (
        '--gu1chet\r\nContent-Disposition: form-data; name="0"; filename="a.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    body = (
        head.encode()
        + file.encode()
        + b"%PDF-1.7\n"
        + b"0123456789" * (UPLOAD_BYTES // 10)
        + b"\r\n--gu1chet--\r\n"
    )
    headers = {
        "Content-Type": "multipart/form-data; boundary=gu1chet",
        "X-Requested-With": "benchmark",
    }
    return BenchmarkRequest("/graphql", body, headers=headers, part='"errors":[]')


def variants(count: int) -> list[BenchmarkRequest]:
    """Return different documents of all kinds."""
    sorts = [
        "{ a%d: claims(first: %d) { edges { node { id number documents { name } } } } }",
        "{ a%d: invoices(first: %d) { edges { node { number amount { amount } } } } }",
        "{ a%d: claims(first: %d) { totalCount pageInfo { endCursor } } "
        "viewer { user { firstName } } }",
        "{ a%d: users(first: %d) { edges { node { lastName memberships { role } } } } }",
        "{ a%d: settlements(first: %d) { edges { node { number } } } company { name } }",
    ]
    return [
        graphql(sorts[number % len(sorts)] % (number, 1 + number % 20), "data")
        for number in range(count)
    ]
