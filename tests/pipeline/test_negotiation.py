"""Language of a response: the request's, else the reader's own, else French."""

import pytest

import models
from i18n import activate, activate_preferred, get_language, gettext, negotiate, override
from models import Language
from tests.support.portal import Client
from tests.support.world import World

HEADERS = {
    "de": "de",
    "de-CH": "de",
    "DE-ch": "de",
    "it-CH, it;q=0.9, en;q=0.8": "it",
    "fr;q=0.2,de;q=0.7,it;q=0.5": "de",
    "fr;q=0.001, en;q=1.000": "en",
    "fr ; q=0.3 ,\tde;Q=0.4": "de",
    "zh, ja;q=0.9, it;q=0.1": "it",
    "de, it": "de",
    "rm-CH, *;q=0.5, de;q=0.3": None,
    "*": None,
    "*, fr;q=0": "de",
    "*;q=0.5, fr;q=0, de;q=0": "it",
    "fr;q=0": None,
    "zh": None,
    "": None,
    ",, de ,": "de",
}
MALFORMED = [
    "de;q=2", "de;q=0.1234", "de;q=", "de;q=-1", "de; level=1", "d_CH", "de-", "deutschland-ch", "de fr", "dé", "*-CH", "de;q=0.5;q=0.6", "en;q=١",
]  # fmt: skip
LOST = '{ invoices { totalCount } node(id: "x") { id } }'


@pytest.mark.parametrize("header", HEADERS)
def test_the_best_of_our_languages_is_chosen(header: str) -> None:
    assert negotiate(header) == HEADERS[header]


@pytest.mark.parametrize("header", MALFORMED)
def test_a_malformed_header_is_ignored(header: str) -> None:
    assert negotiate(header) is None
    assert negotiate(f"it, {header}") is None


def test_a_header_of_sixty_kilobytes_is_not_looked_at() -> None:
    known = negotiate.cache_info().currsize
    activate("de," * 20_000)
    assert (get_language(), negotiate.cache_info().currsize) == ("fr", known)


def test_the_negotiated_headers_that_are_kept_are_bounded() -> None:
    for number in range(1_000):
        negotiate(f"de, x-{number}")
    assert negotiate.cache_info().currsize == negotiate.cache_info().maxsize == 500


def test_the_request_s_language_goes_before_the_reader_s_own_and_that_before_french() -> None:
    activate(None)
    assert get_language() == "fr"
    activate_preferred(Language.IT)
    assert get_language() == "it"
    activate("de")
    activate_preferred(Language.IT)
    assert get_language() == "de"


def test_another_reader_s_language_is_spoken_only_for_them() -> None:
    activate("de")
    with override(Language.IT):
        assert get_language() == "it"
    assert get_language() == "de"


def test_a_text_without_translation_is_english() -> None:
    activate("de")
    assert gettext("Nobody has translated %(what)s.", what="50 %") == "Nobody has translated 50 %."


def spoken_to(client: Client, header: str | None) -> str:
    """The language of an answer, as it says."""
    if header is None:
        client.http.headers.pop("Accept-Language", None)
    answer = client.http.post(
        "/graphql",
        json={"query": LOST},
        headers={} if header is None else {"Accept-Language": header},
    )
    assert "Accept-Language" in answer.headers["vary"]
    return str(answer.headers["content-language"])


def test_a_response_has_content_language(world: World, anonymous: Client) -> None:
    user = world.a.people["user with claims"].user
    world.portal.run(models.User.filter(id=user.id).update(language=Language.IT))
    client = world.client("user with claims")
    for header, to_anonymous, to_user in (
        ("de-CH", "de", "de"),
        ("zh", "fr", "it"),
        ("garbage;;", "fr", "it"),
        (None, "fr", "it"),
    ):
        assert (spoken_to(anonymous, header), spoken_to(client, header)) == (to_anonymous, to_user)


def test_the_languages_of_two_who_share_a_connection_stay_apart(anonymous: Client) -> None:
    heard = [
        anonymous.http.post("/graphql", json={"query": LOST}, headers={"Accept-Language": tag})
        for tag in ("it", "zh", "en", "zh")
    ]
    assert [answer.headers["content-language"] for answer in heard] == ["it", "fr", "en", "fr"]


@pytest.mark.parametrize(("path", "status"), [("/graphql", 405), ("/download/forged", 404)])
def test_a_request_that_is_at_fault_is_answered_in_its_language(
    path: str, status: int, anonymous: Client
) -> None:
    answer = anonymous.http.get(path, headers={"Accept-Language": "it"})
    assert (answer.status_code, answer.headers["content-language"], answer.headers["vary"]) == (
        status,
        "it",
        "Accept-Language",
    )
