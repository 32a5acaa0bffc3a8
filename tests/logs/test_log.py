"""The log: one line of JSON for each operation, with the id of the request, and no personal data."""

import asyncio
import hashlib
import json
import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from data.global_id import to_global_id
from execution.documents import digest_of
from logs import Pseudonyms, begin, count_statement, current
from tests.support import wire
from tests.support.claim_files import PDF, UPLOAD
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import SIGN_IN, sign_in
from tests.support.statements import recorded_statements
from tests.support.world import PASSWORD, World

ROLE = "query Role { viewer { role } }"
HEXADECIMAL = re.compile(r"[0-9a-f]{16}")
Lines = list[dict[str, Any]]


def test_an_operation_is_one_line(world: World, lines: Lines) -> None:
    answer = world.client("user with claims").ask(ROLE)
    (line,) = lines
    assert list(line) == [
        "time",
        "level",
        "event",
        "request",
        "name",
        "document",
        "kind",
        "viewer",
        "cost",
        "ms",
        "sql",
        "status",
    ]
    assert (line["level"], line["event"], line["name"], line["kind"], line["status"]) == (
        "info",
        "operation",
        "Role",
        "query",
        200,
    )
    assert line["document"] == hashlib.sha256(ROLE.encode()).hexdigest()[:16]
    assert line["cost"] == answer.response.json()["extensions"]["cost"]["requested"]
    assert datetime.fromisoformat(line["time"]).utcoffset() is not None
    assert 0 < line["ms"] < 60_000
    assert HEXADECIMAL.fullmatch(line["viewer"])


@pytest.mark.parametrize(("one", "other"), [
    ('{ a(b: "secret") }', '{ a(b: "guess") }'), ('{ a(b: "never closed', '{ a(b: "as well'), ('{ a(b: """x"y\\"""z""") }', '{ a(b: """other""") }'), ("{ a(b: 4711) }", "{ a(b: -1.5e3) }"),
])  # fmt: skip
def test_the_hash_of_a_document_ignores_its_values(one: str, other: str) -> None:
    assert digest_of(one) == digest_of(other) != digest_of("{ c }")
    assert digest_of("{ a1 }") != digest_of("{ a2 }")


@pytest.mark.parametrize(
    "document",
    [
        ROLE,
        "{ claims(first: 5) { edges { node { documents { name } } } } }",
        "{ claims { totalCount } }",
    ],
)
def test_a_line_counts_the_statements(document: str, world: World, lines: Lines) -> None:
    world.document(world.claim())
    client = world.client("user with claims")
    with recorded_statements(leases=True) as statements:
        client.ask(document)
    assert lines[-1]["sql"] == len(statements) > 0


def test_a_line_counts_the_statements_of_a_mutation(world: World, lines: Lines) -> None:
    client, claim = world.client("user with claims"), world.claim()
    with recorded_statements(leases=True) as statements:
        client.upload(UPLOAD, [("a.pdf", PDF), ("b.pdf", PDF)], claimId=to_global_id(claim))
    assert (
        lines[-1]["sql"]
        == len(
            [
                one
                for one in statements
                if not one.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
            ]
        )
        > 3
    )
    assert (lines[-1]["kind"], "a.pdf" in str(lines)) == ("mutation", False)


def test_a_viewer_has_one_pseudonym_that_cannot_be_reversed(world: World, lines: Lines) -> None:
    people = [
        world.a.people[name] for name in ("user with claims", "user with claims", "administrator")
    ]
    for person in people:
        world.sign_in_as(person).ask(ROLE)
    first, again, other = (line["viewer"] for line in lines)
    assert first == again != other
    user = people[0].user.id
    secret = world.portal.settings.secret_key.get_secret_value()
    assert first == Pseudonyms(secret).name(user) != Pseudonyms("another secret").name(user)
    assert str(user) not in str(lines)


def test_a_session_has_a_pseudonym_from_the_second_factor_on(
    world: World, mailbox: Mailbox, lines: Lines
) -> None:
    user = world.a.people["user"].user
    sign_in(world.portal, mailbox, user).ask(ROLE)
    begun, proved, asked = lines
    assert "viewer" not in begun
    assert proved["viewer"] == asked["viewer"]


def test_an_anonymous_caller_has_no_pseudonym(anonymous: Client, lines: Lines) -> None:
    anonymous.ask("{ viewer { role } }")
    assert not {"viewer", "name", "codes"} & set(lines[0])


@pytest.mark.parametrize(
    "given", ["a", "A.b_c-9", "x" * 64, "0198f3a2-7c1e-7c55-9f2e-6a4d1b0c9e77"]
)
def test_a_client_s_own_id_is_on_its_line_and_its_answer(
    given: str, anonymous: Client, lines: Lines
) -> None:
    answer = anonymous.http.post("/graphql", json={"query": ROLE}, headers={"X-Request-Id": given})
    assert answer.headers["x-request-id"] == lines[0]["request"] == given


@pytest.mark.parametrize("given", [None, "", "x" * 65, "a b", 'a"b', "a\tb", "a/b", "é"])
def test_any_other_id_is_drawn_anew(given: str | None, portal: Portal, lines: Lines) -> None:
    body = json.dumps({"query": ROLE}).encode()
    headers = {
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        **({} if given is None else {"X-Request-Id": given}),
    }
    drawn = {wire.send(portal, headers, body).headers["x-request-id"] for _ in range(2)}
    assert len(drawn) == 2
    assert all(HEXADECIMAL.fullmatch(one) for one in drawn)
    assert drawn == {line["request"] for line in lines}


def test_every_answer_bears_an_id(portal: Portal, anonymous: Client) -> None:
    for method, path in (
        ("GET", "/nowhere"),
        ("PUT", "/graphql"),
        ("GET", "/download/x"),
        ("POST", "/download/x"),
        ("GET", "/explorer/x"),
    ):
        assert HEXADECIMAL.fullmatch(anonymous.http.request(method, path).headers["x-request-id"])
    assert HEXADECIMAL.fullmatch(
        wire.send(portal, {"Content-Length": "-1"}).headers["x-request-id"]
    )


def test_a_malformed_request_has_its_line(portal: Portal, lines: Lines) -> None:
    reply = wire.send(portal, {"Content-Length": "-1", "X-Secret": "not yours"})
    (line,) = lines
    assert (line["event"], line["status"], line["request"]) == (
        "no request",
        400,
        reply.headers["x-request-id"],
    )
    assert "not yours" not in str(line)


@pytest.mark.parametrize(
    ("method", "headers", "status", "code"),
    [
        ("PUT", {}, 405, "METHOD_NOT_ALLOWED"),
        ("POST", {"Content-Type": "text/plain"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("POST", {"Content-Type": "application/json"}, 400, "BAD_REQUEST"),
        (
            "POST",
            {"Content-Type": "application/json", "Accept": "text/html"},
            406,
            "NOT_ACCEPTABLE",
        ),
    ],
)
def test_a_request_at_fault_is_one_line(
    method: str, headers: dict[str, str], status: int, code: str, anonymous: Client, lines: Lines
) -> None:
    anonymous.http.request(method, "/graphql", headers=headers, content=b"{ a private matter")
    (line,) = lines
    assert (line["event"], line["status"], line["codes"]) == ("operation", status, [code])
    assert "private" not in str(line)


def test_a_download_is_one_line_without_its_link(anonymous: Client, lines: Lines) -> None:
    anonymous.http.get("/download/a-forged-link")
    (line,) = lines
    assert (line["event"], line["status"], line["codes"]) == ("download", 404, ["NOT_FOUND"])
    assert "forged" not in str(line)


def test_the_error_codes_of_a_payload_are_in_its_line(
    anonymous: Client, world: World, lines: Lines
) -> None:
    anonymous.ask(
        SIGN_IN, identifier=world.a.people["user"].user.identifier, password=f"{PASSWORD}!"
    )
    (line,) = lines
    assert (line["codes"], line["kind"], line["status"]) == (
        ["INVALID_CREDENTIALS"],
        "mutation",
        200,
    )


def test_refusals_are_in_the_operation_s_line_by_the_schema_s_names(
    world: World, lines: Lines
) -> None:
    world.client("user").ask(
        '{ anna: claims(filter: { text: "a private matter" }) { totalCount } muster: invoices { totalCount } }'
    )
    (line,) = lines
    assert (line["codes"], line["fields"]) == (["FORBIDDEN", "FORBIDDEN"], ["claims", "invoices"])
    assert not re.search("private|anna|muster", str(line))


def test_a_document_that_makes_no_sense_is_one_line_without_its_words(
    anonymous: Client, lines: Lines
) -> None:
    anonymous.ask("{ contact(topic: ANNA_MUSTER) { phone } }")
    anonymous.ask(
        "query ($t: ContactTopic!) { contact(topic: $t) { phone } } # Anna Muster", t="ANNA_MUSTER"
    )
    anonymous.ask("{ anna muster")
    assert [line["codes"] for line in lines] == [["BAD_USER_INPUT"]] * 3
    assert not re.search("anna|muster", str(lines), re.IGNORECASE)


def test_an_operation_s_name_is_cut(anonymous: Client, lines: Lines) -> None:
    anonymous.ask("query " + "x" * 200 + " { viewer { role } }")
    assert lines[0]["name"] == "x" * 64


def test_requests_at_once_keep_their_own_lines(world: World, lines: Lines) -> None:
    async def one(number: int) -> tuple[str, int]:
        entry = begin(str(number))
        for _ in range(number):
            await asyncio.sleep(0)
            await asyncio.create_task(asyncio.to_thread(count_statement))
        assert current() is entry
        return entry.request, entry.statements

    async def all_at_once() -> list[tuple[str, int]]:
        return await asyncio.gather(*(asyncio.create_task(one(number)) for number in range(10)))

    assert asyncio.run(all_at_once()) == [(str(number), number) for number in range(10)]


def test_a_user_s_id_and_the_deployment_s_secret_make_the_name() -> None:
    user = UUID(int=1)
    assert re.fullmatch(r"[0-9a-f]{16}", Pseudonyms("secret").name(user))
    assert (
        Pseudonyms("secret").name(user)
        == Pseudonyms("secret").name(user)
        != Pseudonyms("secret").name(uuid4())
    )
