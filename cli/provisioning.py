"""Provisioning of an installation: its first managers and companies, and their password links."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from tortoise.transactions import in_transaction

import models
from errors import StartError
from models import (
    Access,
    Language,
    Line,
    LinkPurpose,
    ManagerKind,
    Role,
    identifiers,
)
from pipeline.context import Context
from pipeline.services import Services
from resolvers.authentication.password_link import create_link
from resolvers.validation import InputValidator


@dataclass(frozen=True, slots=True)
class Person:
    """Person who will sign in."""

    first_name: str
    last_name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Structured address in Switzerland."""

    street: str
    building_number: str
    postal_code: str
    town: str


@dataclass(frozen=True, slots=True)
class NewCompany:
    """Company, its managers by their identifiers, and its contracts as `LINE:NUMBER:START`."""

    name: str
    uid: str
    address: PostalAddress
    contract_manager: str
    health_manager: str
    contracts: tuple[str, ...]
    language: Language


async def create_manager(
    services: Services, person: Person, kind: ManagerKind, languages: Collection[Language]
) -> str:
    """Create a manager; returns identifier and password link for the operator."""
    async with in_transaction():
        known = await models.Manager.get_or_none(
            kind=kind, email__iexact=person.email.strip()
        ).select_related("user")
        if known is not None:
            command = f"`guichet invite {known.user.identifier}`"
            raise StartError(
                f"{known.name} is already a {kind.value.lower()} manager with this e-mail address: "
                f"if they have not signed in yet, {command} makes a new link."
            )
        user = await _create_user(person, next(iter(languages)))
        await models.Manager.create(
            user=user,
            kind=kind,
            name=user.name,
            email=user.email,
            phone=user.phone,
            languages=languages,
        )
        return await _invited(services, user)


async def create_company(services: Services, new: NewCompany, administrator: Person) -> str:
    """Create a company with an administrator with all accesses; returns identifier and link."""
    validator = InputValidator()
    uid = validator.identifier(new.uid, "uid", identifiers.normalize_uid, "INVALID_UID")
    contracts = [contract for text in new.contracts if (contract := _contract(text, validator))]
    place = {
        "street": validator.text(new.address.street, "street", 70),
        "building_number": validator.text(
            new.address.building_number, "building-number", 16, required=False
        ),
        "postal_code": validator.text(new.address.postal_code, "postal-code", 16),
        "town": validator.text(new.address.town, "town", 35),
    }
    name = validator.text(new.name, "name", 200)
    validator.raise_problems()
    async with in_transaction():
        await _check_unknown(uid, contracts)
        company = models.Company(name=name, uid=uid, language=new.language, **place)
        company.contract_manager = await _manager(new.contract_manager, ManagerKind.CONTRACT)
        company.health_manager = await _manager(new.health_manager, ManagerKind.HEALTH)
        await company.save(force_create=True)
        for contract in contracts:
            contract.company_id = company.id
            await contract.save(force_create=True)
        user = await _create_user(administrator, new.language)
        await models.Membership.create(
            user=user, company=company, role=Role.ADMINISTRATOR, accesses=list(Access)
        )
        return await _invited(services, user)


async def invite(services: Services, identifier: str) -> str:
    """Make a new password link for an invited user, void the older one; returns it."""
    async with in_transaction():
        user = await models.User.select_for_update().get_or_none(identifier=identifier)
        if user is None:
            raise StartError(f"There is no user with the identifier {identifier}.")
        if user.status is not models.UserStatus.INVITED:
            raise StartError(
                f"{user.name} has already set a password: use “forgotten password” in the portal for "
                "a new link."
            )
        return await _invited(services, user)


async def _check_unknown(uid: str, contracts: Sequence[models.Contract]) -> None:
    if await models.Company.exists(uid=uid):
        raise StartError(f"A company with the UID {uid} already exists.")
    numbers = [contract.number for contract in contracts]
    known = await models.Contract.filter(number__in=numbers).first() if numbers else None
    if known is not None or len(set(numbers)) < len(numbers):
        raise StartError("A contract with one of these numbers already exists.")


async def _manager(identifier: str, kind: ManagerKind) -> models.Manager:
    manager = await models.Manager.get_or_none(user__identifier=identifier, kind=kind)
    if manager is None:
        raise StartError(
            f"There is no {kind.value.lower()} manager with the identifier {identifier}: create one "
            "with `guichet create-manager`."
        )
    return manager


async def _create_user(person: Person, language: Language) -> models.User:
    validator = InputValidator()
    user = models.User(
        identifier=models.new_identifier(),
        first_name=validator.text(person.first_name, "first-name", 60),
        last_name=validator.text(person.last_name, "last-name", 60),
        email=validator.email(person.email, "email"),
        phone=validator.phone(person.phone, "phone"),
        language=language,
    )
    validator.raise_problems()
    await user.save(force_create=True)
    return user


async def _invited(services: Services, user: models.User) -> str:
    link = await create_link(Context(services), user, LinkPurpose.INVITATION)
    return (
        f"identifier: {user.identifier}\npassword link: {link.url}\n"
        f"valid once, until {link.valid_until} (Swiss time)"
    )


def _contract(text: str, validator: InputValidator) -> models.Contract | None:
    try:
        line, number, start = text.split(":")
        return models.Contract(
            line=Line(line),
            number=validator.text(number, "contract", 40),
            start=date.fromisoformat(start),
        )
    except ValueError:
        validator.add(
            "INVALID_CONTRACT",
            "contract",
            f"Write a contract as LINE:NUMBER:START, such as LAA:L-4711:2026-01-01, not {text!r}.",
        )
        return None
