"""Collects what is wrong with an order's input, so that a client hears of everything at once."""

import re
from collections.abc import Callable

from errors import Invalid, Problem
from i18n import gettext

EMAIL = re.compile(r"(?!.*=\?)[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+")
"""One bare address: nothing that a mail header reads as a list, a group, a comment, a quotation or an encoded word."""
PHONE = re.compile(r"\+[1-9][0-9 ]{6,24}")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
LINE_BREAKS = str.maketrans("", "", "\t\r\n")


class Checks:
    """The problems found so far; fields are dotted paths such as `draft.eventDate`."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, code: str, field: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(code, tuple(field.split(".")), message))

    def done(self) -> None:
        """Raise `Invalid` where there is any problem."""
        if self.problems:
            raise Invalid(*self.problems)

    def text(
        self, value: str, field: str, longest: int, *, required: bool = True, lines: bool = False
    ) -> str:
        """The text without the white space around it; it is one line, unless it may have several `lines`."""
        text = value.strip()
        if required and not any(character.isprintable() for character in text):
            self.add("REQUIRED", field, gettext("This field is required."))
        elif len(text) > longest:
            self.add("TOO_LONG", field, gettext("At most %(count)s characters.", count=longest))
        elif UNPRINTABLE.search(text.translate(LINE_BREAKS) if lines else text):
            self.add("INVALID_CHARACTER", field, gettext("Control characters are not allowed."))
        return text

    def email(self, value: str, field: str) -> str:
        """An e-mail address."""
        text = self.text(value, field, 254)
        if text and not EMAIL.fullmatch(text):
            self.add("INVALID_EMAIL", field, gettext("This is not an e-mail address."))
        return text

    def phone(self, value: str, field: str) -> str:
        """A phone number in international form, or nothing."""
        text = self.text(value, field, 32, required=False)
        if text and not PHONE.fullmatch(text):
            self.add(
                "INVALID_PHONE",
                field,
                gettext("Write the number with its country code: +41 79 123 45 67."),
            )
        return text

    def identifier(self, value: str, field: str, read: Callable[[str], str], code: str) -> str:
        """An identifier with a check digit, in its canonical form."""
        try:
            return read(value)
        except ValueError as error:
            self.add(code, field, gettext(str(error)))
            return ""
