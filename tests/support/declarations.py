"""Documents and values of declarations."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import models
from tests.support.world import World

PAYLOAD = """{ claim { id number kind line status cover eventDate eventDatePrecision description companyReference swissdecIncidentId
  declarationRequestId declaredBy submittedAt insured { firstName lastName avsNumber } incapacity { start end degree } earlierClaim { id } }
  errors { code field message } }"""


DRAFT = f"mutation ($draft: ClaimDraft!) {{ draftClaim(draft: $draft) {PAYLOAD} }}"


UPDATE = f"mutation ($id: ID!, $draft: ClaimDraft!) {{ updateClaimDraft(claimId: $id, draft: $draft) {PAYLOAD} }}"


SUBMIT = f"mutation ($id: ID!) {{ submitClaim(claimId: $id) {PAYLOAD} }}"


ACCIDENT = {
    "kind": "OCCUPATIONAL_ACCIDENT",
    "line": "LAA",
    "insuredFirstName": "Ada",
    "insuredLastName": "Lovelace",
    "insuredAvsNumber": "7569217076985",
    "eventDate": "2026-03-02",
    "description": "Coupure à la main gauche.",
}


HISTORY = [
    {"start": "2026-03-02", "end": "2026-03-15", "degree": 100},
    {"start": "2026-03-16", "end": None, "degree": 50},
]


TODAY = datetime.now(ZoneInfo("Europe/Zurich")).date()


def problems(payload: Any) -> list[tuple[str, str]]:
    """The code and the dotted path of each problem; nothing else came back."""
    assert payload["claim"] is None
    assert all(error["message"].endswith(".") for error in payload["errors"])
    return [(error["code"], ".".join(error["field"])) for error in payload["errors"]]


def row(world: World, claim: dict[str, Any]) -> models.Claim:
    found: models.Claim = world.portal.run(models.Claim.get(number=claim["number"]))
    return found
