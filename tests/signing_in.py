"""The steps of signing in as a client takes them, through the API and the real mail."""

from typing import Any

import models
from tests.portal import Client, Mailbox, Portal
from tests.world import PASSWORD

ERRORS = "errors { code field message }"
SIGN_IN = f"""mutation ($identifier: String!, $password: String!, $delivery: TokenDelivery! = BEARER) {{
  signIn(identifier: $identifier, password: $password, delivery: $delivery) {{ token challenge {{ method destination }} {ERRORS} }} }}"""
VERIFY = f"mutation ($code: String!) {{ verifySecondFactor(code: $code) {{ token viewer {{ role accesses }} {ERRORS} }} }}"
REQUEST_RESET = f"mutation ($identifier: String!) {{ requestPasswordReset(identifier: $identifier) {{ accepted {ERRORS} }} }}"
RESET = f"mutation ($token: String!, $password: String!) {{ resetPassword(token: $token, password: $password) {{ changed {ERRORS} }} }}"
WHO = "{ viewer { role user { identifier firstName } company { id name } } }"
COMPANY = "{ company { name } }"


def forget_tries(portal: Portal) -> None:
    """As if nobody had failed to sign in for a long time."""
    portal.run(models.SignInDelay.all().delete())


def begin(portal: Portal, user: models.User, password: str = PASSWORD) -> Client:
    """A session that waits for its second factor."""
    return Client(
        portal,
        Client(portal).order(SIGN_IN, identifier=user.identifier, password=password)["token"],
    )


def begin_with_code(
    portal: Portal, mailbox: Mailbox, user: models.User, password: str = PASSWORD
) -> tuple[Client, str]:
    """A session that waits for its second factor, and the code that was mailed for it."""
    before = len(mailbox.to(user.email))
    return begin(portal, user, password), mailbox.code(user.email, beyond=before)


def prove(half: Client, code: str) -> Client:
    """The session of `half`, whole."""
    return Client(half.portal, half.order(VERIFY, code=code)["token"])


def sign_in(
    portal: Portal, mailbox: Mailbox, user: models.User, password: str = PASSWORD
) -> Client:
    """Somebody who signed in with password and mailed code."""
    return prove(*begin_with_code(portal, mailbox, user, password))


def codes_of(payload: Any) -> list[str]:
    """The codes of a payload's problems."""
    return [problem["code"] for problem in payload["errors"]]


def wrong(code: str) -> str:
    """Six digits that are not the code."""
    return f"{(int(code) + 1) % 10**6:06d}"


async def column(row: Any, name: str) -> Any:
    """A column's value as the database has it now."""
    return (await type(row).get(pk=row.pk).values(name))[name]
