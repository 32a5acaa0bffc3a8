"""Scenarios and each server's equivalent request."""

import base64
import json
from dataclasses import dataclass, field, replace
from random import Random
from uuid import UUID

from benchmarks.dataset import PASSWORD, World

NODE = "id number kind status eventDate"
INVOICE = "id number period { start end } amount { amount currency } dueDate status"
DOCUMENTS = "documents { id name size mediaType }"
CLAIM = f"{NODE} insured {{ firstName lastName }} {DOCUMENTS}"
DASHBOARD = f"""{{
  company {{ name uid managers {{ kind name email phone }} }}
  claims(first: 50) {{ edges {{ node {{ {CLAIM} }} }} }}
  invoices(first: 12) {{ edges {{ node {{ {INVOICE} }} }} }}
}}"""
UPLOAD = """mutation ($claimId: ID!, $files: [Upload!]!) {
  uploadDocuments(claimId: $claimId, files: $files) { documents { id } errors { code } } }"""
UPLOAD_BYTES = 10_000_000
SIGN_IN_USERS = 1_000
"""Number of users that sign in, in turn."""

PEER_CLAIM = """rowId number kind status eventDate insuredFirstName insuredLastName
  documentsList(orderBy: [UPLOADED_AT_ASC, PRIMARY_KEY_ASC]) { rowId name size mediaType }"""
PEER_MANAGER = "{ kind name email phone }"
PEER_DASHBOARD = f"""{{
  allCompaniesList(first: 1) {{ name uid contractManager {PEER_MANAGER} healthManager {PEER_MANAGER} }}
  allClaimsList(first: 50, orderBy: [CREATED_AT_DESC, PRIMARY_KEY_DESC]) {{ {PEER_CLAIM} }}
  allInvoicesList(first: 12, orderBy: [PERIOD_START_DESC, PRIMARY_KEY_DESC]) {{
    rowId number periodStart periodEnd amount dueDate status }}
}}"""
PEER_FLAT = "{ allClaimsList(first: 100, orderBy: [CREATED_AT_DESC, PRIMARY_KEY_DESC]) { rowId number kind status eventDate } }"

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
    claim_id, refused = (
        global_id("Claim", world.claim_id),
        "{ viewer { role } invoices(first: 12) { edges { node { number } } } }",
    )
    one = f"query ($id: ID!) {{ claim(id: $id) {{ {CLAIM} }} }}"
    flat = f"{{ claims(first: 100) {{ edges {{ node {{ {NODE} }} }} }} }}"
    small = "{ viewer { user { firstName } } }"
    both = {
        "dashboard": graphql(DASHBOARD, "Contract Manager"),
        "claim": graphql(one, "document-2.pdf", id=claim_id),
        "flat": graphql(flat, "eventDate"),
        "viewer": graphql(small, "Administrator"),
    }
    peer = {
        "dashboard": graphql(PEER_DASHBOARD, "Contract Manager"),
        "claim": graphql(
            f"query ($id: UUID!) {{ claimByRowId(rowId: $id) {{ {PEER_CLAIM} }} }}",
            "document-2.pdf",
            id=world.claim_id,
        ),
        "flat": graphql(PEER_FLAT, "eventDate"),
        "viewer": graphql("{ allUsersList(first: 1) { firstName } }", "Administrator"),
        "refused": graphql("{ allInvoicesList(first: 12) { number } }", "errors", "user"),
    }
    hand = {
        name: BenchmarkRequest(
            f"/{name}", json.dumps({"id": world.claim_id}).encode(), part=ask.part
        )
        for name, ask in both.items()
    }
    found = {
        name: {
            server: replace(options, times=TIMES[name])
            for server, options in (
                ("guichet", ask),
                ("postgraphile", peer[name]),
                ("conventional", ask),
                ("handwritten", hand[name]),
            )
        }
        for name, ask in both.items()
    }
    found["dashboard"]["onestatement"] = found["dashboard"]["handwritten"]
    found["refused"] = {
        "guichet": graphql(refused, "FORBIDDEN", "user"),
        "postgraphile": peer["refused"],
        "conventional": graphql(
            "{ invoices(first: 12) { edges { node { number } } } }", "may not see", "user"
        ),
    }
    found["sign-in"] = {
        "guichet": sign_in(0, '"errors":[]'),
        "conventional": sign_in(0, '"token":'),
    }
    sent = upload(world)
    found["upload 10 MB"] = {"guichet": sent, "handwritten": replace(sent, path="/upload")}
    return found


def sign_in(number: int, part: str) -> BenchmarkRequest:
    """Return the sign-in of one of several users from its own address.

    Attempts of one account or from one address are rate-limited.
    """
    options = " errors { code }" if "errors" in part else ""
    document = f"mutation ($identifier: String!, $password: String!) {{ signIn(identifier: $identifier, password: $password) {{ token{options} }} }}"
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
    file = '--gu1chet\r\nContent-Disposition: form-data; name="0"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
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
        "{ a%d: claims(first: %d) { totalCount pageInfo { endCursor } } viewer { user { firstName } } }",
        "{ a%d: users(first: %d) { edges { node { lastName memberships { role } } } } }",
        "{ a%d: settlements(first: %d) { edges { node { number } } } company { name } }",
    ]
    return [
        graphql(sorts[number % len(sorts)] % (number, 1 + number % 20), "data")
        for number in range(count)
    ]
