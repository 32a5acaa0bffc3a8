"""Hostile multipart requests: refused as written, and nothing is kept."""

import json
import time
from typing import Any

import pytest

from data.global_id import to_global_id
from tests.support import wire
from tests.support.claim_files import PDF, UPLOAD, claim_file, nothing_changes, temporary_files
from tests.support.portal import Portal
from tests.support.wire import BOUNDARY, END, part
from tests.support.world import World, create_world

OPERATIONS = {"query": UPLOAD, "variables": {"claimId": "?", "files": [None]}}
FILE = part("0", PDF, filename=b"a.pdf")


def operations(**changes: Any) -> bytes:
    return json.dumps({**OPERATIONS, **changes}).encode()


def variables(**changes: Any) -> bytes:
    return operations(variables={**OPERATIONS["variables"], **changes})  # type: ignore[dict-item]


MAPS: dict[str, Any] = {
    "null": None,
    "a number": 1,
    "a string": "0",
    "a list": [["variables.files.0"]],
    "paths that are null": {"0": None},
    "paths that are a string": {"0": "variables.files.0"},
    "paths that are an object": {"0": {"variables": "files"}},
    "a path that is a number": {"0": [0]},
    "a path that is null": {"0": [None]},
    "a path that is a list": {"0": [["variables", "files", 0]]},
    "an empty path": {"0": [""]},
    "a path of dots": {"0": ["..."]},
    "a path to the query": {"0": ["query"]},
    "a path to the variables": {"0": ["variables"]},
    "a path to the list itself": {"0": ["variables.files"]},
    "a path to another variable's string": {"0": ["variables.claimId"]},
    "a path into a string": {"0": ["variables.claimId.0"]},
    "a path behind the end": {"0": ["variables.files.1"]},
    "a path before the beginning": {"0": ["variables.files.-1"]},
    "a path by a name into a list": {"0": ["variables.files.first"]},
    "a path that goes on behind the file": {"0": ["variables.files.0", "variables.files.0.file"]},
    "a path to a variable that is not there": {"0": ["variables.nothing"]},
    "a path through nothing": {"0": ["variables.nothing.0"]},
    "a path through null": {"0": ["variables.files.0.0"]},
    "a path outside the variables": {"0": ["extensions.files.0"]},
    "a path of Python's": {"0": ["variables.__class__"]},
    "a path to a digit of another script": {"0": ["variables.files.\u0660"]},
    "a path with an enormous place": {"0": [f"variables.files.{'9' * 5000}"]},
    "a very long path": {"0": ["variables" + ".files" * 5000]},
    "the same place twice": {"0": ["variables.files.0", "variables.files.0"]},
    "a file that is not there": {"1": ["variables.files.0"]},
    "a field instead of a file": {"operations": ["variables.files.0"]},
    "itself": {"map": ["variables.files.0"]},
}
BODIES = {
    "nothing": b"",
    "no part": END,
    "no operations": part("map", b"{}") + FILE + END,
    "no map": part("operations", operations()) + FILE + END,
    "operations that are no JSON": part("operations", b"{") + part("map", b"{}") + END,
    "operations that are null": part("operations", b"null") + part("map", b"{}") + END,
    "operations that are a list": part("operations", b"[" + operations() + b"]") + part("map", b'{"0": ["0.variables.files.0"]}') + FILE + END,
    "operations that are a string": part("operations", b'"x"') + part("map", b'{"0": ["variables.files.0"]}') + FILE + END,
    "operations that are a number": part("operations", b"1") + part("map", b'{"0": ["variables.files.0"]}') + FILE + END,
    "operations that are very deep": part("operations", b"[" * 100_000) + part("map", b"{}") + END,
    "operations as a file": part("operations", operations(), filename=b"o.json") + part("map", b'{"0": ["variables.files.0"]}') + FILE + END,
    "a map as a file": part("operations", operations()) + part("map", b"{}", filename=b"m.json") + END,
    "a map that is no JSON": part("operations", operations()) + part("map", b"{") + FILE + END,
    "a map that is very deep": part("operations", operations()) + part("map", b'{"a":' * 50_000) + FILE + END,
    "no query": part("operations", b"{}") + part("map", b"{}") + END,
    "a query that is a file": part("operations", operations(query=None)) + part("map", b'{"0": ["query"]}') + FILE + END,
    "variables that are null": part("operations", operations(variables=None)) + part("map", b'{"0": ["variables.files.0"]}') + FILE + END,
    "variables that are a list": part("operations", operations(variables=[None])) + part("map", b'{"0": ["variables.0"]}') + FILE + END,
    "three fields": part("operations", operations()) + part("map", b"{}") + part("more", b"x") + END,
    "fields over the limit": part("operations", b" " * 300_000) + END,
    "a part without a name": f"--{BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx\r\n".encode() + END,
    "a part without a disposition": f"--{BOUNDARY}\r\nContent-Type: text/plain\r\n\r\nx\r\n".encode() + END,
    "a part whose head never ends": f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=".encode() + b"x" * 100_000,
    "a part with thousands of headers": f"--{BOUNDARY}\r\n".encode() + b"X-Header: x\r\n" * 10_000 + b"\r\nx\r\n" + END,
    "a part with a nameless header": f"--{BOUNDARY}\r\n: x\r\n\r\nx\r\n".encode() + END,
    "no boundary's end": part("operations", operations()) + part("map", b'{"0": ["variables.files.0"]}') + FILE,
    "another boundary": b"--other\r\n" + operations(),
    "only dashes": b"-" * 10_000,
    "binary noise": bytes(range(256)) * 50,
}  # fmt: skip


@pytest.fixture(scope="module")
def world(portal: Portal) -> World:
    """One world for all: each test has a claim of its own."""
    return create_world(portal)


@pytest.mark.parametrize("title", MAPS)
def test_a_map_that_leads_nowhere_is_refused(title: str, world: World) -> None:
    client = world.client("user with claims")
    body = (
        part("operations", variables(claimId=to_global_id(world.claim())))
        + part("map", json.dumps(MAPS[title]).encode())
        + FILE
        + END
    )
    with nothing_changes(world):
        reply = wire.post(client, body)
    assert (reply.status, reply.code) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("title", BODIES)
def test_a_multipart_body_that_is_no_request_is_refused(title: str, world: World) -> None:
    client = world.client("user with claims")
    with nothing_changes(world):
        reply = wire.post(client, BODIES[title])
    assert (reply.status, reply.code) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "content_type",
    ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 300, 'multipart/form-data; boundary="ü"'],
)  # fmt: skip
def test_a_malformed_boundary_is_refused(content_type: str, world: World) -> None:
    client = world.client("user with claims")
    with nothing_changes(world):
        reply = wire.post(client, part("operations", operations()) + END, content_type=content_type)
    assert (reply.status, reply.code) == (400, "BAD_REQUEST")


def test_operations_in_bad_utf_8_are_refused(world: World) -> None:
    with nothing_changes(world):
        reply = wire.post(
            world.client("user with claims"),
            part("operations", b'{"query": "\xff"}') + part("map", b"{}") + END,
        )
    assert (reply.code, "data" in reply.json) == ("BAD_USER_INPUT", False)


def test_a_file_without_a_variable_is_ignored(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    body = (
        part("operations", variables(claimId=to_global_id(claim)))
        + part("map", b'{"0": ["variables.files.0"]}')
        + FILE
    )
    reply = wire.post(client, body + part("stray", PDF, filename=b"stray.pdf") + END)
    assert reply.status == 200
    assert [document["name"] for document in claim_file(client, claim)["documents"]] == ["a.pdf"]


def test_a_variable_without_its_file_is_refused(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    body = part("operations", variables(claimId=to_global_id(claim), files=[None, None])) + part(
        "map", b'{"0": ["variables.files.0"]}'
    )
    with nothing_changes(world):
        reply = wire.post(client, body + FILE + END)
    assert (reply.code, "data" in reply.json) == ("BAD_USER_INPUT", False)


def test_a_file_can_also_be_mapped_to_a_variable_of_its_own(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    document = "mutation ($claimId: ID!, $one: Upload!) { uploadDocuments(claimId: $claimId, files: [$one]) { documents { name } errors { code } } }"
    asked = operations(query=document, variables={"claimId": to_global_id(claim), "one": None})
    reply = wire.post(
        client, part("operations", asked) + part("map", b'{"0": ["variables.one"]}') + FILE + END
    )
    assert reply.json["data"]["uploadDocuments"] == {"documents": [{"name": "a.pdf"}], "errors": []}


def test_one_part_may_stand_for_two_files(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    places = b'{"0": ["variables.files.0", "variables.files.1"]}'
    reply = wire.post(
        client,
        part("operations", variables(claimId=to_global_id(claim), files=[None, None]))
        + part("map", places)
        + FILE
        + END,
    )
    assert [
        document["size"] for document in reply.json["data"]["uploadDocuments"]["documents"]
    ] == [len(PDF)] * 2


def test_a_file_without_a_name_is_refused_as_such(world: World) -> None:
    reply = wire.post(
        world.client("user with claims"),
        part("operations", operations()) + part("map", b"{}") + part("0", PDF) + END,
    )
    assert (reply.status, reply.code) == (400, "BAD_REQUEST")
    assert "`filename`" in reply.json["errors"][0]["message"]


def test_one_part_stands_for_no_more_files_than_an_upload_may_have(world: World) -> None:
    """Nine mutations of five files each, all of them one part of 25 MB, would have a gigabyte written for them."""
    client, claim = world.client("user with claims"), world.claim()
    document = """mutation ($claimId: ID!, $files: [Upload!]!, $more: [Upload!]!) {
      first: uploadDocuments(claimId: $claimId, files: $files) { errors { code } }
      second: uploadDocuments(claimId: $claimId, files: $more) { errors { code } } }"""
    asked = operations(
        query=document,
        variables={"claimId": to_global_id(claim), "files": [None] * 3, "more": [None] * 3},
    )
    places = {
        "0": [f"variables.{name}.{index}" for name in ("files", "more") for index in range(3)]
    }
    with nothing_changes(world):
        reply = wire.post(
            client,
            part("operations", asked) + part("map", json.dumps(places).encode()) + FILE + END,
        )
    assert (reply.status, reply.code) == (413, "PAYLOAD_TOO_LARGE")


def test_a_file_that_comes_slowly_waits_on_disk(world: World) -> None:
    client, before = world.client("user with claims"), temporary_files()
    head = {
        "Content-Type": wire.MULTIPART,
        "Content-Length": "1000000",
        **wire.authorization(client),
    }
    with wire.connection(world.portal) as connection:
        wire.begin(
            connection,
            head,
            part("operations", operations()),
            part("0", PDF + bytes(128 * 1024), filename=b"a.pdf"),
        )
        until = time.monotonic() + 5
        while len(temporary_files()) == len(before) and time.monotonic() < until:
            time.sleep(0.01)
        assert len(temporary_files()) == len(before) + 1


def test_a_query_may_come_as_multipart_as_well(world: World) -> None:
    body = part("operations", b'{"query": "{ viewer { role } }"}') + part("map", b"{}") + END
    assert wire.post(world.client("user with claims"), body).json["data"] == {
        "viewer": {"role": "USER"}
    }
