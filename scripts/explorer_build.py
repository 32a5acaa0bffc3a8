"""Build of GraphiQL: install the locked packages and build `dist/`."""

from pathlib import Path

from scripts.npm import run_npm

EXPLORER = Path(__file__).parent.parent / "explorer"


def main() -> None:
    """Install and build."""
    run_npm("ci", "--no-audit", "--no-fund", "--loglevel=error", folder=EXPLORER)
    run_npm("run", "build", folder=EXPLORER)


if __name__ == "__main__":
    main()
