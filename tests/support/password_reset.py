"""Password resets by mailed link."""

import models
from tests.support.portal import Client, Mailbox
from tests.support.signing_in import REQUEST_RESET, SIGN_IN, error_codes

NEW_PASSWORD = "une nouvelle phrase de passe"


def request_link(anonymous: Client, mailbox: Mailbox, user: models.User) -> str:
    """Request a reset by mail; returns the token of the link."""
    before = len(mailbox.to(user.email))
    anonymous.mutate(REQUEST_RESET, identifier=user.identifier)
    return mailbox.token(user.email, beyond=before)


def assert_password(anonymous: Client, user: models.User, password: str, *, fits: bool) -> None:
    """Assert that the password is the user's, or is not."""
    problems = error_codes(
        anonymous.payload_of(SIGN_IN, identifier=user.identifier, password=password)
    )
    assert problems == ([] if fits else ["INVALID_CREDENTIALS"])
