"""Two companies with their people, created for each test, so that no test sees another's."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import uuid4

from argon2 import PasswordHasher

import models
from data.global_id import to_global_id
from models import Access, ClaimKind, ClaimStatus, DatePrecision, Line, ManagerKind, Role
from permissions import CLIENTS
from permissions.persona import ANONYMOUS, PERSONAS
from tests.support.portal import Client, Portal

PASSWORD = "correct horse battery"
PASSWORD_HASH = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1).hash(PASSWORD)

NUMBERS = count(20_000_000)
"""For identifiers and UIDs: drawn at random, two of the thousands that a run makes would be the same."""


@dataclass
class Person:
    """User who can sign in."""

    user: models.User
    manager: models.Manager | None = None
    memberships: list[models.Membership] = field(default_factory=list)

    @property
    def id(self) -> str:
        return to_global_id(self.user)


@dataclass
class CompanyWorld:
    """Company with its rows, and its people by what they may do."""

    company: models.Company
    contracts: dict[Line, models.Contract]
    people: dict[str, Person]

    @property
    def id(self) -> str:
        return to_global_id(self.company)


class World:
    """Companies `a` and `b`, and the clients of their people."""

    def __init__(self, portal: Portal, a: CompanyWorld, b: CompanyWorld) -> None:
        self.portal, self.a, self.b = portal, a, b

    def client(self, name: str, company: str = "a") -> Client:
        """Return a client of a user of a company, signed in with both factors."""
        return (
            Client(self.portal)
            if name == ANONYMOUS
            else self.sign_in_as(getattr(self, company).people[name])
        )

    def sign_in_as(self, person: Person) -> Client:
        """Return a client with a session as signing in would have made it."""
        token = models.new_token()
        now = datetime.now(UTC)
        self.portal.run(
            models.Session.create(
                user=person.user,
                manager=person.manager,
                membership=person.memberships[0] if person.memberships else None,
                token_hash=models.hash_token(token),
                created_at=now,
                last_used_at=now,
                expires_at=now + timedelta(hours=12),
                proved_at=now,
            )
        )
        return Client(self.portal, token)

    def person(
        self, *accesses: Access, role: Role = Role.USER, company: str = "a", **changes: object
    ) -> Person:
        """A new user of the company; `changes` override columns of the user's row."""
        person: Person = self.portal.run(_person(getattr(self, company), accesses, role))
        if changes:
            self.portal.run(models.User.filter(id=person.user.id).update(**changes))
        return person

    def claim(self, company: str = "a", **changes: object) -> models.Claim:
        """Create a submitted accident of the company; `changes` override its columns."""
        return self.portal.run(_create_claim(getattr(self, company), changes))

    def document(self, claim: models.Claim, **changes: object) -> models.Document:
        """Create a document of the claim, with its bytes in the storage."""
        return self.portal.run(self._create_document(claim, changes))

    def settlement(self, claim: models.Claim) -> models.Settlement:
        """Create a final settlement with an allowance and a hospital deduction."""
        return self.portal.run(_create_settlement(claim))

    def invoice(self, company: str = "a", **changes: object) -> models.Invoice:
        """Create an open invoice of the company's accident contract."""
        return self.portal.run(_create_invoice(getattr(self, company), changes))

    def security_event(self, of: str = "a", **changes: object) -> models.SecurityEvent:
        """Create the event of an access that was granted to the company's user."""
        made: CompanyWorld = getattr(self, of)
        columns: dict[str, object] = {
            "user": made.people["user"].user,
            "company": made.company,
            "accesses": [Access.CLAIMS],
            "at": datetime.now(UTC),
        }
        columns["kind"] = models.SecurityEventKind.ACCESS_GRANTED
        return self.portal.run(models.SecurityEvent.create(**{**columns, **changes}))

    def factor_reset(self, of: str = "a") -> models.FactorReset:
        """A reset of the second factor of the company's user, started by its contract manager."""
        made: CompanyWorld = getattr(self, of)
        user, manager = made.people["user"].user, made.people["contract manager"].manager
        now = datetime.now(UTC)
        return self.portal.run(
            models.FactorReset.create(
                user=user, started_by=manager, started_at=now, expires_at=now + timedelta(days=3)
            )
        )

    async def _create_document(
        self, claim: models.Claim, changes: dict[str, object]
    ) -> models.Document:
        key = uuid4().hex
        path = self.portal.settings.documents / key[:2] / key
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"%PDF-1.4 test")
        columns = {
            "claim": claim,
            "name": "certificat.pdf",
            "media_type": "application/pdf",
            "size": 13,
            "sha256": "0" * 64,
            "uploaded_by": "Test",
            "uploaded_at": datetime.now(UTC),
            "storage_key": key,
        }
        return await models.Document.create(**{**columns, **changes})


def create_world(portal: Portal) -> World:
    """Create two companies, whose people have a client address of their own."""
    portal.change_network()
    return portal.run(_create_world(portal))


async def _create_world(portal: Portal) -> World:
    a, b = await _create_company("Alpha"), await _create_company("Beta")
    fiduciary = await _person(b, {Access.CLAIMS}, Role.USER)
    fiduciary.memberships.insert(0, await _member(fiduciary.user, a, {Access.CLAIMS}, Role.USER))
    a.people["fiduciary"] = fiduciary
    return World(portal, a, b)


async def _create_company(name: str) -> CompanyWorld:
    contract, health = await _manager(ManagerKind.CONTRACT), await _manager(ManagerKind.HEALTH)
    company = await models.Company.create(
        name=f"{name} SA",
        uid=_new_uid(),
        street="Rue du Rhône",
        building_number="1",
        postal_code="1204",
        town="Genève",
        contract_manager=contract.manager,
        health_manager=health.manager,
    )
    contracts = {
        line: await models.Contract.create(
            company=company, line=line, number=f"{line}-{uuid4().hex[:8]}", start=date(2024, 1, 1)
        )
        for line in Line
    }
    made = CompanyWorld(
        company, contracts, {"contract manager": contract, "health manager": health}
    )
    for title, persona in PERSONAS.items():
        if persona is not None and persona.role in CLIENTS:
            made.people[title] = await _person(made, persona.accesses, persona.role)
    return made


async def _manager(kind: ManagerKind) -> Person:
    user = await _user("Manon", f"Manager{kind.value.title()}")
    manager = await models.Manager.create(
        user=user,
        kind=kind,
        name=user.name,
        email=user.email,
        phone="+41 22 111 22 33",
        languages=[models.Language.FR],
    )
    return Person(user, manager)


async def _person(world: CompanyWorld, accesses: Iterable[Access], role: Role) -> Person:
    user = await _user(role.value.title(), "-".join(sorted(accesses)) or "Nothing")
    return Person(user, memberships=[await _member(user, world, accesses, role)])


async def _member(
    user: models.User, world: CompanyWorld, accesses: Iterable[Access], role: Role
) -> models.Membership:
    return await models.Membership.create(
        user=user, company=world.company, role=role, accesses=list(accesses)
    )


async def _user(first_name: str, last_name: str) -> models.User:
    return await models.User.create(
        identifier=str(next(NUMBERS)),
        email=f"{uuid4().hex}@example.com",
        first_name=first_name,
        last_name=last_name,
        phone="+41 79 123 45 67",
        status=models.UserStatus.ACTIVE,
        password_hash=PASSWORD_HASH,
    )


async def _create_claim(world: CompanyWorld, changes: dict[str, object]) -> models.Claim:
    now = datetime.now(UTC)
    columns: dict[str, object] = {
        "company": world.company,
        "number": uuid4().hex[:20],
        "kind": ClaimKind.NON_OCCUPATIONAL_ACCIDENT,
        "line": Line.LAA,
        "status": ClaimStatus.SUBMITTED,
        "insured_first_name": "Ada",
        "insured_last_name": "Lovelace",
        "insured_avs_number": "756.9217.0769.85",
        "event_date": date(2026, 3, 2),
        "event_date_precision": DatePrecision.EXACT,
        "description": "Chute à ski.",
        "declared_by": "Test",
        "created_at": now,
        "submitted_at": now,
    }
    return await models.Claim.create(**{**columns, **changes})


async def _create_settlement(claim: models.Claim) -> models.Settlement:
    settlement = await models.Settlement.create(
        claim=claim,
        number=uuid4().hex[:20],
        status=models.SettlementStatus.FINAL,
        period_start=date(2026, 3, 4),
        period_end=date(2026, 3, 31),
        amount=500_000,
        issued_at=datetime.now(UTC),
    )
    kinds = models.SettlementLineKind
    await models.SettlementLine.create(
        settlement=settlement,
        position=1,
        kind=kinds.DAILY_ALLOWANCE,
        days=28,
        degree=100,
        amount=520_000,
    )
    await models.SettlementLine.create(
        settlement=settlement, position=2, kind=kinds.HOSPITAL_DEDUCTION, amount=-20_000
    )
    return settlement


async def _create_invoice(world: CompanyWorld, changes: dict[str, object]) -> models.Invoice:
    columns: dict[str, object] = {
        "company": world.company,
        "contract": world.contracts[Line.LAA],
        "number": uuid4().hex[:20],
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 3, 31),
        "amount": 123_450,
        "issued_on": date(2026, 1, 5),
        "due_date": date(2026, 2, 4),
        "qr_reference": "210000000003139471430009017",
    }
    return await models.Invoice.create(**{**columns, **changes})


def _new_uid() -> str:
    """Return a new UID with its check digit; stems that would give 10 are never assigned."""
    while True:
        stem = str(next(NUMBERS))
        digit = (
            11
            - sum(int(d) * w for d, w in zip(stem, models.identifiers.UID_WEIGHTS, strict=True))
            % 11
        ) % 11
        if digit < 10:
            return f"CHE-{stem[:3]}.{stem[3:6]}.{stem[6:]}{digit}"
