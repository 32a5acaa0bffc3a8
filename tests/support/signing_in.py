"""Steps of signing in as a client takes them, through the API and the real mail."""

from datetime import UTC, datetime, timedelta
from typing import Any

import models
from tests.support.portal import Client, Mailbox, Portal
from tests.support.world import PASSWORD

ERRORS = "errors { code field message }"
SIGN_IN = f"""mutation ($identifier: String!, $password: String!, $delivery: TokenDelivery! = BEARER) {{
  signIn(identifier: $identifier, password: $password, delivery: $delivery) {{ token challenge {{ method destination }} {ERRORS} }} }}"""
SIGN_IN_WITH_RETRY_AFTER = """mutation ($identifier: String!, $password: String!) { signIn(identifier: $identifier, password: $password) {
  token errors { code field message retryAfter } } }"""
VERIFY = f"mutation ($code: String!) {{ verifySecondFactor(code: $code) {{ token viewer {{ role accesses }} {ERRORS} }} }}"
REQUEST_RESET = f"mutation ($identifier: String!) {{ requestPasswordReset(identifier: $identifier) {{ accepted {ERRORS} }} }}"
RESET = f"mutation ($token: String!, $password: String!) {{ resetPassword(token: $token, password: $password) {{ changed {ERRORS} }} }}"
READ_VIEWER = "{ viewer { role user { identifier firstName } company { id name } } }"
READ_COMPANY = "{ company { name } }"


def forget_failures(portal: Portal) -> None:
    """Remove all delays, as if no sign-in had failed for a long time."""
    portal.run(models.SignInDelay.all().delete())


def begin_sign_in(portal: Portal, user: models.User, password: str = PASSWORD) -> Client:
    """Return a session that waits for its second factor."""
    return Client(
        portal,
        Client(portal).mutate(SIGN_IN, identifier=user.identifier, password=password)["token"],
    )


def begin_sign_in_with_code(
    portal: Portal, mailbox: Mailbox, user: models.User, password: str = PASSWORD
) -> tuple[Client, str]:
    """Return a session that waits for its second factor, and the code that was mailed for it."""
    before = len(mailbox.to(user.email))
    return begin_sign_in(portal, user, password), mailbox.code(user.email, beyond=before)


def finish_sign_in(half: Client, code: str) -> Client:
    """Verify the second factor of a session; returns a client of the full session."""
    return Client(half.portal, half.mutate(VERIFY, code=code)["token"])


def sign_in(
    portal: Portal, mailbox: Mailbox, user: models.User, password: str = PASSWORD
) -> Client:
    """Sign in with password and mailed code."""
    return finish_sign_in(*begin_sign_in_with_code(portal, mailbox, user, password))


def error_codes(payload: Any) -> list[str]:
    """Return the codes of a payload's errors."""
    return [problem["code"] for problem in payload["errors"]]


def code_other_than(code: str) -> str:
    """Return six digits that are not the code."""
    return f"{(int(code) + 1) % 10**6:06d}"


async def stored_column(row: Any, name: str) -> Any:
    """Return a column's value as the database has it now."""
    return (await type(row).get(pk=row.pk).values(name))[name]


def end_delays(portal: Portal) -> None:
    """End all delays, as if the longest had just gone by."""
    portal.run(models.SignInDelay.all().update(free_at=datetime.now(UTC) - timedelta(seconds=1)))
