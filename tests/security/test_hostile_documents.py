"""Hostile documents: refused as they are written, for every caller; `tests/faults/` measures other clients' latency."""

import pytest

from tests.support import wire
from tests.support.hostile import DOCUMENTS, EXCEPTION, ROLE, assert_refused
from tests.support.portal import Client, Portal
from tests.support.world import World, create_world


@pytest.fixture(scope="module")
def client(portal: Portal) -> Client:
    """Client that may select all that the documents select."""
    world: World = create_world(portal)
    world.claim()
    return world.client("administrator with user management")


@pytest.mark.parametrize("title", DOCUMENTS)
def test_a_hostile_document_is_refused_as_it_is_written(title: str, client: Client) -> None:
    document, codes = DOCUMENTS[title]
    assert_refused(client.http.post("/graphql", json={"query": document}), codes)
    assert client.ask(ROLE)["viewer"] == {"role": "ADMINISTRATOR"}


@pytest.mark.parametrize("title", DOCUMENTS)
def test_an_anonymous_caller_s_hostile_document_is_refused_as_well(
    title: str, anonymous: Client
) -> None:
    document, codes = DOCUMENTS[title]
    assert_refused(
        anonymous.http.post("/graphql", json={"query": document}),
        {*codes, "UNAUTHENTICATED", "LIMIT_EXCEEDED"},
    )


@pytest.mark.parametrize("protocol", ["graphql-transport-ws", "graphql-ws", ""])
@pytest.mark.parametrize("path", ["/graphql", "/", "/download/x"])
def test_there_is_no_websocket_endpoint(path: str, protocol: str, client: Client) -> None:
    headers = {
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol": protocol, "Origin": "https://foreign.example", **wire.authorization(client),
    }  # fmt: skip
    reply = wire.send(client.portal, headers, method="GET", path=path)
    assert reply.status in (400, 403, 404, 405)
    assert "upgrade" not in reply.headers
    assert not EXCEPTION.search(reply.body.decode())
