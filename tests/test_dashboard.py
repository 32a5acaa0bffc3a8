"""The dashboard's query costs the same number of SQL statements, whatever the number of rows."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.portal import Answer
from tests.world import World

DASHBOARD = """{
  company { name uid managers { kind name email phone } }
  claims(first: 50) { edges { node { id number kind status eventDate insured { firstName lastName } documents { name size mediaType } } } }
  invoices(first: 12) { edges { node { id number period { start end } amount { amount currency } dueDate status } } }
}"""
MOST = 5
"""The session, the company with its managers, the claims, their documents, the invoices; once the document is known, the company comes first."""


class _Statements(logging.Handler):
    def __init__(self, *, leases: bool) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[str] = []
        self._leases = leases

    def emit(self, record: logging.LogRecord) -> None:
        if self._leases or "rate_bucket" not in record.getMessage():
            self.found.append(record.getMessage())


@contextmanager
def counted(*, leases: bool = False) -> Iterator[list[str]]:
    """The SQL statements that the portal sends meanwhile; the leases that come with the first of many requests only where they are asked for."""
    loggers, handler = (
        [logging.getLogger(name) for name in ("tortoise.db_client", "guichet.sql")],
        _Statements(leases=leases),
    )
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    try:
        yield handler.found
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)


def furnish(world: World, claims: int) -> None:
    for _ in range(claims):
        claim = world.claim()
        for _ in range(3):
            world.document(claim)
    for _ in range(12):
        world.invoice()


@pytest.mark.parametrize("claims", [1, 50])
def test_the_dashboard_takes_at_most_five_statements(world: World, claims: int) -> None:
    furnish(world, claims)
    client = world.client("administrator")
    with counted() as statements:
        answer: Answer = client.ask(DASHBOARD)
    assert len(answer["claims"]["edges"]) == claims
    assert all(len(edge["node"]["documents"]) == 3 for edge in answer["claims"]["edges"])
    assert len(answer["invoices"]["edges"]) == 12
    assert len(answer["company"]["managers"]) == 2
    assert 0 < len(statements) <= MOST, "\n".join(statements)
    with counted() as again:
        assert client.ask(DASHBOARD).data == answer.data
    assert len(again) == MOST - 1, "\n".join(again)


@pytest.mark.parametrize("person", ["user", "fiduciary", "contract manager", "health manager"])
def test_the_company_that_comes_with_the_session_is_the_same(person: str, world: World) -> None:
    document = (
        "{ company { id name uid language managers { id kind name email phone } } # "
        + world.a.id
        + "\n}"
    )
    client = world.client(person)
    with counted() as first:
        answer = client.ask(document)
    with counted() as second:
        assert client.ask(document)["company"] == answer["company"]
    assert answer["company"]["id"] == world.a.id
    assert (len(first), len(second)) == ((2, 1) if person in ("user", "fiduciary") else (2, 2))


def test_more_of_the_company_than_comes_with_the_session_is_read_by_itself(world: World) -> None:
    document = "{ company { name address { town } managers { languages } } }"
    client = world.client("user")
    assert client.ask(document)["company"] == client.ask(document)["company"]


def test_the_whole_list_is_counted_only_when_it_is_asked_for(world: World) -> None:
    client = world.client("administrator")
    with counted() as without:
        client.ask("{ claims { edges { node { id } } } }")
    with counted() as with_count:
        client.ask("{ claims { totalCount edges { node { id } } } }")
    assert not any("COUNT" in statement for statement in without)
    assert sum("COUNT" in statement for statement in with_count) == 1
