"""Environment variables that were renamed: with an old name, a deployment does not start.

Ignored, an old name would silently put the default in place of a limit that was set.
"""

from collections.abc import Mapping
from typing import Final

from errors import StartError

RENAMED: Final = {"GUICHET_MAX_STRANGER_COST": "GUICHET_MAX_ANONYMOUS_COST"}
"""New names by old names."""


def check_names(environment: Mapping[str, str]) -> None:
    """Raise `StartError` if the environment has a setting by its old name, in capitals or not."""
    given = {name.upper() for name in environment}
    for old, new in RENAMED.items():
        if old in given:
            raise StartError(f"{old} is called {new} now.")
