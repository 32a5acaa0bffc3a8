"""Swiss identifiers of the domain and their check digits.

Each `normalize_…` takes an identifier as people write it and returns its canonical form, or raises
`ValueError`. Sources: eCH-0097 (UID), eCH-0044 (AVS number), the Swiss Payment Standards (QR
reference), ISO 13616 (IBAN).
"""

import re

from i18n import gettext_noop

UID_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4)
RECURSIVE_MODULO_10 = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)


def normalize_uid(text: str) -> str:
    """Return an enterprise identification number (UID / IDE) as `CHE-ddd.ddd.ddd`."""
    match = re.fullmatch(r"CHE-?(\d{3})\.?(\d{3})\.?(\d{3})", text.strip().upper(), re.ASCII)
    if match is None:
        raise ValueError(gettext_noop("A UID has the form CHE-ddd.ddd.ddd."))
    digits = "".join(match.groups())
    total = sum(int(digit) * weight for digit, weight in zip(digits, UID_WEIGHTS, strict=False))
    # a result of 10 equals no digit: such numbers are never assigned
    if (11 - total % 11) % 11 != int(digits[8]):
        raise ValueError(gettext_noop("The check digit is wrong."))
    return "CHE-" + ".".join(match.groups())


def normalize_avs(text: str) -> str:
    """Return a social insurance number (AVS / AHV, an EAN-13) as `756.dddd.dddd.dd`."""
    digits = re.sub(r"[.\s]", "", text)
    if re.fullmatch(r"756\d{10}", digits, re.ASCII) is None:
        raise ValueError(gettext_noop("An AVS number has the form 756.dddd.dddd.dd."))
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits[:12]))
    if -total % 10 != int(digits[12]):
        raise ValueError(gettext_noop("The check digit is wrong."))
    return f"{digits[:3]}.{digits[3:7]}.{digits[7:11]}.{digits[11:]}"


def qr_check_digit(stem: str) -> int:
    """Return the check digit of the first 26 digits of a QR reference (recursive modulo 10)."""
    carry = 0
    for digit in stem:
        carry = RECURSIVE_MODULO_10[(carry + int(digit)) % 10]
    return (10 - carry) % 10


def normalize_qr_reference(text: str) -> str:
    """Return the 27 digits of a QR reference (QRR)."""
    digits = re.sub(r"\s", "", text)
    if re.fullmatch(r"\d{27}", digits, re.ASCII) is None:
        raise ValueError(gettext_noop("A QR reference has 27 digits."))
    if qr_check_digit(digits[:26]) != int(digits[26]):
        raise ValueError(gettext_noop("The check digit is wrong."))
    return digits


def normalize_iban(text: str) -> str:
    """Return a Swiss or Liechtenstein IBAN as 21 characters without spaces."""
    compact = re.sub(r"\s", "", text).upper()
    if re.fullmatch(r"(CH|LI)\d{7}[0-9A-Z]{12}", compact, re.ASCII) is None:
        raise ValueError(gettext_noop("A Swiss IBAN has 21 characters."))
    rearranged = compact[4:] + compact[:4]
    if int("".join(str(int(character, 36)) for character in rearranged)) % 97 != 1:
        raise ValueError(gettext_noop("The check digits are wrong."))
    return compact


def is_qr_iban(compact: str) -> bool:
    """Return True if the institution id is that of a QR-IBAN (30000 to 31999).

    A QR reference is only valid with a QR-IBAN.
    """
    return 30000 <= int(compact[4:9]) <= 31999
