"""Descriptions of exceptions for the log: type and traceback, never the message.

Messages hold values: a database quotes the existing row, a parser quotes its input. A description
therefore has the type, the frames, the same of the causes, and those attributes that are codes or
names of the code and the schema.
"""

import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any, Final

ROOT: Final = str(Path(__file__).parent.parent)
MAX_FRAMES, MAX_CAUSES = 40, 5
"""Limits of the innermost frames and of the chained exceptions that are logged."""

SAFE_ATTRIBUTES: Final[Mapping[str, type]] = {
    "sqlstate": str,
    "constraint_name": str,
    "table_name": str,
    "column_name": str,
    "sqlite_errorname": str,
    "errno": int,
}
"""Attributes of database and system exceptions that are codes or names of the schema."""


def describe_exception(error: BaseException) -> Iterator[dict[str, Any]]:
    """Describe an exception and its causes."""
    seen: set[int] = set()
    for one in islice(_causes(error), MAX_CAUSES):
        if id(one) in seen:
            return
        seen.add(id(one))
        names = {
            name: value
            for name, kind in SAFE_ATTRIBUTES.items()
            if isinstance(value := getattr(one, name, None), kind) and value
        }
        yield {
            "type": f"{type(one).__module__}.{type(one).__qualname__}",
            **names,
            "frames": _frames(one.__traceback__),
        }


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the exception and its causes; of a group, the first exception."""
    while error is not None:
        yield error
        grouped = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else None
        error = (
            grouped
            or error.__cause__
            or (None if error.__suppress_context__ else error.__context__)
        )


def _frames(traceback: TracebackType | None) -> list[str]:
    """Return the frames, innermost last, as `resolvers/claim.py:42:submit_claim`."""
    frames = [
        f"{short_path(frame.f_code.co_filename)}:{line}:{frame.f_code.co_qualname}"
        for frame, line in walk_tb(traceback)
    ]
    return frames[-MAX_FRAMES:]


def short_path(path: str) -> str:
    """Return a file's path relative to the project or to its `sys.path` entry."""
    folders = (home for home in (ROOT, *sys.path) if home and path.startswith(f"{home}/"))
    return path[len(max(folders, key=len, default="")) :].lstrip("/")
