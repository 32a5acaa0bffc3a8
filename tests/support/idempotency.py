"""Operations with an idempotency key, sent once, again, and many at once."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import uuid4

import pytest

import models
from pipeline.idempotency import replay
from tests.support.portal import Answer, Client, Portal

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
DRAFT = """mutation ($description: String!) { draftClaim(draft: {kind: ILLNESS, description: $description}) {
  claim { id number description } errors { code field message } } }"""

Found = TypeVar("Found")


def new_key() -> str:
    """Return a new idempotency key."""
    return str(uuid4())


def execute_with_key(client: Client, key: str, document: str, **variables: Any) -> Answer:
    """Execute a document under a key in the header."""
    client.http.headers[HEADER] = key
    try:
        return client.ask(document, **variables)
    finally:
        del client.http.headers[HEADER]


def upload_with_key(
    client: Client, key: str, document: str, files: list[tuple[str, bytes]], **variables: Any
) -> Answer:
    """Execute an upload under a key in the header."""
    client.http.headers[HEADER] = key
    try:
        return client.upload(document, files, **variables)
    finally:
        del client.http.headers[HEADER]


def is_replayed(answer: Answer) -> bool:
    """Return True if the response says that it is a replay."""
    return answer.response.headers.get(REPLAYED) == "true"


def body_without_cost(answer: Answer) -> Any:
    """Return the body of a response without its `extensions`, which hold the cost."""
    body = json.loads(answer.response.text)
    return {name: value for name, value in body.items() if name != "extensions"}


def same_session(client: Client) -> Client:
    """Return another connection of the same session."""
    other = Client(client.portal)
    other.http.headers.update(
        {
            name: client.http.headers[name]
            for name in ("Authorization", "X-Forwarded-For")
            if name in client.http.headers
        }
    )
    return other


def run_at_once(work: Callable[[Client], Found], client: Client, times: int = 20) -> list[Found]:
    """Return the results of so many connections of the same session at the same time."""
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(work, [same_session(client) for _ in range(times)]))


def count_claims(portal: Portal, description: str) -> int:
    """Return the number of claims with this description."""
    count: int = portal.run(models.Claim.filter(description=description).count())
    return count


def break_before_the_commit(
    monkeypatch: pytest.MonkeyPatch, fault: Exception | None = None
) -> Callable[[], None]:
    """Fail every transaction just before its commit, until the returned function is called."""
    original = replay.keep

    async def broken(*arguments: Any) -> None:
        await original(*arguments)
        raise fault or RuntimeError("a fault of ours")

    monkeypatch.setattr(replay, "keep", broken)
    return lambda: monkeypatch.setattr(replay, "keep", original)
