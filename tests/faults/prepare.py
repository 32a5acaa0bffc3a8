"""Migrates the database of this environment, creates a company with a signed-in user, and prints the session's token.

In a process of its own, for Tortoise speaks one dialect in each: `python -m tests.faults.prepare`.
"""

import asyncio

from benchmarks.signed_in_server import prepared
from settings import Settings

if __name__ == "__main__":
    print(asyncio.run(prepared(Settings())))
