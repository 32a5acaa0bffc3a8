"""Secrets in the wrong place: everything that the run logs, answers as errors or keeps as events, against every secret that it met."""

import logging
import re
from collections.abc import Iterable
from typing import Any

import models

SQL = ("tortoise", "guichet.sql")
"""Statements, which tests count: off in production, and what they bear is hashed or sealed."""
SECRET_FIELDS = frozenset({"token", "secret", "recoveryCodes", "otpauthUri"})
WORD = re.compile(r"[\w-]{5,}")


class Leaks(logging.Handler):
    """Notes secrets as they are met, and where texts go that must bear none."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._secrets: set[str] = set()
        self._texts: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Note a line of the log, with its traceback."""
        if not record.name.startswith(SQL):
            self._texts.add(logging.Formatter().format(record))

    def secret(self, *values: str) -> None:
        """Note something that nobody but its owner may read."""
        self._secrets.update(values)

    def answered(self, variables: dict[str, Any], payload: Any, errors: list[dict[str, Any]]) -> None:
        """Note what a request was given and what it answered."""
        self.secret(
            *(value for name, value in variables.items() if name in ("password", "current", "code", "token") and isinstance(value, str))
        )
        self._texts.update(str(error) for error in errors)
        self._look_into(payload)

    def found(self, events: Iterable[models.SecurityEvent] = ()) -> set[str]:
        """The secrets that stand where they must not."""
        texts = [*self._texts, *(f"{event.actor} {event.device} {event.place}" for event in events)]
        words = {word for text in texts for word in WORD.findall(text)}
        phrases = {secret for secret in self._secrets if len(secret) >= 12 and not WORD.fullmatch(secret)}
        return (self._secrets & words) | {phrase for phrase in phrases for text in texts if phrase in text}

    def _look_into(self, answered: Any) -> None:
        if isinstance(answered, list):
            for one in answered:
                self._look_into(one)
        elif isinstance(answered, dict):
            for name, value in answered.items():
                if name in SECRET_FIELDS and value:
                    self.secret(*([value] if isinstance(value, str) else value))
                elif name == "errors":
                    self._texts.update(str(error) for error in value)
                else:
                    self._look_into(value)


LEAKS = Leaks()
"""Of this run."""
