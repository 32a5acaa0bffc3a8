"""Users and their accesses: who reaches the same information, and who may change that."""

from dataclasses import dataclass, replace
from functools import partial

import strawberry
from tortoise.expressions import Q, Subquery
from tortoise.transactions import in_transaction

import models
from data.connection import Page, by_text, get_page
from data.global_id import read_id
from data.rows import Where, children
from errors import Unauthenticated, invalid
from i18n import gettext
from models import Access, Language, LinkPurpose, Role, SecurityEventKind
from permissions import colleagues, reach
from permissions.user import ManageUsers
from pipeline.context import Context, Info, Parents, reads
from resolvers.access_change import AccessChange, find_membership, plan
from resolvers.authentication.password import new_link, send_link
from resolvers.authentication.security_event import record, record_accesses
from resolvers.preconditions import needed, not_grantable, not_invited, stop
from resolvers.validation import Checks

BY_LAST_NAME = by_text("LAST_NAME", "last_name")


@strawberry.input(description="Whom to add to the company.")
class NewUser:
    """Whom to add to the company."""

    first_name: str
    last_name: str
    email: str
    phone: str = ""
    language: Language = Language.FR
    administrator: bool = False
    accesses: list[Access] = strawberry.field(default_factory=list)


async def list_users(
    info: Info,
    first: int = 20,
    after: str | None = None,
    access: Access | None = None,
    company_id: strawberry.ID | None = None,
) -> Page[models.User]:
    """Who reaches the same information as I, by last name; with `access`, only those who have it; a manager may name a company."""
    where = Where(models.User)
    if company_id is not None or access is not None:
        memberships = reach(models.Membership, info.context.signed_in())
        if company_id is not None:
            memberships = memberships.filter(
                company_id=read_id(company_id, models.Company, "companyId")
            )
        if access is not None:
            memberships = memberships.filter(accesses__contains=access.value)
        where.literally(Q(id__in=Subquery(memberships.values("user_id"))))
    return await get_page(info, models.User, where, BY_LAST_NAME, first, after, within=colleagues)


@reads()
async def list_memberships(
    users: Parents[models.User], info: Info
) -> list[list[models.Membership]]:
    """The user's role and accesses in each company that the viewer reaches."""
    return await children(info, models.Membership, "user_id", users, "company__name", "id")


async def add_user(info: Info, user: NewUser) -> models.User:
    """Add a user to the company and mail an invitation, with a one-time link for the first password."""
    context = info.context
    viewer = context.signed_in()
    new = _checked(user)
    async with in_transaction():
        await _lock_company(context)
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
        link = await new_link(context, new, LinkPurpose.INVITATION)
    context.later.append(partial(send_link, context, new, link))
    return new


@dataclass(frozen=True, slots=True)
class ChangedAccesses:
    """A user whose accesses were changed, and what that changed."""

    user: models.User
    change: AccessChange


async def change_accesses(
    info: Info, user_id: strawberry.ID, accesses: list[Access], administrator: bool | None = None
) -> ChangedAccesses:
    """Set what a user may see in the company; with `administrator`, the role as well."""
    async with in_transaction():
        membership = await _membership(info.context, user_id)
        change = await plan(info.context, membership, accesses, administrator)
        stop(change.problems)
        membership.role, membership.accesses = change.after.role, change.after.accesses
        await membership.save(update_fields=["role", "accesses"])
        await record_accesses(info.context, membership, change.before.accesses)
        if change.after.role is not change.before.role:
            await record(
                info.context,
                SecurityEventKind.ROLE_CHANGED,
                membership.user_id,
                company_id=membership.company_id,
            )
    return ChangedAccesses(membership.user, change)


async def remove_user(info: Info, user_id: strawberry.ID) -> models.User:
    """Remove a user from the company: the sessions there end at once."""
    async with in_transaction():
        membership = await _membership(info.context, user_id)
        (problems,) = await needed(info.context, [membership])
        stop(problems)
        await membership.delete()
        await record(
            info.context,
            SecurityEventKind.REMOVED_FROM_COMPANY,
            membership.user_id,
            company_id=membership.company_id,
        )
        if not await models.Membership.filter(user_id=membership.user_id).exists():
            membership.user.status = models.UserStatus.SUSPENDED
            await membership.user.save(update_fields=["status"])
            await models.Session.filter(user_id=membership.user_id).delete()
            await models.OneTimeLink.filter(user_id=membership.user_id).delete()
    return membership.user


async def resend_invitation(info: Info, user_id: strawberry.ID) -> models.User:
    """Mail a new invitation; the link of the older one is void."""
    context = info.context
    async with in_transaction():
        user: models.User = (await _membership(context, user_id)).user
        stop(not_invited(user))
        link = await new_link(context, user, LinkPurpose.INVITATION)
    context.later.append(partial(send_link, context, user, link))
    return user


def _checked(user: NewUser) -> models.User:
    checks = Checks()
    new = models.User(
        first_name=checks.text(user.first_name, "user.firstName", 60),
        last_name=checks.text(user.last_name, "user.lastName", 60),
        email=checks.email(user.email, "user.email"),
        phone=checks.phone(user.phone, "user.phone"),
        language=user.language,
    )
    checks.done()
    stop(not_grantable(user.accesses, "user.accesses"))
    return new


async def _lock_company(context: Context) -> None:
    """Changes to a company's users wait for each other; whoever lost the right to them meanwhile is refused after all."""
    viewer = context.signed_in()
    await reach(models.Company, viewer).select_for_update().get()
    acting = await models.Membership.get_or_none(id=viewer.membership_id)
    if acting is None:
        raise Unauthenticated(gettext("Your access to this company has ended."))
    context.viewer = replace(viewer, role=acting.role, accesses=acting.accesses)
    if (refusal := ManageUsers.refusal(context.viewer)) is not None:
        raise refusal


async def _membership(context: Context, user_id: str) -> models.Membership:
    """The user's membership in the viewer's company, with the company locked: changes there wait for each other."""
    await _lock_company(context)
    return await find_membership(context, user_id)


async def _new_identifier() -> str:
    while await models.User.filter(identifier=(identifier := models.new_identifier())).exists():
        continue
    return identifier
