"""A plain column with a rule of its own: enforced, printed, and fetched alone."""

import re

import pytest
import strawberry
from strawberry.schema.config import StrawberryConfig

import models
from data.rows import fetch
from execution import BreadthFirstExecutor
from execution import Info as ExecutionInfo
from permissions import in_office, seated
from permissions.claim import HandleClaims, SeeClaims
from pipeline.context import Context, Info
from schema import Schema
from schema.field import column, field
from schema.node import noun
from server.services import create_services
from tests.support.rule_table import is_allowed
from tests.support.statements import recorded_statements
from tests.support.world import World


@noun(models.Claim)
class GuardedClaim:
    """A claim file with a column that has a rule of its own."""

    number: str
    insured_avs_number: str | None = column(
        "Social insurance number of the insured person.", needs=HandleClaims
    )


async def list_guarded_claims(info: Info) -> list[models.Claim]:
    return await fetch(info, models.Claim, None, lambda query: query, {})


@strawberry.type
class GuardedQuery:
    """Claims with a guarded column."""

    claims: list[GuardedClaim] = field(list_guarded_claims, needs=SeeClaims)


GUARDED = Schema(
    GuardedQuery,
    config=StrawberryConfig(info_class=ExecutionInfo),
    execution_context_class=BreadthFirstExecutor,
)


@pytest.mark.parametrize("persona", ["user with claims", "health manager"])
def test_a_guarded_column_fetches_itself_alone(persona: str, world: World) -> None:
    claim, person = world.claim(), world.a.people[persona]
    viewer = in_office(person.manager) if person.manager else seated(person.memberships[0])
    context = Context(create_services(world.portal.settings), viewer=viewer)
    with recorded_statements() as statements:
        result = world.portal.run(
            GUARDED.execute("{ claims { number insuredAvsNumber } }", context_value=context)
        )
    shown = claim.insured_avs_number if is_allowed("HandleClaims", persona) else None
    assert result.data == {"claims": [{"number": claim.number, "insuredAvsNumber": shown}]}
    assert [error.extensions["code"] for error in result.errors or ()] == (
        [] if shown else ["FORBIDDEN"]
    )
    (sql,) = (sql for sql in statements if 'FROM "claim"' in sql)
    fetched = set(re.findall(r'"(\w+)"', sql.partition(" FROM ")[0]))
    assert fetched - {"claim"} == {"id", "number", "insured_avs_number"}


def test_a_guarded_column_prints_its_lock() -> None:
    assert (
        "insuredAvsNumber: String @needs(role: [HEALTH_MANAGER], access: CLAIMS)"
        in GUARDED.as_str()
    )
    assert GUARDED.locks.of("GuardedClaim.insuredAvsNumber") == (HandleClaims,)


def test_a_field_enters_with_its_rule_or_not_at_all() -> None:
    with pytest.raises(TypeError, match="needs"):
        field(lambda: None)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="resolver"):
        field(needs=SeeClaims)  # type: ignore[call-arg]
