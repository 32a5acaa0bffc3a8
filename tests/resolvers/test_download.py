"""Download links: signed, short-lived, bound to the session that asked; the bytes come back as they were sent."""

import os
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

import models
from models import UserStatus
from tests.support.claim_files import PDF, claim_file, nothing_changes, upload
from tests.support.portal import Client, Portal
from tests.support.world import World

CONTENT = PDF + os.urandom(200_000)
NAME = "Bérénice – „Bericht“ 日本語.pdf"


def links(
    portal: Portal, *, age: int = 0, key: str | None = None, salt: str = "guichet download"
) -> URLSafeTimedSerializer:
    """Return the application's signer of links, as of an age in seconds."""

    class Signer(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() - age

    secret = key or portal.settings.secret_key.get_secret_value()
    return URLSafeTimedSerializer(secret, salt=salt, signer=Signer)


def sent(client: Client, claim: models.Claim) -> str:
    """The link to a document that was just transferred."""
    upload(client, claim, (NAME, CONTENT))
    link: str = claim_file(client, claim)["documents"][0]["downloadUrl"]
    return link


def payload_of(world: World, link: str) -> list[str]:
    payload: list[str] = links(world.portal).loads(link.rsplit("/", 1)[1])
    return payload


def refused(client: Client, link: str) -> None:
    """The one answer to every link that does not hold: not found."""
    answer = client.http.get(link)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]) == (404, {"code": "NOT_FOUND"})
    assert error["message"] == "This link is not valid or has expired: request a new one."
    assert "content-disposition" not in answer.headers


def test_the_bytes_come_back_as_they_were_sent(world: World, anonymous: Client) -> None:
    """The link alone suffices, as browsers follow it without a bearer token."""
    answer = anonymous.http.get(sent(world.client("user with claims"), world.claim()))
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-length"] == str(len(CONTENT))


def test_a_download_is_an_attachment_that_is_neither_sniffed_nor_cached(
    world: World,
) -> None:
    client = world.client("user with claims")
    headers = client.http.get(sent(client, world.claim())).headers
    kind, _, name = headers["content-disposition"].partition("; filename*=utf-8''")
    assert (kind, unquote(name)) == ("attachment", NAME)
    assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "name", ['a".pdf', "a; filename=b.exe", "plain.pdf", "a%22.pdf", "été.pdf"]
)
def test_a_name_never_breaks_out_of_its_header(name: str, world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    world.document(claim, name=name)
    header = client.http.get(claim_file(client, claim)["documents"][0]["downloadUrl"]).headers[
        "content-disposition"
    ]
    assert header in (
        f'attachment; filename="{name}"',
        f"attachment; filename*=utf-8''{quote(name)}",
    )
    assert header.count('"') in (0, 2)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100000-150000", 100_000, 150_000),
        ("bytes=200000-", 200_000, len(CONTENT) - 1),
        ("bytes=-10", len(CONTENT) - 10, len(CONTENT) - 1),
        ("bytes=5-999999999", 5, len(CONTENT) - 1),
    ],
)
def test_a_range_of_bytes_is_answered_with_just_these(
    asked: str, first: int, last: int, world: World
) -> None:
    client = world.client("user with claims")
    answer = client.http.get(sent(client, world.claim()), headers={"Range": asked})
    assert (answer.status_code, answer.content) == (206, CONTENT[first : last + 1])
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(CONTENT)}"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_download_that_broke_off_is_resumed_only_of_the_same_bytes(world: World) -> None:
    client = world.client("user with claims")
    link = sent(client, world.claim())
    etag = client.http.get(link, headers={"Range": "bytes=0-99"}).headers["etag"]
    rest = client.http.get(link, headers={"Range": "bytes=100-", "If-Range": etag})
    other = client.http.get(link, headers={"Range": "bytes=100-", "If-Range": '"other"'})
    assert (rest.status_code, rest.content) == (206, CONTENT[100:])
    assert (other.status_code, other.content) == (200, CONTENT)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("bytes=999999999-", 416),
        ("bytes=-0", 416),
        ("bytes=9-3", 400),
        ("lines=1-2", 400),
        ("bytes=x-y", 400),
        ("bytes=--5", 416),
        (f"bytes=0-{'9' * 5000}", 400),
    ],
)
def test_a_range_that_makes_no_sense_is_refused(asked: str, status: int, world: World) -> None:
    client = world.client("user with claims")
    answer = client.http.get(sent(client, world.claim()), headers={"Range": asked})
    assert answer.status_code == status
    assert len(answer.content) < 100


def test_ranges_by_the_thousand_cost_no_more_than_the_file(world: World) -> None:
    client = world.client("user with claims")
    link = sent(client, world.claim())
    thousand = client.http.get(
        link, headers={"Range": "bytes=" + ",".join(f"{n}-{n}" for n in range(0, 3000, 3))}
    )
    overlapping = client.http.get(link, headers={"Range": "bytes=" + ",".join(["0-"] * 90)})
    assert (thousand.status_code, thousand.content) == (200, CONTENT)
    assert len(overlapping.content) < len(CONTENT) + 500


def test_a_forged_link_is_not_found(world: World) -> None:
    client = world.client("user with claims")
    link = sent(client, world.claim())
    start, token = link.rsplit("/", 1)
    payload = payload_of(world, link)
    signed, signature = token.rsplit(".", 1)
    other = ("A" if signature[0] != "A" else "B") + signature[1:]
    by_hand = [
        f"{signed}.{other}",
        f"{signed}.",
        signed,
        signature,
        f"A{token}",
        token.swapcase(),
        "x",
        "..",
        "%00",
        "a" * 8000,
    ]
    by_others = [
        links(world.portal, key="another key").dumps(payload),
        links(world.portal, salt="itsdangerous").dumps(payload),
    ]
    for forged in by_hand + by_others:
        answer = client.http.get(f"{start}/{forged}")
        assert answer.status_code == 404, forged
        assert CONTENT[:9] not in answer.content


@pytest.mark.parametrize(
    "payload",
    [None, 1, "d", [], ["d"], ["d", "x", "y"], ["z", "0" * 32, "0" * 32], [["d"], {}, 0], {"d": 1}],
)
def test_a_signed_link_without_content_is_not_found(
    payload: Any, world: World, anonymous: Client
) -> None:
    refused(anonymous, f"/download/{links(world.portal).dumps(payload)}")


def test_a_link_is_good_for_some_minutes_only(world: World) -> None:
    client = world.client("user with claims")
    payload = payload_of(world, sent(client, world.claim()))
    minutes = int(world.portal.settings.download_lifetime.total_seconds())
    young, old, future = (
        links(world.portal, age=age).dumps(payload) for age in (minutes - 30, minutes + 2, -60)
    )
    assert client.http.get(f"/download/{young}").content == CONTENT
    refused(client, f"/download/{old}")
    refused(client, f"/download/{future}")


def test_a_link_ends_with_its_session(world: World) -> None:
    client = world.client("user with claims")
    link = sent(client, world.claim())
    client.mutate("mutation { signOut { signedOut errors { code } } }")
    refused(world.client("user with claims"), link)


@pytest.mark.parametrize("column", ["expires_at", "last_used_at"])
def test_a_link_ends_when_its_session_is_too_old(column: str, world: World) -> None:
    client = world.client("user with claims")
    link = sent(client, world.claim())
    session = models.Session.filter(user_id=world.a.people["user with claims"].user.id)
    world.portal.run(session.update(**{column: datetime.now(UTC) - timedelta(hours=13)}))
    refused(client, link)


def test_a_link_ends_when_the_access_is_withdrawn(world: World) -> None:
    client = world.client("user with claims")
    link = sent(client, world.claim())
    user = world.a.people["user with claims"]
    change = "mutation ($id: ID!) { changeAccesses(userId: $id, accesses: [INVOICES]) { user { id } errors { code } } }"
    world.client("administrator with user management").mutate(change, id=user.id)
    refused(client, link)


def test_a_link_ends_when_the_user_is_suspended_or_removed(world: World) -> None:
    client, person = world.client("user with claims"), world.a.people["user with claims"]
    link = sent(client, world.claim())
    world.portal.run(models.User.filter(id=person.user.id).update(status=UserStatus.SUSPENDED))
    refused(client, link)
    world.portal.run(models.User.filter(id=person.user.id).update(status=UserStatus.ACTIVE))
    assert client.http.get(link).status_code == 200
    world.portal.run(models.Membership.filter(user_id=person.user.id).delete())
    refused(client, link)


def test_a_link_ends_when_its_fiduciary_acts_for_another_company(world: World) -> None:
    client, claim = world.client("fiduciary"), world.claim()
    link = sent(client, claim)
    client.adopt(
        client.mutate(
            "mutation ($id: ID!) { switchCompany(companyId: $id) { token errors { code } } }",
            id=world.b.id,
        )
    )
    refused(client, link)


def test_no_link_reaches_another_company_s_document(world: World) -> None:
    client, theirs = world.client("user with claims"), world.document(world.claim("b"))
    kind, _, session = payload_of(world, sent(client, world.claim()))
    refused(client, f"/download/{links(world.portal).dumps([kind, theirs.id.hex, session])}")


def test_no_link_lets_an_employer_reopen_a_medical_document(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    medical = world.document(claim, category=models.DocumentCategory.MEDICAL)
    kind, _, session = payload_of(world, sent(client, world.claim()))
    refused(client, f"/download/{links(world.portal).dumps([kind, medical.id.hex, session])}")


def test_a_link_of_a_session_that_waits_for_its_second_factor_is_not_found(world: World) -> None:
    client = world.client("user with claims")
    link = sent(client, world.claim())
    world.portal.run(
        models.Session.filter(user_id=world.a.people["user with claims"].user.id).update(
            proved_at=None
        )
    )
    refused(client, link)


def test_a_user_with_invoices_only_downloads_no_document(
    world: World,
) -> None:
    link = sent(world.client("user with claims"), world.claim())
    person = world.a.people["user with invoices"]
    world.sign_in_as(person)
    session = world.portal.run(models.Session.get(user_id=person.user.id))
    kind, key, _ = payload_of(world, link)
    refused(
        world.client("user with claims"),
        f"/download/{links(world.portal).dumps([kind, key, session.id.hex])}",
    )


def test_a_link_reveals_neither_the_document_nor_its_owner(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    link = sent(client, claim)
    row = world.portal.run(models.Document.get(claim_id=claim.id))
    assert link.startswith(f"{world.portal.settings.origin}/download/")
    for secret in (
        row.storage_key,
        row.name,
        claim.number,
        client.http.headers["authorization"].split()[1],
    ):
        assert secret not in link


def test_downloading_changes_nothing(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    link = sent(client, claim)
    with nothing_changes(world):
        client.http.get(link)
        client.http.head(link)
        assert client.http.post(link).status_code == 405
