"""An exception as the log may know it: what it is and where it happened, never what it says.

Messages hold values: a database names the row that is there already, a parser quotes what it could not read. So of an
exception there are its type, the places in the code, the same of its causes, and those attributes that are names of the
code's or the schema's own.
"""

import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any, Final

ROOT: Final = str(Path(__file__).parent.parent)
FRAMES, CAUSES = 40, 5
"""The innermost frames, and exceptions in a row, that are told."""

NAMES: Final[Mapping[str, type]] = {
    "sqlstate": str,
    "constraint_name": str,
    "table_name": str,
    "column_name": str,
    "sqlite_errorname": str,
    "errno": int,
}
"""Attributes of databases' and the system's exceptions, which are codes and names of the schema."""


def told(error: BaseException) -> Iterator[dict[str, Any]]:
    """The exception, then what caused it."""
    seen: set[int] = set()
    for one in islice(_causes(error), CAUSES):
        if id(one) in seen:
            return
        seen.add(id(one))
        names = {
            name: value
            for name, kind in NAMES.items()
            if isinstance(value := getattr(one, name, None), kind) and value
        }
        yield {
            "type": f"{type(one).__module__}.{type(one).__qualname__}",
            **names,
            "frames": _frames(one.__traceback__),
        }


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and those behind it; of a group, its first."""
    while error is not None:
        yield error
        grouped = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else None
        error = (
            grouped
            or error.__cause__
            or (None if error.__suppress_context__ else error.__context__)
        )


def _frames(traceback: TracebackType | None) -> list[str]:
    """The places, the innermost last, as `resolvers/claim.py:42:submit_claim`."""
    frames = [
        f"{short(frame.f_code.co_filename)}:{line}:{frame.f_code.co_qualname}"
        for frame, line in walk_tb(traceback)
    ]
    return frames[-FRAMES:]


def short(path: str) -> str:
    """A file's path from the project, or from where Python found it."""
    homes = (home for home in (ROOT, *sys.path) if home and path.startswith(f"{home}/"))
    return path[len(max(homes, key=len, default="")) :].lstrip("/")
