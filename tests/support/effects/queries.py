"""Effects of the arguments of queries and of nested fields."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import models
from data.global_id import write_id
from models import Access, ClaimKind, ClaimStatus, InvoiceStatus, SettlementStatus
from tests.support.effects.registry import Stage, effect
from tests.support.world import World

MANAGER = "administrator with user management"
ROADS = {
    "Query.companies": "companies",
    "Query.users": "users",
    "Query.securityEvents": "securityEvents",
    "Query.claims": "claims",
    "Query.settlements": "settlements",
    "Query.invoices": "invoices",
    "Account.events": "viewer account events",
}
"""The road to each connection, field by field."""


def filled_world(world: World) -> dict[str, str]:
    """Return the IDs of two claims, two invoices and more that differ in all that filters look at."""
    old, new = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    early, late = (
        {"event_date": date(2026, 1, 1), "created_at": new},
        {"event_date": date(2026, 5, 1), "created_at": old},
    )
    first = world.claim(
        status=ClaimStatus.SUBMITTED, kind=ClaimKind.DENTAL_DAMAGE, description="Velo", **early
    )
    second = world.claim(status=ClaimStatus.CLOSED, description="Ski", **late)
    for of in (first, second):
        world.settlement(of)
    world.portal.run(
        models.Settlement.filter(claim_id=second.id).update(status=SettlementStatus.PROVISIONAL)
    )
    paid = world.invoice(status=InvoiceStatus.PAID, due_date=date(2026, 9, 9))
    later = {
        "period_start": date(2026, 4, 1),
        "period_end": date(2026, 6, 30),
        "due_date": date(2026, 5, 5),
    }
    still_open = world.invoice(**later)
    people = world.a.people
    for name in ("user", "user with claims"):
        world.security_event(user=people[name].user)
    world.security_event(user=people[MANAGER].user)
    world.security_event(user=people[MANAGER].user, at=datetime.now(UTC) - timedelta(days=1))
    rows = {"first": first, "second": second, "paid": paid, "open": still_open}
    rows |= {
        "a": world.a.company,
        "b": world.b.company,
        "user": people["user"].user,
        "claims user": people["user with claims"].user,
    }
    return {name: write_id(row) for name, row in rows.items()}


def ask(stage: Stage, document: str, persona: str = MANAGER, **variables: Any) -> Any:
    """Return the data and the codes of the errors."""
    answer = stage.client(persona).ask(document, **variables)
    return answer.data, [error["extensions"]["code"] for error in answer.errors]


def listed(stage: Stage, arguments: str, field: str, leaf: str) -> Any:
    """Return what a list of the filled_world company shows."""
    stage.once(filled_world)
    return ask(stage, f"{{ {field}{arguments} {{ totalCount edges {{ node {{ {leaf} }} }} }} }}")


def by_name(stage: Stage, name: Any, document: str, persona: str = MANAGER) -> Any:
    """Return what a document answers to the ID of a filled_world row; None is null."""
    ids = stage.once(filled_world)
    return ask(stage, document, persona, id=ids[name] if name else None)


for road, steps in ROADS.items():

    def page(stage: Stage, argument: str, steps: str = steps) -> Any:
        """Return the nodes of a page; `after` is the cursor of the first row."""
        stage.once(filled_world)
        client, (*before, last) = stage.client(MANAGER), steps.split()
        written = f"{''.join(f'{step} {{ ' for step in before)}{last}%s {{ edges {{ cursor node {{ __typename }} }} }}{' }' * len(before)}"
        if argument == "after":
            found: Any = client.ask("{ %s }" % written.replace("%s", "")).data  # noqa: UP031
            for step in steps.split():
                found = found[step]
            argument = f'after: "{found["edges"][0]["cursor"]}"'
        asked = written.replace("%s", f"({argument})" if argument else "")
        return client.ask(f"{{ {asked} }}").data

    effect(f"{road}(first:)", "first: 1", "first: 0")(page)
    effect(f"{road}(after:)", "", "after")(page)

for path, one, other, shown in (
    (
        "Query.claims(filter:).status",
        "filter: {status: [SUBMITTED]}",
        "filter: {status: [CLOSED]}",
        "number",
    ),
    (
        "Query.claims(filter:).kind",
        "filter: {kind: [DENTAL_DAMAGE]}",
        "filter: {kind: [NON_OCCUPATIONAL_ACCIDENT]}",
        "number",
    ),
    ("Query.claims(filter:).text", 'filter: {text: "Velo"}', 'filter: {text: "Ski"}', "number"),
    (
        "Query.claims(filter:).eventFrom",
        'filter: {eventFrom: "2026-01-01"}',
        'filter: {eventFrom: "2026-02-01"}',
        "number",
    ),
    (
        "Query.claims(filter:).eventTo",
        'filter: {eventTo: "2026-05-01"}',
        'filter: {eventTo: "2026-04-01"}',
        "number",
    ),
    ("Query.claims(orderBy:)", "orderBy: NEWEST", "orderBy: OLDEST", "number"),
    (
        "Query.settlements(filter:).status",
        "filter: {status: FINAL}",
        "filter: {status: PROVISIONAL}",
        "number",
    ),
    (
        "Query.invoices(filter:).status",
        "filter: {status: [PAID]}",
        "filter: {status: [OPEN, OVERDUE]}",
        "number",
    ),
    (
        "Query.invoices(filter:).periodFrom",
        'filter: {periodFrom: "2026-01-01"}',
        'filter: {periodFrom: "2026-04-01"}',
        "number",
    ),
    (
        "Query.invoices(filter:).periodTo",
        'filter: {periodTo: "2026-06-30"}',
        'filter: {periodTo: "2026-03-31"}',
        "number",
    ),
    ("Query.invoices(orderBy:)", "orderBy: LATEST_PERIOD", "orderBy: EARLIEST_PERIOD", "number"),
    ("Query.users(access:)", "access: CLAIMS", "access: USER_MANAGEMENT", "identifier"),
):
    name = path.partition(".")[2].partition("(")[0]

    def observe(stage: Stage, arguments: str, field: str = name, leaf: str = shown) -> Any:
        """Return the rows of the list."""
        return listed(stage, f"({arguments})", field, leaf)

    effect(path, one, other)(observe)

for path, one, other, written in (
    (
        "Query.claims(filter:).companyId",
        "a",
        "b",
        "claims(filter: {companyId: $id}) { totalCount }",
    ),
    (
        "Query.invoices(filter:).companyId",
        "a",
        "b",
        "invoices(filter: {companyId: $id}) { totalCount }",
    ),
    (
        "Query.settlements(filter:).claimId",
        "first",
        "second",
        "settlements(filter: {claimId: $id}) { edges { node { number } } }",
    ),
    ("Query.users(companyId:)", "a", "b", "users(companyId: $id) { totalCount }"),
    ("Query.securityEvents(userId:)", None, "user", "securityEvents(userId: $id) { totalCount }"),
    ("Query.claim(id:)", "first", "second", "claim(id: $id) { number }"),
    ("Query.invoice(id:)", "paid", "open", "invoice(id: $id) { number }"),
    ("Query.company(id:)", "a", "b", "company(id: $id) { name }"),
    ("Query.node(id:)", "first", "paid", "node(id: $id) { __typename id }"),
    ("Query.nodes(ids:)", "first", "paid", "nodes(ids: [$id]) { __typename id }"),
    (
        "Query.previewAccessChange(userId:)",
        "user",
        "claims user",
        "previewAccessChange(userId: $id, accesses: []) { lost { accesses } }",
    ),
    (
        "Query.access(id:)",
        None,
        "first",
        'access(coordinate: "Mutation.submitClaim", id: $id) { allowed }',
    ),
):
    kind = (
        "ID"
        if "access(" in written or "companyId" in written or "userId: $id)" in written
        else "ID!"
    )
    effect(path, one, other)(partial(by_name, document=f"query ($id: {kind}) {{ {written} }}"))

for path, one, other, written in (
    (
        "Query.contact(topic:)",
        "PLATFORM_USE",
        "CLAIM_CONTENT",
        "query ($x: ContactTopic!) { contact(topic: $x) { askWho } }",
    ),
    (
        "Query.contact(access:)",
        "CLAIMS",
        "USER_MANAGEMENT",
        "query ($x: Access) { contact(topic: MISSING_ACCESS, access: $x) { askWho } }",
    ),
    (
        "Query.access(coordinate:)",
        "Query.claims",
        "Query.invoices",
        "query ($x: String!) { access(coordinate: $x) { rules { name } } }",
    ),
    (
        "Query.enumLabels(enum:)",
        None,
        "Line",
        "query ($x: String) { enumLabels(enum: $x) { enum } }",
    ),
):

    def answered(stage: Stage, value: Any, document: str = written) -> Any:
        """Return what the document answers."""
        return ask(stage, document, "user", x=value)

    effect(path, one, other)(answered)

PREVIEW = """query ($id: ID!, $accesses: [Access!]!, $administrator: Boolean) {
  previewAccessChange(userId: $id, accesses: $accesses, administrator: $administrator) { gained { accesses fields } } }"""


@effect("Query.previewAccessChange(accesses:)", [], [Access.CLAIMS])
def preview_of_accesses(stage: Stage, accesses: Any) -> Any:
    """Return what a user would gain."""
    return ask(stage, PREVIEW, id=stage.once(filled_world)["user"], accesses=accesses)


@effect("Query.previewAccessChange(administrator:)", None, True)
def preview_of_a_role(stage: Stage, administrator: Any) -> Any:
    """Return what a user would gain."""
    return ask(
        stage,
        PREVIEW,
        id=stage.once(filled_world)["user"],
        accesses=[],
        administrator=administrator,
    )


@effect("Audience.users(first:)", 1, 2)
def first_of_an_audience(stage: Stage, first: Any) -> Any:
    """Return who can see an invoice."""
    document = "query ($first: Int!, $id: ID!) { invoice(id: $id) { visibleTo { users(first: $first) { id } } } }"
    return ask(stage, document, id=stage.once(filled_world)["paid"], first=first)
