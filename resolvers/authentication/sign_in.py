"""Sign-in with identifier and password, then the second factor.

Every failure has the same error and the same amount of work (OWASP, user enumeration).
"""

import models
from models import CodePurpose, SecurityEventKind
from pipeline.context import Context, Info, waits
from resolvers.authentication.account_lookup import look_up_account
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
    """Begin a session with identifier and password; it then waits for the second factor."""
    context = info.context
    account = await look_up_account(context, identifier)
    await count_attempt(
        context,
        "password",
        address_counter(context),
        account_counter(account.identifier, account.known_network),
    )
    user = account.user
    fits = await context.services.passwords.verify(account.password_hash, password)
    if user is None or not fits or not account.may_sign_in:
        await record(context, SecurityEventKind.SIGN_IN_FAILED, user.id if user else None)
        raise invalid_credentials()
    await refund_attempt(address_counter(context))
    token, session = new_pending_session(context, account, delivery)
    challenge = await new_challenge(
        context, session, CodePurpose.SIGN_IN, user.two_factor_method, user.totp_secret
    )
    stronger = await _rehash_if_outdated(context, user, password)
    await context.begin()
    await store_session(context, account, session, challenge)
    if stronger is not None:
        await models.User.filter(id=user.id, password_hash=user.password_hash).update(
            password_hash=stronger
        )
    return SignedIn(
        deliver_token(context, token, delivery), await describe_challenge(context, user, challenge)
    )


@waits
async def verify_second_factor(info: Info, code: str) -> SignedIn:
    """Prove the second factor with its code or a recovery code. The session gets a new token."""
    context = info.context
    session = await load_pending_session(context)
    await verify_code(context, session, CodePurpose.SIGN_IN, code, recovery=True)
    return await complete_session(context, session)


async def _rehash_if_outdated(context: Context, user: models.User, password: str) -> str | None:
    """Return a hash by current parameters if the stored one was made by weaker ones."""
    current_hash, passwords = user.password_hash, context.services.passwords
    return (
        await passwords.hash(password)
        if current_hash is not None and passwords.needs_rehash(current_hash)
        else None
    )
