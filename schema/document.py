"""Documents of a claim."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

import models
from models import DocumentCategory
from permissions.claim import SeeClaims
from permissions.document import SeeDocuments
from resolvers.document import list_claims_of_documents, list_download_urls
from schema.can import can
from schema.field import column, field
from schema.node import Node, noun

if TYPE_CHECKING:
    from schema.claim import Claim


@noun(models.Document)
class Document(Node):
    """Document of a claim: a file with its metadata."""

    name: str = column(
        "File name, at most 255 characters, without directories and control characters."
    )
    media_type: str = column("Media type, detected from the content, such as `application/pdf`.")
    size: int = column("Size in bytes.")
    sha256: str = column("SHA-256 digest of the content, as 64 hexadecimal digits.")
    category: DocumentCategory = column("Category, which decides who may download the document.")
    uploaded_by: str = column(
        "Name of the person who uploaded the document, as it was at the time."
    )
    uploaded_at: datetime = column("Timestamp of the upload.")
    download_url: str | None = field(list_download_urls, needs=SeeDocuments)
    claim: Annotated["Claim", strawberry.lazy("schema.claim")] | None = field(
        list_claims_of_documents, needs=SeeClaims
    )
    can: Any = can(models.Document)
