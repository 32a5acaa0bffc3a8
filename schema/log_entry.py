"""Log entry of an operation: its document, kind, name and cost."""

from graphql import OperationDefinitionNode
from strawberry.types.graphql import OperationType

from execution.documents import Document, digest_of
from logs import current
from logs.entry import MAX_NAME_LENGTH


def note(document: Document, operation: OperationDefinitionNode, kind: OperationType) -> None:
    """Note document, kind and name of the operation."""
    entry = current()
    if entry is not None:
        entry.document, entry.kind = document.digest, kind.value
        if operation.name is not None:
            entry.name = operation.name.value[:MAX_NAME_LENGTH]


def note_text(text: str) -> None:
    """Note the digest of a text that was refused before it was a document."""
    entry = current()
    if entry is not None and entry.document is None:
        entry.document = digest_of(text)


def note_cost(cost: int) -> None:
    """Note the cost of an admitted operation."""
    entry = current()
    if entry is not None:
        entry.cost = cost
