"""Load generation by wrk, and the cost on the server."""

import json
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from benchmarks.scenarios import BenchmarkRequest
from benchmarks.servers import Server

CONNECTIONS = 8
DONE = """
done = function(summary, latency)
  local errors = summary.errors
  local form = '"requests": %d, "microseconds": %d, "errors": %d, "p50": %d, "p99": %d'
  io.write(string.format('RESULT {' .. form .. '}\\n', summary.requests, summary.duration,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""


@dataclass(frozen=True)
class Result:
    """Line of `results.json`."""

    scenario: str
    server: str
    rps: float
    p50_ms: float
    p99_ms: float
    sql_statements: int | None
    cpu_ms: float
    median_rps: float | None = None
    """Median of several rounds; printed, not stored."""


def drive(
    server: Server,
    scenario: str,
    scenario_requests: list[BenchmarkRequest],
    seconds: int,
    sql_statements: int | None = None,
) -> Result:
    """Send requests in turn over eight connections."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "script.lua"
        script.write_text(_script(server, scenario_requests, Path(folder)))
        before = server.cpu_seconds()
        found = _run_wrk(script, server.port, seconds)
    spent = server.cpu_seconds() - before
    if found["errors"] or not found["requests"]:
        raise AssertionError(f"{server.name} failed {found} requests of {scenario}")
    rps = found["requests"] / found["microseconds"] * 1e6
    cpu = spent / found["requests"] * 1000
    return Result(
        scenario,
        server.name,
        round(rps, 1),
        found["p50"] / 1000,
        found["p99"] / 1000,
        sql_statements,
        round(cpu, 3),
    )


def _run_wrk(script: Path, port: int, seconds: int) -> dict[str, Any]:
    """Run wrk and return the figures that its script prints."""
    options = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "20s", "-s", str(script)]
    command = ["wrk", *options, f"http://127.0.0.1:{port}"]
    output = subprocess.run(command, capture_output=True, text=True, check=True)
    match = re.search(r"RESULT (.*)", output.stdout)
    if match is None:
        raise RuntimeError(output.stdout + output.stderr)
    found: dict[str, Any] = json.loads(match.group(1))
    return found


def _script(server: Server, scenario_requests: list[BenchmarkRequest], folder: Path) -> str:
    """Return the wrk script with the requests, each body in a file to avoid quoting."""
    lines = [
        "local requests = {}",
        "init = function()",
        "local function read(p) local f = io.open(p, 'rb') local t = f:read('*a') f:close() "
        "return t end",
    ]
    for number, ask in enumerate(scenario_requests):
        body = folder / f"{number}.body"
        body.write_bytes(ask.body)
        headers = ", ".join(
            f"[{json.dumps(name)}] = {json.dumps(value)}"
            for name, value in server.headers(ask).items()
        )
        lines.append(
            f"requests[{number + 1}] = "
            f"wrk.format('POST', '{ask.path}', {{{headers}}}, read('{body}'))"
        )
    turn = (
        "end\nlocal turn = 0\n"
        "request = function() turn = turn % #requests + 1 return requests[turn] end"
    )
    return "\n".join([*lines, turn, DONE])


async def statements(server: Server, ask: BenchmarkRequest, log: Path) -> list[str]:
    """Return the SQL statements of one request with their values inlined."""
    connection = await asyncpg.connect(server.world.database_url)
    try:
        await _set(connection, "'all'", "-1")
        start = log.stat().st_size
        server.answer(ask)
        await _set(connection, "'none'", "-1")
    finally:
        await connection.close()
    with log.open() as text:
        text.seek(start)
        return _parsed(text.read())


async def _set(connection: asyncpg.Connection, statement: str, length: str) -> None:
    await connection.execute(f"ALTER SYSTEM SET log_statement = {statement}")
    await connection.execute(f"ALTER SYSTEM SET log_parameter_max_length = {length}")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.execute("SELECT pg_sleep(0.5)")


def _parsed(text: str) -> list[str]:
    entries = re.split(r"^\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] ", text, flags=re.MULTILINE)
    found: list[str] = []
    for entry in entries:
        kind, _, rest = entry.partition(":  ")
        if kind == "LOG" and (
            match := re.match(r"(?:statement|execute [^:]+): (.*)", rest, re.DOTALL)
        ):
            sql = match.group(1).strip()
            if not re.match(r"ALTER SYSTEM|SELECT pg_(reload_conf|sleep)", sql):
                found.append(sql)
        elif kind == "DETAIL" and found and "arameters: " in rest:
            values = dict(re.findall(r"\$(\d+) = ('(?:[^']|'')*'|NULL)", rest))
            found[-1] = re.sub(
                r"\$(\d+)", lambda match, known=values: known[match.group(1)], found[-1]
            )
    return found


async def explained(server: Server, sql: list[str]) -> list[str]:
    """Return PostgreSQL's plan of each statement."""
    connection = await asyncpg.connect(server.world.database_url)
    try:
        return [
            "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN {one}"))
            for one in sql
            if one.startswith("SELECT")
        ]
    finally:
        await connection.close()
