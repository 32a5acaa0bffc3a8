"""Changing one's own second factor: the old one holds until the new one has proved itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

import models
from errors import invalid
from i18n import gettext
from models import CodePurpose, SecurityEventKind, TwoFactorMethod
from pipeline.context import Context, Info, waits
from pipeline.session import hold_account, load_session
from resolvers.authentication.challenge import prove, refused, send_challenge, take_try, use_up
from resolvers.authentication.passkey_options import creation_options
from resolvers.authentication.password import check_own_password
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify
from resolvers.authentication.session import end_others
from resolvers.authentication.session_token import renew_token
from resolvers.authentication.sign_in import mask_destination


@dataclass(frozen=True, slots=True)
class TwoFactorChange:
    """A change under way: where the code went, or what the authenticator has to be given."""

    method: TwoFactorMethod
    destination: str | None
    secret: str | None
    otpauth_uri: str | None
    qr_code: str | None
    passkey: str | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class TwoFactorChanged:
    """The recovery codes, shown this once, and the session's new token."""

    recovery_codes: list[str]
    token: str | None


@waits
async def begin_two_factor_change(
    info: Info, method: TwoFactorMethod, password: str
) -> TwoFactorChange:
    """Begin to change one's own second factor; the present one stays in force until the new one has proved itself."""
    context = info.context
    session = await load_session(context)
    user, codes = session.user, context.services.codes
    await check_own_password(context, user, password)
    _check_available(context, user, method)
    secret = codes.new_totp_secret() if method is TwoFactorMethod.TOTP else None
    kept = await send_challenge(context, session, CodePurpose.TWO_FACTOR_CHANGE, method, secret)
    uri = codes.totp_uri(secret, user.identifier) if secret else None
    return TwoFactorChange(
        method,
        mask_destination(user, method),
        codes.unseal(secret) if secret else None,
        uri,
        codes.qr_code(uri) if uri else None,
        await creation_options(context, user, kept.challenge) if kept.challenge else None,
        kept.expires_at,
    )


@waits
async def confirm_two_factor_change(info: Info, code: str) -> TwoFactorChanged:
    """Prove the new second factor by its code: it is in force from now on. The recovery codes are new and shown this once."""
    context = info.context
    session = await load_session(context)
    kept = await prove(context, session, CodePurpose.TWO_FACTOR_CHANGE, code, recovery=False)
    async with in_transaction():
        await models.Passkey.filter(user_id=session.user_id).delete()
        return await _change(
            context,
            session,
            {
                "two_factor_method": kept.method,
                "totp_secret": kept.totp_secret,
                "passkey_alone": False,
            },
        )


@waits
async def confirm_passkey(info: Info, credential: str, label: str) -> TwoFactorChanged:
    """Prove a new passkey by what `navigator.credentials.create` answered, as JSON: passkeys are the second factor from now on."""
    context = info.context
    session = await load_session(context)
    kept = await take_try(context, session, CodePurpose.TWO_FACTOR_CHANGE, "credential")
    made = context.services.passkeys.made(credential, kept.challenge) if kept.challenge else None
    if made is None or await models.Passkey.exists(credential_id=made.credential_id):
        raise await refused(context, session, "credential")
    await use_up(context, session, kept, "credential")
    name = "".join(character for character in label if character.isprintable()).strip()[:60]
    passkey = models.Passkey(
        user_id=session.user_id,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=name or context.client.device,
        created_at=context.now,
    )
    try:
        async with in_transaction():
            await passkey.save(force_create=True)
            await record(context, SecurityEventKind.PASSKEY_ADDED, session.user_id)
            return await _change(
                context,
                session,
                {"two_factor_method": TwoFactorMethod.PASSKEY, "totp_secret": None},
            )
    except IntegrityError:  # somebody else has registered the same one meanwhile
        raise await refused(context, session, "credential") from None


@waits
async def renew_recovery_codes(info: Info, password: str) -> list[str]:
    """New recovery codes, shown this once; the older ones are void."""
    context = info.context
    user = (await load_session(context)).user
    await check_own_password(context, user, password)
    await context.begin()
    async with in_transaction():
        await hold_account(context)
        codes = await _new_recovery_codes(context, user)
        await record(context, SecurityEventKind.RECOVERY_CODES_RENEWED, user.id)
    notify(context, SecurityEventKind.RECOVERY_CODES_RENEWED, user)
    return codes


def _check_available(context: Context, user: models.User, method: TwoFactorMethod) -> None:
    if method is TwoFactorMethod.SMS and context.services.sms is None:
        raise invalid(
            "METHOD_UNAVAILABLE", "method", gettext("This portal sends no text messages.")
        )
    if method is TwoFactorMethod.SMS and not user.phone:
        raise invalid(
            "METHOD_UNAVAILABLE",
            "method",
            gettext("There is no phone number for text messages: ask your contract manager."),
        )


async def _change(
    context: Context, session: models.Session, columns: Mapping[str, Any]
) -> TwoFactorChanged:
    """Put the new second factor in force: other sessions end, this one goes on under a new token, the owner is told the old way."""
    await models.User.filter(id=session.user_id).update(**columns, two_factor_set_at=context.now)
    await models.OneTimeCode.filter(
        session_id=session.id
    ).delete()  # the old one proves nothing any more, what was begun with it included
    codes = await _new_recovery_codes(context, session.user)
    await record(
        context,
        SecurityEventKind.METHOD_CHANGED,
        session.user_id,
        method=columns["two_factor_method"],
    )
    await end_others(context, session.user_id)
    notify(context, SecurityEventKind.METHOD_CHANGED, session.user)
    return TwoFactorChanged(codes, await renew_token(context))


async def _new_recovery_codes(context: Context, user: models.User) -> list[str]:
    codes = context.services.codes.new_recovery_codes()
    await models.RecoveryCode.filter(user_id=user.id).delete()
    await models.RecoveryCode.bulk_create(
        models.RecoveryCode(user_id=user.id, code_hash=context.services.codes.hash(code, user.id))
        for code in codes
    )
    return codes
