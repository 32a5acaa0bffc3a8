"""Files of an upload: their types, sizes, number and names."""

import hashlib

import pytest

import models
from data.global_id import to_global_id
from tests.support import wire
from tests.support.claim_files import (
    DOCX,
    EICAR,
    HEIC,
    PDF,
    TEXT,
    UPLOAD,
    XLSX,
    archive,
    claim_file,
    files_on_disk,
    nothing_changes,
    picture,
    upload,
)
from tests.support.portal import Portal
from tests.support.world import World, create_world

JPEG, PNG = picture("JPEG"), picture("PNG")


@pytest.fixture(scope="module")
def world(portal: Portal) -> World:
    """One world for all: each test has a claim of its own."""
    return create_world(portal)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (picture("TIFF"), "image/tiff"),
        (HEIC, "image/heic"),
        (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (TEXT, "text/plain"),
    ],
)
def test_the_type_is_detected_from_the_content(
    content: bytes, media_type: str, world: World
) -> None:
    (document,) = upload(
        world.client("user with claims"), world.claim(), ("programme.exe", content)
    )["documents"]
    assert document["mediaType"] == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html>",
        b"MZ\x90\0" + bytes(99),
        EICAR,
        archive("a.txt"),
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    ],
)
def test_a_forbidden_type_is_refused_under_any_file_name(content: bytes, world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    with nothing_changes(world):
        payload = upload(client, claim, ("certificat.pdf", content))
    assert payload["documents"] is None
    assert [(error["code"], error["field"]) for error in payload["errors"]] == [
        ("FILE_TYPE_NOT_ALLOWED", ["files", "0"])
    ]


@pytest.mark.parametrize(("bad", "code"), [(b"", "FILE_EMPTY"), (b"MZ\0", "FILE_TYPE_NOT_ALLOWED")])
@pytest.mark.parametrize("place", [0, 1])
def test_one_bad_file_of_two_keeps_both_out(
    place: int, bad: bytes, code: str, world: World
) -> None:
    client, claim = world.client("user with claims"), world.claim()
    files = [("bon.pdf", PDF)]
    files.insert(place, ("mauvais.pdf", bad))
    with nothing_changes(world):
        payload = upload(client, claim, *files)
    assert [(error["code"], error["field"]) for error in payload["errors"]] == [
        (code, ["files", str(place)])
    ]


def test_each_bad_file_has_its_error(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    with nothing_changes(world):
        payload = upload(
            client, claim, ("leer.pdf", b""), ("gut.pdf", PDF), ("programm.pdf", b"MZ\0")
        )
    told = [(error["code"], error["field"]) for error in payload["errors"]]
    assert told == [("FILE_EMPTY", ["files", "0"]), ("FILE_TYPE_NOT_ALLOWED", ["files", "2"])]


def test_a_file_over_the_limit_keeps_the_other_one_out_as_well(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    files = [("bon.pdf", PDF), ("grand.pdf", PDF.ljust(world.portal.settings.max_file_bytes + 1))]
    with nothing_changes(world):
        answer = client.upload(UPLOAD, files, claimId=to_global_id(claim))
    assert (answer.response.status_code, answer.code) == (413, "PAYLOAD_TOO_LARGE")


@pytest.mark.parametrize("less", [1, 0])
def test_a_file_up_to_the_limit_is_taken(less: int, world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    content = PDF.ljust(world.portal.settings.max_file_bytes - less)
    (document,) = upload(client, claim, ("grand.pdf", content))["documents"]
    assert document["size"] == len(content)
    assert document["sha256"] == hashlib.sha256(content).hexdigest()


def test_more_files_than_allowed_are_refused(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    assert (
        len(upload(client, claim, *[("a.pdf", PDF)] * world.portal.settings.max_files)["documents"])
        == 5
    )
    with nothing_changes(world):
        answer = client.upload(UPLOAD, [("a.pdf", PDF)] * 6, claimId=to_global_id(claim))
    assert (answer.response.status_code, answer.code) == (413, "PAYLOAD_TOO_LARGE")
    assert answer.errors[0]["message"] == "Upload between 1 and 5 files at once."


def test_no_file_at_all_is_refused(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    with nothing_changes(world):
        payload = client.payload_of(UPLOAD, claimId=to_global_id(claim), files=[])
    assert [(error["code"], error["field"]) for error in payload["errors"]] == [
        ("TOO_MANY_FILES", ["files"])
    ]


def test_a_claim_has_a_limit_of_documents(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    template = {
        "claim_id": claim.id,
        "name": "a",
        "media_type": "text/plain",
        "size": 1,
        "sha256": "",
        "uploaded_by": "",
    }
    count = world.portal.settings.max_documents - 1
    rows = [
        models.Document(**template, uploaded_at=claim.created_at, storage_key=str(number))
        for number in range(count)
    ]
    world.portal.run(models.Document.bulk_create(rows))
    with nothing_changes(world):
        payload = upload(client, claim, ("a.pdf", PDF), ("b.pdf", PDF))
    assert [(error["code"], error["field"]) for error in payload["errors"]] == [
        ("TOO_MANY_DOCUMENTS", ["files"])
    ]
    assert upload(client, claim, ("a.pdf", PDF))["errors"] == []


NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "/etc/passwd": "passwd",
    "C:\\\\Windows\\\\System32\\\\drivers.pdf": "drivers.pdf",
    "..": "document",
    "": "document",
    " . . ": "document",
    ".pdf": "pdf",
    "a\tb\x01c\x7f.pdf": "abc.pdf",
    "facture\u202efdp.exe": "facturefdp.exe",
    "\u2066caché\u2069\u200b.pdf": "caché.pdf",
    "ligne\u2028suite\u0085.pdf": "lignesuite.pdf",
    "Bérénice Müller – été.pdf": "Bérénice Müller – été.pdf",
    "日本語 😀.pdf": "日本語 😀.pdf",
    "a'; DROP TABLE claim;--.pdf": "a'; DROP TABLE claim;--.pdf",
    "%2e%2e%2fpasswd.pdf": "%2e%2e%2fpasswd.pdf",
    "a%0d%0aSet-Cookie: x=1.pdf": "a%0d%0aSet-Cookie: x=1.pdf",
    "CON": "CON",
    "x" * 300 + ".pdf": "x" * 251 + ".pdf",
    "é" * 300: "é" * 255,
    "a." + "b" * 300: "a." + "b" * 253,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_s_name_is_clean_data_and_never_a_path(name: str, world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    folders = {path.parent.parent for path in files_on_disk(world.portal)} | {
        world.portal.settings.documents
    }
    body = wire.upload_body(UPLOAD, [(name.encode(), PDF)], claimId=to_global_id(claim))
    (document,) = wire.post(client, body).json["data"]["uploadDocuments"]["documents"]
    assert document["name"] == NAMES[name]
    seen = claim_file(client, claim)
    assert seen["documents"][0]["name"] == seen["events"][0]["message"] == NAMES[name]
    assert {path.parent.parent for path in files_on_disk(world.portal)} == folders


@pytest.mark.parametrize(
    "name", [b"a\r\nSet-Cookie: x=1.pdf", b"a\0b.pdf", b"\xff\xfe.pdf", b'a"b.pdf']
)
def test_a_file_s_name_that_is_no_header_does_no_harm(name: bytes, world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    reply = wire.post(client, wire.upload_body(UPLOAD, [(name, PDF)], claimId=to_global_id(claim)))
    assert reply.status in (200, 400)
    for document in claim_file(client, claim)["documents"]:
        assert document["name"].isprintable()
        answer = client.http.get(document["downloadUrl"])
        assert (answer.content, answer.headers.get("set-cookie")) == (PDF, None)
