"""The demo world: complete, consistent with the rules of the domain, and the same at every fill."""

import asyncio
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tortoise import Tortoise

import models
from adapters.codes import Codes
from adapters.database.connection import tortoise_config
from adapters.filetype import detect_media_type
from adapters.passwords import MIN_LENGTH, Passwords
from adapters.storage import Storage
from demo.payment_part import QR_IBAN
from demo.personas import PERSONAS
from demo.seed import seed_database
from demo.seeded_random import TODAY
from demo.settlement import daily_allowance
from demo.sign_in_instructions import sign_in_instructions
from models import (
    Access,
    ClaimEventKind,
    ClaimStatus,
    CoverDecision,
    SettlementLineKind,
    SettlementStatus,
    TwoFactorMethod,
    identifiers,
)

TABLES = (
    models.User,
    models.Manager,
    models.Company,
    models.Contract,
    models.Membership,
    models.Claim,
    models.IncapacityPeriod,
    models.ClaimEvent,
    models.Document,
    models.Invoice,
    models.Settlement,
    models.SettlementLine,
)
RANDOM_BY_DESIGN = frozenset({"storage_key", "pdf_key", "password_hash", "totp_secret"})
PASSWORDS, CODES = Passwords(64), Codes("the secret key of these tests")

Row = dict[str, Any]


@dataclass(frozen=True)
class World:
    storage: Storage
    tables: dict[type[models.Claim], list[Row]]

    def rows(self, model: Any) -> list[Row]:
        return self.tables[model]

    def of(self, model: Any, parent: str) -> dict[Any, list[Row]]:
        found: dict[Any, list[Row]] = defaultdict(list)
        for row in self.rows(model):
            found[row[parent]].append(row)
        return found


def fill_a_world(folder: Path, url: str) -> World:
    async def run() -> World:
        storage = Storage(folder / "documents")
        await Tortoise.init(config=tortoise_config(url))
        try:
            await Tortoise.generate_schemas()
            await seed_database(storage, PASSWORDS, CODES)
            return World(
                storage, {table: await table.all().order_by("id").values() for table in TABLES}
            )
        finally:
            await Tortoise.close_connections()

    return asyncio.run(run())


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], str]) -> World:
    return fill_a_world(tmp_path_factory.mktemp("world"), new_database())


def moments(world: World) -> Iterator[datetime]:
    for table in TABLES:
        for row in world.rows(table):
            yield from (value for value in row.values() if isinstance(value, datetime))


def steps(events: list[Row]) -> list[Row]:
    return sorted(events, key=lambda event: event["at"])


def test_every_status_and_every_kind_of_claim_occurs(world: World) -> None:
    claims = world.rows(models.Claim)
    assert {claim["status"] for claim in claims} == set(ClaimStatus)
    assert {claim["kind"] for claim in claims} == set(models.ClaimKind)
    assert {claim["cover"] for claim in claims} == set(CoverDecision)
    assert {claim["event_date_precision"] for claim in claims} == set(models.DatePrecision)
    assert len(claims) >= 60
    assert len({claim["number"] for claim in claims}) == len(claims)


def test_each_history_follows_the_lifecycle_and_ends_where_the_claim_stands(world: World) -> None:
    events = world.of(models.ClaimEvent, "claim_id")
    for claim in world.rows(models.Claim):
        history = steps(events[claim["id"]])
        assert history[0]["kind"] is ClaimEventKind.DRAFTED
        assert history[0]["at"] == claim["created_at"]
        assert history[-1]["status"] is claim["status"]
        for before, then in pairwise(history):
            assert (
                then["status"] is before["status"]
                or then["status"] in models.TRANSITIONS[before["status"]]
            )
            assert (then["status"] is before["status"]) == (
                then["kind"] is ClaimEventKind.DOCUMENT_ADDED
            )


def test_the_cover_is_the_last_decision_that_the_history_tells(world: World) -> None:
    decisions = {
        ClaimEventKind.ACCEPTED: CoverDecision.ACCEPTED,
        ClaimEventKind.REFUSED: CoverDecision.DECLINED,
        ClaimEventKind.REOPENED: CoverDecision.UNDECIDED,
    }
    events = world.of(models.ClaimEvent, "claim_id")
    for claim in world.rows(models.Claim):
        taken = [
            decisions[event["kind"]]
            for event in steps(events[claim["id"]])
            if event["kind"] in decisions
        ]
        assert claim["cover"] is ([CoverDecision.UNDECIDED, *taken])[-1]


def test_a_request_for_information_and_a_refusal_have_a_message(world: World) -> None:
    spoken = {
        ClaimEventKind.INFORMATION_REQUESTED,
        ClaimEventKind.INFORMATION_PROVIDED,
        ClaimEventKind.REFUSED,
        ClaimEventKind.REOPENED,
    }
    assert all(
        event["message"] for event in world.rows(models.ClaimEvent) if event["kind"] in spoken
    )


def test_no_history_of_incapacity_has_a_gap(world: World) -> None:
    for periods in world.of(models.IncapacityPeriod, "claim_id").values():
        ordered = sorted(periods, key=lambda period: period["start"])
        assert (
            models.find_history_error(
                [(period["start"], period["end"], period["degree"]) for period in ordered]
            )
            is None
        )


def test_minor_and_ordinary_accidents_both_occur(world: World) -> None:
    periods = world.of(models.IncapacityPeriod, "claim_id")
    minor = Counter(
        models.Claim(**claim).is_minor(
            [models.IncapacityPeriod(**period) for period in periods[claim["id"]]]
        )
        for claim in world.rows(models.Claim)
        if claim["kind"].is_accident
    )
    assert minor[True] >= 5
    assert minor[False] >= 10
    assert minor[None] == 1


def test_every_claim_falls_under_a_contract_in_force_that_day(world: World) -> None:
    contracts = world.of(models.Contract, "company_id")
    for claim in world.rows(models.Claim):
        assert claim["line"] in claim["kind"].lines
        lines = [
            models.Contract(**contract)
            for contract in contracts[claim["company_id"]]
            if contract["line"] is claim["line"]
        ]
        assert any(contract.covers(claim["event_date"]) for contract in lines)


def test_a_relapse_points_at_an_earlier_claim_of_the_same_person(world: World) -> None:
    claims = {claim["id"]: claim for claim in world.rows(models.Claim)}
    for claim in claims.values():
        assert (claim["earlier_claim_id"] is not None) == (
            claim["kind"] is models.ClaimKind.RELAPSE
        )
        if claim["earlier_claim_id"] is not None:
            earlier = claims[claim["earlier_claim_id"]]
            assert earlier["insured_avs_number"] == claim["insured_avs_number"]
            assert earlier["event_date"] < claim["event_date"]


def test_the_identifiers_have_their_check_digits(world: World) -> None:
    assert all(
        identifiers.normalize_uid(company["uid"]) == company["uid"]
        for company in world.rows(models.Company)
    )
    numbers = [
        claim["insured_avs_number"]
        for claim in world.rows(models.Claim)
        if claim["status"] is not ClaimStatus.DRAFT
    ]
    assert all(identifiers.normalize_avs(number) == number for number in numbers)
    assert identifiers.is_qr_iban(identifiers.normalize_iban(QR_IBAN))


def test_every_invoice_has_its_pdf_and_a_valid_qr_reference(world: World) -> None:
    invoices = world.rows(models.Invoice)
    for invoice in invoices:
        assert world.storage.path(invoice["pdf_key"]).read_bytes().startswith(b"%PDF")
        assert (
            identifiers.normalize_qr_reference(invoice["qr_reference"]) == invoice["qr_reference"]
        )
    for name in ("number", "qr_reference", "pdf_key"):
        assert len({invoice[name] for invoice in invoices}) == len(invoices)


def test_invoices_are_paid_except_the_latest_one_overdue_and_one_cancelled(world: World) -> None:
    statuses = Counter(invoice["status"] for invoice in world.rows(models.Invoice))
    in_force = [contract for contract in world.rows(models.Contract) if contract["end"] is None]
    assert statuses[models.InvoiceStatus.OVERDUE] == statuses[models.InvoiceStatus.CANCELLED] == 1
    for invoice in world.rows(models.Invoice):
        assert (invoice["status"] is models.InvoiceStatus.OPEN) == (invoice["due_date"] >= TODAY)
        assert invoice["amount"] > 0
        assert invoice["amount"] % 5 == 0
    assert (
        statuses[models.InvoiceStatus.PAID] > statuses[models.InvoiceStatus.OPEN] == len(in_force)
    )


def test_the_invoices_of_a_contract_leave_no_gap_over_two_years(world: World) -> None:
    contracts = {contract["id"]: contract for contract in world.rows(models.Contract)}
    for contract_id, invoices in world.of(models.Invoice, "contract_id").items():
        periods = sorted((invoice["period_start"], invoice["period_end"]) for invoice in invoices)
        assert all(
            later[0] == earlier[1] + timedelta(days=1) for earlier, later in pairwise(periods)
        )
        assert periods[0][0] == max(contracts[contract_id]["start"], date(2025, 1, 1))


def test_a_document_is_what_its_row_says(world: World) -> None:
    documents = world.rows(models.Document)
    for document in documents:
        path = world.storage.path(document["storage_key"])
        content = path.read_bytes()
        assert hashlib.sha256(content).hexdigest() == document["sha256"]
        assert len(content) == document["size"]
        assert detect_media_type(path) == document["media_type"]
    assert {document["category"] for document in documents} == set(models.DocumentCategory)
    assert {document["media_type"] for document in documents} == {"application/pdf", "image/jpeg"}


def test_a_document_is_noted_in_the_history_of_its_claim(world: World) -> None:
    noted = {
        (event["claim_id"], event["message"], event["at"])
        for event in world.rows(models.ClaimEvent)
    }
    documents = world.rows(models.Document)
    assert all(
        (document["claim_id"], document["name"], document["uploaded_at"]) in noted
        for document in documents
    )


def test_a_settlement_is_the_sum_of_its_lines(world: World) -> None:
    lines = world.of(models.SettlementLine, "settlement_id")
    for settlement in world.rows(models.Settlement):
        assert settlement["amount"] == sum(line["amount"] for line in lines[settlement["id"]])
        assert [
            line["position"]
            for line in sorted(lines[settlement["id"]], key=lambda line: line["position"])
        ] == [*range(1, len(lines[settlement["id"]]) + 1)]
    assert {line["kind"] for line in world.rows(models.SettlementLine)} == set(SettlementLineKind)
    deductions = (SettlementLineKind.HOSPITAL_DEDUCTION, SettlementLineKind.CORRECTION)
    assert all(
        (line["amount"] < 0) == (line["kind"] in deductions)
        for line in world.rows(models.SettlementLine)
    )


def test_a_provisional_settlement_comes_before_the_final_one_and_after_the_acceptance(
    world: World,
) -> None:
    events = world.of(models.ClaimEvent, "claim_id")
    for claim_id, settlements in world.of(models.Settlement, "claim_id").items():
        ordered = sorted(settlements, key=lambda settlement: settlement["issued_at"])
        statuses = [settlement["status"] for settlement in ordered]
        assert statuses in (
            [SettlementStatus.PROVISIONAL],
            [SettlementStatus.FINAL],
            [SettlementStatus.PROVISIONAL, SettlementStatus.FINAL],
        )
        accepted = min(
            event["at"] for event in events[claim_id] if event["kind"] is ClaimEventKind.ACCEPTED
        )
        assert accepted < ordered[0]["issued_at"]


def test_no_daily_allowance_is_paid_before_the_third_day_after_an_accident(world: World) -> None:
    claims = {claim["id"]: claim for claim in world.rows(models.Claim)}
    lines = world.of(models.SettlementLine, "settlement_id")
    for settlement in world.rows(models.Settlement):
        claim = claims[settlement["claim_id"]]
        paid = [
            line
            for line in lines[settlement["id"]]
            if line["kind"] is SettlementLineKind.DAILY_ALLOWANCE
        ]
        if paid and claim["line"] is not models.Line.IJM:
            assert settlement["period_start"] == claim["event_date"] + timedelta(days=3)
            assert (
                sum(line["days"] for line in paid)
                <= (settlement["period_end"] - settlement["period_start"]).days + 1
            )


@pytest.mark.parametrize(
    ("salary", "degree", "rappen"),
    [(148_200, 100, 324_82), (200_000, 100, 324_82), (73_000, 100, 160_00), (73_000, 50, 80_00)],
)
def test_the_daily_allowance_is_80_per_cent_of_the_capped_salary_pro_rata(
    salary: int, degree: int, rappen: int
) -> None:
    assert daily_allowance(salary, degree) == rappen


def test_nothing_has_happened_after_the_reference_day(world: World) -> None:
    assert max(moments(world)) < datetime.combine(TODAY, time(), UTC)
    assert max(claim["event_date"] for claim in world.rows(models.Claim)) < TODAY


def test_two_fills_are_the_same_world(
    world: World, tmp_path: Path, new_database: Callable[[], str]
) -> None:
    again = fill_a_world(tmp_path, new_database())
    for table in TABLES:
        first, second = (
            [{k: v for k, v in row.items() if k not in RANDOM_BY_DESIGN} for row in w.rows(table)]
            for w in (world, again)
        )
        assert first == second


def test_each_persona_signs_in_with_what_the_sheet_prints(world: World) -> None:
    users = {user["identifier"]: user for user in world.rows(models.User)}
    sheet = sign_in_instructions("http://127.0.0.1:8000")
    assert "http://127.0.0.1:8000/graphql" in sheet
    for persona in PERSONAS:
        user = users[persona.identifier]
        assert user["status"] is models.UserStatus.ACTIVE
        assert user["two_factor_method"] is persona.method
        assert asyncio.run(PASSWORDS.verify(user["password_hash"], persona.password))
        assert (persona.identifier in sheet, persona.password in sheet) == (True, True)
        if persona.method is TwoFactorMethod.TOTP:
            assert CODES.decrypt_secret(user["totp_secret"]) == persona.totp_secret
            assert persona.totp_secret in sheet
        else:
            assert user["totp_secret"] is persona.totp_secret is None


def test_the_personas_are_complete() -> None:
    assert [persona.title for persona in PERSONAS] == [
        "user with CLAIMS",
        "user with CLAIMS and SETTLEMENTS",
        "user with INVOICES only",
        "administrator without USER_MANAGEMENT",
        "administrator with USER_MANAGEMENT and all accesses",
        "fiduciary with memberships in two companies",
        "contract manager",
        "health manager",
        "administrator of another company",
    ]
    assert {persona.method for persona in PERSONAS} == set(TwoFactorMethod) - {
        TwoFactorMethod.PASSKEY
    }, "a passkey is made by a device"
    assert (
        len({persona.key for persona in PERSONAS})
        == len({persona.identifier for persona in PERSONAS})
        == len(PERSONAS)
    )
    for persona in PERSONAS:
        assert len(persona.identifier) == 8
        assert persona.identifier.isdigit()
        assert len(persona.password) >= MIN_LENGTH
        assert persona.what_to_try.endswith(".")


def test_each_company_has_an_administrator_who_manages_its_users(world: World) -> None:
    memberships = world.of(models.Membership, "company_id")
    assert len(world.rows(models.Company)) == 3
    for company in world.rows(models.Company):
        assert any(
            models.Membership(**membership).manages_users
            for membership in memberships[company["id"]]
        )
    everyone = [
        access for membership in world.rows(models.Membership) for access in membership["accesses"]
    ]
    assert set(everyone) == set(Access)


def test_an_invited_and_a_suspended_user_exist(world: World) -> None:
    users = world.rows(models.User)
    assert {user["status"] for user in users} == set(models.UserStatus)
    assert all(
        (user["password_hash"] is None) == (user["status"] is models.UserStatus.INVITED)
        for user in users
    )
