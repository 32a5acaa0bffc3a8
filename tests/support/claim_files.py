"""Files for uploads, GraphQL documents about claim files, and the state that uploads leave."""

import io
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

import models
from data.global_id import write_id
from tests.support.portal import Client, Portal
from tests.support.world import World

CONTENT_TYPES = "[Content_Types].xml"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(range(256))
TEXT = "Rapport d'accident : chute à ski, Zermatt.\r\n".encode()
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

UPLOAD = """mutation ($claimId: ID!, $files: [Upload!]!, $category: DocumentCategory! = GENERAL) {
  uploadDocuments(claimId: $claimId, files: $files, category: $category) {
    documents { id name mediaType size sha256 category uploadedBy uploadedAt }
    errors { code field message } } }"""
REMOVE = "mutation ($id: ID!) { removeDocument(documentId: $id) { claim { id } errors { code field message } } }"
FILE = """query ($id: ID!) { claim(id: $id) { status cover number submittedAt
  documents { id name mediaType size sha256 category downloadUrl }
  events { kind status actor message at } } }"""


def picture(kind: str, mode: str = "RGB", **options: Any) -> bytes:
    """Return a small real image."""
    kept = io.BytesIO()
    Image.new(mode, (8, 8)).save(kept, kind, **options)
    return kept.getvalue()


def archive(*names: str, comment: bytes = b"") -> bytes:
    """Return a zip archive of members with these names."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as members:
        members.comment = comment
        for name in names:
            members.writestr(name, "<xml/>")
    return kept.getvalue()


DOCX = archive(CONTENT_TYPES, "_rels/.rels", "word/document.xml")
XLSX = archive(CONTENT_TYPES, "_rels/.rels", "xl/workbook.xml")


def upload(client: Client, claim: models.Claim, *files: tuple[str, bytes], **variables: Any) -> Any:
    """Upload files into a claim; returns the payload."""
    answer = client.upload(UPLOAD, list(files), claimId=write_id(claim), **variables)
    return answer["uploadDocuments"]


def claim_file(client: Client, claim: models.Claim) -> Any:
    """Return the claim file as the client sees it."""
    return client.ask(FILE, id=write_id(claim))["claim"]


def claim_event_kinds(client: Client, claim: models.Claim) -> list[str]:
    """Return the kinds of the claim's events, oldest first."""
    return [event["kind"] for event in claim_file(client, claim)["events"]]


def files_on_disk(portal: Portal) -> set[Path]:
    """Return all files in the documents' folder, half-received files included."""
    return {path for path in portal.settings.documents.rglob("*") if path.is_file()}


def gone_from_disk(portal: Portal, before: set[Path]) -> set[Path]:
    """Return those of these files that no longer exist: bytes are removed after the response."""
    until = time.monotonic() + 10
    while before <= files_on_disk(portal) and time.monotonic() < until:
        time.sleep(0.01)
    return before - files_on_disk(portal)


def temporary_files() -> list[str]:
    """Return the open, unnamed temporary files of this process, which is the portal's too."""
    links = []
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            links.append(str(descriptor.readlink()))
        except FileNotFoundError:
            continue
    return sorted(
        link
        for link in links
        if link.startswith(tempfile.gettempdir()) and link.endswith("(deleted)")
    )


def stored_state(world: World) -> Any:
    """Return the rows of both companies' claims, the stored files and the open temporary files."""
    companies = [world.a.company.id, world.b.company.id]
    return world.portal.run(_rows(companies)), files_on_disk(world.portal), temporary_files()


async def _rows(companies: list[Any]) -> list[Any]:
    parts = (models.IncapacityPeriod, models.ClaimEvent, models.Document)
    claims = await models.Claim.filter(company_id__in=companies).order_by("id").values()
    return [
        claims,
        *[
            await part.filter(claim__company_id__in=companies).order_by("id").values()
            for part in parts
        ],
    ]


@contextmanager
def nothing_changes(world: World) -> Iterator[None]:
    """Assert that the block leaves rows and files as they were."""
    before = stored_state(world)
    yield
    assert stored_state(world) == before
