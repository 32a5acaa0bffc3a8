"""Users, managers and memberships of the demo data."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import models
from adapters.codes import Codes
from adapters.passwords import Passwords
from demo.colleagues import CLIENTS, MANAGERS
from demo.people import Person
from demo.personas import PERSONAS
from demo.seeded_random import SeededRandom

PEOPLE: tuple[Person, ...] = (*PERSONAS, *CLIENTS, *MANAGERS)
FIRST_CREATED_AT = datetime(2024, 11, 4, 8, tzinfo=UTC)
"""Creation time of the first account."""

NAMES = {person.key: person.name for person in PEOPLE}


async def create_users(
    passwords: Passwords, codes: Codes, rng: SeededRandom
) -> dict[str, models.User]:
    """Create the users by their keys; each password is hashed once."""
    hashes = {
        password: await passwords.hash(password)
        for password in sorted({person.password for person in PEOPLE if person.password})
    }
    return {
        person.key: models.User(
            id=rng.uuid(),
            identifier=person.identifier,
            email=person.email,
            first_name=person.first_name,
            last_name=person.last_name,
            phone=person.phone,
            language=person.language,
            status=person.status,
            password_hash=hashes[person.password] if person.password else None,
            two_factor_method=person.method,
            totp_secret=codes.encrypt_secret(person.totp_secret) if person.totp_secret else None,
            created_at=FIRST_CREATED_AT + timedelta(days=7 * index, minutes=rng.randint(0, 400)),
        )
        for index, person in enumerate(PEOPLE)
    }


def create_managers(users: dict[str, models.User], rng: SeededRandom) -> dict[str, models.Manager]:
    """Create the managers by their keys."""
    return {
        person.key: models.Manager(
            id=rng.uuid(),
            user_id=users[person.key].id,
            kind=person.manager_kind,
            name=person.name,
            email=person.email,
            phone=person.phone,
            languages=person.languages,
        )
        for person in PEOPLE
        if person.manager_kind is not None
    }


def create_memberships(
    users: dict[str, models.User], companies: dict[str, UUID], rng: SeededRandom
) -> Iterable[models.Membership]:
    """Create the memberships of all people."""
    for person in PEOPLE:
        for membership in person.memberships:
            yield models.Membership(
                id=rng.uuid(),
                user_id=users[person.key].id,
                company_id=companies[membership.company],
                role=membership.role,
                accesses=membership.accesses,
                created_at=users[person.key].created_at,
            )
