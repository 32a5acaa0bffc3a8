"""The documents of a company have so many bytes together, and no more."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

import models
from data.global_id import to_global_id
from tests.support.claim_files import PDF, TEXT, nothing_changes, upload
from tests.support.portal import Client
from tests.support.world import World

CAN = "query ($id: ID!) { claim(id: $id) { can { uploadDocuments { allowed reasons { code field } } } } }"
REFUSED = [("QUOTA_EXCEEDED", ["files"])]

Filled = Callable[[int], models.Claim]


@pytest.fixture
def filled(world: World) -> Filled:
    """Leaves so many bytes to the company, and gives the claim that has all the others."""

    def fill(left: int) -> models.Claim:
        claim = world.claim()
        world.document(claim, size=world.portal.settings.max_company_bytes - left)
        return claim

    return fill


def problems(payload: dict[str, object]) -> list[tuple[str, list[str]]]:
    return [(error["code"], error["field"]) for error in payload["errors"]]  # type: ignore[index,attr-defined]


@pytest.mark.parametrize("left", [len(PDF), len(PDF) + 1])
def test_an_upload_within_the_quota_is_taken(left: int, client: Client, filled: Filled) -> None:
    claim = filled(left)
    assert len(upload(client, claim, ("a.pdf", PDF))["documents"]) == 1
    assert problems(upload(client, claim, ("b.pdf", PDF))) == REFUSED


def test_an_upload_over_the_quota_is_refused_for_every_claim(
    world: World, client: Client, filled: Filled
) -> None:
    filled(len(PDF) - 1)
    other = world.claim()
    with nothing_changes(world):
        assert problems(upload(client, other, ("a.pdf", PDF))) == REFUSED
    assert len(upload(client, other, ("a.txt", TEXT[: len(PDF) - 1]))["documents"]) == 1


def test_the_files_of_an_upload_count_together(
    world: World, client: Client, filled: Filled
) -> None:
    claim = filled(2 * len(PDF) - 1)
    with nothing_changes(world):
        assert problems(upload(client, claim, ("a.pdf", PDF), ("b.pdf", PDF))) == REFUSED
    assert len(upload(client, claim, ("a.pdf", PDF))["documents"]) == 1


def test_uploads_at_once_into_several_claims_pass_no_quota(
    world: World, client: Client, filled: Filled
) -> None:
    filled(2 * len(PDF))
    claims = [world.claim() for _ in range(6)]
    with ThreadPoolExecutor(len(claims)) as pool:
        payloads = list(
            pool.map(
                lambda claim: upload(world.client("user with claims"), claim, ("a.pdf", PDF)),
                claims,
            )
        )
    assert sorted(map(str, map(problems, payloads))) == sorted(map(str, [[], [], *[REFUSED] * 4]))


def test_a_document_that_is_removed_makes_room(
    world: World, client: Client, filled: Filled
) -> None:
    claim = filled(0)
    removed = world.portal.run(models.Document.filter(claim_id=claim.id).delete())
    assert removed == 1
    assert len(upload(client, claim, ("a.pdf", PDF))["documents"]) == 1


def test_each_company_has_a_quota_of_its_own(world: World, filled: Filled) -> None:
    filled(0)
    assert (
        len(
            upload(world.client("user with claims", "b"), world.claim("b"), ("a.pdf", PDF))[
                "documents"
            ]
        )
        == 1
    )


def test_can_reports_a_full_quota(world: World, client: Client, filled: Filled) -> None:
    assert client.ask(CAN, id=to_global_id(filled(1)))["claim"]["can"]["uploadDocuments"] == {
        "allowed": True,
        "reasons": [],
    }
    told = client.ask(CAN, id=to_global_id(filled(0)))["claim"]["can"]["uploadDocuments"]
    assert told == {"allowed": False, "reasons": [{"code": "QUOTA_EXCEEDED", "field": ["files"]}]}
