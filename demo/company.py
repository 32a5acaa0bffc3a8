"""Companies of the demo data and their contracts."""

from datetime import UTC, datetime

import models
from demo.company_seeds import CompanySeed
from demo.seeded_random import SeededRandom

CREATED_AT = datetime(2024, 11, 4, 7, 30, tzinfo=UTC)


def create_company(
    seed: CompanySeed, managers: dict[str, models.Manager], rng: SeededRandom
) -> models.Company:
    """Create a company with its two managers."""
    return models.Company(
        id=rng.uuid(),
        name=seed.name,
        uid=seed.uid,
        street=seed.street,
        building_number=seed.building_number,
        postal_code=seed.postal_code,
        town=seed.town,
        language=seed.language,
        contract_manager_id=managers[seed.contract_manager].id,
        health_manager_id=managers[seed.health_manager].id,
        created_at=CREATED_AT,
    )


def create_contracts(
    seed: CompanySeed, company: models.Company, rng: SeededRandom
) -> list[models.Contract]:
    """Create the contracts of a company, in the order of its seed."""
    return [
        models.Contract(
            id=rng.uuid(),
            company_id=company.id,
            line=contract.line,
            number=contract.number,
            start=contract.start,
            end=contract.end,
        )
        for contract in seed.contracts
    ]
