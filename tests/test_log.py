"""The log: one line of JSON for each operation, its request's id on it and on the answer, and nothing of anybody."""

import asyncio
import hashlib
import json
import logging
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx2 as httpx
import orjson
import pytest
from tortoise.exceptions import IntegrityError

import models
from execution.documents import digest_of
from logs import LINES, LOG, Form, Pseudonyms, begin, count_statement, current, report
from logs.faults import told
from logs.lines import Foreign
from resolvers.node import write_id
from settings import Settings
from tests import wire
from tests.paperwork import PDF, UPLOAD
from tests.portal import Client, Mailbox, Portal, free_port
from tests.processes import ROOT, serving
from tests.signing_in import SIGN_IN, sign_in
from tests.test_dashboard import counted
from tests.world import PASSWORD, World

ROLE = "query Role { viewer { role } }"
HEXADECIMAL = re.compile(r"[0-9a-f]{16}")
Lines = list[dict[str, Any]]


def test_an_operation_is_one_line(world: World, lines: Lines) -> None:
    answer = world.client("user with claims").ask(ROLE)
    (line,) = lines
    assert list(line) == ["time", "level", "event", "request", "name", "document", "kind", "viewer", "cost", "ms", "sql", "status"]
    assert (line["level"], line["event"], line["name"], line["kind"], line["status"]) == ("info", "operation", "Role", "query", 200)
    assert line["document"] == hashlib.sha256(ROLE.encode()).hexdigest()[:16]
    assert line["cost"] == answer.response.json()["extensions"]["cost"]["requested"]
    assert datetime.fromisoformat(line["time"]).utcoffset() is not None
    assert 0 < line["ms"] < 60_000
    assert HEXADECIMAL.fullmatch(line["viewer"])


@pytest.mark.parametrize(("one", "other"), [
    ('{ a(b: "secret") }', '{ a(b: "guess") }'), ('{ a(b: "never closed', '{ a(b: "as well'), ('{ a(b: """x"y\\"""z""") }', '{ a(b: """other""") }'), ("{ a(b: 4711) }", "{ a(b: -1.5e3) }"),
])  # fmt: skip
def test_the_hash_of_a_document_is_none_of_its_values(one: str, other: str) -> None:
    assert digest_of(one) == digest_of(other) != digest_of("{ c }")
    assert digest_of("{ a1 }") != digest_of("{ a2 }")


@pytest.mark.parametrize("document", [ROLE, "{ claims(first: 5) { edges { node { documents { name } } } } }", "{ claims { totalCount } }"])
def test_a_line_counts_the_statements(document: str, world: World, lines: Lines) -> None:
    world.document(world.claim())
    client = world.client("user with claims")
    with counted(leases=True) as statements:
        client.ask(document)
    assert lines[-1]["sql"] == len(statements) > 0


def test_a_line_counts_the_statements_of_an_order(world: World, lines: Lines) -> None:
    client, claim = world.client("user with claims"), world.claim()
    with counted(leases=True) as statements:
        client.upload(UPLOAD, [("a.pdf", PDF), ("b.pdf", PDF)], claimId=write_id(claim))
    assert lines[-1]["sql"] == len([one for one in statements if not one.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]) > 3
    assert (lines[-1]["kind"], "a.pdf" in str(lines)) == ("mutation", False)


def test_a_viewer_has_one_name_that_nobody_else_has_and_nobody_finds(world: World, lines: Lines) -> None:
    people = [world.a.people[name] for name in ("user with claims", "user with claims", "administrator")]
    for person in people:
        world.sign_in_as(person).ask(ROLE)
    first, again, other = (line["viewer"] for line in lines)
    assert first == again != other
    user = people[0].user.id
    secret = world.portal.settings.secret_key.get_secret_value()
    assert first == Pseudonyms(secret).name(user) != Pseudonyms("another secret").name(user)
    assert str(user) not in str(lines)


def test_who_signs_in_is_named_from_the_second_factor_on(world: World, mailbox: Mailbox, lines: Lines) -> None:
    user = world.a.people["user"].user
    sign_in(world.portal, mailbox, user).ask(ROLE)
    begun, proved, asked = lines
    assert "viewer" not in begun
    assert proved["viewer"] == asked["viewer"]


def test_a_stranger_has_no_name(stranger: Client, lines: Lines) -> None:
    stranger.ask("{ viewer { role } }")
    assert not {"viewer", "name", "codes"} & set(lines[0])


@pytest.mark.parametrize("given", ["a", "A.b_c-9", "x" * 64, "0198f3a2-7c1e-7c55-9f2e-6a4d1b0c9e77"])
def test_a_client_s_own_id_is_on_its_line_and_its_answer(given: str, stranger: Client, lines: Lines) -> None:
    answer = stranger.http.post("/graphql", json={"query": ROLE}, headers={"X-Request-Id": given})
    assert answer.headers["x-request-id"] == lines[0]["request"] == given


@pytest.mark.parametrize("given", [None, "", "x" * 65, "a b", 'a"b', "a\tb", "a/b", "é"])
def test_any_other_id_is_drawn_anew(given: str | None, portal: Portal, lines: Lines) -> None:
    body = json.dumps({"query": ROLE}).encode()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), **({} if given is None else {"X-Request-Id": given})}
    drawn = {wire.send(portal, headers, body).headers["x-request-id"] for _ in range(2)}
    assert len(drawn) == 2
    assert all(HEXADECIMAL.fullmatch(one) for one in drawn)
    assert drawn == {line["request"] for line in lines}


def test_every_answer_bears_an_id(portal: Portal, stranger: Client) -> None:
    for method, path in (("GET", "/nowhere"), ("PUT", "/graphql"), ("GET", "/download/x"), ("POST", "/download/x"), ("GET", "/explorer/x")):
        assert HEXADECIMAL.fullmatch(stranger.http.request(method, path).headers["x-request-id"])
    assert HEXADECIMAL.fullmatch(wire.send(portal, {"Content-Length": "-1"}).headers["x-request-id"])


def test_what_is_no_request_at_all_has_its_line(portal: Portal, lines: Lines) -> None:
    reply = wire.send(portal, {"Content-Length": "-1", "X-Secret": "not yours"})
    (line,) = lines
    assert (line["event"], line["status"], line["request"]) == ("no request", 400, reply.headers["x-request-id"])
    assert "not yours" not in str(line)


@pytest.mark.parametrize(
    ("method", "headers", "status", "code"),
    [
        ("PUT", {}, 405, "METHOD_NOT_ALLOWED"),
        ("POST", {"Content-Type": "text/plain"}, 415, "UNSUPPORTED_MEDIA_TYPE"),
        ("POST", {"Content-Type": "application/json"}, 400, "BAD_REQUEST"),
        ("POST", {"Content-Type": "application/json", "Accept": "text/html"}, 406, "NOT_ACCEPTABLE"),
    ],
)
def test_a_request_at_fault_is_one_line(
    method: str, headers: dict[str, str], status: int, code: str, stranger: Client, lines: Lines
) -> None:
    stranger.http.request(method, "/graphql", headers=headers, content=b"{ a private matter")
    (line,) = lines
    assert (line["event"], line["status"], line["codes"]) == ("operation", status, [code])
    assert "private" not in str(line)


def test_a_download_is_one_line_without_its_link(stranger: Client, lines: Lines) -> None:
    stranger.http.get("/download/a-forged-link")
    (line,) = lines
    assert (line["event"], line["status"], line["codes"]) == ("download", 404, ["NOT_FOUND"])
    assert "forged" not in str(line)


def test_what_stands_in_an_order_s_way_is_in_its_line(stranger: Client, world: World, lines: Lines) -> None:
    stranger.ask(SIGN_IN, identifier=world.a.people["user"].user.identifier, password=f"{PASSWORD}!")
    (line,) = lines
    assert (line["codes"], line["kind"], line["status"]) == (["INVALID_CREDENTIALS"], "mutation", 200)


def test_refusals_are_in_the_operation_s_line_by_the_schema_s_names(world: World, lines: Lines) -> None:
    world.client("user").ask('{ anna: claims(filter: { text: "a private matter" }) { totalCount } muster: invoices { totalCount } }')
    (line,) = lines
    assert (line["codes"], line["fields"]) == (["FORBIDDEN", "FORBIDDEN"], ["claims", "invoices"])
    assert not re.search("private|anna|muster", str(line))


def test_a_document_that_makes_no_sense_is_one_line_without_its_words(stranger: Client, lines: Lines) -> None:
    stranger.ask("{ contact(topic: ANNA_MUSTER) { phone } }")
    stranger.ask("query ($t: ContactTopic!) { contact(topic: $t) { phone } } # Anna Muster", t="ANNA_MUSTER")
    stranger.ask("{ anna muster")
    assert [line["codes"] for line in lines] == [["BAD_USER_INPUT"]] * 3
    assert not re.search("anna|muster", str(lines), re.IGNORECASE)


def test_an_operation_s_name_is_cut(stranger: Client, lines: Lines) -> None:
    stranger.ask("query " + "x" * 200 + " { viewer { role } }")
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


# what nobody expected


async def twice(user: models.User) -> Any:
    """Insert a row that is there already."""
    try:
        await models.User.create(identifier=user.identifier, email=user.email, first_name="Anna", last_name="Muster", status=user.status)
    except IntegrityError as error:
        return list(told(error))


def test_of_a_database_s_refusal_its_code_and_place_are_told_and_no_value(world: World, lines: Lines) -> None:
    user = world.a.people["user"].user
    outer, inner = world.portal.run(twice(user))
    assert outer["type"] == "tortoise.exceptions.IntegrityError"
    assert inner.get("sqlstate", inner.get("sqlite_errorname")) in ("23505", "SQLITE_CONSTRAINT_UNIQUE")
    assert any(re.fullmatch(r"tests/test_log\.py:\d+:twice", frame) for frame in outer["frames"])
    assert not re.search(f"{user.identifier}|{re.escape(user.email)}|Muster", str([outer, inner]))


def broken(value: str) -> None:
    try:
        int(value)
    except ValueError as error:
        raise RuntimeError(f"cannot read {value}") from error


def test_of_an_exception_its_places_and_causes_are_told_and_not_its_words(lines: Lines) -> None:
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


def test_an_endless_recursion_and_a_circle_of_causes_are_told_briefly(lines: Lines) -> None:
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
        log, handler = logging.getLogger(name), Foreign()
        log.propagate = False
        log.addHandler(handler)
        made.append((log, handler))
        return log

    yield make
    for log, handler in made:
        log.removeHandler(handler)
        log.propagate = True


def test_others_are_quoted_as_far_as_no_value_may_be_in_it(foreign: Callable[[str], logging.Logger], lines: Lines) -> None:
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


def test_a_task_that_nobody_waits_for_is_told_without_its_words(foreign: Callable[[str], logging.Logger], lines: Lines) -> None:
    foreign("asyncio")

    async def fail() -> None:
        raise ValueError("Muster")

    async def forget() -> None:
        task = asyncio.create_task(fail())
        await asyncio.sleep(0.01)
        del task

    asyncio.run(forget())
    (line,) = lines
    assert (line["event"], line["exceptions"][0]["type"]) == ("Task exception was never retrieved", "builtins.ValueError")
    assert "Muster" not in str(line)


# where the log cannot be written


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), BrokenPipeError(), BlockingIOError()])
def test_a_log_that_cannot_be_written_fails_nobody(fault: OSError, stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: bytes) -> None:
        raise fault

    monkeypatch.setattr(LINES, "write", fail)
    assert stranger.ask(ROLE)["viewer"] is None


def test_what_is_no_json_is_no_fault(lines: Lines) -> None:
    LOG.info("event", fact=object(), text="fine")
    LOG.info("event", fact="\ud800")
    assert lines[0]["fact"] == "object"
    assert lines[1]["event"] == "a line could not be written"


def environment(settings: Settings, port: int) -> dict[str, str]:
    own = {"port": str(port), "database_url": settings.database_url, "documents": str(settings.documents), "outbox": str(settings.outbox)}
    return {**os.environ, **{f"GUICHET_{name.upper()}": value for name, value in own.items()}}


@pytest.mark.parametrize("broken_log", ["a full disk", "a closed pipe"])
def test_a_process_serves_on_when_its_log_is_gone(broken_log: str, portal: Portal, settings: Settings) -> None:
    port = free_port()
    if broken_log == "a full disk":
        error = os.open("/dev/full", os.O_WRONLY)
    else:
        reading, error = os.pipe()
        os.close(reading)
    process = subprocess.Popen([sys.executable, "-m", "cli", "serve"], cwd=ROOT, env=environment(settings, port), stderr=error)
    os.close(error)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, transport=httpx.HTTPTransport(retries=8)) as client:
            for query, status in ((ROLE, 200), ("{", 200), ("", 400)):
                assert client.post("/graphql", json={"query": query}).status_code == status
    finally:
        process.terminate()
        assert process.wait(30) == -signal.SIGTERM


# as it is served


def test_every_line_of_every_process_is_json(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    with serving(settings, tmp_path / "log", "--workers", "2") as served, httpx.Client(base_url=served.url, trust_env=False) as client:
        for _ in range(4):
            client.post("/graphql", json={"query": ROLE}, headers={"X-Request-Id": "mine"})
    found = [orjson.loads(line) for line in served.log.read_bytes().splitlines()]
    assert [line["request"] for line in found if line["event"] == "operation"] == ["mine"] * 4
    assert {"Application startup complete.", "Application shutdown complete."} <= {line["event"] for line in found}
    assert all({"time", "level", "event"} <= set(line) for line in found)


def test_for_people_a_line_is_to_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bytes] = []
    monkeypatch.setattr(LINES, "write", written.append)
    monkeypatch.setattr(LINES, "form", Form.CONSOLE)
    begin("abc")
    LOG.info("operation", name="Role", status=200)
    try:
        broken("Muster")
    except RuntimeError as error:
        report("fault", error, id="x")
    text = b"".join(written).decode()
    assert re.search(r"operation.*name.*Role.*status.*200", text)
    assert re.search(r"\n    builtins\.RuntimeError\n        tests/test_log\.py:\d+:", text)
    assert "Muster" not in text


def test_what_python_warns_of_is_a_line(portal: Portal, settings: Settings, tmp_path: Path) -> None:
    """In a process of its own: `configure` takes the whole process over."""
    script = """
import logging, sys, threading, warnings
from logs import Form, configure
configure(Form.JSON)
warnings.simplefilter("always")
warnings.warn("Muster", RuntimeWarning)
def fail(): raise ValueError("Muster")
thread = threading.Thread(target=fail); thread.start(); thread.join()
class Failing:
    def __del__(self): fail()
Failing()
logging.getLogger("tortoise").info("Muster")
logging.getLogger("x").warning("a %d", "Muster")
"""
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
    found = [orjson.loads(line) for line in run.stderr.splitlines()]
    assert [line["event"] for line in found] == ["Python warns", "a thread ended", "nobody could catch this", "a"]
    assert b"Muster" not in run.stderr
    assert found[0]["kind"] == "RuntimeWarning"


def test_a_user_s_id_and_the_deployment_s_secret_make_the_name() -> None:
    user = UUID(int=1)
    assert re.fullmatch(r"[0-9a-f]{16}", Pseudonyms("secret").name(user))
    assert Pseudonyms("secret").name(user) == Pseudonyms("secret").name(user) != Pseudonyms("secret").name(uuid4())
