"""What the contract manager does for the users of the companies assigned: USER_MANAGEMENT and personal information."""

from collections.abc import Collection

import strawberry
from tortoise.transactions import in_transaction

import models
from data.global_id import read_id
from errors import NotFound, invalid
from i18n import gettext
from models import Language, Role, SecurityEventKind, TwoFactorMethod
from permissions import Viewer, grantable_by, reach
from pipeline.context import Context, Info
from resolvers.authentication.security_event import record, record_accesses
from resolvers.authentication.security_notice import notify
from resolvers.authentication.session import end_others
from resolvers.preconditions import no_administrator, stop
from resolvers.validation import Checks

REACHED_BY = {TwoFactorMethod.EMAIL: "email", TwoFactorMethod.SMS: "phone"}
"""The column that says where codes of a method go."""


@strawberry.input(description="A person's new particulars; what is left out stays as it is.")
class PersonalInformation:
    """A person's new particulars; what is left out stays as it is."""

    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    language: Language | None = None


async def grant_user_management(
    info: Info, user_id: strawberry.ID, company_id: strawberry.ID
) -> models.User:
    """Let an administrator add, change and remove the company's users."""
    return await _set_user_management(info, user_id, company_id, granted=True)


async def withdraw_user_management(
    info: Info, user_id: strawberry.ID, company_id: strawberry.ID
) -> models.User:
    """Take the user management back."""
    return await _set_user_management(info, user_id, company_id, granted=False)


async def change_personal_information(
    info: Info, user_id: strawberry.ID, information: PersonalInformation
) -> models.User:
    """Change a user's name, e-mail, phone or language, as the user asked for."""
    viewer = info.context.signed_in()
    key = read_id(user_id, models.User, "userId")
    async with in_transaction():
        membership = (
            await reach(models.Membership, viewer)
            .filter(user_id=key)
            .select_related("user")
            .first()
        )
        if membership is None:
            raise NotFound("user")
        user = membership.user
        changes = _checked(information)
        if {"email", "phone"} & changes.keys() and not await _looks_after_wholly(viewer, user):
            message = gettext(
                "The user also belongs to a company of another contract manager: e-mail address and phone "
                "number, which receive the sign-in codes, cannot be changed here."
            )
            raise invalid("ALSO_ELSEWHERE", "userId", message)
        if changes.get("phone") == "" and user.two_factor_method is TwoFactorMethod.SMS:
            raise invalid(
                "REQUIRED",
                "information.phone",
                gettext("The number cannot be removed: the user's sign-in codes are sent to it."),
            )
        if changes.get("email", user.email) != user.email:
            await models.OneTimeLink.filter(
                user_id=key
            ).delete()  # it was mailed to the old address
        if changes:
            await models.User.filter(id=key).update(**changes)
        moved = [
            method
            for method, column in REACHED_BY.items()
            if changes.get(column, getattr(user, column)) != getattr(user, column)
        ]
        if moved:
            await _reached_elsewhere(info.context, user, moved)
    return await models.User.get(id=key)


async def add_membership(
    info: Info, user_id: strawberry.ID, company_id: strawberry.ID
) -> models.User:
    """Make somebody a user of another company as well (a fiduciary). The company's administrator opens the accesses."""
    viewer = info.context.signed_in()
    user_key, company_key = (
        read_id(user_id, models.User, "userId"),
        read_id(company_id, models.Company, "companyId"),
    )
    async with in_transaction():
        known = (
            await reach(models.Membership, viewer)
            .filter(user_id=user_key)
            .select_related("user")
            .first()
        )
        company = (
            await reach(models.Company, viewer)
            .select_for_update(of=("company",))
            .get_or_none(id=company_key)
        )
        if known is None or company is None:
            raise NotFound("user" if known is None else "company")
        if await models.Membership.filter(user_id=user_key, company_id=company_key).exists():
            raise invalid(
                "ALREADY_A_USER",
                "companyId",
                gettext("This person is already a user of the company."),
            )
        await models.Membership.create(
            user_id=user_key, company_id=company_key, role=Role.USER, accesses=[]
        )
        await record(
            info.context, SecurityEventKind.ADDED_TO_COMPANY, user_key, company_id=company_key
        )
    return known.user


async def _reached_elsewhere(
    context: Context, user: models.User, moved: Collection[TwoFactorMethod]
) -> None:
    """Keep and tell that codes of these methods go elsewhere; where one is the second factor, that is another now: all sessions end."""
    for method in moved:
        await record(context, SecurityEventKind.PARTICULARS_CHANGED, user.id, method=method)
    notify(context, SecurityEventKind.PARTICULARS_CHANGED, user)
    if user.two_factor_method in moved:
        await end_others(context, user.id)


async def _looks_after_wholly(viewer: Viewer, user: models.User) -> bool:
    """Whether every company of the user is one that the viewer looks after."""
    return (
        await models.Membership.filter(user_id=user.id).count()
        == await reach(models.Membership, viewer).filter(user_id=user.id).count()
    )


async def _set_user_management(
    info: Info, user_id: str, company_id: str, *, granted: bool
) -> models.User:
    keys = {
        "user_id": read_id(user_id, models.User, "userId"),
        "company_id": read_id(company_id, models.Company, "companyId"),
    }
    viewer = info.context.signed_in()
    async with in_transaction():
        await (
            reach(models.Company, viewer)
            .filter(id=keys["company_id"])
            .select_for_update()
            .get_or_none()
        )  # as `changeAccesses` does
        membership = (
            await reach(models.Membership, viewer)
            .filter(**keys)
            .select_related("user")
            .get_or_none()
        )
        if membership is None:
            raise NotFound("user")
        if granted and membership.role is not Role.ADMINISTRATOR:
            stop((no_administrator(),))
        management, before = grantable_by(Role.CONTRACT_MANAGER), membership.accesses
        membership.accesses = (
            membership.accesses | management if granted else membership.accesses - management
        )
        await membership.save(update_fields=["accesses"])
        await record_accesses(info.context, membership, before)
    return membership.user


def _checked(information: PersonalInformation) -> dict[str, str]:
    checks = Checks()
    changes = {}
    if information.first_name is not None:
        changes["first_name"] = checks.text(information.first_name, "information.firstName", 60)
    if information.last_name is not None:
        changes["last_name"] = checks.text(information.last_name, "information.lastName", 60)
    if information.email is not None:
        changes["email"] = checks.email(information.email, "information.email")
    if information.phone is not None:
        changes["phone"] = checks.phone(information.phone, "information.phone")
    if information.language is not None:
        changes["language"] = information.language
    checks.done()
    return changes
