"""Effects of the arguments of mutations about claims and documents."""

from functools import partial
from typing import Any

import models
from data.global_id import write_id
from models import ClaimKind, ClaimStatus
from tests.support.claim_files import PDF, upload
from tests.support.effects.registry import Stage, codes, effect, mutate
from tests.support.world import World

EMPLOYER, INSURER = "user with claims", "health manager"
NEW = {"kind": "NON_OCCUPATIONAL_ACCIDENT", "line": "LAA"}
"""A draft that fits; each scenario changes one field of it."""
COLUMNS = (
    "kind", "line", "insured_first_name", "insured_last_name", "insured_avs_number", "event_date", "event_date_precision", "description",
    "company_reference", "swissdec_incident_id", "declaration_request_id", "earlier_claim__description", "incapacity__start", "incapacity__end",
    "incapacity__degree",
)  # fmt: skip
DRAFTED = {
    "kind": ("NON_OCCUPATIONAL_ACCIDENT", "DENTAL_DAMAGE"),
    "line": ("LAA", "LAAC"),
    "insuredFirstName": ("Ada", "Grace"),
    "insuredLastName": ("Lovelace", "Hopper"),
    "insuredAvsNumber": ("756.9217.0769.85", "756.1234.5678.97"),
    "eventDate": ("2026-03-02", "2026-03-03"),
    "eventDatePrecision": ("EXACT", "APPROXIMATE"),
    "description": ("Chute.", "Chute à ski."),
    "companyReference": ("A-1", "A-2"),
    "swissdecIncidentId": ("S-1", "S-2"),
    "declarationRequestId": ("D-1", "D-2"),
    "incapacity.start": ("2026-03-02", "2026-03-03"),
    "incapacity.end": ("2026-04-01", None),
    "incapacity.degree": (100, 50),
    "earlierClaimId": ("first", "second"),
}


def earlier(world: World) -> dict[str, str]:
    """Return two claims that a relapse can follow."""
    return {name: write_id(world.claim(description=name)) for name in ("first", "second")}


def drafted(stage: Stage, value: Any, name: str, mutation: str) -> Any:
    """Return the row of a new draft, or of one that is changed, when one field of the input has this value."""
    client, given = stage.client(EMPLOYER), dict[str, Any](NEW)
    if name == "earlierClaimId":
        given |= {"kind": "RELAPSE", name: stage.once(earlier)[value]}
    elif name.startswith("incapacity."):
        period = {
            "start": "2026-03-01",
            "end": "2026-05-01",
            "degree": 100,
            name.partition(".")[2]: value,
        }
        given["incapacity"] = [period]
    else:
        given[name] = value
    target = (
        {"claimId": write_id(stage.world.claim(status=ClaimStatus.DRAFT))}
        if mutation == "updateClaimDraft"
        else {}
    )
    payload = mutate(client, mutation, "claim { number }", **target, draft=given)
    assert payload["errors"] == [], payload
    return stage.portal.run(models.Claim.get(number=payload["claim"]["number"]).values(*COLUMNS))


for mutation in ("draftClaim", "updateClaimDraft"):
    for name, (one, other) in DRAFTED.items():
        effect(f"Mutation.{mutation}(draft:).{name}", one, other)(
            partial(drafted, name=name, mutation=mutation)
        )


def two_claims(
    stage: Stage, chosen: int, mutation: str, status: ClaimStatus, **arguments: Any
) -> Any:
    """Return the status and the number of events of two claims, of which one is handled."""
    claims = [stage.world.claim(status=status) for _ in range(2)]
    client = stage.client(
        INSURER if mutation in STEPS and mutation != "provideInformation" else EMPLOYER
    )
    assert codes(mutate(client, mutation, claimId=write_id(claims[chosen]), **arguments)) == []
    return stage.portal.run(_states(claims))


async def _states(claims: list[models.Claim]) -> list[Any]:
    found = [await models.Claim.get(id=claim.id).prefetch_related("events") for claim in claims]
    return [(claim.status, claim.description, len(claim.events)) for claim in found]


S = ClaimStatus
STEPS: dict[str, tuple[ClaimStatus, dict[str, Any]]] = {
    "registerClaim": (S.SUBMITTED, {}),
    "reviewClaim": (S.REGISTERED, {}),
    "requestInformation": (S.IN_REVIEW, {"message": "Il manque le rapport."}),
    "provideInformation": (S.INFORMATION_REQUESTED, {"message": "Voici le rapport."}),
    "acceptClaim": (S.IN_REVIEW, {}),
    "refuseClaim": (S.IN_REVIEW, {"message": "Pas couvert."}),
    "closeClaim": (S.ACCEPTED, {}),
    "reopenClaim": (S.CLOSED, {"message": "Rechute."}),
}
"""Each step of a claim, with the status it starts from and what it takes besides the claim."""


def said(stage: Stage, message: str, mutation: str, status: ClaimStatus) -> Any:
    """Return the message of the event that a step leaves."""
    claim = stage.world.claim(status=status)
    client = stage.client(EMPLOYER if mutation == "provideInformation" else INSURER)
    assert codes(mutate(client, mutation, claimId=write_id(claim), message=message)) == []
    return stage.portal.run(
        models.ClaimEvent.filter(claim_id=claim.id)
        .order_by("-at")
        .values_list("message", flat=True)
    )


for mutation, (status, arguments) in STEPS.items():
    effect(f"Mutation.{mutation}(claimId:)", 0, 1)(
        partial(two_claims, mutation=mutation, status=status, **arguments)
    )
    if arguments:
        effect(f"Mutation.{mutation}(message:)", "Un.", "Deux.")(
            partial(said, mutation=mutation, status=status)
        )

effect("Mutation.submitClaim(claimId:)", 0, 1)(
    partial(two_claims, mutation="submitClaim", status=S.DRAFT)
)
effect("Mutation.updateClaimDraft(claimId:)", 0, 1)(
    partial(
        two_claims, mutation="updateClaimDraft", status=S.DRAFT, draft={"description": "Changed."}
    )
)


def uploaded(stage: Stage, claim: models.Claim, *names: str, **variables: Any) -> Any:
    """Transfer files into a claim; return the documents that it has then."""
    payload = upload(stage.client(EMPLOYER), claim, *((name, PDF) for name in names), **variables)
    assert payload["errors"] == []
    return stage.portal.run(
        models.Document.filter(claim_id=claim.id).order_by("name").values_list("name", "category")
    )


@effect("Mutation.uploadDocuments(files:)", ["a.pdf"], ["a.pdf", "b.pdf"])
def upload_of_files(stage: Stage, names: list[str]) -> Any:
    """Return the documents of a claim."""
    return uploaded(stage, stage.world.claim(), *names)


@effect("Mutation.uploadDocuments(category:)", "GENERAL", "MEDICAL")
def upload_of_a_category(stage: Stage, category: str) -> Any:
    """Return the documents of a claim."""
    return uploaded(stage, stage.world.claim(), "a.pdf", category=category)


@effect("Mutation.uploadDocuments(claimId:)", 0, 1)
def upload_into_a_claim(stage: Stage, chosen: int) -> Any:
    """Return how many documents two claims have."""
    claims = [stage.world.claim(kind=ClaimKind.DENTAL_DAMAGE) for _ in range(2)]
    uploaded(stage, claims[chosen], "a.pdf")
    return [stage.portal.run(models.Document.filter(claim_id=claim.id).count()) for claim in claims]


@effect("Mutation.removeDocument(documentId:)", 0, 1)
def remove_a_document(stage: Stage, chosen: int) -> Any:
    """Return the names of the documents that are left of two."""
    claim = stage.world.claim(status=S.DRAFT)
    documents = [stage.world.document(claim, name=name) for name in ("a.pdf", "b.pdf")]
    assert (
        codes(
            mutate(stage.client(EMPLOYER), "removeDocument", documentId=write_id(documents[chosen]))
        )
        == []
    )
    return stage.portal.run(
        models.Document.filter(claim_id=claim.id).values_list("name", flat=True)
    )
