"""What the log says of an operation: its document, its kind and name as that has them, and what it costs."""

from graphql import OperationDefinitionNode
from strawberry.types.graphql import OperationType

from execution.documents import Document, digest_of
from logs import current
from logs.entry import MAX_NAME_LENGTH


def note(document: Document, operation: OperationDefinitionNode, kind: OperationType) -> None:
    """Which operation it is."""
    entry = current()
    if entry is not None:
        entry.document, entry.kind = document.digest, kind.value
        if operation.name is not None:
            entry.name = operation.name.value[:MAX_NAME_LENGTH]


def note_text(text: str) -> None:
    """Which text was refused before it was a document, or has no such operation."""
    entry = current()
    if entry is not None and entry.document is None:
        entry.document = digest_of(text)


def note_cost(cost: int) -> None:
    """What it costs, once it is admitted."""
    entry = current()
    if entry is not None:
        entry.cost = cost
