"""The dashboard's query costs the same number of SQL statements, whatever the number of rows."""

import pytest

from tests.support.dashboard import DASHBOARD, fill_dashboard
from tests.support.portal import Answer
from tests.support.statements import recorded_statements
from tests.support.world import World

MOST = 5
"""The session, the company with its managers, the claims, their documents, the invoices; once the document is known, the company comes first."""


@pytest.mark.parametrize("claims", [1, 50])
def test_the_dashboard_takes_at_most_five_statements(world: World, claims: int) -> None:
    fill_dashboard(world, claims)
    client = world.client("administrator")
    with recorded_statements() as statements:
        answer: Answer = client.ask(DASHBOARD)
    assert len(answer["claims"]["edges"]) == claims
    assert all(len(edge["node"]["documents"]) == 3 for edge in answer["claims"]["edges"])
    assert len(answer["invoices"]["edges"]) == 12
    assert len(answer["company"]["managers"]) == 2
    assert 0 < len(statements) <= MOST, "\n".join(statements)
    with recorded_statements() as again:
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
    with recorded_statements() as first:
        answer = client.ask(document)
    with recorded_statements() as second:
        assert client.ask(document)["company"] == answer["company"]
    assert answer["company"]["id"] == world.a.id
    assert (len(first), len(second)) == ((2, 1) if person in ("user", "fiduciary") else (2, 2))


def test_more_of_the_company_than_comes_with_the_session_is_read_by_itself(world: World) -> None:
    document = "{ company { name address { town } managers { languages } } }"
    client = world.client("user")
    assert client.ask(document)["company"] == client.ask(document)["company"]


def test_the_whole_list_is_counted_only_when_it_is_asked_for(world: World) -> None:
    client = world.client("administrator")
    with recorded_statements() as without:
        client.ask("{ claims { edges { node { id } } } }")
    with recorded_statements() as with_count:
        client.ask("{ claims { totalCount edges { node { id } } } }")
    assert not any("COUNT" in statement for statement in without)
    assert sum("COUNT" in statement for statement in with_count) == 1
