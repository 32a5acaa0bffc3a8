"""Premium invoices: viewers, filters, amounts to the Rappen, and the PDF."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

import models
from data.global_id import to_global_id
from models import InvoiceStatus, Line
from tests.support.claim_files import PDF
from tests.support.portal import Client
from tests.support.world import World

LIST = """query ($filter: InvoiceFilter, $orderBy: InvoiceOrder! = LATEST_PERIOD, $first: Int! = 100, $after: String) {
  invoices(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    totalCount edges { node { number } } pageInfo { hasNextPage endCursor } } }"""
WHOLE = """query ($id: ID!) { invoice(id: $id) { id number amount { amount currency } issuedOn dueDate status qrReference
  period { start end } contract { number line period { start end } } pdfUrl } }"""


@pytest.fixture
def client(world: World) -> Client:
    return world.client("user with invoices")


def numbers(client: Client, **variables: Any) -> list[str]:
    found = client.ask(LIST, **variables)["invoices"]
    assert found["totalCount"] == len(found["edges"])
    return [edge["node"]["number"] for edge in found["edges"]]


def with_pdf(world: World, content: bytes, **columns: Any) -> models.Invoice:
    """An invoice whose PDF the storage keeps."""
    key = uuid4().hex
    path = world.portal.settings.documents / key[:2] / key
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return world.invoice(pdf_key=key, **columns)


def test_an_invoice_shows_all_that_is_known(client: Client, world: World) -> None:
    invoice = world.invoice()
    assert client.ask(WHOLE, id=to_global_id(invoice))["invoice"] == {
        "id": to_global_id(invoice),
        "number": invoice.number,
        "amount": {"amount": "1234.50", "currency": "CHF"},
        "issuedOn": "2026-01-05",
        "dueDate": "2026-02-04",
        "status": "OPEN",
        "qrReference": "210000000003139471430009017",
        "period": {"start": "2026-01-01", "end": "2026-03-31"},
        "contract": {
            "number": world.a.contracts[Line.LAA].number,
            "line": "LAA",
            "period": {"start": "2024-01-01", "end": None},
        },
        "pdfUrl": None,
    }


AMOUNTS = {
    0: "0.00",
    1: "0.01",
    -1: "-0.01",
    5: "0.05",
    10: "0.10",
    99: "0.99",
    100: "1.00",
    -12_345: "-123.45",
    100_000: "1000.00",
    2_147_483_648: "21474836.48",
    9_007_199_254_740_993: "90071992547409.93",
    2**63 - 1: "92233720368547758.07",
    -(2**63): "-92233720368547758.08",
}


@pytest.mark.parametrize("rappen", AMOUNTS)
def test_money_is_an_exact_decimal_text(rappen: int, client: Client, world: World) -> None:
    invoice = world.invoice(amount=rappen)
    amount = client.ask(WHOLE, id=to_global_id(invoice))["invoice"]["amount"]["amount"]
    assert amount == AMOUNTS[rappen]
    assert Decimal(amount) * 100 == rappen


def test_invoices_are_found_by_their_status(client: Client, world: World) -> None:
    by_status = {status: world.invoice(status=status).number for status in InvoiceStatus}
    for status, number in by_status.items():
        assert numbers(client, filter={"status": [status]}) == [number]
    both = numbers(client, filter={"status": ["OPEN", "OVERDUE"]})
    assert set(both) == {by_status[InvoiceStatus.OPEN], by_status[InvoiceStatus.OVERDUE]}
    assert numbers(client, filter={"status": []}) == []
    assert (
        len(numbers(client)) == len(numbers(client, filter={"status": None})) == len(InvoiceStatus)
    )


def test_a_filter_has_a_limit_of_values(client: Client) -> None:
    assert client.ask(LIST, filter={"status": ["OPEN"] * 100}).errors == []
    assert client.ask(LIST, filter={"status": ["OPEN"] * 101}).refusal == {
        "code": "BAD_USER_INPUT",
        "argument": "filter.status",
    }


def quarters(world: World) -> list[str]:
    """The numbers of a year's four invoices."""
    ends = ((1, 1, 3, 31), (4, 1, 6, 30), (7, 1, 9, 30), (10, 1, 12, 31))
    periods = [(date(2025, a, b), date(2025, c, d)) for a, b, c, d in ends]
    return [
        world.invoice(period_start=start, period_end=end, due_date=date(2025, 12, 31 - n)).number
        for n, (start, end) in enumerate(periods)
    ]


def test_invoices_are_found_by_any_day_of_their_period(client: Client, world: World) -> None:
    first, second, third, fourth = quarters(world)

    def found(**days: str) -> list[str]:
        return numbers(client, orderBy="EARLIEST_PERIOD", filter=days)

    assert found(periodFrom="2025-06-30") == [second, third, fourth]
    assert found(periodFrom="2025-07-01") == [third, fourth]
    assert found(periodTo="2025-04-01") == [first, second]
    assert found(periodTo="2025-03-31") == [first]
    assert found(periodFrom="2025-05-05", periodTo="2025-05-05") == [second]
    assert found(periodFrom="2026-01-01") == []
    assert found(periodFrom="0001-01-01", periodTo="9999-12-31") == [first, second, third, fourth]


def test_invoices_are_sorted_as_asked(client: Client, world: World) -> None:
    made = quarters(world)
    assert numbers(client) == numbers(client, orderBy="LATEST_PERIOD") == made[::-1]
    assert numbers(client, orderBy="EARLIEST_PERIOD") == made
    assert numbers(client, orderBy="DUE_FIRST") == made[::-1]


@pytest.mark.parametrize("order", ["LATEST_PERIOD", "EARLIEST_PERIOD", "DUE_FIRST"])
def test_going_through_the_pages_meets_each_invoice_once(
    order: str, client: Client, world: World
) -> None:
    made = {
        world.invoice(
            period_start=date(2026, 1 + n % 3, 1), due_date=date(2026, 5, 1 + n % 2)
        ).number
        for n in range(11)
    }
    after, met = None, []
    while True:
        found = client.ask(LIST, first=3, after=after, orderBy=order)["invoices"]
        met.extend(edge["node"]["number"] for edge in found["edges"])
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    assert (set(met), len(met), found["totalCount"]) == (made, 11, 11)


def test_an_invoice_s_pdf_is_downloaded(client: Client, world: World, anonymous: Client) -> None:
    invoice = with_pdf(world, PDF, number=f"P-{uuid4().hex[:8]}")
    link = client.ask(WHOLE, id=to_global_id(invoice))["invoice"]["pdfUrl"]
    answer = anonymous.http.get(link)
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (
        200,
        PDF,
        "application/pdf",
    )
    assert answer.headers["content-disposition"] == f'attachment; filename="{invoice.number}.pdf"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    part = anonymous.http.get(link, headers={"Range": "bytes=0-4"})
    assert (part.status_code, part.content) == (206, b"%PDF-")


def test_a_pdf_s_link_ends_when_the_access_is_withdrawn(client: Client, world: World) -> None:
    link = client.ask(WHOLE, id=to_global_id(with_pdf(world, PDF)))["invoice"]["pdfUrl"]
    person = world.a.people["user with invoices"]
    world.portal.run(
        models.Membership.filter(user_id=person.user.id).update(accesses=[models.Access.CLAIMS])
    )
    answer = client.http.get(link)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]) == (
        404,
        {"code": "NOT_FOUND"},
    )


def test_a_user_sees_the_invoices_of_their_own_company_only(client: Client, world: World) -> None:
    own, theirs = world.invoice(), world.invoice("b")
    answer = client.ask(WHOLE, id=to_global_id(theirs))
    assert numbers(client) == numbers(client, filter={"companyId": world.a.id}) == [own.number]
    assert numbers(client, filter={"companyId": world.b.id}) == []
    assert (answer.data, answer.refusal) == ({"invoice": None}, {"code": "NOT_FOUND"})


def test_the_contract_manager_sees_the_invoices_of_the_companies_assigned(world: World) -> None:
    own, theirs = world.invoice(), world.invoice("b")
    manager = world.client("contract manager")
    assert numbers(manager) == [own.number]
    world.portal.run(
        models.Company.filter(id=world.b.company.id).update(
            contract_manager_id=world.a.company.contract_manager_id
        )
    )
    assert sorted(numbers(manager)) == sorted([own.number, theirs.number])
    assert numbers(manager, filter={"companyId": world.b.id}) == [theirs.number]


@pytest.mark.parametrize("person", ["user", "user with claims", "health manager"])
def test_a_user_without_the_access_sees_no_invoice(person: str, world: World) -> None:
    invoice, client = world.invoice(), world.client(person)
    for answer in (client.ask(LIST), client.ask(WHOLE, id=to_global_id(invoice))):
        assert (list(answer.data.values()), answer.code, answer.refusal["access"]) == (
            [None],
            "FORBIDDEN",
            "INVOICES",
        )


def test_a_user_who_does_not_see_invoices_asks_the_administrator_who_opens_them(
    world: World,
) -> None:
    """Journey 1, and FAQ item 2: « l'administrateur de votre compte peut vous y donner accès »."""
    invoice, person = world.invoice(), world.a.people["user"]
    client = world.client("user")
    refusal = client.ask(LIST).refusal
    administrator = world.a.people["administrator with user management"]
    assert (refusal["askWho"], refusal["contact"]["email"]) == (
        "ADMINISTRATOR",
        administrator.user.email,
    )
    change = "mutation ($id: ID!) { changeAccesses(userId: $id, accesses: [INVOICES]) { user { id } errors { code } } }"
    world.client("administrator with user management").mutate(change, id=person.id)
    assert numbers(world.client("user")) == [invoice.number]
