"""Users of the viewer's company: list, creation and invitation."""

from functools import partial

import strawberry
from tortoise.expressions import Q, Subquery
from tortoise.transactions import in_transaction

import models
from data.conditions import Conditions
from data.connection import Page, get_page
from data.global_id import key_from_global_id
from data.order import order_by_text
from errors import invalid
from i18n import gettext
from models import Access, Language, LinkPurpose, Role, SecurityEventKind
from permissions import company_users, reach
from pipeline.context import Info
from resolvers.authentication.password_link import create_link, send_link
from resolvers.authentication.security_event import record
from resolvers.company import lock_company
from resolvers.membership import load_membership_locked
from resolvers.preconditions import (
    check_grantable,
    check_invited,
    raise_problems,
)
from resolvers.validation import InputValidator

BY_LAST_NAME = order_by_text("LAST_NAME", "last_name")


@strawberry.input
class NewUser:
    """New user of the company."""

    first_name: str = strawberry.field(description="First name, 1 to 60 characters.")
    last_name: str = strawberry.field(description="Last name, 1 to 60 characters.")
    email: str = strawberry.field(
        description="E-mail address for the invitation and for codes, at most 254 characters."
    )
    phone: str = strawberry.field(
        default="",
        description="Phone number in international form, such as `+41 79 123 45 67`, 8 to 26 "
        "characters; by default none.",
    )
    language: Language = strawberry.field(
        default=Language.FR, description="Language of the mails to the user; French by default."
    )
    administrator: bool = strawberry.field(
        default=False, description="True for the role `ADMINISTRATOR`; by default `USER`."
    )
    accesses: list[Access] = strawberry.field(
        default_factory=list,
        description="Accesses to grant, except `USER_MANAGEMENT`; by default none.",
    )


async def list_users(
    info: Info,
    first: int = 20,
    after: str | None = None,
    access: Access | None = None,
    company_id: strawberry.ID | None = None,
) -> Page[models.User]:
    """Users of the viewer's company, by last name.

    A contract manager gets those of all assigned companies.

    Args:
        access: Access that the users must have; null for all users.
        company_id: Global ID of the company whose users to list; null for all companies visible
            to the viewer.
    """
    where = Conditions(models.User)
    if company_id is not None or access is not None:
        memberships = reach(models.Membership, info.context.signed_in())
        if company_id is not None:
            memberships = memberships.filter(
                company_id=key_from_global_id(company_id, models.Company, "companyId")
            )
        if access is not None:
            memberships = memberships.filter(accesses__contains=access.value)
        where.add_literal(Q(id__in=Subquery(memberships.values("user_id"))))
    return await get_page(info, models.User, where, BY_LAST_NAME, first, after, scope=company_users)


async def add_user(info: Info, user: NewUser) -> models.User:
    """Add a user to the company and send an invitation.

    The invitation has a one-time link to set the first password, valid for 7 days (configurable).

    Codes in `errors`: `REQUIRED`, `TOO_LONG`, `INVALID_CHARACTER`, `INVALID_EMAIL`,
    `INVALID_PHONE`, `ALREADY_A_USER`, `NOT_YOURS_TO_GRANT`.

    Args:
        user: User to add.
    """
    context = info.context
    viewer = context.signed_in()
    new = _validated_user(user)
    async with in_transaction():
        await lock_company(context)
        if await models.Membership.filter(
            company_id=viewer.company_id, user__email__iexact=new.email
        ).exists():
            raise invalid(
                "ALREADY_A_USER",
                "user.email",
                gettext("A person with this e-mail address is already a user."),
            )
        new.identifier = await _new_identifier()
        await new.save(force_create=True)
        role = Role.ADMINISTRATOR if user.administrator else Role.USER
        await models.Membership.create(
            user=new, company_id=viewer.company_id, role=role, accesses=user.accesses
        )
        await record(
            context,
            SecurityEventKind.ADDED_TO_COMPANY,
            new.id,
            company_id=viewer.company_id,
            accesses=user.accesses,
        )
        link = await create_link(context, new, LinkPurpose.INVITATION)
    context.after_response(partial(send_link, context, new, link))
    return new


async def resend_invitation(info: Info, user_id: strawberry.ID) -> models.User:
    """Send a new invitation to a user who has not set a password yet.

    The link of the older one becomes invalid.

    Codes in `errors`: `NOT_INVITED`.
    """
    context = info.context
    async with in_transaction():
        user: models.User = (await load_membership_locked(context, user_id)).user
        raise_problems(check_invited(user))
        link = await create_link(context, user, LinkPurpose.INVITATION)
    context.after_response(partial(send_link, context, user, link))
    return user


def _validated_user(user: NewUser) -> models.User:
    validator = InputValidator()
    new = models.User(
        first_name=validator.text(user.first_name, "user.firstName", 60),
        last_name=validator.text(user.last_name, "user.lastName", 60),
        email=validator.email(user.email, "user.email"),
        phone=validator.phone(user.phone, "user.phone"),
        language=user.language,
    )
    validator.raise_problems()
    raise_problems(check_grantable(user.accesses, "user.accesses"))
    return new


async def _new_identifier() -> str:
    while await models.User.filter(identifier=(identifier := models.new_identifier())).exists():
        continue
    return identifier
