"""The first rows of a real installation: managers, and companies with their first administrator."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

import models
from errors import StartError
from models import Access, Language, Line, LinkPurpose, ManagerKind, Role, identifiers
from resolvers.check import Checks
from settings import Settings


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who will sign in."""

    first_name: str
    last_name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Place:
    """A structured address in Switzerland."""

    street: str
    building_number: str
    postal_code: str
    town: str


@dataclass(frozen=True, slots=True)
class NewCompany:
    """A company, its managers by their identifiers, and its contracts as `LINE:NUMBER:START`."""

    name: str
    uid: str
    address: Place
    contract_manager: str
    health_manager: str
    contracts: tuple[str, ...]


async def create_manager(settings: Settings, person: Person, kind: ManagerKind, languages: Collection[Language]) -> str:
    """Create a manager; returns what to tell them."""
    async with in_transaction():
        user = await _create_user(person)
        await models.Manager.create(user=user, kind=kind, name=user.name, email=user.email, phone=user.phone, languages=languages)
        return await _invite(settings, user)


async def create_company(settings: Settings, new: NewCompany, administrator: Person) -> str:
    """Create a company with an administrator who may do everything; returns what to tell them."""
    try:
        uid = identifiers.uid(new.uid)
        contracts = [_contract(text) for text in new.contracts]
    except ValueError as error:
        raise StartError(f"{error}") from None
    async with in_transaction():
        company = await _create_company(new, uid)
        for contract in contracts:
            contract.company_id = company.id
            await contract.save()
        user = await _create_user(administrator)
        await models.Membership.create(user=user, company=company, role=Role.ADMINISTRATOR, accesses=list(Access))
        return await _invite(settings, user)


async def _create_company(new: NewCompany, uid: str) -> models.Company:
    managers: dict[str, Any] = {
        "contract_manager": await _manager(new.contract_manager, ManagerKind.CONTRACT),
        "health_manager": await _manager(new.health_manager, ManagerKind.HEALTH),
    }
    place = new.address
    try:
        return await models.Company.create(
            name=new.name,
            uid=uid,
            street=place.street,
            building_number=place.building_number,
            postal_code=place.postal_code,
            town=place.town,
            **managers,
        )
    except IntegrityError:
        raise StartError(f"There is a company with the UID {uid} already.") from None


async def _manager(identifier: str, kind: ManagerKind) -> models.Manager:
    manager = await models.Manager.get_or_none(user__identifier=identifier, kind=kind)
    if manager is None:
        raise StartError(f"No {kind.value.lower()} manager has the identifier {identifier}: create one with guichet create-manager.")
    return manager


async def _create_user(person: Person) -> models.User:
    checks = Checks()
    user = models.User(
        identifier=models.new_identifier(),
        first_name=checks.text(person.first_name, "first-name", 60),
        last_name=checks.text(person.last_name, "last-name", 60),
        email=checks.email(person.email, "email"),
        phone=checks.phone(person.phone, "phone"),
    )
    checks.done()
    await user.save(force_create=True)
    return user


async def _invite(settings: Settings, user: models.User) -> str:
    token = models.new_token()
    expires_at = datetime.now(UTC) + settings.invitation_lifetime
    await models.OneTimeLink.create(user=user, purpose=LinkPurpose.INVITATION, token_hash=models.hash_token(token), expires_at=expires_at)
    return f"identifier: {user.identifier}\npassword link: {settings.portal_origin}/password#token={token}"


def _contract(text: str) -> models.Contract:
    try:
        line, number, start = text.split(":")
        return models.Contract(line=Line(line), number=number, start=date.fromisoformat(start))
    except ValueError:
        raise ValueError(f"A contract is LINE:NUMBER:START, such as LAA:L-4711:2026-01-01, not {text!r}.") from None
