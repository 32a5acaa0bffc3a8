"""User administration by the contract manager: USER_MANAGEMENT and personal information."""

from collections.abc import Collection, Mapping

import strawberry
from tortoise.transactions import in_transaction

import models
from data.global_id import key_from_global_id
from errors import NotFound, invalid
from i18n import gettext
from models import Language, Role, SecurityEventKind, TwoFactorMethod
from permissions import Viewer, grantable_accesses, reach
from pipeline.context import Context, Info
from resolvers.authentication.security_event import record, record_accesses
from resolvers.authentication.security_notice import notify
from resolvers.authentication.session import end_sessions_except_current
from resolvers.preconditions import not_an_administrator, raise_problems
from resolvers.validation import InputValidator

DESTINATION_COLUMNS = {TwoFactorMethod.EMAIL: "email", TwoFactorMethod.SMS: "phone"}
"""Column with the destination of the codes of each method."""


@strawberry.input
class PersonalInformation:
    """New personal information of a user. A field that is null or left out stays as it is."""

    first_name: str | None = strawberry.field(
        default=None, description="First name, 1 to 60 characters."
    )
    last_name: str | None = strawberry.field(
        default=None, description="Last name, 1 to 60 characters."
    )
    email: str | None = strawberry.field(
        default=None, description="E-mail address, at most 254 characters."
    )
    phone: str | None = strawberry.field(
        default=None,
        description="Phone number in international form, such as `+41 79 123 45 67`, 8 to 26 "
        "characters; an empty text removes it.",
    )
    language: Language | None = strawberry.field(
        default=None, description="Language of the mails and text messages to the user."
    )


async def grant_user_management(
    info: Info, user_id: strawberry.ID, company_id: strawberry.ID
) -> models.User:
    """Grant the access `USER_MANAGEMENT` to an administrator of a company.

    Codes in `errors`: `NOT_AN_ADMINISTRATOR`.
    """
    return await _set_user_management(info, user_id, company_id, granted=True)


async def withdraw_user_management(
    info: Info, user_id: strawberry.ID, company_id: strawberry.ID
) -> models.User:
    """Withdraw the access `USER_MANAGEMENT` from a user of a company."""
    return await _set_user_management(info, user_id, company_id, granted=False)


async def change_personal_information(
    info: Info, user_id: strawberry.ID, information: PersonalInformation
) -> models.User:
    """Change a user's name, e-mail address, phone number or language, at the user's request.

    The user is notified of a new e-mail address or phone number at the old address. If codes of
    the user's second factor are sent there, all the user's sessions end.

    Codes in `errors`: `REQUIRED`, `TOO_LONG`, `INVALID_CHARACTER`, `INVALID_EMAIL`,
    `INVALID_PHONE`, `ALSO_ELSEWHERE`.

    Args:
        information: New personal information.
    """
    viewer = info.context.signed_in()
    key = key_from_global_id(user_id, models.User, "userId")
    async with in_transaction():
        reached = reach(models.Membership, viewer).filter(user_id=key)
        membership = await reached.select_related("user").first()
        if membership is None:
            raise NotFound("user")
        user = membership.user
        changes = _validated(information)
        await _check_destinations(viewer, user, changes)
        if changes.get("email", user.email) != user.email:
            await models.OneTimeLink.filter(user_id=key).delete()  # mailed to the old address
        if changes:
            await models.User.filter(id=key).update(**changes)
        changed = [
            method
            for method, column in DESTINATION_COLUMNS.items()
            if changes.get(column, getattr(user, column)) != getattr(user, column)
        ]
        if changed:
            await _handle_changed_destinations(info.context, user, changed)
    return await models.User.get(id=key)


async def _handle_changed_destinations(
    context: Context, user: models.User, changed: Collection[TwoFactorMethod]
) -> None:
    """Record and notify new destinations of codes.

    A changed destination of the second factor is a new factor: all sessions end.
    """
    for method in changed:
        await record(context, SecurityEventKind.PARTICULARS_CHANGED, user.id, method=method)
    notify(context, SecurityEventKind.PARTICULARS_CHANGED, user)
    if user.two_factor_method in changed:
        await end_sessions_except_current(context, user.id)


async def _check_destinations(
    viewer: Viewer, user: models.User, changes: Mapping[str, str]
) -> None:
    moves = not {"email", "phone"}.isdisjoint(changes)
    if moves and not await _manages_all_companies_of(viewer, user):
        message = gettext(
            "The user also belongs to a company of another contract manager: e-mail address and "
            "phone number, which receive the sign-in codes, cannot be changed here."
        )
        raise invalid("ALSO_ELSEWHERE", "userId", message)
    if changes.get("phone") == "" and user.two_factor_method is TwoFactorMethod.SMS:
        message = gettext("The number cannot be removed: the user's sign-in codes are sent to it.")
        raise invalid("REQUIRED", "information.phone", message)


async def _manages_all_companies_of(viewer: Viewer, user: models.User) -> bool:
    """Return True if the viewer is assigned to every company of the user."""
    return (
        await models.Membership.filter(user_id=user.id).count()
        == await reach(models.Membership, viewer).filter(user_id=user.id).count()
    )


async def _set_user_management(
    info: Info, user_id: str, company_id: str, *, granted: bool
) -> models.User:
    keys = {
        "user_id": key_from_global_id(user_id, models.User, "userId"),
        "company_id": key_from_global_id(company_id, models.Company, "companyId"),
    }
    viewer = info.context.signed_in()
    async with in_transaction():
        company = reach(models.Company, viewer).filter(id=keys["company_id"])
        await company.select_for_update().get_or_none()  # the lock of `changeAccesses`
        memberships = reach(models.Membership, viewer).filter(**keys)
        membership = await memberships.select_related("user").get_or_none()
        if membership is None:
            raise NotFound("user")
        if granted and membership.role is not Role.ADMINISTRATOR:
            raise_problems((not_an_administrator(),))
        management, before = grantable_accesses(Role.CONTRACT_MANAGER), membership.accesses
        membership.accesses = (
            membership.accesses | management if granted else membership.accesses - management
        )
        await membership.save(update_fields=["accesses"])
        await record_accesses(info.context, membership, before)
    return membership.user


def _validated(information: PersonalInformation) -> dict[str, str]:
    validator = InputValidator()
    changes = {}
    if information.first_name is not None:
        changes["first_name"] = validator.text(information.first_name, "information.firstName", 60)
    if information.last_name is not None:
        changes["last_name"] = validator.text(information.last_name, "information.lastName", 60)
    if information.email is not None:
        changes["email"] = validator.email(information.email, "information.email")
    if information.phone is not None:
        changes["phone"] = validator.phone(information.phone, "information.phone")
    if information.language is not None:
        changes["language"] = information.language
    validator.raise_problems()
    return changes
