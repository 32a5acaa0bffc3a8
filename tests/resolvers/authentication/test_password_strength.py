"""Refusal of weak passwords: common ones, those made of the user's data, and guessable ones."""

import pytest

from adapters.password_strength import COMMON, Weakness, find_weakness

ABOUT = ("10482201", "Zoë", "Lovelace-Müller", "zoe.lovelace@example.com", "+41 79 123 45 67")


@pytest.mark.parametrize(
    "password",
    [
        "Motdepasse2026!",
        "bonjourbonjour1",
        "Qwertzuiop-123",
        "Grüezi12345678",
        "forzalugano1999",
        "PASSWORDPASSWORD",
        "sommersommer26",
    ],
)
def test_popular_passwords_are_common(password: str) -> None:
    assert find_weakness(password, ABOUT) is Weakness.COMMON


@pytest.mark.parametrize(
    "password",
    [
        "1q2w3e4r5t6y7u8i9o",
        "megaparol12345",
        "telechargement",
        "KartoffelPuffer",
        "seniseviyorum",
        "123456789012",
    ],
)
def test_breached_passwords_are_common(password: str) -> None:
    assert find_weakness(password, ABOUT) is Weakness.COMMON


@pytest.mark.parametrize(
    "password",
    [
        "Lovelace-Müller", "lovelace10482201", "zoë.lovelace.1815", "Zoe-Lovelace-2026!", "0791234567-zoe",
        "abcabcabcabcabc", "passwordwelcome1", "🐎" * 12, "            ", "........" * 10,
        "Guichet-2026-Geneve", "Portail-Sinistre-2026", "Prämie-Guichet-2026", "Praemie-Rechnung-2026",
    ],
)  # fmt: skip
def test_guessable_passwords_are_refused(password: str) -> None:
    assert find_weakness(password, ABOUT) is Weakness.GUESSABLE


@pytest.mark.parametrize(
    "password",
    ["quatre moutons bleus sautent", "correct horse battery", "zvK3!pq9Lw#r", "Die Kuh jodelt sonntags im Tram", "😀🐎 sella sotto la neve",
     "hallo geheim estate prime portal herbst calcio", "monkey soleil winter police lugano ferien",
     "x7" + "é" * 5 + "Qv!9zT" + "ß" * 3, "les trois chats gris dorment " * 4],
)  # fmt: skip
def test_any_characters_make_a_password_that_is_hard_to_guess(password: str) -> None:
    assert find_weakness(password, ABOUT) is None


def test_the_list_has_words_of_all_four_languages_in_the_form_they_are_compared_in() -> None:
    assert {"motdepasse", "passwort", "parolachiave", "password"} <= COMMON
    assert all(word.isascii() and word.isalpha() and word == word.lower() for word in COMMON)
    assert len(COMMON) > 150
