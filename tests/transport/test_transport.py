"""HTTP that is malformed, hostile or not GraphQL: refused with a stable code, never an internal error."""

import json
import time
from typing import Any

import pytest

import models
from data.global_id import to_global_id
from tests.support import wire
from tests.support.claim_files import (
    PDF,
    UPLOAD,
    files_on_disk,
    nothing_changes,
    stored_state,
    temporary_files,
)
from tests.support.portal import Client, Portal, assert_protected
from tests.support.waiting import wait_until
from tests.support.world import World
from transport.accept import GRAPHQL_JSON

JSON = {"Content-Type": "application/json"}
MALFORMED = {
    "nothing": b"",
    "null": b"null",
    "a number": b"1",
    "a string": b'"x"',
    "a boolean": b"true",
    "a list": b'[{"query": "{ viewer { role } }"}]',
    "half an object": b'{"query": "{ viewer',
    "bad UTF-8": b'{"query": "\xff\xfe"}',
    "half a surrogate pair": b'{"query": "\\ud800"}',
    "gzip": b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xabV*,M-\xaaT\xb2R",
    "a very deep list": b"[" * 100_000 + b"]" * 100_000,
    "a very deep object": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "very deep variables": b'{"query": "{ viewer { role } }", "variables": {"a": '
    + b"[" * 5_000
    + b"]" * 5_000
    + b"}}",
    "an integer of ten thousand digits": b"9" * 10_000,
    "no query": b"{}",
    "a query that is null": b'{"query": null}',
    "a query that is a number": b'{"query": 1}',
    "a query that is a list": b'{"query": ["{ viewer { role } }"]}',
    "variables that are a list": b'{"query": "{ viewer { role } }", "variables": []}',
    "variables that are a string": b'{"query": "{ viewer { role } }", "variables": "{}"}',
    "extensions that are a number": b'{"query": "{ viewer { role } }", "extensions": 1}',
    "an operation's name that is a number": b'{"query": "{ viewer { role } }", "operationName": 1}',
    "an operation that is not there": b'{"query": "query A { viewer { role } }", "operationName": "B"}',
    "two operations and no name": b'{"query": "query A { viewer { role } } query B { viewer { role } }"}',
    "a subscription": b'{"query": "subscription { viewer { role } }"}',
    "NaN": b'{"query": "{ viewer { role } }", "variables": {"a": NaN}}',
    "UTF-16": '{"query": "{ viewer { role } }"}'.encode("utf-16"),
}


@pytest.mark.parametrize("title", MALFORMED)
def test_a_body_that_is_no_request_is_refused(title: str, anonymous: Client) -> None:
    answer = anonymous.http.post(
        "/graphql", content=MALFORMED[title], headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["BAD_REQUEST"]
    assert "data" not in answer.json()


@pytest.mark.parametrize("number", [b"9" * 10_000, b"1e999", b"-1e400", b"1." + b"0" * 10_000])
def test_an_enormous_number_is_a_client_error(number: bytes, anonymous: Client) -> None:
    body = (
        b'{"query": "query ($first: Int!) { claims(first: $first) { totalCount } }", "variables": {"first": '
        + number
        + b"}}"
    )
    answer = anonymous.http.post(
        "/graphql", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (200, 400)
    assert {error["extensions"]["code"] for error in answer.json()["errors"]} <= {
        "BAD_REQUEST",
        "BAD_USER_INPUT",
        "UNAUTHENTICATED",
    }


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/graphql",
        "application/json; charset=utf-16",
        "application/xml",
        "json",
        ";;;",
        "multipart/mixed; boundary=x",
    ],
)
def test_a_body_of_another_type_is_not_even_read(content_type: str | None, world: World) -> None:
    client = world.client("user with claims")
    headers = {
        "Content-Length": "999",
        **wire.authorization(client),
        **({} if content_type is None else {"Content-Type": content_type}),
    }
    with nothing_changes(world):
        reply = wire.send(world.portal, headers, b'{"query": "mutation { signOut { signedOut } }"}')
    assert (reply.status, reply.code, reply.headers["connection"]) == (
        415,
        "UNSUPPORTED_MEDIA_TYPE",
        "close",
    )


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/json; charset=UTF-8", "APPLICATION/JSON;charset=utf8"],
)
def test_json_in_utf_8_is_read_however_it_is_announced(
    content_type: str, anonymous: Client
) -> None:
    answer = anonymous.http.post(
        "/graphql",
        content=b'{"query": "{ viewer { role } }"}',
        headers={"Content-Type": content_type},
    )
    assert (answer.status_code, answer.json()["data"]) == (200, {"viewer": None})


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_operations_are_posted(method: str, world: World) -> None:
    client = world.client("user with claims")
    with nothing_changes(world):
        answer = client.http.request(
            method, "/graphql", params={"query": "mutation { signOut { signedOut } }"}
        )
    assert (answer.status_code, "POST" in answer.headers["allow"]) == (405, True)
    assert client.ask("{ viewer { role } }")["viewer"] == {"role": "USER"}


@pytest.mark.parametrize(
    "path", ["/graphql/", "//graphql", "/GRAPHQL", "/graphql/x", "/", "/download", "/download/"]
)
def test_there_is_no_other_endpoint_and_no_redirect(path: str, portal: Portal) -> None:
    reply = wire.send(portal, {**JSON, "Content-Length": "2"}, b"{}", path=path)
    assert (reply.status, reply.headers.get("location")) == (404, None)


def test_the_answer_s_type_is_graphql_s_where_the_client_takes_it(world: World) -> None:
    client = world.client("user")

    def posted(accept: str, query: str) -> Any:
        return client.http.post("/graphql", json={"query": query}, headers={"Accept": accept})

    for accept, kind in (
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (f"text/html, {GRAPHQL_JSON};q=0.9", GRAPHQL_JSON),
        ("*/*", "application/json"),
    ):
        assert (
            posted(accept, "{ viewer { role } }").headers["content-type"]
            == f"{kind}; charset=utf-8"
        )
    for broken in ("{ viewer {", "{ nothing }", "{ claims(first: true) { totalCount } }", ""):
        new, old = posted(GRAPHQL_JSON, broken), posted("application/json", broken)
        assert new.status_code == 400
        assert "data" not in new.json()
        assert "data" not in old.json()
        assert new.json()["errors"] == old.json()["errors"]
        assert {error["extensions"]["code"] for error in new.json()["errors"]} <= {
            "BAD_USER_INPUT",
            "BAD_REQUEST",
        }


def test_variables_that_do_not_fit_are_a_request_error_and_a_refusal_is_not(world: World) -> None:
    client = world.client("user")
    document = "query ($first: Int!) { claims(first: $first) { totalCount } }"
    headers = {"Accept": GRAPHQL_JSON}
    misfit = client.http.post(
        "/graphql", json={"query": document, "variables": {"first": "x"}}, headers=headers
    )
    refused = client.http.post(
        "/graphql", json={"query": document, "variables": {"first": 1}}, headers=headers
    )
    assert (misfit.status_code, "data" in misfit.json()) == (400, False)
    assert (refused.status_code, refused.json()["data"]) == (200, {"claims": None})


@pytest.mark.parametrize("given", ['"x"', "null", "1", "{}", '["x"]'])
def test_an_upload_is_a_file_and_nothing_else(given: str, world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    inline = f'mutation {{ uploadDocuments(claimId: "{to_global_id(claim)}", files: [{given}]) {{ errors {{ code }} }} }}'
    with nothing_changes(world):
        for answer in (
            client.ask(UPLOAD, claimId=to_global_id(claim), files=[json.loads(given)]),
            client.ask(inline),
        ):
            assert answer.code == "BAD_USER_INPUT"
            assert answer.data is None
            assert (
                "file of a multipart request" in answer.errors[0]["message"]
                or "null" in answer.errors[0]["message"]
            )


def test_an_anonymous_caller_sends_no_files(world: World, anonymous: Client) -> None:
    """The answer comes while the body is still owed."""
    headers = {
        "Content-Type": wire.MULTIPART,
        "Content-Length": "2000000",
        "X-Requested-With": "tests",
    }
    with nothing_changes(world):
        for authorization in ({}, {"Authorization": "Bearer forged"}):
            reply = wire.send(
                world.portal, {**headers, **authorization}, wire.part("operations", b"{}")
            )
            assert (reply.status, reply.code, reply.headers["connection"]) == (
                401,
                "UNAUTHENTICATED",
                "close",
            )
            told = reply.json["errors"][0]["extensions"]
            assert (told["askWho"], told["contact"]["phone"]) == (
                "HOTLINE",
                world.portal.settings.hotline_phone,
            )


def test_files_need_the_header_that_no_foreign_page_can_send(world: World) -> None:
    client = world.client("user with claims")
    headers = {
        "Content-Type": wire.MULTIPART,
        "Content-Length": "999",
        "Authorization": client.http.headers["authorization"],
    }
    with nothing_changes(world):
        reply = wire.send(world.portal, headers)
    assert (reply.status, reply.code, reply.headers["connection"]) == (
        403,
        "CSRF_HEADER_MISSING",
        "close",
    )


@pytest.mark.parametrize("multipart", [True, False])
def test_a_body_over_the_limit_is_refused_before_it_is_sent(multipart: bool, world: World) -> None:
    client, settings = world.client("user with claims"), world.portal.settings
    limit = settings.max_upload_bytes if multipart else settings.max_body_bytes
    content_type = wire.MULTIPART if multipart else "application/json"
    for length in (limit + 1, 10**15, 2**63 - 1):
        with nothing_changes(world):
            reply = wire.send(
                world.portal,
                {
                    "Content-Type": content_type,
                    "Content-Length": str(length),
                    **wire.authorization(client),
                },
                b"{",
            )
        assert (reply.status, reply.code) == (413, "PAYLOAD_TOO_LARGE")
        assert reply.headers["connection"] == "close"


@pytest.mark.parametrize("multipart", [True, False])
def test_a_body_without_a_length_is_refused_at_the_limit(multipart: bool, world: World) -> None:
    client = world.client("user with claims")
    content_type = wire.MULTIPART if multipart else "application/json"
    headers = {
        "Content-Type": content_type,
        "Transfer-Encoding": "chunked",
        **wire.authorization(client),
    }
    piece = wire.part("0", PDF.ljust(1_400_000), filename=b"a.pdf") if multipart else b" " * 100_000
    chunk = b"%x\r\n" % len(piece) + piece + b"\r\n"
    with nothing_changes(world):
        reply = wire.send(world.portal, headers, *[chunk] * 3)
    assert (reply.status, reply.code) == (413, "PAYLOAD_TOO_LARGE")


def test_a_file_over_the_limit_is_refused_before_it_is_sent(world: World) -> None:
    client, claim, settings = world.client("user with claims"), world.claim(), world.portal.settings
    whole = wire.upload_body(
        UPLOAD,
        [(b"a.pdf", PDF.ljust(settings.max_upload_bytes - 2_000))],
        claimId=to_global_id(claim),
    )
    sent = whole[: settings.max_file_bytes + 50_000]
    headers = {
        "Content-Type": wire.MULTIPART,
        "Content-Length": str(len(whole)),
        **wire.authorization(client),
    }
    with nothing_changes(world):
        reply = wire.send(world.portal, headers, sent)
    assert (reply.status, reply.code) == (413, "PAYLOAD_TOO_LARGE")


AMBIGUOUS = {
    "a length and chunks": {"Content-Length": "2", "Transfer-Encoding": "chunked"},
    "a length below nothing": {"Content-Length": "-1"},
    "a length of thirty digits": {"Content-Length": "9" * 30},
    "a length with a sign": {"Content-Length": "+2"},
    "chunks that are none": {"Transfer-Encoding": "chunked"},
    "a header's name with a control character": {"Content-Length": "2", "X\x01": "x"},
}


@pytest.mark.parametrize("title", AMBIGUOUS)
def test_a_head_that_can_be_read_in_two_ways_is_refused(title: str, portal: Portal) -> None:
    reply = wire.send(portal, {**JSON, **AMBIGUOUS[title]}, b"{}\r\n")
    assert (reply.status, reply.headers["connection"]) == (400, "close")


@pytest.mark.parametrize("beyond", [0, 500_000])
def test_a_client_that_disconnects_half_way_leaves_nothing(beyond: int, world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    before = stored_state(world)
    body = wire.upload_body(
        UPLOAD, [(b"a.pdf", PDF), (b"b.pdf", PDF.ljust(1_400_000))], claimId=to_global_id(claim)
    )
    headers = {
        "Content-Type": wire.MULTIPART,
        "Content-Length": str(len(body) + beyond),
        **wire.authorization(client),
    }
    with wire.connection(world.portal) as leaving:
        wire.begin(leaving, headers, body[: -100 if not beyond else len(body)])
        wait_until(lambda: temporary_files() != before[2])
    wait_until(lambda: temporary_files() == before[2])
    assert stored_state(world) == before


def test_one_client_s_malformed_request_does_not_disturb_the_next_on_the_connection(
    world: World,
) -> None:
    client, files = world.client("user with claims"), files_on_disk(world.portal)
    for content in (b"null", b"{}", b"[" * 1000):
        assert client.http.post("/graphql", content=content, headers=JSON).status_code == 400
        assert client.ask("{ viewer { role } }")["viewer"] == {"role": "USER"}
    assert files_on_disk(world.portal) == files
    assert (
        world.portal.run(
            models.Session.filter(user_id=world.a.people["user with claims"].user.id).count()
        )
        == 1
    )


@pytest.mark.parametrize(
    ("status", "sent"),
    [
        (200, {"json": {"query": "{ viewer { role } }"}}),
        (400, {"content": b"null", "headers": JSON}),
        (406, {"json": {}, "headers": {"Accept": "text/csv"}}),
        (413, {"content": b" " * 300_000, "headers": JSON}),
        (415, {"content": b"x"}),
        (405, {"method": "DELETE"}),
        (404, {"path": "/nowhere"}),
        (404, {"method": "GET", "path": "/download/x"}),
        (200, {"method": "GET", "path": "/healthz"}),
    ],
)
def test_every_response_has_the_security_headers(
    status: int, sent: dict[str, Any], anonymous: Client
) -> None:
    """As the client of these tests looks for at each answer of the whole run; of those that are no HTTP, `test_odd_http` does."""
    sent = {"method": "POST", "path": "/graphql", **sent}
    answer = anonymous.http.request(sent.pop("method"), sent.pop("path"), **sent)
    assert answer.status_code == status
    assert_protected(answer)


@pytest.mark.parametrize("pause", [0.0, 0.2])
def test_a_response_before_the_end_of_the_body_closes_the_connection(
    pause: float, portal: Portal
) -> None:
    """A client is told when the server closes its connection."""
    with wire.connection(portal) as connection:
        head = b"POST /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n"
        for piece in (head, b"{}") if pause else (head + b"{}",):
            connection.sendall(piece)
            time.sleep(pause)
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 405 ")
    assert (b"connection: close" in answer) is bool(pause)
