"""Sign-in with identifier and password, then the second factor.

Every failure has the same error and the same amount of work (OWASP, user enumeration).
"""

import models
from models import CodePurpose, SecurityEventKind
from pipeline.context import Context, Info
from pipeline.idempotency.waits import waits
from resolvers.authentication.account_lookup import AccountLookup, look_up_account
from resolvers.authentication.attempts import (
    account_counter,
    address_counter,
    count_attempt,
    refund_attempt,
)
from resolvers.authentication.challenge import new_challenge
from resolvers.authentication.pending_session import (
    complete_session,
    invalid_credentials,
    load_pending_session,
    new_pending_session,
    store_session,
)
from resolvers.authentication.security_event import record
from resolvers.authentication.session_token import (
    TokenDelivery,
    deliver_token,
)
from resolvers.authentication.sign_in_result import SignedIn, describe_challenge
from resolvers.authentication.verification import verify_code


@waits
async def sign_in(
    info: Info, identifier: str, password: str, delivery: TokenDelivery = TokenDelivery.BEARER
) -> SignedIn:
    """Start a session with the user number and the password.

    It then waits for the second factor (`verifySecondFactor`).

    Codes in `errors`: `INVALID_CREDENTIALS`, `TRY_LATER` with `retryAfter`.

    Args:
        identifier: User number (n° d'identifiant): eight digits.
        password: Password of the user.

    Returns:
        token: Token of the session that waits for its second factor; null for the delivery by
            cookie, or if `errors` is not empty.
    """
    context = info.context
    account = await look_up_account(context, identifier)
    user = await _verify_password(context, account, password)
    token, session = new_pending_session(context, account, delivery)
    challenge = await new_challenge(
        context, session, CodePurpose.SIGN_IN, user.two_factor_method, user.totp_secret
    )
    new_hash = await _rehash_if_outdated(context, user, password)
    await context.begin_changes()
    await store_session(context, account, session, challenge)
    if new_hash is not None:
        await models.User.filter(id=user.id, password_hash=user.password_hash).update(
            password_hash=new_hash
        )
    return SignedIn(
        deliver_token(context, token, delivery), await describe_challenge(context, user, challenge)
    )


@waits
async def verify_second_factor(info: Info, code: str) -> SignedIn:
    """Verify the second factor by its code or a recovery code.

    The session gets a new token and a viewer. The error `UNAUTHENTICATED` without a session that
    waits for its second factor.

    Codes in `errors`: `INVALID_CODE`, `CODE_EXPIRED`, `TOO_MANY_TRIES`, `TRY_LATER` with
    `retryAfter`.

    Args:
        code: Six-digit code of the second factor, or an unused recovery code.
    """
    context = info.context
    session = await load_pending_session(context)
    await verify_code(context, session, CodePurpose.SIGN_IN, code, recovery=True)
    return await complete_session(context, session)


async def _verify_password(context: Context, account: AccountLookup, password: str) -> models.User:
    """Return the user if the password is right and the account may sign in; count the attempt."""
    await count_attempt(
        context,
        "password",
        address_counter(context),
        account_counter(account.identifier, account.known_network),
    )
    user = account.user
    password_matches = await context.services.passwords.verify(account.password_hash, password)
    if user is None or not password_matches or not account.may_sign_in:
        await record(context, SecurityEventKind.SIGN_IN_FAILED, user.id if user else None)
        raise invalid_credentials()
    await refund_attempt(address_counter(context))
    return user


async def _rehash_if_outdated(context: Context, user: models.User, password: str) -> str | None:
    """Return a hash by current parameters if the stored one was made by weaker ones."""
    current_hash, passwords = user.password_hash, context.services.passwords
    return (
        await passwords.hash(password)
        if current_hash is not None and passwords.needs_rehash(current_hash)
        else None
    )
