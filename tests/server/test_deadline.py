"""An operation that takes too long is given up cleanly, and an answer tells a few errors only."""

import asyncio
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

import models
from errors import Unavailable
from models import Access, Role
from permissions import Viewer
from pipeline.context import Context
from pipeline.state import OperationState
from schema import build_schema
from settings import Limits
from tests.support.portal import Client, Portal
from tests.support.second_application import second_application
from tests.support.world import World

DRAFT = "mutation { draftClaim(draft: {kind: ILLNESS}) { claim { id settlements { id } } errors { code } } }"
HASTY = build_schema(limits=Limits(execution_seconds=0.05))


class Frozen:
    """A database connection that never answers, and knows whether it was given up."""

    def __init__(self) -> None:
        self.cancelled = False

    async def fetch_rows(self, *_: Any) -> list[Any]:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return []

    async def share(self) -> None:
        """Nothing to give back."""


def test_an_operation_that_takes_too_long_is_given_up_with_its_sql(portal: Portal) -> None:
    company, frozen = uuid4(), Frozen()
    viewer = Viewer(
        uuid4(), uuid4(), "Ada", Role.USER, frozenset({Access.CLAIMS}), company, uuid4()
    )
    with_settings: Any = SimpleNamespace(settings=portal.settings)
    context = Context(with_settings, viewer=viewer, operation=OperationState(connection=frozen))
    result = portal.run(
        HASTY.execute("{ claims { edges { node { id } } } }", context_value=context)
    )
    (error,) = result.errors
    assert (result.data, error.extensions) == (None, {"code": "UNAVAILABLE"})
    assert frozen.cancelled


def test_a_response_has_three_errors_of_three_hundred_characters_at_most(world: World) -> None:
    client = world.client("user with claims")
    answer = client.ask("{ viewer { " + " ".join(f"nothing{n}" for n in range(10)) + " } }")
    assert [error["message"][:20] for error in answer.errors] == ["Cannot query field '"] * 3
    (error,) = client.ask("{ viewer { " + "x" * 2_000 + " } }").errors
    assert (len(error["message"]), error["message"][-1]) == (300, "…")


async def freezes(*_: Any) -> Any:
    await asyncio.sleep(60)


async def fails(*_: Any) -> Any:
    raise Unavailable("The database does not answer.")


@pytest.mark.parametrize("finds", [freezes, fails])
@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "k"}])
def test_a_mutation_that_ran_is_answered_where_its_contact_cannot_be_read(
    key: dict[str, str], finds: Any, portal: Portal, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with second_application(portal, execution_seconds=1.5) as hasty:
        client = World(hasty, world.a, world.b).client("user with claims")
        monkeypatch.setattr("schema.api.find_contacts", finds)
        client.http.headers.update(key)
        answer = client.ask(DRAFT)
    drafts = portal.run(models.Claim.filter(company_id=world.a.company.id).count())
    if key:  # its explanation is kept with what it changed
        assert (answer.data, answer.refusal, drafts) == (None, {"code": "UNAVAILABLE"}, 0)
    else:
        assert (answer.data["draftClaim"]["claim"]["settlements"], drafts) == (None, 1)
        assert (answer.code, answer.refusal["askWho"], answer.refusal["contact"]["phone"]) == (
            "FORBIDDEN",
            "HOTLINE",
            "+41 848 803 777",
        )


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
def test_an_outage_is_no_client_error(
    accept: str, anonymous: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def late(*_: Any, **__: Any) -> Any:
        raise TimeoutError

    monkeypatch.setattr("schema.api.Schema._answer", late)
    response = anonymous.http.post(
        "/graphql", json={"query": "{ viewer { role } }"}, headers={"Accept": accept}
    )
    assert response.status_code == (200 if accept == "application/json" else 503)
    assert [error["extensions"]["code"] for error in response.json()["errors"]] == ["UNAVAILABLE"]
