"""Builds GraphiQL: installs what the lock file says, and builds `dist/`."""

from pathlib import Path

from nodejs.npm import run_npm

HERE = Path(__file__).parent


def main() -> None:
    """Install and build."""
    run_npm("ci", "--no-audit", "--no-fund", "--loglevel=error", folder=HERE)
    run_npm("run", "build", folder=HERE)


if __name__ == "__main__":
    main()
