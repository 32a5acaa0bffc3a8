"""Log entry of the current request: each module notes its facts, the transport writes it."""

from collections.abc import Callable
from contextvars import ContextVar
from operator import attrgetter
from time import perf_counter
from typing import Any, Final

MAX_NAME_LENGTH: Final = 64
MAX_CODES: Final = 10
FACT_NAMES: Final = ("name", "document", "kind", "viewer", "cost", "codes", "fields")
"""Facts of an entry in the order of the line."""
_read_facts: Final[Callable[[Any], tuple[Any, ...]]] = attrgetter(*FACT_NAMES)


class Entry:
    """Log entry of one request."""

    __slots__ = (
        "began",
        "codes",
        "cost",
        "document",
        "fields",
        "kind",
        "name",
        "request",
        "statements",
        "viewer",
    )

    def __init__(self, request: str) -> None:
        self.request, self.began, self.statements = request, perf_counter(), 0
        self.name: str | None = None
        """Name of the operation: letters, digits and underscores chosen by the client."""
        self.document: str | None = None
        """Prefix of the SHA-256 of the document without its literals."""
        self.kind: str | None = None
        """Query or mutation."""
        self.viewer: str | None = None
        """Pseudonym of the viewer."""
        self.cost: int | None = None
        self.codes: list[str] | None = None
        """Codes of refusals and of a mutation's problems; None for a success."""
        self.fields: list[str] | None = None
        """Fields of the schema that were refused."""

    def note_code(self, code: str, field_name: str | None) -> None:
        """Note the code of a result, and the field of the schema it belongs to."""
        self.codes = [*(self.codes or ()), code][:MAX_CODES]
        if field_name is not None:
            self.fields = [*(self.fields or ()), field_name][:MAX_CODES]

    def facts(self, status: int) -> dict[str, Any]:
        """Return the facts of the line; unknown ones are left out."""
        facts = {
            name: value
            for name, value in zip(FACT_NAMES, _read_facts(self), strict=True)
            if value is not None
        }
        facts["ms"], facts["sql"], facts["status"] = (
            round((perf_counter() - self.began) * 1000, 2),
            self.statements,
            status,
        )
        return facts


_current: ContextVar[Entry | None] = ContextVar("entry", default=None)


def begin(request: str) -> Entry:
    """Begin the entry of a request with this id."""
    entry = Entry(request)
    _current.set(entry)
    return entry


current: Final[Callable[[], Entry | None]] = _current.get
"""Return the entry of the current request; None outside requests, as in a command."""


def count_statement() -> None:
    """Count a statement sent to the database."""
    entry = _current.get()
    if entry is not None:
        entry.statements += 1


def note_code(code: str, field_name: str | None = None) -> None:
    """Note the code of a result, if there is a current request."""
    entry = _current.get()
    if entry is not None:
        entry.note_code(code, field_name)
