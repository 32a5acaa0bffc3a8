"""Instructions for signing in to the demo, printed when it starts."""

from demo.personas import PERSONAS, Persona
from models import TwoFactorMethod

ANONYMOUS = (
    "Anonymous callers have no account: send a query without a session, read what is public, and "
    "see how each refusal says whom to ask."
)

SECOND_FACTOR = {
    TwoFactorMethod.EMAIL: "code by mail to {email}: in var/outbox and on the console",
    TwoFactorMethod.SMS: "code by SMS to {phone}: in var/outbox and on the console",
    TwoFactorMethod.TOTP: "code of an authenticator app with the secret {totp_secret}, or of\n"
    "                 .venv/bin/python -c "
    "\"import pyotp; print(pyotp.TOTP('{totp_secret}').now())\"",
}

LINKS = (
    "Password links in mails lead to the portal's own page, which is not part of this API: "
    "give the text after #token= to the mutation resetPassword."
)


def sign_in_instructions(origin: str) -> str:
    """Return the text that `make demo` prints: URL of GraphiQL, and credentials of each persona."""
    return "\n\n".join(
        (
            f"GraphiQL: {origin}/graphql",
            *(_entry(persona) for persona in PERSONAS),
            ANONYMOUS,
            LINKS,
        )
    )


def _entry(persona: Persona) -> str:
    factor = SECOND_FACTOR[persona.method].format(
        email=persona.email, phone=persona.phone, totp_secret=persona.totp_secret
    )
    return (
        f"{persona.name}, {persona.title}\n"
        f"  identifier     {persona.identifier}\n"
        f"  password       {persona.password}\n"
        f"  second factor  {factor}\n"
        f"  try            {persona.what_to_try}"
    )
