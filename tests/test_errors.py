"""Unexpected errors: the client reads an id and nothing else, and the log has the same id once."""

import asyncio
from typing import Any

import pytest
from tortoise.connection import get_connection

import errors
from adapters.mail import SmtpMail
from errors import GuichetError
from tests.support.portal import Answer, free_port
from tests.support.world import World


async def damage(table: str, column: str, key: str) -> None:
    """Put a value into a row that no version of the application has written."""
    await get_connection("default").execute_script(
        f"UPDATE \"{table}\" SET {column} = 'NONSENSE' WHERE id = '{key}'"
    )


def assert_masked(answer: Answer, lines: list[dict[str, Any]]) -> None:
    (error,) = answer.errors
    assert error["message"] == "Something went wrong on our side."
    assert set(error["extensions"]) == {"code", "id"}
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert "NONSENSE" not in answer.response.text
    fault, request = lines[-2:]
    assert (fault["level"], fault["event"], fault["id"]) == (
        "error",
        "fault",
        error["extensions"]["id"],
    )
    assert fault["exceptions"][0]["frames"]
    assert (request["request"], request["codes"]) == (fault["request"], ["INTERNAL_SERVER_ERROR"])
    assert str(lines).count(error["extensions"]["id"]) == 1
    assert "NONSENSE" not in str(lines)


def test_a_fault_in_a_resolver_is_masked_and_logged_once(
    world: World, lines: list[dict[str, Any]]
) -> None:
    claim = world.claim()
    world.portal.run(damage("claim", "kind", str(claim.id)))
    answer = world.client("user with claims").ask(
        "{ claims { edges { node { kind } } } viewer { role } }"
    )
    assert_masked(answer, lines)
    assert answer.data == {"claims": None, "viewer": {"role": "USER"}}


def test_a_fault_before_the_execution_is_masked_and_logged_once(
    world: World, lines: list[dict[str, Any]]
) -> None:
    client = world.client("user")
    membership = world.a.people["user"].memberships[0]
    world.portal.run(damage("membership", "accesses", str(membership.id)))
    answer = client.ask("{ viewer { role } }")
    assert_masked(answer, lines)
    assert answer.response.status_code == 500


def test_a_missing_file_is_an_internal_error(world: World, lines: list[dict[str, Any]]) -> None:
    document = world.document(world.claim())
    client = world.client("user with claims")
    url = client.ask("{ claims { edges { node { documents { downloadUrl } } } } }")["claims"][
        "edges"
    ][0]["node"]["documents"][0]["downloadUrl"]
    (world.portal.settings.documents / document.storage_key[:2] / document.storage_key).unlink()
    assert_masked(Answer(client.http.get(url)), lines)


def test_a_refusal_is_one_line_without_traceback_and_values(
    world: World, lines: list[dict[str, Any]]
) -> None:
    world.client("user").ask(
        '{ mine: claims(filter: { text: "a private matter" }) { totalCount } }'
    )
    (line,) = lines
    assert (line["level"], line["codes"], line["fields"]) == ("info", ["FORBIDDEN"], ["claims"])
    assert not {"exceptions", "private", "mine"} & set(line)
    assert "private" not in str(line)


def test_every_expected_error_stands_in_the_tree() -> None:
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, GuichetError)
    ]
    assert errors.__doc__ is not None
    assert all(kind.__name__ in errors.__doc__ for kind in kinds)


def test_a_mail_server_that_does_not_answer_is_unavailable() -> None:
    mail = SmtpMail(f"smtp://127.0.0.1:{free_port()}", "Guichet <no-reply@guichet.example>")
    with pytest.raises(errors.Unavailable):
        asyncio.run(mail.send("a@example.com", "subject", "text"))
