"""Measurements of the benchmark: scenarios by server, growth, SQLite, plans and memory."""

import asyncio
import statistics
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.dataset import World
from benchmarks.load import Result, drive, explained, statements
from benchmarks.queries import DASHBOARD
from benchmarks.scenarios import (
    BenchmarkRequest,
    graphql,
    page,
    request_sequence,
    scenario_requests,
    variants,
)
from benchmarks.servers import Server, serving

SERVERS = ("guichet", "postgraphile", "handwritten", "onestatement", "conventional")
ROUNDS = 5
"""Rounds of each scenario and server; the best counts, as interference only slows down."""
DOCUMENTS = 500
LARGE_TABLES = ("claim", "document", "invoice", "session", "company", "membership")


def compare(
    world: World,
    folder: Path,
    log: Path,
    seconds: int,
    only: Sequence[str] = (),
    servers: Sequence[str] = SERVERS,
) -> list[Result]:
    """Measure every scenario on each server that supports it, round by round."""
    rounds: dict[tuple[str, str], list[Result]] = {}
    counts: dict[tuple[str, str], int] = {}
    for number in range(ROUNDS):
        for name in servers:
            with serving(name, world, folder) as server:
                for scenario, peers in scenario_requests(world).items():
                    if name in peers and (not only or scenario in only):
                        if number == 0:
                            server.answer(peers[name])
                            counts[scenario, name] = len(
                                asyncio.run(statements(server, peers[name], log))
                            )
                        requests = request_sequence(scenario, peers[name])
                        drive(server, scenario, requests, 1)
                        found = drive(server, scenario, requests, seconds, counts[scenario, name])
                        rounds.setdefault((scenario, name), []).append(found)
        print(f"round {number + 1} of {ROUNDS} is done", flush=True)
    return [_best(results) for results in rounds.values()]


def _best(results: Sequence[Result]) -> Result:
    """Return the best round, with the median of all."""
    found = max(results, key=lambda result: result.rps)
    return replace(found, median_rps=statistics.median(result.rps for result in results))


def grow(worlds: dict[str, World], folder: Path, seconds: int) -> list[Result]:
    """Measure pages of 1, 10 and 100 claims with documents, in a small and a large table."""
    found = []
    for title, world in worlds.items():
        with serving("guichet", world, folder) as server:
            for first in (1, 10, 100):
                ask = graphql(page(first), "documents")
                server.answer(ask)
                found.append(drive(server, f"{first} claims of {title}", [ask], seconds))
    return found


def on_sqlite(world: World, folder: Path, seconds: int) -> list[Result]:
    """Measure the dashboard on SQLite, ours and the conventional server's."""
    rounds: dict[str, list[Result]] = {}
    for _ in range(ROUNDS):
        for name in ("guichet", "conventional"):
            with serving(name, world, folder) as server:
                ask = graphql(DASHBOARD, "Contract Manager")
                server.answer(ask)
                rounds.setdefault(name, []).append(
                    drive(server, "dashboard on SQLite", [ask], seconds)
                )
    return [_best(results) for results in rounds.values()]


def explain(world: World, folder: Path, log: Path) -> None:
    """Print the plans of each scenario's statements; exit on a sequential scan of a large table."""
    with serving("guichet", world, folder) as server:
        for scenario in ("dashboard", "claim", "flat", "viewer", "refused"):
            ask = scenario_requests(world)[scenario]["guichet"]
            server.answer(ask)
            for plan in asyncio.run(explained(server, asyncio.run(statements(server, ask, log)))):
                print(f"\nEXPLAIN, {scenario}:\n{plan}")
                if any(f"Seq Scan on {table}" in plan for table in LARGE_TABLES):
                    sys.exit("a table is read from end to end")
    print("\n(The table of managers has ten rows here: PostgreSQL rightly reads it whole.)")


def memory_growth(world: World, folder: Path, requests: int) -> float:
    """Return the growth of a process's memory from a fifth of the requests to their end."""
    every: list[BenchmarkRequest] = variants(DOCUMENTS)
    with serving("guichet", world, folder) as server:
        for ask in every[:5]:
            server.answer(ask)
        done, early = 0, 0.0
        while done < requests:
            found = drive(server, "mixed", every, 10)
            done += int(found.rps * 10)
            print(f"mixed: {done:7} requests, {server.memory():.1f} MB", flush=True)
            if not early and done >= requests / 5:
                early = server.memory()
        return _printed(early, server)


def _printed(early: float, server: Server) -> float:
    late = server.memory()
    print(f"memory: {early:.1f} MB after a fifth, {late:.1f} MB at the end")
    return late / early
