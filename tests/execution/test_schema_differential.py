"""Operations of Guichet's own schema on both executors: the same data, and the same errors, refusals among them."""

from random import Random
from typing import Any

import pytest
from graphql import parse, validate
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

import models
from permissions.persona import ANONYMOUS, PERSONAS
from pipeline.context import Context
from pipeline.services import Services
from pipeline.session import viewer_of
from schema import Schema, build_schema
from server.services import create_services
from settings import Limits
from tests.execution.operations import Writer
from tests.support.portal import Portal as RunningPortal
from tests.support.world import World, create_world

CHANGES_BY_THE_SECOND = frozenset({"Document.downloadUrl", "Invoice.pdfUrl"})
NAMES = (*PERSONAS, "fiduciary")
EVERYTHING = Limits.model_construct(
    max_document_length=100_000,
    max_document_tokens=100_000,
    max_nesting=1_000,
    max_fragments=100,
    max_depth=10_000,
    max_aliases=10_000,
    max_fields=10_000,
    max_root_fields=10_000,
    max_directives=10_000,
    max_cost=10**9,
    max_anonymous_cost=10**9,
    max_errors=10_000,
)
BREADTH_FIRST, OBJECT_BY_OBJECT = build_schema(limits=EVERYTHING), build_schema(limits=EVERYTHING)
OBJECT_BY_OBJECT.execution_context_class = StrawberryGraphQLCoreExecutionContext


class Stage:
    """A company with rows, some of them bad, and a viewer."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.portal: Services = create_services(world.portal.settings)

    def context(self, persona: str) -> Context:
        if persona == ANONYMOUS:
            return Context(self.portal)
        person = self.world.a.people[persona]
        membership = person.memberships[0] if person.memberships else None
        session = models.Session(user=person.user, manager=person.manager, membership=membership)
        return Context(self.portal, viewer=viewer_of(session, fresh=True))

    def answer(
        self, api: Schema, document: str, variables: dict[str, Any], persona: str
    ) -> tuple[str, list[str]]:
        result = self.world.portal.run(api.execute(document, variables, self.context(persona)))
        return repr(result.data), sorted(map(told, result.errors or ()))


def told(error: Any) -> str:
    """An error without the id of a fault, which is new each time."""
    formatted = error.formatted
    formatted.get("extensions", {}).pop("id", None)
    return str(formatted)


@pytest.fixture(scope="module")
def stage(portal: RunningPortal) -> Stage:
    world = create_world(portal)
    earlier = world.claim()
    for number in range(3):
        claim = world.claim(kind=models.ClaimKind.RELAPSE, earlier_claim=earlier)
        world.document(
            claim,
            name=f"{number}.pdf",
            category=models.DocumentCategory.MEDICAL if number else models.DocumentCategory.GENERAL,
        )
        world.settlement(claim)
        world.invoice(pdf_key=None)
    broken = world.claim()
    world.portal.run(_break(broken))
    return Stage(world)


async def _break(claim: models.Claim) -> None:
    """A document so large that GraphQL's Int cannot say it."""
    await models.Document.create(
        claim=claim,
        name="x",
        media_type="text/plain",
        size=2**40,
        sha256="",
        uploaded_by="",
        uploaded_at=claim.created_at,
        storage_key="x",
    )


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**63), st.sampled_from(NAMES))
def test_both_executors_answer_each_persona_the_same(
    stage: Stage, number: int, persona: str
) -> None:
    writer = Writer(
        BREADTH_FIRST._schema, Random(number), depth=5, skip_fields=CHANGES_BY_THE_SECOND
    )
    document = writer.operation()
    assume(not validate(BREADTH_FIRST._schema, parse(document)))
    answers = [
        stage.answer(api, document, writer.variables, persona)
        for api in (BREADTH_FIRST, OBJECT_BY_OBJECT)
    ]
    assert answers[0] == answers[1]
