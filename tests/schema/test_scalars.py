"""Dates and timestamps are read in the one form of RFC 3339 that `@specifiedBy` names."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from graphql import GraphQLError

from tests.support.schema_walk import CORE
from tests.support.world import World

CLAIMS = """query ($from: Date) {
  claims(filter: {eventFrom: $from}) { edges { node { number } } } }"""
LITERAL = '{ claims(filter: {eventFrom: "%s"}) { edges { node { number } } } }'
OTHER_DATES = ["20260131", "2026-W05-6", "2026W056", "2026-1-31", " 2026-01-31", "٢٠٢٦-01-31"]
NO_SUCH_DATES = ["2026-02-30", "2026-13-01", "0000-01-01"]


@pytest.mark.parametrize("text", [*OTHER_DATES, *NO_SUCH_DATES])
def test_another_form_of_a_date_is_refused(world: World, text: str) -> None:
    client = world.client("user with claims")
    for answer in (client.ask(CLAIMS, **{"from": text}), client.ask(LITERAL % text)):
        assert (answer.data, answer.code) == (None, "BAD_USER_INPUT")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20260131", 'Value cannot represent a Date: "20260131". Expected the form YYYY-MM-DD'),
        ("2026-02-30", 'Value cannot represent a Date: "2026-02-30". There is no such date'),
    ],
)
def test_the_error_names_the_form(text: str, expected: str) -> None:
    with pytest.raises(GraphQLError, match=expected):
        parse("Date", text)


def test_a_full_date_is_read() -> None:
    assert parse("Date", "2026-01-31") == date(2026, 1, 31)


@pytest.mark.parametrize("text", ["2026-01-31", "20260131T101112Z", "2026-01-31T10:11:12", "now"])
def test_another_form_of_a_timestamp_is_refused(text: str) -> None:
    with pytest.raises(GraphQLError, match="Value cannot represent a DateTime"):
        parse("DateTime", text)


def test_a_timestamp_is_read_with_its_offset() -> None:
    at = datetime(2026, 1, 31, 10, 11, 12, tzinfo=UTC)
    assert parse("DateTime", "2026-01-31T10:11:12Z") == at
    moved = parse("DateTime", "2026-01-31T11:11:12.5+01:00")
    assert moved == at.replace(microsecond=500_000)
    assert moved.tzinfo == timezone(timedelta(hours=1))


def parse(scalar: str, text: str) -> Any:
    kind: Any = CORE.type_map[scalar]
    return kind.parse_value(text)
