"""The guide for front-end teams, as the tests read it."""

import re

from tests.support import ROOT

GUIDE = (ROOT / "docs" / "frontend.md").read_text(encoding="utf-8")


def codes_in_table(head: str) -> set[str]:
    """Return the codes in the first column of the guide's table that begins with this head."""
    table = GUIDE.split(f"| {head} |", 1)[1].split("\n\n", 1)[0]
    return {
        code
        for row in table.splitlines()[2:]
        for code in re.findall(r"`([A-Z_]+)`", row.split("|")[1])
    }
