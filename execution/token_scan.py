"""Linear scan of a text before it is parsed, for its tokens and nesting depth."""

import re
from dataclasses import dataclass
from typing import Final

_TOKENS: Final = re.compile(
    r'"""(?:\\"""|[^"]|"(?!""))*(?:"""|\Z)|"(?:\\.|[^"\\\n\r])*"?|#[^\n\r]*|[_A-Za-z0-9][\w.+-]*|\.\.\.|[^\s,\ufeff]',
)
"""Pattern without backtracking: an unclosed string costs no more than a closed one."""

_STEPS: Final = {"{": 1, "[": 1, "(": 1, "}": -1, "]": -1, ")": -1}


@dataclass(frozen=True, slots=True)
class TokenScan:
    """Approximate token count and nesting depth; the text may not be a valid document."""

    tokens: int
    nesting: int


def scan(text: str) -> TokenScan:
    """Count the tokens, comments included, and the depth of nested brackets."""
    found: list[str] = _TOKENS.findall(text)
    depth = deepest = 0
    for token in found:
        depth += _STEPS.get(token, 0)
        deepest = max(deepest, depth)
    return TokenScan(len(found), deepest)
