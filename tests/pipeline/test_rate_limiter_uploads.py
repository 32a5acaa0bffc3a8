"""Rate limit of uploads and downloads."""

import selectors
import socket
from contextlib import ExitStack

from data.global_id import to_global_id
from tests.support import wire
from tests.support.claim_files import PDF, UPLOAD, claim_file, nothing_changes, upload
from tests.support.portal import Client
from tests.support.rate_limits import POINTS, REQUESTS, ROLE, ask_until_over
from tests.support.second_application import second_application
from tests.support.waiting import wait_until
from tests.support.world import World


def test_files_over_the_rate_limit_are_not_read(limited: World) -> None:
    client, claim = limited.client("user with claims"), limited.claim()
    assert (
        client.upload(UPLOAD, [("a.pdf", PDF)], claimId=to_global_id(claim))["uploadDocuments"][
            "errors"
        ]
        == []
    )
    ask_until_over(client, ROLE)
    headers = {
        "Content-Type": wire.MULTIPART,
        "Content-Length": "2000000",
        **wire.authorization(client),
    }
    with nothing_changes(limited):
        reply = wire.send(limited.portal, headers, wire.part("operations", b"{}"))
    assert (reply.status, reply.code, reply.headers["connection"]) == (429, "RATE_LIMITED", "close")


def test_uploads_under_way_are_bounded_by_what_they_announce(limited: World) -> None:
    """A point for each 500 kB: what is over is refused before any of it is received."""
    client = limited.client("user with claims")
    headers = {
        "Content-Type": wire.MULTIPART,
        "Content-Length": "3000000",
        **wire.authorization(client),
    }
    with ExitStack() as open_ones:
        begun = [open_ones.enter_context(wire.connection(limited.portal)) for _ in range(60)]
        for one in begun:
            wire.begin(one, headers, wire.part("operations", b"{}"))
        wait_until(
            lambda: len(answered(begun)) >= 60 - 2 * POINTS // 7
        )  # twice as many as there are points for: some come back meanwhile
        replies = [wire.receive(one) for one in answered(begun)]
    assert {(reply.status, reply.code, reply.headers["connection"]) for reply in replies} == {
        (429, "RATE_LIMITED", "close")
    }


def answered(connections: list[socket.socket]) -> list[socket.socket]:
    """Those on which something has come."""
    with selectors.DefaultSelector() as selector:
        for one in connections:
            selector.register(one, selectors.EVENT_READ)
        return [
            key.fileobj for key, _ in selector.select(0) if isinstance(key.fileobj, socket.socket)
        ]


def test_few_uploads_of_a_session_are_under_way_at_once(world: World) -> None:
    """However small: each holds memory and a place in the temporary folder for as long as it takes."""
    with second_application(world.portal, max_uploads=3) as portal:
        limited = World(portal, world.a, world.b)
        client, other, claim = (
            limited.client("user with claims"),
            limited.client("administrator"),
            limited.claim(),
        )
        headers, form = (
            {
                "Content-Type": wire.MULTIPART,
                "Content-Length": "1000",
                **wire.authorization(client),
            },
            wire.part("operations", b"{}"),
        )
        whole = form + wire.END
        with ExitStack() as open_ones:
            begun = [open_ones.enter_context(wire.connection(portal)) for _ in range(6)]
            for one in begun:
                wire.begin(one, headers, form)
            wait_until(lambda: len(answered(begun)) == 3)
            for refused in (*map(wire.receive, answered(begun)), wire.post(client, whole)):
                assert (refused.status, refused.code, refused.headers["retry-after"]) == (
                    429,
                    "RATE_LIMITED",
                    "1",
                )
            assert upload(other, claim, ("a.pdf", PDF))["errors"] == [], "others are not in its way"
        wait_until(lambda: wire.post(client, whole).status == 400)
        assert upload(client, claim, ("b.pdf", PDF))["errors"] == [], "they were given up"


def test_files_of_anonymous_callers_count_as_requests(limited_anonymous: Client) -> None:
    headers = {
        "Content-Type": wire.MULTIPART,
        "Content-Length": "2000000",
        "X-Requested-With": "tests",
    }
    headers["X-Forwarded-For"] = limited_anonymous.portal.address
    statuses = [
        wire.send(limited_anonymous.portal, headers, b"--").status for _ in range(REQUESTS + 2)
    ]
    assert (set(statuses[:REQUESTS]), statuses[-1]) == ({401}, 429)


def test_links_are_followed_at_the_session_s_expense(limited: World) -> None:
    client, claim = limited.client("user with claims"), limited.claim()
    upload(client, claim, ("a.pdf", PDF))
    link = claim_file(client, claim)["documents"][0]["downloadUrl"].removeprefix(limited.portal.url)
    assert client.http.get(link).content == PDF
    while client.http.get(link).status_code == 200:
        pass
    refused = client.http.get(link)
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (
        429,
        "RATE_LIMITED",
    )
    assert int(refused.headers["retry-after"]) >= 1
    assert client.ask(ROLE)["viewer"], (
        "whoever has the link takes nothing from the session's questions"
    )
