"""Interleaved requests of two companies: each is answered as if it were alone."""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from typing import Any

import pytest

from data.global_id import to_global_id
from tests.support.portal import Client, Portal
from tests.support.world import World, create_world

DOCUMENTS = (
    "{ viewer { role accesses user { identifier } company { name uid } memberships { companyName } can { seeInvoices { allowed } } } }",
    "{ company { name uid contracts { number } managers { name } } companies { edges { node { uid } } } }",
    """{ claims(first: 5, orderBy: OLDEST) { totalCount edges { cursor node { number description company { uid }
      documents { name claim { number } } events { actor } settlements { number } can { submit { allowed reasons { code } } } } } } }""",
    "{ invoices { edges { node { number visibleTo { users { identifier } } } } } settlements { edges { node { number claim { number } } } } }",
    "{ users { edges { node { identifier memberships { role accesses } } } } }",
    "{ contact(topic: CLAIM_CONTENT) { name email } rules { name decision { allowed reasons { contact { email } } } } }",
    "query ($id: ID!, $ids: [ID!]!) { node(id: $id) { __typename id ... on Claim { number } } nodes(ids: $ids) { id } claim(id: $id) { number } }",
    '{ access(coordinate: "Query.invoices") { allowed reasons { message } } enumLabels(enum: "Line") { label } }',
    '{ __type(name: "Invoice") { description fields { name description } } }',
)
PEOPLE = (
    "user with claims",
    "administrator",
    "administrator with user management",
    "contract manager",
    "health manager",
)
AT_ONCE, ROUNDS = 8, 6


@pytest.fixture(scope="module")
def world(portal: Portal) -> World:
    """Two companies with the same things under other names."""
    made = create_world(portal)
    for company in ("a", "b"):
        for _ in range(3):
            claim = made.claim(company, description=f"secret of {company}")
            made.document(claim, name=f"secret of {company}.pdf")
            made.settlement(claim)
        made.invoice(company)
    return made


@pytest.fixture(scope="module")
def askers(world: World) -> list[tuple[Client, dict[str, Any]]]:
    """People of both companies, each language in turn; all ask for the same IDs, of both companies."""
    ids = [to_global_id(world.claim(company)) for company in ("a", "b")]
    found = []
    for number, name in enumerate(PEOPLE):
        for company in ("a", "b"):
            client = world.client(name, company)
            client.http.headers["Accept-Language"] = ("fr", "de", "it", "en")[number % 4]
            found.append((client, {"id": ids[company == "b"], "ids": ids}))
    return found


def told(client: Client, variables: dict[str, Any], document: str) -> str:
    """The whole answer, as it is compared: without the points that are left."""
    answer = client.ask(document, **(variables if "$id" in document else {})).response.json()
    return json.dumps(
        {key: value for key, value in answer.items() if key != "extensions"}, sort_keys=True
    )


def test_interleaved_requests_of_two_companies_share_nothing(
    askers: list[tuple[Client, dict[str, Any]]],
) -> None:
    alone = {
        (number, document): told(*asker, document)
        for number, asker in enumerate(askers)
        for document in DOCUMENTS
    }
    assert all(
        len({alone[number, document] for number in range(len(askers))}) > 1
        for document in DOCUMENTS
    ), "all are told the same"
    work = list(
        islice(
            cycle([(number, document) for document in DOCUMENTS for number in range(len(askers))]),
            ROUNDS * len(alone),
        )
    )

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda one: told(*askers[one[0]], one[1]), work))
    assert [one for one, answer in zip(work, answers, strict=True) if answer != alone[one]] == []
