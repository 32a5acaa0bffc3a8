"""Messages in four languages: none missing, none left over, each with its placeholders."""

import re
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from graphql import GraphQLEnumType

import models
from i18n import LANGUAGES, TRANSLATED, activate, gettext
from models import Access, Language
from permissions import RULES, AskWho
from resolvers.contact import Contact
from resolvers.label import ALL_LABELS
from scripts.messages import errors, messages, messages_of, path_of, read, updated_catalogue
from tests.support.portal import Client, Mailbox
from tests.support.schema_walk import CORE
from tests.support.world import World

LABELS = "query ($enum: String) { enumLabels(enum: $enum) { enum value label } }"
SAID = messages()


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_message_is_missing_unused_untranslated_or_fuzzy(language: str) -> None:
    assert list(errors(read(language), SAID)) == [], "run `make messages` and translate"
    assert updated_catalogue(language, SAID) == path_of(language).read_bytes(), (
        "run `make messages`"
    )


def catalogue(*entries: tuple[str, str], fuzzy: bool = False) -> Catalog:
    made = Catalog(locale="de")
    for text, translation in entries:
        made.add(text, translation, flags=["fuzzy"] if fuzzy else [])
    return made


def test_each_fault_of_a_catalogue_is_found() -> None:
    said = set(
        messages_of(
            b'gettext("At most %(count)s.", count=1)\nTABLE = {1: gettext_noop("Yes.")}\ngettext(TABLE[1])'
        )
    )
    assert said == {"At most %(count)s.", "Yes."}
    whole = (("At most %(count)s.", "Höchstens %(count)s."), ("Yes.", "Ja."))
    assert list(errors(catalogue(*whole), said)) == []
    assert list(errors(catalogue(*whole[:1]), said)) == ["missing: Yes."]
    assert list(errors(catalogue(*whole, ("No.", "Nein.")), said)) == ["unused: No."]
    assert list(errors(catalogue(whole[0], ("Yes.", "")), said)) == ["untranslated: Yes."]
    assert list(errors(catalogue(*whole, fuzzy=True), said)) == [
        "fuzzy: At most %(count)s.",
        "fuzzy: Yes.",
    ]
    for wrong in (
        "Höchstens %(number)s.",
        "Höchstens fünf.",
        "Höchstens %(count)s %.",
        "%(count)s, %(count)s",
    ):
        assert list(errors(catalogue(("At most %(count)s.", wrong), whole[1]), said)) == [
            "other placeholders: At most %(count)s."
        ]


def test_the_catalogues_keep_to_swiss_typography() -> None:
    for text in (str(entry.string) for entry in read("fr") if entry.id):
        assert not re.search(r"[^\u202f](?:[;?!»]|:(?=\s|$))|«(?!\u202f)", text), text
    for text in (
        str(entry.string) for language in ("de", "it") for entry in read(language) if entry.id
    ):
        assert not re.search(r"[ß“”„]|[\s\u202f][:;?!»]|«\s", text), text


def test_a_message_that_is_not_marked_fails_its_test() -> None:
    """Demonstrate `conftest.Said`, through which each test reads English."""
    text = "".join(("No such ", "text."))
    with pytest.raises(AssertionError, match="not marked"):
        gettext(text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_has_its_own_description(rule: Any) -> None:
    assert rule.__dict__["action"] in SAID


REFUSALS = {
    "fr": "Ceci ne vous est pas permis\u202f: consulter les factures de primes. Il vous manque l'accès «\u202fFactures de primes\u202f». "
    "Adressez-vous à votre administrateur\u202f: {}.",
    "de": "Dazu sind Sie nicht berechtigt: Prämienrechnungen einsehen. Es fehlt Ihnen der Zugriff «Prämienrechnungen». "
    "Wenden Sie sich an Ihren Administrator: {}.",
    "it": "Questo non le è consentito: consultare le fatture dei premi. Le manca l'accesso «Fatture dei premi». "
    "Si rivolga al suo amministratore: {}.",
    "en": "You may not see premium invoices: the access “Premium invoices” is missing. Ask your administrator, {}.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_gives_reason_and_contact_in_the_reader_s_language(
    language: str, world: World
) -> None:
    client = world.client("user with claims")
    client.http.headers["Accept-Language"] = language
    answer = client.ask(
        "{ invoices { totalCount } viewer { can { seeInvoices { reasons { message } } } } }"
    )
    assert answer.data is not None
    message = answer.errors[0]["message"]
    assert message == REFUSALS[language].format(answer.refusal["contact"]["name"])
    assert answer.data["viewer"]["can"]["seeInvoices"]["reasons"] == [{"message": message}]
    assert (answer.code, answer.refusal["access"]) == ("FORBIDDEN", "INVOICES")


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("fr", "Ce champ est obligatoire."),
        ("de", "Dieses Feld ist erforderlich."),
        ("it", "Questo campo è obbligatorio."),
        ("en", "This field is required."),
    ],
)
def test_payload_errors_are_in_the_reader_s_language_and_codes_are_not(
    language: str, message: str, world: World
) -> None:
    client, user = (
        world.client("administrator with user management"),
        {"firstName": " ", "lastName": "x", "email": "x@example.com"},
    )
    client.http.headers["Accept-Language"] = f"{language}-CH"
    mutation = (
        "mutation ($user: NewUser!) { addUser(user: $user) { errors { code field message } } }"
    )
    assert client.payload_of(mutation, user=user)["errors"] == [
        {"code": "REQUIRED", "field": ["user", "firstName"], "message": message}
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_request_that_is_not_graphql_is_refused_in_its_language(
    language: str, anonymous: Client
) -> None:
    answer = anonymous.http.post(
        "/graphql",
        content=b"{}",
        headers={"Content-Type": "text/plain", "Accept-Language": language},
    )
    (error,) = answer.json()["errors"]
    activate(language)
    assert error["message"] == gettext(
        "The body must be application/json, or multipart/form-data for uploads."
    )
    assert (answer.headers["content-language"], error["extensions"]["code"]) == (
        language,
        "UNSUPPORTED_MEDIA_TYPE",
    )


def test_every_enum_of_the_schema_has_a_label_for_each_member() -> None:
    shown = {
        name
        for name, kind in CORE.type_map.items()
        if isinstance(kind, GraphQLEnumType) and not name.startswith("__")
    }
    assert shown <= {enum.__name__ for enum in ALL_LABELS}
    assert all(list(labels) == list(enum) for enum, labels in ALL_LABELS.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_members_of_an_enum_have_one_label(language: str) -> None:
    activate(language)
    for labels in ALL_LABELS.values():
        assert len({gettext(text) for text in labels.values()}) == len(labels)


def test_an_anonymous_caller_asks_for_labels_in_any_language(anonymous: Client) -> None:
    anonymous.http.headers["Accept-Language"] = "de-CH"
    found = {one["value"]: one["label"] for one in anonymous.ask(LABELS, enum="Line")["enumLabels"]}
    assert found["LAA"] == "Obligatorische Unfallversicherung (UVG)"
    everything = anonymous.ask(LABELS)["enumLabels"]
    assert {one["enum"] for one in everything} == {enum.__name__ for enum in ALL_LABELS}
    assert {"enum": "AskWho", "value": "HEALTH_MANAGER", "label": "Leistungsbetreuer"} in everything


@pytest.mark.parametrize("enum", ["", "line", "__TypeKind", "Claim", "x" * 9_000])
def test_labels_of_a_type_that_is_no_enum_are_refused(enum: str, anonymous: Client) -> None:
    answer = anonymous.ask(LABELS, enum=enum)
    assert (answer.refusal, answer.data) == (
        {"code": "BAD_USER_INPUT", "argument": "enum"},
        {"enumLabels": None},
    )


SUBJECTS = {
    Language.FR: "Votre nouveau mot de passe",
    Language.DE: "Ihr neues Passwort",
    Language.IT: "La sua nuova password",
    Language.EN: "Your new password",
}


@pytest.mark.parametrize("language", Language)
def test_a_mail_is_in_the_recipient_s_language(
    language: Language, world: World, mailbox: Mailbox, anonymous: Client
) -> None:
    user = world.a.people["user with claims"].user
    world.portal.run(models.User.filter(id=user.id).update(language=language))
    anonymous.http.headers["Accept-Language"] = "it" if language is not Language.IT else "de"
    anonymous.ask(
        "mutation ($id: String!) { requestPasswordReset(identifier: $id) { accepted } }",
        id=user.identifier,
    )
    mailbox.newest(user.email)
    (message,) = (message for message in mailbox.to_anybody() if message["To"] == user.email)
    assert message["Subject"] == SUBJECTS[language]


def test_a_refusal_names_the_grantor_in_a_whole_sentence() -> None:
    activate("de")
    assert (
        Contact(AskWho.HOTLINE, "Hotline", "", "").with_contact("Nein.")
        == "Nein. Wenden Sie sich an die Hotline."
    )
    assert (
        Contact(AskWho.ADMINISTRATOR, "Eva Muster", "", "", is_viewer=True)
        .with_contact("Nein.")
        .startswith("Nein. Sie verwalten die Benutzer:")
    )
    assert models.label(Access.USER_MANAGEMENT) == "Benutzerverwaltung"
