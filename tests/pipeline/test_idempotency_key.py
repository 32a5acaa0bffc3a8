"""Syntax of an idempotency key, and the record kept under it."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from adapters.response_encryption import ResponseEncryption
from models import IdempotencyRecord
from server.app import create_app
from settings import Settings
from tests.support.idempotency import (
    DRAFT,
    HEADER,
    REPLAYED,
    count_claims,
    execute_with_key,
    is_replayed,
    new_key,
)
from tests.support.portal import Answer, Client
from tests.support.statements import recorded_statements
from tests.support.world import World

KEYS = {
    "abc": "abc",
    '"abc"': "abc",
    '"a\\"b\\\\c"': 'a"b\\c',
    "a b": "a b",
    "x" * 255: "x" * 255,
    f'"{"x" * 255}"': "x" * 255,
}


@pytest.mark.parametrize("written", KEYS)
def test_a_key_is_written_bare_or_in_quotes(
    written: str, world: World, client: Client, text: str
) -> None:
    execute_with_key(client, written, DRAFT, description=text)
    quoted = '"{}"'.format(KEYS[written].replace("\\", "\\\\").replace('"', '\\"'))
    assert is_replayed(execute_with_key(client, quoted, DRAFT, description=text))
    assert count_claims(world.portal, text) == 1


@pytest.mark.parametrize(
    "written", ["", '"', '""', '"abc', 'a"b"c', '"abc";p=1', "x" * 256, '"a\\b"', "caf\u00e9"]
)
def test_a_malformed_key_is_refused(written: str, world: World, client: Client, text: str) -> None:
    body = {"query": DRAFT, "variables": {"description": text}}
    headers = [(HEADER.encode(), written.encode("latin-1"))]
    answer = Answer(client.http.post("/graphql", json=body, headers=headers))
    assert (answer.response.status_code, answer.code) == (400, "IDEMPOTENCY_KEY_MALFORMED")
    assert count_claims(world.portal, text) == 0


def test_two_keys_of_one_request_are_none(world: World, client: Client, text: str) -> None:
    body = {"query": DRAFT, "variables": {"description": text}}
    answer = Answer(client.http.post("/graphql", json=body, headers=[(HEADER, "a"), (HEADER, "b")]))
    assert (answer.response.status_code, answer.code) == (400, "IDEMPOTENCY_KEY_MALFORMED")
    assert count_claims(world.portal, text) == 0


def test_variables_nested_deeply_are_no_fault_of_ours(client: Client, text: str) -> None:
    deep: Any = []
    for _ in range(500):
        deep = [deep]
    answer = execute_with_key(client, new_key(), DRAFT, description=text, more=deep)
    assert (answer.response.status_code, answer.code) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "document", ["{ viewer { role } }", "query Q { claims(first: 1) { totalCount } }"]
)
@pytest.mark.parametrize("key", ["abc", '"', ""])
def test_a_query_has_no_key(key: str, document: str, client: Client) -> None:
    with recorded_statements() as statements:
        answer = execute_with_key(client, key, document)
    assert not answer.errors
    assert not is_replayed(answer)
    assert not any("kept_answer" in statement for statement in statements)


def test_the_table_reveals_neither_key_nor_content(world: World, client: Client, text: str) -> None:
    key = new_key()
    execute_with_key(client, key, DRAFT, description=text)
    rows = world.portal.run(IdempotencyRecord.all().values("name", "sealed"))
    assert rows
    for secret in (key, text, "draftClaim", str(world.a.people["user with claims"].user.id)):
        assert not any(secret in row["name"] or secret.encode() in row["sealed"] for row in rows)


def test_a_seal_opens_for_the_same_secret_owner_key_and_content_only() -> None:
    response_encryption = ResponseEncryption("a secret")
    sealed = response_encryption.encrypt("user 1", "key", b"content", b"answer")
    assert response_encryption.decrypt("user 1", "key", b"content", sealed) == b"answer"
    assert response_encryption.encrypt("user 1", "key", b"content", b"answer") != sealed
    assert response_encryption.record_name("user 1", "key") == ResponseEncryption(
        "a secret"
    ).record_name("user 1", "key")
    for other, asked in (
        (ResponseEncryption("another"), ("user 1", "key", b"content")),
        (response_encryption, ("user 2", "key", b"content")),
        (response_encryption, ("user 1", "other", b"content")),
        (response_encryption, ("user 1", "key", b"other")),
    ):
        assert other.decrypt(*asked, sealed) is None


def test_pages_of_another_origin_may_send_a_key_and_read_whether_it_was_answered_before_and_how_long_to_wait(
    settings: Settings,
) -> None:
    origin = "https://portal.example"
    client = TestClient(create_app(settings.model_copy(update={"allowed_origins": (origin,)})))
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": HEADER.lower(),
    }
    assert client.options("/graphql", headers=asked).status_code == 200
    read = client.put("/graphql", headers={"Origin": origin}).headers[
        "access-control-expose-headers"
    ]
    assert {REPLAYED, "Retry-After"} <= set(read.split(", "))
