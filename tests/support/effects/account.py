"""Effects of the arguments of mutations about signing in and the viewer's account."""

from secrets import token_bytes
from typing import Any

import pyotp

import models
from models import TwoFactorMethod
from tests.support.effects.registry import Stage, codes, effect, mutate
from tests.support.portal import Client
from tests.support.signing_in import code_other_than, forget_failures
from tests.support.software_key import SoftwareKey
from tests.support.world import PASSWORD, Person

RIGHT, WRONG = "right", "wrong"
NEW, NEWER = "quatre moutons bleus sautent", "cinq moutons verts dansent"


def begun(
    stage: Stage, person: Person, password: str = PASSWORD, **arguments: Any
) -> tuple[Client, Any]:
    """Return a session that waits for its second factor, and the payload that began it."""
    forget_failures(stage.portal)
    stage.portal.change_network()
    payload = mutate(
        Client(stage.portal),
        "signIn",
        "challenge { passkey }",
        identifier=person.user.identifier,
        password=password,
        **arguments,
    )
    return Client(stage.portal, payload["token"]), payload


def is_password(stage: Stage, person: Person, password: str) -> bool:
    """Return True if a user signs in with this password."""
    return codes(begun(stage, person, password)[1]) == []


def with_passkey(stage: Stage, *labels: str) -> tuple[Person, Client, SoftwareKey]:
    """Return a user with passkeys, in a session, and the last of the keys."""
    person = stage.person()
    client = stage.world.sign_in_as(person)
    for label in labels or ("Telefon",):
        key = new_key(stage)
        client.adopt(
            mutate(
                client,
                "confirmPasskey",
                credential=key.create(asked_to_register(client)),
                label=label,
            )
        )
    return person, client, key


def new_key(stage: Stage) -> SoftwareKey:
    return SoftwareKey(stage.portal.settings.portal_origin, token_bytes(32))


def asked_to_register(client: Client) -> str:
    """Return what the authenticator of a new passkey is asked."""
    payload = mutate(
        client, "beginTwoFactorChange", "change { passkey }", method="PASSKEY", password=PASSWORD
    )
    return str(payload["change"]["passkey"])


def answer(stage: Stage, key: SoftwareKey, options: str, value: str) -> str:
    """Return the answer of the key, or of another one that says it is this."""
    return (key if value == RIGHT else SoftwareKey(key.origin, key.credential_id)).get(options)


@effect("Mutation.signIn(identifier:)", RIGHT, WRONG)
def sign_in_of_somebody(stage: Stage, value: str) -> Any:
    """Return the codes of the errors."""
    person = stage.person()
    if value == WRONG:
        person.user.identifier = "00000000"
    return codes(begun(stage, person)[1])


@effect("Mutation.signIn(password:)", PASSWORD, "not the password")
def sign_in_with_a_password(stage: Stage, value: str) -> Any:
    """Return the codes of the errors."""
    return codes(begun(stage, stage.person(), value)[1])


@effect("Mutation.signIn(delivery:)", "BEARER", "COOKIE")
def sign_in_by_delivery(stage: Stage, value: str) -> Any:
    """Return whether the payload has the token."""
    return begun(stage, stage.person(), delivery=value)[1]["token"] is None


@effect("Mutation.verifySecondFactor(code:)", RIGHT, WRONG)
def verify_a_code(stage: Stage, value: str) -> Any:
    """Return the codes of the errors."""
    person = stage.person()
    half, _ = begun(stage, person)
    code = stage.mailbox.code(person.user.email)
    return codes(
        mutate(half, "verifySecondFactor", code=code if value == RIGHT else code_other_than(code))
    )


@effect("Mutation.verifySecondFactorByPasskey(credential:)", RIGHT, WRONG)
def verify_a_passkey(stage: Stage, value: str) -> Any:
    """Return the codes of the errors."""
    person, _, key = with_passkey(stage)
    half, payload = begun(stage, person)
    return codes(
        mutate(
            half,
            "verifySecondFactorByPasskey",
            credential=answer(stage, key, payload["challenge"]["passkey"], value),
        )
    )


def sign_in_alone(stage: Stage, value: str = RIGHT, **arguments: Any) -> Any:
    """Return the payload of signing in with a passkey alone."""
    _, client, key = with_passkey(stage)
    assert codes(mutate(client, "allowPasskeyAlone", allowed=True, password=PASSWORD)) == []
    forget_failures(stage.portal)
    anonymous = Client(stage.portal)
    options = mutate(anonymous, "beginPasskeySignIn")["passkey"]
    return mutate(
        anonymous, "signInWithPasskey", credential=answer(stage, key, options, value), **arguments
    )


@effect("Mutation.signInWithPasskey(credential:)", RIGHT, WRONG)
def passkey_alone(stage: Stage, value: str) -> Any:
    """Return the codes of the errors."""
    return codes(sign_in_alone(stage, value))


@effect("Mutation.signInWithPasskey(delivery:)", "BEARER", "COOKIE")
def passkey_alone_by_delivery(stage: Stage, value: str) -> Any:
    """Return whether the payload has the token."""
    payload = sign_in_alone(stage, delivery=value)
    return codes(payload), payload["token"] is None


@effect("Mutation.requestPasswordReset(identifier:)", 0, 1)
def request_a_link(stage: Stage, chosen: int) -> Any:
    """Return how many links two users have."""
    both = [stage.person() for _ in range(2)]
    stage.portal.change_network()
    assert (
        codes(
            mutate(
                Client(stage.portal),
                "requestPasswordReset",
                identifier=both[chosen].user.identifier,
            )
        )
        == []
    )
    stage.mailbox.token(both[chosen].user.email)
    return [
        stage.portal.run(models.OneTimeLink.filter(user_id=person.user.id).count())
        for person in both
    ]


def reset(stage: Stage, person: Person, password: str, token: str | None = None) -> Any:
    """Return the payload of setting a password with the token of a link, or with another one."""
    stage.portal.change_network()
    mutate(Client(stage.portal), "requestPasswordReset", identifier=person.user.identifier)
    mailed = stage.mailbox.token(person.user.email)
    return mutate(Client(stage.portal), "resetPassword", token=token or mailed, password=password)


@effect("Mutation.resetPassword(token:)", None, "x" * 43)
def reset_with_a_token(stage: Stage, value: str | None) -> Any:
    """Return the codes of the errors, and whether the password is a new one."""
    person = stage.person()
    return codes(reset(stage, person, NEW, value)), is_password(stage, person, NEW)


@effect("Mutation.resetPassword(password:)", NEW, NEWER)
def reset_to_a_password(stage: Stage, value: str) -> Any:
    """Return whether the password is the first of two."""
    person = stage.person()
    assert codes(reset(stage, person, value)) == []
    return is_password(stage, person, NEW)


@effect("Mutation.changePassword(current:)", PASSWORD, "not the password")
def change_from_a_password(stage: Stage, value: str) -> Any:
    """Return the codes of the errors."""
    return codes(
        mutate(
            stage.world.sign_in_as(stage.person()), "changePassword", current=value, password=NEW
        )
    )


@effect("Mutation.changePassword(password:)", NEW, NEWER)
def change_to_a_password(stage: Stage, value: str) -> Any:
    """Return whether the password is the first of two."""
    person = stage.person()
    assert (
        codes(
            mutate(
                stage.world.sign_in_as(person), "changePassword", current=PASSWORD, password=value
            )
        )
        == []
    )
    return is_password(stage, person, NEW)


@effect("Mutation.switchCompany(companyId:)", "a", "b")
def switch(stage: Stage, value: str) -> Any:
    """Return the company acted for."""
    company = {"a": stage.world.a, "b": stage.world.b}[value]
    payload = mutate(
        stage.client("fiduciary"),
        "switchCompany",
        "viewer { company { name } }",
        companyId=company.id,
    )
    return payload["viewer"]


@effect("Mutation.proveAgain(code:)", RIGHT, WRONG)
def prove_by_code(stage: Stage, value: str) -> Any:
    """Return the codes of the errors."""
    person = stage.person()
    client = stage.world.sign_in_as(person)
    assert codes(mutate(client, "proveAgain")) == []
    code = stage.mailbox.code(person.user.email)
    return codes(
        mutate(client, "proveAgain", code=code if value == RIGHT else code_other_than(code))
    )


@effect("Mutation.proveAgain(credential:)", RIGHT, WRONG)
def prove_by_passkey(stage: Stage, value: str) -> Any:
    """Return the codes of the errors."""
    _, client, key = with_passkey(stage)
    options = mutate(client, "proveAgain", "challenge { passkey }")["challenge"]["passkey"]
    return codes(mutate(client, "proveAgain", credential=answer(stage, key, options, value)))


@effect("Mutation.endSession(sessionId:)", 0, 1)
def end_a_session(stage: Stage, chosen: int) -> Any:
    """Return which of two other sessions are left."""
    person = stage.person()
    both = [stage.world.sign_in_as(person) for _ in range(2)]
    found = [
        session
        for other in both
        for session in other.ask("{ viewer { sessions { sessionId current } } }")["viewer"][
            "sessions"
        ]
    ]
    own = [session["sessionId"] for session in found if session["current"]]
    assert codes(mutate(stage.world.sign_in_as(person), "endSession", sessionId=own[chosen])) == []
    return [other.ask("{ viewer { role } }")["viewer"] is None for other in both]


def change(stage: Stage, method: str = "TOTP", password: str = PASSWORD) -> tuple[Client, Any]:
    """Return a session in which a change of the second factor was begun, and the payload."""
    client = stage.world.sign_in_as(stage.person())
    return client, mutate(
        client, "beginTwoFactorChange", "change { method secret }", method=method, password=password
    )


@effect("Mutation.beginTwoFactorChange(method:)", "TOTP", "SMS")
def change_to_a_method(stage: Stage, value: str) -> Any:
    """Return the method of the change."""
    return change(stage, value)[1]["change"]["method"]


@effect("Mutation.beginTwoFactorChange(password:)", PASSWORD, "not the password")
def change_with_a_password(stage: Stage, value: str) -> Any:
    """Return the codes of the errors."""
    return codes(change(stage, password=value)[1])


@effect("Mutation.confirmTwoFactorChange(code:)", RIGHT, WRONG)
def confirm_a_code(stage: Stage, value: str) -> Any:
    """Return the codes of the errors."""
    client, payload = change(stage)
    code = pyotp.TOTP(payload["change"]["secret"]).now()
    return codes(
        mutate(
            client, "confirmTwoFactorChange", code=code if value == RIGHT else code_other_than(code)
        )
    )


@effect("Mutation.confirmPasskey(credential:)", RIGHT, WRONG)
def confirm_a_credential(stage: Stage, value: str) -> Any:
    """Return the codes of the errors."""
    person = stage.person()
    client = stage.world.sign_in_as(person)
    key = new_key(stage) if value == RIGHT else SoftwareKey("https://evil.example", token_bytes(32))
    payload = mutate(
        client, "confirmPasskey", credential=key.create(asked_to_register(client)), label="Telefon"
    )
    return codes(payload), stage.portal.run(
        models.User.get(id=person.user.id)
    ).two_factor_method is TwoFactorMethod.PASSKEY


@effect("Mutation.confirmPasskey(label:)", "Telefon", "Notebook")
def confirm_a_label(stage: Stage, value: str) -> Any:
    """Return the names of the passkeys."""
    _, client, _ = with_passkey(stage, value)
    return client.ask("{ viewer { account { passkeys { name } } } }")["viewer"]


@effect("Mutation.removePasskey(passkeyId:)", "Telefon", "Notebook")
def remove_a_passkey(stage: Stage, value: str) -> Any:
    """Return the name of the passkey that is left."""
    _, client, _ = with_passkey(stage, "Telefon", "Notebook")
    found = client.ask("{ viewer { account { passkeys { passkeyId name } } } }")["viewer"][
        "account"
    ]["passkeys"]
    (chosen,) = (passkey["passkeyId"] for passkey in found if passkey["name"] == value)
    assert codes(mutate(client, "removePasskey", passkeyId=chosen)) == []
    return client.ask("{ viewer { account { passkeys { name } } } }")["viewer"]


@effect("Mutation.allowPasskeyAlone(allowed:)", True, False)
def allow_alone(stage: Stage, value: bool) -> Any:
    """Return whether a passkey signs in by itself then."""
    _, client, _ = with_passkey(stage)
    assert codes(mutate(client, "allowPasskeyAlone", allowed=value, password=PASSWORD)) == []
    return client.ask("{ viewer { account { passkeyAlone } } }")["viewer"]


@effect("Mutation.allowPasskeyAlone(password:)", PASSWORD, "not the password")
def allow_with_a_password(stage: Stage, value: str) -> Any:
    """Return the codes of the errors."""
    _, client, _ = with_passkey(stage)
    return codes(mutate(client, "allowPasskeyAlone", allowed=True, password=value))


@effect("Mutation.renewRecoveryCodes(password:)", PASSWORD, "not the password")
def renew_with_a_password(stage: Stage, value: str) -> Any:
    """Return the codes of the errors."""
    _, client, _ = with_passkey(stage)
    return codes(mutate(client, "renewRecoveryCodes", password=value))
