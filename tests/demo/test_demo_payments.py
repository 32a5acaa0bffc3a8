"""Invoices and settlements of the demo world, consistent with the rules of the domain."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

import models
from demo.seeded_random import TODAY
from demo.settlement import daily_allowance
from models import (
    ClaimEventKind,
    SettlementLineKind,
    SettlementStatus,
    identifiers,
)
from tests.support.demo_world import DemoWorld


def test_every_invoice_has_its_pdf_and_a_valid_qr_reference(demo_world: DemoWorld) -> None:
    invoices = demo_world.rows(models.Invoice)
    for invoice in invoices:
        assert demo_world.storage.path(invoice["pdf_key"]).read_bytes().startswith(b"%PDF")
        assert (
            identifiers.normalize_qr_reference(invoice["qr_reference"]) == invoice["qr_reference"]
        )
    for name in ("number", "qr_reference", "pdf_key"):
        assert len({invoice[name] for invoice in invoices}) == len(invoices)


def test_invoices_are_paid_except_the_latest_one_overdue_and_one_cancelled(
    demo_world: DemoWorld,
) -> None:
    statuses = Counter(invoice["status"] for invoice in demo_world.rows(models.Invoice))
    in_force = [
        contract for contract in demo_world.rows(models.Contract) if contract["end"] is None
    ]
    assert statuses[models.InvoiceStatus.OVERDUE] == statuses[models.InvoiceStatus.CANCELLED] == 1
    for invoice in demo_world.rows(models.Invoice):
        assert (invoice["status"] is models.InvoiceStatus.OPEN) == (invoice["due_date"] >= TODAY)
        assert invoice["amount"] > 0
        assert invoice["amount"] % 5 == 0
    assert (
        statuses[models.InvoiceStatus.PAID] > statuses[models.InvoiceStatus.OPEN] == len(in_force)
    )


def test_the_invoices_of_a_contract_leave_no_gap_over_two_years(demo_world: DemoWorld) -> None:
    contracts = {contract["id"]: contract for contract in demo_world.rows(models.Contract)}
    for contract_id, invoices in demo_world.of(models.Invoice, "contract_id").items():
        periods = sorted((invoice["period_start"], invoice["period_end"]) for invoice in invoices)
        assert all(
            later[0] == earlier[1] + timedelta(days=1) for earlier, later in pairwise(periods)
        )
        assert periods[0][0] == max(contracts[contract_id]["start"], date(2025, 1, 1))


def test_a_settlement_is_the_sum_of_its_lines(demo_world: DemoWorld) -> None:
    lines = demo_world.of(models.SettlementLine, "settlement_id")
    for settlement in demo_world.rows(models.Settlement):
        assert settlement["amount"] == sum(line["amount"] for line in lines[settlement["id"]])
        assert [
            line["position"]
            for line in sorted(lines[settlement["id"]], key=lambda line: line["position"])
        ] == [*range(1, len(lines[settlement["id"]]) + 1)]
    assert {line["kind"] for line in demo_world.rows(models.SettlementLine)} == set(
        SettlementLineKind
    )
    deductions = (SettlementLineKind.HOSPITAL_DEDUCTION, SettlementLineKind.CORRECTION)
    assert all(
        (line["amount"] < 0) == (line["kind"] in deductions)
        for line in demo_world.rows(models.SettlementLine)
    )


def test_a_provisional_settlement_comes_before_the_final_one_and_after_the_acceptance(
    demo_world: DemoWorld,
) -> None:
    events = demo_world.of(models.ClaimEvent, "claim_id")
    for claim_id, settlements in demo_world.of(models.Settlement, "claim_id").items():
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


def test_no_daily_allowance_is_paid_before_the_third_day_after_an_accident(
    demo_world: DemoWorld,
) -> None:
    claims = {claim["id"]: claim for claim in demo_world.rows(models.Claim)}
    lines = demo_world.of(models.SettlementLine, "settlement_id")
    for settlement in demo_world.rows(models.Settlement):
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
