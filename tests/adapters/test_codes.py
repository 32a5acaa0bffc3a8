"""One-time codes: how they are made and kept."""

import re
from datetime import UTC, datetime

import pyotp
import pytest

from adapters.codes import RECOVERY_ALPHABET, Codes

CODES = Codes("a secret of the tests")


def test_codes_are_random_and_long_enough() -> None:
    codes = [CODES.new_code() for _ in range(2_000)]
    assert all(re.fullmatch(r"\d{6}", code) for code in codes)
    assert len(set(codes)) > 1_900
    assert {code[0] for code in codes} == set("0123456789"), "zeros in front are codes too"
    recovery = CODES.new_recovery_codes()
    assert len(set(recovery)) == 10
    assert all(re.fullmatch(r"([a-z2-9]{4}-){5}[a-z2-9]{4}", code) for code in recovery)
    assert len(RECOVERY_ALPHABET) ** 24 > 2**112, "ASVS 5, 6.5.2"
    assert len(pyotp.random_base32()) * 5 >= 128


def test_a_kept_code_is_bound_to_its_owner_and_to_the_deployment() -> None:
    kept = CODES.hash("123456", "a session:SIGN_IN")
    assert "123456" not in kept
    assert CODES.matches(kept, " 123456 ", "a session:SIGN_IN")
    assert not CODES.matches(kept, "123456", "a session:TWO_FACTOR_CHANGE")
    assert not CODES.matches(kept, "123456", "another session:SIGN_IN")
    assert not Codes("another deployment").matches(kept, "123456", "a session:SIGN_IN")


def test_a_qr_code_is_an_image_that_brings_no_script() -> None:
    uri = CODES.totp_uri(CODES.new_totp_secret(), "10482201")
    image = CODES.qr_code(uri)
    assert image.startswith("data:image/svg+xml")
    assert "script" not in image


def test_the_time_step_of_a_totp_code_is_found() -> None:
    secret = pyotp.random_base32()
    now = datetime(2026, 11, 24, 9, 0, 15, tzinfo=UTC)
    assert (
        CODES.find_totp_step(CODES.encrypt_secret(secret), pyotp.TOTP(secret).at(now), now)
        == int(now.timestamp()) // 30
    )


@pytest.mark.parametrize("second", [0, 15, 29])
@pytest.mark.parametrize("steps", range(-10, 11))
def test_of_all_steps_the_present_one_and_its_neighbours_are_good(steps: int, second: int) -> None:
    secret, now = pyotp.random_base32(), datetime(2026, 11, 24, 9, 0, second, tzinfo=UTC)
    found = CODES.find_totp_step(
        CODES.encrypt_secret(secret), pyotp.TOTP(secret).at(now, counter_offset=steps), now
    )
    assert found == (int(now.timestamp()) // 30 + steps if abs(steps) <= 1 else None)
