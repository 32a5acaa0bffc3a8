"""Seeding of the demo data: files first, then all rows in one transaction."""

from collections.abc import Sequence

from tortoise import Model
from tortoise.transactions import in_transaction

import models
from adapters.codes import Codes
from adapters.passwords import Passwords
from adapters.storage import Storage
from demo import claim, invoice, settlement
from demo.claim import Case
from demo.company import create_company, create_contracts
from demo.company_seeds import COMPANY_SEEDS
from demo.document import send_documents
from demo.invoice import PrintedInvoice
from demo.seeded_random import SeededRandom
from demo.user import NAMES, create_managers, create_memberships, create_users


async def seed_database(storage: Storage, passwords: Passwords, codes: Codes) -> None:
    """Fill an empty database with the demo data; ids, names and amounts are always the same."""
    rng = SeededRandom("companies")
    users = await create_users(passwords, codes, SeededRandom("users"))
    managers = create_managers(users, SeededRandom("managers"))
    companies = {seed.key: create_company(seed, managers, rng) for seed in COMPANY_SEEDS}
    contracts = {
        seed.key: create_contracts(seed, companies[seed.key], rng) for seed in COMPANY_SEEDS
    }
    memberships = create_memberships(
        users, {key: company.id for key, company in companies.items()}, SeededRandom("memberships")
    )
    invoices = [
        printed
        for seed in COMPANY_SEEDS
        for printed in invoice.create_invoices(
            seed, contracts[seed.key], SeededRandom(f"invoices of {seed.key}")
        )
    ]
    cases = [
        case
        for seed in COMPANY_SEEDS
        for case in claim.create_cases(seed, companies[seed.key].id, NAMES)
    ]
    await _upload_invoices(invoices, managers, storage)
    await _complete_cases(cases, storage)
    await _save(
        [*users.values()],
        [*managers.values()],
        [*companies.values()],
        [contract for concluded in contracts.values() for contract in concluded],
        [*memberships],
        [printed.row for printed in invoices],
        [case.claim for case in cases],
        [row for case in cases for row in case.incapacity],
        [row for case in cases for row in case.events],
        [row for case in cases for row in case.documents],
        [row for case in cases for row in case.settlements],
        [row for case in cases for row in case.lines],
    )


async def _upload_invoices(
    invoices: list[PrintedInvoice], managers: dict[str, models.Manager], storage: Storage
) -> None:
    invoice.assign_numbers(invoices)
    for printed in invoices:
        manager = managers[printed.company.contract_manager]
        await invoice.upload_pdf(printed, f"{manager.name}, {manager.phone}", storage)


async def _complete_cases(cases: list[Case], storage: Storage) -> None:
    claim.assign_numbers(cases)
    for case in cases:
        rng = SeededRandom(f"papers of {case.claim.number}")
        settlement.add_settlements(case, rng)
        await send_documents(case, storage, rng)
    settlement.assign_numbers(cases)


async def _save(*tables: Sequence[Model]) -> None:
    """Insert the rows of each table, in an order that satisfies the foreign keys."""
    async with in_transaction():
        for rows in tables:
            await type(rows[0]).bulk_create(rows)
