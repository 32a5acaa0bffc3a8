"""Users, the insurer's managers and the memberships."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import models
from adapters.codes import Codes
from adapters.passwords import Passwords
from demo.colleagues import CLIENTS, MANAGERS
from demo.people import Person
from demo.personas import PERSONAS
from demo.seeded_random import Chance

PEOPLE: tuple[Person, ...] = (*PERSONAS, *CLIENTS, *MANAGERS)
FOUNDED = datetime(2024, 11, 4, 8, tzinfo=UTC)
"""When the demo world's accounts began to be opened."""

NAMES = {person.key: person.name for person in PEOPLE}


async def open_accounts(
    passwords: Passwords, codes: Codes, chance: Chance
) -> dict[str, models.User]:
    """Everybody's account by their key; each password is hashed once."""
    hashes = {
        password: await passwords.hash(password)
        for password in sorted({person.password for person in PEOPLE if person.password})
    }
    return {
        person.key: models.User(
            id=chance.uuid(),
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
            created_at=FOUNDED + timedelta(days=7 * index, minutes=chance.randint(0, 400)),
        )
        for index, person in enumerate(PEOPLE)
    }


def appoint_managers(users: dict[str, models.User], chance: Chance) -> dict[str, models.Manager]:
    """The insurer's managers by their keys."""
    return {
        person.key: models.Manager(
            id=chance.uuid(),
            user_id=users[person.key].id,
            kind=person.manages,
            name=person.name,
            email=person.email,
            phone=person.phone,
            languages=person.speaks,
        )
        for person in PEOPLE
        if person.manages is not None
    }


def seat(
    users: dict[str, models.User], companies: dict[str, UUID], chance: Chance
) -> Iterable[models.Membership]:
    """Everybody's memberships."""
    for person in PEOPLE:
        for place in person.seats:
            yield models.Membership(
                id=chance.uuid(),
                user_id=users[person.key].id,
                company_id=companies[place.company],
                role=place.role,
                accesses=place.accesses,
                created_at=users[person.key].created_at,
            )
