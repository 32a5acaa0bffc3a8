"""Preconditions: checks of a row's state, shared by the mutations and by `can`.

Each `check_…` function returns problems, or none if the mutation is possible.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from tortoise.expressions import Aggregate
from tortoise.functions import Count, Sum

import models
from errors import Invalid, Problem
from i18n import gettext
from models import Access, ClaimStatus, Role, label
from permissions import grantable_accesses, reach
from pipeline.context import Context

Problems = Sequence[Problem]


def raise_problems(problems: Problems) -> None:
    """Raise `Invalid` if there are problems."""
    if problems:
        raise Invalid(*problems)


def check_draft(claim: models.Claim) -> Problems:
    """Check that the claim is a draft: a submitted claim is not changed."""
    if claim.status is ClaimStatus.DRAFT:
        return ()
    message = gettext(
        "The claim has been submitted and can no longer be changed: write to the health manager "
        "or transfer a document."
    )
    return (problem_at("NOT_A_DRAFT", "claimId", message),)


def check_removal_from_claim(claim: models.Claim, field: str = "documentId") -> Problems:
    """Check that documents of the claim may be removed: it is a draft."""
    if claim.status is ClaimStatus.DRAFT:
        return ()
    message = gettext("The claim has been submitted: its documents can no longer be removed.")
    return (problem_at("NOT_A_DRAFT", field, message),)


async def check_document_quota(
    context: Context, claims: Sequence[models.Claim], more: int = 1, size: int = 1
) -> list[Problems]:
    """Check that a document still fits: the claim's number, and the company's total of bytes."""
    settings = context.services.settings
    number, total = settings.max_documents, settings.max_company_bytes
    numbers = await _aggregate_documents("claim_id", [claim.pk for claim in claims], Count("id"))
    sizes = await _aggregate_documents(
        "claim__company_id", [claim.company_id for claim in claims], Sum("size")
    )
    full = problem_at(
        "TOO_MANY_DOCUMENTS",
        "files",
        gettext("A claim may have at most %(count)s documents.", count=number),
    )
    over = problem_at(
        "QUOTA_EXCEEDED",
        "files",
        gettext(
            "The documents of a company may have at most %(count)s bytes in total.", count=total
        ),
    )
    return [
        [full] * (numbers[claim.pk] + more > number)
        + [over] * (sizes[claim.company_id] + size > total)
        for claim in claims
    ]


async def _aggregate_documents(
    column: str, keys: Sequence[UUID], aggregate: Aggregate
) -> Counter[UUID]:
    """Return the aggregate over all documents of each key."""
    documents = models.Document.filter(**{f"{column}__in": set(keys)})
    totals: Any = documents.annotate(total=aggregate).group_by(column)
    return Counter(dict(await totals.values_list(column, "total")))


async def check_document_removal(
    context: Context, documents: Sequence[models.Document]
) -> list[Problems]:
    """Check that each document may be removed: its claim is a draft."""
    claims = await reach(models.Claim, context.signed_in()).filter(
        id__in={document.claim_id for document in documents}
    )
    found = {claim.id: check_removal_from_claim(claim) for claim in claims}
    return [found.get(document.claim_id, ()) for document in documents]


async def check_administrator_remains(
    context: Context, memberships: Sequence[models.Membership], field: str = "userId"
) -> list[Problems]:
    """Check that these memberships may lose the role of administrator.

    Nobody removes their own user management, and each company keeps an active administrator.
    """
    administrators = [
        membership for membership in memberships if membership.role is Role.ADMINISTRATOR
    ]
    active = models.Membership.filter(
        company_id__in={membership.company_id for membership in administrators},
        role=Role.ADMINISTRATOR,
        user__status=models.UserStatus.ACTIVE,
    )
    others = await active.values_list("company_id", "user_id") if administrators else []
    return [
        _check_administrator_remains(context, membership, others, field)
        for membership in memberships
    ]


def _check_administrator_remains(
    context: Context, membership: models.Membership, active: Collection[Any], field: str
) -> Problems:
    if membership.role is not Role.ADMINISTRATOR:
        return ()
    if membership.user_id == context.signed_in().user_id:
        message = gettext("You cannot withdraw your own user management.")
        return (problem_at("OWN_MANAGEMENT", field, message),)
    if any(
        company == membership.company_id and user != membership.user_id for company, user in active
    ):
        return ()
    message = gettext("The company would have no administrator.")
    return (problem_at("LAST_ADMINISTRATOR", field, message),)


async def check_user_removal(context: Context, users: Sequence[models.User]) -> list[Problems]:
    """Check the same for users of the viewer's company."""
    found = await reach(models.Membership, context.signed_in()).filter(
        user_id__in=[user.pk for user in users]
    )
    problems = dict(
        zip(
            (membership.user_id for membership in found),
            await check_administrator_remains(context, found),
            strict=True,
        )
    )
    return [problems.get(user.pk, ()) for user in users]


async def check_administrators(context: Context, users: Sequence[models.User]) -> list[Problems]:
    """Check that each user is an administrator, as user management requires."""
    memberships = reach(models.Membership, context.signed_in()).filter(
        user_id__in=[user.pk for user in users], role=Role.ADMINISTRATOR
    )
    administrators = set(await memberships.values_list("user_id", flat=True))
    return [() if user.pk in administrators else (not_an_administrator(),) for user in users]


def not_an_administrator() -> Problem:
    """Return the problem of a user who is not an administrator."""
    return problem_at(
        "NOT_AN_ADMINISTRATOR", "userId", gettext("Only an administrator can manage users.")
    )


def check_grantable(accesses: Collection[Access], field: str) -> Problems:
    """Check that an administrator may grant these accesses, by `GRANTED_BY`."""
    foreign = sorted(set(accesses) - grantable_accesses(Role.ADMINISTRATOR))
    if not foreign:
        return ()
    named = ", ".join(label(access) for access in foreign)
    message = gettext(
        "Only your contract manager can grant or withdraw: %(accesses)s.", accesses=named
    )
    return (problem_at("NOT_YOURS_TO_GRANT", field, message),)


def check_invited(user: models.User) -> Problems:
    """Check that the user has not set a password yet."""
    if user.status is models.UserStatus.INVITED:
        return ()
    return (problem_at("NOT_INVITED", "userId", gettext("This user has already set a password.")),)


def problem_at(code: str, field: str, message: str) -> Problem:
    """Return a problem at a dotted path of the input."""
    return Problem(code, tuple(field.split(".")), message)
