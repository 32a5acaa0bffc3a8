"""Timing of sign-in for an unknown identifier, a wrong password and a suspended user.

    python -m benchmarks.sign_in_timing     take 100 interleaved samples of each

It exits with 1 if the timing tells the kinds apart. The measure is the area under the curve (AUC):
the probability that a sample of one kind took longer than one of the other. 0.5 is chance; the
target is between 0.35 and 0.65. The server is a real one with real Argon2 parameters.
"""

import itertools
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import httpx2 as httpx
from argon2 import PasswordHasher

from benchmarks.signed_in_server import Server, serving

SAMPLES, WARM_UP = 100, 10
LEAST, MOST = 0.35, 0.65
PASSWORD = "a password of the benchmark"
SIGN_IN = """mutation ($identifier: String!, $password: String!) {
  signIn(identifier: $identifier, password: $password) { token errors { code } } }"""
REFUSED = {"token": None, "errors": [{"code": "INVALID_CREDENTIALS"}]}


def main() -> None:
    """Measure, print, and exit with 1 if the target is missed."""
    with (
        tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder,
        serving(Path(folder)) as server,
    ):
        samples = measured(server, Path(folder) / "guichet.sqlite3")
    fine = True
    for one, other in itertools.combinations(samples, 2):
        area = auc(samples[one], samples[other])
        fine &= LEAST <= area <= MOST
        print(f"{one} against {other}: AUC {area:.3f} (target {LEAST} to {MOST})")
    for name, times in samples.items():
        print(f"{name}: median {sorted(times)[len(times) // 2] * 1000:.1f} ms of {len(times)}")
    sys.exit(0 if fine else 1)


def measured(server: Server, database: Path) -> dict[str, list[float]]:
    """Return the durations of each kind of refusal, in rounds of random order."""
    options = candidates(database)
    samples: dict[str, list[float]] = {name: [] for name in options}
    chance = random.Random(5)
    with httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client:
        for number in range(WARM_UP + SAMPLES):
            for name in chance.sample(list(options), len(options)):
                forget_tries(database)
                seconds = refused(client, options[name])
                if number >= WARM_UP:
                    samples[name].append(seconds)
    return samples


def refused(client: httpx.Client, variables: Mapping[str, str]) -> float:
    """Return the duration of one refusal in seconds."""
    began = time.perf_counter()
    answer = client.post("/graphql", json={"query": SIGN_IN, "variables": dict(variables)})
    seconds = time.perf_counter() - began
    assert answer.json()["data"]["signIn"] == REFUSED, answer.text
    return seconds


def candidates(database: Path) -> dict[str, dict[str, str]]:
    """Return the request of each kind.

    An active user and a suspended one have a password; no user has the third identifier.
    """
    kept = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1).hash(PASSWORD)
    with closing(sqlite3.connect(database, timeout=10)) as connection, connection:
        active, suspended = [
            row[0]
            for row in connection.execute('SELECT identifier FROM "user" ORDER BY status LIMIT 2')
        ]
        connection.execute('UPDATE "user" SET password_hash = ?', (kept,))
        connection.execute(
            "UPDATE \"user\" SET status = 'SUSPENDED' WHERE identifier = ?", (suspended,)
        )
    return {
        "unknown identifier": {"identifier": "00000000", "password": PASSWORD},
        "wrong password": {"identifier": active, "password": "another password"},
        "suspended user": {"identifier": suspended, "password": PASSWORD},
    }


def forget_tries(database: Path) -> None:
    """Settings without rate limits."""
    with closing(sqlite3.connect(database, timeout=10)) as connection, connection:
        connection.execute("DELETE FROM sign_in_delay")


def auc(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the probability that a sample of one is longer than one of the other.

    Equal samples count as one half.
    """
    wins = sum((a > b) + (a == b) / 2 for a in one for b in other)
    return wins / (len(one) * len(other))


if __name__ == "__main__":
    main()
