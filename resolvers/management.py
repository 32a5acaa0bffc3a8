"""What the contract manager does for the users of the companies assigned: USER_MANAGEMENT and personal information."""

import strawberry
from tortoise.transactions import in_transaction

import models
from errors import NotFound, invalid
from models import Access, Language, Role
from permissions import reach
from resolvers.check import Checks
from resolvers.context import Info
from resolvers.node import read_id


@strawberry.input(description="A person's new particulars; what is left out stays as it is.")
class PersonalInformation:
    """A person's new particulars; what is left out stays as it is."""

    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    language: Language | None = None


async def grant_user_management(info: Info, user_id: strawberry.ID, company_id: strawberry.ID) -> models.User:
    """Let an administrator add, change and remove the company's users."""
    return await _set_user_management(info, user_id, company_id, granted=True)


async def withdraw_user_management(info: Info, user_id: strawberry.ID, company_id: strawberry.ID) -> models.User:
    """Take the user management back."""
    return await _set_user_management(info, user_id, company_id, granted=False)


async def change_personal_information(info: Info, user_id: strawberry.ID, information: PersonalInformation) -> models.User:
    """Change a user's name, e-mail, phone or language, as the user asked for."""
    viewer = info.context.signed_in()
    key = read_id(user_id, models.User, "userId")
    if not await reach(models.Membership, viewer).filter(user_id=key).exists():
        raise NotFound("user")
    changes = _checked(information)
    if changes:
        await models.User.filter(id=key).update(**changes)
    return await models.User.get(id=key)


async def _set_user_management(info: Info, user_id: str, company_id: str, *, granted: bool) -> models.User:
    keys = {"user_id": read_id(user_id, models.User, "userId"), "company_id": read_id(company_id, models.Company, "companyId")}
    async with in_transaction():
        found = reach(models.Membership, info.context.signed_in()).filter(**keys).select_related("user")
        membership = await found.get_or_none()
        if membership is None:
            raise NotFound("user")
        if granted and membership.role is not Role.ADMINISTRATOR:
            raise invalid("NOT_AN_ADMINISTRATOR", "userId", "Only an administrator can manage users.")
        management = {Access.USER_MANAGEMENT}
        membership.accesses = membership.accesses | management if granted else membership.accesses - management
        await membership.save(update_fields=["accesses"])
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
