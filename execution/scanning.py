"""A look at a text before it is parsed: how many tokens it has, and how deep its brackets go. Linear, without recursion."""

import re
from dataclasses import dataclass
from typing import Final

_TOKENS: Final = re.compile(
    r'"""(?:\\"""|[^"]|"(?!""))*(?:"""|\Z)|"(?:\\.|[^"\\\n\r])*"?|#[^\n\r]*|[_A-Za-z0-9][\w.+-]*|\.\.\.|[^\s,\ufeff]',
)
"""Each alternative takes what it can and needs no second look, so that an unclosed string costs no more than a closed one."""

_STEPS: Final = {"{": 1, "[": 1, "(": 1, "}": -1, "]": -1, ")": -1}


@dataclass(frozen=True, slots=True)
class Scan:
    """What a text has, near enough: it may be no document at all."""

    tokens: int
    nesting: int


def scan(text: str) -> Scan:
    """Count the tokens, comments among them, and the deepest brackets."""
    found: list[str] = _TOKENS.findall(text)
    depth = deepest = 0
    for token in found:
        depth += _STEPS.get(token, 0)
        deepest = max(deepest, depth)
    return Scan(len(found), deepest)
