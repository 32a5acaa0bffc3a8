"""Outages of the database are `UNAVAILABLE`, whatever its driver raises; programming errors stay faults."""

import asyncio
import sqlite3
from typing import Any

import asyncpg
import orjson
import pytest
from starlette.requests import Request
from starlette.responses import Response
from tortoise.exceptions import DBConnectionError, IntegrityError, OperationalError

from adapters.database.outage import ANSWERED, is_outage
from adapters.mail import SmtpMail
from data.global_id import to_global_id
from errors import Unavailable
from tests.support.outages import COUNT_CLAIMS, sqlite_error
from tests.support.portal import Client, free_port
from tests.support.world import World
from transport.error_masking import ErrorMasking


def wrapped(error: Exception) -> OperationalError:
    outer = OperationalError(error)
    outer.__cause__ = error
    return outer


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        DBConnectionError("no such database"),
        asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
        asyncpg.AdminShutdownError(""),
        asyncpg.CannotConnectNowError(""),
        asyncpg.QueryCanceledError("statement timeout"),
        asyncpg.LockNotAvailableError(""),
        asyncpg.DeadlockDetectedError(""),
        asyncpg.DiskFullError(""),
        asyncpg.TooManyConnectionsError(""),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.InterfaceError(
            "cannot call Connection.fetch(): connection has been released back to the pool"
        ),
        sqlite_error(sqlite3.SQLITE_BUSY),
        sqlite_error(sqlite3.SQLITE_IOERR_WRITE),
        wrapped(sqlite_error(sqlite3.SQLITE_FULL)),
    ],
    ids=lambda error: f"{type(error).__name__} {error}"[:50],
)
def test_an_outage_is_unavailable(error: Exception) -> None:
    assert is_outage(error)
    with pytest.raises(Unavailable), ANSWERED:
        raise error


@pytest.mark.parametrize(
    "error",
    [
        ValueError(),
        IntegrityError("UNIQUE constraint failed"),
        asyncpg.UndefinedTableError(""),
        asyncpg.DataError(""),
        asyncpg.InterfaceError("the server expects 2 arguments for this query, 1 was passed"),
        sqlite_error(sqlite3.SQLITE_ERROR),
        wrapped(sqlite_error(sqlite3.SQLITE_ERROR)),
        sqlite3.ProgrammingError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_programming_error_stays_a_fault(error: Exception) -> None:
    assert not is_outage(error)
    with pytest.raises(type(error)), ANSWERED:
        raise error


def test_an_outage_is_one_line_without_values(lines: list[dict[str, Any]]) -> None:
    with pytest.raises(Unavailable), ANSWERED:
        raise ConnectionRefusedError("10.1.2.3 refused Ada")
    assert [(line["event"], line["kind"]) for line in lines] == [
        ("no answer", "ConnectionRefusedError")
    ]
    assert "Ada" not in str(lines)


def test_a_mail_server_that_does_not_answer_is_one_line_without_values(
    lines: list[dict[str, Any]],
) -> None:
    mail = SmtpMail(f"smtp://127.0.0.1:{free_port()}", "Guichet <no-reply@guichet.example>")
    with pytest.raises(Unavailable):
        asyncio.run(mail.send("ada@example.com", "Muster", "Muster"))
    assert [(line["event"], line["kind"]) for line in lines] == [
        ("no answer of the mail server", "SMTPConnectError")
    ]
    assert "ada" not in str(lines)


def test_a_request_cut_off_by_the_end_of_the_process_is_unavailable(
    lines: list[dict[str, Any]],
) -> None:
    async def never(_: Request) -> Response:
        await asyncio.Event().wait()
        raise AssertionError

    async def ask() -> list[Any]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/graphql", "headers": []}
        task = asyncio.create_task(ErrorMasking(never, "operation")(scope, send, send))
        await asyncio.sleep(0.01)
        task.cancel()
        await task
        return sent

    start, body = asyncio.run(ask())
    assert (start["status"], orjson.loads(body["body"])["errors"][0]["extensions"]) == (
        503,
        {"code": "UNAVAILABLE"},
    )
    assert [(line["event"], line["codes"], line["status"]) for line in lines] == [
        ("operation", ["UNAVAILABLE"], 503)
    ]


def test_before_an_operation_begins_it_is_503_with_the_code(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: Any, **__: Any) -> Any:
        with ANSWERED:
            raise ConnectionRefusedError

    claim = world.claim()
    client = world.client("health manager")
    document = to_global_id(world.document(claim))
    url = client.ask(
        "query ($id: ID!) { node(id: $id) { ... on Document { downloadUrl } } }", id=document
    )["node"]["downloadUrl"]
    monkeypatch.setattr("server.request.open_session", refused)
    monkeypatch.setattr("resolvers.download.open_session", refused)
    answers = [
        client.http.post("/graphql", json={"query": COUNT_CLAIMS}),
        client.http.post(
            "/graphql", files={"0": ("a.pdf", b"%PDF")}, headers={"X-Requested-With": "tests"}
        ),
        client.http.get(url),
    ]
    for answer in answers:
        assert answer.status_code == 503
        assert [error["extensions"] for error in answer.json()["errors"]] == [
            {"code": "UNAVAILABLE"}
        ]
        assert answer.headers["retry-after"] == "1"


def test_a_client_learns_of_it_in_its_own_language(
    anonymous: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: Any, **__: Any) -> Any:
        with ANSWERED:
            raise ConnectionRefusedError

    monkeypatch.setattr("server.request.open_session", refused)
    headers = {"Authorization": "Bearer x", "Accept-Language": "de"}
    (error,) = anonymous.http.post(
        "/graphql", json={"query": COUNT_CLAIMS}, headers=headers
    ).json()["errors"]
    assert error["message"].startswith("Die Datenbank antwortet nicht")
