"""Cost of the log: a line from the request's start to the write, and counting a statement.

The best of many short rounds counts.
"""

import asyncio
import os
import tempfile
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from logs import REQUEST_LOG, WRITER, Pseudonyms, begin, count_statement
from transport.request_id import request_id

ROUNDS, TIMES = 400, 250
SCOPE = {"headers": [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")]}


async def main() -> None:
    """Measure and print."""
    names, user = Pseudonyms("a secret of the benchmark"), uuid4()

    def line() -> None:
        entry = begin(request_id(SCOPE))
        entry.kind, entry.name, entry.document, entry.cost = (
            "query",
            "Viewer",
            "2119cc5f06c88c9a",
            3,
        )
        entry.viewer = names.name(user)
        REQUEST_LOG.info("operation", **entry.facts(200))

    with tempfile.TemporaryFile() as file:
        WRITER.write, WRITER.requests.buffers = lambda lines: os.write(file.fileno(), lines), True
        to_file = best(line)
    WRITER.write = len
    print(
        f"a line: {best(line):.1f} µs, written to a file: {to_file:.1f} µs; "
        f"a statement counted: {best(count_statement):.2f} µs"
    )


def best(work: Callable[[], None]) -> float:
    """Return the microseconds of one call in the least disturbed round."""
    rounds = []
    for _ in range(ROUNDS):
        began = perf_counter()
        for _ in range(TIMES):
            work()
        rounds.append((perf_counter() - began) / TIMES * 1e6)
    return min(rounds)


if __name__ == "__main__":
    asyncio.run(main())
