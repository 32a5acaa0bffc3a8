"""Waiting for effects that come after a response."""

import time
from typing import Any


def wait_until(happens: Any) -> None:
    """Wait until the condition holds, ten seconds at most."""
    for _ in range(1000):
        if happens():
            return
        time.sleep(0.01)
    raise AssertionError("it did not happen")
