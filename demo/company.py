"""Companies and their contracts."""

from datetime import UTC, datetime

import models
from demo.company_seeds import Firm
from demo.seeded_random import Chance

FOUNDED = datetime(2024, 11, 4, 7, 30, tzinfo=UTC)


def found(firm: Firm, managers: dict[str, models.Manager], chance: Chance) -> models.Company:
    """The company, with its two managers."""
    return models.Company(
        id=chance.uuid(),
        name=firm.name,
        uid=firm.uid,
        street=firm.street,
        building_number=firm.building_number,
        postal_code=firm.postal_code,
        town=firm.town,
        language=firm.language,
        contract_manager_id=managers[firm.contract_manager].id,
        health_manager_id=managers[firm.health_manager].id,
        created_at=FOUNDED,
    )


def create_contracts(firm: Firm, company: models.Company, chance: Chance) -> list[models.Contract]:
    """The company's contracts, in the order of its agreements."""
    return [
        models.Contract(
            id=chance.uuid(),
            company_id=company.id,
            line=agreement.line,
            number=agreement.number,
            start=agreement.start,
            end=agreement.end,
        )
        for agreement in firm.agreements
    ]
