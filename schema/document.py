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
    """A file in a claim."""

    name: str
    media_type: str = column("Decided by the content, such as `application/pdf`.")
    size: int = column("Bytes.")
    sha256: str = column("SHA-256 of the bytes, hexadecimal.")
    category: DocumentCategory
    uploaded_by: str
    uploaded_at: datetime
    download_url: str | None = field(list_download_urls, needs=SeeDocuments)
    claim: Annotated["Claim", strawberry.lazy("schema.claim")] | None = field(
        list_claims_of_documents, needs=SeeClaims
    )
    can: Any = can(models.Document)
