"""Unexpected exceptions and messages of libraries in the log: types and places, no text with values."""

import asyncio
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError

import models
from logs import report
from logs.exceptions import describe_exception
from logs.writer import StandardLoggingHandler
from tests.support.world import World

ROLE = "query Role { viewer { role } }"
HEXADECIMAL = re.compile(r"[0-9a-f]{16}")
Lines = list[dict[str, Any]]


async def twice(user: models.User) -> Any:
    """Insert a row that is there already."""
    try:
        await models.User.create(
            identifier=user.identifier,
            email=user.email,
            first_name="Anna",
            last_name="Muster",
            status=user.status,
        )
    except IntegrityError as error:
        return list(describe_exception(error))


def test_a_database_error_is_logged_with_code_and_place_and_no_value(
    world: World, lines: Lines
) -> None:
    user = world.a.people["user"].user
    outer, inner = world.portal.run(twice(user))
    assert outer["type"] == "tortoise.exceptions.IntegrityError"
    assert inner.get("sqlstate", inner.get("sqlite_errorname")) in (
        "23505",
        "SQLITE_CONSTRAINT_UNIQUE",
    )
    assert any(
        re.fullmatch(r"tests/logs/test_log_exceptions\.py:\d+:twice", frame)
        for frame in outer["frames"]
    )
    assert not re.search(f"{user.identifier}|{re.escape(user.email)}|Muster", str([outer, inner]))


def broken(value: str) -> None:
    try:
        int(value)
    except ValueError as error:
        raise RuntimeError(f"cannot read {value}") from error


def test_an_exception_is_logged_with_places_and_causes_and_no_message(lines: Lines) -> None:
    for raising in (
        lambda: broken("Muster"),
        lambda: {}["Muster"],
        lambda: (_ for _ in ()).throw(ExceptionGroup("Muster", [KeyError("Muster")])),
    ):
        try:
            next(iter([raising()]))  # type: ignore[func-returns-value]
        except Exception as error:
            report("fault", error, id="x")
    types = [[one["type"] for one in line["exceptions"]] for line in lines]
    assert types[0] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert types[1][0] == "builtins.KeyError"
    assert "Muster" not in str(lines)


def test_an_endless_recursion_and_a_circle_of_causes_are_logged_briefly(lines: Lines) -> None:
    def deeper() -> None:
        deeper()

    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    with pytest.raises(RecursionError) as caught:
        deeper()
    report("fault", caught.value)
    report("fault", one)
    assert len(lines[0]["exceptions"][0]["frames"]) == 40
    assert len(lines[1]["exceptions"]) == 2


@pytest.fixture
def foreign() -> Iterator[Callable[[str], logging.Logger]]:
    """Makes loggers of others, as the process that serves has them."""
    made: list[tuple[logging.Logger, logging.Handler]] = []

    def make(name: str) -> logging.Logger:
        log, handler = logging.getLogger(name), StandardLoggingHandler()
        log.propagate = False
        log.addHandler(handler)
        made.append((log, handler))
        return log

    yield make
    for log, handler in made:
        log.removeHandler(handler)
        log.propagate = True


def test_others_are_quoted_as_far_as_no_value_may_be_in_it(
    foreign: Callable[[str], logging.Logger], lines: Lines
) -> None:
    other, uvicorn = foreign("another.library"), foreign("uvicorn.test")
    other.warning("cannot read %s of %d", "Muster", 9)
    other.warning("Exception in callback <Handle f('Muster')>\nhandle: Muster")
    other.error("%s", "Muster", exc_info=ValueError("Muster"))
    other.log(35, {"not": "a text, Muster"})
    uvicorn.warning("Started server process [%d]", 9)
    events = [(line["event"], line["logger"]) for line in lines]
    assert events[:3] == [
        ("cannot read", "another.library"),
        ("Exception in callback", "another.library"),
        ("another.library", "another.library"),
    ]
    assert events[4] == ("Started server process [9]", "uvicorn.test")
    assert lines[2]["exceptions"] == [{"type": "builtins.ValueError", "frames": []}]
    assert "Muster" not in str(lines)


def test_a_failed_background_task_is_logged_without_its_message(
    foreign: Callable[[str], logging.Logger], lines: Lines
) -> None:
    foreign("asyncio")

    async def fail() -> None:
        raise ValueError("Muster")

    async def forget() -> None:
        task = asyncio.create_task(fail())
        await asyncio.sleep(0.01)
        del task

    asyncio.run(forget())
    (line,) = lines
    assert (line["event"], line["exceptions"][0]["type"]) == (
        "Task exception was never retrieved",
        "builtins.ValueError",
    )
    assert "Muster" not in str(line)
