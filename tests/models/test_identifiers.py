"""The Swiss identifiers and their check digits."""

import random

import pytest

from models import identifiers


@pytest.mark.parametrize(
    "written",
    ["CHE-100.155.212", "CHE-999.888.776", "che-100155212", "CHE100155212", " CHE-100.155.212 "],
)
def test_a_uid_is_read_as_people_write_it(written: str) -> None:
    digits = [character for character in written if character.isdigit()]
    assert identifiers.normalize_uid(written) == "CHE-" + ".".join(
        "".join(digits[place : place + 3]) for place in (0, 3, 6)
    )


@pytest.mark.parametrize("digit", range(10))
def test_a_uid_whose_check_digit_would_be_ten_is_never_assigned(digit: int) -> None:
    with pytest.raises(ValueError, match="check digit is wrong"):
        identifiers.normalize_uid(f"CHE-100.000.16{digit}")


@pytest.mark.parametrize("wrong", ["CHE-100.155.213", "CHE-100.155.211"])
def test_a_uid_with_a_wrong_check_digit_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="check digit is wrong"):
        identifiers.normalize_uid(wrong)


@pytest.mark.parametrize(
    "other",
    [
        "",
        "CHE-100.155.21",
        "CHE-100.155.2122",
        "DEU-100.155.212",
        "CHE-100.155.21٢",
        "CHE-100.155.212\0",
    ],
)
def test_a_malformed_uid_is_refused(other: str) -> None:
    with pytest.raises(ValueError, match=r"form CHE-ddd\.ddd\.ddd"):
        identifiers.normalize_uid(other)


@pytest.mark.parametrize("written", ["756.9217.0769.85", "7569217076985", "756 9217 0769 85"])
def test_an_avs_number_is_read_as_people_write_it(written: str) -> None:
    assert identifiers.normalize_avs(written) == "756.9217.0769.85"


def test_another_avs_number_has_another_check_digit() -> None:
    assert identifiers.normalize_avs("756.1234.5678.97") == "756.1234.5678.97"


def test_an_avs_number_with_a_wrong_check_digit_is_refused() -> None:
    with pytest.raises(ValueError, match="check digit is wrong"):
        identifiers.normalize_avs("756.9217.0769.84")


def test_each_single_slip_of_the_pen_spoils_an_avs_number() -> None:
    number = "7569217076985"
    for place in range(3, 13):
        for digit in set("0123456789") - {number[place]}:
            with pytest.raises(ValueError, match="check digit is wrong"):
                identifiers.normalize_avs(number[:place] + digit + number[place + 1 :])


@pytest.mark.parametrize(
    "other", ["", "756.9217.0769.8", "123.9217.0769.85", "756.9217.0769.8５", "756.9217.0769.85\0"]
)
def test_a_malformed_avs_number_is_refused(other: str) -> None:
    with pytest.raises(ValueError, match=r"form 756\.dddd\.dddd\.dd"):
        identifiers.normalize_avs(other)


@pytest.mark.parametrize(
    "written", ["210000000003139471430009017", "21 00000 00003 13947 14300 09017"]
)
def test_a_qr_reference_is_read_as_it_is_printed(written: str) -> None:
    assert identifiers.normalize_qr_reference(written) == "210000000003139471430009017"


def test_a_qr_reference_with_a_wrong_check_digit_is_refused() -> None:
    with pytest.raises(ValueError, match="check digit is wrong"):
        identifiers.normalize_qr_reference("210000000003139471430009016")


@pytest.mark.parametrize(
    "other",
    [
        "",
        "21000000000313947143000901",
        "2100000000031394714300090170",
        "21000000000313947143000901x",
    ],
)
def test_a_malformed_qr_reference_is_refused(other: str) -> None:
    with pytest.raises(ValueError, match="has 27 digits"):
        identifiers.normalize_qr_reference(other)


def test_a_qr_reference_is_made_from_its_stem() -> None:
    chance = random.Random(11)
    for _ in range(100):
        stem = f"{chance.randrange(10**26):026d}"
        assert identifiers.normalize_qr_reference(
            f"{stem}{identifiers.qr_check_digit(stem)}"
        ).startswith(stem)


@pytest.mark.parametrize(
    "written", ["CH93 0076 2011 6238 5295 7", "ch9300762011623852957", "LI21 0881 0000 2324 013A A"]
)
def test_an_iban_is_read_as_people_write_it(written: str) -> None:
    assert identifiers.normalize_iban(written) == written.replace(" ", "").upper()


def test_an_iban_with_wrong_check_digits_is_refused() -> None:
    with pytest.raises(ValueError, match="check digits are wrong"):
        identifiers.normalize_iban("CH94 0076 2011 6238 5295 7")


@pytest.mark.parametrize("other", ["", "CH93 0076 2011 6238 5295", "DE89 3704 0044 0532 0130 00"])
def test_an_iban_that_is_not_swiss_is_refused(other: str) -> None:
    with pytest.raises(ValueError, match="Swiss IBAN has 21"):
        identifiers.normalize_iban(other)


@pytest.mark.parametrize(
    ("iban", "expected"), [("CH4431999123000889012", True), ("CH9300762011623852957", False)]
)
def test_a_qr_iban_is_known_by_its_institution(iban: str, expected: bool) -> None:
    assert identifiers.is_qr_iban(identifiers.normalize_iban(iban)) is expected
