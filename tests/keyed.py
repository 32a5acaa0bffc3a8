"""Operations with a key, as a client sends them: once, again, and many at once."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import uuid4

import pytest

import models
from pipeline.idempotency import replay
from tests.portal import Answer, Client, Portal

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
DRAFT = """mutation ($description: String!) { draftClaim(draft: {kind: ILLNESS, description: $description}) {
  claim { id number description } errors { code field message } } }"""

Found = TypeVar("Found")


def new_key() -> str:
    return str(uuid4())


def under(client: Client, key: str, document: str, **variables: Any) -> Answer:
    """Execute a document under a key of the header."""
    client.http.headers[HEADER] = key
    try:
        return client.ask(document, **variables)
    finally:
        del client.http.headers[HEADER]


def upload_under(
    client: Client, key: str, document: str, files: list[tuple[str, bytes]], **variables: Any
) -> Answer:
    """The same with files."""
    client.http.headers[HEADER] = key
    try:
        return client.upload(document, files, **variables)
    finally:
        del client.http.headers[HEADER]


def is_replayed(answer: Answer) -> bool:
    return answer.response.headers.get(REPLAYED) == "true"


def told(answer: Answer) -> Any:
    """What an answer says, but for what it cost."""
    body = json.loads(answer.response.text)
    return {name: value for name, value in body.items() if name != "extensions"}


def twin(client: Client) -> Client:
    """Another connection of the same session."""
    other = Client(client.portal)
    other.http.headers.update(
        {
            name: client.http.headers[name]
            for name in ("Authorization", "X-Forwarded-For")
            if name in client.http.headers
        }
    )
    return other


def at_once(work: Callable[[Client], Found], client: Client, times: int = 20) -> list[Found]:
    """What so many connections of the same session got at the same time."""
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(work, [twin(client) for _ in range(times)]))


def drafts_of(portal: Portal, description: str) -> int:
    """How many claims say so."""
    count: int = portal.run(models.Claim.filter(description=description).count())
    return count


def break_before_the_commit(
    monkeypatch: pytest.MonkeyPatch, fault: Exception | None = None
) -> Callable[[], None]:
    """From now on everything is written and the commit never comes, until what is returned is called."""
    original = replay.keep

    async def broken(*arguments: Any) -> None:
        await original(*arguments)
        raise fault or RuntimeError("a fault of ours")

    monkeypatch.setattr(replay, "keep", broken)
    return lambda: monkeypatch.setattr(replay, "keep", original)
