"""What the line of the request under way says. Whoever knows something of it notes it here; the transport writes it."""

from collections.abc import Callable
from contextvars import ContextVar
from operator import attrgetter
from time import perf_counter
from typing import Any, Final

LONGEST_NAME: Final = 64
MOST_CODES: Final = 10
TOLD: Final = ("name", "document", "kind", "viewer", "cost", "codes", "fields")
"""What a line says of an entry, in this order."""
_told_of: Final[Callable[[Any], tuple[Any, ...]]] = attrgetter(*TOLD)


class Entry:
    """A request, from its beginning on."""

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
        """The operation's, as its document has it: letters, digits and underscores that the client chose."""
        self.document: str | None = None
        """The beginning of a SHA-256: of the document, without the values in it."""
        self.kind: str | None = None
        """Query or mutation."""
        self.viewer: str | None = None
        """A pseudonym."""
        self.cost: int | None = None
        self.codes: list[str] | None = None
        """How it came out: the codes of refusals and of an order's problems; None where all went well."""
        self.fields: list[str] | None = None
        """Which fields of the schema were refused."""

    def note_code(self, code: str, field_name: str | None) -> None:
        """Note how something came out, and at which field of the schema."""
        self.codes = [*(self.codes or ()), code][:MOST_CODES]
        if field_name is not None:
            self.fields = [*(self.fields or ()), field_name][:MOST_CODES]

    def facts(self, status: int) -> dict[str, Any]:
        """The line's facts; what is not known, or did not happen, is left out."""
        facts = {
            name: value
            for name, value in zip(TOLD, _told_of(self), strict=True)
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
    """A request begins, under this id."""
    entry = Entry(request)
    _current.set(entry)
    return entry


current: Final[Callable[[], Entry | None]] = _current.get
"""The request under way; None where there is none, as in a command."""


def count_statement() -> None:
    """A statement goes to the database."""
    entry = _current.get()
    if entry is not None:
        entry.statements += 1


def note_code(code: str, field_name: str | None = None) -> None:
    """Note how something came out, where a request is under way."""
    entry = _current.get()
    if entry is not None:
        entry.note_code(code, field_name)
