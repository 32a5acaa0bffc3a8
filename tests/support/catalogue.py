"""English catalogue of the test run, which refuses texts that no catalogue has."""

from typing import Any

from scripts.messages import messages


class MarkedTexts(dict[str, str]):
    """English catalogue that fails for texts that are not marked for translation.

    Such a text would stay English in every language.
    """

    marked = messages()

    def get(self, text: str, default: Any = None) -> Any:
        assert text in self.marked, f"not marked with `later`: {text}"
        return default
