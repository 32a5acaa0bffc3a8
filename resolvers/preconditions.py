"""What in a row's state stands in the way of an order: the order checks it, and `can` tells it beforehand."""

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
    """Raise `Invalid` where something stands in the way."""
    if problems:
        raise Invalid(*problems)


def check_draft(claim: models.Claim) -> Problems:
    """A submitted claim is changed no more."""
    if claim.status is ClaimStatus.DRAFT:
        return ()
    return (
        problem_at(
            "NOT_A_DRAFT",
            "claimId",
            gettext("The claim is submitted: write to the health manager or transfer a document."),
        ),
    )


def check_removal_from_claim(claim: models.Claim, field: str = "documentId") -> Problems:
    """The documents of a submitted claim stay."""
    if claim.status is ClaimStatus.DRAFT:
        return ()
    return (
        problem_at("NOT_A_DRAFT", field, gettext("The claim is submitted: its documents stay.")),
    )


async def check_document_quota(
    context: Context, claims: Sequence[models.Claim], more: int = 1, size: int = 1
) -> list[Problems]:
    """A claim has so many documents, those of a company have so many bytes, and no more."""
    number, total = (
        context.services.settings.max_documents,
        context.services.settings.max_company_bytes,
    )
    numbers = await _aggregate_documents("claim_id", [claim.pk for claim in claims], Count("id"))
    sizes = await _aggregate_documents(
        "claim__company_id", [claim.company_id for claim in claims], Sum("size")
    )
    full = problem_at(
        "TOO_MANY_DOCUMENTS",
        "files",
        gettext("A claim has at most %(count)s documents.", count=number),
    )
    over = problem_at(
        "QUOTA_EXCEEDED",
        "files",
        gettext("The documents of a company have at most %(count)s bytes together.", count=total),
    )
    return [
        [full] * (numbers[claim.pk] + more > number)
        + [over] * (sizes[claim.company_id] + size > total)
        for claim in claims
    ]


async def _aggregate_documents(column: str, keys: Sequence[UUID], what: Aggregate) -> Counter[UUID]:
    """What all documents of each key come to."""
    found: Any = (
        models.Document.filter(**{f"{column}__in": set(keys)}).annotate(found=what).group_by(column)
    )
    return Counter(dict(await found.values_list(column, "found")))


async def check_document_removal(
    context: Context, documents: Sequence[models.Document]
) -> list[Problems]:
    """Documents of submitted claims stay."""
    claims = await reach(models.Claim, context.signed_in()).filter(
        id__in={document.claim_id for document in documents}
    )
    found = {claim.id: check_removal_from_claim(claim) for claim in claims}
    return [found.get(document.claim_id, ()) for document in documents]


async def check_administrator_remains(
    context: Context, memberships: Sequence[models.Membership], field: str = "userId"
) -> list[Problems]:
    """Nobody removes their own management, and no company is left without an active administrator."""
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
        return (
            problem_at(
                "OWN_MANAGEMENT", field, gettext("You cannot take your own user management away.")
            ),
        )
    if any(
        company == membership.company_id and user != membership.user_id for company, user in active
    ):
        return ()
    return (
        problem_at(
            "LAST_ADMINISTRATOR", field, gettext("The company would have no administrator.")
        ),
    )


async def check_user_removal(context: Context, users: Sequence[models.User]) -> list[Problems]:
    """The same, of users in the company that the viewer acts for."""
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
    """Only an administrator can manage users."""
    memberships = reach(models.Membership, context.signed_in()).filter(
        user_id__in=[user.pk for user in users], role=Role.ADMINISTRATOR
    )
    administrators = set(await memberships.values_list("user_id", flat=True))
    return [() if user.pk in administrators else (not_an_administrator(),) for user in users]


def not_an_administrator() -> Problem:
    """Only an administrator can manage users."""
    return problem_at(
        "NOT_AN_ADMINISTRATOR", "userId", gettext("Only an administrator can manage users.")
    )


def check_grantable(accesses: Collection[Access], field: str) -> Problems:
    """Nobody opens or closes what is not theirs to open: `GRANTED_BY` says what an administrator opens."""
    foreign = sorted(set(accesses) - grantable_accesses(Role.ADMINISTRATOR))
    if not foreign:
        return ()
    named = ", ".join(label(access) for access in foreign)
    return (
        problem_at(
            "NOT_YOURS_TO_GRANT",
            field,
            gettext(
                "Only your contract manager grants and withdraws: %(accesses)s.", accesses=named
            ),
        ),
    )


def check_invited(user: models.User) -> Problems:
    """Who has a password needs no invitation."""
    if user.status is models.UserStatus.INVITED:
        return ()
    return (problem_at("NOT_INVITED", "userId", gettext("This user has set a password already.")),)


def problem_at(code: str, field: str, message: str) -> Problem:
    return Problem(code, tuple(field.split(".")), message)
