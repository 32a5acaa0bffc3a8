"""The demo world: consistent claims and documents, complete personas, and the same at every fill."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from itertools import pairwise
from pathlib import Path

import models
from adapters.filetype import detect_media_type
from adapters.passwords import MIN_LENGTH
from demo.payment_part import QR_IBAN
from demo.personas import PERSONAS
from demo.seeded_random import TODAY
from demo.sign_in_instructions import sign_in_instructions
from models import (
    Access,
    ClaimEventKind,
    ClaimStatus,
    CoverDecision,
    TwoFactorMethod,
    identifiers,
)
from tests.support.demo_world import CODES, PASSWORDS, TABLES, DemoWorld, Row, fill_a_world

RANDOM_BY_DESIGN = frozenset({"storage_key", "pdf_key", "password_hash", "totp_secret"})


def moments(demo_world: DemoWorld) -> Iterator[datetime]:
    for table in TABLES:
        for row in demo_world.rows(table):
            yield from (value for value in row.values() if isinstance(value, datetime))


def steps(events: list[Row]) -> list[Row]:
    return sorted(events, key=lambda event: event["at"])


def test_every_status_and_every_kind_of_claim_occurs(demo_world: DemoWorld) -> None:
    claims = demo_world.rows(models.Claim)
    assert {claim["status"] for claim in claims} == set(ClaimStatus)
    assert {claim["kind"] for claim in claims} == set(models.ClaimKind)
    assert {claim["cover"] for claim in claims} == set(CoverDecision)
    assert {claim["event_date_precision"] for claim in claims} == set(models.DatePrecision)
    assert len(claims) >= 60
    assert len({claim["number"] for claim in claims}) == len(claims)


def test_each_history_follows_the_lifecycle_and_ends_where_the_claim_stands(
    demo_world: DemoWorld,
) -> None:
    events = demo_world.of(models.ClaimEvent, "claim_id")
    for claim in demo_world.rows(models.Claim):
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


def test_the_cover_is_the_last_decision_that_the_history_tells(demo_world: DemoWorld) -> None:
    decisions = {
        ClaimEventKind.ACCEPTED: CoverDecision.ACCEPTED,
        ClaimEventKind.REFUSED: CoverDecision.DECLINED,
        ClaimEventKind.REOPENED: CoverDecision.UNDECIDED,
    }
    events = demo_world.of(models.ClaimEvent, "claim_id")
    for claim in demo_world.rows(models.Claim):
        taken = [
            decisions[event["kind"]]
            for event in steps(events[claim["id"]])
            if event["kind"] in decisions
        ]
        assert claim["cover"] is ([CoverDecision.UNDECIDED, *taken])[-1]


def test_a_request_for_information_and_a_refusal_have_a_message(demo_world: DemoWorld) -> None:
    spoken = {
        ClaimEventKind.INFORMATION_REQUESTED,
        ClaimEventKind.INFORMATION_PROVIDED,
        ClaimEventKind.REFUSED,
        ClaimEventKind.REOPENED,
    }
    assert all(
        event["message"] for event in demo_world.rows(models.ClaimEvent) if event["kind"] in spoken
    )


def test_no_history_of_incapacity_has_a_gap(demo_world: DemoWorld) -> None:
    for periods in demo_world.of(models.IncapacityPeriod, "claim_id").values():
        ordered = sorted(periods, key=lambda period: period["start"])
        assert (
            models.find_history_error(
                [(period["start"], period["end"], period["degree"]) for period in ordered]
            )
            is None
        )


def test_minor_and_ordinary_accidents_both_occur(demo_world: DemoWorld) -> None:
    periods = demo_world.of(models.IncapacityPeriod, "claim_id")
    minor = Counter(
        models.Claim(**claim).is_minor(
            [models.IncapacityPeriod(**period) for period in periods[claim["id"]]]
        )
        for claim in demo_world.rows(models.Claim)
        if claim["kind"].is_accident
    )
    assert minor[True] >= 5
    assert minor[False] >= 10
    assert minor[None] == 1


def test_every_claim_falls_under_a_contract_in_force_that_day(demo_world: DemoWorld) -> None:
    contracts = demo_world.of(models.Contract, "company_id")
    for claim in demo_world.rows(models.Claim):
        assert claim["line"] in claim["kind"].lines
        lines = [
            models.Contract(**contract)
            for contract in contracts[claim["company_id"]]
            if contract["line"] is claim["line"]
        ]
        assert any(contract.covers(claim["event_date"]) for contract in lines)


def test_a_relapse_points_at_an_earlier_claim_of_the_same_person(demo_world: DemoWorld) -> None:
    claims = {claim["id"]: claim for claim in demo_world.rows(models.Claim)}
    for claim in claims.values():
        assert (claim["earlier_claim_id"] is not None) == (
            claim["kind"] is models.ClaimKind.RELAPSE
        )
        if claim["earlier_claim_id"] is not None:
            earlier = claims[claim["earlier_claim_id"]]
            assert earlier["insured_avs_number"] == claim["insured_avs_number"]
            assert earlier["event_date"] < claim["event_date"]


def test_the_identifiers_have_their_check_digits(demo_world: DemoWorld) -> None:
    assert all(
        identifiers.normalize_uid(company["uid"]) == company["uid"]
        for company in demo_world.rows(models.Company)
    )
    numbers = [
        claim["insured_avs_number"]
        for claim in demo_world.rows(models.Claim)
        if claim["status"] is not ClaimStatus.DRAFT
    ]
    assert all(identifiers.normalize_avs(number) == number for number in numbers)
    assert identifiers.is_qr_iban(identifiers.normalize_iban(QR_IBAN))


def test_a_document_matches_its_row(demo_world: DemoWorld) -> None:
    documents = demo_world.rows(models.Document)
    for document in documents:
        path = demo_world.storage.path(document["storage_key"])
        content = path.read_bytes()
        assert hashlib.sha256(content).hexdigest() == document["sha256"]
        assert len(content) == document["size"]
        assert detect_media_type(path) == document["media_type"]
    assert {document["category"] for document in documents} == set(models.DocumentCategory)
    assert {document["media_type"] for document in documents} == {"application/pdf", "image/jpeg"}


def test_a_document_is_noted_in_the_history_of_its_claim(demo_world: DemoWorld) -> None:
    noted = {
        (event["claim_id"], event["message"], event["at"])
        for event in demo_world.rows(models.ClaimEvent)
    }
    documents = demo_world.rows(models.Document)
    assert all(
        (document["claim_id"], document["name"], document["uploaded_at"]) in noted
        for document in documents
    )


def test_nothing_has_happened_after_the_reference_day(demo_world: DemoWorld) -> None:
    assert max(moments(demo_world)) < datetime.combine(TODAY, time(), UTC)
    assert max(claim["event_date"] for claim in demo_world.rows(models.Claim)) < TODAY


def test_two_fills_are_the_same_world(
    demo_world: DemoWorld, tmp_path: Path, new_database: Callable[[], str]
) -> None:
    again = fill_a_world(tmp_path, new_database())
    for table in TABLES:
        first, second = (
            [{k: v for k, v in row.items() if k not in RANDOM_BY_DESIGN} for row in w.rows(table)]
            for w in (demo_world, again)
        )
        assert first == second


def test_each_persona_signs_in_with_what_the_sheet_prints(demo_world: DemoWorld) -> None:
    users = {user["identifier"]: user for user in demo_world.rows(models.User)}
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


def test_each_company_has_an_administrator_who_manages_its_users(demo_world: DemoWorld) -> None:
    memberships = demo_world.of(models.Membership, "company_id")
    assert len(demo_world.rows(models.Company)) == 3
    for company in demo_world.rows(models.Company):
        assert any(
            models.Membership(**membership).manages_users
            for membership in memberships[company["id"]]
        )
    everyone = [
        access
        for membership in demo_world.rows(models.Membership)
        for access in membership["accesses"]
    ]
    assert set(everyone) == set(Access)


def test_an_invited_and_a_suspended_user_exist(demo_world: DemoWorld) -> None:
    users = demo_world.rows(models.User)
    assert {user["status"] for user in users} == set(models.UserStatus)
    assert all(
        (user["password_hash"] is None) == (user["status"] is models.UserStatus.INVITED)
        for user in users
    )
