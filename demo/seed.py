"""The demo world, put together: files first, then all rows in one transaction."""

from collections.abc import Sequence

from tortoise import Model
from tortoise.transactions import in_transaction

import models
from adapters.codes import Codes
from adapters.passwords import Passwords
from adapters.storage import Storage
from demo import claim, invoice, settlement
from demo.claim import Case
from demo.company import create_contracts, found
from demo.company_seeds import FIRMS
from demo.document import send_documents
from demo.invoice import Bill
from demo.seeded_random import Chance
from demo.user import NAMES, appoint_managers, open_accounts, seat


async def fill(storage: Storage, passwords: Passwords, codes: Codes) -> None:
    """Fill a freshly migrated database with the demo world; two fills give the same ids, names and amounts."""
    chance = Chance("companies")
    users = await open_accounts(passwords, codes, Chance("users"))
    managers = appoint_managers(users, Chance("managers"))
    companies = {firm.key: found(firm, managers, chance) for firm in FIRMS}
    contracts = {firm.key: create_contracts(firm, companies[firm.key], chance) for firm in FIRMS}
    memberships = seat(
        users, {key: company.id for key, company in companies.items()}, Chance("memberships")
    )
    bills = [
        bill
        for firm in FIRMS
        for bill in invoice.create_invoices(
            firm, contracts[firm.key], Chance(f"invoices of {firm.key}")
        )
    ]
    cases = [
        case for firm in FIRMS for case in claim.create_cases(firm, companies[firm.key].id, NAMES)
    ]
    await _send_bills(bills, managers, storage)
    await _follow_cases(cases, storage)
    await _save(
        [*users.values()],
        [*managers.values()],
        [*companies.values()],
        [contract for concluded in contracts.values() for contract in concluded],
        [*memberships],
        [bill.row for bill in bills],
        [case.claim for case in cases],
        [row for case in cases for row in case.incapacity],
        [row for case in cases for row in case.events],
        [row for case in cases for row in case.documents],
        [row for case in cases for row in case.settlements],
        [row for case in cases for row in case.lines],
    )


async def _send_bills(
    bills: list[Bill], managers: dict[str, models.Manager], storage: Storage
) -> None:
    invoice.number(bills)
    for bill in bills:
        manager = managers[bill.firm.contract_manager]
        await invoice.keep_pdf(bill, f"{manager.name}, {manager.phone}", storage)


async def _follow_cases(cases: list[Case], storage: Storage) -> None:
    claim.number(cases)
    for case in cases:
        chance = Chance(f"papers of {case.claim.number}")
        settlement.settle(case, chance)
        await send_documents(case, storage, chance)
    settlement.number(cases)


async def _save(*tables: Sequence[Model]) -> None:
    """Insert the rows, each table after those that it refers to."""
    async with in_transaction():
        for rows in tables:
            await type(rows[0]).bulk_create(rows)
