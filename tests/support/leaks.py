"""Search for leaks: secrets in log lines, error responses or security events of the whole run.

The log must contain no personal data either: no text that the database stores, and no value that
a request was given.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from tortoise import Tortoise
from tortoise.fields import CharField, TextField

import models

SECRET_FIELDS = frozenset({"token", "secret", "recoveryCodes", "otpauthUri"})
SECRET_VARIABLES = frozenset({"password", "current", "code", "token"})
WORD = re.compile(r"[\w-]+")
NUMBER = re.compile(r"\d{1,5}")
"""Line numbers, ports and process ids are as short."""
HEXADECIMAL = re.compile(r"[0-9a-f]{16}|[0-9a-f]{32}")
"""Ids and pseudonyms: looked at as a whole."""
EVENTS = frozenset(
    {
        "operation",
        "download",
        "no request",
        "fault",
        "a line could not be written",
        "a notice was not sent",
        "Python warns",
    }
)
"""Our own words, in which a value that is a word of English would be found."""
VOCABULARY = re.compile(r"[A-Z_]+")
"""Members of enums and codes of errors."""


class Leaks:
    """Secrets and personal values as they are met, and the texts that must not contain them."""

    def __init__(self) -> None:
        self._secrets: set[str] = set()
        self._personal: set[str] = set()
        self._texts: set[str] = set()
        self._logged: set[str] = set()

    def line(self, line: bytes) -> None:
        """Note a line of the log, as it was written."""
        facts = orjson.loads(line)
        self._logged.update(
            texts_in(
                {
                    name: fact
                    for name, fact in facts.items()
                    if name != "event" or fact not in EVENTS
                }
            )
        )

    def secret(self, *values: str) -> None:
        """Note values that only their owner may read."""
        self._secrets.update(values)

    def personal(self, *values: Any) -> None:
        """Note values that the log must not contain: strings, or values that contain strings."""
        self._personal.update(
            text for text in texts_in(list(values)) if not VOCABULARY.fullmatch(text)
        )

    def answered(
        self, variables: dict[str, Any], payload: Any, errors: list[dict[str, Any]]
    ) -> None:
        """Note the variables of a request and its response."""
        self.secret(
            *(
                value
                for name, value in variables.items()
                if name in SECRET_VARIABLES and isinstance(value, str)
            )
        )
        self.personal(variables)
        self._texts.update(str(error) for error in errors)
        self._look_into(payload)

    def found(self, events: Iterable[models.SecurityEvent] = ()) -> set[str]:
        """Return the secrets that leaked anywhere, and the personal values that are in the log."""
        told = [*self._texts, *(f"{event.actor} {event.device} {event.place}" for event in events)]
        logged = "\n".join(text for text in self._logged if not HEXADECIMAL.fullmatch(text))
        secrets = {value for value in self._secrets if len(value) > 4}
        watched = secrets | {
            value for value in self._personal if len(value) > 2 and not NUMBER.fullmatch(value)
        }
        return (
            (watched & self._logged) | _within(watched, logged) | _within(secrets, "\n".join(told))
        )

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


def _within(values: set[str], text: str) -> set[str]:
    """Return the values that are in a text: words as words, phrases anywhere."""
    words = set(WORD.findall(text))
    phrases = {value for value in values if not WORD.fullmatch(value)}
    return (values & words) | {phrase for phrase in phrases if phrase in text}


def texts_in(value: Any) -> Iterator[str]:
    """Yield all strings in a JSON value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)


async def stored_texts() -> set[str]:
    """Return every text that the database stores, from names to file names and hashes."""
    found: set[str] = set()
    for model in Tortoise.apps["models"].values():
        columns = [
            name
            for name, column in model._meta.fields_map.items()
            if type(column) in (CharField, TextField)
        ]
        if columns and model.__module__.startswith("models"):
            found.update(
                text for row in await model.all().values_list(*columns) for text in row if text
            )
    return found


LEAKS = Leaks()
"""Of this run."""
