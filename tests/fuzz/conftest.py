"""A portal that is asked at random, and how much of what was made up it really did."""

from collections.abc import Callable, Iterator

import pytest
import schemathesis
from graphql import get_introspection_query
from schemathesis.specs.graphql.schemas import GraphQLSchema

from settings import Settings
from tests.fuzz.asking import SEED, TALLY
from tests.fuzz.filled_world import FilledWorld, fill_world
from tests.fuzz.kinds import refined
from tests.support.portal import Client, Portal, free_port, running


@pytest.fixture(scope="session")
def fuzzed(settings: Settings, new_database: Callable[[], str]) -> Iterator[Portal]:
    """A portal of its own, with the limits of a deployment."""
    with running(
        settings.model_copy(update={"port": free_port(), "database_url": new_database()})
    ) as portal:
        yield portal
    assert TALLY.executed >= 0.6 * TALLY.examples, (
        "most documents were refused before anything was executed"
    )


@pytest.fixture(scope="session")
def asked(fuzzed: Portal) -> GraphQLSchema:
    """The schema as the portal tells it, to make documents from."""
    answer = Client(fuzzed).ask(get_introspection_query())
    return schemathesis.graphql.from_dict(refined(answer.data))


@pytest.fixture(scope="session")
def world_of_questions(fuzzed: Portal) -> FilledWorld:
    """One world for all queries: they change nothing."""
    return fill_world(fuzzed)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much was really asked: documents over a limit, or that fit no schema, are refused before they are executed."""
    if TALLY.examples:
        executed, done = (
            f"{count / TALLY.examples:.0%}" for count in (TALLY.executed, TALLY.carried_out)
        )
        codes = ", ".join(f"{code} {count}" for code, count in TALLY.codes.most_common())
        terminalreporter.line(
            f"fuzz: seed {SEED}, {TALLY.examples} examples, {executed} executed, {done} with something done; refused: {codes}"
        )
