"""Targets of the benchmark and their verdict."""

from collections.abc import Mapping, Sequence

from benchmarks.load import Result


def verdict(results: Sequence[Result], growth: float) -> bool:
    """Print each target with its figure; return True if all are met."""
    found = {(result.scenario, result.server): result for result in results}

    def rps(scenario: str, server: str) -> float:
        return found[scenario, server].rps

    ours, peer = found["dashboard", "guichet"], found["dashboard", "postgraphile"]
    small = max(2_000.0, 1.5 * rps("viewer", "postgraphile"))
    targets = [
        ("dashboard: requests per second against PostGraphile's", ours.rps / peer.rps, 1.5),
        (
            "dashboard: against the hand-written endpoint's",
            ours.rps / rps("dashboard", "handwritten"),
            0.6,
        ),
        (
            "dashboard: against the conventional server's",
            ours.rps / rps("dashboard", "conventional"),
            12.0,
        ),
        ("dashboard: PostGraphile's p99 against ours", peer.p99_ms / ours.p99_ms, 1.0),
        (f"viewer: requests per second against {small:.0f}", rps("viewer", "guichet") / small, 1.0),
        (
            "SQLite: the dashboard against the conventional server",
            rps("dashboard on SQLite", "guichet") / rps("dashboard on SQLite", "conventional"),
            5.0,
        ),
        ("memory: its growth turned over (1.10 at most)", 1.10 / growth, 1.0),
    ]
    _print(targets, found)
    return all(figure >= target for _, figure, target in targets)


def _print(
    targets: Sequence[tuple[str, float, float]], found: Mapping[tuple[str, str], Result]
) -> None:
    print()
    for title, figure, target in targets:
        print(
            f"{'PASS  ' if figure >= target else 'MISSED'} {title}: {figure:.2f} (target {target})"
        )
    for first in (1, 10, 100):
        few, many = (
            found[f"{first} claims of {claims} claims", "guichet"].p50_ms
            for claims in ("20,000", "200,000")
        )
        print(
            f"       {first} claims on the page: {few:.2f} ms of 20,000, {many:.2f} ms of 200,000"
        )
