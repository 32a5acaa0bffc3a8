"""Changes of the second factor through the API."""

from datetime import UTC, datetime

import pyotp

import models
from tests.support.portal import Client, Portal
from tests.support.world import PASSWORD

BEGIN_CHANGE = f"""mutation ($method: TwoFactorMethod!, $password: String! = "{PASSWORD}") {{ beginTwoFactorChange(method: $method, password: $password) {{
  change {{ method destination secret otpauthUri qrCode }} errors {{ code field }} }} }}"""
CONFIRM_CHANGE = "mutation ($code: String!) { confirmTwoFactorChange(code: $code) { recoveryCodes token errors { code field } } }"


def totp_code(secret: str) -> str:
    """Return the present code of an authenticator with this secret."""
    return pyotp.TOTP(secret).at(datetime.now(UTC))


def switch_to_totp(client: Client) -> tuple[str, list[str]]:
    """Change the second factor to an authenticator; returns its secret and the recovery codes."""
    secret = client.mutate(BEGIN_CHANGE, method="TOTP")["change"]["secret"]
    return secret, client.adopt(client.mutate(CONFIRM_CHANGE, code=totp_code(secret)))[
        "recoveryCodes"
    ]


def forget_used_codes(portal: Portal, user: models.User) -> None:
    """Forget the authenticator's last accepted code, so that the present one is accepted again."""
    portal.run(models.User.filter(id=user.id).update(totp_last_step=0))
