"""Validation of a mutation's input: all problems are collected and reported together."""

import re
from collections.abc import Callable

from errors import Invalid, Problem
from i18n import gettext

EMAIL = re.compile(r"(?!.*=\?)[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+")
"""One bare address: no list, group, comment, quotation or encoded word of a mail header."""
PHONE = re.compile(r"\+[1-9][0-9 ]{6,24}")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
LINE_BREAKS = str.maketrans("", "", "\t\r\n")


class InputValidator:
    """Collector of problems of the input; fields are dotted paths such as `draft.eventDate`."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, code: str, field: str, message: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(code, tuple(field.split(".")), message))

    def raise_problems(self) -> None:
        """Raise `Invalid` if there are problems."""
        if self.problems:
            raise Invalid(*self.problems)

    def text(
        self, value: str, field: str, longest: int, *, required: bool = True, lines: bool = False
    ) -> str:
        """Return the text without surrounding white space.

        It is a single line, unless `lines` allows several.
        """
        text = value.strip()
        if required and not any(character.isprintable() for character in text):
            self.add("REQUIRED", field, gettext("This field is required."))
        elif len(text) > longest:
            self.add("TOO_LONG", field, gettext("At most %(count)s characters.", count=longest))
        elif UNPRINTABLE.search(text.translate(LINE_BREAKS) if lines else text):
            self.add("INVALID_CHARACTER", field, gettext("Control characters are not allowed."))
        return text

    def email(self, value: str, field: str) -> str:
        """Return an e-mail address."""
        text = self.text(value, field, 254)
        if text and not EMAIL.fullmatch(text):
            self.add("INVALID_EMAIL", field, gettext("This is not an e-mail address."))
        return text

    def phone(self, value: str, field: str) -> str:
        """Return a phone number in international form, or an empty string."""
        text = self.text(value, field, 32, required=False)
        if text and not PHONE.fullmatch(text):
            self.add(
                "INVALID_PHONE",
                field,
                gettext("Write the number with its country code: +41 79 123 45 67."),
            )
        return text

    def identifier(self, value: str, field: str, read: Callable[[str], str], code: str) -> str:
        """Return an identifier with a check digit, in its canonical form."""
        try:
            return read(value)
        except ValueError as error:
            self.add(code, field, gettext(str(error)))
            return ""
